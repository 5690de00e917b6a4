"""Reading pictures of pages, with RapidOCR when the ``ocr`` extra is installed.

Its models come in the wheel; nothing is fetched over a network.
"""

from __future__ import annotations

import ctypes
import importlib.util
import sys
from contextlib import suppress
from functools import cache
from statistics import median
from typing import Any, NamedTuple

MISSING = "install the extra 'ocr' (pip install contract-auditor[ocr]), or give a text version"

# Pixels of a picture's longer side, by the size of its letters. At the engine's own 2,000 large
# letters fall to pieces: of the words on contract pages it found 85 %, at 1,600 94 %, in two
# thirds of the memory; of the same pages in small print (65 %) 97 % and 87 %.
_LONGEST = 1600
_SMALL_PRINT = 2000
_SMALL = 5.75  # pixels a character is wide at 1,600 in small print; 6.2 and more in other pages
_LEAST = 0.3  # confidence below which what was read is noise
_SURE = 0.7  # mean confidence below which a picture may stand on its head
_UPRIGHT = 0.9  # mean confidence above which it does not


class OcrLine(NamedTuple):
    """A line of a picture: its words, its box in pixels from the top left, how sure (0 to 1)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


class Picture(NamedTuple):
    """What was read of a picture.

    Attributes:
        lines: from top to bottom.
        turned: by how many quarter turns (counter-clockwise) the picture had to be turned for
            its lines to run level; boxes are those of the turned picture.
        unsure: lines left out, because the engine was less sure of them than 0.3.
    """

    lines: list[OcrLine]
    turned: int = 0
    unsure: int = 0


def available() -> bool:
    """Whether the OCR engine is installed; does not load it."""
    return importlib.util.find_spec("rapidocr_onnxruntime") is not None


@cache
def _engine() -> Any:
    import logging

    from rapidocr_onnxruntime import RapidOCR

    logging.getLogger("root").setLevel(logging.WARNING)
    return RapidOCR()


def read_picture(picture: Any) -> Picture:
    """Lines of text in a picture.

    Args:
        picture: a numpy array, height x width (x 3), 8 bits.
    """
    import numpy

    found = _read(picture)
    lines = found.lines
    if len(lines) < 3:
        return found
    if _stands(lines):
        turns: tuple[int, ...] = (1, 3)
    elif _weight(lines) < _SURE * sum(len(line.text) for line in lines):
        turns = (2,)
    else:
        return found
    best = found
    for k in turns:
        other = _read(numpy.ascontiguousarray(numpy.rot90(picture, k)))._replace(turned=k)
        if _weight(other.lines) > _weight(best.lines):
            best = other
        if _weight(other.lines) > _UPRIGHT * max(1, sum(len(e.text) for e in other.lines)):
            break
    return best


def _read(picture: Any) -> Picture:
    found = _read_at(picture, _LONGEST)
    longest = max(picture.shape[:2])
    widths = [(line.right - line.left) / len(line.text) for line in found.lines if line.text[9:]]
    if longest > _LONGEST and widths and median(widths) * _LONGEST / longest < _SMALL:
        return max(found, _read_at(picture, _SMALL_PRINT), key=lambda one: _weight(one.lines))
    return found


def _read_at(picture: Any, longest: int) -> Picture:
    engine = _engine()
    engine.max_side_len = longest
    result, _ = engine(picture, use_cls=False, text_score=0.0)
    _give_back_memory()
    lines: list[OcrLine] = []
    unsure = 0
    for corners, text, score in result or []:
        xs = [float(point[0]) for point in corners]
        ys = [float(point[1]) for point in corners]
        body = str(text).strip()
        if body and float(score) < _LEAST:
            unsure += 1
        elif body:
            lines.append(OcrLine(body, min(xs), min(ys), max(xs), max(ys), float(score)))
    return Picture(_rows(lines), unsure=unsure)


def _give_back_memory() -> None:
    """Reading a page takes half a gigabyte, which glibc would keep for the next time."""
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)


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
