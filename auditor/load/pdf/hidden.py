"""Text that is in the file but not on paper, and text that only a black box covers.

Text objects whose ink may not be seen are noted while the page is looked at; only on a page
that has some is each letter asked which object drew it. Whether pale or covered words can be
read is settled by drawing the page: a spot that comes out in one colour shows nothing.

Limit: text hidden under pictures or white boxes is not found.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from auditor.load.pdf.lines import Line, pieces_of
from auditor.load.pdf.objects import Drawn
from auditor.load.pdf.page import Box, Chars, Page, upright

_SCALE = 2.0  # pixels per point of the drawn page
_MOST_PIXELS = 8_000_000
_MOST_SPOTS = 60  # words under black boxes looked for on one page
_PLAIN = 24  # levels of grey within which a spot counts as one colour
_WHY = {"pale": "in the colour of the paper", "layer": "in a layer that is switched off"}


class _Stretch(NamedTuple):
    """Neighbouring letters of a line that are drawn alike: UTF-16 indexes, and see ``faint``."""

    start: int
    end: int
    kind: str


def mark_hidden(raw: Any, handle: Any, page: Page, chars: Chars, drawn: Drawn) -> None:
    """Mark the words of a page that cannot be seen; note a text layer under a scan.

    Adds ``hidden`` marks and the notes "hidden-text" and "ocr-layer" to ``page``.
    """
    off: set[int] = set()
    for index, line in enumerate(page.lines):
        if line.right < 0 or line.left > page.width or line.bottom < 0 or line.top > page.height:
            off.add(index)
            _mark(page, line.source, line.source + len(line.text), "outside the page")
    if not drawn.faint:
        return
    found = [
        list(_stretches(line, drawn.faint, chars)) if index not in off else []
        for index, line in enumerate(page.lines)
    ]
    unseen = sum(bool(line) and all(s.kind == "unseen" for s in line) for line in found)
    if drawn.image_area > 0.5 and unseen > 0.5 * len(page.lines):
        page.notes.add("ocr-layer")
        return
    picture = _Picture(raw, handle, page)
    for stretch in (s for line in found for s in line if s.kind):
        why = _why(stretch, chars, picture)
        if why:
            _mark(page, stretch.start, stretch.end, why)


def _stretches(line: Line, faint: dict[int, str], chars: Chars) -> Iterator[_Stretch]:
    """The line's stretches; white space at their ends, which has no ink, belongs to none."""
    for text, source in pieces_of(line):
        start, end, kind = -1, -1, ""
        for offset, char in enumerate(text) if source >= 0 else ():
            if char == " ":
                continue
            here = faint.get(chars.object_of(source + offset), "")
            if start >= 0 and here != kind:
                yield _Stretch(source + start, source + end, kind)
                start = -1
            if start < 0:
                start, kind = offset, here
            end = offset + 1
        if start >= 0:
            yield _Stretch(source + start, source + end, kind)


def _why(stretch: _Stretch, chars: Chars, picture: _Picture) -> str:
    """In which way the stretch is hidden; "" when it can be seen."""
    if stretch.kind == "unseen":
        return "drawn invisibly"
    first, last = chars.box(stretch.start), chars.box(stretch.end - 1)
    box = _union(first, last)
    if stretch.kind == "tiny":
        return f"{min(box[1] - box[3], box[2] - box[0]):.1f} points high"
    return _WHY[stretch.kind] if picture.is_plain(box) else ""


def mark_covered(raw: Any, handle: Any, page: Page, chars: Chars, drawn: Drawn) -> None:
    """Mark words under black boxes as ``redacted`` and note "redacted-text-under-box"."""
    picture = _Picture(raw, handle, page)
    spots = 0
    for box in drawn.dark:
        left, top, right, bottom = box
        for line in page.lines:
            overlap = min(line.bottom, bottom) - max(line.top, top)
            if overlap < 0.5 * line.height or line.right <= left or line.left >= right:
                continue
            if spots >= _MOST_SPOTS:
                page.notes.add("crowded-page")
                return
            found = _under(line, box, chars, page)
            if found is None:
                continue
            spots += 1
            if picture.is_plain(found[2]):
                page.marks.append((found[0], found[1], "redacted", "text under a black box"))
                page.notes.add("redacted-text-under-box")


def _mark(page: Page, start: int, end: int, how: str) -> None:
    page.marks.append((start, end, "hidden", how))
    page.notes.add("hidden-text")


def _under(line: Line, box: Box, chars: Chars, page: Page) -> tuple[int, int, Box] | None:
    """First and last unit of the line's characters under ``box``, and their own box."""
    units: list[int] = []
    union: Box | None = None
    for unit in range(line.source, line.source + len(line.text)):
        if page.raw[unit : unit + 1].isspace():
            continue
        own = chars.box(unit)
        placed = upright(own, page.frame, page.turned)
        middle = (placed[0] + placed[2]) / 2
        if not box[0] <= middle <= box[2]:
            continue
        units.append(unit)
        union = own if union is None else _union(union, own)
    if len(units) < 2 or union is None:
        return None
    return units[0], units[-1] + 1, union


def _union(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]), max(one[1], other[1]),
        max(one[2], other[2]), min(one[3], other[3]),
    )  # fmt: skip


class _Picture:
    """The page in levels of grey, drawn when it is first asked for."""

    def __init__(self, raw: Any, handle: Any, page: Page) -> None:
        self._raw = raw
        self._handle = handle
        self._frame = page.frame
        self._turned = raw.FPDFPage_GetRotation(handle)
        size = raw.FPDF_GetPageWidthF(handle), raw.FPDF_GetPageHeightF(handle)
        self._scale = min(_SCALE, math.sqrt(_MOST_PIXELS / max(1.0, size[0] * size[1])))
        self._width, self._height = (max(1, int(edge * self._scale)) for edge in size)
        self._pixels = b""
        self._stride = 0

    def is_plain(self, box: Box) -> bool:
        """Whether a box of user space, a little smaller, has one colour all over."""
        left, top, right, bottom = upright(box, self._frame, self._turned)
        inset = 0.15 * (bottom - top)
        x0, y0 = (max(0, math.ceil(edge * self._scale)) for edge in (left + 1, top + inset))
        x1 = min(self._width, int((right - 1) * self._scale))
        y1 = min(self._height, int((bottom - inset) * self._scale))
        if x1 - x0 < 2 or y1 - y0 < 2:
            return False
        if not self._pixels:
            self._draw()
        stride = self._stride
        rows = [self._pixels[y * stride + x0 : y * stride + x1] for y in range(y0, y1)]
        return max(map(max, rows)) - min(map(min, rows)) <= _PLAIN

    def _draw(self) -> None:
        raw, width, height = self._raw, self._width, self._height
        bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, None, 0)
        if not bitmap:
            raise MemoryError(f"no memory for a picture of {width} x {height} pixels")
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            raw.FPDF_RenderPageBitmap(bitmap, self._handle, 0, 0, width, height, 0, raw.FPDF_ANNOT)
            self._stride = raw.FPDFBitmap_GetStride(bitmap)
            buffer = raw.FPDFBitmap_GetBuffer(bitmap)
            self._pixels = ctypes.string_at(buffer, self._stride * height)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
