"""The second reader's trees: what the linear models say of a sentence and of those around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auditor.bench.cuad import AUDIT_CATEGORIES
from auditor.bench.examples import Example
from auditor.engine.context import Scores, in_context
from auditor.engine.reader import pairs_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
Arrays = dict[str, Any]

COLUMNS = {name: number for number, name in enumerate(AUDIT_CATEGORIES)}
# Chosen by cross-validation on folds 1 to 4: more trees and larger ones order no better.
TREES = 150
LEAVES = 8
RATE = 0.08
SMALLEST = 40  # examples in a leaf
EVENING = 5.0  # L2 regularisation of the leaves


@dataclass(frozen=True, slots=True)
class Proposed:
    """Proposed pairs of a sentence and a category, of many contracts.

    Attributes:
        contract, fold, column: of each pair.
        features: of ``engine.context``.
        truth: whether the sentence is a label of the category by itself.
    """

    contract: NDArray[np.intp]
    fold: NDArray[np.intp]
    column: NDArray[np.intp]
    features: NDArray[np.float32]
    truth: Bools


def proposed(examples: Sequence[Example], scores: Sequence[Scores], commonness: Any) -> Proposed:
    """All proposed pairs of some contracts.

    Args:
        examples: contracts.
        scores: of each, what the linear models say, calibrated.
        commonness: see ``engine.context``.
    """
    import numpy as np

    contract, fold, columns, features, truth = [], [], [], [], []
    for number, (example, said) in enumerate(zip(examples, scores, strict=True)):
        pairs = pairs_of(example.found, COLUMNS)
        if not len(pairs.rows):
            continue
        features.append(in_context(said, example.page.layout, pairs, commonness))
        spans = [{name for name, _ in span} for span in example.spans]
        truth += [
            AUDIT_CATEGORIES[column] in spans[row]
            for row, column in zip(pairs.rows.tolist(), pairs.columns.tolist(), strict=True)
        ]
        columns.append(pairs.columns)
        contract.append(np.full(len(pairs.rows), number))
        fold.append(np.full(len(pairs.rows), example.fold))
    return Proposed(
        np.concatenate(contract), np.concatenate(fold), np.concatenate(columns),
        np.concatenate(features), np.array(truth),
    )  # fmt: skip


def unseen_chances(data: Proposed) -> Floats:
    """The probability of each pair by trees that have not seen its fold."""
    import numpy as np

    chances = np.zeros(len(data.truth))
    for fold in np.unique(data.fold):
        mine = data.fold == fold
        model = _fit(data.features[~mine], data.truth[~mine])
        chances[mine] = model.predict_proba(data.features[mine])[:, 1]
    return chances


def trees(data: Proposed) -> Arrays:
    """Trees over all pairs, as arrays of ``engine.trees.Trees``."""
    return arrays_of(_fit(data.features, data.truth))


def _fit(features: Any, truth: Bools) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=SMALLEST,
        l2_regularization=EVENING, early_stopping=False, random_state=0,
    ).fit(features, truth)  # fmt: skip


def arrays_of(model: Any) -> Arrays:
    """The trees of a fitted ``HistGradientBoostingClassifier`` of two classes.

    scikit-learn offers no other way to its nodes than the private one; a test compares.
    """
    import numpy as np

    nodes = [predictors[0].nodes for predictors in model._predictors]
    shape = (len(nodes), max(map(len, nodes)))
    leaf = np.tile(np.arange(shape[1], dtype=np.int16), (shape[0], 1))
    arrays: Arrays = {
        "feature": np.zeros(shape, np.int16), "threshold": np.zeros(shape, np.float32),
        "low": leaf.copy(), "high": leaf.copy(), "value": np.zeros(shape, np.float32),
    }  # fmt: skip
    for number, tree in enumerate(nodes):
        inner = ~tree["is_leaf"].astype(bool)
        at = np.flatnonzero(inner)
        arrays["feature"][number, at] = tree["feature_idx"][inner]
        # Rounded up, so that a float32 that was at most the threshold still is.
        limits = tree["num_threshold"][inner].astype(np.float32)
        low = limits < tree["num_threshold"][inner]
        arrays["threshold"][number, at] = np.where(low, np.nextafter(limits, np.inf), limits)
        arrays["low"][number, at] = tree["left"][inner]
        arrays["high"][number, at] = tree["right"][inner]
        arrays["value"][number, : len(tree)] = np.where(inner, 0, tree["value"])
    depth = max(int(tree["depth"].max()) for tree in nodes)
    start = float(np.ravel(model._baseline_prediction)[0])
    return {**arrays, "depth": np.array(depth), "start": np.array(start)}
