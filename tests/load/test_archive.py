"""Archives: what is inside, within limits, under harmless names."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.load import load
from auditor.load.archive import safe_name
from auditor.load.options import Limits, LoadOptions
from auditor.model import Document, Status

TERMS = b"The Supplier shall deliver the goods to the Customer and to no other person."


def zipped(*members: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, compression)
    return target.getvalue()


def read(data: bytes, path: str = "a.zip", **limits: int) -> tuple[Document, ...]:
    return load(path, data, LoadOptions(limits=Limits(**limits)))


def told(document: Document) -> list[str]:
    return [reason.code for reason in document.reasons]


def test_members_follow_their_container() -> None:
    documents = read(zipped(("x/a.txt", TERMS), ("b.html", b"<html><p>Hi there"), ("x/", b"")))
    assert [(d.path, d.format) for d in documents] == [
        ("a.zip", "zip"), ("a.zip!/x/a.txt", "text"), ("a.zip!/b.html", "html"),
    ]  # fmt: skip
    assert {d.status for d in documents} == {Status.SCANNED}


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/abs/a.txt", "abs/a.txt"),
        ("C:\\docs\\a.txt", "docs/a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("a\x1b[31mred\n.txt", "a\\x1b[31mred\\n.txt"),
        ("a\u202etxt.exe", "a\\u202etxt.exe"),
        ("....//a", "..../a"),
        ("..", "unnamed"),
        ("", "unnamed"),
    ],
)
def test_names_are_made_harmless_and_said(raw: str, safe: str) -> None:
    assert safe_name(raw) == safe
    if raw:
        first, second = read(zipped((raw, TERMS)))
        assert second.path == f"a.zip!/{safe}"
        assert "unsafe-names" in told(first)


@given(st.text(max_size=60))
def test_any_name_stays_inside_and_printable(raw: str) -> None:
    safe = safe_name(raw)
    assert safe.isprintable()
    assert not safe.startswith("/")
    assert ".." not in safe.split("/")


def test_duplicates_are_both_read() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(("a.txt", TERMS), ("a.txt", TERMS + b" Again."))
    documents = read(data)
    assert [d.path for d in documents[1:]] == ["a.zip!/a.txt", "a.zip!/a (2).txt"]
    assert documents[1].text != documents[2].text
    assert told(documents[0]) == ["duplicate-names"]


def test_bombs_are_not_unpacked() -> None:
    bomb = zipped(("bomb.txt", b"\0" * (64 << 20)), ("a.txt", TERMS))
    documents = read(bomb)
    assert documents[1].status is Status.FAILED
    assert told(documents[1]) == ["limit"]
    assert documents[2].status is Status.SCANNED
    incompressible = zipped(*((f"{n}.bin", os.urandom(400_000)) for n in range(4)))
    documents = read(incompressible, unpacked_mb=1)
    assert told(documents[-1]) == ["limit"]
    (_, inner) = read(gzip.compress(b"\0" * (64 << 20)), "a.txt.gz")
    assert told(inner) == ["limit"]


def test_many_files_stop_at_the_limit_over_all_depths() -> None:
    inner = zipped(*((f"{n}.txt", TERMS) for n in range(4)))
    documents = read(zipped(*((f"{n}.zip", inner) for n in range(4))), attachments=7)
    assert sum(d.format == "text" for d in documents) <= 7
    assert documents[0].status is Status.PARTIAL
    assert "limit" in told(documents[0])


def test_nesting_stops_at_the_limit() -> None:
    data = zipped(("a.txt", TERMS))
    for _ in range(5):
        data = zipped(("inner.zip", data))
    documents = read(data)
    assert len(documents) == 4
    assert documents[-1].status is Status.FAILED
    assert "limit" in told(documents[-1])


def test_archives_that_contain_themselves(shared_dir: Path) -> None:
    for name in ("tika--droste.zip", "tika--quine.gz"):
        documents = read((shared_dir / "documents" / name).read_bytes(), name)
        assert "contains itself" in documents[-1].reasons[0].message
        assert documents[-1].status is Status.FAILED


def zip_crypto(name: str, data: bytes, password: bytes) -> bytes:
    """A ZIP with one stored member in the traditional encryption (APPNOTE 6.1)."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = zlib.crc32(bytes([byte]), keys[0] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = zlib.crc32(bytes([keys[1] >> 24]), keys[2] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    for byte in password:
        update(byte)
    crc = zlib.crc32(data)
    out = bytearray()
    for byte in bytes(11) + bytes([crc >> 24]) + data:
        temp = (keys[2] | 2) & 0xFFFF
        out.append(byte ^ (((temp * (temp ^ 1)) >> 8) & 0xFF))
        update(byte)
    plain = bytearray(zipped((name, bytes(out)), compression=zipfile.ZIP_STORED))
    for signature, flags, crc_at in ((b"PK\x03\x04", 6, 14), (b"PK\x01\x02", 8, 16)):
        at = plain.index(signature)
        plain[at + flags] |= 1
        plain[at + crc_at : at + crc_at + 4] = crc.to_bytes(4, "little")
        size_at = at + crc_at + 8
        plain[size_at : size_at + 4] = len(data).to_bytes(4, "little")
    return bytes(plain)


def test_encrypted_members() -> None:
    data = zip_crypto("a.txt", TERMS, b"secret")
    shut = load("a.zip", data, LoadOptions(passwords=("wrong",)))[1]
    assert shut.status is Status.FAILED
    assert told(shut) == ["encrypted"]
    opened = load("a.zip", data, LoadOptions(passwords=("wrong", "secret")))[1]
    assert opened.text.encode() == TERMS


def test_single_files_and_tar() -> None:
    for name, data in (
        ("a.txt.gz", gzip.compress(TERMS)),
        ("a.txt.bz2", bz2.compress(TERMS)),
        ("a.txt.xz", lzma.compress(TERMS)),
    ):
        documents = read(data, name)
        assert documents[1].path == f"{name}!/a.txt"
        assert documents[1].text.encode() == TERMS
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        info = tarfile.TarInfo("../x/a.txt")
        info.size = len(TERMS)
        archive.addfile(info, io.BytesIO(TERMS))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    documents = read(target.getvalue(), "a.tar")
    assert [d.path for d in documents] == ["a.tar", "a.tar!/x/a.txt"]
    assert set(told(documents[0])) == {"unsafe-names", "links"}
    nested = read(gzip.compress(target.getvalue()), "a.tgz")
    assert nested[-1].path == "a.tgz!/a.tar!/x/a.txt"


def test_damage_is_said() -> None:
    data = zipped(("a.txt", TERMS * 50), ("b.txt", TERMS))
    (cut,) = read(data[: len(data) - 40])
    assert cut.status is Status.FAILED
    broken = bytearray(data)
    broken[60] ^= 0xFF
    documents = read(bytes(broken))
    assert documents[1].status is Status.FAILED
    assert documents[2].status is Status.SCANNED
    (_, half) = read(gzip.compress(TERMS * 50)[:-20], "a.gz")
    assert half.status is Status.FAILED
    (empty,) = read(zipped())
    assert empty.status is Status.FAILED
    assert told(empty) == ["no-text"]


def test_files_of_the_system_are_left_out() -> None:
    documents = read(zipped(("__MACOSX/._a.txt", b"\0"), (".DS_Store", b"\0"), ("a.txt", TERMS)))
    assert [d.path for d in documents] == ["a.zip", "a.zip!/a.txt"]
