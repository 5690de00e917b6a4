"""Image files: scans, read by OCR, each frame of a TIFF a page."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from auditor.errors import Damaged, LimitReached, Unsupported
from auditor.load import ocr
from auditor.load.options import LoadOptions
from auditor.load.pdf.geometry import PdfGeometry
from auditor.load.pdf.page import Page
from auditor.load.pdf.scans import Boxes, Budget, Scan, place
from auditor.load.pdf.told import limit_reason, page_reasons
from auditor.load.pdf.whole import whole_document
from auditor.model import Document, Reason

_POINTS = 72.0
_USUAL_DPI = 200.0


def read(data: bytes, path: str, options: LoadOptions) -> Document:
    """Read a picture (PNG, JPEG, TIFF ...) by OCR.

    Args:
        data: the whole file.
        path: as the user gave it.
        options: whether OCR is wanted, and limits on pages and megapixels.

    Returns:
        The document; one page a frame, rectangles in points at the picture's own resolution.

    Raises:
        Unsupported: OCR is switched off or not installed.
        Damaged: the bytes are no picture.
        LimitReached: a frame has more than ``limits.megapixels``.
    """
    if not options.ocr:
        raise Unsupported(f"{path} is a picture and OCR is switched off: switch it on")
    if not ocr.available():
        raise Unsupported(f"{path} is a picture: {ocr.MISSING}")
    budget = Budget(options)
    pages: list[Page] = []
    scanned: dict[int, Boxes] = {}
    reasons: list[Reason] = []
    count = 0
    for count, (picture, points) in enumerate(_frames(data, path, options), start=1):
        if count > options.limits.pages:
            continue
        page = Page(count, 0.0, 0.0, [], notes={"ocr"})
        if budget.spent():
            page.notes = {"ocr-time"}
        else:
            height, width = picture.shape[:2]
            found = ocr.read_picture(picture)
            scanned[count] = place(Scan(found, height, width, points), page)
            if not found.lines:
                page.notes = {"no-text"}
        pages.append(page)
    if count > options.limits.pages:
        reasons.append(limit_reason("pages", options.limits.pages, count))
    return whole_document(
        pages,
        [*reasons, *page_reasons(pages, ocr_installed=True, ocr_wanted=True)],
        data=data,
        path=path,
        format="image",
        count=count,
        geometry=PdfGeometry(b"", None, scanned),
    )


def _frames(data: bytes, path: str, options: LoadOptions) -> Iterator[tuple[Any, float]]:
    """Each frame as an array of colours, with its points per pixel."""
    import numpy
    from PIL import Image, ImageOps, ImageSequence

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(data))
            for frame in ImageSequence.Iterator(image):
                width, height = frame.size
                if width * height > options.limits.megapixels * 1e6:
                    raise LimitReached(
                        f"{path} is a picture of {width} x {height} pixels, more than the limit "
                        f"of {options.limits.megapixels} megapixels: make it smaller"
                    )
                dpi = float(frame.info.get("dpi", (_USUAL_DPI,))[0]) or _USUAL_DPI
                upright = ImageOps.exif_transpose(frame).convert("RGB")
                yield numpy.asarray(upright)[:, :, ::-1].copy(), _POINTS / max(dpi, 36.0)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise Damaged(f"{path} cannot be opened as a picture: ask for it again") from error
