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
        import numpy as np

        self._first = np.arange(len(arrays["value"])) * arrays["value"].shape[1]  # nodes in a row
        first = self._first[:, None]
        self._feature: NDArray[np.intp] = arrays["feature"].ravel().astype(np.intp)
        self._threshold: NDArray[np.float32] = arrays["threshold"].ravel()
        self._low: NDArray[np.intp] = (arrays["low"] + first).ravel()
        self._high: NDArray[np.intp] = (arrays["high"] + first).ravel()
        self._value: NDArray[np.float32] = arrays["value"].ravel()
        self._depth = int(arrays["depth"])
        self._start = float(arrays["start"])

    def logits(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """The log-odds of each row of features."""
        import numpy as np

        asked = np.ascontiguousarray(rows).ravel()
        of_row = (np.arange(len(rows)) * rows.shape[1])[:, None]
        at = np.tile(self._first, (len(rows), 1))
        for _ in range(self._depth):
            lower = asked.take(of_row + self._feature.take(at)) <= self._threshold.take(at)
            at = np.where(lower, self._low.take(at), self._high.take(at))
        total = self._value.take(at).sum(axis=1) + self._start
        return np.asarray(total, dtype=np.float32)
