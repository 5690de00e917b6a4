"""Anchors and blocks made in bulk.

A frozen dataclass sets its fields through ``object.__setattr__``, 1.9 µs for an anchor; by
its slots it is 0.5 µs. A page has thirty anchors, and reading it takes 1.3 ms in all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from auditor.model import Anchor, Block, BlockKind, Span


def _setters(kind: type, *names: str) -> list[Callable[[Any, Any], None]]:
    return [vars(kind)[name].__set__ for name in names]


_new: Callable[[type], Any] = object.__new__
_START, _END, _SOURCE, _PAGE, _PART, _PARAGRAPH, _RUN, _CONFIDENCE = _setters(
    Anchor, "start", "end", "source", "page", "part", "paragraph", "run", "confidence"
)
_FIRST, _LAST = _setters(Span, "start", "end")
_SPAN, _KIND, _NUMBER, _LEVEL = _setters(Block, "span", "kind", "number", "level")


def anchor(start: int, end: int, source: int, page: int) -> Anchor:
    """``Anchor(start, end, source, page)``."""
    made = _new(Anchor)
    _START(made, start)
    _END(made, end)
    _SOURCE(made, source)
    _PAGE(made, page)
    _PART(made, "")
    _PARAGRAPH(made, None)
    _RUN(made, None)
    _CONFIDENCE(made, 1.0)
    return made  # type: ignore[no-any-return]


def block(start: int, end: int, kind: BlockKind, number: str, level: int) -> Block:
    """``Block(Span(start, end), kind, number, level)``."""
    span = _new(Span)
    _FIRST(span, start)
    _LAST(span, end)
    made = _new(Block)
    _SPAN(made, span)
    _KIND(made, kind)
    _NUMBER(made, number)
    _LEVEL(made, level)
    return made  # type: ignore[no-any-return]
