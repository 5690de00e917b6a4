"""Results of a large run in pieces: JSON Lines, and Parquet where pyarrow is installed.

    results/part-00000.jsonl     a document a line, as the JSON Lines report writes it
    results/part-00000.parquet   a document a row, with its findings as a list of structs

`auditor report` reads the former again. DuckDB reads both:

    SELECT path, f.type, f.band FROM 'results/*.parquet', UNNEST(findings) AS t(f)

A piece takes its name when it is complete, so a run that is killed leaves whole pieces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from auditor.errors import UsageError
from auditor.model import DocumentAudit, Portfolio
from auditor.report.json import dumps
from auditor.report.jsonl import JsonLinesWriter, read_lines
from auditor.report.serial import finding_to_dict, reading_to_dict
from auditor.report.writer import Output, Prepared, RunMeta

DOCUMENTS = 1000
"""Documents in a piece."""
_FIELDS = ("id", "type", "family", "kind", "title", "band", "status", "quote", "clause", "heading")


class ShardWriter:
    """See ``writer.Writer``; writes into a folder, which must hold no pieces of another run.

    Raises:
        UsageError: the folder cannot be written, or holds pieces already.
    """

    def __init__(self, folder: Path, meta: RunMeta, *, documents: int = DOCUMENTS) -> None:
        if folder.is_dir() and any(folder.glob("part-*")):
            raise UsageError(f"{folder} holds results already; give a new folder, or delete them")
        self._folder = folder
        self._meta = meta
        self._size = documents
        self._tables = find_spec("pyarrow") is not None
        self._pieces = 0
        self._rows: list[dict[str, Any]] = []
        self._lines, self._output = self._open()

    def add(self, document: DocumentAudit, *, prepared: Prepared | None = None) -> None:
        self._lines.add(document, prepared=prepared)
        self._rows.append(row(document) if self._tables else {})
        if len(self._rows) >= self._size:
            self._complete()
            self._lines, self._output = self._open()

    def close(self, portfolio: Portfolio) -> None:
        """Complete the last piece; the portfolio is drawn anew from all pieces."""
        if self._rows:
            self._complete()
        else:
            self._output.discard()

    def discard(self) -> None:
        """Give up the piece that is not complete; whole pieces stay."""
        self._output.discard()

    def _name(self, suffix: str) -> Path:
        return self._folder / f"part-{self._pieces:05}{suffix}"

    def _open(self) -> tuple[JsonLinesWriter, Output]:
        output = Output(self._name(".jsonl"))
        return JsonLinesWriter(output, self._meta), output

    def _complete(self) -> None:
        if self._tables:
            write_table(self._rows, self._name(".parquet"))
        self._output.commit()
        self._rows = []
        self._pieces += 1


def row(document: DocumentAudit) -> dict[str, Any]:
    """A document as a row of a table."""
    rating = document.rating
    return {
        **reading_to_dict(document),
        "duplicate_of": document.duplicate_of,
        "band": rating.band.value if rating and rating.band else None,
        "verdict": rating.verdict if rating else None,
        "findings": [
            {name: data[name] for name in _FIELDS}
            | {
                "level": data["confidence"]["level"],
                "score": data["confidence"]["score"],
                "reported": data["reported"],
                "page": data["page"],
                "bound_party": data["bound_party"],
                "json": dumps(data),
            }
            for data in map(finding_to_dict, document.findings)
        ],
    }


def write_table(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Write rows as Parquet, under its name when it is complete."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    text, number = pa.string(), pa.int64()
    finding = pa.struct(
        [(name, text) for name in _FIELDS]
        + [("level", text), ("score", pa.float64()), ("reported", pa.bool_())]
        + [("page", number), ("bound_party", text), ("json", text)]
    )
    schema = pa.schema(
        [(name, text) for name in ("path", "sha256", "format", "status")]
        + [("reasons", pa.list_(text)), ("language", text), ("pages", number), ("words", number)]
        + [("title", text), ("duplicate_of", text), ("band", text), ("verdict", text)]
        + [("findings", pa.list_(finding))]
    )
    part = path.with_name(f".{path.name}.part")
    pq.write_table(pa.Table.from_pylist([_clean(one) for one in rows], schema=schema), part)
    part.replace(path)


def read_shards(paths: Sequence[Path]) -> Iterator[tuple[RunMeta, DocumentAudit]]:
    """The documents of JSON Lines files, and of folders of them, each with its run.

    Raises:
        UsageError: a file cannot be read, or is none of ours; a folder without any.
    """
    for path in paths:
        files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not files:
            raise UsageError(f"{path}: no .jsonl file in it; give what --shards wrote")
        for file in files:
            try:
                with file.open(encoding="utf-8") as lines:
                    yield from read_lines(lines, str(file))
            except OSError as error:
                raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
            except UnicodeDecodeError:
                raise UsageError(f"{file}: is no text; give the .jsonl files") from None


def _clean(value: Any) -> Any:
    """Strings without lone surrogates, which Parquet cannot hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    return value
