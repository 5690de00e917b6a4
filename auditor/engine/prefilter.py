"""Throws away what no rule asked for, before spaCy sees a token."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.engine.compile import Program, Trigger
from auditor.engine.language import Line


class Prefilter:
    """Which patterns could match a sentence, by its literals alone."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._words = frozenset(program.anchors)

    def __call__(self, sentence: Sequence[str]) -> tuple[list[Trigger], list[Line]]:
        """Triggers and document facts whose literals all stand in ``sentence`` (its words)."""
        found = self._words.intersection(sentence)
        if not found:
            return [], []
        text = f" {' '.join(sentence)} "
        present: set[int] = set()
        for word in found:
            for phrase, atoms in self._program.anchors[word].items():
                if phrase in text:
                    present |= atoms
        triggers = self._program.triggers
        facts = self._program.fact_triggers
        return (
            [t for atom in present for t in triggers.get(atom, ()) if t.atoms <= present],
            [line for atom in present for line, atoms in facts.get(atom, ()) if atoms <= present],
        )
