"""``auditor bench accuracy --cuad DIR``: the three scores of the design, against lawyers' labels.

Everything is cross-validated by contract: the second reader that reads a contract has not
learned from it, nor have its thresholds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from auditor.bench.cuad import AUDIT_CATEGORIES, LabelledContract, contracts
from auditor.bench.readers import fold_readers
from auditor.bench.scores import (
    JACCARD,
    Counts,
    Curve,
    Scored,
    bootstrap,
    curve,
    jaccard,
    word_set,
)
from auditor.bench.truth import findings_of
from auditor.engine import Engine, load_pack
from auditor.engine.classifier import default_classifier
from auditor.engine.ready import ready_engine
from auditor.engine.testing import example_document
from auditor.load import load
from auditor.load.options import LoadOptions
from auditor.model import Finding

SEED = 7  # which other clauses a category's clauses are compared with


@dataclass(frozen=True, slots=True)
class Passage:
    """A finding as far as the scores need it."""

    contract: str
    categories: tuple[str, ...]
    quote: str
    score: float
    reported: bool
    type: str


@dataclass(frozen=True, slots=True)
class CategoryScores:
    """One category's three scores, with counts."""

    presence: Counts
    yes_no: Counts
    curve: Curve
    labelled_contracts: int
    labelled_spans: int


@dataclass(slots=True)
class Accuracy:
    """All categories, the pooled scores, and what to read.

    Attributes:
        categories: by name.
        presence: pooled counts; ``presence_interval`` is the 95 % interval of micro-F1.
        yes_no: mean balanced accuracy over the categories.
        curve: pooled over all spans of all categories.
        misses: (contract, category, labelled passage) with nothing reported there.
        false_alarms: reported findings in contracts without a label of their category.
        findings: (contract, type, quote) of everything reported, for comparing two runs.
    """

    categories: dict[str, CategoryScores]
    presence: Counts
    presence_interval: tuple[float, float]
    yes_no: float
    curve: Curve
    contracts: int
    misses: list[tuple[str, str, str]] = field(default_factory=list)
    false_alarms: list[Passage] = field(default_factory=list)
    findings: list[tuple[str, str, str]] = field(default_factory=list)
    not_verbatim: int = 0


