"""All text of a Word file is read once, in reading order, and leads back to its run."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from auditor.load.word.symbols import PRIVATE
from auditor.load.word.xml import W
from auditor.model import Document, Status
from load import word_files
from load.word_files import RELATIONSHIPS, cell, codes, docx, lines, load, marks, p, r, table

BOX = "<w:txbxContent>{}</w:txbxContent>"
SHAPE = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
    "<a:graphicData><wps:wsp><wps:txbx>{0}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
    "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{0}"
    "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def field(instruction: str, result: str | None) -> str:
    """A complex field; without ``separate`` when ``result`` is None."""
    shown = "" if result is None else '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r(result)
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, b.span.of(document.text)) for b in document.blocks]


def test_a_row_is_a_block_and_nested_tables_stand_in_their_cell() -> None:
    inner = table(("a", "b"), ("c", "d"))
    document = load(docx(p("Before") + table(("Fee", p("Tiers") + inner), ("x", "y")) + p("After")))
    assert kinds(document) == [
        ("paragraph", "Before"),
        ("table_row", "Fee | Tiers\na | b\nc | d"),
        ("table_row", "x | y"),
        ("paragraph", "After"),
    ]


def test_merged_cells_are_read_once_and_empty_cells_keep_their_place() -> None:
    span, top, rest = (
        '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>",
    )  # fmt: skip
    rows = (
        f"<w:tr>{cell('Wide', span)}{cell('c')}</w:tr>"
        f"<w:tr>{cell('Tall', top)}{cell(p())}{cell('1')}</w:tr>"
        f"<w:tr>{cell(p(), rest)}{cell('x')}{cell('2')}</w:tr>"
    )
    document = load(docx(f"<w:tbl>{rows}</w:tbl>"))
    assert lines(document) == ["Wide | c", "Tall |  | 1", " | x | 2"]


def test_one_cell_with_several_paragraphs_is_a_frame_not_a_row() -> None:
    document = load(docx(table((p("One.") + p("Two."),))))
    assert kinds(document) == [("paragraph", "One."), ("paragraph", "Two.")]


def test_headers_and_footers_are_read_once() -> None:
    section = (
        '<w:headerReference w:type="default" r:id="header1"/>'
        '<w:headerReference w:type="first" r:id="header2"/>'
        '<w:footerReference w:type="default" r:id="footer1"/>'
    )
    twice = p("Body", properties=f"<w:sectPr>{section}</w:sectPr>")
    data = docx(
        twice + f"<w:sectPr>{section}<w:titlePg/></w:sectPr>",
        header1=p("Confidential"), header2=p("Master Agreement"), footer1=p("Draft 3"),
    )  # fmt: skip
    document = load(data)
    assert kinds(document) == [
        ("header", "Confidential"), ("header", "Master Agreement"), ("paragraph", "Body"),
        ("footer", "Draft 3"),
    ]  # fmt: skip
    assert [a.part for a in document.anchors] == ["header 1", "header 2", "body", "footer 1"]


def test_a_header_that_is_switched_off_is_marked_hidden() -> None:
    section = '<w:sectPr><w:headerReference w:type="even" r:id="header1"/></w:sectPr>'
    document = load(docx(p("Body") + section, header1=p("Even")))
    assert marks(document, "hidden") == [("Even", "header that is switched off")]


def test_notes_follow_the_paragraph_that_cites_them_and_leave_its_sentence_whole() -> None:
    notes = "".join(
        f'<w:footnote w:id="{i}"{kind}>{p(text)}</w:footnote>'
        for i, kind, text in (
            (0, ' w:type="separator"', "-"), (5, "", "Net of tax."), (3, "", "See Annex.")
        )
    )  # fmt: skip
    endnotes = f'<w:endnote w:id="2">{p("End.")}</w:endnote>'
    cite = [
        f'<w:r><w:{kind}noteReference w:id="{i}"/></w:r>'
        for kind, i in (("foot", 5), ("foot", 3), ("end", 2))
    ]
    body = p("The fees", cite[0], " and charges", cite[1], " fall due.") + p("Next", cite[2])
    document = load(docx(body, footnotes=notes, endnotes=endnotes))
    assert kinds(document) == [
        ("paragraph", "The fees and charges fall due."),
        ("footnote", "[1] Net of tax."),
        ("footnote", "[2] See Annex."),
        ("paragraph", "Next"),
        ("endnote", "[i] End."),
    ]


def test_a_note_mark_the_author_typed_goes_to_the_note() -> None:
    cite = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
    note = f'<w:footnote w:id="1">{p("Except.")}</w:footnote>'
    document = load(docx(p("exclusive", cite, " rights"), footnotes=note))
    assert lines(document) == ["exclusive rights", "[*] Except."]


def test_text_boxes_are_read_once_after_the_paragraph_they_hang_on() -> None:
    shape = SHAPE.format(BOX.format(p("In the box.")))
    old = f"<v:shape><v:textbox>{BOX.format(p('Old box.'))}</v:textbox></v:shape>"
    only_vml = f"<w:r><w:pict>{old}</w:pict></w:r>"
    document = load(docx(p("A sentence ", shape, "goes on.") + p("Then", only_vml)))
    assert kinds(document) == [
        ("paragraph", "A sentence goes on."), ("text_box", "In the box."),
        ("paragraph", "Then"), ("text_box", "Old box."),
    ]  # fmt: skip
    assert document.anchors[-1].part == "text box 2"


def test_a_watermark_is_read() -> None:
    mark = '<w:r><w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict></w:r>'
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    assert lines(load(docx(p("x") + section, header1=p(mark)))) == ["DRAFT", "x"]


def test_the_words_of_a_diagram_are_read() -> None:
    names = (
        'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    point = "<dgm:pt><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>"
    points = point.format("Order") + point.format("Pay")
    data = f"<dgm:dataModel {names}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"
    drawing = (
        "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData>"
        f'<dgm:relIds {names} r:dm="d1"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    link = f'<Relationship Id="d1" Type="{RELATIONSHIPS}/diagramData" Target="diagrams/d1.xml"/>'
    document = load(docx(p("Steps:", drawing), extra={"word/diagrams/d1.xml": data}, links=link))
    assert lines(document) == ["Steps:", "Order", "Pay"]


def test_content_controls_links_and_wrappers_are_looked_through() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = (
        control.format(
            p("One ", control.format(r("two ")), f"<w:hyperlink>{r('three')}</w:hyperlink>")
        )
        + "<w:tbl>"
        + control.format(f"<w:tr>{control.format(cell('four'))}{cell('five')}</w:tr>")
        + "</w:tbl><w:customXml>"
        + p("<w:smartTag>" + r("six") + "</w:smartTag>")
        + "</w:customXml>"
    )
    assert lines(load(docx(body))) == ["One two three", "four | five", "six"]


def test_a_field_shows_its_result_and_not_its_instruction() -> None:
    body = p(
        "See clause ", field("REF _Ref12 \\r \\h", "7.2"), " and ", field("XE exclusivity", None)
    )
    simple = p(f'<w:fldSimple w:instr="PAGE">{r("4")}</w:fldSimple>')
    assert lines(load(docx(body + simple))) == ["See clause 7.2 and ", "4"]


def test_a_field_in_an_instruction_is_not_read() -> None:
    inner = field("DOCPROPERTY tier", "gold")
    nested = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
        f'{inner}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("Gold terms")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(load(docx(p(nested)))) == ["Gold terms"]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    open_field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert lines(load(docx(p("a", open_field, "b") + p("c")))) == ["ab", "c"]


def test_fields_without_a_stored_result_show_what_word_computes() -> None:
    def form(data: str) -> str:
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    body = (
        p(form('<w:checkBox><w:default w:val="1"/></w:checkBox>'), " agreed")
        + p(form('<w:ddList><w:result w:val="1"/><w:listEntry w:val="Net 30"/>'
                 '<w:listEntry w:val="Net 60"/></w:ddList>'))
        + p(field("AUTONUMLGL", None), " Term") + p(field("AUTONUMLGL", None), " Fees")
        + p(field("LISTNUM NumberDefault \\l 5", None), " first")
    )  # fmt: skip
    assert lines(load(docx(body))) == ["☒ agreed", "Net 60", "1. Term", "2. Fees", "(a) first"]


def test_a_click_here_prompt_and_an_unfilled_control_are_placeholders() -> None:
    control = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{r('Enter the name')}</w:sdtContent></w:sdt>"
    )
    body = p("By ", field("MACROBUTTON NoMacro [Click here]", None), " and ", control)
    document = load(docx(body))
    assert lines(document) == ["By [Click here] and Enter the name"]
    assert [text for text, _ in marks(document, "placeholder")] == [
        "[Click here]",
        "Enter the name",
    ]


def test_special_characters() -> None:
    run = (
        "<w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>com</w:t><w:softHyphen/><w:t>pete</w:t><w:tab/>"
        '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0B7"/><w:br/>'
        '<w:t>b</w:t><w:br w:type="page"/><w:t>c\nd\uf0a8</w:t></w:r>'
    )
    assert lines(load(docx(p(run)))) == ["non-compete\t☑•\nb\nc d☐"]


def test_an_extended_symbol_is_read_from_its_fallback() -> None:
    run = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="w16se">'
        '<w16se:symEx xmlns:w16se="urn:x" w16se:char="2612"/></mc:Choice>'
        "<mc:Fallback><w:t>☒</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(load(docx(p(run, " Yes")))) == ["☒ Yes"]


def test_equations_and_ruby_text() -> None:
    maths = "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
    ruby = (
        f"<w:r><w:ruby><w:rt>{r('kana')}</w:rt><w:rubyBase>{r('base')}</w:rubyBase></w:ruby></w:r>"
    )
    assert lines(load(docx(p("If ", maths, " then ", ruby)))) == ["If x=1 then base"]


def test_strict_documents_are_read_like_others() -> None:
    data = docx(p("Strict text", style="Heading1"), styles=(
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    ))  # fmt: skip
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(strict, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            for kind in ("wordprocessingml", "officeDocument"):
                content = content.replace(
                    f"http://schemas.openxmlformats.org/{kind}/2006/".encode(),
                    f"http://purl.oclc.org/ooxml/{kind}/".encode(),
                )
            after.writestr(name, content)
    assert kinds(load(strict.getvalue())) == [("heading", "Strict text")]


def test_headings_come_from_styles_and_clauses_in_heading_styles_stay_clauses() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="H"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="O"><w:pPr><w:outlineLvl w:val="3"/></w:pPr>'
        "</w:style>"
    )
    clause = "The Customer shall buy only from the Supplier during the whole of the Term."
    texts = [("T", "Supply Agreement"), ("Own", "Exclusivity"), ("O", "Term"), ("H", clause)]
    document = load(docx("".join(p(text, style=style) for style, text in texts), styles=styles))
    assert [(b.kind, b.level) for b in document.blocks] == [
        ("title", 0), ("heading", 2), ("heading", 4), ("paragraph", 2),
    ]  # fmt: skip
    assert document.title == "Supply Agreement"


def test_the_title_of_the_properties_wins_unless_a_program_made_it_up() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title>'
        "</cp:coreProperties>"
    )
    body = p("x", properties='<w:outlineLvl w:val="0"/>')
    for given_title, shown in (
        ("MSA 2026", "MSA 2026"),
        ("Microsoft Word - a.doc", "x"),
        ("", "x"),
    ):
        data = docx(body, extra={"docProps/core.xml": core.format(given_title)})
        assert load(data).title == shown


def test_comments_are_counted_and_listed_but_not_text() -> None:
    comments = f'<w:comment w:id="1" w:author="Bo">{p("Is this agreed?")}</w:comment>'
    document = load(docx(p("Text"), comments=comments))
    assert document.text == "Text\n"
    assert document.status is Status.SCANNED
    assert codes(document) == ["comments"]
    assert "1 comment in the margin" in document.reasons[0].message
    assert 'Bo: "Is this agreed?"' in document.reasons[0].message


def test_embedded_files_and_imported_chunks_are_said_or_handed_on() -> None:
    from auditor.load.options import LoadOptions
    from auditor.load.word import read_with_members

    inner = docx(p("Chunk"))
    data = docx(
        p("Text") + '<w:altChunk r:id="c1"/><w:altChunk r:id="gone"/>',
        extra={"word/chunk.docx": inner, "word/embeddings/annex.pdf": b"%PDF-1.4"},
        links=f'<Relationship Id="c1" Type="{RELATIONSHIPS}/aFChunk" Target="chunk.docx"/>',
    )
    document = load(data)
    assert document.status is Status.PARTIAL
    assert "annex.pdf, chunk.docx" in document.reasons[-1].message
    alone, members = read_with_members(data, "test.docx", LoadOptions())
    assert [(m.name, m.data) for m in members] == [
        ("chunk.docx", inner), ("annex.pdf", b"%PDF-1.4"),
    ]  # fmt: skip
    assert [reason.code for reason in alone.reasons] == ["part-not-read"]  # the missing chunk


@pytest.mark.shared
def test_files_in_ole_objects_are_unwrapped(shared_dir: Path) -> None:
    from auditor.load.options import LoadOptions
    from auditor.load.word import read_with_members

    for name, inner, magic in (
        ("tika--testWORD_embedded_pdf.docx", "oleobject1.bin", b"%PDF"),
        ("tika--test_recursive_embedded.docx", "embed1.zip", b"PK\x03\x04"),
    ):
        data = (shared_dir / "documents" / name).read_bytes()
        member = read_with_members(data, name, LoadOptions())[1][0]
        assert member.name == inner
        assert member.data.startswith(magic)


def test_macros_are_said() -> None:
    document = load(docx(p("x"), extra={"word/vbaProject.bin": b"\0"}))
    assert codes(document) == ["macros"]
    assert document.status is Status.SCANNED


#: Anything but what XML forbids, and symbols that are read as the characters they show.
texts = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cs"),
        exclude_characters="\ufffe\uffff" + "".join(map(chr, PRIVATE)),
    ),
    max_size=12,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(texts, max_size=5), max_size=5), st.booleans())
def test_anchors_lead_back_to_the_run(paragraphs: list[list[str]], in_table: bool) -> None:
    body = "".join(p(*(r(text) for text in runs)) for runs in paragraphs) or p()
    data = docx(table((body, p("end"))) if in_table else body)
    document = load(data)
    _check_anchors(document, data)
    anchored = "".join(document.text[a.start : a.end] for a in document.anchors)
    written = "".join(text for runs in paragraphs for text in runs)
    assert _squeezed(anchored) == _squeezed(written) + ("end" if in_table else "")


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _check_anchors(document: Document, data: bytes) -> int:
    """Every anchored character of the body is the character of its run; how many they are."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        root = etree.fromstring(container.read("word/document.xml"))
    paragraphs = list(root.iter(W + "p"))
    known = 0
    for anchor in document.anchors:
        if anchor.part != "body" or anchor.paragraph is None or anchor.run is None:
            continue
        run = list(paragraphs[anchor.paragraph].iter(W + "r"))[anchor.run]
        text = _run_text(run)
        found = document.text[anchor.start : anchor.end]
        assert text[anchor.source : anchor.source + len(found)] == found
        known += len(found)
    return known


