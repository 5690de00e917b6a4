"""``load``: one row for everything, and a reason for whatever is not wholly read."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

from auditor.errors import LimitReached
from auditor.load import load
from auditor.load.options import Limits, LoadOptions
from auditor.model import Status
from tests.load.test_archive import zipped
from tests.load.test_language import ENGLISH, FOREIGN
from tests.load.word_files import docx

ONE = b"The Customer shall purchase all of its requirements exclusively from the Supplier."


def test_one_sentence_is_scanned() -> None:
    (document,) = load("a.txt", ONE, LoadOptions())
    assert document.status is Status.SCANNED
    assert document.reasons == ()
    assert document.language == "en"
    assert document.text.encode() == ONE


@pytest.mark.parametrize(
    ("path", "data", "status", "code"),
    [
        ("a.txt", b"", Status.FAILED, "empty"),
        ("a.txt", b" \n\n ", Status.FAILED, "no-text"),
        ("a.html", b"<html><script>x</script>", Status.FAILED, "no-text"),
        ("a.docx", docx("<w:p/>"), Status.FAILED, "no-text"),
        ("a.bin", bytes(range(256)) * 9, Status.SKIPPED, "unsupported-format"),
        ("a.pdf", b"%PDF-1.7 nothing more", Status.FAILED, "damaged"),
        ("a.docx", b"PK\x03\x04 nothing more", Status.FAILED, "damaged"),
        ("a.txt", FOREIGN["de"].encode() * 3, Status.SKIPPED, "language"),
        ("a.xlsx", zipped(("[Content_Types].xml", b""), ("xl/workbook.xml", b"")),
         Status.SKIPPED, "unsupported-format"),
    ],
)  # fmt: skip
def test_what_is_not_read_says_why(path: str, data: bytes, status: Status, code: str) -> None:
    (document,) = load(path, data, LoadOptions())
    assert document.status is status
    assert document.reasons[-1].code == code
    assert path in document.reasons[-1].message or code == "damaged"


def test_wrong_name_is_read_by_its_bytes_and_said() -> None:
    (document,) = load("contract.pdf", docx(f"<w:p><w:r><w:t>{ONE.decode()}</w:t></w:r></w:p>"),
                       LoadOptions())  # fmt: skip
    assert document.format == "docx"
    assert document.status is Status.SCANNED
    assert document.reasons[0].code == "format-mismatch"


def test_foreign_passage_makes_the_document_partial() -> None:
    text = "\n\n".join([ENGLISH[0] * 4, FOREIGN["fr"] * 4, ENGLISH[1] * 4])
    (document,) = load("a.txt", text.encode(), LoadOptions())
    assert document.status is Status.PARTIAL
    assert document.language == "en"
    (mark,) = document.marks
    assert (mark.kind, mark.detail) == ("foreign_language", "fr")
    assert "French" in document.reasons[0].message
    assert "paragraph 2" in document.reasons[0].message


def test_limits() -> None:
    (big,) = load("a.txt", ONE * 100, LoadOptions(limits=Limits(bytes=1000)))
    assert (big.status, big.reasons[0].code) == (Status.FAILED, "limit")
    (long,) = load("a.txt", b"\n\n".join([ONE] * 50), LoadOptions(limits=Limits(characters=1000)))
    assert (long.status, long.reasons[-1].code) == (Status.PARTIAL, "limit")
    assert len(long.text) == 1000
    assert long.blocks[-1].span.end <= 1000
    assert long.anchors[-1].end == 1000


def test_placeholders_are_marked() -> None:
    (document,) = load("a.txt", b"The fee is [insert amount] for the Customer.", LoadOptions())
    assert [mark.kind for mark in document.marks] == ["placeholder"]


def test_defect_in_one_member_costs_its_own_row(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = types.ModuleType("auditor.load.markdown")

    def read(*_: object) -> None:
        raise KeyError("defect")

    broken.read = read  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "auditor.load.markdown", broken)
    monkeypatch.setattr("auditor.load.markdown", broken, raising=False)
    documents = load("a.zip", zipped(("a.md", b"# x"), ("b.txt", ONE)), LoadOptions())
    assert [d.status for d in documents] == [Status.SCANNED, Status.FAILED, Status.SCANNED]
    assert documents[1].reasons[0].code == "internal-error"
    with pytest.raises(KeyError):
        load("a.md", b"# x", LoadOptions())


def test_endless_nesting_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("auditor.load.text.read", read)
    (document,) = load("a.txt", ONE, LoadOptions())
    assert document.reasons[0].code == LimitReached.code


@pytest.mark.shared
def test_real_contracts_are_read_whole(shared_dir: Path) -> None:
    for folder in ("contracts", "labelled"):
        for file in sorted((shared_dir / folder).iterdir()):
            if file.suffix not in {".txt", ".md", ".html"}:
                continue
            (document,) = load(file.name, file.read_bytes(), LoadOptions())
            assert document.status in {Status.SCANNED, Status.PARTIAL}, file.name
            assert document.language == "en", file.name
            assert all(
                a.span.end <= b.span.start
                for a, b in zip(document.blocks, document.blocks[1:], strict=False)
            )


@pytest.mark.shared
def test_nothing_hard_or_broken_passes_in_silence(shared_dir: Path) -> None:
    for file in sorted((shared_dir / "documents").iterdir()):
        if file.suffix in {".pdf", ".docx", ".tsv"}:
            continue
        for document in load(file.name, file.read_bytes(), LoadOptions()):
            assert document.status is Status.SCANNED or document.reasons, file.name
