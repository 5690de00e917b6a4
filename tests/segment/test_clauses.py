"""Clause numbers as a lawyer cites them, headings and kinds."""

from __future__ import annotations

import pytest

from auditor.segment import outline

from .support import blocks_of, document, headings, numbers


def test_numbers_are_composed_from_parents() -> None:
    text = (
        "7. Exclusivity\n\n7.1 Grant. Acme grants rights.\n\n7.2 The Customer shall not:\n\n"
        "(a) buy elsewhere;\n\n(b) assist:\n\n(i) competitors; or\n\n(ii) resellers.\n\n"
        "8. Term. It lasts a year."
    )
    assert numbers(text) == [
        "7", "7.1", "7.2", "7.2(a)", "7.2(b)", "7.2(b)(i)", "7.2(b)(ii)", "8",
    ]  # fmt: skip


def test_parents_are_indices_of_enclosing_clauses() -> None:
    found = outline(document("7. Duties\n\n7.2 The Customer shall:\n\n(a) pay;\n\n(b) report."))
    by_number = {clause.number: clause for clause in found.clauses}
    assert by_number["7"].parent is None
    assert found.clauses[by_number["7.2(b)"].parent or 0].number == "7.2"
    assert found.clauses[by_number["7.2"].parent or 0].number == "7"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ARTICLE VII EXCLUSIVITY\n\n7.1 Grant. Exclusive.\n\nARTICLE VIII TERM\n\n8.1 A year.",
            ["Article VII", "7.1", "Article VIII", "8.1"],
        ),
        (
            "Section 1. Definitions\n\nIt means this.\n\nSection 2. Term\n\n2.1 Length. One year.",
            ["1", "2", "2.1"],
        ),
        (
            "Article I\nServices\n\nSection 1. Scope. All of it.\n\nSection 2. Change. None.\n\n"
            "Article II\nFees\n\nSection 1. Amount. Ten.\n\nSection 2. Tax. None.",
            [
                "Article I", "Article I, Section 1", "Article I, Section 2",
                "Article II", "Article II, Section 1", "Article II, Section 2",
            ],
        ),
        (
            "I. TERM\n\nA. It lasts ten years.\n\nB. You may renew:\n\n1. once, on notice;\n\n"
            "2. again, if agreed.\n\nII. FEES\n\nA. You pay.\n\nB. We collect.",
            ["I", "I.A", "I.B", "I.B.1", "I.B.2", "II", "II.A", "II.B"],
        ),
        (
            "9. (a) This contract binds.\n\n(b) It is not assigned.\n\n10. Law. Texas.",
            ["9", "9(a)", "9(b)", "10"],
        ),
        ("7.2(a) First rule here.\n\n7.2(b) Second rule here.", ["7.2", "7.2(a)", "7.2(b)"]),
        ("1) Price is fixed.\n\n2) Term is long:\n\na) one year;\n\nb) two.", [
            "1", "2", "2(a)", "2(b)",
        ]),
        ("1.0 Definitions\n\n1.1 Words mean this.\n\n2.0 Term\n\n2.1 A year.", [
            "1", "1.1", "2", "2.1",
        ]),
    ],
)  # fmt: skip
def test_styles_of_numbering(text: str, expected: list[str]) -> None:
    assert numbers(text) == expected


def test_i_after_h_is_a_letter_and_i_before_ii_is_roman() -> None:
    letters = "\n\n".join(f"({c}) The party shall do thing {c}." for c in "abcdefghijk")
    assert numbers(f"1. Duties. They are:\n\n{letters}")[9] == "1(i)"
    nested = "\n\n".join(f"({c}) The party shall do thing {c}." for c in "abcdefgh")
    text = f"1. Duties. They are:\n\n{nested} It covers:\n\n(i) goods;\n\n(ii) works.\n\n(i) Last."
    assert numbers(text)[9:11] == ["1(h)(i)", "1(h)(ii)"]


def test_a_number_that_is_missing_does_not_derail_the_rest() -> None:
    text = (
        "It is agreed by Acme. 1.2 Acme shall sell. 1.3 Beta shall buy. 2. Term The term is a "
        "year. 2.1 It may be renewed. 3. Fees The fees are fixed. 4. Law The law is that of Ohio."
    )
    assert numbers(text) == ["1.2", "1.3", "2", "2.1", "3", "4"]


def test_numbers_within_a_paragraph() -> None:
    text = (
        "TERMS AND CONDITIONS 1. APPOINTMENT 1.1 General. Acme appoints Beta. 1.2 Scope. It may "
        "sell under Section 2.1 The Products only. 2. TERM 2.1 Length. One year."
    )
    assert numbers(text) == ["1", "1.1", "1.2", "2", "2.1"]


