"""What else is drawn on a page: rules, boxes and images, from pdfium's page objects.

Text objects are looked at for one thing only: whether their ink may not be seen.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field

from auditor.load.pdf.page import Box, Frame, upright
from auditor.load.pdf.pdfium import Pdfium

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_DEEPEST = 4
_MOST = 20_000  # objects looked at on one page
MOST_RULES = 4000  # rules kept of one page; more are a drawing
_PALE = 3 * 235  # sum of red, green and blue above which ink may not show on white paper
_FAINT = 26  # of 255: an ink more transparent than that may not show either
_TINY = 2.0  # points
_UNSEEN = frozenset({3, 7})  # text render modes that put no ink on the page
_OUTLINED = 1  # only the letters' outlines are drawn, in a colour of their own
_LAYER = "OC".encode("utf-16-le") + b"\0\0"  # the mark of content in a layer
_THIN = 3.0  # points: a box no thicker is a rule
_LINE_TO, _MOVE_TO = 0, 2

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawn:
    """What a page shows besides text; all boxes upright, from the page's top left.

    Attributes:
        objects: number of page objects, those inside forms included.
        texts: number of text objects among them.
        image_area: share of the page that images cover, at most 1.
        rules: thin boxes, and the edges of larger ones.
        dark: boxes filled with a dark colour, large enough to hide a word.
        faint: text objects, by address, that may not be seen, and why: "unseen", "pale",
            "tiny" or "layer".
        complete: False when there were more objects than are looked at.
    """

    objects: int = 0
    texts: int = 0
    image_area: float = 0.0
    rules: list[Box] = field(default_factory=list)
    dark: list[Box] = field(default_factory=list)
    faint: dict[int, str] = field(default_factory=dict)
    complete: bool = True


class _Walk:
    def __init__(self, lib: Pdfium, frame: Frame, turned: int) -> None:
        self.lib = lib
        self.frame = frame
        self.turned = turned
        self.drawn = Drawn()
        self.page_area = max(1.0, (frame[2] - frame[0]) * (frame[1] - frame[3]))
        self._floats = (ctypes.c_float * 4)()
        start = ctypes.addressof(self._floats)
        self._floats_at = (start, start + 4, start + 8, start + 12)
        self._ink = (ctypes.c_uint * 4)()
        start = ctypes.addressof(self._ink)
        self._ink_at = (start, start + 4, start + 8, start + 12)
        self._six = (ctypes.c_float * 6)()
        self._modes = (ctypes.c_int * 2)()
        self._name = ctypes.create_string_buffer(32)
        self._size = ctypes.c_ulong()

    def page(self, page: int) -> None:
        """Look at all objects of the page at the address ``page``."""
        at, kind_of = self.lib.object_at, self.lib.type_of
        count = self.lib.count_objects(page)
        self.drawn.complete = count <= _MOST
        count = min(count, _MOST)
        drawn = [(d, kind_of(d)) for i in range(count) if (d := at(page, i))]
        self._all(drawn, IDENTITY, 1)

    def _all(self, objects: list[tuple[int, int]], matrix: Matrix, depth: int) -> None:
        """Look at objects, given by address and type, of the page or of one form."""
        texts = [address for address, kind in objects if kind == _TEXT]
        self.drawn.objects += len(objects)
        self.drawn.texts += len(texts)
        self._texts(texts, matrix)
        for address, kind in objects:
            if kind != _TEXT:
                self._other(address, kind, matrix, depth)

    def _texts(self, texts: list[int], matrix: Matrix) -> None:
        """Note those that may not be seen.

        The others, sixty a page, cost two microseconds each, so that every call counts.
        """
        fill, mode_of, bounds = self.lib.fill, self.lib.render_mode, self.lib.bounds
        marks = self.lib.count_marks
        ink, at, where, floats = self._ink, self._ink_at, self._floats_at, self._floats
        faint = self.drawn.faint
        low = _TINY / max(0.01, min(math.hypot(*matrix[:2]), math.hypot(*matrix[2:4])))
        for text in texts:
            fill(text, *at)
            mode = mode_of(text)
            if mode in _UNSEEN:
                faint[text] = "unseen"
            elif (
                (ink[1] > 200 and ink[0] + ink[1] + ink[2] > _PALE)
                or ink[3] < _FAINT
                or mode == _OUTLINED
            ):
                faint[text] = "pale"
            elif marks(text) and self._in_layer(text):
                faint[text] = "layer"
            bounds(text, *where)
            if floats[3] - floats[1] < low or floats[2] - floats[0] < low:
                self._small(text, matrix)

    def _small(self, text: int, matrix: Matrix) -> None:
        """Note a text object of tiny type; a full stop is as low, and is none."""
        self.lib.font_size(text, self._floats_at[0])
        self.lib.matrix(text, ctypes.addressof(self._six))
        _, _, c, d, _, _ = times(tuple(self._six), matrix)
        if self._floats[0] * math.hypot(c, d) < _TINY:
            self.drawn.faint.setdefault(text, "tiny")

    def _in_layer(self, text: int) -> bool:
        """Whether the text stands in a layer, which may be switched off."""
        for index in range(self.lib.count_marks(text)):
            mark = self.lib.mark_at(text, index)
            start = ctypes.addressof(self._name)
            size = ctypes.addressof(self._size)
            if self.lib.mark_name(mark, start, len(self._name), size) and (
                self._name.raw[: self._size.value] == _LAYER
            ):
                return True
        return False

    def _other(self, drawn: int, kind: int, matrix: Matrix, depth: int) -> None:
        if kind == _PATH:
            self._path(drawn, matrix)
        elif kind == _IMAGE:
            left, top, right, bottom = self._box(drawn, matrix)
            share = (right - left) * (bottom - top) / self.page_area
            self.drawn.image_area = min(1.0, self.drawn.image_area + share)
        elif kind == _FORM and depth < _DEEPEST:
            self._form(drawn, matrix, depth)

    def _form(self, form: int, matrix: Matrix, depth: int) -> None:
        at, kind_of = self.lib.inner_at, self.lib.type_of
        count = self.lib.count_inner(form)
        count = min(count, max(0, _MOST - self.drawn.objects))
        drawn = [(d, kind_of(d)) for i in range(count) if (d := at(form, i))]
        if drawn:
            self.lib.matrix(form, ctypes.addressof(self._six))
            self._all(drawn, times(tuple(self._six), matrix), depth + 1)

    def _box(self, drawn: int, matrix: Matrix) -> Box:
        """The object's upright box on the page."""
        self.lib.bounds(drawn, *self._floats_at)
        floats = self._floats  # by index: taken apart it costs four times as much
        left, bottom, right, top = floats[0], floats[1], floats[2], floats[3]
        if matrix is not IDENTITY:
            left, bottom, right, top = moved((left, bottom, right, top), matrix)
        if self.turned:
            return upright((left, top, right, bottom), self.frame, self.turned)
        x0, y1 = self.frame[0], self.frame[1]
        return left - x0, y1 - top, right - x0, y1 - bottom

    def _path(self, path: int, matrix: Matrix) -> None:
        rules = self.drawn.rules
        if len(rules) > MOST_RULES:
            return
        box = self._box(path, matrix)
        width, height = box[2] - box[0], box[3] - box[1]
        if width <= _THIN or height <= _THIN:
            rules.append(box)
            return
        hides = height >= 5 and width >= 8 and width * height < self.page_area / 2
        if hides and self._is_dark(path):
            self.drawn.dark.append(box)
        if self.lib.count_segments(path) <= 6:
            if width * height < 0.9 * self.page_area:
                rules.extend(_edges(box))
        else:
            self._segments(path, matrix)

    def _is_dark(self, path: int) -> bool:
        """Whether the path is filled with a dark and solid colour."""
        modes = ctypes.addressof(self._modes)
        self.lib.draw_mode(path, modes, modes + 4)
        if not self._modes[0]:
            return False
        self.lib.fill(path, *self._ink_at)
        red, green, blue, alpha = self._ink
        return bool(alpha > 200 and red + green + blue < 240)

    def _segments(self, path: int, matrix: Matrix) -> None:
        """The upright and level lines of a longer path."""
        self.lib.matrix(path, ctypes.addressof(self._six))
        own = times(tuple(self._six), matrix)
        point = (ctypes.c_float * 2)()
        where = ctypes.addressof(point)
        last: tuple[float, float] | None = None
        for index in range(min(2000, self.lib.count_segments(path))):
            segment = self.lib.segment_at(path, index)
            kind = self.lib.segment_type(segment)
            self.lib.segment_point(segment, where, where + 4)
            x, y = point[0], point[1]
            here = (own[0] * x + own[2] * y + own[4], own[1] * x + own[3] * y + own[5])
            if kind == _LINE_TO and last is not None:
                x0, x1 = sorted((last[0], here[0]))
                y0, y1 = sorted((last[1], here[1]))
                if x1 - x0 <= _THIN or y1 - y0 <= _THIN:
                    self.drawn.rules.append(upright((x0, y1, x1, y0), self.frame, self.turned))
            last = here if kind in {_LINE_TO, _MOVE_TO} else None


def look(lib: Pdfium, page: int, frame: Frame, turned: int) -> Drawn:
    """What is drawn on a loaded page besides its text.

    Args:
        lib: the library.
        page: address of the page.
        frame, turned: see ``page.Page``.
    """
    walk = _Walk(lib, frame, turned)
    walk.page(page)
    return walk.drawn


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` first, then ``outer`` (PDF 32000-1, 8.3.4)."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r, a * q + b * s,
        c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def moved(box: Box, matrix: Matrix) -> Box:
    """The box (left, bottom, right, top) around ``box`` under ``matrix``."""
    a, b, c, d, e, f = matrix
    if b == 0 == c and a > 0 < d:
        return a * box[0] + e, d * box[1] + f, a * box[2] + e, d * box[3] + f
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _edges(box: Box) -> list[Box]:
    left, top, right, bottom = box
    return [
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ]
