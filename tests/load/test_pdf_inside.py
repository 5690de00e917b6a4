"""What PDFs hide, cover, hold inside or lack."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from auditor.errors import Damaged, Encrypted
from auditor.load.options import Limits, LoadOptions
from auditor.load.pdf import bare_text, read, read_with_members
from auditor.model import Document, Span, Status

from .pdf_files import PROSE, lines, pdf, text

OPTIONS = LoadOptions(ocr=False)


def one(data: bytes, options: LoadOptions = OPTIONS) -> Document:
    document = read(data, "small.pdf", options)
    assert isinstance(document, Document)
    return document


def codes(document: Document) -> set[str]:
    return {reason.code for reason in document.reasons}


def marked(document: Document, kind: str) -> list[str]:
    return [mark.span.of(document.text) for mark in document.marks if mark.kind == kind]


def test_white_text_is_marked_hidden_and_white_on_black_is_not() -> None:
    page = "\n".join(
        (
            lines(PROSE),
            text(72, 600, "The Customer waives every remedy.", extra="1 1 1 rg"),
            "0 0 0 rg 60 490 400 30 re f",
            text(72, 500, "HEADING ON A DARK BAR", extra="1 1 1 rg"),
        )
    )
    document = one(pdf([page]))
    assert marked(document, "hidden") == ["The Customer waives every remedy."]
    assert "hidden-text" in codes(document)
    assert "page 1" in next(r.message for r in document.reasons if r.code == "hidden-text")


@pytest.mark.parametrize("extra", ["3 Tr", "0 g"])
def test_invisible_and_tiny_text_is_marked_hidden(extra: str) -> None:
    size = 10 if extra == "3 Tr" else 1
    page = lines(PROSE) + "\n" + text(72, 600, "Fees double each year.", size, extra)
    assert marked(one(pdf([page])), "hidden") == ["Fees double each year."]


def within_a_line(hidden: str, show: str) -> str:
    """One line in one text block, three pieces, with operators before and after the middle one."""
    return (
        "BT /F1 10 Tf 72 720 Td (The Supplier shall) Tj "
        f"{hidden} ( not) Tj {show} ( be the exclusive supplier.) Tj ET"
    )


@pytest.mark.parametrize(
    ("hidden", "show", "how"),
    [
        ("1 1 1 rg", "0 g", "in the colour of the paper"),
        ("3 Tr", "0 Tr", "drawn invisibly"),
        ("/F1 1 Tf", "/F1 10 Tf", "1.2 points high"),
        ("1 Tr 1 1 1 RG", "0 Tr", "in the colour of the paper"),
    ],
)
def test_one_hidden_word_in_a_visible_line_is_found(hidden: str, show: str, how: str) -> None:
    page = within_a_line(hidden, show)
    document = one(pdf([page + "\n" + lines(PROSE, top=600)]))
    assert document.text.startswith("The Supplier shall not be the exclusive supplier.")
    assert [(m.span.of(document.text), m.detail) for m in document.marks] == [("not", how)]
    assert "hidden-text" in codes(document)


def test_white_words_within_a_line_on_a_dark_ground_can_be_seen() -> None:
    ground = "0 0 0.4 rg 60 710 300 20 re f 0 g\n"
    document = one(pdf([ground + within_a_line("1 1 1 rg", "0.9 g")]))
    assert not document.marks


def test_text_in_a_form_object_and_in_a_layer_switched_off() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([lines(PROSE)])))
    page = writer.pages[0]
    form = pypdf.generic.DecodedStreamObject()
    form.set_data(b"1 1 1 rg BT /F1 10 Tf 72 500 Td (Fees double.) Tj ET")
    form.update({
        name(key): value for key, value in {
            "/Type": name("/XObject"), "/Subtype": name("/Form"),
            "/BBox": pypdf.generic.ArrayObject(map(pypdf.generic.NumberObject, (0, 0, 612, 792))),
            "/Resources": page["/Resources"],
        }.items()
    })  # fmt: skip
    layer = writer._add_object(pypdf.generic.DictionaryObject({
        name("/Type"): name("/OCG"), name("/Name"): pypdf.generic.TextStringObject("drafts"),
    }))  # fmt: skip
    resources = page["/Resources"]
    resources["/XObject"][name("/Fm1")] = writer._add_object(form)
    resources[name("/Properties")] = pypdf.generic.DictionaryObject({name("/L1"): layer})
    content = page["/Contents"].get_data() + (
        b"\n/Fm1 Do\n/OC /L1 BDC BT /F1 10 Tf 72 400 Td (Term is ten years.) Tj ET EMC"
    )
    page["/Contents"].set_data(content)
    for off in ([], [layer]):
        writer._root_object[name("/OCProperties")] = pypdf.generic.DictionaryObject({
            name("/OCGs"): pypdf.generic.ArrayObject([layer]),
            name("/D"): pypdf.generic.DictionaryObject(
                {name("/OFF"): pypdf.generic.ArrayObject(off)}
            ),
        })  # fmt: skip
        stream = io.BytesIO()
        writer.write(stream)
        document = one(stream.getvalue())
        expected = ["Fees double.", "Term is ten years."] if off else ["Fees double."]
        assert marked(document, "hidden") == expected


name = pypdf.generic.NameObject


def test_text_beside_the_page_is_marked_hidden() -> None:
    page = lines(PROSE) + "\n" + text(900, 600, "Fees double each year.")
    assert marked(one(pdf([page])), "hidden") == ["Fees double each year."]


def test_words_under_a_black_box_are_not_secret() -> None:
    page = lines(["The price is 1,000,000 dollars a year."]) + "\n0 0 0 rg 126 716 60 12 re f"
    document = one(pdf([page]))
    assert "redacted-text-under-box" in codes(document)
    (words,) = marked(document, "redacted")
    assert "1,000,000" in words


def test_page_without_text_layer_is_named_and_a_blank_page_is_not() -> None:
    document = one(pdf([lines(PROSE), "", "", lines(PROSE)], image_pages=[2]))
    assert document.status is Status.PARTIAL
    (reason,) = [r for r in document.reasons if r.code == "no-text-layer"]
    assert reason.message.startswith("page 3: ")


def test_scan_with_a_text_layer_is_used_and_said() -> None:
    words = "\n".join(text(72, 720 - 12 * i, line, extra="3 Tr") for i, line in enumerate(PROSE))
    document = one(pdf([words], image_pages=[0]))
    assert document.status is Status.SCANNED
    assert "ocr-layer" in codes(document)
    assert not marked(document, "hidden")
    assert PROSE[0] in document.text


def test_passwords_are_tried_in_turn() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([lines(PROSE)])))
    writer.encrypt("second", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    document = one(stream.getvalue(), LoadOptions(passwords=("first", "second")))
    assert PROSE[0] in document.text
    assert document.rectangles(Span(0, 3))
    with pytest.raises(Encrypted, match="no password was given"):
        one(stream.getvalue())
    with pytest.raises(Encrypted, match="none of the 1 passwords"):
        one(stream.getvalue(), LoadOptions(passwords=("first",)))


def test_attachments_are_documents_of_their_own() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([lines(PROSE)])))
    writer.add_attachment("schedule.txt", b"Schedule 1. The Customer shall buy 500 units a year.\n")
    stream = io.BytesIO()
    writer.write(stream)
    documents = read(stream.getvalue(), "portfolio.pdf", OPTIONS)
    assert isinstance(documents, tuple)
    assert [d.path for d in documents] == ["portfolio.pdf", "portfolio.pdf!/schedule.txt"]
    assert "500 units" in documents[1].text
    few = LoadOptions(ocr=False, limits=Limits(attachments=0))
    document, members = read_with_members(stream.getvalue(), "portfolio.pdf", few)
    assert members == () and document.status is Status.PARTIAL
    assert "schedule.txt" in next(
        r.message for r in document.reasons if r.code == "attachments-unread"
    )


def test_filled_form_fields_are_text() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([lines(PROSE)])))
    form = pypdf.generic.DictionaryObject()
    field = pypdf.generic.DictionaryObject()
    name = pypdf.generic.NameObject
    for key, value in {
        "/Type": name("/Annot"),
        "/Subtype": name("/Widget"),
        "/FT": name("/Tx"),
        "/T": pypdf.generic.TextStringObject("Minimum purchase"),
        "/V": pypdf.generic.TextStringObject("500 units"),
        "/Rect": pypdf.generic.ArrayObject([pypdf.generic.NumberObject(n) for n in (9, 9, 99, 29)]),
    }.items():
        field[name(key)] = value
    reference = writer._add_object(field)
    writer.pages[0][name("/Annots")] = pypdf.generic.ArrayObject([reference])
    form[name("/Fields")] = pypdf.generic.ArrayObject([reference])
    writer._root_object[name("/AcroForm")] = form
    stream = io.BytesIO()
    writer.write(stream)
    document = one(stream.getvalue())
    fields = [b.span.of(document.text) for b in document.blocks if b.kind == "form_field"]
    assert fields == ["Minimum purchase: 500 units"]


def test_limits_on_pages_and_characters_are_said() -> None:
    data = pdf([lines(PROSE)] * 4)
    document = one(data, LoadOptions(ocr=False, limits=Limits(pages=2)))
    assert document.status is Status.PARTIAL and document.pages == 4
    assert "first 2 of 4 pages" in next(r.message for r in document.reasons)
    document = one(data, LoadOptions(ocr=False, limits=Limits(characters=100)))
    assert "limit-characters" in codes(document)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing here", b"\x00" * 4000])
def test_what_is_no_pdf_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        one(data)


def test_file_cut_off_is_read_as_far_as_it_goes() -> None:
    data = pdf([lines(PROSE)] * 3)
    document = one(data[: data.index(b"xref\n")])
    assert document.status is Status.PARTIAL
    assert "repaired" in codes(document)
    assert PROSE[0] in document.text


def test_letters_that_mean_nothing_are_not_read() -> None:
    cipher = str.maketrans("etaoinshrdlucmfwypvbgkjqxz", "xqzjkvbpygwmfculdrhsnioate")
    garbled = [line.lower().translate(cipher) for line in PROSE]
    document = one(pdf([lines(garbled * 2)]))
    assert "garbled-text" in codes(document)
    assert "garbled-text" not in codes(one(pdf([lines(PROSE)])))


@pytest.mark.shared
def test_cyclic_page_tree_does_not_hang(shared_dir: Path) -> None:
    path = shared_dir / "documents" / "pdfjs--Pages-tree-refs.pdf"
    document = one(path.read_bytes())
    assert document.status is Status.PARTIAL
    assert "unreadable-page" in codes(document)


@pytest.mark.shared
def test_every_broken_file_ends_with_a_document_or_a_load_error(shared_dir: Path) -> None:
    seen = 0
    for path in sorted((shared_dir / "documents").glob("*.pdf")):
        data = path.read_bytes()
        try:
            document = read(data, path.name, OPTIONS)
        except (Damaged, Encrypted):
            continue
        first = document[0] if isinstance(document, tuple) else document
        seen += 1
        for before, after in zip(first.anchors, first.anchors[1:], strict=False):
            assert before.end <= after.start
        assert all(b.span.end <= len(first.text) for b in first.blocks)
        assert bool(first.text.strip()) or not bare_text(data).strip()
    assert seen > 40
