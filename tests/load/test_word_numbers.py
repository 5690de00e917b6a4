"""Computed numbers are those Word shows."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.load.word.numerals import format_number
from auditor.model import Document
from load.word_files import definition, docx, level, lines, load, num, p, table

LEGAL = definition(
    1,
    level(0, "decimal", "%1."),
    level(1, "decimal", "%1.%2"),
    level(2, "lowerLetter", "(%3)"),
    level(3, "lowerRoman", "(%4)"),
) + num(1, 1)


def numbers(body: str, numbering: str, styles: str = "") -> list[str]:
    document = load(docx(body, numbering=numbering, styles=styles))
    return [block.number for block in document.blocks]


def outline(*levels: int, list_id: int = 1) -> str:
    return "".join(p("x", num=(list_id, at)) for at in levels)


def test_a_multilevel_list_counts_and_restarts_as_a_contract_does() -> None:
    assert numbers(outline(0, 1, 1, 2, 2, 3, 1, 2, 0, 1), LEGAL) == [
        "1", "1.1", "1.2", "(a)", "(b)", "(i)", "1.3", "(a)", "2", "2.1",
    ]  # fmt: skip


def test_the_number_stands_before_the_words_and_belongs_to_the_block() -> None:
    document = load(docx(p("Term", num=(1, 0)) + p("Exclusivity", num=(1, 1)), numbering=LEGAL))
    assert document.text == "1. Term\n1.1 Exclusivity\n"
    block = document.blocks[1]
    assert (block.kind, block.number, block.level) == ("list_item", "1.1", 2)
    assert document.anchors_of(block.span)[0].start == block.span.start + len("1.1 ")


def test_a_skipped_level_shows_its_start_and_counts_as_begun() -> None:
    assert numbers(outline(1, 0, 2), LEGAL) == ["1.1", "2", "(a)"]


def test_lists_that_share_a_definition_share_its_counters() -> None:
    body = outline(0) + outline(0, list_id=2) + outline(0)
    assert numbers(body, LEGAL + num(2, 1)) == ["1", "2", "3"]


def test_a_start_override_restarts_once_and_then_goes_on() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    body = outline(0) + outline(0, 0, 1, list_id=2) + outline(0)
    assert numbers(body, LEGAL + num(2, 1, override)) == ["1", "7", "8", "8.1", "9"]


def test_a_level_override_replaces_the_level() -> None:
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    assert numbers(outline(0) + outline(0, list_id=2), LEGAL + num(2, 1, other)) == ["1", "B)"]


def test_legal_numbering_shows_outer_levels_in_arabic_numerals() -> None:
    articles = definition(
        1, level(0, "upperRoman", "Article %1."),
        level(1, "decimal", "%1.%2"),
        level(2, "lowerLetter", "%1.%2.%3", more="<w:isLgl/>"),
    ) + num(1, 1)  # fmt: skip
    assert numbers(outline(0, 0, 1, 2), articles) == ["Article I", "Article II", "II.1", "2.1.1"]


def test_restart_rules_of_levels() -> None:
    never = definition(
        1, level(0, "decimal", "%1"), level(1, "decimal", "%2", more='<w:lvlRestart w:val="0"/>')
    ) + num(1, 1)  # fmt: skip
    assert numbers(outline(0, 1, 0, 1), never) == ["1", "1", "2", "2"]
    after_first = definition(
        1, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"),
        level(2, "decimal", "%3", more='<w:lvlRestart w:val="1"/>'),
    ) + num(1, 1)  # fmt: skip
    assert numbers(outline(0, 1, 2, 1, 2, 0, 1, 2), after_first)[2::2] == ["1", "2", "2.1"]


def test_number_zero_switches_a_number_off_that_the_style_gives() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("a", style="Clause") + p("b", style="Clause", properties=off) + p("c", style="Clause")
    assert numbers(body, LEGAL, styles) == ["1", "", "2"]


def test_the_level_of_a_style_is_the_one_that_names_it() -> None:
    numbering = definition(
        1, level(0, "decimal", "%1.", more='<w:pStyle w:val="H1"/>'),
        level(1, "decimal", "%1.%2", more='<w:pStyle w:val="H2"/>'),
    ) + num(1, 1)  # fmt: skip
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="heading {n}"/>{base}'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for key, n, base in (("H1", 1, ""), ("H2", 2, '<w:basedOn w:val="H1"/>'))
    )
    styles += (
        '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/>'
        '<w:basedOn w:val="H2"/></w:style>'
    )
    body = p("Term", style="H1") + p("Start", style="H2") + p("End", style="Sub")
    document = load(docx(body, numbering=numbering, styles=styles))
    assert lines(document) == ["1. Term", "1.1 Start", "1.2 End"]
    assert [(b.kind, b.level) for b in document.blocks] == [
        ("heading", 1), ("heading", 2), ("heading", 2),
    ]  # fmt: skip


def test_a_list_defined_by_a_list_style() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="L"/>'
        f"{level(0, 'upperLetter', '%1)')}</w:abstractNum>" + num(1, 1) + num(2, 2)
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    assert numbers(outline(0, 0), numbering, styles) == ["A)", "B)"]


def test_bullets_are_shown_but_are_no_numbers() -> None:
    bullets = definition(1, level(0, "bullet", "\uf0b7"), level(1, "bullet", "–")) + num(1, 1)
    document = load(docx(outline(0, 1), numbering=bullets))
    assert lines(document) == ["• x", "– x"]
    assert [(b.kind, b.number, b.level) for b in document.blocks] == [
        ("list_item", "", 1), ("list_item", "", 2),
    ]  # fmt: skip


def test_numbers_in_table_cells_even_without_words() -> None:
    document = load(docx(table((p(num=(1, 0)), "Fee"), (p(num=(1, 0)), "Cap")), numbering=LEGAL))
    assert lines(document) == ["1. | Fee", "2. | Cap"]
    assert [block.number for block in document.blocks] == ["1", "2"]


def test_a_custom_format_pads_with_zeros() -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="%1"/></w:lvl>'
    )
    assert numbers(outline(0, 0), definition(1, custom) + num(1, 1)) == ["001", "002"]


def test_a_paragraph_with_only_a_section_break_is_not_counted() -> None:
    section = p(num=(1, 0), properties="<w:sectPr/>")
    assert numbers(section + outline(0), LEGAL) == ["1"]


def test_an_empty_numbered_paragraph_is_counted() -> None:
    assert numbers(outline(0) + p(num=(1, 0)) + outline(0), LEGAL) == ["1", "3"]


def test_an_undefined_list_and_a_style_loop_give_no_number_and_no_crash() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>'
        for a, b in (("A", "B"), ("B", "A"))
    )
    assert numbers(p("x", num=(99, 0)) + p("y", style="A"), LEGAL, styles) == ["", ""]


@pytest.mark.parametrize(
    ("style", "value", "expected"),
    [
        ("upperRoman", 1999, "MCMXCIX"), ("lowerRoman", 4, "iv"), ("lowerLetter", 26, "z"),
        ("lowerLetter", 27, "aa"), ("upperLetter", 53, "AAA"), ("decimalZero", 7, "07"),
        ("decimalZero", 12, "12"), ("ordinal", 1, "1st"), ("ordinal", 12, "12th"),
        ("ordinal", 23, "23rd"), ("cardinalText", 21, "Twenty-one"),
        ("cardinalText", 1100, "One thousand one hundred"), ("ordinalText", 3, "Third"),
        ("ordinalText", 20, "Twentieth"), ("ordinalText", 42, "Forty-second"), ("none", 3, ""),
        ("numberInDash", 5, "- 5 -"), ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 21, "21"), ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 105, "一百零五"), ("japaneseCounting", 10, "十"), ("hebrew1", 15, "טו"),
        ("russianLower", 3, "в"), ("chicago", 6, "††"), ("thaiNumbers", 12, "๑๒"),
        ("someFutureFormat", 9, "9"), ("upperRoman", 0, "0"), ("hex", 31, "1F"),
    ],
)  # fmt: skip
def test_number_formats(style: str, value: int, expected: str) -> None:
    assert format_number(value, style) == expected


@given(st.integers(1, 3999))
def test_roman_numerals_add_up(value: int) -> None:
    worth = dict(zip("MDCLXVI", (1000, 500, 100, 50, 10, 5, 1), strict=True))
    digits = [worth[letter] for letter in format_number(value, "upperRoman")]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    assert sum(-one if one < after else one for one, after in pairs) == value


@pytest.mark.shared
def test_numbers_word_showed_when_their_author_typed_them_beside(shared_dir: Path) -> None:
    """In this file of Apache Tika every item's words repeat the number Word shows."""
    data = (shared_dir / "documents/tika--testWORD_override_list_numbering.docx").read_bytes()
    document = load(data)
    items = [b.span.of(document.text) for b in document.blocks if b.number]
    assert len(items) > 35
    assert [item for item in items if not _twice(item)] == []


