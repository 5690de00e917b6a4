"""What the sentence classifier learns from: sentences written for a type, and ordinary ones.

``rules/_reader/sentences/<family>.txt`` holds, under "## type", a line each: "+ " a sentence
that is the clause, "- " one that only looks like it. The packs' own examples are added. Ordinary
sentences come from contracts; what lawyers said of some of them is in ``bench.marks``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from auditor.bench.cuad import contracts, fold_of
from auditor.bench.marks import Marks, Verdict
from auditor.engine import Engine, Pack
from auditor.engine.classifier import SENTENCES
from auditor.engine.roles import Roles
from auditor.engine.views import DocumentView
from auditor.engine.words import words
from auditor.errors import RuleError
from auditor.load import load
from auditor.load.options import LoadOptions
from auditor.resources import rules_dir
from auditor.segment import outline

SHORTEST = 5  # words; what is shorter is a heading or a crumb
READ = frozenset({".txt", ".md", ".html", ".docx", ".pdf"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to learn from.

    Attributes:
        words: canonical, with the lead-in.
        fold: of its text, or of the contract it stands in.
        types: what it is; of an ordinary sentence, what patterns found there, so that it is
            taken for no counter-example of these.
        looks_like: the type of which it is a written look-alike; "" otherwise.
        ordinary: whether it comes from a contract.
        verdicts: type -> whether it is that clause, where somebody judged it.
        whole: whether it comes from a contract read whole: it is no type without a verdict.
    """

    words: tuple[str, ...]
    fold: int
    types: frozenset[str]
    looks_like: str = ""
    ordinary: bool = False
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    whole: bool = False


def written(pack: Pack, folder: Path | None = None) -> Iterator[Sentence]:
    """All written sentences, and the examples of the pack.

    Raises:
        RuleError: a line is neither a heading, a sentence nor a comment, or its type unknown.
    """
    for path in sorted((folder or rules_dir() / SENTENCES).glob("*.txt")):
        yield from (_written(text, type_id, yes) for type_id, yes, text in lines(path, pack))
    for rule in pack.rules.values():
        for example in (*rule.examples.must_flag, *rule.examples.todo_flag):
            yield _written(example.text, rule.id, True)
        for example in (*rule.examples.must_pass, *rule.examples.todo_pass):
            yield _written(example.text, rule.id, False)


def lines(path: Path, pack: Pack) -> Iterator[tuple[str, bool, str]]:
    """Type, whether it is the clause, and text of each line of one file; see ``written``."""
    type_id = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        mark, text = line[:2], line[2:].strip()
        if line.startswith("## "):
            type_id = line[3:].strip()
            if type_id not in pack.rules:
                raise RuleError(f"no such type: {type_id}", path=path, line=number)
        elif mark in ("+ ", "- ") and type_id and text:
            yield type_id, mark == "+ ", text
        elif line.strip() and not line.startswith("# "):
            raise RuleError(
                "a line begins with '+ ', '- ', '## type' or '# '", path=path, line=number
            )


def _written(text: str, type_id: str, is_clause: bool) -> Sentence:
    fold = fold_of(hashlib.sha256(text.encode()).hexdigest())
    types = frozenset({type_id}) if is_clause else frozenset[str]()
    return Sentence(tuple(words(text)), fold, types, "" if is_clause else type_id)


def ordinary(
    cuad: Path, others: Iterable[Path], engine: Engine, marks: Marks, *, held_out: int | None
) -> Iterator[Sentence]:
    """Sentences of contracts, with what the engine's patterns found in them and who judged them.

    Args:
        cuad: labelled contracts; only their texts are used, and none of the fold ``held_out``.
        others: folders of further contracts.
        engine: with patterns only.
        marks: the verdicts there are on such sentences.
    """
    files = [("cuad", c.fold, c.text_path) for c in contracts(cuad) if c.text_path]
    files += [
        ("contracts", fold_of(path.name), path)
        for folder in others
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in READ
    ]
    for source, fold, path in files:
        if fold == held_out and source == "cuad":
            continue
        marked = marks.of(source, path.name)
        for document in load(str(path), path.read_bytes(), LoadOptions(ocr=False)):
            sentences = outline(document)
            found: dict[int, set[str]] = {}
            for candidate in engine.match(document, sentences):
                if candidate.sentence is not None:
                    found.setdefault(candidate.sentence, set()).add(candidate.type)
            around = DocumentView(document, sentences, Roles({}, sentences.parties))
            for index in range(len(sentences.sentences)):
                own = tuple(around.sentence(index).words)
                verdicts = marked.on(own)
                if len(own) >= SHORTEST or verdicts:
                    yield Sentence(
                        own, fold, frozenset(found.get(index, ())), ordinary=True,
                        verdicts=verdicts, whole=marked.whole,
                    )  # fmt: skip
