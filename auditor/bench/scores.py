"""The three scores, defined once. Plain functions over plain data."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"\w+")
JACCARD = 0.5  # CUAD's own overlap for a found span


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives, false negatives, true negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.tp + other.tp, self.fp + other.fp, self.fn + other.fn, self.tn + other.tn
        )

    @property
    def precision(self) -> float:
        """Share of what was said that is right; 1.0 when nothing was said."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was said."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else 1.0

    @property
    def balanced_accuracy(self) -> float:
        """Mean of the recalls of both answers."""
        specificity = self.tn / (self.tn + self.fp) if self.tn + self.fp else 1.0
        return (self.recall + specificity) / 2


def word_set(text: str) -> frozenset[str]:
    """Lower-cased words, for the overlap of spans."""
    return frozenset(_WORD.findall(text.lower()))


def jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    """Shared words over all words."""
    union = len(left | right)
    return len(left & right) / union if union else 0.0


@dataclass(frozen=True, slots=True)
class Scored:
    """A predicted span: its score, and the numbers of the labelled spans it overlaps enough."""

    score: float
    hits: frozenset[int]


@dataclass(frozen=True, slots=True)
class Curve:
    """Precision over recall: area, and precision at 80 % recall (0 when never reached)."""

    aupr: float
    precision_at_80: float
    top_recall: float


def curve(predictions: Sequence[Scored], labelled: int) -> Curve:
    """CUAD's precision-recall curve: a label is found when any prediction overlaps it enough,

    a prediction is wrong when it overlaps none.

    Args:
        predictions: all predicted spans, with unique label numbers over all contracts.
        labelled: number of labelled spans.
    """
    found: set[int] = set()
    wrong = 0
    points = [(0.0, 1.0)]
    ordered = sorted(predictions, key=lambda p: -p.score)
    for position, prediction in enumerate(ordered):
        found |= prediction.hits
        wrong += not prediction.hits
        tie = position + 1 < len(ordered) and ordered[position + 1].score == prediction.score
        if not tie and labelled:
            precision = len(found) / (len(found) + wrong) if found or wrong else 1.0
            points.append((len(found) / labelled, precision))
    area = sum((right[0] - left[0]) * (left[1] + right[1]) / 2 for left, right in pairwise(points))
    at_80 = max((p for r, p in points if r >= 0.8), default=0.0)
    return Curve(area, at_80, points[-1][0])


def bootstrap(
    units: Sequence[Counts], score: Callable[[Counts], float], *, rounds: int = 400
) -> tuple[float, float]:
    """A 95 % interval of ``score`` over the sum of the units (contracts), resampled."""
    import numpy as np

    rng = np.random.default_rng(7)
    table = np.array([[u.tp, u.fp, u.fn, u.tn] for u in units])
    values = []
    for _ in range(rounds):
        tp, fp, fn, tn = (int(v) for v in table[rng.integers(0, len(table), len(table))].sum(0))
        values.append(score(Counts(tp, fp, fn, tn)))
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
