"""What the sentence classifier learns from: sentences written for a type, and ordinary ones.

``rules/_reader/sentences/<family>.txt`` holds, under "## type", a line each: "+ " a sentence
that is the clause, "- " one that only looks like it. The packs' own examples are added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.bench.cuad import contracts, fold_of
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
        ordinary: whether it comes from a contract that nobody labelled.
    """

    words: tuple[str, ...]
    fold: int
    types: frozenset[str]
    looks_like: str = ""
    ordinary: bool = False


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
    cuad: Path, others: Iterable[Path], engine: Engine, *, held_out: int | None
) -> Iterator[Sentence]:
    """Sentences of contracts, with the families that the engine's patterns found in them.

    Args:
        cuad: labelled contracts; only their texts are used, and none of the fold ``held_out``.
        others: folders of further contracts.
        engine: with patterns only.
    """
    files = [(c.fold, c.text_path) for c in contracts(cuad) if c.text_path]
    files += [
        (fold_of(path.name), path)
        for folder in others
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in READ
    ]
    for fold, path in files:
        if fold == held_out and path.parent.parent == cuad:
            continue
        for document in load(str(path), path.read_bytes(), LoadOptions(ocr=False)):
            sentences = outline(document)
            found: dict[int, set[str]] = {}
            for candidate in engine.match(document, sentences):
                if candidate.sentence is not None:
                    found.setdefault(candidate.sentence, set()).add(candidate.type)
            around = DocumentView(document, sentences, Roles({}, sentences.parties))
            for index in range(len(sentences.sentences)):
                own = around.sentence(index).words
                if len(own) >= SHORTEST:
                    types = frozenset(found.get(index, ()))
                    yield Sentence(tuple(own), fold, types, ordinary=True)
