"""Kinds of PDF: forms of two sorts, signed files, portfolios, damage that can be mended."""

from __future__ import annotations

import io

import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from auditor.load import load
from auditor.load.options import LoadOptions
from auditor.model import Document, Status

from .pdf_files import PROSE, lines, pdf
from .word_files import docx, p

OPTIONS = LoadOptions(ocr=False)
XFA = (
    b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template><text>Fee</text></template></xdp:xdp>"
)


def writer() -> pypdf.PdfWriter:
    return pypdf.PdfWriter(clone_from=io.BytesIO(pdf([lines(PROSE)])))


def entries(**values: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in values.items()})


def documents(made: pypdf.PdfWriter, name: str = "a.pdf") -> tuple[Document, ...]:
    target = io.BytesIO()
    made.write(target)
    return load(name, target.getvalue(), OPTIONS)


def codes(document: Document) -> list[str]:
    return [reason.code for reason in document.reasons]


def field(made: pypdf.PdfWriter, kind: str, **more: PdfObject) -> None:
    """A form with one field, which stands on the first page."""
    page = made.pages[0]
    box = ArrayObject(map(NumberObject, (72, 500, 300, 520)))
    made_field = made._add_object(entries(
        Type=NameObject("/Annot"), Subtype=NameObject("/Widget"), FT=NameObject(kind),
        T=TextStringObject("party"), Rect=box, P=page.indirect_reference, **more,
    ))  # fmt: skip
    page[NameObject("/Annots")] = ArrayObject([made_field])
    made._root_object[NameObject("/AcroForm")] = entries(Fields=ArrayObject([made_field]))


def test_values_of_a_form_are_text() -> None:
    made = writer()
    field(made, "/Tx", V=TextStringObject("Acme Ltd"), TU=TextStringObject("Name of the supplier"))
    (document,) = documents(made)
    assert document.status is Status.SCANNED
    assert "Name of the supplier: Acme Ltd" in document.text


@pytest.mark.parametrize("needs", [True, False])
def test_a_form_only_adobe_can_put_together_is_partial(needs: bool) -> None:
    made = writer()
    field(made, "/Tx", V=TextStringObject("Acme Ltd"))
    stream = DecodedStreamObject()
    stream.set_data(XFA)
    made._root_object["/AcroForm"][NameObject("/XFA")] = made._add_object(stream)
    if needs:
        made._root_object[NameObject("/NeedsRendering")] = pypdf.generic.BooleanObject(True)
    (document,) = documents(made)
    assert document.status is Status.PARTIAL
    assert "xfa-form" in codes(document)
    assert "print it to a plain PDF" in str(document.reasons)


def test_a_signed_file_is_read_and_its_signature_said_to_be_unchecked() -> None:
    made = writer()
    field(made, "/Sig", V=made._add_object(entries(
        Type=NameObject("/Sig"), Filter=NameObject("/Adobe.PPKLite"),
        SubFilter=NameObject("/adbe.pkcs7.detached"), Contents=ByteStringObject(b"\0" * 64),
        ByteRange=ArrayObject(map(NumberObject, (0, 10, 20, 10))),
    )))  # fmt: skip
    (document,) = documents(made)
    assert document.status is Status.SCANNED
    assert codes(document) == ["signed"]
    assert PROSE[0] in document.text


def test_the_files_of_a_portfolio_are_documents() -> None:
    made = writer()
    made._root_object[NameObject("/Collection")] = entries(View=NameObject("/T"))
    made.add_attachment("order.docx", docx(p("The Customer shall pay the Fees.")))
    made.add_attachment("inner.pdf", pdf([lines(PROSE)]))
    made.add_attachment("../../up.txt", b"The Supplier shall deliver.")
    cover, *inside = documents(made, "set.pdf")
    assert cover.status is Status.SCANNED
    assert sorted((d.path, d.status) for d in inside) == [
        ("set.pdf!/inner.pdf", Status.SCANNED),
        ("set.pdf!/order.docx", Status.SCANNED),
        ("set.pdf!/up.txt", Status.SCANNED),
    ]


@pytest.mark.parametrize("cut", [b"startxref", b"trailer", b"xref"])
def test_a_file_without_its_end_is_mended_and_said(cut: bytes) -> None:
    whole = pdf([lines(PROSE), lines(PROSE)])
    (document,) = load("a.pdf", whole[: whole.index(b"\n" + cut)], OPTIONS)
    assert document.text.count(PROSE[0]) == 2
    assert document.status is Status.PARTIAL
    assert "repaired" in codes(document)
