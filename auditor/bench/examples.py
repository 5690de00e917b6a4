"""What the second reader learns from: labelled contracts, and their clauses standing alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.bench.cuad import AUDIT_CATEGORIES, LabelledContract, contracts, fold_of
from auditor.bench.scores import JACCARD, jaccard, word_set
from auditor.engine import Engine
from auditor.engine.bags import bags_of
from auditor.engine.compile import CompiledPattern
from auditor.engine.reader import Page
from auditor.engine.reading import page_of
from auditor.engine.testing import example_document
from auditor.load import load
from auditor.load.options import LoadOptions
from auditor.model import Document, Outline
from auditor.segment import outline

CONTAINED = 0.85  # a short sentence that lies in a label, or the other way round
SHORTEST = 6  # words; below that, containment means nothing
Label = tuple[str, int, frozenset[str]]
"""Category, number of the label in its contract, and its words."""


@dataclass(frozen=True, slots=True)
class Example:
    """A contract, or a passage given alone, and what lawyers marked in it.

    Attributes:
        contract, fold: of origin.
        page: its sentences as the reader sees them.
        found: sentence -> the patterns that found it.
        labels: for each sentence, the categories lawyers marked in these words.
        spans: for each sentence, the labels (category, number) with Jaccard of at least 0.5.
        alone: whether it is a passage given alone.
    """

    contract: str
    fold: int
    page: Page
    found: dict[int, tuple[CompiledPattern, ...]]
    labels: list[frozenset[str]]
    spans: list[frozenset[tuple[str, int]]]
    alone: bool


def examples(cuad: Path, engine: Engine) -> Iterator[Example]:
    """CUAD's contracts, their labelled clauses, and the packs' own examples.

    Args:
        cuad: CUAD v1's folder.
        engine: tries its wide patterns, and has learned nothing.
    """
    yield from examples_of_packs(engine)
    for contract in contracts(cuad):
        if contract.text_path is not None:
            yield _of_contract(contract, contract.text_path, engine)
            yield from _of_clauses(contract, engine)


def examples_of_packs(engine: Engine) -> Iterator[Example]:
    """The packs' own examples: drafting styles that the labelled contracts do not have."""
    for rule in engine.pack.rules.values():
        labels = frozenset(rule.direct_cuad)
        if not labels:
            continue
        for example in rule.examples.must_flag:
            yield _alone(f"pack {rule.id}", example.text, labels, engine)
        for example in rule.examples.must_pass:
            yield _alone(f"pack {rule.id}", example.text, frozenset(), engine)


def _alone(name: str, text: str, labels: frozenset[str], engine: Engine) -> Example:
    document = example_document(text)
    page, found = _seen(document, outline(document), engine)
    many = len(page.headings)
    return Example(
        name, fold_of(name), page, found, [labels] * many, [frozenset()] * many, alone=True
    )


def _of_contract(contract: LabelledContract, path: Path, engine: Engine) -> Example:
    document = load(str(path), path.read_bytes(), LoadOptions())[0]
    labelled = [
        (category, number, word_set(passage))
        for category in AUDIT_CATEGORIES
        for number, passage in enumerate(contract.clauses.get(category, ()))
    ]
    sentences = outline(document)
    page, found = _seen(document, sentences, engine)
    texts = [s.span.of(document.text) for s in sentences.sentences]
    marked = [_marked(word_set(text), labelled) for text in texts]
    return Example(
        contract.name, contract.fold, page, found,
        [labels for labels, _ in marked], [spans for _, spans in marked], alone=False,
    )  # fmt: skip


def _seen(
    document: Document, sentences: Outline, engine: Engine
) -> tuple[Page, dict[int, tuple[CompiledPattern, ...]]]:
    views, proposals = engine.proposals(document, sentences)
    page = page_of(views, sentences, bags_of([view.words for view in views]))
    return page, {p.view.index: p.patterns for p in proposals}


def _marked(
    own: frozenset[str], labelled: list[Label]
) -> tuple[frozenset[str], frozenset[tuple[str, int]]]:
    """The categories marked in a sentence of these words, and the labels that it is."""
    labels: set[str] = set()
    spans: set[tuple[str, int]] = set()
    for category, number, words in labelled:
        if jaccard(own, words) >= JACCARD:
            spans.add((category, number))
            labels.add(category)
        elif _contained(own, words):
            labels.add(category)
    return frozenset(labels), frozenset(spans)


def _contained(left: frozenset[str], right: frozenset[str]) -> bool:
    shorter = min(len(left), len(right))
    return shorter >= SHORTEST and len(left & right) >= CONTAINED * shorter


def _of_clauses(contract: LabelledContract, engine: Engine) -> Iterator[Example]:
    """Each labelled clause alone, as the yes/no score and a user's snippet would have it."""
    of_passage: dict[str, set[str]] = {}
    for category in AUDIT_CATEGORIES:
        for passage in contract.clauses.get(category, ()):
            of_passage.setdefault(passage, set()).add(category)
    for passage, labels in of_passage.items():
        yield _alone(contract.name, passage, frozenset(labels), engine)
