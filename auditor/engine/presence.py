"""In which of many sentences each literal atom of a pack occurs.

A phrase of one word is that word; a longer one is asked for by its rarest pair of neighbours, and
compared whole only where that pair stands. Thousands of phrases belong to the same few atoms:
the phrases of one set of atoms are a group, and are counted together. A row holds a bit for each
sentence; what an atom occurs in is the *or* of its groups' rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING

from auditor.engine.compile import Program

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.uint64]
    Numbers = NDArray[np.int64]

_MARK_BITS = 20
_MARKS = 1 << _MARK_BITS  # places of the table that says which pairs are worth a second look
_ODD = 0x9E3779B1  # multiplicative hashing, as in ``bags``

Shape = tuple[int, int, dict[tuple[str, ...], int]]
"""Words of a phrase before its pair, words in all, and the groups of the phrases like that."""


class Presence:
    """Rows of a program's literal atoms; a last one stands for an atom that is everywhere."""

    def __init__(self, program: Program) -> None:
        import numpy as np

        self._groups = _Groups(program)
        self._numbers = {word: number for number, word in enumerate(program.words, start=1)}
        self._singles = len(self._numbers)
        of_words = map(self._groups.number, program.words.values())
        self._of_word: Numbers = np.array([0, *of_words], dtype=np.int64)
        pairs = program.pairs
        for word in chain.from_iterable(pairs):
            self._numbers.setdefault(word, len(self._numbers) + 1)
        self._pairs = _Pairs(pairs, self._numbers, self._groups)
        self._atoms, self._members = self._groups.members()
        self._many = program.many_atoms

    def __call__(self, sentences: Sequence[Sequence[str]]) -> Rows:
        """The rows for some sentences (their words), by atom; as long as there are sentences,
        filled up with zeros to whole numbers."""
        import numpy as np

        groups, places = self._met(sentences)
        here = np.zeros(len(self._groups), dtype=bool)
        here[groups] = True
        local = here.cumsum() - 1
        width = -(-len(sentences) // 64)
        occurs = np.zeros((local[-1] + 1 if len(local) else 0, 64 * width), dtype=bool)
        occurs[local[groups], places] = True
        rows: Rows = np.packbits(occurs, axis=1, bitorder="little").view(np.uint64)
        met = here[self._members].nonzero()[0]
        atoms = self._atoms[met]
        present = np.zeros((self._many + 1, width), dtype=np.uint64)
        present[-1] = ~np.uint64(0)
        first = np.diff(atoms, prepend=-1).nonzero()[0]
        if len(first):
            members = rows[local[self._members[met]]]
            present[atoms[first]] = np.bitwise_or.reduceat(members, first, axis=0)
        return present

    def _met(self, sentences: Sequence[Sequence[str]]) -> tuple[Numbers, Numbers]:
        """The groups whose phrases occur, and in which sentence, each as often as it does."""
        import numpy as np

        lengths = np.fromiter(map(len, sentences), np.int64, len(sentences))
        numbers = np.fromiter(
            map(self._numbers.get, chain.from_iterable(sentences), repeat(0)),
            np.int64, lengths.sum(),
        )  # fmt: skip
        places = np.repeat(np.arange(len(sentences)), lengths)
        single = (numbers > 0) & (numbers <= self._singles)
        starts = lengths.cumsum() - lengths
        at, pairs = self._pairs.among(numbers, places)
        whole = self._pairs.whole[pairs]
        longer = self._pairs.has_longer[pairs].nonzero()[0]
        found = self._longer(sentences, at[longer], pairs[longer], starts, places)
        alone = whole >= 0
        return (
            np.concatenate([self._of_word[numbers[single]], whole[alone], found[:, 0]]),
            np.concatenate([places[single], places[at[alone]], found[:, 1]]),
        )

    def _longer(
        self, sentences: Sequence[Sequence[str]], at: Numbers, pairs: Numbers,
        starts: Numbers, places: Numbers,
    ) -> Numbers:  # fmt: skip
        """Group and sentence of the phrases of three words and more around the pairs."""
        import numpy as np

        found: list[tuple[int, int]] = []
        shapes = self._pairs.shapes
        inside = places[at]
        for pair, place, offset in zip(
            pairs.tolist(), inside.tolist(), (at - starts[inside]).tolist(), strict=True
        ):
            words = sentences[place]
            for before, length, groups in shapes[pair]:
                start = offset - before
                if start >= 0:
                    group = groups.get(tuple(words[start : start + length]))
                    if group is not None:
                        found.append((group, place))
        return np.array(found, dtype=np.int64).reshape(-1, 2)


class _Groups:
    """Numbers for sets of atoms; a set is known by its identity, equal ones need not be one."""

    def __init__(self, program: Program) -> None:
        self._sets: dict[int, set[int]] = {id(atoms): atoms for atoms in program.words.values()}
        self._sets |= {
            id(atoms): atoms for entries in program.pairs.values() for _, atoms in entries
        }
        self._numbers = {key: number for number, key in enumerate(self._sets)}

    def __len__(self) -> int:
        return len(self._sets)

    def number(self, atoms: set[int]) -> int:
        """The number of one of the program's sets."""
        return self._numbers[id(atoms)]

    def members(self) -> tuple[Numbers, Numbers]:
        """Every atom of every set in order of the atoms, and the numbers of its sets."""
        import numpy as np

        sizes = [len(atoms) for atoms in self._sets.values()]
        atoms = np.fromiter(chain.from_iterable(self._sets.values()), np.int64, sum(sizes))
        order = atoms.argsort(kind="stable")
        return atoms[order], np.repeat(np.arange(len(sizes)), sizes)[order]


class _Pairs:
    """The pairs that phrases are asked for by.

    Attributes:
        whole: of each pair, the group of the phrase that is just the pair, or -1.
        has_longer: whether longer phrases are asked for by it.
        shapes: those phrases, by the number of the pair.
    """

    def __init__(
        self,
        pairs: Mapping[tuple[str, str], list[tuple[str, set[int]]]],
        numbers: Mapping[str, int],
        groups: _Groups,
    ) -> None:
        import numpy as np

        self._step = len(numbers) + 1
        keys = np.array([numbers[a] * self._step + numbers[b] for a, b in pairs], dtype=np.int64)
        order = keys.argsort()
        self._keys = np.append(keys[order], -1)  # the last is met by none
        self._marked = np.zeros(_MARKS, dtype=bool)
        self._marked[_mark(keys)] = True
        listed = list(pairs.items())
        sorted_pairs = [listed[number] for number in order.tolist()]
        self.whole: Numbers = np.full(len(self._keys), -1, dtype=np.int64)
        for number, (_, entries) in enumerate(sorted_pairs):
            for text, atoms in entries:
                if not text:
                    self.whole[number] = groups.number(atoms)
        phrases = [len(entries) for _, entries in sorted_pairs]
        self.has_longer = np.array([*phrases, 0]) > (self.whole >= 0)
        self.shapes = _Shapes(sorted_pairs, groups)

    def among(self, numbers: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
        """Where pairs stand among the words of sentences, and which."""
        keys = numbers[:-1] * self._step + numbers[1:]
        at = (self._marked[_mark(keys)] & (places[:-1] == places[1:])).nonzero()[0]
        found = self._keys[:-1].searchsorted(keys[at])
        known = self._keys[found] == keys[at]
        return at[known], found[known]


class _Shapes(dict[int, list[Shape]]):
    """The longer phrases of a pair of words by their shape, made when the pair is first met."""

    def __init__(
        self, pairs: list[tuple[tuple[str, str], list[tuple[str, set[int]]]]], groups: _Groups
    ) -> None:
        super().__init__()
        self._pairs = pairs
        self._groups = groups

    def __missing__(self, number: int) -> list[Shape]:
        pair, entries = self._pairs[number]
        shapes: dict[tuple[int, int], dict[tuple[str, ...], int]] = {}
        for text, atoms in entries:
            if text:
                phrase = tuple(text.split())
                before = next(n for n in range(len(phrase)) if phrase[n : n + 2] == pair)
                alike = shapes.setdefault((before, len(phrase)), {})
                alike[phrase] = self._groups.number(atoms)
        made = self[number] = [(*shape, alike) for shape, alike in shapes.items()]
        return made


def _mark(keys: Numbers) -> Numbers:
    """The place of each pair in the table of pairs: high bits of the hash."""
    marks: Numbers = ((keys * _ODD) & 0xFFFFFFFF) >> (32 - _MARK_BITS)
    return marks


def sentences_of(rows: Rows) -> tuple[Numbers, Numbers]:
    """Sentence and row of each bit that is set, in order of the sentences."""
    import numpy as np

    some = np.flatnonzero(rows.any(axis=1))
    bits = np.unpackbits(rows[some].view(np.uint8), axis=1, bitorder="little")
    places, found = bits.T.nonzero()
    return places, some[found]
