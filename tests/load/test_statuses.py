"""Every file of the shared samples ends as the table says, with reasons a user understands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.load import load, ocr
from auditor.load.options import Limits, LoadOptions
from auditor.model import Document, Status

TABLE = Path(__file__).parent / "data" / "statuses.tsv"
FOLDERS = ("contracts", "documents")
#: What a reason must not be: a program's own words.
_INTERNALS = re.compile(r"Traceback|Error\b|Exception|0x[0-9a-f]{4}|\bNone\b|<class|object at")
#: Notes that say how a text was read; every other code in the table is to be there.
_ADVICE = re.compile(
    r"ask for|get a|look at|give|save|export|scan|unpack|translat|convert|raise|not opened again"
)

pytestmark = pytest.mark.shared

Row = tuple[str, tuple[str, ...]]


def expected() -> dict[str, Row]:
    """By path: status and codes of reasons."""
    rows: dict[str, Row] = {}
    for line in TABLE.read_text("utf-8").splitlines()[1:]:
        path, status, codes = line.split("\t")
        rows[path] = (status, tuple(codes.split(", ")) if codes else ())
    return rows


#: Time enough for OCR on a slow or busy machine: the table is of files, not of machines.
OPTIONS = LoadOptions(limits=Limits(seconds=3600))


def loaded(shared: Path) -> Iterator[Document]:
    for folder in FOLDERS:
        for file in sorted((shared / folder).iterdir()):
            if file.suffix != ".tsv":
                yield from load(f"{folder}/{file.name}", file.read_bytes(), OPTIONS)


@pytest.fixture(scope="module")
def documents(shared_dir: Path) -> list[Document]:
    return list(loaded(shared_dir))


def test_statuses_are_those_of_the_table(documents: list[Document]) -> None:
    table = expected()
    if not ocr.available():
        scans = {path for path, (_, codes) in table.items() if "ocr" in codes}
        assert all(d.status is not Status.SCANNED for d in documents if d.path in scans)
        documents = [d for d in documents if d.path not in scans]
        table = {path: row for path, row in table.items() if path not in scans}
    found = {d.path: (d.status.value, tuple(r.code for r in d.reasons)) for d in documents}
    assert {path: row for path, row in found.items() if table.get(path) != row} == {}
    assert set(table) == set(found)


def test_what_was_not_read_is_said_in_words_that_help(documents: list[Document]) -> None:
    for document in documents:
        for reason in document.reasons:
            assert not _INTERNALS.search(reason.message), str(reason)
        if document.status is not Status.SCANNED:
            assert any(_ADVICE.search(r.message) for r in document.reasons), document.path
