"""Rows of documents that were not judged, and the words they use."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from auditor.model import Document, DocumentAudit, Reason, Status


def bare_row(
    path: str, status: Status, reason: Reason, *, sha256: str = "", format: str = ""
) -> DocumentAudit:
    """The row of an input of which nothing could be read."""
    return DocumentAudit(
        path=path, sha256=sha256, format=format, status=status, reasons=(str(reason),),
        language="", pages=0, words=0, title="", parties=(), findings=(), rating=None,
    )  # fmt: skip


def row_of(document: Document) -> DocumentAudit:
    """The row of a document that was skipped or could not be read."""
    return DocumentAudit(
        path=document.path, sha256=document.sha256, format=document.format,
        status=document.status, reasons=tuple(str(reason) for reason in document.reasons),
        language=document.language if document.text else "", pages=document.pages,
        words=len(document.text.split()), title=document.title,
        parties=(), findings=(), rating=None,
    )  # fmt: skip


def internal_error(error: Exception, doing: str) -> Reason:
    """The reason for a row lost to a defect of ours; says where, and never quotes the document."""
    if os.environ.get("AUDITOR_DEBUG"):
        traceback.print_exception(error, file=sys.stderr)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    message = (
        f"{type(error).__name__} at {where} while {doing} it;"
        " a defect of the auditor, please report it"
    )
    return Reason("internal-error", message)
