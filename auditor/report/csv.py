"""CSV for spreadsheets: a row a reported finding, and a row a document not fully read.

Contract text is hostile: a cell that a spreadsheet would run as a formula is led by an
apostrophe (OWASP, "CSV Injection"). A file begins with a byte order mark, without which Excel
reads UTF-8 as something else.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from auditor.model import DocumentAudit, Finding, Portfolio, Status
from auditor.report.wording import parameter_label, parameter_value, visible
from auditor.report.writer import Output, Prepared, RunMeta

COLUMNS = (
    "document", "status", "reasons", "document_band", "band", "confidence", "type", "family",
    "kind", "title", "clause", "heading", "page", "bound_party", "beneficiary", "quote",
    "parameters", "why", "what_would_lower_it", "question", "fallback", "interactions", "cuad",
    "finding_status", "finding_id", "start", "end", "sha256", "duplicate_of",
)  # fmt: skip

_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def writer(output: Output, meta: RunMeta) -> CsvWriter:
    """Begin the report; see ``writer.open_writer``."""
    return CsvWriter(output, meta)


class CsvWriter:
    """See ``writer.Writer``. Rows end with CRLF (RFC 4180)."""

    def __init__(self, output: Output, meta: RunMeta) -> None:
        self._output = output
        if output.is_file:
            output.write("\ufeff")
        self._write([dict(zip(COLUMNS, COLUMNS, strict=True))])

    def add(self, document: DocumentAudit, *, prepared: Prepared | None = None) -> None:
        about = _about(document)
        rows = [about | _row(finding) for finding in document.findings if finding.reported]
        if document.status is not Status.SCANNED:
            rows.insert(0, about)
        self._write(rows)

    def close(self, portfolio: Portfolio) -> None:
        self._output.commit()

    def discard(self) -> None:
        self._output.discard()

    def _write(self, rows: list[dict[str, Any]]) -> None:
        buffer = io.StringIO()
        table = csv.writer(buffer)
        for row in rows:
            table.writerow([_cell(row.get(column, "")) for column in COLUMNS])
        self._output.write(buffer.getvalue())


def _about(document: DocumentAudit) -> dict[str, Any]:
    band = document.rating.band if document.rating else None
    return {
        "document": document.path,
        "status": document.status.value,
        "reasons": "; ".join(document.reasons),
        "document_band": (band.value if band else "none") if document.rating else "",
        "sha256": document.sha256,
        "duplicate_of": document.duplicate_of,
    }


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "band": finding.band.value,
        "confidence": finding.confidence.level.value,
        "type": finding.type,
        "family": finding.family,
        "kind": finding.kind,
        "title": finding.title,
        "clause": finding.clause,
        "heading": finding.heading,
        "page": finding.page,
        "bound_party": finding.bound_party,
        "beneficiary": finding.beneficiary,
        "quote": finding.quote,
        "parameters": "; ".join(
            f"{parameter_label(p.name)}: {parameter_value(p)}" for p in finding.parameters
        ),
        "why": finding.why,
        "what_would_lower_it": finding.what_would_lower_it,
        "question": finding.question,
        "fallback": finding.playbook.fallback,
        "interactions": "; ".join(finding.interactions),
        "cuad": "; ".join(finding.cuad),
        "finding_status": finding.status,
        "finding_id": finding.id,
        "start": finding.span.start if finding.span else None,
        "end": finding.span.end if finding.span else None,
    }


def _cell(value: Any) -> str:
    """The text of a cell: safe to open in a spreadsheet, control characters visible."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    return "'" + visible(value) if _FORMULA.match(value) else visible(value)