def _run_text(run: etree._Element) -> str:
    """What python-docx calls the text of a run."""
    shown = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
    text = ""
    for child in run:
        if child.tag in (W + "t", W + "delText"):
            text += (child.text or "").replace("\n", " ")
        elif child.tag == W + "br" and child.get(W + "type", "textWrapping") == "textWrapping":
            text += "\n"
        else:
            text += shown.get(child.tag, "")
    return text


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "contracts/open-agreements--common-paper-csa-with-sla.docx",
        "documents/openxml-powertools--RP051-Arabic.docx",
        "documents/docling--word_tables.docx",
        "documents/openxml-sdk--style.docx",
    ],
)
def test_anchors_of_real_files_lead_back_to_the_run(shared_dir: Path, name: str) -> None:
    data = (shared_dir / name).read_bytes()
    document = load(data)
    known = _check_anchors(document, data)
    assert known > 0.75 * len(document.text)


@pytest.mark.shared
def test_source_offsets_are_those_of_python_docx(shared_dir: Path) -> None:
    path = shared_dir / "labelled/commonpaper-csa-ai.docx"
    document = load(path.read_bytes())
    opened = python_docx.Document(str(path))
    paragraphs = list(opened.element.iter(W + "p"))
    checked = 0
    for anchor in document.anchors:
        if anchor.part == "body" and anchor.paragraph is not None and anchor.run is not None:
            element = list(paragraphs[anchor.paragraph].iter(W + "r"))[anchor.run]
            text = python_docx.text.run.Run(element, opened).text
            found = document.text[anchor.start : anchor.end]
            assert text[anchor.source : anchor.source + len(found)] == found
            checked += 1
    assert checked > 1000


@pytest.mark.shared
def test_nearly_every_word_of_the_parts_is_read(shared_dir: Path) -> None:
    """Words in ``w:t``, without the fallback copies of text boxes, are in the text."""
    for path in sorted((shared_dir / "contracts").glob("*.docx")):
        document = load(path.read_bytes())
        with zipfile.ZipFile(path) as container:
            root = etree.fromstring(container.read("word/document.xml"))
        for copy in list(root.iter("{*}Fallback")):
            copy.getparent().remove(copy)  # type: ignore[union-attr]
        squeezed = "".join(document.text.split())
        for paragraph in root.iter(W + "p"):
            words = "".join("".join(t.text or "" for t in paragraph.iter(W + "t")).split())
            assert words in squeezed, path.name


def test_builders_make_files_python_docx_opens() -> None:
    opened = python_docx.Document(io.BytesIO(docx(p("One") + word_files.table(("a", "b")))))
    assert [paragraph.text for paragraph in opened.paragraphs] == ["One"]