def run(
    cuad: Path,
    *,
    folds: tuple[int, ...] = (1, 2, 3, 4),
    limit: int | None = None,
    pdf: bool = False,
    ready: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Accuracy:
    """Scan the contracts of ``folds`` and score them.

    Args:
        cuad: CUAD v1's folder.
        folds: fold 0 is set aside; give it only to look at the end.
        limit: no more contracts than this.
        pdf: read the PDFs instead of the texts.
        ready: take the reader that comes with the rules, which has learned from these very
            contracts: to see what a change of rules gains and loses, not how good they are.
        say: told about progress, a line at a time.

    Raises:
        UsageError: the folder is not CUAD, or training is needed and not possible.
    """
    pack = load_pack()
    if ready:
        engines = dict.fromkeys(folds, ready_engine(pack))
    else:
        readers, classifier = fold_readers(cuad, pack, say=say), default_classifier()
        engines = {f: Engine(pack, reader=readers[f], classifier=classifier) for f in folds}
    chosen = [c for c in contracts(cuad) if c.fold in folds and _path(c, pdf)][:limit]
    passages: list[Passage] = []
    clauses: dict[str, frozenset[str]] = {}
    not_verbatim = 0
    for number, contract in enumerate(chosen):
        if number % 25 == 0:
            say(f"{number} of {len(chosen)} contracts")
        engine = engines[contract.fold]
        path = _path(contract, pdf)
        assert path is not None
        document = load(str(path), path.read_bytes(), LoadOptions())[0]
        for finding in findings_of(document, engine):
            if finding.span and finding.span.of(document.text) != finding.quote:
                not_verbatim += 1
            passages.append(_passage(contract.name, finding))
        for clause in {p for ps in contract.clauses.values() for p in ps}:
            clauses[clause] = _answered(clause, engine)
    result = _score(chosen, passages, clauses)
    result.not_verbatim = not_verbatim
    return result


def _path(contract: LabelledContract, pdf: bool) -> Path | None:
    return contract.pdf_path if pdf else contract.text_path


def _passage(contract: str, finding: Finding) -> Passage:
    return Passage(
        contract, finding.cuad, finding.quote, finding.confidence.score, finding.reported,
        finding.type,
    )  # fmt: skip


def _answered(clause: str, engine: Engine) -> frozenset[str]:
    """Categories answered with yes for a clause alone: any finding that no cue cancels."""
    return frozenset(
        category
        for finding in findings_of(example_document(clause), engine)
        if finding.status == "open"
        for category in finding.cuad
    )


def _score(
    chosen: list[LabelledContract], passages: list[Passage], clauses: Mapping[str, frozenset[str]]
) -> Accuracy:
    by_contract: dict[str, list[Passage]] = {c.name: [] for c in chosen}
    for passage in passages:
        by_contract[passage.contract].append(passage)
    pooled: list[Scored] = []
    total = 0
    units = {c.name: Counts() for c in chosen}
    categories: dict[str, CategoryScores] = {}
    result = Accuracy({}, Counts(), (0, 0), 0, Curve(0, 0, 0), len(chosen))
    for category in AUDIT_CATEGORIES:
        presence, spans, labelled = Counts(), [], 0
        for contract in chosen:
            labels = contract.clauses.get(category, ())
            own = [p for p in by_contract[contract.name] if category in p.categories]
            one = _presence(bool(labels), any(p.reported for p in own))
            presence += one
            units[contract.name] += one
            spans += _spans(own, labels, labelled)
            labelled += len(labels)
            _keep_for_reading(result, contract, category, own)
        pooled += [Scored(s.score, frozenset(h + total for h in s.hits)) for s in spans]
        total += labelled
        categories[category] = CategoryScores(
            presence, _yes_no(chosen, category, clauses), curve(spans, labelled),
            presence.tp + presence.fn, labelled,
        )  # fmt: skip
    result.categories = categories
    result.presence = sum((c.presence for c in categories.values()), Counts())
    result.presence_interval = bootstrap(list(units.values()), lambda c: c.f1)
    result.yes_no = sum(c.yes_no.balanced_accuracy for c in categories.values()) / len(categories)
    result.curve = curve(pooled, total)
    result.findings = sorted((p.contract, p.type, p.quote) for p in passages if p.reported)
    return result


def _presence(labelled: bool, reported: bool) -> Counts:
    return Counts(
        tp=int(labelled and reported), fp=int(reported and not labelled),
        fn=int(labelled and not reported), tn=int(not labelled and not reported),
    )  # fmt: skip


def _spans(found: list[Passage], labels: tuple[str, ...], first: int) -> list[Scored]:
    words = [word_set(label) for label in labels]
    return [
        Scored(
            passage.score,
            frozenset(
                first + number
                for number, label in enumerate(words)
                if jaccard(word_set(passage.quote), label) >= JACCARD
            ),
        )
        for passage in found
    ]


def _yes_no(
    chosen: list[LabelledContract], category: str, clauses: Mapping[str, frozenset[str]]
) -> Counts:
    """Labelled clauses against as many others, each alone."""
    yes = sorted({p for c in chosen for p in c.clauses.get(category, ())})
    positive = set(yes)
    others = sorted({p for c in chosen for ps in c.clauses.values() for p in ps} - positive)
    no = random.Random(f"{SEED}{category}").sample(others, min(len(yes), len(others)))  # noqa: S311
    tp = sum(category in clauses[p] for p in yes)
    fp = sum(category in clauses[p] for p in no)
    return Counts(tp, fp, len(yes) - tp, len(no) - fp)


def _keep_for_reading(
    result: Accuracy, contract: LabelledContract, category: str, own: list[Passage]
) -> None:
    labels = contract.clauses.get(category, ())
    reported = [p for p in own if p.reported]
    if labels and not reported:
        result.misses += [(contract.name, category, label) for label in labels]
    if not labels:
        result.false_alarms += reported
