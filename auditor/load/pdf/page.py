"""One page: its text in one call to pdfium, and two character boxes a line.

The text of a page costs pdfium about 1.3 ms; every further call costs a third of a
microsecond, so that a box for every character would double the cost of reading. Two boxes
a line (its first and last character) are enough for paragraphs, columns and furniture.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from auditor.load.pdf.lines import (
    DOUBLED,
    HYPHEN,
    SPACED,
    Line,
    is_odd,
    mend,
    normal,
    undouble,
    unspace,
)
from auditor.load.pdf.pdfium import Pdfium, address

_BREAK = re.compile(r"\r\n|\ufffe(?:\r\n)?")

Frame = tuple[float, float, float, float]
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Page:
    """A page as read: what layout, furniture and paragraphs work on.

    Attributes:
        number: 1-based.
        width, height: of the upright page, in points.
        lines: in the order the file draws them.
        raw: the page's text as pdfium gives it, odd spaces made ordinary.
        frame: the page's left, top, right and bottom edges in its own coordinates.
        turned: quarter turns of the text against the page's own coordinates.
        columns: whether the lines were put in the order of columns.
        marks: ``(start, end, kind, detail)`` over UTF-16 indexes of ``raw``.
        notes: codes of what was met on the page ("no-text-layer", "ocr-layer" ...).
        unsure: lines that OCR was too unsure of to be kept.
        extra: text that is not in the page's own text: form fields, notes.
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    raw: str = ""
    frame: Frame = (0.0, 0.0, 0.0, 0.0)
    turned: int = 0
    columns: bool = False
    marks: list[tuple[int, int, str, str]] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    unsure: int = 0
    extra: list[tuple[str, str]] = field(default_factory=list)


class Chars:
    """Boxes and objects of a page's characters, by index of the page's text."""

    def __init__(self, lib: Pdfium, textpage: Any, length: int) -> None:
        self.lib = lib
        self.textpage = address(textpage)
        self.aligned = lib.raw.FPDFText_CountChars(textpage) == length
        self._rect = lib.raw.FS_RECTF()
        self._at = ctypes.addressof(self._rect)

    def index(self, unit: int) -> int:
        """pdfium's index of the character at ``unit`` of the page's text."""
        if self.aligned:
            return unit
        return max(0, int(self.lib.to_char(self.textpage, unit)))

    def box(self, unit: int) -> Box:
        """Left, top, right, bottom in the page's own coordinates, as high as the font."""
        rect = self._rect
        self.lib.box(self.textpage, self.index(unit), self._at)
        return rect.left, rect.top, rect.right, rect.bottom

    def left(self, unit: int) -> float:
        """The left edge alone."""
        self.lib.box(self.textpage, unit if self.aligned else self.index(unit), self._at)
        return float(self._rect.left)

    def angle(self, unit: int) -> float:
        """Direction of the character in radians, 0 to 2 pi, clockwise (as pdfium counts)."""
        return float(self.lib.angle(self.textpage, self.index(unit)))

    def object_of(self, unit: int) -> int:
        """Address of the text object that drew the character; 0 for a made-up one."""
        return self.lib.object_of(self.textpage, self.index(unit)) or 0


def page_text(lib: Pdfium, textpage: Any) -> str:
    """The characters of a page in pdfium's order; indexes count what pdfium counts."""
    count = lib.raw.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    where = lib.scratch(2 * (count + 1))
    units = lib.text(address(textpage), 0, count, where)
    return ctypes.string_at(where, 2 * max(0, units - 1)).decode("utf-16-le", "replace")


def read_lines(lib: Pdfium, page: Any, textpage: Any, number: int) -> tuple[Page, Chars]:
    """The lines of a loaded page with their places, and a way to ask for more.

    Args:
        lib: the library.
        page, textpage: pdfium's handles.
        number: 1-based number of the page.
    """
    text = page_text(lib, textpage)
    box = lib.raw.FS_RECTF()
    lib.raw.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    frame = (box.left, box.top, box.right, box.bottom)
    result = Page(number, box.right - box.left, box.top - box.bottom, [], text, frame)
    chars = Chars(lib, textpage, len(text))
    if not text or text.isspace():
        return result, chars
    if not text.isascii():
        result.raw = normal(text)
    odd = _split(result, chars)
    if odd:
        _turn(result, chars, odd)
    _mend(result, chars)
    return result, chars


