"""Reading pictures of pages, with RapidOCR when the ``ocr`` extra is installed.

Its models come in the wheel; nothing is fetched over a network.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from typing import Any, NamedTuple

MISSING = "install the extra 'ocr' (pip install contract-auditor[ocr]), or give a text version"

_LEAST = 0.3  # confidence below which what was read is noise
_SURE = 0.7  # mean confidence below which a picture may stand on its head


class OcrLine(NamedTuple):
    """A line of a picture: its words, its box in pixels from the top left, how sure (0 to 1)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


def available() -> bool:
    """Whether the OCR engine is installed; does not load it."""
    return importlib.util.find_spec("rapidocr_onnxruntime") is not None


@cache
def _engine() -> Any:
    import logging

    from rapidocr_onnxruntime import RapidOCR

    logging.getLogger("root").setLevel(logging.WARNING)
    return RapidOCR()


def read_picture(picture: Any) -> tuple[list[OcrLine], int]:
    """Lines of text in a picture, from top to bottom.

    Args:
        picture: a numpy array, height x width (x 3), 8 bits.

    Returns:
        The lines, and by how many quarter turns (counter-clockwise) the picture had to be
        turned for its lines to run level; boxes are those of the turned picture.
    """
    import numpy

    lines = _read(picture)
    if len(lines) < 3:
        return lines, 0
    if _stands(lines):
        turns: tuple[int, ...] = (1, 3)
    elif _weight(lines) < _SURE * sum(len(line.text) for line in lines):
        turns = (2,)
    else:
        return lines, 0
    tried = [(_read(numpy.ascontiguousarray(numpy.rot90(picture, k))), k) for k in turns]
    best, quarter = max(tried, key=lambda entry: _weight(entry[0]))
    return (best, quarter) if _weight(best) > _weight(lines) else (lines, 0)


def _read(picture: Any) -> list[OcrLine]:
    result, _ = _engine()(picture, use_cls=False, text_score=_LEAST)
    lines: list[OcrLine] = []
    for corners, text, score in result or []:
        xs = [float(point[0]) for point in corners]
        ys = [float(point[1]) for point in corners]
        body = str(text).strip()
        if body:
            lines.append(OcrLine(body, min(xs), min(ys), max(xs), max(ys), float(score)))
    return _rows(lines)


def _rows(lines: list[OcrLine]) -> list[OcrLine]:
    """Lines from top to bottom, those at one height from left to right."""
    rows: list[list[OcrLine]] = []
    for line in sorted(lines, key=lambda entry: (entry.top + entry.bottom) / 2):
        middle = (line.top + line.bottom) / 2
        if rows and rows[-1][0].top <= middle <= rows[-1][0].bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda entry: entry.left)]


def _stands(lines: list[OcrLine]) -> bool:
    """Whether most of the lines' length runs up or down the picture."""
    tall = sum(e.bottom - e.top for e in lines if e.bottom - e.top > 1.5 * (e.right - e.left))
    level = sum(e.right - e.left for e in lines if e.right - e.left > e.bottom - e.top)
    return tall > level


def _weight(lines: list[OcrLine]) -> float:
    return sum(line.confidence * len(line.text) for line in lines)
