"""pdfium's functions as they are called here, tens of times a page.

pypdfium2's own prototypes make a typed pointer object of every handle, which costs as much
as the call itself; these take and return handles as plain integers.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

_P = ctypes.c_void_p
_I = ctypes.c_int
_U = ctypes.c_ulong


class Pdfium:
    """The library: ``raw`` for what is called once a page, the rest for what is hot.

    Every function is pdfium's of the same name (``box`` is ``FPDFText_GetLooseCharBox``),
    with integers for handles and addresses; 0 stands for no object.
    """

    def __init__(self) -> None:
        from pypdfium2 import raw

        self.raw: Any = raw
        self._buffer = ctypes.create_string_buffer(1 << 17)
        self.text = self._plain("FPDFText_GetText", _I, _P, _I, _I, _P)
        self.box = self._plain("FPDFText_GetLooseCharBox", _I, _P, _I, _P)
        self.tight_box = self._plain("FPDFText_GetCharBox", _I, _P, _I, _P, _P, _P, _P)
        self.to_char = self._plain("FPDFText_GetCharIndexFromTextIndex", _I, _P, _I)
        self.angle = self._plain("FPDFText_GetCharAngle", ctypes.c_float, _P, _I)
        self.object_of = self._plain("FPDFText_GetTextObject", _P, _P, _I)
        self.count_objects = self._plain("FPDFPage_CountObjects", _I, _P)
        self.object_at = self._plain("FPDFPage_GetObject", _P, _P, _I)
        self.count_inner = self._plain("FPDFFormObj_CountObjects", _I, _P)
        self.inner_at = self._plain("FPDFFormObj_GetObject", _P, _P, _U)
        self.type_of = self._plain("FPDFPageObj_GetType", _I, _P)
        self.bounds = self._plain("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)
        self.matrix = self._plain("FPDFPageObj_GetMatrix", _I, _P, _P)
        self.fill = self._plain("FPDFPageObj_GetFillColor", _I, _P, _P, _P, _P, _P)
        self.font_size = self._plain("FPDFTextObj_GetFontSize", _I, _P, _P)
        self.count_marks = self._plain("FPDFPageObj_CountMarks", _I, _P)
        self.mark_at = self._plain("FPDFPageObj_GetMark", _P, _P, _U)
        self.mark_name = self._plain("FPDFPageObjMark_GetName", _I, _P, _P, _U, _P)
        self.render_mode = self._plain("FPDFTextObj_GetTextRenderMode", _I, _P)
        self.draw_mode = self._plain("FPDFPath_GetDrawMode", _I, _P, _P, _P)
        self.count_segments = self._plain("FPDFPath_CountSegments", _I, _P)
        self.segment_at = self._plain("FPDFPath_GetPathSegment", _P, _P, _I)
        self.segment_type = self._plain("FPDFPathSegment_GetType", _I, _P)
        self.segment_point = self._plain("FPDFPathSegment_GetPoint", _I, _P, _P, _P)

    def scratch(self, size: int) -> int:
        """Address of at least ``size`` bytes, which the next call may write over."""
        if size > len(self._buffer):
            self._buffer = ctypes.create_string_buffer(size)
        return ctypes.addressof(self._buffer)

    def _plain(self, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
        address = ctypes.cast(getattr(self.raw, name), _P).value
        return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


@cache
def pdfium() -> Pdfium:
    """The library, loaded at the first call (about 60 ms)."""
    return Pdfium()


def address(handle: Any) -> int:
    """A handle of ``raw`` as the integer the plain functions take."""
    return ctypes.cast(handle, _P).value or 0
