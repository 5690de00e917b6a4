"""What a PDF holds besides its pages: form fields, notes, signatures, attached files."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from auditor.load.pdf.page import Page
from auditor.model import Reason

_WIDGET, _TEXT_NOTE, _FREE_TEXT, _HIGHLIGHT, _POPUP = 20, 1, 3, 9, 16
_CHECKBOX, _RADIO, _PUSH_BUTTON, _SIGNATURE = 2, 3, 1, 7
_OFF = frozenset({"", "Off"})
_MOST_ANNOTATIONS = 2000


class Form:
    """The form of a document, opened only when it has one."""

    def __init__(self, raw: Any, document: Any) -> None:
        self.raw = raw
        self.kind = raw.FPDF_GetFormType(document)
        self._handle = None
        if self.kind != raw.FORMTYPE_NONE:
            self._config = raw.FPDF_FORMFILLINFO(version=2)
            self._handle = raw.FPDFDOC_InitFormFillEnvironment(document, self._config)

    def close(self) -> None:
        """Let go of the form; before the document."""
        if self._handle:
            self.raw.FPDFDOC_ExitFormFillEnvironment(self._handle)
            self._handle = None

    def reasons(self) -> list[Reason]:
        """What a reader must know about the form."""
        if self.kind not in {self.raw.FORMTYPE_XFA_FULL, self.raw.FORMTYPE_XFA_FOREGROUND}:
            return []
        return [
            Reason(
                "xfa-form",
                "the PDF is an XFA form, whose text may be put together only by Adobe's viewer: "
                "print it to a plain PDF there and scan that",
            )
        ]

    def read(self, handle: Any, page: Page) -> None:
        """Add the filled fields and the notes of a loaded page to ``page.extra``."""
        raw = self.raw
        for index in range(min(_MOST_ANNOTATIONS, raw.FPDFPage_GetAnnotCount(handle))):
            note = raw.FPDFPage_GetAnnot(handle, index)
            if not note:
                continue
            kind = raw.FPDFAnnot_GetSubtype(note)
            if kind == _WIDGET and self._handle:
                self._field(note, page)
            elif kind in {_TEXT_NOTE, _FREE_TEXT, _HIGHLIGHT}:
                words = self._value(note)
                if words and words not in page.raw:
                    page.extra.append(("text_box" if kind == _FREE_TEXT else "comment", words))
            raw.FPDFPage_CloseAnnot(note)

    def _field(self, note: Any, page: Page) -> None:
        raw = self.raw
        kind = raw.FPDFAnnot_GetFormFieldType(self._handle, note)
        if kind in {_PUSH_BUTTON, _SIGNATURE}:
            return
        name = _wide(raw.FPDFAnnot_GetFormFieldName, self._handle, note)
        label = _wide(raw.FPDFAnnot_GetFormFieldAlternateName, self._handle, note) or name
        value = _wide(raw.FPDFAnnot_GetFormFieldValue, self._handle, note).strip()
        if kind in {_CHECKBOX, _RADIO}:
            if value in _OFF or not raw.FPDFAnnot_IsChecked(self._handle, note):
                return
            value = f"[x] {value}"
        if value:
            page.extra.append(("form_field", f"{label}: {value}" if label else value))

    def _value(self, note: Any) -> str:
        raw = self.raw
        return _wide(raw.FPDFAnnot_GetStringValue, note, b"Contents").strip()


def _wide(function: Any, *arguments: Any) -> str:
    """What one of pdfium's functions writes into a buffer of UTF-16."""
    size = function(*arguments, None, 0)
    if size <= 2 or size > 2_000_000:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    function(*arguments, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").replace("\r", "\n")


def signed(raw: Any, document: Any) -> list[Reason]:
    """A note when the file is signed: a changed copy no longer is."""
    count = raw.FPDF_GetSignatureCount(document)
    if count < 1:
        return []
    return [Reason("signed", f"the PDF carries {count} digital signature(s); not checked here")]


def attachments(raw: Any, document: Any, largest: int) -> Iterator[tuple[str, bytes | None]]:
    """Name and bytes of each attached file; None for one that is too large or unreadable.

    Args:
        raw: the ``pypdfium2.raw`` module.
        document: an open document.
        largest: bytes above which an attachment is not taken out.
    """
    for index in range(raw.FPDFDoc_GetAttachmentCount(document)):
        attached = raw.FPDFDoc_GetAttachment(document, index)
        if not attached:
            yield f"attachment {index + 1}", None
            continue
        name = _wide(raw.FPDFAttachment_GetName, attached) or f"attachment {index + 1}"
        size = ctypes.c_ulong()
        readable = raw.FPDFAttachment_GetFile(attached, None, 0, ctypes.byref(size))
        if not readable or size.value > largest:
            yield name, None
            continue
        buffer = ctypes.create_string_buffer(size.value)
        readable = raw.FPDFAttachment_GetFile(attached, buffer, size.value, ctypes.byref(size))
        yield name, buffer.raw[: size.value] if readable else None
