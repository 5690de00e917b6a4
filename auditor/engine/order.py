"""Where the phrases of a line stand in a sentence, and whether they could stand in order.

The order is worked out on bit positions: bit ``i`` of a mask stands for word ``i``, a gap is a
shift, and a line is a handful of operations on integers. It never rejects what
``composition.compose`` would find (tested); built-ins and parties are taken to stand anywhere.
"""

from __future__ import annotations

from functools import cache

from auditor.engine.composition import Hit
from auditor.engine.language import Atom, Line

Masks = tuple[tuple[int, int], ...]


class Positions:
    """Hits of phrases in one sentence; each atom is looked for once, when first asked for."""

    __slots__ = ("_everywhere", "_hits", "_masks", "_vocabulary", "_where", "words")

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self._where: dict[str, int] = {}
        self._vocabulary: frozenset[str] = frozenset()
        self._everywhere = (1 << (len(words) + 1)) - 1
        self._hits: dict[str, list[Hit]] = {}
        self._masks: dict[str, Masks] = {}

    def hits(self, atom: Atom) -> list[Hit]:
        """Where the atom's phrases stand, in order; longer ones first where several begin."""
        found = self._hits.get(atom.key)
        if found is None:
            masks = self._masks.get(atom.key)
            if masks is None:
                masks = self._masks[atom.key] = self._find(atom)
            found = self._hits[atom.key] = _as_hits(masks)
        return found

    def allow(self, line: Line) -> bool:
        """Whether the line may match."""
        reach = self._everywhere
        ends = 0
        slack = -1
        for step in line.steps:
            gap = max(step.gap, slack)
            if ends:
                reach = _smear(ends, gap) if gap else ends
            found = self._ends(step.atom, reach)
            if step.optional:
                # Skipping it hands its gap on; where both ways are open, keep both.
                ends = (found | ends) if ends else ends
                slack = gap if ends else -1
                if not ends:
                    reach = self._everywhere
                continue
            if not found:
                return False
            ends, slack = found, -1
        return True

    def _ends(self, atom: Atom, reach: int) -> int:
        """Ends of the atom's hits that start within ``reach``."""
        if atom.parts:
            return (reach << 1 | _smear(reach, 8)) & (self._everywhere << 1 | 1)
        masks = self._masks.get(atom.key)
        if masks is None:
            masks = self._masks[atom.key] = self._find(atom)
        ends = 0
        for length, starts in masks:
            ends |= (starts & reach) << length
        return ends

    def _find(self, atom: Atom) -> Masks:
        """(length, bits of the starts), a pair for each length of phrase that stands here."""
        where = self._where or self._look()
        single = 0
        for word in self._vocabulary & atom.singles:
            single |= where[word]
        clues = self._vocabulary & atom.clues if atom.clues else ()
        if not clues:
            return ((1, single),) if single else ()
        found = {1: single} if single else {}
        for word in clues:
            for phrase in atom.longer[word]:
                starts = -1
                for offset, part in enumerate(phrase):
                    starts &= where.get(part, 0) >> offset
                    if not starts:
                        break
                else:
                    found[len(phrase)] = found.get(len(phrase), 0) | starts
        return tuple(found.items())

    def _look(self) -> dict[str, int]:
        where: dict[str, int] = {}
        bit = 1
        for word in self.words:
            if word in where:
                where[word] |= bit
            else:
                where[word] = bit
            bit <<= 1
        self._where = where
        self._vocabulary = frozenset(where)
        return where


def _as_hits(masks: Masks) -> list[Hit]:
    hits = [
        (start, start + length) for length, starts in masks for start in bits_of(starts)
    ]
    if len(masks) > 1:
        hits.sort(key=_order)
    return hits


def _order(hit: Hit) -> tuple[int, int]:
    return hit[0], -hit[1]


def bits_of(mask: int) -> list[int]:
    """The places of the bits that are set, in order."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


def _smear(mask: int, gap: int) -> int:
    """Each set bit and the ``gap`` bits after it."""
    for shift in _shifts(gap):
        mask |= mask << shift
    return mask


@cache
def _shifts(gap: int) -> tuple[int, ...]:
    """Shifts that together smear a bit over the ``gap`` bits after it, each doubling the last."""
    shifts = []
    width = 1
    while width <= gap:
        shifts.append(min(width, gap + 1 - width))
        width += shifts[-1]
    return tuple(shifts)
