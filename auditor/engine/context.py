"""How a sentence stands among the others of its document, in numbers.

Lawyers mark the sentence that states a clause, not those that repeat, define or work it out. So
what tells is not only how much a sentence sounds like the clause, but whether its neighbours and
the rest of the document do, where it stands, and which patterns found it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STRENGTHS = 4  # kinds of pattern: possible, likely, confirmed, wide
SILENT = -11.5  # log-odds of a sentence that is not there
FEW = 4  # sentences of a document that sound most like a category
FEATURES = 2 + 11 + STRENGTHS + 5


@dataclass(frozen=True, slots=True)
class Layout:
    """Of each sentence of a document: its clause, its own words, and whether it has a lead-in."""

    clauses: NDArray[np.intp]
    lengths: NDArray[np.intp]
    led: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scores:
    """Log-odds by the two linear models, of each sentence and category."""

    clause: NDArray[np.float32]
    wording: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a sentence and a category.

    Attributes:
        rows, columns: sentences, and the category of each.
        strengths: of each pair, how many patterns of each kind found it.
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    strengths: NDArray[np.float32]


def in_context(
    scores: Scores, layout: Layout, pairs: Pairs, commonness: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Features of some pairs of a sentence and a category.

    Args:
        scores: of the document's sentences.
        layout: of the same.
        pairs: what is asked about.
        commonness: of each category, the logarithm of how often lawyers mark it.

    Returns:
        A row for each pair, of FEATURES numbers.
    """
    import numpy as np

    rows, columns = pairs.rows, pairs.columns
    clause, wording = scores.clause, scores.wording
    many = len(clause)
    mean = (clause + wording) / 2
    padded = np.pad(mean, ((2, 2), (0, 0)), constant_values=SILENT)
    own = mean[rows, columns]
    most = mean.max(axis=0)
    few = min(FEW, many)
    strongest = np.partition(mean, many - few, axis=0)[many - few :].mean(axis=0)
    by_clause = np.full((int(layout.clauses.max()) + 1, mean.shape[1]), SILENT, np.float32)
    np.maximum.at(by_clause, layout.clauses, mean)
    ordered = np.sort(mean, axis=0)
    rank = np.empty(len(rows), dtype=np.float32)
    for column in np.unique(columns):
        mine = columns == column
        rank[mine] = many - np.searchsorted(ordered[:, column], own[mine], side="right")
    rivals = np.pad(clause, ((0, 0), (1, 0)), constant_values=SILENT)
    second = np.sort(rivals, axis=1)[:, -2:]
    best = clause[rows, columns] >= second[rows, 1]
    others = np.where(best, second[rows, 0], second[rows, 1])
    return np.column_stack([
        clause[rows, columns], wording[rows, columns], own,
        padded[rows + 1, columns], padded[rows + 3, columns],
        padded[rows, columns], padded[rows + 4, columns],
        most[columns], most[columns] - own, rank, strongest[columns],
        by_clause[layout.clauses[rows], columns] - own, others,
        pairs.strengths, layout.lengths[rows], layout.led[rows], rows / many,
        np.full(len(rows), many), commonness[columns],
    ]).astype(np.float32)  # fmt: skip
