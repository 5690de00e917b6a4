"""The second reader: a linear model that orders and calibrates what the patterns propose.

Logistic regression over hashed words and word pairs of the sentence, the words of its
neighbours and heading, and the patterns that matched. It is learned from contracts labelled
by lawyers (``auditor bench train``); its weights are plain arrays. It never proposes
anything: only candidates of a pattern are read, and without its file the patterns stand alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from zlib import crc32

from auditor.engine.weights import arrays_of
from auditor.resources import rules_dir

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "_reader/cuad.npz"
BITS = 16
SIZE = 1 << BITS
_MASK = SIZE - 1
_MOST_WORDS = 50_000
_T = TypeVar("_T")
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


class _Word(NamedTuple):
    """A word of a sentence, ready to be hashed together with the word that follows.

    Attributes:
        slot: of the word alone.
        written: its bytes.
        then, skip: checksums of "word " and of "word _ ", to go on from.
    """

    slot: int
    written: bytes
    then: int
    skip: int


class _Known(dict[str, _T]):
    """What was worked out for a word; forgotten when there are too many of them."""

    def __init__(self, make: Callable[[str], _T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> _T:
        if len(self) >= _MOST_WORDS:
            self.clear()
        made = self[word] = self._make(word)
        return made


def _slot(feature: str) -> int:
    return crc32(feature.encode()) & _MASK


def _word(word: str) -> _Word:
    written = b"0" if word[0].isdigit() else word.encode()
    return _Word(
        crc32(written) & _MASK, written, crc32(written + b" "), crc32(written + b" _ ")
    )


_OWN = _Known(_word)
_HEADING = _Known(lambda word: _slot(f"h:{word}"))
_BEFORE = _Known(lambda word: _slot(f"b:{word}"))
_AFTER = _Known(lambda word: _slot(f"a:{word}"))
_PATTERN = _Known(lambda pattern: _slot(f"p:{pattern}"))


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
    own = [_OWN[word] for word in sentence[:MAX_WORDS]]
    found = {word.slot for word in own}
    written = [word.written for word in own]
    found.update([c & _MASK for c in map(crc32, written[1:], [word.then for word in own])])
    found.update([c & _MASK for c in map(crc32, written[2:], [word.skip for word in own])])
    found.update(map(_HEADING.__getitem__, heading))
    found.update(map(_BEFORE.__getitem__, before))
    found.update(map(_AFTER.__getitem__, after))
    found.update(map(_PATTERN.__getitem__, patterns))
    found.add(_slot(f"len:{len(sentence).bit_length()}"))
    return sorted(found)


class Reader:
    """Weights for a set of categories; ``read`` gives their probabilities."""

    def __init__(self, arrays: dict[str, Any]) -> None:
        self.categories: dict[str, int] = {
            str(name): number for number, name in enumerate(arrays["categories"])
        }
        self._weights: NDArray[np.float32] = arrays["weights"]
        self._bias, self._likely, self._possible = (
            [float(number) for number in arrays[name]] for name in ("bias", "likely", "possible")
        )

    @classmethod
    def load(cls, path: Path) -> Reader:
        """Read its weights from an ``.npz`` file."""
        return cls(arrays_of(path))

    def knows(self, categories: Iterable[str]) -> bool:
        """Whether it has learned any of the categories."""
        return not self.categories.keys().isdisjoint(categories)

    def read(
        self, found: Sequence[int] | NDArray[np.intp], categories: Iterable[str]
    ) -> Reading | None:
        """The reading of the category that is surest; None when none of them was learned.

        Args:
            found: the features of a candidate; faster as an array (see ``asked``).
            categories: names of categories.
        """
        best: Reading | None = None
        scale = 1.0 / math.sqrt(max(1, len(found)))
        for name in categories:
            number = self.categories.get(name)
            if number is None:
                continue
            total = float(self._weights[number][found].sum(dtype="float32"))
            logit = total * scale + self._bias[number]
            probability = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))
            reading = Reading(probability, self._likely[number], self._possible[number])
            if (
                best is None
                or reading.probability - reading.likely > best.probability - best.likely
            ):
                best = reading
        return best

    @staticmethod
    def asked(found: Sequence[int]) -> NDArray[np.intp]:
        """Features about to be read for several categories."""
        import numpy as np

        return np.array(found, dtype=np.intp)


def default_reader() -> Reader | None:
    """The reader that comes with our rules; None when its file is not there."""
    path = rules_dir() / FILE
    return Reader.load(path) if path.is_file() else None
