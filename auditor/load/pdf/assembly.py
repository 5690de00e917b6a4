"""What becomes of a file's lines: the text, and everything that points into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.load.pdf.fast import block
from auditor.load.pdf.lines import Piece
from auditor.model import Anchor, Block, BlockKind, Mark, Span


@dataclass(slots=True)
class Assembly:
    """What becomes of the lines: the text and all that points into it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    page_starts: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self.parts)

    def put(self, text: str) -> None:
        """Append characters without an anchor."""
        self.parts.append(text)
        self.length += len(text)

    def put_pieces(self, pieces: Sequence[Piece], page: int, confidence: float) -> None:
        """Append stretches of a page with their anchors."""
        for text, source in pieces:
            if not text:
                continue
            start = self.length
            self.put(text)
            if source >= 0:
                self.anchors.append(
                    Anchor(start, self.length, source, page, "", None, None, confidence)
                )

    def spans_of(self, page: int, start: int, end: int) -> list[Span]:
        """Where units ``start`` to ``end`` of a 1-based page's text went; page by page only."""
        spans: list[Span] = []
        for found in self.anchors:
            if found.page != page or found.part:
                continue
            first = max(start, found.source)
            last = min(end, found.source + found.end - found.start)
            if first < last:
                shift = found.start - found.source
                spans.append(Span(first + shift, last + shift))
        return spans

    def close_block(self, start: int, kind: BlockKind, number: str = "", level: int = 0) -> None:
        """End the block begun at ``start`` with a newline."""
        if self.length > start:
            self.blocks.append(block(start, self.length, kind, number, level))
            self.put("\n")


def page_starts(assembly: Assembly) -> tuple[int, ...]:
    """Offset of each page's first character; a page without text starts where the next does."""
    starts = assembly.page_starts
    after = assembly.length
    for index in range(len(starts) - 1, -1, -1):
        if starts[index] < 0:
            starts[index] = after
        after = starts[index]
    return tuple(starts)
