"""Collects text with its way back while a loader walks a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from auditor.model import (
    Anchor,
    Block,
    BlockKind,
    Document,
    Geometry,
    Mark,
    MarkKind,
    Reason,
    Span,
    Status,
)


class TextBuilder:
    """One growing text, and the blocks, anchors, marks and pages over it.

    A loader calls ``add`` for words that stand in the file, ``insert`` for characters it
    adds itself (separators, computed numbers), and wraps both in ``begin_block`` and
    ``end_block``, which ends the block's text with a newline.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._anchors: list[Anchor] = []
        self._marks: list[Mark] = []
        self._page_starts: list[int] = []
        self._block_start = 0
        self.length = 0

    def add(
        self,
        text: str,
        *,
        source: int = 0,
        page: int | None = None,
        part: str = "",
        paragraph: int | None = None,
        run: int | None = None,
        confidence: float = 1.0,
    ) -> Span:
        """Append words of the file with their anchor (see ``model.Anchor``); their span."""
        span = self.insert(text)
        if text:
            self._anchors.append(
                Anchor(span.start, span.end, source, page, part, paragraph, run, confidence)
            )
        return span

    def insert(self, text: str) -> Span:
        """Append characters that do not stand in the file; returns their span."""
        span = Span(self.length, self.length + len(text))
        if text:
            self._parts.append(text)
            self.length = span.end
        return span

    def begin_page(self) -> None:
        """The next character is the first of a new page."""
        self._page_starts.append(self.length)

    def begin_block(self) -> None:
        """The next character is the first of a new block."""
        self._block_start = self.length

    def end_block(self, kind: BlockKind = "paragraph", *, number: str = "", level: int = 0) -> None:
        """Close the block opened last; an empty one leaves nothing behind."""
        if self.length > self._block_start:
            self._blocks.append(Block(Span(self._block_start, self.length), kind, number, level))
            self.insert("\n")
        self._block_start = self.length

    def mark(
        self, span: Span, kind: MarkKind, detail: str = "", author: str = "", date: str = ""
    ) -> None:
        """Note something about a stretch already added."""
        self._marks.append(Mark(span, kind, detail, author, date))

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def document(
        self,
        *,
        path: str,
        data: bytes,
        format: str,
        reasons: Iterable[Reason] = (),
        status: Status = Status.SCANNED,
        pages: int = 0,
        title: str = "",
        geometry: Geometry | None = None,
    ) -> Document:
        """The finished document; ``data`` is the file's bytes, for the hash."""
        return Document(
            path=path,
            sha256=hashlib.sha256(data).hexdigest(),
            format=format,
            status=status,
            reasons=tuple(reasons),
            text=self.text,
            pages=pages,
            blocks=tuple(self._blocks),
            anchors=tuple(self._anchors),
            marks=tuple(sorted(self._marks, key=lambda m: m.span)),
            page_starts=tuple(self._page_starts),
            title=title,
            geometry=geometry,
        )
