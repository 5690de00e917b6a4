"""Detection: bytes first, the name second."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile

import pytest

from auditor.load.detect import detect


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return target.getvalue()


def tarred() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return target.getvalue()


DOCX = zipped(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<w/>"})
MAIL = b"Received: from x\r\nMIME-Version: 1.0\r\nSubject: hi\r\nFrom: a@b.c\r\n\r\nText"


@pytest.mark.parametrize(
    ("path", "data", "expected"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "pdf"),
        ("a.docx", b"%PDF-1.7 ...", "pdf"),
        ("a.pdf", b"\x00\x05\x16\x00" + b"\0" * 80 + b"%PDF-1.4", "pdf"),
        ("notes.txt", b"A PDF file begins with %PDF-1.4, says the standard.", "text"),
        ("a.bin", DOCX, "docx"),
        ("a.zip", zipped(**{"a.txt": b"x"}), "zip"),
        ("a.docx", zipped(**{"[Content_Types].xml": b"", "xl__workbook.xml": b""}), "xlsx"),
        ("a", zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "odt"),
        ("a.docx", DOCX[: len(DOCX) // 2], "docx"),
        ("a.doc", b"{\\rtf1\\ansi hello}", "rtf"),
        ("a.gz", gzip.compress(b"x", mtime=0), "gzip"),
        ("a.tar", tarred(), "tar"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image"),
        ("a.txt", b"\xef\xbb\xbf <!DOCTYPE html><html>", "html"),
        ("a.txt", "<html><body>".encode("utf-16"), "html"),
        ("a.htm", b"just words", "html"),
        ("a.md", b"# Title", "markdown"),
        ("a.eml", b"no header at all", "eml"),
        ("a.txt", MAIL, "eml"),
        ("memo.txt", b"To: Ann\nFrom: Bob\nDate: 1 May\nSubject: x\n\nText", "text"),
        ("a", b"This Agreement is made", "text"),
        ("a.docx", b"This Agreement is made in plain words.", "text"),
        ("mail.eml!/contract.PDF", b"garbage \x01", "pdf"),
    ],
)
def test_format(path: str, data: bytes, expected: str) -> None:
    assert detect(path, data).format == expected


def test_mismatch_is_told_for_files_and_not_for_plain_characters() -> None:
    assert detect("a.docx", b"%PDF-1.7").mismatch
    assert not detect("a.pdf", b"%PDF-1.7").mismatch
    assert not detect("a.txt", b"<html>").mismatch
    assert not detect("a", b"%PDF-1.7").mismatch
