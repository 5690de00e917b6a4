"""Calibration, and where to stop: numbers set on scores of contracts that were not learned from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

REPORT_AT = 0.5  # a category is reported in a contract when it is likelier there than not
FLOOR = 0.02  # no threshold below: such scores are noise


def platt(raw: Floats, truth: Bools) -> tuple[float, float]:
    """Slope and offset that make log-odds of raw scores (Platt, 1999)."""
    from sklearn.linear_model import LogisticRegression

    if truth.all() or not truth.any():
        return 1.0, 0.0
    model = LogisticRegression(C=1e6).fit(raw[:, None], truth)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def likely_threshold(tops: Floats, holds: Bools) -> float:
    """The probability of a sentence from which its contract is likelier to hold the category
    than not.

    Args:
        tops: of each contract, the highest probability of a sentence; 0 when none was proposed.
        holds: whether lawyers marked the category in it.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    if holds.all() or not holds.any():
        return REPORT_AT
    odds = np.array([_logit(top) for top in tops])
    model = LogisticRegression(C=1.0).fit(odds[:, None], holds)
    slope, offset = float(model.coef_[0, 0]), float(model.intercept_[0])
    at = (_logit(REPORT_AT) - offset) / max(slope, 1e-3)
    return float(np.clip(1 / (1 + np.exp(-at)), FLOOR, 0.98))


def alone_threshold(scores: Floats, truth: Bools) -> float:
    """The probability that best tells a clause of the category, standing alone, from others."""
    import numpy as np

    yes, no = np.sort(scores[truth]), np.sort(scores[~truth])
    if not len(yes) or not len(no):
        return FLOOR
    edges = np.unique(np.concatenate([yes, [FLOOR]]))
    found = 1 - np.searchsorted(yes, edges) / len(yes)
    spared = np.searchsorted(no, edges) / len(no)
    return float(max(FLOOR, edges[int(np.argmax(found + spared))]))


def _logit(p: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))
