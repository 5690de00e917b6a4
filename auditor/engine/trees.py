"""Boosted decision trees as plain arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Trees:
    """A sum of decision trees (gradient boosting: Friedman, 2001).

    Arrays of one row a tree and one column a node; a node asks whether a feature is at most a
    threshold and names the node to go to; a leaf names itself and has a value.
    """

    def __init__(self, arrays: dict[str, Any]) -> None:
        """Take the arrays ``feature``, ``threshold``, ``low``, ``high``, ``value`` and the
        numbers ``depth`` and ``start``."""
        self._feature: NDArray[np.int16] = arrays["feature"]
        self._threshold: NDArray[np.float32] = arrays["threshold"]
        self._low: NDArray[np.int16] = arrays["low"]
        self._high: NDArray[np.int16] = arrays["high"]
        self._value: NDArray[np.float32] = arrays["value"]
        self._depth = int(arrays["depth"])
        self._start = float(arrays["start"])

    def logits(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """The log-odds of each row of features."""
        import numpy as np

        trees = np.arange(len(self._feature))[None, :]
        at = np.zeros((len(rows), len(self._feature)), dtype=np.intp)
        places = np.arange(len(rows))[:, None]
        for _ in range(self._depth):
            asked = rows[places, self._feature[trees, at]]
            lower = asked <= self._threshold[trees, at]
            at = np.where(lower, self._low[trees, at], self._high[trees, at]).astype(np.intp)
        total = self._value[trees, at].sum(axis=1) + self._start
        return np.asarray(total, dtype=np.float32)
