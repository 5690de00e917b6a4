"""Finds a line's steps in order among the hits of its atoms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from auditor.engine.language import Atom, Line, Step

Hit = tuple[int, int]  # first word, one past the last word


def compose(
    line: Line, hits: Callable[[Atom], Sequence[Hit]]
) -> tuple[tuple[Step, Hit], ...] | None:
    """The leftmost way to lay the line's steps over the hits, or None.

    Args:
        line: what to find.
        hits: gives an atom's hits in the sentence, sorted by position.
    """
    steps = line.steps
    for step in steps:
        if not step.optional and not hits(step.atom):
            return None
    return _from(steps, 0, None, hits, set())


def _from(
    steps: tuple[Step, ...], index: int, end: int | None,
    hits: Callable[[Atom], Sequence[Hit]], dead: set[tuple[int, int, int]], *, slack: int = 0,
) -> tuple[tuple[Step, Hit], ...] | None:  # fmt: skip
    """Lay ``steps[index:]`` after word ``end``; ``slack`` is the gap that skipped steps leave."""
    if index == len(steps):
        return ()
    key = (index, -1 if end is None else end, slack)
    if key in dead:
        return None
    step = steps[index]
    gap = max(step.gap, slack)
    for hit in hits(step.atom):
        if end is not None:
            if hit[0] < end:
                continue
            if hit[0] > end + gap:
                break
        rest = _from(steps, index + 1, hit[1], hits, dead)
        if rest is not None:
            return ((step, hit), *rest)
    if step.optional:
        rest = _from(steps, index + 1, end, hits, dead, slack=gap)
        if rest is not None:
            return rest
    dead.add(key)
    return None