@pytest.mark.parametrize(
    "line",
    [
        "10 days after notice the Customer may terminate.",
        "225 Wenchang Road is the address.",
        "2019 was the first year of the term.",
        "3.5 million dollars are due.",
        "30% of the fees are refundable.",
        "A. Smith signed the agreement.",
        "Exhibit A sets out the fees that the Customer pays.",
        "Section 4 shall survive termination.",
    ],
)
def test_false_numbers(line: str) -> None:
    text = f"1. Term. It lasts a year.\n\n2. Fees. They are as agreed.\n\n{line}\n\n3. Law. Ohio."
    assert numbers(text) == ["1", "2", "3"]


def test_a_reference_broken_over_lines_is_no_number() -> None:
    text = (
        "1. Term. It ends as set out in Section\n\n2.1 The Customer may end it too.\n\n"
        "2. Fees. Up to two\n\n(2) invoices are sent."
    )
    assert numbers(text) == ["1", "2"]


def test_schedules_and_exhibits_start_their_own_count() -> None:
    body = "1. Term. It lasts a year.\n\n2. Fees. The Customer pays.\n\n" + "Filler words. " * 20
    text = (
        f"{body}\n\nSchedule 1 - Fees\n\n1. Monthly fee. Ten.\n\n2. Set-up fee. Five.\n\n"
        "EXHIBIT A\n\nSERVICE LEVELS\n\n2.1 Uptime. It is high."
    )
    assert numbers(text) == [
        "1", "2", "Schedule 1", "Schedule 1, paragraph 1", "Schedule 1, paragraph 2",
        "Exhibit A", "Exhibit A 2.1",
    ]  # fmt: skip
    kinds = {clause.number: clause.kind for clause in outline(document(text)).clauses}
    assert kinds["2"] == "body"
    assert kinds["Schedule 1, paragraph 2"] == "schedule"
    assert kinds["Exhibit A 2.1"] == "schedule"


def test_a_list_of_the_same_style_inside_a_list() -> None:
    text = (
        "1. Scope. All services.\n\n2. Order. The documents rank as follows:\n\n1. The order.\n\n"
        "2. The terms.\n\n3. The annexes.\n\n4. The policies.\n\n3. Term. A year.\n\n4. Law. Ohio."
    )
    assert numbers(text) == ["1", "2", "2.1", "2.2", "2.3", "2.4", "3", "4"]


def test_numbers_the_format_computes_are_trusted() -> None:
    found = outline(
        blocks_of(
            ("heading", "4.", "Fees and payment", 1),
            ("paragraph", "4.7", "Set-off is excluded.", 0),
            ("list_item", "(c)", "It applies to taxes too.", 2),
        )
    )
    assert [clause.number for clause in found.clauses] == ["4", "4.7", "4.7(c)"]


@pytest.mark.parametrize(
    ("text", "number", "heading"),
    [
        ("7.2 Exclusivity. The Customer shall buy.", "7.2", "Exclusivity"),
        ("7.2 Exclusivity – The Customer shall buy.", "7.2", "Exclusivity"),
        ("7.2 Term and renewal. The Customer shall buy.", "7.2", "Term and renewal"),
        ("7.2 Late Payment; Interest. The Customer shall pay.", "7.2", "Late Payment; Interest"),
        ("4. EXCLUSIVITY OF SUPPLY   During the Term it buys.", "4", "EXCLUSIVITY OF SUPPLY"),
        ("4. EXCLUSIVITY OF SUPPLY\n\nDuring the Term it buys.", "4", "EXCLUSIVITY OF SUPPLY"),
        ("19. Assignment Neither party may assign.", "19", "Assignment"),
        ("2.1 Grant of rights Subject to payment it may sell.", "2.1", "Grant of rights"),
        ("10.2 Notices to The Bank of Ohio shall be sent.", "10.2", ""),
        ("5. The Customer shall buy. It shall pay.", "5", ""),
        ("5. Time is of the essence. The Customer shall pay.", "5", ""),
        ("Governing Law. The laws of Ohio apply.", "", "Governing Law"),
        ("EXCLUSIVITY\n\nThe Customer shall buy here.", "", "EXCLUSIVITY"),
    ],
)
def test_headings(text: str, number: str, heading: str) -> None:
    assert headings(text)[number] == heading


def test_a_clause_without_a_heading_takes_the_nearest_above() -> None:
    found = headings(
        "7. Exclusivity\n\n7.1 The Customer shall buy.\n\n(a) All of it;\n\n(b) daily."
    )
    assert found["7.1"] == found["7.1(b)"] == "Exclusivity"


