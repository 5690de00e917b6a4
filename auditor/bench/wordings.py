"""The second reader's linear models: what words, headings and patterns say of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auditor.bench.cuad import AUDIT_CATEGORIES
from auditor.bench.examples import Example
from auditor.bench.vectors import Meanings
from auditor.engine.bags import SIZE, Bags
from auditor.engine.context import SILENT
from auditor.engine.reader import HEADING, HEADINGS, PATTERN, heading_slots

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
Arrays = dict[str, Any]

STRENGTH = 10.0  # inverse of the regularisation, chosen by cross-validation on folds 1 to 4
ROUNDS = 10  # of the solver; more change no order


@dataclass(frozen=True, slots=True)
class Linear:
    """Coefficients and intercepts, a row for each category.

    Attributes:
        clause: over words, headings and patterns; learned from all that lawyers marked.
        wording: over words alone; learned from sentences that are a label by themselves.
    """

    clause: Floats
    clause_bias: Floats
    wording: Floats
    wording_bias: Floats


class Wordings:
    """Sentences as rows: all those of contracts, and of passages those that patterns found.

    Attributes:
        examples: where the rows come from, in order.
        rows: of each example, its first row and the one after its last.
        fold, alone: of each row.
        labels, spans: of each row and category, whether lawyers marked it, and whether it is
            a label by itself.
        keys: of the patterns met, sorted.
    """

    def __init__(self, examples: Sequence[Example]) -> None:
        import numpy as np
        from scipy.sparse import hstack

        self.examples = examples
        self.keys = sorted({p.key for e in examples for ps in e.found.values() for p in ps})
        chosen = [_rows_of(example) for example in examples]
        ends = np.cumsum([len(rows) for rows in chosen]).tolist()
        self.rows = list(zip([0, *ends], ends, strict=False))
        places = [(e, i) for e, rows in zip(examples, chosen, strict=True) for i in rows]
        self.fold = np.array([e.fold for e, _ in places])
        self.alone = np.array([e.alone for e, _ in places])
        self.labels = _truth([e.labels[i] for e, i in places])
        self.spans = _truth([frozenset(c for c, _ in e.spans[i]) for e, i in places])
        self._words = _words(examples, chosen)
        headings = _bags([heading_slots(e.page.headings[i]) for e, i in places], HEADINGS)
        numbers = {key: number for number, key in enumerate(self.keys)}
        found = [tuple(numbers[p.key] for p in e.found.get(i, ())) for e, i in places]
        patterns = _bags(found, len(self.keys), even=False)
        self._all = hstack([self._words, HEADING * headings, PATTERN * patterns]).tocsr()
        self._meanings = Meanings((e.page.bags for e in examples), self._words)
        meant = self._meanings.of(self._words)
        self._all_meant = hstack([self._all, meant]).tocsr()
        self._words_meant = hstack([self._words, meant]).tocsr()
        self._fitted: dict[frozenset[int], Linear] = {}

    @property
    def folds(self) -> list[int]:
        """The folds there are."""
        return sorted(set(self.fold.tolist()))

    def linear(self, unseen: frozenset[int]) -> Linear:
        """Models that have not seen some folds; made once."""
        import numpy as np

        if unseen not in self._fitted:
            seen = ~np.isin(self.fold, list(unseen))
            contracts = seen & ~self.alone
            everything, words = self._all_meant[seen], self._words_meant[contracts]
            clause, clause_bias = _table([_fit(everything, t[seen]) for t in self.labels.T])
            wording, wording_bias = _table([_fit(words, t[contracts]) for t in self.spans.T])
            fold = self._meanings.folded
            self._fitted[unseen] = Linear(fold(clause), clause_bias, fold(wording), wording_bias)
        return self._fitted[unseen]

    def scores(self, models: Linear, rows: Bools) -> tuple[Floats, Floats]:
        """What the two models say of some rows, for each category."""
        return (
            self._all[rows] @ models.clause.T + models.clause_bias,
            self._words[rows] @ models.wording.T + models.wording_bias,
        )

    def arrays(self, models: Linear) -> Arrays:
        """The models as the reader has them."""
        import numpy as np

        words, scale = in_bytes(np.concatenate([models.clause[:, :SIZE], models.wording]).T)
        patterns = models.clause[:, SIZE + HEADINGS :].T
        return {
            "categories": np.array(AUDIT_CATEGORIES),
            "weights": words,
            "scale": scale,
            "bias": np.concatenate([models.clause_bias, models.wording_bias]).astype(np.float32),
            "headings": (models.clause[:, SIZE : SIZE + HEADINGS].T * HEADING).astype(np.float16),
            "pattern_keys": np.array(self.keys),
            "patterns": (patterns * PATTERN).astype(np.float32),
        }


def _rows_of(example: Example) -> list[int]:
    return sorted(example.found) if example.alone else list(range(len(example.page.headings)))


def _truth(marked: Sequence[frozenset[str]]) -> Bools:
    import numpy as np

    table = [[category in categories for category in AUDIT_CATEGORIES] for categories in marked]
    return np.array(table, dtype=np.bool_).reshape(-1, len(AUDIT_CATEGORIES))


def _words(examples: Sequence[Example], chosen: Sequence[Sequence[int]]) -> Any:
    import numpy as np
    from scipy.sparse import vstack

    matrices = []
    for example, rows in zip(examples, chosen, strict=True):
        if rows:
            matrices.append(matrix_of(example.page.bags)[np.array(rows)])
    return vstack(matrices).tocsr()


def matrix_of(bags: Bags) -> Any:
    """A sparse matrix of bags as ``bags.Columns`` weighs them: what stands twice counts twice."""
    import numpy as np
    from scipy.sparse import csr_matrix

    values = np.repeat(1 / np.sqrt(bags.counts), bags.counts)
    pointers = np.concatenate([[0], np.cumsum(bags.counts)])
    matrix = csr_matrix((values, bags.slots, pointers), shape=(len(bags.counts), SIZE))
    matrix.sum_duplicates()
    return matrix


def in_bytes(weights: Floats) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Columns of weights as ``bags.Columns`` has them: a byte each, and the columns' scales."""
    import numpy as np

    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    return np.ascontiguousarray(np.round(weights / scale), dtype=np.int8), scale.astype(np.float32)


