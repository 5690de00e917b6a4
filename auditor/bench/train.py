"""Learns the second reader from labelled contracts: ``auditor bench train --cuad DIR``.

One logistic regression per CUAD audit category over the features of ``engine.reader``,
cross-validated by contract; probabilities calibrated (Platt) and thresholds set on the
out-of-fold scores only. The result is plain arrays and a model card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.bench.cuad import AUDIT_CATEGORIES
from auditor.bench.examples import Row, rows
from auditor.engine import Engine, load_pack
from auditor.engine.reader import SIZE
from auditor.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
Arrays = dict[str, Any]

STRENGTH = 10.0  # inverse of the regularisation, chosen by cross-validation on folds 1 to 4
REPORT_AT = 0.5  # a category is reported in a contract when it is likelier there than not
FLOOR = 0.02  # no threshold below: such scores are noise


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives.

    Attributes:
        arrays: of ``engine.reader.Reader``, learned from all rows.
        folds: fold -> the same, learned from the other folds only, thresholds included.
        reliability: (lower edge, mean probability, share right, number) per tenth of
            out-of-fold probability.
    """

    arrays: Arrays
    folds: dict[int, Arrays]
    reliability: tuple[tuple[float, float, float, int], ...]


def run(cuad: Path, *, held_out: int | None = None) -> tuple[list[Row], Trained]:
    """Read the contracts and train; ``held_out`` is a fold that is not looked at.

    Raises:
        UsageError: scikit-learn is not installed, or the folder is not CUAD.
    """
    need_scikit_learn()
    data = [row for row in rows(cuad, Engine(load_pack(), wide=True)) if row.fold != held_out]
    return data, train(data)


def train(data: Sequence[Row]) -> Trained:
    """Train on rows already made; see ``run``."""
    import numpy as np

    matrix = _matrix([row.features for row in data])
    of_row = np.array([row.fold for row in data])
    present = sorted({row.fold for row in data})
    whole = _empty()
    folds = {fold: _empty() for fold in present}
    scores = np.zeros((len(data), len(AUDIT_CATEGORIES)))
    for number, category in enumerate(AUDIT_CATEGORIES):
        truth = np.array([category in row.labels for row in data])
        models = {fold: _fit(matrix[of_row != fold], truth[of_row != fold]) for fold in present}
        raw = np.zeros(len(data))
        for fold, model in models.items():
            raw[of_row == fold] = model.decision_function(matrix[of_row == fold])
        scores[:, number] = _set(whole, number, _fit(matrix, truth), raw, data)
        for fold, model in models.items():
            others = [row for row in data if row.fold != fold]
            _set(folds[fold], number, model, raw[of_row != fold], others)
    return Trained(whole, folds, _reliability(data, scores))


def _empty() -> Arrays:
    import numpy as np

    many = len(AUDIT_CATEGORIES)
    return {
        "categories": np.array(AUDIT_CATEGORIES),
        "weights": np.zeros((many, SIZE), dtype=np.float16),
        "bias": np.zeros(many), "likely": np.zeros(many), "possible": np.zeros(many),
    }  # fmt: skip


def _set(arrays: Arrays, number: int, model: Any, raw: Floats, data: Sequence[Row]) -> Floats:
    """Fill in one category: calibrated weights, and thresholds from out-of-fold scores."""
    import numpy as np

    category = AUDIT_CATEGORIES[number]

    truth = np.array([category in row.labels for row in data])
    slope, offset = platt(raw, truth)
    scores: Floats = 1 / (1 + np.exp(-(slope * raw + offset)))
    arrays["weights"][number] = (model.coef_[0] * slope).astype(np.float16)
    arrays["bias"][number] = float(model.intercept_[0]) * slope + offset
    proposed = np.array([category in row.proposed for row in data])
    likely = arrays["likely"][number] = _likely(data, scores, proposed, category)
    arrays["possible"][number] = min(likely, _possible(data, scores, truth))
    return scores


