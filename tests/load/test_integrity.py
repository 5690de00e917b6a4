"""PDF files that pdfium mends in silence are found out by their own structure."""

from __future__ import annotations

import pytest

from auditor.load import load
from auditor.load.integrity import damage
from auditor.load.options import LoadOptions
from auditor.model import Status
from tests.fuzz.seeds import pdf

WHOLE, PACKED = pdf(compressed=False), pdf(compressed=True)
OPTIONS = LoadOptions(ocr=False)


def replaced(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new, 1)


def in_stream(data: bytes, change: bytes, skip: int = 60) -> bytes:
    at = data.index(b"stream\n") + 7 + skip
    return data[:at] + change + data[at + len(change) :]


@pytest.mark.parametrize("data", [WHOLE, PACKED])
def test_whole_files_are_whole(data: bytes) -> None:
    assert damage(data, pages=3, blank=0) is None
    assert damage(data, pages=4, blank=1) is None
    (document,) = load("a.pdf", data, OPTIONS)
    assert document.status is Status.SCANNED
    assert document.reasons == ()


@pytest.mark.parametrize(
    "data",
    [
        in_stream(PACKED, b"\xff\x00\xff"),
        in_stream(PACKED, b"\0" * 200),
        in_stream(WHOLE, b"\0" * 900),
        in_stream(WHOLE, b"\0" * (WHOLE.index(b"endstream") - WHOLE.index(b"stream\n") - 67)),
        in_stream(WHOLE, b"\0" * (WHOLE.index(b"endstream") - WHOLE.index(b"stream\n") - 7), 0),
        replaced(PACKED, PACKED[PACKED.index(b"6 0 obj") + 20 :][:100], b"\0" * 100),
        replaced(PACKED, b"/FlateDecode", b"/FlateDfcode"),
        replaced(PACKED, b"5 0 obj\n<<", b"5 0 obj\n<x"),
        replaced(WHOLE, b"ET\nendstream", b"~>\nendstream"),
        replaced(PACKED, b"\n>>\nstream\n"[1:], b">>\nstrxam\n"),
        replaced(WHOLE, b"/Contents 7 0 R", b"/Contents 77 0 R"),
    ],
)
def test_losses_are_said(data: bytes) -> None:
    (document,) = load("a.pdf", data, OPTIONS)
    whole = load("a.pdf", PACKED, OPTIONS)[0]
    if len(document.text) < 0.9 * len(whole.text):
        assert document.status in {Status.PARTIAL, Status.FAILED}
        assert document.reasons
    assert damage(data, pages=3, blank=1) is not None


def test_an_empty_page_where_the_table_of_objects_is_broken_is_said() -> None:
    start, end = WHOLE.index(b"8 0 obj") + 30, WHOLE.index(b"endobj", WHOLE.index(b"9 0 obj"))
    (document,) = load("a.pdf", WHOLE[:start] + WHOLE[end:], OPTIONS)
    assert document.status is Status.PARTIAL
    assert "table of objects" in document.reasons[-1].message


def test_encrypted_files_are_not_looked_into() -> None:
    data = replaced(in_stream(PACKED, b"\xff\x00\xff"), b"/Size", b"/Encrypt 9 0 R /Size")
    assert damage(data, pages=3, blank=0) is None


def test_pictures_and_fonts_may_be_broken() -> None:
    broken = in_stream(PACKED, b"\xff\x00\xff")
    data = replaced(broken, b"/Filter /Flate", b"/Subtype /Image /Filter /Flate")
    assert damage(data, pages=3, blank=0) is None
