"""The sentence classifier: how much every sentence reads like each type of clause.

A linear model per type over hashed word stems, pairs of them, and stems in the scope of a
negation, learned from sentences written for each type, from look-alikes that are not the
clause, and from ordinary contract text (``auditor bench train-classifier``). All sentences of a
document are scored for all types in one pass. It proposes nothing by itself: what it hears must
also be pointed at by the type's own words (``topic``), and every word that counted can be named.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.engine.bags import (
    MAX_WORDS,
    NEGATIONS,
    Bags,
    Columns,
    bags_of,
    chances,
    kinds_of,
    stem,
)
from auditor.engine.weights import arrays_of
from auditor.resources import rules_dir

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "_reader/types.npz"
SENTENCES = "_reader/sentences"
TOLD = 3  # words a reason names
SHORT = 3  # letters of a word that says nothing by itself


class Classifier:
    """Weights for a set of types.

    Attributes:
        types: type id -> its column.
        alone, within: per column, the probability from which a sentence counts as the clause
            in a passage given alone, and within a contract, where few sentences are any clause.
    """

    def __init__(self, arrays: dict[str, Any]) -> None:
        self.types: dict[str, int] = {str(t): n for n, t in enumerate(arrays["types"])}
        self._columns = Columns(arrays["weights"], arrays["scale"], arrays["bias"])
        self.alone: NDArray[np.float32] = arrays["alone"]
        self.within: NDArray[np.float32] = arrays["within"]

    @classmethod
    def load(cls, path: Path) -> Classifier:
        """Read its weights from an ``.npz`` file."""
        return cls(arrays_of(path))

    def probabilities(self, sentences: Bags | Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """For each sentence (canonical words) and type, the probability that it is the clause."""
        bags = sentences if isinstance(sentences, Bags) else bags_of(sentences)
        return chances(self._columns.logits(bags))

    def telling(self, sentence: Sequence[str], column: int) -> list[int]:
        """Places of the words that spoke most for a type, in their order; at most TOLD, and each
        stem but once; none for a sentence of short words only."""
        import numpy as np

        slots, used, _ = kinds_of([sentence])
        said = self._columns.weights[slots, column] * used.astype(np.int32)
        shares = said[0] + said[3]
        for row, reach in ((1, 1), (2, 2)):  # half a pair's weight to each of its words
            shares = shares + (said[row] + np.roll(said[row], reach)) / 2
        words = sentence[:MAX_WORDS]
        ranked = sorted(range(len(words)), key=lambda place: -shares[place])
        spoken: dict[str, int] = {}
        for place in ranked:
            if len(words[place]) > SHORT or words[place] in NEGATIONS:
                spoken.setdefault(stem(words[place]), place)
        return sorted(list(spoken.values())[:TOLD])


def default_classifier() -> Classifier | None:
    """The classifier that comes with our rules; None when its file is not there."""
    path = rules_dir() / FILE
    return Classifier.load(path) if path.is_file() else None
