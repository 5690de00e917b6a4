"""Tracked changes: each view reads as it would be signed, and knows what the other says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model import Document, Status
from load.word_files import (
    CHANGE,
    cell,
    codes,
    definition,
    dele,
    docx,
    ins,
    level,
    lines,
    load,
    marks,
    num,
    p,
    r,
    table,
)

NOT_EXCLUSIVE = p("Supplier shall ", ins("not "), "be the exclusive supplier.")


def test_an_inserted_not_is_read_in_the_final_view() -> None:
    document = load(docx(NOT_EXCLUSIVE))
    assert lines(document) == ["Supplier shall not be the exclusive supplier."]
    assert marks(document, "inserted") == [("not ", "")]
    assert document.marks[0].author == "Ann Lee"
    assert document.marks[0].date == "2026-03-01T10:00:00Z"


def test_an_inserted_not_is_absent_from_the_original_and_stands_in_the_detail() -> None:
    document = load(docx(NOT_EXCLUSIVE), view="original")
    assert lines(document) == ["Supplier shall be the exclusive supplier."]
    assert marks(document, "inserted") == [("", "not ")]


def test_deleted_words_stand_in_the_detail_of_an_empty_mark() -> None:
    body = p("The term is ", dele("three"), ins("five"), " years.")
    final, original = load(docx(body)), load(docx(body), view="original")
    assert lines(final) == ["The term is five years."]
    assert marks(final, "deleted") == [("", "three")]
    assert lines(original) == ["The term is three years."]
    assert marks(original, "deleted") == [("three", "")]


def test_pending_changes_are_said_and_the_document_stays_scanned() -> None:
    document = load(docx(p(dele("a"), ins("b"), ins("c"))))
    assert document.status is Status.SCANNED
    assert codes(document) == ["tracked-changes"]
    message = document.reasons[0].message
    assert "2 insertions, 1 deletion" in message
    assert "Ann Lee" in message
    assert "2026-03-01" in message


def test_moved_text_is_read_where_it_went_or_where_it_was() -> None:
    body = p("A. ", ins("moved", "moveTo")) + p("B. ", dele("moved", "moveFrom"))
    assert lines(load(docx(body))) == ["A. moved", "B. "]
    assert lines(load(docx(body), view="original")) == ["A. ", "B. moved"]
    assert marks(load(docx(body)), "moved") == [("moved", ""), ("", "moved")]


def test_a_deleted_paragraph_mark_joins_paragraphs_without_a_space() -> None:
    body = p("The Customer shall", mark=f"<w:del {CHANGE}/>") + p(" buy only from us.")
    assert lines(load(docx(body))) == ["The Customer shall buy only from us."]
    assert lines(load(docx(body), view="original")) == ["The Customer shall", " buy only from us."]


def test_an_inserted_paragraph_mark_joins_paragraphs_in_the_original() -> None:
    body = p("One", mark=f"<w:ins {CHANGE}/>") + p("two")
    assert lines(load(docx(body), view="original")) == ["Onetwo"]
    assert lines(load(docx(body))) == ["One", "two"]


def test_a_deleted_paragraph_takes_no_number() -> None:
    numbering = definition(1, level(0, "decimal", "%1.")) + num(1, 1)
    gone = p(dele("gone"), num=(1, 0), mark=f"<w:del {CHANGE}/>")
    data = docx(p("one", num=(1, 0)) + gone + p("next", num=(1, 0)), numbering=numbering)
    assert lines(load(data)) == ["1. one", "2. next"]
    assert lines(load(data, view="original")) == ["1. one", "2. gone", "3. next"]


def test_changed_paragraph_properties_are_the_former_ones_in_the_original() -> None:
    numbering = definition(1, level(0, "decimal", "%1.")) + num(1, 1)
    change = f"<w:pPrChange {CHANGE}><w:pPr/></w:pPrChange>"
    data = docx(p("Term", num=(1, 0), properties=change), numbering=numbering)
    assert lines(load(data)) == ["1. Term"]
    assert lines(load(data, view="original")) == ["Term"]


def test_words_inserted_and_deleted_again_stand_in_no_view_and_no_mark() -> None:
    body = p("a", f"<w:ins {CHANGE}><w:del {CHANGE}>{r('x', tag='delText')}</w:del></w:ins>", "b")
    for view in ("final", "original"):
        document = load(docx(body), view=view)
        assert lines(document) == ["ab"]
        assert document.marks == ()
        assert "1 insertion, 1 deletion" in document.reasons[0].message


def test_a_deleted_table_row_is_one_deletion() -> None:
    cells = cell(p(dele("Fee"))) + cell(p(dele("1%")))
    row = f"<w:tr><w:trPr><w:del {CHANGE}/></w:trPr>{cells}</w:tr>"
    body = f"<w:tbl>{row}<w:tr>{cell('Cap')}{cell('2%')}</w:tr></w:tbl>"
    final, original = load(docx(body)), load(docx(body), view="original")
    assert lines(final) == ["Cap | 2%"]
    assert marks(final, "deleted") == [("", "Fee | 1%\n")]
    assert lines(original) == ["Fee | 1%", "Cap | 2%"]


def test_a_deleted_numbered_row_is_not_counted() -> None:
    numbering = definition(1, level(0, "decimal", "%1.")) + num(1, 1)
    row = cell(p(num=(1, 0))) + cell("x")
    gone = f"<w:tr><w:trPr><w:del {CHANGE}/></w:trPr>{row}</w:tr>"
    data = docx(f"<w:tbl><w:tr>{row}</w:tr>{gone}<w:tr>{row}</w:tr></w:tbl>", numbering=numbering)
    assert lines(load(data)) == ["1. | x", "2. | x"]
    assert lines(load(data, view="original")) == ["1. | x", "2. | x", "3. | x"]


def test_changes_in_cells_and_footnotes() -> None:
    note = f'<w:footnote w:id="2">{p("Except ", dele("never"), ins("always"))}</w:footnote>'
    cite = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    data = docx(table((p("x", ins("y")), p("Fees", cite))), footnotes=note)
    assert lines(load(data)) == ["xy | Fees", "[1] Except always"]
    assert lines(load(data, view="original")) == ["x | Fees", "[1] Except never"]


def test_a_footnote_whose_citation_was_deleted_is_gone_with_it() -> None:
    note = f'<w:footnote w:id="2">{p("Old words")}</w:footnote>'
    cite = f'<w:del {CHANGE}><w:r><w:footnoteReference w:id="2"/></w:r></w:del>'
    document = load(docx(p("Fees", cite), footnotes=note))
    assert lines(document) == ["Fees"]
    assert marks(document, "deleted") == [("", "Old words\n")]


def test_a_wholly_deleted_document_ends_in_marks_only() -> None:
    document = load(docx(p(dele("all"), mark=f"<w:del {CHANGE}/>")))
    assert document.text == ""
    assert marks(document, "deleted") == [("", "all\n")]


def other_view(document: Document) -> str:
    """The other view's text, rebuilt from the marks of this one."""
    text, at = "", 0
    for mark in document.marks:
        text += document.text[at : mark.span.start] + mark.detail
        at = mark.span.end
    return text + document.text[at:]


