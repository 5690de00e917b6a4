"""Learns the second reader from labelled contracts: ``auditor bench train --cuad DIR``.

Two logistic regressions per CUAD audit category, then gradient-boosted trees over what they say
of a sentence and of those around it (stacking: Wolpert, 1992). Whatever is learned from scores is
learned from scores of contracts that the models behind them had not seen; the same holds for
calibration and thresholds. The result is plain arrays and a model card.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.bench.cuad import AUDIT_CATEGORIES
from auditor.bench.examples import Example, examples
from auditor.bench.stacking import Proposed, proposed, trees, unseen_chances
from auditor.bench.thresholds import alone_threshold, likely_threshold, platt
from auditor.bench.wordings import Linear, Wordings
from auditor.engine import Engine, load_pack
from auditor.engine.context import Scores
from auditor.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
Arrays = dict[str, Any]
Say = Callable[[str], object]

SHOWN = 0.01
"""A proposal of a contract that is less likely is not worth keeping as possible. Of the labelled
passages of folds 1 to 4, 0.886 lie above it; above 0.025, which would keep a third fewer, 0.849."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives.

    Attributes:
        arrays: of ``engine.reader.Reader``.
        contracts: how many it has learned from.
        sentences: of each category, how many sentences lawyers marked.
        reliability: (lower edge, mean probability, share right, number) per tenth of
            out-of-fold probability.
    """

    arrays: Arrays
    contracts: int
    sentences: dict[str, int]
    reliability: tuple[tuple[float, float, float, int], ...]


def run(cuad: Path, *, held_out: int | None = None, say: Say = lambda _: None) -> Trained:
    """Read the contracts and train; ``held_out`` is a fold that is not looked at.

    Raises:
        UsageError: scikit-learn is not installed, or the folder is not CUAD.
    """
    data = _wordings(cuad, held_out)
    say(f"{len(data.fold):,} sentences; learning takes some minutes")
    arrays, judged, chances = _learn(data, frozenset())
    marked = data.labels[~data.alone].sum(axis=0).tolist()
    return Trained(
        arrays, sum(not e.alone for e in data.examples),
        dict(zip(AUDIT_CATEGORIES, marked, strict=True)), _reliability(chances, judged.truth),
    )  # fmt: skip


def run_by_fold(cuad: Path, *, say: Say = lambda _: None) -> dict[int, Arrays]:
    """For each fold, the arrays of a reader that has learned from the others only.

    Raises:
        UsageError: as ``run``.
    """
    data = _wordings(cuad, None)
    found = {}
    for fold in data.folds:
        say(f"learning from all but fold {fold}")
        found[fold], _, _ = _learn(data, frozenset({fold}))
    return found


def save(arrays: Arrays, path: Path) -> None:
    """Write the arrays, compressed, without pickle."""
    import numpy as np

    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)


def need_scikit_learn() -> None:
    """Ask for what training needs before minutes are spent on reading.

    Raises:
        UsageError: it is not installed.
    """
    from importlib.util import find_spec

    if find_spec("sklearn") is None:
        raise UsageError("training needs scikit-learn: pip install 'contract-auditor[train]'")


def _wordings(cuad: Path, held_out: int | None) -> Wordings:
    need_scikit_learn()
    read = examples(cuad, Engine(load_pack(), wide=True))
    return Wordings([example for example in read if example.fold != held_out])


def _learn(data: Wordings, unseen: frozenset[int]) -> tuple[Arrays, Proposed, Floats]:
    """A reader that has not seen some folds, and how trees that had not seen them judge the
    pairs it learned from."""
    import numpy as np

    seen = [fold for fold in data.folds if fold not in unseen]
    rows = np.isin(data.fold, seen)
    within = rows & ~data.alone
    clause, wording = _scores_unseen(data, unseen, seen)
    by_clause = _platts(clause[within], data.labels[within])
    by_wording = _platts(wording[within], data.spans[within])
    arrays = data.arrays(_calibrated(data.linear(unseen), by_clause, by_wording))
    arrays["commonness"] = np.log(np.maximum(data.spans[within].sum(axis=0), 1)).astype(np.float32)
    clause = clause * by_clause[0] + by_clause[1]
    wording = wording * by_wording[0] + by_wording[1]
    chosen = [
        (example, Scores(_floats(clause[first:last]), _floats(wording[first:last])))
        for example, (first, last) in zip(data.examples, data.rows, strict=True)
        if not example.alone and example.fold in seen
    ]
    contracts = [example for example, _ in chosen]
    judged = proposed(contracts, [said for _, said in chosen], arrays["commonness"])
    chances = unseen_chances(judged)
    arrays |= trees(judged)
    arrays |= _within(judged, chances, _held(contracts))
    arrays |= _alone(clause, data.labels, rows & data.alone)
    return arrays, judged, chances


def _scores_unseen(
    data: Wordings, unseen: frozenset[int], seen: Sequence[int]
) -> tuple[Floats, Floats]:
    """What linear models say of each row that had seen neither ``unseen`` nor its fold."""
    import numpy as np

    clause, wording = np.zeros(data.labels.shape), np.zeros(data.labels.shape)
    for fold in seen:
        mine = data.fold == fold
        clause[mine], wording[mine] = data.scores(data.linear(unseen | {fold}), mine)
    return clause, wording


def _floats(scores: Floats) -> NDArray[np.float32]:
    return scores.astype("float32")


def _held(contracts: Sequence[Example]) -> Bools:
    """Whether lawyers marked each category in each contract."""
    import numpy as np

    marked = [{name for labels in e.labels for name in labels} for e in contracts]
    return np.array([[name in names for name in AUDIT_CATEGORIES] for names in marked])


def _platts(scores: Floats, truth: Bools) -> tuple[Floats, Floats]:
    import numpy as np

    found = [platt(s, t) for s, t in zip(scores.T, truth.T, strict=True)]
    return np.array([a for a, _ in found]), np.array([b for _, b in found])


def _calibrated(
    models: Linear, clause: tuple[Floats, Floats], wording: tuple[Floats, Floats]
) -> Linear:
    return Linear(
        models.clause * clause[0][:, None], models.clause_bias * clause[0] + clause[1],
        models.wording * wording[0][:, None], models.wording_bias * wording[0] + wording[1],
    )  # fmt: skip


def _within(judged: Proposed, chances: Floats, holds: Bools) -> Arrays:
    """Thresholds for sentences of a contract."""
    import numpy as np

    tops = np.zeros(holds.shape)
    np.maximum.at(tops, (judged.contract, judged.column), chances)
    likely = [likely_threshold(t, h) for t, h in zip(tops.T, holds.T, strict=True)]
    return {"likely": np.array(likely), "possible": np.minimum(likely, SHOWN)}


def _alone(clause: Floats, labels: Bools, rows: Bools) -> Arrays:
    """Calibration and thresholds for passages given alone."""
    import numpy as np

    slopes, offsets = _platts(clause[rows], labels[rows])
    scores = 1 / (1 + np.exp(-(clause[rows] * slopes + offsets)))
    least = [alone_threshold(s, t) for s, t in zip(scores.T, labels[rows].T, strict=True)]
    return {"slope": slopes, "offset": offsets, "alone": np.array(least)}


def _reliability(chances: Floats, truth: Bools) -> tuple[tuple[float, float, float, int], ...]:
    """How often a probability is right, by tenths, over proposed pairs."""
    table = []
    for tenth in range(10):
        inside = (chances >= tenth / 10) & (chances < (tenth + 1) / 10 + (tenth == 9))
        if inside.any():
            mean, right = float(chances[inside].mean()), float(truth[inside].mean())
            table.append((tenth / 10, mean, right, int(inside.sum())))
    return tuple(table)
