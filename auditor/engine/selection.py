"""Catalogue entries (cues, factors) with their lines, and which of them some words could meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from auditor.engine.language import Line, rarest

Data = TypeVar("Data")
Needed = frozenset[str] | None
"""Words of which an entry needs at least one; None: it is always worth trying."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry(Generic[Data]):
    """One entry: its data, the lines that find it, and those that rule it out."""

    data: Data
    find: tuple[Line, ...]
    unless: tuple[Line, ...]


class Selection(Generic[Data]):
    """Entries by the words one of their lines cannot do without.

    Args:
        entries: in the catalogue's order.
        needed: the words of each, where they were worked out before (see ``needed``).
    """

    def __init__(
        self, entries: Sequence[Entry[Data]], needed: Iterable[Needed] | None = None
    ) -> None:
        self.needed: tuple[Needed, ...] = tuple(
            (_words_needed(entry.find) for entry in entries) if needed is None else needed
        )
        self._entries = tuple(entries)
        self._always: set[int] = set()
        self._by_word: dict[str, list[int]] = {}
        for number, words in enumerate(self.needed):
            if words is None:
                self._always.add(number)
            else:
                for word in words:
                    self._by_word.setdefault(word, []).append(number)
        self._words = frozenset(self._by_word)

    def of(self, words: Iterable[str]) -> list[Entry[Data]]:
        """The entries worth trying on ``words``, in the catalogue's order."""
        found = self._always.union(
            *[self._by_word[word] for word in self._words.intersection(words)]
        )
        return [self._entries[number] for number in sorted(found)]


def _words_needed(lines: Iterable[Line]) -> Needed:
    """Words of which each line needs at least one; None when a line needs none in particular."""
    words: set[str] = set()
    for line in lines:
        rare = [s.atom for s in line.steps if not s.optional and s.atom.rare]
        if not rare:
            return None
        fewest = min(rare, key=lambda atom: len(atom.phrases))
        words |= {rarest(phrase) for phrase in fewest.phrases}
    return frozenset(words)
