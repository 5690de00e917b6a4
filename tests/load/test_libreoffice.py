"""The real LibreOffice, where it is installed: good files, bad files, and links to elsewhere."""

from __future__ import annotations

import io
import re
import socket
import subprocess
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from auditor.load import load, office
from auditor.load.options import LoadOptions
from auditor.model import Document, Status

pytestmark = pytest.mark.skipif(
    office.program() is None, reason="LibreOffice is not installed (package libreoffice-writer)"
)

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("draw", "drawing"),
        ("svg", "svg-compatible"), ("manifest", "manifest"),
    )
)  # fmt: skip
_MANIFEST = (
    f'<manifest:manifest {_SPACES}><manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry '
    'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def odt(body: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        out.writestr("META-INF/manifest.xml", _MANIFEST)
        out.writestr(
            "content.xml",
            f'<office:document-content {_SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'office:version="1.2"><office:body><office:text>{body}</office:text></office:body>'
            "</office:document-content>",
        )
    return target.getvalue()


def one(name: str, data: bytes) -> Document:
    (document,) = load(name, data, LoadOptions())
    return document


@pytest.fixture(scope="module")
def old(fixtures_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One redline, written by LibreOffice in each of the formats."""
    folder = tmp_path_factory.mktemp("old")
    source = fixtures_dir / "contracts" / "tracked-changes.docx"
    for suffix in ("doc", "rtf", "odt"):
        subprocess.run(
            [str(office.program()), "--headless", f"-env:UserInstallation=file://{folder}/profile",
             "--convert-to", suffix, "--outdir", str(folder), str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    return {s: (folder / f"tracked-changes.{s}").read_bytes() for s in ("doc", "rtf", "odt")}


def words(text: str) -> list[str]:
    """All words but the number of the page, a field that each program fills in anew."""
    return re.findall(r"\w+", re.sub(r"Page \d+$", "Page", text, flags=re.MULTILINE))


def test_the_same_words_as_in_the_docx(old: dict[str, bytes], fixtures_dir: Path) -> None:
    source = fixtures_dir / "contracts" / "tracked-changes.docx"
    whole = one(source.name, source.read_bytes())
    with ThreadPoolExecutor(3) as pool:  # a profile each: they do not wait for each other
        found = list(pool.map(one, [f"old.{suffix}" for suffix in old], old.values()))
    for document, suffix in zip(found, old, strict=True):
        assert document.status is Status.SCANNED
        assert document.format == suffix
        assert [r.code for r in document.reasons] == ["converted", *(r.code for r in whole.reasons)]
        assert words(document.text) == words(whole.text)


def test_pending_changes_survive_in_both_views(old: dict[str, bytes], fixtures_dir: Path) -> None:
    source = fixtures_dir / "contracts" / "tracked-changes.docx"
    before = LoadOptions(view="original")
    (whole,) = load(source.name, source.read_bytes(), before)
    (document,) = load("old.doc", old["doc"], before)
    assert words(document.text) == words(whole.text)
    assert words(document.text) != words(one("old.doc", old["doc"]).text)


@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_a_file_that_is_cut_off_is_said_to_be(old: dict[str, bytes], suffix: str) -> None:
    document = one(f"cut.{suffix}", old[suffix][: len(old[suffix]) * 2 // 3])
    assert document.status is Status.FAILED
    assert document.reasons[0].code == "damaged"


def test_nothing_that_a_document_links_to_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("The password is swordfish.")
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)

        def serve() -> None:
            try:
                while True:
                    connection, _ = server.accept()
                    calls.append(connection.recv(200))
                    connection.close()
            except OSError:
                return

        threading.Thread(target=serve, daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        sections = "".join(
            f'<text:section text:name="{name}"><text:section-source xlink:href="{target}"/>'
            f"<text:p>as it was</text:p></text:section>"
            for name, target in (("a", f"{url}/a.txt"), ("b", f"file://{tmp_path}/secret.txt"))
        )
        picture = (
            '<text:p>See <draw:frame text:anchor-type="as-char" svg:width="1cm" svg:height="1cm">'
            f'<draw:image xlink:href="{url}/x.png"/></draw:frame></text:p>'
        )
        document = one("link.odt", odt(sections + picture))
        included = "".join(
            f'{{\\field{{\\*\\fldinst INCLUDE{kind} "{target}"}}{{\\fldrslt as it was }}}}'
            for kind, target in (
                ("TEXT", f"file://{tmp_path}/secret.txt"), ("TEXT", f"{url}/b.txt"),
                ("PICTURE", f"{url}/y.png"),
            )
        )  # fmt: skip
        other = one("link.rtf", b"{\\rtf1\\ansi " + included.encode() + b"}")
    assert document.text.count("as it was") == 2
    assert "as it was" in other.text
    assert "swordfish" not in document.text + other.text
    assert calls == []
