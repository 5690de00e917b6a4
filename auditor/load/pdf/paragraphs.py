"""Lines to blocks: paragraphs made whole over line ends and page breaks.

A line goes on the paragraph before it unless something says otherwise: a number or bullet
at its start, a larger gap above it, or room left on the line before for its first word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import sub
from typing import cast

from auditor.load.pdf.assembly import Assembly
from auditor.load.pdf.fast import anchor, block
from auditor.load.pdf.headings import REFERS, START, describe, is_heading
from auditor.load.pdf.hyphens import keeps_hyphen
from auditor.load.pdf.lines import Line, Piece, pieces_of
from auditor.load.pdf.page import Page
from auditor.model import Anchor, BlockKind, Mark, Span

_ENDS = (".", ";", ":", "?", "!", '."', ".”", ';"', ".)", ";”", "; and", "; or", ":”")
_NOTE = re.compile(r"(?:\*+|[†‡§]|\(?\d{1,3}\)?)\s?\S")
_DOTS = frozenset(".)")
_REFERENCE = 20  # characters, more than the longest word of ``REFERS``


class Paragraphs:
    """Feeds the lines of page after page into an ``Assembly``."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self.out = Assembly()
        self._open: list[tuple[Line, int]] = []
        self._extra: list[tuple[str, str, int]] = []
        self._notes: list[tuple[Line, int]] = []

    def page(self, page: Page, gone: set[int]) -> None:
        """Add a page's lines, those at the indexes in ``gone`` left out."""
        lines = [line for line in page.lines if line[0]]
        if gone:
            lines = [x for i, x in enumerate(page.lines) if i not in gone and x[0]]
        notes = _footnotes(lines)
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
        self._notes.extend((line, number) for line in notes)
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
        match = START.match(text)
        if match is not None and not self._refers(before, match, ends):
            return True
        lower = text[0].islower()
        if turned or line.top < before.top - leading:
            if lower or before.hyphen:
                return False
            return ends or is_heading(before.text) or self._short(before, line, before.right)
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
        if REFERS.search(before.text[-_REFERENCE:]):
            return match.lastgroup != "item" or not before.text.endswith((",", "and", "or"))
        if match.lastgroup == "number" and match.group().isdigit():
            return not is_heading(before.text)
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
        if lines:
            start = self.out.length
            self._put_lines(lines)
            self._end_block(start, *describe(lines[0][0], len(lines)))
            lines.clear()
        if self._notes:
            self._put_notes()
        if self._extra:
            self._put_extra()

    def _put_lines(self, lines: Sequence[tuple[Line, int]]) -> None:
        out = self.out
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
                self._put_line(line, page, lines[index + 1][0].text if index < final else None)

    def _end_block(self, start: int, number: str, kind: BlockKind, level: int) -> None:
        out = self.out
        if out.length > start:
            out.blocks.append(block(start, out.length, kind, number, level))
            out.parts.append("\n")
            out.length += 1

    def _put_notes(self) -> None:
        """Write the footnotes of the pages behind, now that no paragraph is cut by them."""
        note: list[tuple[Line, int]] = []
        for entry in (*self._notes, None):
            if note and (entry is None or _NOTE.match(entry[0].text)):
                start = self.out.length
                self._put_lines(note)
                self._end_block(start, "", "footnote", 0)
                note = []
            if entry is not None:
                note.append(entry)
        self._notes.clear()

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

    def _put_line(self, line: Line, page: int, after: str | None) -> None:
        """Write a line that needs care: mended, hyphenated, or read by OCR."""
        out = self.out
        pieces: Sequence[Piece] = pieces_of(line)
        joint = "" if after is None else " "
        if line.hyphen:
            joint = ""
            if after is None or keeps_hyphen(line.text, after, self._raw):
                end, source = pieces[-1]
                pieces = [*pieces[:-1], (end + "-", source)] if source >= 0 else pieces
        elif after is not None and line.text.endswith("-") and line.text[-2:-1].isalnum():
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


def _footnotes(lines: list[Line]) -> list[Line]:
    """Take the footnotes off the end of a page's lines: smaller type, the first with a mark."""
    if len(lines) < 4 or lines[-1].height > 0.92 * lines[len(lines) // 2].height:
        return []
    usual = sorted([line[5] - line[3] for line in lines])[len(lines) // 2]
    first = len(lines)
    while first > 0 and lines[first - 1].height < 0.92 * usual:
        first -= 1
    notes = lines[first:]
    if not notes or len(notes) > 0.5 * len(lines) or not _NOTE.match(notes[0].text):
        return []
    if notes[0].top < lines[first - 1].top:
        return []
    del lines[first:]
    return notes


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
