"""The one interface of all report formats: open, add documents as they come, close.

A report for a path is written beside it and takes its name only when it is complete, so a
run that is interrupted leaves the former report as it was.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any, Protocol, cast

from auditor.errors import UsageError
from auditor.model import DocumentAudit, Perspective, Portfolio

FORMATS = ("html", "json", "jsonl", "sarif", "csv", "text", "compact", "summary")
"""``text`` says everything of every document, ``compact`` a line a finding, ``summary`` the run."""

EXTENSIONS = {
    ".html": "html", ".htm": "html", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".sarif": "sarif", ".csv": "csv", ".txt": "text",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunMeta:
    """What is true of the whole run.

    Attributes:
        perspective: whose side the bands are for.
        tool_version, pack_version: of the auditor and of the rule pack.
        options: the options of the run, as plain JSON values.
        started: ISO 8601 time, or "" to leave it out, so that the same input gives the same bytes.
    """

    perspective: Perspective
    tool_version: str
    pack_version: str
    options: Mapping[str, Any] = field(default_factory=dict)
    started: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a worker made of a document, so that a writer only copies bytes.

    Attributes:
        json: ``json.dumps`` of ``serial.document_to_dict``, in UTF-8.
        html: what ``html.render_document`` gives, or None.
    """

    json: bytes
    html: bytes | None = None


class Writer(Protocol):
    """A report being written. Memory does not grow with the documents' findings."""

    def add(self, document: DocumentAudit, *, prepared: Prepared | None = None) -> None:
        """Take the next document.

        ``prepared`` is what was made of the very same document elsewhere (in a worker
        process); formats that do not need it ignore it.
        """
        ...

    def close(self, portfolio: Portfolio) -> None:
        """Write what comes last; the report is complete, and the writer cannot be used again."""
        ...

    def discard(self) -> None:
        """Give up: a report for a path leaves nothing behind. Does nothing after ``close``."""
        ...


def format_of(path: str) -> str:
    """The format that a file's extension asks for.

    Raises:
        UsageError: no format has this extension; the message names those there are.
    """
    name = path.lower()
    if name.endswith(".sarif.json"):
        return "sarif"
    extension = Path(name).suffix
    if extension not in EXTENSIONS:
        allowed = ", ".join(EXTENSIONS)
        raise UsageError(f"{path}: no report format has this extension; use one of {allowed}")
    return EXTENSIONS[extension]


def open_writer(
    format: str, target: Path | IO[str], meta: RunMeta, *, color: bool | None = None
) -> Writer:
    """Begin a report.

    Args:
        format: one of ``FORMATS``.
        target: a path, whose folder is made when missing, or an open text stream, which stays
            open.
        meta: see ``RunMeta``.
        color: for text on a terminal; None looks at the stream, ``NO_COLOR`` and ``TERM``.

    Raises:
        UsageError: an unknown format, or a path that cannot be written.
    """
    if format not in FORMATS:
        raise UsageError(f"no report format {format!r}; use one of {', '.join(FORMATS)}")
    output = Output(target)
    if format in ("text", "compact", "summary"):
        from auditor.report.text import TextWriter

        return TextWriter(output, meta, style=format, color=color)
    module = importlib.import_module(f"auditor.report.{format}")
    return cast(Writer, module.writer(output, meta))


class Output:
    """Where a report's characters go: a stream of the caller's, or a path replaced at the end.

    Characters that UTF-8 cannot hold (lone surrogates, from damaged files and file names)
    are written as ``\\udXXX``, which inside JSON strings is their own escape.
    """

    def __init__(self, target: Path | IO[str]) -> None:
        self._path = target if isinstance(target, Path) else None
        self._temporary: Path | None = None
        if self._path is None:
            self.stream = cast("IO[str]", target)
            return
        self._temporary = self._path.with_name(f".{self._path.name}.{os.getpid()}.part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self.stream = cast(
                "IO[str]",
                self._temporary.open("w", encoding="utf-8", errors="backslashreplace", newline=""),
            )
        except OSError as error:
            raise UsageError(f"{self._path}: cannot be written: {error.strerror}") from error

    @property
    def is_file(self) -> bool:
        """Whether the report goes to a path of its own."""
        return self._path is not None

    def write(self, text: str) -> None:
        """Append characters."""
        try:
            self.stream.write(text)
        except UnicodeEncodeError:
            encoding = getattr(self.stream, "encoding", None) or "utf-8"
            self.stream.write(text.encode(encoding, "backslashreplace").decode(encoding))

    def write_bytes(self, data: bytes) -> None:
        """Append UTF-8, without decoding it where the stream allows."""
        if isinstance(self.stream, TextIOWrapper) and self.is_file:
            self.stream.flush()
            self.stream.buffer.write(data)
        else:
            self.write(data.decode("utf-8"))

    def commit(self) -> None:
        """The report is complete: flush a stream, or give the file its name.

        Raises:
            UsageError: the file cannot be put in its place.
        """
        self.stream.flush()
        if self._path is None or self._temporary is None:
            return
        self.stream.close()
        try:
            self._temporary.replace(self._path)
        except OSError as error:
            self.discard()
            raise UsageError(f"{self._path}: cannot be written: {error.strerror}") from error
        self._temporary = None

    def discard(self) -> None:
        """Leave nothing behind of a file that is not complete."""
        if self._temporary is not None:
            self.stream.close()
            self._temporary.unlink(missing_ok=True)
            self._temporary = None