def _bags(slots: Sequence[Sequence[int]], size: int, *, even: bool = True) -> Any:
    """A sparse matrix of rows of ones; ``even`` rows are of length one."""
    import numpy as np
    from scipy.sparse import csr_matrix

    counts = np.array([len(row) for row in slots])
    values = np.repeat(1 / np.sqrt(np.maximum(counts, 1)) if even else np.ones(len(slots)), counts)
    columns = np.fromiter((c for row in slots for c in row), dtype=np.intp, count=counts.sum())
    pointers = np.concatenate([[0], np.cumsum(counts)])
    return csr_matrix((values, columns, pointers), shape=(len(slots), size))


def _fit(matrix: Any, truth: Bools) -> tuple[Floats, float]:
    """Coefficients and intercept; of a category nobody marked, those that never find it."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    if not truth.any():
        return np.zeros(matrix.shape[1]), SILENT
    model = LogisticRegression(
        C=STRENGTH, solver="liblinear", class_weight="balanced", dual=True, tol=0.1,
        max_iter=ROUNDS, random_state=0,
    )  # fmt: skip
    fit_quietly(model, matrix, truth)
    return model.coef_[0], float(model.intercept_[0])


def fit_quietly(model: Any, matrix: Any, truth: Bools, weight: Floats | None = None) -> Any:
    """The model, fitted, without a warning: what is left after its rounds changes no score."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(matrix, truth, sample_weight=weight)


def _table(models: Sequence[tuple[Floats, float]]) -> tuple[Floats, Floats]:
    import numpy as np

    return np.array([weights for weights, _ in models]), np.array([bias for _, bias in models])
