"""JSON: one object, documents streamed one a line, the portfolio last."""

from __future__ import annotations

import json
from typing import Any

from auditor.model import DocumentAudit, Portfolio
from auditor.report.serial import SCHEMA_VERSION, document_to_dict, portfolio_to_dict
from auditor.report.writer import Output, Prepared, RunMeta


def writer(output: Output, meta: RunMeta) -> JsonWriter:
    """Begin the report; see ``writer.open_writer``."""
    return JsonWriter(output, meta)


def dumps(value: Any) -> str:
    """Compact JSON of one line; NaN is not JSON, and an error of ours."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def head(meta: RunMeta) -> dict[str, Any]:
    """The keys about the run that stand before the documents; ``started`` only when given."""
    keys: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "auditor", "version": meta.tool_version},
        "pack_version": meta.pack_version,
        "perspective": meta.perspective,
        "options": dict(meta.options),
    }
    if meta.started:
        keys["started"] = meta.started
    return keys


class JsonWriter:
    """See ``writer.Writer``."""

    def __init__(self, output: Output, meta: RunMeta) -> None:
        self._output = output
        self._between = "\n"
        output.write(dumps(head(meta))[:-1] + ',\n"documents":[')

    def add(self, document: DocumentAudit, *, prepared: Prepared | None = None) -> None:
        self._output.write(self._between)
        if prepared is None:
            self._output.write(dumps(document_to_dict(document)))
        else:
            self._output.write_bytes(prepared.json)
        self._between = ",\n"

    def close(self, portfolio: Portfolio) -> None:
        self._output.write('\n],\n"portfolio":' + dumps(portfolio_to_dict(portfolio)) + "}\n")
        self._output.commit()

    def discard(self) -> None:
        self._output.discard()