def save(arrays: Arrays, path: Path) -> None:
    """Write the arrays, compressed, without pickle."""
    import numpy as np

    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)


def _matrix(features: Sequence[Sequence[int]]) -> Any:
    """Rows of length one over the hashed features, as the reader scales them."""
    import numpy as np

    lengths = np.array([len(f) for f in features])
    indices = np.fromiter((i for f in features for i in f), dtype=np.int32, count=lengths.sum())
    return scaled_rows(indices, lengths, SIZE)


def scaled_rows(slots: Any, counts: Any, size: int) -> Any:
    """A sparse matrix of rows of length one.

    Args:
        slots: columns of all rows' entries, row after row.
        counts: entries of each row.
        size: columns.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    values = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts)
    pointers = np.concatenate([[0], np.cumsum(counts)])
    return csr_matrix((values, slots, pointers), shape=(len(counts), size))


def need_scikit_learn() -> None:
    """Ask for what training needs before minutes are spent on reading.

    Raises:
        UsageError: it is not installed.
    """
    from importlib.util import find_spec

    if find_spec("sklearn") is None:
        raise UsageError("training needs scikit-learn: pip install 'contract-auditor[train]'")


def _fit(matrix: Any, truth: Bools) -> Any:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(
        C=STRENGTH, solver="liblinear", class_weight="balanced", tol=1e-3, random_state=0
    )
    return model.fit(matrix, truth)


def platt(raw: Floats, truth: Bools) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e6).fit(raw[:, None], truth)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def _likely(data: Sequence[Row], scores: Floats, proposed: Bools, category: str) -> float:
    """The sentence score at which the contract is likelier to hold the category than not."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    best: dict[str, float] = {}
    holds: set[str] = set()
    for row, score, is_proposed in zip(data, scores, proposed, strict=True):
        if row.alone:
            if category in row.labels:
                holds.add(row.contract)
        elif is_proposed:
            best[row.contract] = max(best.get(row.contract, 0.0), float(score))
    names = sorted({row.contract for row in data if not row.alone})
    tops = np.array([_logit(best.get(name, 0.0)) for name in names])
    truth = np.array([name in holds for name in names])
    model = LogisticRegression(C=1.0).fit(tops[:, None], truth)
    slope, offset = float(model.coef_[0, 0]), float(model.intercept_[0])
    wanted = _logit(REPORT_AT)
    return float(np.clip(1 / (1 + np.exp(-(wanted - offset) / max(slope, 1e-3))), FLOOR, 0.98))


def _possible(data: Sequence[Row], scores: Floats, truth: Bools) -> float:
    """The score that best tells a clause of the category, standing alone, from others."""
    import numpy as np

    alone = np.array([row.alone for row in data])
    yes, no = np.sort(scores[alone & truth]), np.sort(scores[alone & ~truth])
    if not len(yes) or not len(no):
        return FLOOR
    edges = np.unique(np.concatenate([yes, [FLOOR]]))
    found = 1 - np.searchsorted(yes, edges) / len(yes)
    spared = np.searchsorted(no, edges) / len(no)
    return float(max(FLOOR, edges[int(np.argmax(found + spared))]))


def _logit(p: float) -> float:
    import math

    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def _reliability(data: Sequence[Row], scores: Any) -> tuple[tuple[float, float, float, int], ...]:
    """How often a probability is right, by tenths, over proposed sentences of contracts."""
    import numpy as np

    pairs = [
        (scores[i, j], category in row.labels)
        for i, row in enumerate(data)
        if not row.alone
        for j, category in enumerate(AUDIT_CATEGORIES)
        if category in row.proposed
    ]
    values = np.array([p for p, _ in pairs])
    right = np.array([r for _, r in pairs])
    table = []
    for tenth in range(10):
        inside = (values >= tenth / 10) & (values < (tenth + 1) / 10 + (tenth == 9))
        if inside.any():
            table.append(
                (
                    tenth / 10,
                    float(values[inside].mean()),
                    float(right[inside].mean()),
                    int(inside.sum()),
                )
            )
    return tuple(table)
