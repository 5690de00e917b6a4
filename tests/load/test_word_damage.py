"""Broken, protected and hostile files: read what can be read, and say the rest."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import Damaged, Encrypted, LimitReached, LoadError, Unsupported
from auditor.load.options import Limits, LoadOptions
from auditor.load.word import read
from auditor.model import Document, Status
from load.word_files import codes, docx, lines, load, p, part, r, zipped

WHOLE = docx(p("First.") + p("Second."), styles="", footnotes="")


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04", zipped({"a.txt": "x"})])
def test_nothing_to_read_is_damage(data: bytes) -> None:
    with pytest.raises(Damaged):
        load(data)


def test_a_file_cut_off_after_the_body_is_read_and_said() -> None:
    end = WHOLE.index(b"word/_rels/document.xml.rels") - 30
    document = load(WHOLE[:end])
    assert lines(document) == ["First.", "Second."]
    assert document.status is Status.PARTIAL
    assert "damaged" in codes(document)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE)))
def test_any_cut_gives_a_document_with_reasons_or_a_load_error(length: int) -> None:
    try:
        document = load(WHOLE[:length])
    except LoadError:
        return
    assert length == len(WHOLE) or document.reasons


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_any_overwritten_bytes_give_a_document_or_a_load_error(at: int, junk: bytes) -> None:
    try:
        document = load(WHOLE[:at] + junk + WHOLE[at + len(junk) :])
    except LoadError:
        return
    assert isinstance(document, Document)


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    whole = part("document", f"<w:body>{p('One.')}{p('Two.')}</w:body>")
    document = load(docx("", main=whole[: whole.index("Two.") + 2]))
    assert lines(document)[0] == "One."
    assert document.status is Status.PARTIAL
    assert "broken" in document.reasons[0].message


@pytest.mark.parametrize("name", ["styles", "numbering", "footnotes", "settings"])
def test_a_broken_side_part_costs_only_itself(name: str) -> None:
    data = docx(p("Body"), **{name: ""})
    members = _members(data)
    document = load(zipped({**members, f"word/{name}.xml": b""}))
    assert lines(document) == ["Body"]
    assert document.status is Status.PARTIAL
    assert name in document.reasons[0].message


def test_a_missing_main_relationship_is_worked_around() -> None:
    members = _members(docx(p("Body")))
    del members["_rels/.rels"]
    assert lines(load(zipped(members))) == ["Body"]


def test_backslashes_and_case_in_names_are_worked_around() -> None:
    members = _members(docx(p("Body")))
    renamed = {name.replace("word/", "Word\\"): data for name, data in members.items()}
    assert lines(load(zipped(renamed))) == ["Body"]


def test_a_spreadsheet_is_not_a_word_file() -> None:
    members = _members(docx(p("Body")))
    types = members["[Content_Types].xml"].replace(
        b"wordprocessingml.document", b"spreadsheetml.sheet"
    )
    with pytest.raises(Unsupported, match="spreadsheet"):
        load(zipped({**members, "[Content_Types].xml": types}))


def test_duplicate_members_are_said() -> None:
    target = io.BytesIO(WHOLE)
    with zipfile.ZipFile(target, "a") as container, pytest.warns(UserWarning, match="Duplicate"):
        container.writestr("word/document.xml", part("document", f"<w:body>{p('Other')}</w:body>"))
    document = load(target.getvalue())
    assert document.status is Status.PARTIAL
    assert codes(document) == ["duplicate-entries"]


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {c} "{f"&{b};" * 10}">' for b, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_is_refused(encoding: str) -> None:
    xml = part("document", f"<w:body>{p('&i;')}</w:body>".replace("&amp;", "&"))
    xml = BOMB + xml.partition("?>")[2]
    with pytest.raises(Damaged, match="document type"):
        load(docx("", main=xml.replace("&amp;i;", "&i;").encode(encoding)))


def test_an_external_entity_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    xml = part("document", "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>")
    doctype = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    with pytest.raises(Damaged):
        load(docx("", main=xml.replace("?>", "?>" + doctype, 1)))


def test_a_compression_bomb_is_stopped() -> None:
    data = docx("", main=part("document", f"<w:body>{p(' ' * 30_000_000)}</w:body>"))
    assert len(data) < 100_000
    with pytest.raises(LimitReached, match="ratio"):
        load(data)


def test_a_member_that_lies_about_its_size_is_stopped() -> None:
    limits = Limits(unpacked_mb=1)
    text = "".join(f"{i} " for i in range(300_000))
    with pytest.raises(LimitReached, match="unpack"):
        load(docx(p(text)), limits=limits)


def test_text_beyond_the_limit_is_said() -> None:
    document = load(docx("".join(p("x" * 50) for _ in range(20))), limits=Limits(characters=200))
    assert document.status is Status.PARTIAL
    assert "limit" in codes(document)
    assert 200 <= len(document.text) < 400


def test_deep_nesting_ends_in_a_reason_not_in_a_crash() -> None:
    body = p("top")
    for _ in range(60):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    document = load(docx(body + p("after")), limits=Limits(nesting=100))
    assert document.status is Status.PARTIAL
    assert "limit" in codes(document)
    assert lines(document)[-1] == "after"


def test_sixty_nested_tables_are_read_under_the_default_limits() -> None:
    body = p("inmost")
    for _ in range(60):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    document = load(docx(body))
    assert lines(document) == ["inmost"]
    assert document.status is Status.SCANNED


def test_the_parsers_own_depth_limit_ends_in_a_reason() -> None:
    body = p("top") + "<w:sdt><w:sdtContent>" * 2000 + p("deep") + "</w:sdtContent></w:sdt>" * 2000
    document = load(docx(body))
    assert document.status is Status.PARTIAL
    assert lines(document)[0] == "top"


def test_many_runs_and_changes_take_linear_time() -> None:
    runs = "".join(r("word ") for _ in range(20_000))
    begin = time.perf_counter()
    document = load(docx(f"<w:p>{runs}</w:p>"))
    assert len(document.anchors) == 20_000
    assert time.perf_counter() - begin < 10


def test_a_protected_file_needs_its_password(shared_dir: Path) -> None:
    data = (shared_dir / "documents/poi--bug53475-password-is-pass.docx").read_bytes()
    for passwords in ((), ("wrong",)):
        with pytest.raises(Encrypted):
            read(data, "x.docx", LoadOptions(passwords=passwords))
    pytest.importorskip("msoffcrypto")
    document = load(data, passwords=("wrong", "pass"))
    assert "password protected" in document.text


def test_the_old_binary_format_is_not_read_here() -> None:
    with pytest.raises(Unsupported):
        load(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


@pytest.mark.shared
def test_every_sample_is_read_or_refused_with_a_reason(shared_dir: Path) -> None:
    paths = [f for f in (shared_dir / "documents").iterdir() if f.suffix in (".docx", ".dotx")]
    assert len(paths) > 40
    refused = set()
    for path in paths:
        try:
            document = load(path.read_bytes())
        except LoadError:
            refused.add(path.name)
            continue
        assert document.status is Status.SCANNED or document.reasons
    assert refused == {"poi--bug53475-password-is-pass.docx", "tika--testWORD_truncated.docx"}


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}
