"""Pages without a text layer: told from blank ones, and read by OCR where it is installed."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

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
    if len(page.raw) > _FEW:
        return drawn.image_area > 0.8 and len(page.raw) < 60
    return drawn.image_area > 0.33 or drawn.objects - drawn.texts > _INK


class Scan(NamedTuple):
    """A picture as OCR read it.

    Attributes:
        found: its lines, with boxes in pixels of the picture turned upright.
        height, width: of the picture before that, in pixels.
        points: per pixel.
    """

    found: ocr.Picture
    height: int
    width: int
    points: float


def read_scan(raw: Any, handle: Any, page: Page, options: LoadOptions) -> Boxes | None:
    """Read a loaded page by OCR into ``page``; the boxes of its lines on the shown page.

    None when the page, drawn at 200 dpi, is larger than ``limits.megapixels``.
    """
    scale = DPI / _POINTS
    width = int(raw.FPDF_GetPageWidthF(handle) * scale)
    height = int(raw.FPDF_GetPageHeightF(handle) * scale)
    if width * height > options.limits.megapixels * 1e6:
        return None
    found = ocr.read_picture(_draw(raw, handle, width, height))
    return place(Scan(found, height, width, 1 / scale), page)


def place(scan: Scan, page: Page) -> Boxes:
    """Put what OCR read on ``page``, whose text becomes its lines with line feeds between.

    Returns:
        The boxes of the lines on the picture as it is shown, in points.
    """
    boxes: list[tuple[int, int, Rectangle]] = []
    page.lines, start = [], 0
    page.unsure = scan.found.unsure
    for found in scan.found.lines:
        left, top, right, bottom = edges = tuple(edge * scan.points for edge in found[1:5])
        text, confidence = found.text, min(found.confidence, 0.999)
        end = start + len(text)
        hyphen = len(text) > 2 and text.endswith("-") and text[-2].isalpha()
        body = text[:-1] if hyphen else text
        page.lines.append(Line(body, start, left, top, right, bottom, None, confidence, hyphen))
        boxes.append((start, end, Rectangle(page.number, *_shown(edges, scan))))
        start = end + 1
    page.raw = "\n".join(found.text for found in scan.found.lines)
    page.width, page.height = scan.width * scan.points, scan.height * scan.points
    if scan.found.turned % 2:
        page.width, page.height = page.height, page.width
    page.turned = 0
    order_scanned(page)
    return tuple(boxes)


def _shown(edges: Sequence[float], scan: Scan) -> tuple[float, float, float, float]:
    """A box of the upright picture on the picture as it was before turning."""
    left, top, right, bottom = edges
    width, height, turned = scan.width * scan.points, scan.height * scan.points, scan.found.turned
    if turned == 2:
        return width - right, height - bottom, width - left, height - top
    if turned == 1:
        return width - bottom, left, width - top, right
    if turned == 3:
        return top, height - right, bottom, height - left
    return left, top, right, bottom


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
    return (
        numpy.frombuffer(pixels, numpy.uint8)
        .reshape(height, stride)[:, : 3 * width]
        .reshape(height, width, 3)
    )


class Budget:
    """Seconds left for OCR, so that pages are left out rather than the whole document lost.

    Two thirds of what the document may take are for it; and no page is started that would
    end after nine tenths, should it take three times as long as the slowest so far, which a
    page on its side does.
    """

    def __init__(self, options: LoadOptions) -> None:
        self._begun = self._asked = time.monotonic()
        self._seconds = options.limits.seconds
        self._slowest = 0.0

    def spent(self) -> bool:
        """Whether no further page should be started; to be asked before each."""
        now = time.monotonic()
        self._slowest = max(self._slowest, now - self._asked)
        self._asked = now
        used = now - self._begun
        return used > self._seconds * 2 / 3 or used + 3 * self._slowest > self._seconds * 9 / 10
