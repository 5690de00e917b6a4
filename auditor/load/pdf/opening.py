"""From bytes to an open pdfium document: passwords tried, damage repaired where it can be."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from auditor.errors import Damaged, Encrypted, Unsupported
from auditor.model import Reason

_ERR_PASSWORD = 4
_ERR_SECURITY = 5
_REPAIR_LIMIT = 64 * 1024 * 1024
_CATALOG = re.compile(rb"(\d+)\s+(\d+)\s+obj\b[^>]{0,200}?/Type\s*/Catalog\b")
_REPAIRED = Reason(
    "repaired",
    "the PDF is cut off or damaged: what could be found was read, parts may be missing; ask for "
    "an undamaged copy",
)


@dataclass(slots=True)
class Opened:
    """An open document.

    Attributes:
        handle: pdfium's; close with ``FPDF_CloseDocument``.
        data: the bytes pdfium reads from, which must live as long as the handle.
        password: that opened it, or None.
        reasons: what had to be done to open it.
        damaged: whether parts of it may be lost.
    """

    handle: Any
    data: bytes
    password: str | None
    reasons: list[Reason]
    damaged: bool


def open_pdf(raw: Any, data: bytes, passwords: Sequence[str]) -> Opened:
    """Open ``data``.

    Args:
        raw: the ``pypdfium2.raw`` module.
        data: the whole file.
        passwords: tried in turn when the empty one does not open it.

    Raises:
        Encrypted: none of the passwords opens it.
        Unsupported: it is locked by a scheme other than passwords.
        Damaged: neither pdfium nor pypdf finds a document in it.
    """
    if not data:
        raise Damaged("the file is empty (0 bytes): ask for it again")
    error = 0
    for password in (None, *passwords):
        secret = None if password is None else password.encode("utf-8", "replace")
        handle = raw.FPDF_LoadMemDocument64(data, len(data), secret)
        if handle:
            return _checked(raw, Opened(handle, data, password, [], False))
        error = raw.FPDF_GetLastError()
        if error != _ERR_PASSWORD:
            break
    if error == _ERR_PASSWORD:
        tried = f"none of the {len(passwords)} passwords given opens it" if passwords else (
            "the PDF is encrypted and no password was given"
        )  # fmt: skip
        raise Encrypted(f"{tried}: give its password, or a copy without one")
    if error == _ERR_SECURITY:
        raise Unsupported(
            "the PDF is locked by a scheme other than passwords (rights management or a "
            "certificate): ask for a copy without it"
        )
    return _repaired(raw, data)


def _checked(raw: Any, opened: Opened) -> Opened:
    """Say so when pdfium had to rebuild the file's table of objects."""
    if raw.FPDF_DocumentHasValidCrossReferenceTable(opened.handle):
        return opened
    if b"%%EOF" in opened.data[-2048:]:
        return opened
    opened.damaged = True
    opened.reasons.append(_REPAIRED)
    return opened


def _repaired(raw: Any, data: bytes) -> Opened:
    """A document pdfium refuses, with its trailer made up or written anew by pypdf."""
    attempts = (_with_trailer, _rewritten) if len(data) <= _REPAIR_LIMIT else ()
    for attempt in attempts:
        again = attempt(data)
        handle = raw.FPDF_LoadMemDocument64(again, len(again), None) if again else None
        if handle and again and raw.FPDF_GetPageCount(handle) > 0:
            return Opened(handle, again, None, [_REPAIRED], True)
        if handle:
            raw.FPDF_CloseDocument(handle)
    raise Damaged("no pages can be found in this PDF, even after repair: ask for it again")


def _with_trailer(data: bytes) -> bytes | None:
    """The file with a trailer that names its catalogue, for one that was cut off."""
    found = _CATALOG.findall(data)
    if not found:
        return None
    number, generation = found[-1]
    return data + b"\ntrailer\n<< /Root %s %s R >>\nstartxref\n0\n%%%%EOF\n" % (
        number,
        generation,
    )


def _rewritten(data: bytes) -> bytes | None:
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        writer = pypdf.PdfWriter()
        for page in reader.pages:
            writer.add_page(page)
        target = io.BytesIO()
        writer.write(target)
    except Exception:  # pypdf raises whatever the damage leads to
        return None
    return target.getvalue() if writer.pages else None