def test_kinds() -> None:
    text = (
        "SUPPLY AGREEMENT\n\nThis Agreement is between Acme Inc. and Beta Inc.\n\nRECITALS\n\n"
        "WHEREAS, Acme makes goods; and\n\nWHEREAS, Beta buys them;\n\n"
        "NOW, THEREFORE, the parties agree as follows:\n\n1. Definitions\n\n"
        '"Goods" means the goods.\n\n2. Supply. Acme shall supply.\n\n'
        "IN WITNESS WHEREOF, the parties sign.\n\nBy: ____"
    )
    found = outline(document(text))
    kinds = {}
    for sentence in found.sentences:
        kinds[sentence.span.of(text)] = found.clauses[sentence.clause].kind
    assert kinds["WHEREAS, Beta buys them;"] == "recital"
    assert kinds["NOW, THEREFORE, the parties agree as follows:"] == "body"
    assert kinds['"Goods" means the goods.'] == "definition"
    assert kinds["Acme shall supply."] == "body"
    assert kinds["By: ____"] == "signature"


def test_tables_headers_and_footnotes_are_told_apart() -> None:
    found = outline(
        blocks_of(
            ("header", "", "Acme confidential", 0),
            ("paragraph", "", "The Customer shall pay the fees below.", 0),
            ("table_row", "", "Fee | Amount", 0),
            ("table_row", "", "Monthly | 10", 0),
            ("footnote", "", "Fees are net of tax.", 0),
        )
    )
    assert [clause.kind for clause in found.clauses] == ["header", "body", "table", "footnote"]


def test_order_form_rows_are_an_order_form() -> None:
    found = outline(
        blocks_of(
            ("heading", "", "Order Form", 1),
            ("table_row", "", "Customer | Beta Ltd", 0),
            ("heading", "", "Fees", 2),
            ("table_row", "", "Annual fee | 100", 0),
            ("heading", "", "Standard Terms", 1),
            ("paragraph", "1.", "The Customer shall pay the annual fee in advance.", 0),
        )
    )
    assert [c.kind for c in found.clauses] == ["order_form", "order_form", "heading", "body"]


def test_sections_begin_beside_parties_and_recitals_not_under_them() -> None:
    text = (
        "(1) ACME LIMITED (the Supplier); and\n\n(2) BETA LIMITED (the Customer).\n\nBackground\n\n"
        "(A) Acme sells.\n\n(B) Beta buys.\n\nAgreed terms\n\n1. Interpretation\n\n"
        "1.1 Words mean this.\n\n2. Supply\n\n2.1 Acme supplies."
    )
    assert numbers(text) == ["(1)", "(2)", "(A)", "(B)", "1", "1.1", "2", "2.1"]


def test_lettered_recitals_end_where_lettered_sections_begin() -> None:
    long = "IN CONSIDERATION of the premises" + ", the covenants" * 25
    text = (
        "RECITALS\n\nA. Acme owns it.\n\nB. Beta wants it.\n\n"
        f"{long}, the parties hereby agree as follows:\n\n"
        "1. DEFINITIONS. Words have these meanings.\n\nA. \"Area\" means Canada.\n\n"
        "B. \"Fee\" means the fee.\n\nC. \"Goods\" means goods.\n\n"
        "2. GRANT. Acme grants Beta an exclusive licence."
    )
    found = outline(document(text))
    assert [c.number for c in found.clauses if c.number][-4:] == ["1.A", "1.B", "1.C", "2"]
    assert found.clauses[-1].kind == "body"


def test_tables_of_contents_hold_no_clauses() -> None:
    text = (
        "1. Definitions . . . . . . . . . 2\n\n2. Term . . . . . . . . . 3\n\n"
        "CONTENTS\n\n1. Definitions 2\n\n2. Term 3\n\n"
        "1. Definitions\n\nWords mean this.\n\n2. Term\n\nIt lasts a year."
    )
    found = outline(document(text))
    assert [(c.number, c.kind) for c in found.clauses if c.number] == [
        ("1", "definition"), ("2", "body"),
    ]  # fmt: skip


def test_parts_group_sections_that_count_through() -> None:
    text = (
        "Part A - Basics\n\n1. Meaning\n\n1.1 Words.\n\n2. Scope\n\n2.1 All.\n\n"
        "Part B - Services\n\n3. Supply\n\n3.1 It is made."
    )
    assert numbers(text) == ["Part A", "1", "1.1", "2", "2.1", "Part B", "3", "3.1"]
