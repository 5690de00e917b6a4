"""Rectangles for flagged spans only: the file is opened again when somebody asks."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

from auditor.load.pdf.page import upright
from auditor.model import Anchor, Rectangle


@dataclass(frozen=True, slots=True)
class PdfGeometry:
    """Answers ``Document.rectangles`` for a PDF; keeps the file's bytes, opens it lazily.

    Attributes:
        data: the bytes as they were read (after repair).
        password: that opened it, or None.
        scanned: boxes of pages read by OCR: page -> (start, end, rectangle) of each line.
    """

    data: bytes = field(repr=False)
    password: str | None = field(default=None, repr=False)
    scanned: dict[int, tuple[tuple[int, int, Rectangle], ...]] = field(default_factory=dict)

    def rectangles(self, anchors: tuple[Anchor, ...]) -> tuple[Rectangle, ...]:
        """Boxes around the characters the anchors name, a line each, in reading order."""
        boxes: list[Rectangle] = []
        living = [
            a for a in anchors if a.page is not None and not a.part and a.page not in self.scanned
        ]
        found = self._living(living) if living else {}
        for anchor in anchors:
            if anchor.page in self.scanned:
                boxes.extend(_scanned(self.scanned[anchor.page], anchor))
            elif anchor in found:
                boxes.extend(found[anchor])
        return tuple(boxes)

    def _living(self, anchors: list[Anchor]) -> dict[Anchor, list[Rectangle]]:
        from pypdfium2 import raw

        password = None if self.password is None else self.password.encode()
        document = raw.FPDF_LoadMemDocument64(self.data, len(self.data), password)
        found: dict[Anchor, list[Rectangle]] = {}
        if not document:
            return found
        try:
            for number in sorted({a.page for a in anchors if a.page is not None}):
                page = raw.FPDF_LoadPage(document, number - 1)
                if not page:
                    continue
                textpage = raw.FPDFText_LoadPage(page)
                turned = raw.FPDFPage_GetRotation(page)
                for anchor in anchors:
                    if anchor.page == number:
                        found[anchor] = _boxes(raw, page, textpage, anchor, turned)
                raw.FPDFText_ClosePage(textpage)
                raw.FPDF_ClosePage(page)
        finally:
            raw.FPDF_CloseDocument(document)
        return found


def _boxes(raw: Any, page: Any, textpage: Any, anchor: Anchor, turned: int) -> list[Rectangle]:
    """One box around the anchor's visible characters (an anchor never leaves its line)."""
    frame = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, ctypes.byref(frame))
    edges = (frame.left, frame.top, frame.right, frame.bottom)
    sides = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = (ctypes.byref(side) for side in sides)
    union: tuple[float, float, float, float] | None = None
    for unit in range(anchor.source, anchor.source + anchor.end - anchor.start):
        at = raw.FPDFText_GetCharIndexFromTextIndex(textpage, unit)
        if at < 0 or not raw.FPDFText_GetCharBox(textpage, at, left, right, bottom, top):
            continue
        x0, x1, y0, y1 = (side.value for side in sides)
        if x1 <= x0 and y1 <= y0:
            continue
        box = upright((x0, y1, x1, y0), edges, turned)
        union = box if union is None else (
            min(union[0], box[0]), min(union[1], box[1]),
            max(union[2], box[2]), max(union[3], box[3]),
        )  # fmt: skip
    return [] if union is None else [Rectangle(anchor.page or 0, *union)]


def _scanned(lines: tuple[tuple[int, int, Rectangle], ...], anchor: Anchor) -> list[Rectangle]:
    """Boxes on a page read by OCR: the line's, cut in proportion to its characters."""
    boxes: list[Rectangle] = []
    first, last = anchor.source, anchor.source + anchor.end - anchor.start
    for start, end, box in lines:
        a, b = max(first, start), min(last, end)
        if a < b:
            step = (box.right - box.left) / max(1, end - start)
            boxes.append(
                Rectangle(
                    box.page,
                    box.left + (a - start) * step,
                    box.top,
                    box.left + (b - start) * step,
                    box.bottom,
                )
            )
    return boxes
