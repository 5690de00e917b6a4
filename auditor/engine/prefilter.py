"""Throws away what no rule asked for, before anything is laid over a sentence.

All sentences of a document are asked at once: in ``Presence`` an atom has a row with a bit for
each sentence it occurs in, and where a trigger has all its atoms is the *and* of their rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditor.engine.compile import Program, Trigger
from auditor.engine.language import Line
from auditor.engine.presence import Presence, sentences_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from auditor.engine.presence import Rows

_AT_ONCE = 2048  # sentences in one row: bounds the memory that a long document takes


@dataclass(slots=True)
class Chosen:
    """What is worth trying on one sentence, in the order of the pack."""

    triggers: list[Trigger] = field(default_factory=list)
    facts: list[Line] = field(default_factory=list)


class Prefilter:
    """Which patterns could match a sentence, by its words and pairs of words alone."""

    def __init__(self, program: Program) -> None:
        self._triggers = program.triggers
        self._facts = list(program.facts.values())
        self._presence = Presence(program)
        wanted = [trigger.atoms for trigger in program.triggers]
        wanted += [program.fact_atoms[text] for text in program.facts]
        self._wanted = _table(wanted, filler=program.many_atoms)

    def __call__(self, sentences: Sequence[Sequence[str]]) -> Iterator[Chosen]:
        """For each of the sentences (their words): what has all its literals there."""
        for start in range(0, len(sentences), _AT_ONCE):
            yield from self._some(sentences[start : start + _AT_ONCE])

    def _some(self, sentences: Sequence[Sequence[str]]) -> list[Chosen]:
        chosen = [Chosen() for _ in sentences]
        many = len(self._triggers)
        for place, number in _all_of(self._wanted, self._presence(sentences)):
            if number < many:
                chosen[place].triggers.append(self._triggers[number])
            else:
                chosen[place].facts.append(self._facts[number - many])
        return chosen


def _table(wanted: Sequence[tuple[int, ...]], filler: int) -> NDArray[np.intp]:
    """The atoms of each as a row, as long as the longest."""
    import numpy as np

    longest = max(map(len, wanted), default=1)
    rows = [(*atoms, *[filler] * (longest - len(atoms))) for atoms in wanted]
    return np.array(rows, dtype=np.intp).reshape(len(wanted), longest)


def _all_of(wanted: NDArray[np.intp], present: Rows) -> Iterator[tuple[int, int]]:
    """Sentence and number of what is there with all its atoms, in order."""
    import numpy as np

    left = np.arange(len(wanted))
    rows = present[wanted[:, 0]]
    for column in range(1, wanted.shape[1]):
        some = rows.any(axis=1)
        left, rows = left[some], rows[some]
        rows &= present[wanted[left, column]]
    places, found = sentences_of(rows)
    yield from zip(places.tolist(), left[found].tolist(), strict=True)
