"""What the second reader learns from: labelled contracts, and their clauses standing alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.bench.cuad import AUDIT_CATEGORIES, LabelledContract, contracts, fold_of
from auditor.bench.scores import JACCARD, jaccard, word_set
from auditor.engine import Engine
from auditor.engine.testing import example_document
from auditor.load import load
from auditor.load.options import LoadOptions
from auditor.segment import outline

CONTAINED = 0.85  # a short sentence that lies in a label, or the other way round
SHORTEST = 6  # words; below that, containment means nothing


@dataclass(frozen=True, slots=True)
class Row:
    """One proposed sentence: where it comes from, its features, and what it is.

    Attributes:
        contract, fold: of origin.
        features: indices, see ``engine.reader.features``.
        labels: categories lawyers marked in these words.
        proposed: categories whose patterns pointed at it.
        alone: whether it is a labelled clause standing alone, without its contract.
        spans: (category, number of the label in the contract) with Jaccard of at least 0.5.
    """

    contract: str
    fold: int
    features: list[int]
    labels: frozenset[str]
    proposed: frozenset[str]
    alone: bool
    spans: tuple[tuple[str, int], ...] = ()


def rows(cuad: Path, engine: Engine) -> Iterator[Row]:
    """Rows of CUAD's contracts and of the packs; ``engine`` must try its wide patterns."""
    yield from rows_of_packs(engine)
    for contract in contracts(cuad):
        if contract.text_path is not None:
            yield from _rows_of_contract(contract, contract.text_path, engine)
            yield from _rows_of_clauses(contract, engine)


def rows_of_packs(engine: Engine) -> Iterator[Row]:
    """The packs' own examples: drafting styles that the labelled contracts do not have."""
    for rule in engine.pack.rules.values():
        labels = frozenset(rule.direct_cuad)
        if not labels:
            continue
        for example in rule.examples.must_flag:
            yield from _rows_alone(f"pack {rule.id}", example.text, labels, engine)
        for example in rule.examples.must_pass:
            yield from _rows_alone(f"pack {rule.id}", example.text, frozenset(), engine)


def _rows_alone(name: str, text: str, labels: frozenset[str], engine: Engine) -> Iterator[Row]:
    document = example_document(text)
    for _, features, proposed in engine.readings(document, outline(document)):
        yield Row(name, fold_of(name), features, labels, proposed, True)


def _rows_of_contract(contract: LabelledContract, path: Path, engine: Engine) -> Iterator[Row]:
    document = load(str(path), path.read_bytes(), LoadOptions())[0]
    labelled = [
        (category, number, word_set(passage))
        for category in AUDIT_CATEGORIES
        for number, passage in enumerate(contract.clauses.get(category, ()))
    ]
    for sentence, features, proposed in engine.readings(document, outline(document)):
        own = word_set(sentence.span.of(document.text))
        found: set[str] = set()
        spans = []
        for category, number, words in labelled:
            if jaccard(own, words) >= JACCARD:
                spans.append((category, number))
                found.add(category)
            elif _contained(own, words):
                found.add(category)
        yield Row(
            contract.name, contract.fold, features, frozenset(found), proposed, False, tuple(spans)
        )


def _contained(left: frozenset[str], right: frozenset[str]) -> bool:
    shorter = min(len(left), len(right))
    return shorter >= SHORTEST and len(left & right) >= CONTAINED * shorter


def _rows_of_clauses(contract: LabelledContract, engine: Engine) -> Iterator[Row]:
    """Each labelled clause alone, as the yes/no score and a user's snippet would have it."""
    of_passage: dict[str, set[str]] = {}
    for category in AUDIT_CATEGORIES:
        for passage in contract.clauses.get(category, ()):
            of_passage.setdefault(passage, set()).add(category)
    for passage, labels in of_passage.items():
        yield from _rows_alone(contract.name, passage, frozenset(labels), engine)