def _twice(item: str) -> bool:
    shown, _, typed = item.partition(" ")
    return shown == typed


CITED = re.compile(r"Sections? (\d+(?:\.\d+)*) \(([A-Z][^()]{3,60})\)")


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "labelled/commonpaper-csa-ai.docx",
        "contracts/open-agreements--common-paper-csa-with-sla.docx",
        "contracts/open-agreements--common-paper-software-license-agreement.docx",
        "contracts/open-agreements--common-paper-pilot-agreement.docx",
        "contracts/open-agreements--common-paper-design-partner-agreement.docx",
    ],
)
def test_clauses_have_the_numbers_the_agreement_cites_them_by(shared_dir: Path, name: str) -> None:
    """ "Section 12.3 (Governing Law)": the clause of that name must have that number."""
    document = load((shared_dir / name).read_bytes())
    named = {(b.number, _folded(b.span.of(document.text))) for b in document.blocks if b.number}
    cited = {(m[1], _folded(m[2])) for m in CITED.finditer(document.text)}
    assert len(cited) >= 8
    wrong = {
        (number, heading)
        for number, heading in cited
        if not any(n == number and heading in words[:90] for n, words in named)
    }
    # One heading is cited in other words ("Warranty" for "Warranties") by its authors.
    assert len(wrong) <= 2, wrong


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalpha())


@pytest.mark.shared
def test_clause_numbers_of_a_real_agreement_never_run_backwards(shared_dir: Path) -> None:
    document = load((shared_dir / "labelled/commonpaper-csa-ai.docx").read_bytes())
    found = [tuple(map(int, n.split("."))) for n in _clauses(document)]
    assert len(found) > 90
    falls = [(one, two) for one, two in pairwise(found) if two <= one]
    assert len(falls) <= 2  # each of its parts begins again at 1


def _clauses(document: Document) -> list[str]:
    return [b.number for b in document.blocks if re.fullmatch(r"\d+(\.\d+)?", b.number)]
