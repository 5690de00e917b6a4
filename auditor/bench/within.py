"""From which probability on a sentence of a contract counts as a clause, type by type.

The sentence classifier's probabilities speak of sentences written for a type. What one is worth
within a contract is learned from contracts read whole, where no pattern found the type: one
logistic curve for all types, moved for each as far as its own sentences bear out. Sentences that
were judged because they sounded like a type say nothing here: they are not what a contract holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

RIGHT = 0.6  # how sure the least sure must be; where the topic stands, 0.75 of all are right then
LEAST = 0.5  # no threshold below
FLOOR = -2.0  # log odds; what sounds less like the type would only bend the curve
MOVED = 0.1  # inverse of the regularisation: how far one type may move the curve


def thresholds(odds: Floats, truth: Bools, known: Bools) -> Floats:
    """A probability for each type.

    Args:
        odds: log odds for each sentence (row) and type (column), from a model that has not
            seen the sentence.
        truth: whether the sentence is the clause.
        known: whether that is known, and no pattern found it. If nothing is known that sounds
            like a clause, only what is beyond any doubt counts as one.
    """
    import numpy as np
    from scipy.sparse import coo_matrix
    from sklearn.linear_model import LogisticRegression

    rows, columns = np.nonzero(known & (odds > FLOOR))
    many, types = len(rows), odds.shape[1]
    if len(set(truth[rows, columns].tolist())) < 2:
        return np.ones(types)
    values = np.concatenate([odds[rows, columns], np.ones(many)])
    at = np.concatenate([np.zeros(many, dtype=int), columns + 1])
    matrix: Any = coo_matrix((values, (np.tile(np.arange(many), 2), at)), shape=(many, types + 1))
    curve = LogisticRegression(C=MOVED, max_iter=1000)
    curve.fit(matrix.tocsr(), truth[rows, columns])
    slope, moved = curve.coef_[0, 0], curve.coef_[0, 1:]
    wanted = np.log(RIGHT / (1 - RIGHT)) - curve.intercept_[0] - moved
    found: Floats = 1 / (1 + np.exp(-wanted / max(slope, 1e-3)))
    return np.maximum(found, LEAST)
