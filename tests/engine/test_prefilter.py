"""What the prefilter lets through: all that has its literals, in the pack's order."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from auditor.engine import Engine, load_pack
from auditor.engine.compile import Program, compile_pack
from auditor.engine.prefilter import Prefilter
from auditor.engine.testing import candidates_for
from auditor.engine.words import words

HEAD = """
id: tst-rule
title: Test rule
definition: A rule for tests.
why: It is tested.
bears: customer
severity: {buyer: high, vendor: low}
patterns:
"""
RULE = HEAD + """- id: first
  find:
  - (sole|only right to) .... widgets
  - who=(buyer|customer) .... widgets
- id: second
  find: [sell .. widgets]
  all: [at all times]
"""


def folder(path: Path) -> Path:
    (path / "tst").mkdir()
    (path / "tst" / "tst-rule.yaml").write_text(RULE)
    return path


def test_a_sentence_gets_exactly_the_triggers_whose_literals_it_has(tmp_path: Path) -> None:
    parts = ["sole", "only right to", "only right", "customer", "sell", "at all times", "widgets"]
    texts = [
        " x ".join(part for part, wanted in zip(parts, chosen, strict=True) if wanted)
        for chosen in product((False, True), repeat=len(parts))
    ] * 17  # more than are looked at together
    program = compile_pack(load_pack([folder(tmp_path)], builtin=False))
    found = list(Prefilter(program)([words(text) for text in texts]))
    assert len(found) == len(texts)
    for text, chosen in zip(texts, found, strict=True):
        wanted = []
        if "widgets" in text:
            if "sole" in text or "only right to" in text:
                wanted.append(("first", 0))
            if "customer" in text:
                wanted.append(("first", 1))
            if "sell" in text and "at all times" in text:
                wanted.append(("second", 0))
        got = [(t.pattern.data.id, t.pattern.find.index(t.line)) for t in chosen.triggers if t.line]
        assert got == wanted


PHRASES = HEAD + """- id: phrases
  find:
  - (widgets|sell widgets|widgets sell widgets sell)
  - (gears widgets|sell gears) .. (the gears of widgets|gears sell|widgets)
  - (gears gears gears) .. (sell|the gears)
"""
_WORDS = st.sampled_from("widgets sell gears the of other".split())


def compiled_phrases() -> Program:
    with TemporaryDirectory() as name:
        (Path(name) / "tst").mkdir()
        (Path(name) / "tst" / "tst-rule.yaml").write_text(PHRASES)
        return compile_pack(load_pack([Path(name)], builtin=False))


PROGRAM = compiled_phrases()
PREFILTER = Prefilter(PROGRAM)


@given(st.lists(st.lists(_WORDS, max_size=8), min_size=1, max_size=5))
def test_a_phrase_is_met_where_all_its_words_stand_side_by_side(sentences: list[list[str]]) -> None:
    for words_here, chosen in zip(sentences, PREFILTER(sentences), strict=True):
        text = f" {' '.join(words_here)} "
        atoms: set[int] = set()
        for phrase, of in PROGRAM.phrases.items():
            if f" {' '.join(phrase)} " in text:
                atoms |= of
        assert chosen.triggers == [t for t in PROGRAM.triggers if atoms.issuperset(t.atoms)]


def test_of_several_lines_the_first_of_the_rule_names_the_slots(tmp_path: Path) -> None:
    engine = Engine(load_pack([folder(tmp_path)], builtin=False))
    text = "The Customer has the only right to sell widgets."
    found = candidates_for(engine, text)
    assert [[slot.name for slot in c.slots] for c in found] == [["words0", "words1"]]
