"""Text that is in the file but not on paper, and text that only a black box covers.

Both are settled the same way: the spot is drawn, and when it comes out in one colour, the
words that the file has there cannot be seen.

Limits: only the first character of each line is asked for its ink, so that a few hidden
words inside a visible line are not found; text hidden under pictures is not either.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

from auditor.load.pdf.lines import Line
from auditor.load.pdf.objects import Drawn
from auditor.load.pdf.page import Box, Chars, Frame, Page, upright

_SCALE = 2.0  # pixels per point of the drawn spot
_MOST_SPOTS = 60  # spots drawn on one page
_PLAIN = 24  # levels of grey within which a spot counts as one colour


def mark_hidden(raw: Any, handle: Any, page: Page, chars: Chars, drawn: Drawn) -> None:
    """Mark the lines of a page that cannot be seen; note a text layer under a scan.

    Adds ``hidden`` marks and the notes "hidden-text" and "ocr-layer" to ``page``.
    """
    off = [
        index
        for index, line in enumerate(page.lines)
        if line.right < 0 or line.left > page.width or line.bottom < 0 or line.top > page.height
    ]
    for index in off:
        _mark(page, page.lines[index], "outside the page")
    if not page.pale:
        return
    invisible = [i for i in page.pale if _mode(chars, page.lines[i]) in {3, 7}]
    if drawn.image_area > 0.5 and len(invisible) > 0.5 * len(page.lines):
        page.notes.add("ocr-layer")
        return
    for index in page.pale[:_MOST_SPOTS]:
        line = page.lines[index]
        if not line.text or index in off:
            continue
        if index in invisible:
            _mark(page, line, "drawn invisibly")
        elif line.height < 2:
            _mark(page, line, f"{line.height:.1f} points high")
        elif _is_plain(raw, handle, _spot(line, chars, page.frame, raw, handle)):
            _mark(page, line, "in the colour of the paper")


def mark_covered(raw: Any, handle: Any, page: Page, chars: Chars, drawn: Drawn) -> None:
    """Mark words under black boxes as ``redacted`` and note "redacted-text-under-box"."""
    spots = 0
    for box in drawn.dark:
        left, top, right, bottom = box
        for line in page.lines:
            overlap = min(line.bottom, bottom) - max(line.top, top)
            if overlap < 0.5 * line.height or line.right <= left or line.left >= right:
                continue
            if spots >= _MOST_SPOTS:
                return
            found = _under(line, box, chars, page)
            if found is None:
                continue
            spots += 1
            spot = _display(found[2], page.frame, raw, handle)
            if _is_plain(raw, handle, spot):
                page.marks.append((found[0], found[1], "redacted", "text under a black box"))
                page.notes.add("redacted-text-under-box")


def _mode(chars: Chars, line: Line) -> int:
    drawn = chars.object_of(line.source)
    return int(chars.lib.render_mode(drawn)) if drawn else -1


def _mark(page: Page, line: Line, how: str) -> None:
    page.marks.append((line.source, line.source + len(line.text), "hidden", how))
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
        union = own if union is None else (
            min(union[0], own[0]), max(union[1], own[1]),
            max(union[2], own[2]), min(union[3], own[3]),
        )  # fmt: skip
    if len(units) < 2 or union is None:
        return None
    return units[0], units[-1] + 1, union


def _spot(line: Line, chars: Chars, frame: Frame, raw: Any, handle: Any) -> Box:
    first, last = chars.box(line.source), chars.box(line.source + len(line.text) - 1)
    union = (
        min(first[0], last[0]), max(first[1], last[1]),
        max(first[2], last[2]), min(first[3], last[3]),
    )  # fmt: skip
    return _display(union, frame, raw, handle)


def _display(box: Box, frame: Frame, raw: Any, handle: Any) -> Box:
    """A user-space box on the page as it is shown (turned by /Rotate), a little smaller."""
    left, top, right, bottom = upright(box, frame, raw.FPDFPage_GetRotation(handle))
    inset = 0.15 * (bottom - top)
    return left + 0.5, top + inset, right - 0.5, bottom - inset


def _is_plain(raw: Any, handle: Any, spot: Box) -> bool:
    """Whether the spot of the drawn page has one colour all over."""
    left, top, right, bottom = spot
    width, height = int((right - left) * _SCALE), int((bottom - top) * _SCALE)
    if width < 2 or height < 2 or width * height > 4_000_000:
        return False
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        return False
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(
            bitmap,
            handle,
            int(-left * _SCALE),
            int(-top * _SCALE),
            int(raw.FPDF_GetPageWidthF(handle) * _SCALE),
            int(raw.FPDF_GetPageHeightF(handle) * _SCALE),
            0,
            raw.FPDF_ANNOT,
        )
        stride = raw.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    rows: Sequence[bytes] = [pixels[y * stride : y * stride + width] for y in range(height)]
    return max(map(max, rows)) - min(map(min, rows)) <= _PLAIN