def _split(page: Page, chars: Chars) -> list[int]:
    """Fill ``page.lines``; the indexes of those that do not run from left to right."""
    lines, text, odd = page.lines, page.raw, []
    lib, textpage, aligned = chars.lib, chars.textpage, chars.aligned
    get = lib.box
    box = lib.raw.FS_RECTF()
    where = ctypes.addressof(box)
    x0, y0 = page.frame[0], page.frame[1]
    make: Callable[[type[Line], tuple[Any, ...]], Line] = tuple.__new__  # half of Line()'s time
    start = 0
    for part, end, hyphen in _parts(text):
        body = part.strip()
        if body:
            first = start if part[0] != " " else start + len(part) - len(part.lstrip())
            last = first + len(body) - 1
            char = first if aligned else chars.index(first)
            get(textpage, char, where)
            left, top, bottom = box.left - x0, y0 - box.top, y0 - box.bottom
            get(textpage, last if aligned else chars.index(last), where)
            right = box.right - x0
            if right - left < 0.15 * (bottom - top) * len(body):
                odd.append(len(lines))
            values = (body, first, left, top, right, bottom, None, 1.0, hyphen, "")
            lines.append(make(Line, values))
        start = end
    return odd


def _parts(text: str) -> list[tuple[str, int, bool]]:
    """The text's lines: characters, index after the break, whether a hyphen broke the word."""
    parts: list[tuple[str, int, bool]] = []
    end = 0
    if HYPHEN not in text:
        for part in text.split("\r\n"):
            end += len(part) + 2
            parts.append((part, end, False))
        return parts
    start = 0
    for match in _BREAK.finditer(text):
        end = match.end()
        parts.append((text[start : match.start()], end, text[match.start()] == HYPHEN))
        start = end
    parts.append((text[start:], len(text), False))
    return parts


def _turn(page: Page, chars: Chars, odd: list[int]) -> None:
    """Give turned lines true boxes; turn the page upright when most of it is turned."""
    turns: dict[int, int] = {}
    for index in odd:
        angle = chars.angle(page.lines[index].source)
        turns[index] = -round(angle / (math.pi / 2)) % 4 if angle >= 0 else 0
    weight = [0, 0, 0, 0]
    for index, line in enumerate(page.lines):
        weight[turns.get(index, 0)] += len(line.text)
    page.turned = weight.index(max(weight))
    for index, line in enumerate(page.lines):
        if page.turned or index in turns:
            page.lines[index] = _boxed(line, chars, page)
    if page.turned % 2:
        page.width, page.height = page.height, page.width


def _boxed(line: Line, chars: Chars, page: Page) -> Line:
    first = upright(chars.box(line.source), page.frame, page.turned)
    last = upright(chars.box(line.source + len(line.text) - 1), page.frame, page.turned)
    return line._replace(
        left=min(first[0], last[0]),
        top=min(first[1], last[1]),
        right=max(first[2], last[2]),
        bottom=max(first[3], last[3]),
    )


def upright(box: Box, frame: Frame, turned: int) -> Box:
    """A box of the page's own coordinates as (left, top, right, bottom) from the top left.

    Args:
        box: left, top, right, bottom in user space, y growing upwards.
        frame: the page's left, top, right and bottom edges in user space.
        turned: quarter turns counter-clockwise of what shall stand upright.
    """
    left, top, right, bottom = box
    x0, y1, x1, y0 = frame
    if turned == 0:
        return left - x0, y1 - top, right - x0, y1 - bottom
    if turned == 1:
        return bottom - y0, left - x0, top - y0, right - x0
    if turned == 2:
        return x1 - right, bottom - y0, x1 - left, top - y0
    return y1 - top, x1 - right, y1 - bottom, x1 - left


def _mend(page: Page, chars: Chars) -> None:
    """Repair characters line by line; the tests of a whole page or line come first."""
    if not page.raw.isascii() and is_odd(page.raw):
        page.lines = [mend(line) for line in page.lines]
    for index, line in enumerate(page.lines):
        text = line[0]
        if text[1:2] == " " or text[-2:-1] == " ":
            if SPACED.search(text):
                page.lines[index] = unspace(line, _gaps(line, chars))
        elif text[:1] == text[1:2] and DOUBLED.search(text):
            page.lines[index] = undouble(line)


def _gaps(line: Line, chars: Chars) -> list[float] | None:
    """White space before each character of ``line``, in points."""
    if line.pieces is not None:
        return None
    gaps: list[float] = []
    edge: float | None = None
    for offset, char in enumerate(line.text):
        if char == " ":
            gaps.append(0.0)
            continue
        left, _, right, _ = chars.box(line.source + offset)
        gaps.append(0.0 if edge is None else left - edge)
        edge = right
    return gaps
