"""Sentences as bags of hashed features, and linear models side by side over them.

Features are stems of words, pairs of them (neighbours, and with one word between), and stems in
the scope of a negation. What was learned is an array of one byte a weight: a row for each slot
that a feature may fall into, a column for each model. All sentences of a document are weighed for
all models in one pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 15
WORDS = 1 << BITS  # slots of stems alone
SIZE = 2 * WORDS  # and those of all other features
MAX_WORDS = 220  # of a sentence; what follows is another matter
SCOPE = 8  # words after a negation that it may govern
CHUNK = 40_000  # words hashed at once, which bounds the memory of a long document
_MOST_WORDS = 100_000
NEGATIONS = frozenset("not no nor neither never without nothing none".split())

# Multiplicative hashing (Knuth, The Art of Computer Programming 3, section 6.4): the high bits
# of a product with an odd constant are the slot; a constant for each kind of feature.
ONE, FIRST, SECOND, SKIPPED, NEGATED = (
    0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F, 0x165667B1,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bags:
    """The features of some sentences.

    Attributes:
        slots: of all features, sentence after sentence.
        starts: where each sentence's begin.
        counts: how many each has; at least one.
    """

    slots: NDArray[np.intp]
    starts: NDArray[np.intp]
    counts: NDArray[np.intp]


class Columns:
    """Linear models over the slots: a weight of one byte each, a scale and a bias a model."""

    def __init__(
        self, weights: NDArray[np.int8], scale: NDArray[np.float32], bias: NDArray[np.float32]
    ) -> None:
        import numpy as np

        # Row after row: taking rows of an array kept the other way copies all of it each time.
        self.weights = np.ascontiguousarray(weights)
        self._scale = scale
        self._bias = bias

    def logits(self, bags: Bags) -> NDArray[np.float32]:
        """For each sentence and model, the log-odds; features count by one over the root of
        their number.

        A sum for each sentence is twice as fast as one ``reduceat``, which casts row by row.
        """
        import numpy as np

        sums = np.empty((len(bags.starts), self.weights.shape[1]), dtype=np.int32)
        ends = bags.starts + bags.counts
        for total, first, last in zip(sums, bags.starts.tolist(), ends.tolist(), strict=True):
            weights = self.weights.take(bags.slots[first:last], axis=0)
            np.add.reduce(weights, axis=0, dtype=np.int32, out=total)
        scaled = sums / np.sqrt(bags.counts)[:, None] * self._scale + self._bias
        return scaled.astype(np.float32)


def chances(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log-odds as probabilities."""
    import numpy as np

    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)


def bags_of(sentences: Sequence[Sequence[str]]) -> Bags:
    """The features of sentences given as canonical words.

    Every sentence has at least one: its end counts, so that an empty one is not nothing.
    """
    import numpy as np

    slots: list[NDArray[np.intp]] = []
    counts: list[NDArray[np.intp]] = []
    for chunk in _chunks(sentences):
        kinds, used, ends = kinds_of(chunk)
        used[0, ends - 1] = True
        slots.append(kinds.T[used.T])
        before = np.concatenate([[0], np.cumsum(used.sum(axis=0))])
        counts.append(np.diff(before[np.concatenate([[0], ends])]))
    many = np.concatenate(counts) if counts else np.zeros(0, dtype=np.intp)
    starts = np.concatenate([[0], np.cumsum(many)[:-1]]) if len(many) else many
    return Bags(np.concatenate(slots) if slots else many, starts.astype(np.intp), many)


def kinds_of(
    sentences: Sequence[Sequence[str]],
) -> tuple[NDArray[np.intp], NDArray[np.bool_], NDArray[np.intp]]:
    """For each word, with two gaps after each sentence: the slots of the word, of it with the
    next, of it with the one after, and of it as negated; which of these there are; and where
    each sentence ends."""
    import numpy as np

    cut = [sentence[:MAX_WORDS] for sentence in sentences]
    lengths = np.fromiter(map(len, cut), np.intp, len(cut))
    ends: NDArray[np.intp] = (lengths + 2).cumsum()
    words = np.fromiter(
        map(_HASHES.__getitem__, chain.from_iterable(cut)), np.int64, int(lengths.sum())
    )
    hashes = np.zeros(len(words) + 2 * len(cut), dtype=np.int64)
    hashes[np.arange(len(words)) + np.repeat(2 * np.arange(len(cut)), lengths)] = words
    one: NDArray[np.uint32] = (hashes & 0xFFFFFFFF).astype(np.uint32)
    following: NDArray[np.uint32] = np.roll(one, -1)
    skipped: NDArray[np.uint32] = np.roll(one, -2)
    kinds = np.stack([
        one * np.uint32(ONE),
        (one * np.uint32(FIRST)) ^ (following * np.uint32(SECOND)),
        (one * np.uint32(SKIPPED)) ^ (skipped * np.uint32(SECOND)),
        one * np.uint32(NEGATED),
    ])  # fmt: skip
    real: NDArray[np.bool_] = one > 0
    pair: NDArray[np.bool_] = real & (following > 0)
    used: NDArray[np.bool_] = np.stack(
        [real, pair, pair & (skipped > 0), real & _governed(hashes > 0xFFFFFFFF, ends)]
    )
    slots: NDArray[np.intp] = ((kinds * np.uint32(ONE)) >> np.uint32(32 - BITS)).astype(np.intp)
    slots[1:] += WORDS
    return slots, used, ends


def _governed(negations: NDArray[np.bool_], ends: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which places are in the scope of a negation before them in their sentence."""
    import numpy as np

    opened = np.zeros(len(negations) + SCOPE + 1, dtype=np.int8)
    at = negations.nonzero()[0]
    last = ends[ends.searchsorted(at, side="right")]  # of their sentences
    np.add.at(opened, at + 1, 1)
    np.add.at(opened, np.minimum(at + 1 + SCOPE, last), -1)
    return np.asarray(opened.cumsum()[: len(negations)] > 0)


class _Hashes(dict[str, int]):
    """Of each word's stem, never 0; all numbers are one word; a negation has a higher bit too."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        hashed = 1 if word[0].isdigit() else crc32(stem(word).encode()) or 2
        made = self[word] = hashed | (word in NEGATIONS) << 32
        return made


_HASHES = _Hashes()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """English stem (Porter's second algorithm, as Snowball has it)."""
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


def _chunks(sentences: Sequence[Sequence[str]]) -> Iterator[Sequence[Sequence[str]]]:
    first = size = 0
    for number, sentence in enumerate(sentences):
        size += len(sentence)
        if size >= CHUNK:
            yield sentences[first : number + 1]
            first, size = number + 1, 0
    if first < len(sentences):
        yield sentences[first:]
