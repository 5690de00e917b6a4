"""Text nobody can see on the page is read, and marked with how it is hidden."""

from __future__ import annotations

import pytest

from load.word_files import codes, definition, docx, level, load, marks, num, p, part, r, table

SECRET = "Customer waives all claims."
WHITE = '<w:color w:val="FFFFFF"/>'


def theme(**colors: str) -> dict[str, str]:
    """The theme part: colours by the names of the theme's own."""
    paints = "".join(f'<a:{n}><a:srgbClr val="{c}"/></a:{n}>' for n, c in colors.items())
    return {"theme": f"<a:themeElements><a:clrScheme>{paints}</a:clrScheme></a:themeElements>"}


THEME = theme(dk1="000000", lt1="FFFFFF", accent1="4472C4", accent2="FF0000")


def shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


@pytest.mark.parametrize(
    ("properties", "how"),
    [
        ("<w:vanish/>", "hidden font attribute"),
        ('<w:vanish w:val="1"/>', "hidden font attribute"),
        (WHITE, "white on white"),
        ('<w:color w:val="FDFDFD"/>', "white on white"),
        (WHITE + '<w:highlight w:val="white"/>', "white on white"),
        ('<w:color w:val="000000"/>' + shade("000000"), "letters in the fill's colour"),
        ('<w:color w:val="000000" w:themeColor="background1"/>', "white on white"),
        ('<w:color w:val="000000" w:themeColor="accent1" w:themeTint="0F"/>', "white on white"),
        (
            WHITE + '<w:shd w:val="clear" w:fill="000000" w:themeFill="background1"/>',
            "white on white",
        ),
        (
            '<w:color w:val="FF0000"/><w:shd w:val="clear" w:fill="auto" w:themeFill="accent2"/>',
            "letters in the fill's colour",
        ),
        ('<w:sz w:val="2"/>', "type of 1 pt"),
        ('<w:w w:val="1"/>', "letters of 1 % of their width"),
        ('<w:sz w:val="3"/>', "type of 1.5 pt"),
        ("<w14:textFill><w14:noFill/></w14:textFill>", "transparent letters"),
    ],
)
def test_ways_to_hide_a_run(properties: str, how: str) -> None:
    document = load(docx(p("Shown. ", r(SECRET, properties)), **THEME))
    assert document.text == f"Shown. {SECRET}\n"
    assert marks(document, "hidden") == [(SECRET, how)]
    assert codes(document) == ["hidden-text"]


@pytest.mark.parametrize(
    "properties",
    [
        '<w:vanish w:val="0"/>',
        "<w:webHidden/>",
        WHITE + shade("1F3864"),
        WHITE + '<w:shd w:val="clear" w:fill="auto" w:themeFill="text1"/>',
        '<w:color w:val="FFFFFF" w:themeColor="text1"/>',
        '<w:color w:val="FFFFFF" w:themeColor="background1" w:themeShade="80"/>',
        WHITE + '<w:highlight w:val="black"/>',
        '<w:w w:val="80"/>',
        WHITE + '<w:shd w:val="solid" w:color="auto" w:fill="FFFFFF"/>',
        '<w:color w:val="auto"/>' + shade("000000"),
        '<w:color w:val="808080"/>',
        '<w:sz w:val="4"/>',
    ],
)
def test_what_can_be_seen_is_not_marked(properties: str) -> None:
    assert load(docx(p(r(SECRET, properties)), **THEME)).marks == ()


