"""Where the phrases of a line stand in a sentence, and whether they could stand in order.

The order is worked out on bit positions: bit ``i`` of a mask stands for word ``i``, a gap is a
shift, and a line is a handful of operations on integers. It never rejects what
``composition.compose`` would find (tested); built-ins and parties are taken to stand anywhere.
"""

from __future__ import annotations

from auditor.engine.composition import Hit
from auditor.engine.language import Atom, Line

Masks = tuple[tuple[int, int], ...]


class Positions:
    """Hits of phrases in one sentence; each atom is looked for once, when first asked for."""

    __slots__ = ("_everywhere", "_hits", "_masks", "_vocabulary", "_where", "words")

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self._where: dict[str, list[int]] = {}
        self._vocabulary: frozenset[str] = frozenset()
        self._everywhere = (1 << (len(words) + 1)) - 1
        self._hits: dict[str, list[Hit]] = {}
        self._masks: dict[str, Masks] = {}

    def hits(self, atom: Atom) -> list[Hit]:
        """Where the atom's phrases stand, in order; longer ones first where several begin."""
        found = self._hits.get(atom.key)
        if found is None:
            found = self._hits[atom.key] = self._find(atom)
        return found

    def allow(self, line: Line) -> bool:
        """Whether the line may match."""
        reach = self._everywhere
        ends = 0
        slack = -1
        for step in line.steps:
            gap = step.gap if slack < 0 else max(step.gap, slack)
            if ends:
                reach = _smear(ends, gap)
            found = self._after(step.atom, reach)
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

    def _after(self, atom: Atom, reach: int) -> int:
        """Ends of the atom's hits that start within ``reach``."""
        if atom.parts:
            return (reach << 1 | _smear(reach, 8)) & (self._everywhere << 1 | 1)
        masks = self._masks.get(atom.key)
        if masks is None:
            masks = self._masks[atom.key] = _as_masks(self.hits(atom))
        ends = 0
        for length, starts in masks:
            ends |= (starts & reach) << length
        return ends

    def _find(self, atom: Atom) -> list[Hit]:
        if not self._where:
            self._look()
        found: list[Hit] = []
        words, where, by_first = self.words, self._where, atom.by_first
        for first in self._vocabulary & atom.firsts:
            for phrase in by_first[first]:
                length = len(phrase)
                for position in where[first]:
                    if length == 1 or tuple(words[position : position + length]) == phrase:
                        found.append((position, position + length))
        if len(found) > 1:
            found.sort(key=_order)
        return found

    def _look(self) -> None:
        where = self._where
        for position, word in enumerate(self.words):
            if word in where:
                where[word].append(position)
            else:
                where[word] = [position]
        self._vocabulary = frozenset(where)


def _as_masks(hits: list[Hit]) -> Masks:
    """(length, bits of the starts), a pair for each length."""
    by_length: dict[int, int] = {}
    for start, end in hits:
        by_length[end - start] = by_length.get(end - start, 0) | 1 << start
    return tuple(by_length.items())


def _order(hit: Hit) -> tuple[int, int]:
    return hit[0], -hit[1]


def _smear(mask: int, gap: int) -> int:
    """Each set bit and the ``gap`` bits after it."""
    width = 1
    while width <= gap:
        step = min(width, gap + 1 - width)
        mask |= mask << step
        width += step
    return mask
