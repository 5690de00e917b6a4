"""Old formats by way of LibreOffice, present or not."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from auditor.load import load
from auditor.load.options import Limits, LoadOptions
from auditor.model import Status
from tests.load.compound import compound_file
from tests.load.word_files import docx

RTF = b"{\\rtf1\\ansi The Supplier shall deliver the goods to the Customer.}"
DOC = compound_file({"WordDocument": b"x" * 5000})


@pytest.mark.parametrize(("name", "data"), [("a.rtf", RTF), ("a.doc", DOC), ("b.docx", RTF)])
def test_without_libreoffice_the_file_is_skipped_with_advice(
    monkeypatch: pytest.MonkeyPatch, name: str, data: bytes
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    (document,) = load(name, data, LoadOptions())
    assert document.status is Status.SKIPPED
    assert "install it" in document.reasons[0].message


def fake_office(folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_conversion_is_read_and_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(docx("<w:p><w:r><w:t>The Supplier shall deliver it.</w:t></w:r></w:p>"))
    log = tmp_path / "arguments"
    fake_office(tmp_path, f'echo "$@" > {log}\nfor last; do :; done\n'
                          f'cp {made} "$(dirname "$last")/document.docx"')  # fmt: skip
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    (document,) = load("a.rtf", RTF, LoadOptions())
    assert document.status is Status.SCANNED
    assert document.format == "rtf"
    assert document.text.strip() == "The Supplier shall deliver it."
    assert document.reasons[0].code == "converted"
    arguments = log.read_text()
    assert "--headless" in arguments
    assert "-env:UserInstallation=file:///" in arguments
    assert not Path(arguments.split()[-1]).exists()


def test_conversion_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake_office(tmp_path, "sleep 60 & sleep 60")
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    start = time.monotonic()
    (document,) = load("a.rtf", RTF, LoadOptions(limits=Limits(seconds=1)))
    assert time.monotonic() - start < 5
    assert document.status is Status.FAILED
    assert document.reasons[0].code == "limit"


def test_conversion_that_fails_is_damage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake_office(tmp_path, "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    (document,) = load("a.rtf", RTF, LoadOptions())
    assert document.status is Status.FAILED
    assert document.reasons[0].code == "damaged"


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.xls", compound_file({"Workbook": b"x"}), "spreadsheet"),
        ("a.ppt", compound_file({"PowerPoint Document": b"x"}), "presentation"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c.....", "7z"),
        ("a.rar", b"Rar!\x1a\x07\x00...", "RAR"),
        ("a.mbox", b"From a@b Mon\nReceived: x\nMIME-Version: 1.0\n\nhi", "mailbox"),
    ],
)
def test_formats_that_nothing_reads(name: str, data: bytes, word: str) -> None:
    (document,) = load(name, data, LoadOptions())
    assert document.status is Status.SKIPPED
    assert word in document.reasons[0].message