words = st.text("abc ", min_size=1, max_size=5)
runs = st.one_of(
    words.map(r), words.map(ins), words.map(dele),
    words.map(lambda t: ins(t, "moveTo")), words.map(lambda t: dele(t, "moveFrom")),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(runs, min_size=1, max_size=6), min_size=1, max_size=4))
def test_the_marks_of_one_view_hold_the_other(paragraphs: list[list[str]]) -> None:
    # A full stop on both sides keeps white space inside the paragraph.
    data = docx("".join(p(".", *inner, ".") for inner in paragraphs))
    final, original = load(data), load(data, view="original")
    assert other_view(final) == original.text
    assert other_view(original) == final.text


@pytest.mark.shared
def test_a_redline_made_by_another_program(shared_dir) -> None:  # type: ignore[no-untyped-def]
    folder = shared_dir / "documents"
    redline = (folder / "python-redlines--expected_redline.docx").read_bytes()
    before = load((folder / "python-redlines--original.docx").read_bytes())
    after = load((folder / "python-redlines--modified.docx").read_bytes())
    assert _words(load(redline, view="original")) == _words(before)
    assert _words(load(redline)) == _words(after)


def _words(document: Document) -> list[str]:
    return [word for word in document.text.split() if word != "-"]  # it lost a list's dash
