"""JSON Lines: a document a line, each with what is true of its run, so that files can be joined."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from auditor.errors import UsageError
from auditor.model import DocumentAudit, Portfolio
from auditor.report.json import dumps, head
from auditor.report.parse import document_from_dict
from auditor.report.serial import SCHEMA_VERSION, document_to_dict
from auditor.report.writer import Output, Prepared, RunMeta


def writer(output: Output, meta: RunMeta) -> JsonLinesWriter:
    """Begin the report; see ``writer.open_writer``."""
    return JsonLinesWriter(output, meta)


class JsonLinesWriter:
    """See ``writer.Writer``. A line is complete as soon as its document is added."""

    def __init__(self, output: Output, meta: RunMeta) -> None:
        self._output = output
        self._head = head(meta)

    def add(self, document: DocumentAudit, *, prepared: Prepared | None = None) -> None:
        if prepared is None:
            self._output.write(dumps(self._head | document_to_dict(document)) + "\n")
            return
        self._output.write(dumps(self._head)[:-1] + ",")
        self._output.write_bytes(prepared.json[1:] + b"\n")

    def close(self, portfolio: Portfolio) -> None:
        """The portfolio is not written: it is drawn anew from the lines of all shards."""
        self._output.commit()

    def discard(self) -> None:
        self._output.discard()


def read_lines(lines: Iterable[str], name: str) -> Iterator[tuple[RunMeta, DocumentAudit]]:
    """The documents of a JSON Lines report, each with its run.

    Args:
        lines: the lines; empty ones are passed over.
        name: of the file, for messages.

    Raises:
        UsageError: a line is not a document of this schema version, with its number.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            version = data["schema_version"]
            meta = RunMeta(
                perspective=data["perspective"],
                tool_version=data["tool"]["version"],
                pack_version=data["pack_version"],
                options=data["options"],
                started=data.get("started", ""),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"{name}:{number}: not a line of an audit ({type(error).__name__}: {error}); "
                "give a file that `auditor scan` wrote as JSON Lines (-o NAME.jsonl, or --shards)"
            ) from error
        if version != SCHEMA_VERSION:
            raise UsageError(
                f"{name}:{number}: schema version {version}, this release reads {SCHEMA_VERSION}; "
                "scan the documents again"
            )
        yield meta, document_from_dict(data)
