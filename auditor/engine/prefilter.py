"""Throws away what no rule asked for, before anything is laid over a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from auditor.engine.compile import Program, Trigger
from auditor.engine.language import Line


class Prefilter:
    """Which patterns could match a sentence, by its words and pairs of words alone.

    A phrase of one word is that word; a longer one is asked for by its rarest pair of
    neighbours, and compared whole only when that pair stands in the sentence.
    """

    def __init__(self, program: Program) -> None:
        self._words = program.words
        self._pairs = program.pairs
        self._known_words = frozenset(program.words)
        self._known_pairs = frozenset(program.pairs)
        self._triggers = program.triggers
        self._facts = program.fact_triggers
        self._pivots = frozenset(program.triggers)
        self._fact_pivots = frozenset(program.fact_triggers)

    def __call__(self, sentence: Sequence[str]) -> tuple[list[Trigger], list[Line]]:
        """Triggers and document facts whose literals all stand in ``sentence`` (its words)."""
        present = set().union(
            *[self._words[word] for word in self._known_words.intersection(sentence)]
        )
        pairs = self._known_pairs.intersection(pairwise(sentence))
        if pairs:
            text = f" {' '.join(sentence)} "
            for pair in pairs:
                for phrase, atoms in self._pairs[pair]:
                    if not phrase or phrase in text:
                        present |= atoms
        triggers = [
            trigger
            for atom in present & self._pivots
            for trigger in self._triggers[atom]
            if trigger.atoms <= present
        ]
        facts = [
            line
            for atom in present & self._fact_pivots
            for line, atoms in self._facts[atom]
            if atoms <= present
        ]
        return triggers, facts
