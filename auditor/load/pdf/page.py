"""One page: its text in one call to pdfium, and two character boxes a line.

The text of a page costs pdfium about 1.3 ms; every further call costs about a microsecond
of Python, so that a box for every character would triple the cost of reading. Two boxes a
line (its first and last character) are enough for paragraphs, columns and furniture.
"""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass, field
from typing import Any

from auditor.load.pdf.lines import HYPHEN, ODD, SPACED, Line, mend, undouble, unspace

_BREAK = re.compile(r"\r\n|\n|\r|\ufffe(?:\r\n)?")
_DOUBLED = re.compile(r"(?:([A-Za-z])\1 ?){4}")


@dataclass(slots=True)
class Page:
    """A page as read: what layout, furniture and paragraphs work on.

    Attributes:
        number: 1-based.
        width, height: of the upright page, in points.
        lines: in the order the file draws them.
        raw: the page's text as pdfium gives it.
        turned: quarter turns of the text against the page's own coordinates.
        marks: ``(start, end, kind, detail)`` over UTF-16 indexes of ``raw``.
        notes: codes of what was met on the page ("no-text-layer", "ocr-layer" ...).
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    raw: str = ""
    turned: int = 0
    marks: list[tuple[int, int, str, str]] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)


def page_text(raw: Any, textpage: Any) -> str:
    """The characters of a page, in pdfium's order.

    Decoded without merging surrogates, so that an index counts the same units as
    ``FPDFText_GetCharIndexFromTextIndex`` does.
    """
    count = raw.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    units = raw.FPDFText_GetText(
        textpage, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    )
    return buffer.raw[: 2 * max(0, units - 1)].decode("utf-16-le", "replace")


def read_lines(raw: Any, page: Any, textpage: Any, number: int) -> Page:
    """The lines of a loaded page with their places.

    Args:
        raw: the ``pypdfium2.raw`` module.
        page, textpage: pdfium's handles.
        number: 1-based number of the page.
    """
    text = page_text(raw, textpage)
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    frame = (box.left, box.top, box.right, box.bottom)
    result = Page(number, box.right - box.left, box.top - box.bottom, [], text)
    if not text or text.isspace():
        return result
    aligned = raw.FPDFText_CountChars(textpage) == len(text)
    result.lines, odd = _lines(raw, textpage, text, frame, aligned)
    if odd:
        _turn(raw, textpage, result, frame, odd, aligned)
    _mend(raw, textpage, result)
    return result


def _lines(
    raw: Any, textpage: Any, text: str, frame: tuple[float, ...], aligned: bool
) -> tuple[list[Line], list[int]]:
    """The lines, and the indexes of those that do not run from left to right."""
    lines: list[Line] = []
    odd: list[int] = []
    box = raw.FS_RECTF()
    where = ctypes.byref(box)
    get = raw.FPDFText_GetLooseCharBox
    to_char = raw.FPDFText_GetCharIndexFromTextIndex
    x0, y0 = frame[0], frame[1]
    start = 0
    pieces = _BREAK.split(text) if HYPHEN in text else text.split("\r\n")
    for piece in pieces:
        end = start + len(piece)
        body = piece.strip()
        if body:
            first = start if piece[0] == body[0] else text.index(body, start)
            last = first + len(body) - 1
            hyphen = text.startswith(HYPHEN, end)
            if aligned:
                get(textpage, first, where)
            else:
                get(textpage, to_char(textpage, first), where)
            left, top, bottom = box.left - x0, y0 - box.top, y0 - box.bottom
            get(textpage, last if aligned else to_char(textpage, last), where)
            right = box.right - x0
            if right - left < 0.15 * (bottom - top) * len(body):
                odd.append(len(lines))
            lines.append(Line(body, first, left, top, right, bottom, None, 1.0, hyphen))
        start = _after(text, end)
    return lines, odd


def _after(text: str, end: int) -> int:
    """Index of the first character after the line break at ``end``."""
    if text.startswith(HYPHEN, end):
        end += 1
        return end + 2 if text.startswith("\r\n", end) else end
    return end + 2 if text.startswith("\r\n", end) else end + 1


def _turn(
    raw: Any,
    textpage: Any,
    page: Page,
    frame: tuple[float, ...],
    odd: list[int],
    aligned: bool,
) -> None:
    """Give turned lines true boxes; turn the page upright when most of it is turned."""
    turns: dict[int, int] = {}
    for index in odd:
        line = page.lines[index]
        at = line.source if aligned else raw.FPDFText_GetCharIndexFromTextIndex(
            textpage, line.source
        )  # fmt: skip
        angle = raw.FPDFText_GetCharAngle(textpage, at)
        turns[index] = round(angle / (math.pi / 2)) % 4 if angle >= 0 else 0
    weight = [0, 0, 0, 0]
    for index, line in enumerate(page.lines):
        weight[turns.get(index, 0)] += len(line.text)
    page.turned = weight.index(max(weight))
    for index, line in enumerate(page.lines):
        if page.turned or index in turns:
            page.lines[index] = _boxed(raw, textpage, line, frame, page.turned, aligned)
    if page.turned % 2:
        page.width, page.height = page.height, page.width


def _boxed(
    raw: Any, textpage: Any, line: Line, frame: tuple[float, ...], turned: int, aligned: bool
) -> Line:
    corners = []
    for at in (line.source, line.source + len(line.text) - 1):
        box = raw.FS_RECTF()
        index = at if aligned else raw.FPDFText_GetCharIndexFromTextIndex(textpage, at)
        raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box))
        corners.append(upright(box.left, box.top, box.right, box.bottom, frame, turned))
    first, last = corners
    return line._replace(
        left=min(first[0], last[0]),
        top=min(first[1], last[1]),
        right=max(first[2], last[2]),
        bottom=max(first[3], last[3]),
    )


def upright(
    left: float, top: float, right: float, bottom: float, frame: tuple[float, ...], turned: int
) -> tuple[float, float, float, float]:
    """A box of the page's own coordinates as (left, top, right, bottom) from the top left.

    Args:
        left, top, right, bottom: user space, y growing upwards.
        frame: the page's left, top, right and bottom edges in user space.
        turned: quarter turns counter-clockwise of what shall stand upright.
    """
    x0, y1, x1, y0 = frame
    if turned == 0:
        return left - x0, y1 - top, right - x0, y1 - bottom
    if turned == 1:
        return bottom - y0, left - x0, top - y0, right - x0
    if turned == 2:
        return x1 - right, bottom - y0, x1 - left, top - y0
    return y1 - top, x1 - right, y1 - bottom, x1 - left


def _mend(raw: Any, textpage: Any, page: Page) -> None:
    """Repair characters line by line, where one search of the page says it is needed."""
    if ODD.search(page.raw):
        page.lines = [line for line in map(mend, page.lines) if line.text.strip()]
    if _DOUBLED.search(page.raw):
        page.lines = [undouble(line) for line in page.lines]
    if SPACED.search(page.raw):
        page.lines = [
            unspace(line, _gaps(raw, textpage, line)) if SPACED.search(line.text) else line
            for line in page.lines
        ]


def _gaps(raw: Any, textpage: Any, line: Line) -> list[float] | None:
    """White space before each character of ``line``, in points."""
    if line.pieces is not None:
        return None
    box = raw.FS_RECTF()
    gaps: list[float] = []
    edge: float | None = None
    for offset, char in enumerate(line.text):
        if char == " ":
            gaps.append(0.0)
            continue
        at = raw.FPDFText_GetCharIndexFromTextIndex(textpage, line.source + offset)
        raw.FPDFText_GetLooseCharBox(textpage, at, ctypes.byref(box))
        gaps.append(0.0 if edge is None else box.left - edge)
        edge = box.right
    return gaps
