"""The sentence classifier: how much every sentence reads like each type of clause.

A linear model per type over hashed word stems, pairs of them, and stems in the scope of a
negation, learned from sentences written for each type, from look-alikes that are not the
clause, and from ordinary contract text (``auditor bench train-classifier``). All sentences of a
document are scored for all types in one pass. It proposes nothing by itself: what it hears must
also be pointed at by the type's own words (``topic``), and every word that counted can be named.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from auditor.engine.weights import arrays_of
from auditor.resources import rules_dir

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "_reader/types.npz"
SENTENCES = "_reader/sentences"
BITS = 15
SIZE = 1 << BITS
MAX_WORDS = 220  # of a sentence; what follows is another matter
SCOPE = 8  # words after a negation that it may govern
CHUNK = 40_000  # words scored at once, which bounds the memory of a long document
TOLD = 3  # words a reason names
SHORT = 3  # letters of a word that says nothing by itself
_MOST_WORDS = 100_000
NEGATIONS = frozenset("not no nor neither never without nothing none".split())

# Multiplicative hashing (Knuth, The Art of Computer Programming 3, section 6.4): the high bits
# of a product with an odd constant are the slot; a constant for each kind of feature.
ONE, FIRST, SECOND, SKIPPED, NEGATED = (
    0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F, 0x165667B1,
)  # fmt: skip


class Classifier:
    """Weights for a set of types.

    Attributes:
        types: type id -> its column.
        alone, within: per column, the probability from which a sentence counts as the clause
            in a passage given alone, and within a contract, where few sentences are any clause.
    """

    def __init__(self, arrays: dict[str, Any]) -> None:
        self.types: dict[str, int] = {str(t): n for n, t in enumerate(arrays["types"])}
        self._weights: NDArray[np.int8] = arrays["weights"]  # of slot and type
        self._scale = arrays["scale"]
        self._bias = arrays["bias"]
        self.alone: NDArray[np.float32] = arrays["alone"]
        self.within: NDArray[np.float32] = arrays["within"]

    @classmethod
    def load(cls, path: Path) -> Classifier:
        """Read its weights from an ``.npz`` file."""
        return cls(arrays_of(path))

    def probabilities(self, sentences: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """For each sentence (canonical words) and type, the probability that it is the clause."""
        import numpy as np

        found = np.zeros((len(sentences), len(self.types)), dtype=np.float32)
        for first, last in _chunks(sentences):
            slots, starts, counts = feature_slots(sentences[first:last])
            sums = self._sums(slots, starts, starts + counts)
            found[first:last] = sums / np.sqrt(counts)[:, None]
        logits = found * self._scale + self._bias
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)

    def _sums(
        self, slots: NDArray[np.intp], starts: NDArray[np.intp], ends: NDArray[np.intp]
    ) -> NDArray[np.int32]:
        """The weights of each sentence's features added up, by type.

        A sum for each sentence is twice as fast as one ``reduceat``, which casts row by row.
        """
        import numpy as np

        sums = np.empty((len(starts), len(self.types)), dtype=np.int32)
        for total, first, last in zip(sums, starts.tolist(), ends.tolist(), strict=True):
            weights = self._weights.take(slots[first:last], axis=0)
            np.add.reduce(weights, axis=0, dtype=np.int32, out=total)
        return sums

    def telling(self, sentence: Sequence[str], column: int) -> list[int]:
        """Places of the words that spoke most for a type, in their order; at most TOLD, and each
        stem but once; none for a sentence of short words only."""
        import numpy as np

        slots, used, _ = _kinds([sentence])
        said = self._weights[slots, column] * used.astype(np.int32)
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


def feature_slots(
    sentences: Sequence[Sequence[str]],
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """The features of some sentences: slots, where each sentence's begin, and how many it has.

    Every sentence has at least one: its end counts, so that an empty one is not nothing.
    """
    import numpy as np

    kinds, used, ends = _kinds(sentences)
    used[0, ends - 1] = True
    before = np.concatenate([[0], np.cumsum(used.sum(axis=0))])
    starts = before[np.concatenate([[0], ends[:-1]])]
    counts = np.diff(np.concatenate([starts, before[-1:]]))
    return kinds.T[used.T], starts, counts


def _kinds(
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


def _chunks(sentences: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    first = size = 0
    for number, sentence in enumerate(sentences):
        size += len(sentence)
        if size >= CHUNK:
            found.append((first, number + 1))
            first, size = number + 1, 0
    if first < len(sentences):
        found.append((first, len(sentences)))
    return found


def default_classifier() -> Classifier | None:
    """The classifier that comes with our rules; None when its file is not there."""
    path = rules_dir() / FILE
    return Classifier.load(path) if path.is_file() else None
