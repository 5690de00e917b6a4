"""Pages without a text layer: told from blank ones, and read by OCR where it is installed."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Sequence
from typing import Any

from auditor.load import ocr
from auditor.load.options import LoadOptions
from auditor.load.pdf.columns import order_scanned
from auditor.load.pdf.lines import Line
from auditor.load.pdf.objects import Drawn
from auditor.load.pdf.page import Page
from auditor.model import Rectangle

DPI = 200
_POINTS = 72.0
_FEW = 8  # characters: a page number alone is no text layer of a scan
_INK = 40  # paths: letters drawn as outlines come in hundreds, rules and logos do not

Boxes = tuple[tuple[int, int, Rectangle], ...]


def lacks_text(page: Page, drawn: Drawn) -> bool:
    """Whether a page shows something to read but has no text for it.

    A picture over a third of the page, or many outlines; a blank page or one with a logo
    has neither.
    """
    letters = sum(len(line.text) for line in page.lines)
    if letters > _FEW:
        return drawn.image_area > 0.8 and letters < 60
    return drawn.image_area > 0.33 or drawn.objects - drawn.texts > _INK


def read_scan(raw: Any, handle: Any, page: Page, options: LoadOptions) -> Boxes | None:
    """Read a loaded page by OCR into ``page``; the boxes of its lines on the shown page.

    None when the page, drawn at 200 dpi, is larger than ``limits.megapixels``.
    """
    width, height = raw.FPDF_GetPageWidthF(handle), raw.FPDF_GetPageHeightF(handle)
    scale = DPI / _POINTS
    if width * height * scale * scale > options.limits.megapixels * 1e6:
        return None
    picture = _draw(raw, handle, int(width * scale), int(height * scale))
    found, turned = ocr.read_picture(picture)
    lines, boxes = place(found, page.number, 1 / scale)
    page.lines, page.raw = lines, "\n".join(line.text for line in lines)
    page.width, page.height = (height, width) if turned % 2 else (width, height)
    page.turned = 0
    order_scanned(page)
    return tuple(boxes) if turned == 0 else ()


def place(
    found: Sequence[ocr.OcrLine], number: int, points: float
) -> tuple[list[Line], list[tuple[int, int, Rectangle]]]:
    """OCR's lines as lines of a page whose text is them, a line feed between each.

    Args:
        found: what OCR read, boxes in pixels.
        number: 1-based page.
        points: points per pixel.
    """
    lines: list[Line] = []
    boxes: list[tuple[int, int, Rectangle]] = []
    start = 0
    for text, *edges, confidence in found:
        left, top, right, bottom = (edge * points for edge in edges)
        hyphen = len(text) > 2 and text.endswith("-") and text[-2].isalpha()
        lines.append(Line(text, start, left, top, right, bottom, None, min(confidence, 0.999)))
        if hyphen:
            lines[-1] = lines[-1]._replace(text=text[:-1], hyphen=True)
        end = start + len(text)
        boxes.append((start, end, Rectangle(number, left, top, right, bottom)))
        start = end + 1
    return lines, boxes


def _draw(raw: Any, handle: Any, width: int, height: int) -> Any:
    """The page as an array of grey levels."""
    import numpy

    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise MemoryError(f"no memory for a picture of {width} x {height} pixels")
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, width, height, 0, raw.FPDF_ANNOT)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return numpy.frombuffer(pixels, numpy.uint8).reshape(height, stride)[
        :, : 3 * width
    ].reshape(height, width, 3)


class Budget:
    """Seconds left for OCR: two thirds of what the whole document may take."""

    def __init__(self, options: LoadOptions) -> None:
        self._end = time.monotonic() + options.limits.seconds * 2 / 3

    def spent(self) -> bool:
        """Whether no further page should be started."""
        return time.monotonic() > self._end
