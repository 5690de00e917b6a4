"""The second reader: a linear model that orders and calibrates what the patterns propose.

Logistic regression over hashed words and word pairs of the sentence, the words of its
neighbours and heading, and the patterns that matched. It is learned from contracts labelled
by lawyers (``auditor bench train``); its weights are plain arrays. It never proposes
anything: only candidates of a pattern are read, and without its file the patterns stand alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from auditor.resources import rules_dir

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "_reader/cuad.npz"
BITS = 16
SIZE = 1 << BITS
MAX_WORDS = 220  # of a sentence; what follows is another matter than what was matched


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model says of one candidate.

    Attributes:
        probability: calibrated, 0 to 1.
        likely, possible: the category's thresholds for these levels.
    """

    probability: float
    likely: float
    possible: float


@lru_cache(maxsize=200_000)
def _slot(feature: str) -> int:
    return crc32(feature.encode()) & (SIZE - 1)


def features(
    sentence: Sequence[str],
    *,
    before: Iterable[str] = (),
    after: Iterable[str] = (),
    heading: Iterable[str] = (),
    patterns: Iterable[str] = (),
) -> list[int]:
    """Indices of the binary features of a candidate, sorted and unique.

    Args:
        sentence: canonical words of the sentence with its lead-in.
        before, after: canonical words of the neighbouring sentences.
        heading: canonical words of the clause's heading.
        patterns: "type/pattern" of every pattern that matched the sentence.
    """
    own = [w if not w[0].isdigit() else "0" for w in sentence[:MAX_WORDS]]
    found = {_slot(w) for w in own}
    found.update(_slot(f"{a} {b}") for a, b in pairwise(own))
    found.update(_slot(f"{a} _ {b}") for a, b in zip(own, own[2:], strict=False))
    found.update(_slot(f"h:{w}") for w in heading)
    found.update(_slot(f"b:{w}") for w in before)
    found.update(_slot(f"a:{w}") for w in after)
    found.update(_slot(f"p:{p}") for p in patterns)
    found.add(_slot(f"len:{len(sentence).bit_length()}"))
    return sorted(found)


class Reader:
    """Weights for a set of categories; ``read`` gives their probabilities."""

    def __init__(self, arrays: dict[str, Any]) -> None:
        self.categories: dict[str, int] = {
            str(name): number for number, name in enumerate(arrays["categories"])
        }
        self._weights: NDArray[np.float32] = arrays["weights"]
        self._bias = arrays["bias"]
        self._likely = arrays["likely"]
        self._possible = arrays["possible"]

    @classmethod
    def load(cls, path: Path) -> Reader:
        """Read the arrays of an ``.npz`` file; nothing in it is executed (no pickle)."""
        import numpy as np

        with np.load(path, allow_pickle=False) as data:
            return cls({name: data[name] for name in data.files})

    def knows(self, categories: Iterable[str]) -> bool:
        """Whether it has learned any of the categories."""
        return not self.categories.keys().isdisjoint(categories)

    def read(self, found: list[int], categories: Iterable[str]) -> Reading | None:
        """The reading of the category that is surest; None when none of them was learned."""
        import math

        best: Reading | None = None
        scale = 1.0 / math.sqrt(max(1, len(found)))
        for name in categories:
            number = self.categories.get(name)
            if number is None:
                continue
            weights = self._weights[number]
            logit = float(weights[found].sum(dtype="float32")) * scale + float(self._bias[number])
            probability = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))
            reading = Reading(
                probability, float(self._likely[number]), float(self._possible[number])
            )
            if (
                best is None
                or reading.probability - reading.likely > best.probability - best.likely
            ):
                best = reading
        return best


def default_reader() -> Reader | None:
    """The reader that comes with our rules; None when its file is not there."""
    path = rules_dir() / FILE
    return Reader.load(path) if path.is_file() else None
