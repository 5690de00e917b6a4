"""Built-ins are what spaCy's Matcher finds with LIKE_NUM."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.engine import builtins
from auditor.engine.words import words

NUM: dict[str, Any] = {"LIKE_NUM": True}
PATTERNS: dict[str, list[list[dict[str, Any]]]] = {
    "#number": [[NUM], [{"ORTH": "half"}], [{"ORTH": "quarter"}], [{"ORTH": "thirds"}]],
    "#percent": [
        [NUM, {"ORTH": "%"}],
        [NUM, {"ORTH": "percent"}],
        [NUM, {"ORTH": "per"}, {"ORTH": "cent"}],
        [NUM, {"ORTH": "percentage"}, {"ORTH": "points"}],
    ],
    "#money": [
        [{"ORTH": {"IN": sorted(builtins.CURRENCY)}}, {"ORTH": "$", "OP": "?"}, NUM],
        [NUM, {"ORTH": {"IN": sorted(builtins.UNITS)}}],
    ],
    "#period": [[NUM, {"OP": "?"}, {"OP": "?"}, {"ORTH": {"IN": sorted(builtins.PERIODS)}}]],
}
WORDS = sorted(builtins.CURRENCY | builtins.UNITS | builtins.PERIODS) + (
    "half quarter thirds % percent per cent percentage points one 5 1,000.50 36 ninety twelfth"
    " second million 3 st th of the a supplier pays 20,0 ٣ ½ hundredth 1.5.2".split()
)


@pytest.fixture(scope="module")
def matcher() -> Any:
    import spacy
    from spacy.matcher import Matcher

    made = Matcher(spacy.blank("en").vocab)
    for name, patterns in PATTERNS.items():
        made.add(name, patterns)
    return made


def by_spacy(matcher: Any, sentence: list[str]) -> dict[str, list[tuple[int, int]]]:
    from spacy.tokens import Doc

    found: dict[str, set[tuple[int, int]]] = {name: set() for name in builtins.NAMES}
    for key, start, end in matcher(Doc(matcher.vocab, words=sentence)):
        found[matcher.vocab.strings[key]].add((start, end))
    return {name: sorted(hits) for name, hits in found.items()}


@given(sentence=st.lists(st.sampled_from(WORDS), max_size=14))
def test_the_same_as_spacy(matcher: Any, sentence: list[str]) -> None:
    assert builtins.find(sentence) == by_spacy(matcher, sentence)


@given(text=st.text(alphabet="0123456789.,/-+~ abcdefnthrsdoy%$€٣५½²", max_size=40))
def test_the_same_as_spacy_on_words_of_any_text(matcher: Any, text: str) -> None:
    sentence = words(text)
    assert builtins.find(sentence) == by_spacy(matcher, sentence)
