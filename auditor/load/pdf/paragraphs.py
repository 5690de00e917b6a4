"""Lines to blocks: paragraphs made whole over line ends and page breaks.

A line goes on the paragraph before it unless something says otherwise: a number or bullet
at its start, a larger gap above it, or room left on the line before for its first word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import sub
from typing import cast

from auditor.load.pdf.fast import anchor, block
from auditor.load.pdf.hyphens import keeps_hyphen
from auditor.load.pdf.lines import Line, Piece, pieces_of
from auditor.load.pdf.page import Page
from auditor.model import Anchor, Block, BlockKind, Mark, Span

_START = re.compile(
    r"""(?P<named>(?:ARTICLE|Article|SECTION|Section|SCHEDULE|Schedule|EXHIBIT|Exhibit|ANNEX|Annex
        |APPENDIX|Appendix|PART|Part|CLAUSE|Clause|CHAPTER|Chapter|ATTACHMENT|Attachment)
        [ ](?:\d[\d.]*|[IVXLC]+\b|[A-Z]\b))
    |(?P<number>\d{1,3}(?:\.\d{1,3}){1,5}\.?|\d{1,3}[.)]|\d{1,2}(?=\s))(?=\s+\S|[A-Z“"(])
    |(?P<item>\((?:[a-z]{1,2}|[A-Z]|[ivxl]{1,6}|[IVXL]{1,6}|\d{1,2})\)|(?:[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})[.)](?=\s))
    |(?P<bullet>[•▪●◦■○‣◆❖✓➢►·*](?=\s|\w)|[–—-](?=\s))
    """,
    re.VERBOSE,
)
_REFERS = re.compile(
    r"(?:\b(?:sections?|articles?|clauses?|paragraphs?|subsections?|subclauses?|schedules?|exhibits?"
    r"|annex(?:es)?|appendi(?:x|ces)|part|parts|rule|item|items|and|or|to|through|of|in|under|by"
    r"|with|the|no|nos|page|pages|attachment|us|than|least|most|every|each|within|for|on|is|are)"
    r"\.?|§+|[,$£€(])$",
    re.IGNORECASE,
)
_ENDS = (".", ";", ":", "?", "!", '."', ".”", ';"', ".)", ";”", "; and", "; or", ":”")
_BRIEF = 90
_DOTS = frozenset(".)")


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


class Paragraphs:
    """Feeds the lines of page after page into an ``Assembly``."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self.out = Assembly()
        self._open: list[tuple[Line, int]] = []
        self._extra: list[tuple[str, str, int]] = []

    def page(self, page: Page, gone: set[int]) -> None:
        """Add a page's lines, those at the indexes in ``gone`` left out."""
        lines = [line for line in page.lines if line[0]]
        if gone:
            lines = [x for i, x in enumerate(page.lines) if i not in gone and x[0]]
        self.out.page_starts.append(-1 if lines else -2)
        tops = [line[3] for line in lines]
        steps = [0.0, *map(sub, tops[1:], tops)]
        leading = _leading(steps)
        margins = _margins(lines) if page.columns else None
        margin = _usual_right([line[4] for line in lines])
        number, near = page.number, 1.4 * leading
        open_ = self._open
        before = open_[-1][0] if open_ else None
        for index, line in enumerate(lines):
            text = line[0]
            # The common case at little cost: small letters right below the line before.
            if not (
                0 < steps[index] <= near
                and text[0].islower()
                and text[1:2] not in _DOTS
                and before is not None
                and before[9] == line[9] == ""
            ):
                edge = margin if margins is None else margins[index]
                if before is None or self._begins(before, line, edge, leading, index == 0):
                    self._flush()
            open_.append((line, number))
            before = line
        self._extra.extend((kind, text, number) for kind, text in page.extra)

    def finish(self) -> Assembly:
        """Close the last block; the whole."""
        self._flush()
        self._put_extra()
        return self.out

    def _begins(
        self, before: Line, line: Line, margin: float, leading: float, turned: bool
    ) -> bool:
        """Whether ``line`` begins a block of its own."""
        if before.kind or line.kind:
            return True
        if line.left >= before.right and abs(line.top - before.top) < 0.5 * before.height:
            return turned  # the same line, drawn in parts
        text = line.text
        ends = before.text.endswith(_ENDS)
        match = _START.match(text)
        if match is not None and not self._refers(before, match, ends):
            return True
        lower = text[0].islower()
        if turned or line.top < before.top - leading:
            if lower or before.hyphen:
                return False
            return ends or _is_heading(before.text) or self._short(before, line, before.right)
        gap = line.top - before.top
        if gap > 1.4 * leading and gap > 1.3 * (before.bottom - before.top):
            return not (lower and not ends and gap < 2.2 * leading)
        if lower or before.hyphen:
            return False
        if abs((line.bottom - line.top) - (before.bottom - before.top)) > 2.5:
            return True
        if self._short(before, line, margin):
            long = len(before.text) > 60 and gap <= 1.25 * leading
            return ends or not long
        return ends and line.left > before.left + 8 and self._opened_flush(before)

    def _refers(self, before: Line, match: re.Match[str], ends: bool) -> bool:
        """Whether the number at a line's start belongs to the sentence before it."""
        if ends:
            return False
        if match.lastgroup == "bullet":
            return False
        if _REFERS.search(before.text):
            return match.lastgroup != "item" or not before.text.endswith((",", "and", "or"))
        if match.lastgroup == "number" and match.group().isdigit():
            return not _is_heading(before.text)
        return False

    def _short(self, before: Line, line: Line, margin: float) -> bool:
        """Whether the first word of ``line`` would have fitted on the line before it."""
        word = line.text.find(" ")
        letters = len(line.text) if word < 0 else word
        width = (before.right - before.left) / len(before.text)
        return before.right + (letters + 1.5) * width + 2 < margin

    def _opened_flush(self, before: Line) -> bool:
        first = self._open[0][0]
        return len(self._open) < 2 or abs(first.left - before.left) > 4

    def _flush(self) -> None:
        """Write the open paragraph as a block."""
        lines = self._open
        if not lines:
            return
        out, start = self.out, self.out.length
        parts, anchors, starts = out.parts, out.anchors, out.page_starts
        final = len(lines) - 1
        for index, (line, page) in enumerate(lines):
            length = out.length
            if starts[page - 1] == -1:
                starts[page - 1] = length
            text = line[0]
            if line[6] is None and not line[8] and text[-1] != "-" and line[7] == 1.0:
                end = length + len(text)
                anchors.append(anchor(length, end, line[1], page))
                parts.append(text)
                out.length = end
                if index < final:
                    parts.append(" ")
                    out.length = end + 1
            else:
                self._put_line(line, page, index)
        number, kind, level = _describe(lines[0][0], len(lines))
        if out.length > start:
            out.blocks.append(block(start, out.length, kind, number, level))
            parts.append("\n")
            out.length += 1
        lines.clear()
        if self._extra:
            self._put_extra()

    def _put_extra(self) -> None:
        """Write the form fields and notes of pages whose last paragraph is closed."""
        out = self.out
        for kind, text, page in self._extra:
            self._start_page(page)
            start = out.length
            out.put(text)
            out.anchors.append(Anchor(start, out.length, 0, page, kind))
            out.close_block(start, cast(BlockKind, kind))
        self._extra.clear()

    def _start_page(self, page: int) -> None:
        starts = self.out.page_starts
        if page <= len(starts) and starts[page - 1] == -1:
            starts[page - 1] = self.out.length

    def _put_line(self, line: Line, page: int, index: int) -> None:
        out = self.out
        follows = index + 1 < len(self._open)
        pieces: Sequence[Piece] = pieces_of(line)
        joint = " " if follows else ""
        after = self._open[index + 1][0].text if follows else ""
        if line.hyphen:
            keeps = not follows or keeps_hyphen(line.text, after, self._raw)
            joint = ""
            if keeps:
                end, source = pieces[-1]
                pieces = [*pieces[:-1], (end + "-", source)] if source >= 0 else pieces
        elif follows and line.text.endswith("-") and line.text[-2:-1].isalnum():
            joint = ""
            if not keeps_hyphen(line.text, after, self._raw):
                end, source = pieces[-1]
                pieces = [*pieces[:-1], (end[:-1], source)]
        start = out.length
        out.put_pieces(pieces, page, line.confidence)
        if line.confidence < 1.0:
            out.marks.append(Mark(Span(start, out.length), "ocr", f"{line.confidence:.2f}"))
        if joint:
            out.put(joint)


def _describe(first: Line, lines: int) -> tuple[str, BlockKind, int]:
    """Number, kind and level of a block, from its first line."""
    if first.kind == "row":
        return "", "table_row", 0
    match = _START.match(first.text)
    number = "" if match is None or match.lastgroup == "bullet" else match.group()
    level = 0
    if match is not None:
        level = number.rstrip(".").count(".") + 1 if match.lastgroup == "number" else 1
        if match.lastgroup in {"item", "bullet"}:
            level = 2
    if lines <= 2 and _is_heading(first.text):
        return number, "heading", level or 1
    if match is not None and match.lastgroup in {"item", "bullet"}:
        return number, "list_item", level
    return number, "paragraph", level


def _is_heading(text: str) -> bool:
    """Short, without a sentence's end, and in capitals or title case."""
    if len(text) > _BRIEF or text.endswith((";", ":", ",")) or not any(map(str.isalpha, text)):
        return False
    match = _START.match(text)
    words = text[match.end() :].strip() if match else text
    if not words:
        return match is not None and match.lastgroup == "named"
    if words.isupper():
        return len(words) > 2
    if words.endswith("."):
        words = words[:-1]
        if not words or "." in words or match is None:
            return False
    return (
        all(word[0].isupper() or len(word) <= 4 for word in words.split() if word[0].isalpha())
        and words[0].isupper()
        and len(words.split()) <= 9
    )


def _margins(lines: Sequence[Line]) -> list[float]:
    """The right margin of each line: that of its run of lines down the page."""
    margins: list[float] = []
    run: list[float] = []
    last = -1.0
    for line in lines:
        if line.top < last - 3 * (line.bottom - line.top):
            margins.extend([_usual_right(run)] * len(run))
            run = []
        run.append(line.right)
        last = line.top
    margins.extend([_usual_right(run)] * len(run))
    return margins


def _usual_right(rights: list[float]) -> float:
    if not rights:
        return 0.0
    ordered = sorted(rights)
    return ordered[min(len(ordered) - 1, int(0.85 * len(ordered)))]


def _leading(steps: Sequence[float]) -> float:
    """Usual distance from line to line, in points."""
    usual = sorted([step for step in steps if 2 < step < 40])
    return usual[len(usual) // 3] if usual else 14.0


def page_starts(assembly: Assembly) -> tuple[int, ...]:
    """Offset of each page's first character; a page without text starts where the next does."""
    starts = assembly.page_starts
    after = assembly.length
    for index in range(len(starts) - 1, -1, -1):
        if starts[index] < 0:
            starts[index] = after
        after = starts[index]
    return tuple(starts)