def style(id: str, kind: str, properties: str, more: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{id}"/>{more}'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


def test_styles_hide_and_uncover() -> None:
    styles = style("Base", "paragraph", "<w:vanish/>") + style(
        "Derived", "paragraph", "", '<w:basedOn w:val="Base"/>'
    ) + style("Char", "character", "<w:vanish/>")  # fmt: skip
    char = '<w:rStyle w:val="Char"/>'
    body = (
        p("by paragraph style", style="Derived")
        + p(r("by character style", char))
        + p(r("toggled twice", char), style="Derived")
        + p(r("uncovered", '<w:vanish w:val="0"/>'), style="Derived")
    )
    document = load(docx(body, styles=styles))
    assert [text for text, _ in marks(document, "hidden")] == [
        "by paragraph style", "by character style",
    ]  # fmt: skip


def table_of(style_id: str, *cells: str) -> str:
    inner = "".join(f"<w:tr><w:tc>{cell}</w:tc></w:tr>" for cell in cells)
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="{style_id}"/></w:tblPr>{inner}</w:tbl>'


def test_table_styles_and_defaults_hide() -> None:
    styles = (
        "<w:docDefaults><w:rPrDefault><w:rPr>" + WHITE + "</w:rPr></w:rPrDefault></w:docDefaults>"
        + style("Ink", "paragraph", '<w:color w:val="000000"/>')
        + style("Base", "table", "<w:vanish/>")
        + style("Grid", "table", "", '<w:basedOn w:val="Base"/>')
    )  # fmt: skip
    bare = p(r("uncovered", '<w:vanish w:val="0"/>'), style="Ink")
    body = (
        p("by the defaults") + p("shown", style="Ink")
        + table_of("Grid", p("by table style", style="Ink"), bare) + p("shown again", style="Ink")
    )  # fmt: skip
    document = load(docx(body, styles=styles))
    assert marks(document, "hidden") == [
        ("by the defaults", "white on white"), ("by table style", "hidden font attribute"),
    ]  # fmt: skip


def test_the_background_of_a_theme_may_be_another_one() -> None:
    black = theme(dk1="FFFFFF", lt1="000000")
    mapped = '<w:clrSchemeMapping w:bg1="dark1" w:t1="light1"/>'
    text = p(r(SECRET, '<w:color w:val="000000" w:themeColor="text1"/>'))
    assert marks(load(docx(text, **black)), "hidden") == [(SECRET, "white on white")]
    assert load(docx(text, settings=mapped, **black)).marks == ()


def test_a_page_colour_counts_where_it_is_shown() -> None:
    main = part(
        "document", '<w:background w:color="000000"/><w:body>' + p(r(SECRET, WHITE)) + "</w:body>"
    )
    assert len(load(docx("", main=main)).marks) == 1
    assert load(docx("", main=main, settings="<w:displayBackgroundShape/>")).marks == ()
    odd = main.replace("000000", "ZZZZZZ")
    assert len(load(docx("", main=odd, settings="<w:displayBackgroundShape/>")).marks) == 1


@pytest.mark.parametrize(
    ("paint", "hidden"),
    [
        ('<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>', True),
        ('<a:solidFill><a:srgbClr val="102030"/></a:solidFill>', False),
        ('<a:solidFill><a:srgbClr val="?"/></a:solidFill>', False),
        ("<a:noFill/>", False),
    ],
)
def test_white_letters_in_a_text_box(paint: str, hidden: bool) -> None:
    box = (
        f"<w:r><w:drawing><wps:wsp><wps:spPr>{paint}</wps:spPr><wps:txbx><w:txbxContent>"
        f"{p(r(SECRET, WHITE))}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></w:r>"
    )
    assert bool(load(docx(p("Shown.", box))).marks) == hidden


def test_white_letters_on_a_dark_paragraph_cell_or_table_style_can_be_seen() -> None:
    white = r("Fees", WHITE)
    dark_cell = f"<w:tc><w:tcPr>{shade('000080')}</w:tcPr>{p(white)}</w:tc>"
    light_cell = f"<w:tc><w:tcPr>{shade('FFFFFF')}</w:tcPr>{p(r('gone', WHITE))}</w:tc>"
    styled = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr>'
        f"<w:tr><w:tc>{p(white)}</w:tc></w:tr></w:tbl>"
    )
    styles = (
        '<w:style w:type="table" w:styleId="Grid"><w:tblStylePr w:type="firstRow"><w:tcPr>'
        f"{shade('4472C4')}</w:tcPr></w:tblStylePr></w:style>"
    )
    body = (
        p(white, properties=shade("333333"))
        + f"<w:tbl><w:tr>{dark_cell}{light_cell}</w:tr></w:tbl>"
        + styled
    )
    assert marks(load(docx(body, styles=styles)), "hidden") == [("gone", "white on white")]


def test_hidden_rows_and_paragraphs_off_the_page() -> None:
    row = f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{p('row')}</w:tc></w:tr>"
    frame = '<w:framePr w:x="-20000" w:y="100"/>'
    indent = '<w:ind w:left="30000"/>'
    body = (
        f"<w:tbl>{row}</w:tbl>" + p("frame", properties=frame) + p("indent", properties=indent)
        + p("indented", properties='<w:ind w:left="1440"/>')
    )  # fmt: skip
    assert marks(load(docx(body)), "hidden") == [
        ("row", "hidden table row"), ("frame", "off the page"), ("indent", "off the page"),
    ]  # fmt: skip


def test_a_cell_that_continues_another_does_not_show_its_words() -> None:
    first = f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("a")}</w:tc></w:tr>'
    rest = f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{p('b')}</w:tc></w:tr>"
    document = load(docx(f"<w:tbl>{first}{rest}</w:tbl>"))
    assert marks(document, "hidden") == [("b", "cell merged into its neighbour")]


def test_a_style_separator_runs_a_heading_on_into_its_clause() -> None:
    body = p("Exclusivity.", mark="<w:vanish/><w:specVanish/>") + p("Customer shall buy.")
    document = load(docx(body))
    assert document.text == "Exclusivity. Customer shall buy.\n"
    assert marks(document, "hidden") == []


def test_a_numbered_paragraph_after_a_hidden_mark_keeps_its_number() -> None:
    numbering = definition(1, level(0, "decimal", "%1.")) + num(1, 1)
    body = p("a", num=(1, 0), mark="<w:vanish/>") + p("b", num=(1, 0)) + p("c", num=(1, 0))
    assert load(docx(body, numbering=numbering)).text == "1. a\n2. b\n3. c\n"


def test_hidden_paragraphs_take_no_number() -> None:
    numbering = definition(1, level(0, "decimal", "%1.")) + num(1, 1)
    hidden = p(r("secret", "<w:vanish/>"), num=(1, 0), mark="<w:vanish/>")
    data = docx(p("a", num=(1, 0)) + hidden + p("b", num=(1, 0)), numbering=numbering)
    assert load(data).text == "1. a\nsecret\n2. b\n"


def test_table_of_plain_cells_marks_nothing() -> None:
    assert load(docx(table(("a", "b")))).marks == ()
