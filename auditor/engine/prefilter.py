"""Throws away what no rule asked for, before anything is laid over a sentence.

All sentences of a document are asked at once: bit ``i`` of a number stands for sentence
``i``, what an atom occurs in is such a number, and where a trigger has all its atoms is the
*and* of theirs. One pass over the words, then a few operations for each trigger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.engine.compile import Program, Trigger
from auditor.engine.language import Line
from auditor.engine.order import bits_of

_AT_ONCE = 512  # sentences in one number: an operation on it costs by its length


@dataclass(slots=True)
class Chosen:
    """What is worth trying on one sentence, in the order of the pack."""

    triggers: list[Trigger] = field(default_factory=list)
    facts: list[Line] = field(default_factory=list)


class Prefilter:
    """Which patterns could match a sentence, by its words and pairs of words alone.

    A phrase of one word is that word; a longer one is asked for by its rarest pair of
    neighbours, and compared whole only where that pair stands in the sentence.
    """

    def __init__(self, program: Program) -> None:
        self._words = program.words
        self._pairs = program.pairs
        self._known_words = frozenset(program.words)
        self._known_pairs = frozenset(program.pairs)
        self._many = program.many_atoms
        self._triggers = [(trigger.atoms, trigger) for trigger in program.triggers]
        self._facts = [(program.fact_atoms[text], line) for text, line in program.facts.items()]

    def __call__(self, sentences: Sequence[Sequence[str]]) -> Iterator[Chosen]:
        """For each of the sentences (their words): what has all its literals there."""
        for start in range(0, len(sentences), _AT_ONCE):
            yield from self._some(sentences[start : start + _AT_ONCE])

    def _some(self, sentences: Sequence[Sequence[str]]) -> list[Chosen]:
        chosen = [Chosen() for _ in sentences]
        present = self._present(sentences)
        for atoms, trigger in self._triggers:
            places = present[atoms[0]]
            if places:
                for place in bits_of(_all_of(atoms, places, present)):
                    chosen[place].triggers.append(trigger)
        for atoms, line in self._facts:
            for place in bits_of(_all_of(atoms, present[atoms[0]], present)):
                chosen[place].facts.append(line)
        return chosen

    def _present(self, sentences: Sequence[Sequence[str]]) -> list[int]:
        """By atom: the sentences one of its phrases stands in."""
        words: dict[str, int] = defaultdict(int)
        pairs: dict[tuple[str, str], int] = defaultdict(int)
        bit = 1
        for sentence in sentences:
            for word in self._known_words.intersection(sentence):
                words[word] |= bit
            for pair in self._known_pairs.intersection(pairwise(sentence)):
                pairs[pair] |= bit
            bit <<= 1
        present = [0] * self._many
        for word, places in words.items():
            for atom in self._words[word]:
                present[atom] |= places
        texts = [f" {' '.join(sentence)} " for sentence in sentences]
        for pair, places in pairs.items():
            here = [(1 << place, texts[place]) for place in bits_of(places)]
            for phrase, atoms in self._pairs[pair]:
                where = 0 if phrase else places
                for bit, text in here if phrase else ():
                    if phrase in text:
                        where |= bit
                if where:
                    for atom in atoms:
                        present[atom] |= where
        return present


def _all_of(atoms: tuple[int, ...], places: int, present: Sequence[int]) -> int:
    """Those of ``places`` that have all of the atoms."""
    for atom in atoms:
        places &= present[atom]
        if not places:
            break
    return places
