"""The common interface: formats by extension, files that appear only when complete."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from auditor.errors import UsageError
from auditor.report import (
    FORMATS,
    document_from_dict,
    document_to_dict,
    format_of,
    open_writer,
)
from report import samples


@pytest.mark.parametrize(
    ("path", "format"),
    [
        ("a.html", "html"), ("A.HTM", "html"), ("x/y.json", "json"), ("a.jsonl", "jsonl"),
        ("a.sarif", "sarif"), ("a.sarif.json", "sarif"), ("a.csv", "csv"), ("a.txt", "text"),
    ],
)  # fmt: skip
def test_format_of(path, format):
    assert format_of(path) == format


@pytest.mark.parametrize("path", ["report", "report.pdf", "json", ".html"])
def test_format_of_names_the_allowed_ones(path):
    with pytest.raises(UsageError, match=r"use one of \.html.*\.csv, \.txt"):
        format_of(path)


def test_unknown_format_names_the_allowed_ones():
    with pytest.raises(UsageError, match="html, json"):
        open_writer("pdf", io.StringIO(), samples.META)


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_and_a_stream_hold_the_same(format, tmp_path, render, audits):
    target = tmp_path / "made" / f"report.{format}"
    writer = open_writer(format, target, samples.META)
    for document in audits:
        writer.add(document)
    writer.close(samples.portfolio(audits))
    written = target.read_bytes().decode("utf-8").removeprefix("\ufeff")
    assert written == render(format, audits)
    assert [path.name for path in target.parent.iterdir()] == [target.name]


@pytest.mark.parametrize("format", FORMATS)
def test_until_it_is_complete_the_former_report_stays(format, tmp_path):
    target = tmp_path / "report"
    target.write_text("former")
    writer = open_writer(format, target, samples.META)
    writer.add(samples.document(0))
    assert target.read_text() == "former"
    writer.discard()
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    assert target.read_text() == "former"


def test_a_folder_that_cannot_be_written_is_a_usage_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        open_writer("json", tmp_path / "file" / "a.json", samples.META)


@pytest.mark.parametrize("format", ["html", "json", "jsonl", "sarif", "csv", "text"])
def test_memory_is_flat_in_the_number_of_documents(format, tmp_path):
    document = samples.document(2, findings=20)
    data = document_to_dict(document)

    def peak(count: int) -> int:
        writer = open_writer(format, tmp_path / "out", samples.META)
        writer.add(document)
        tracemalloc.start()
        for index in range(count):
            writer.add(document_from_dict(data | {"path": f"{index}.pdf"}))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        writer.discard()
        return most

    # What may grow is a place in the spool a document, and garbage not yet collected; the
    # smallest form of this document is 15 kB.
    assert peak(120) - peak(20) < 100 * 8_000
