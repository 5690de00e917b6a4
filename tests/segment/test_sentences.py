"""Where sentences end, and what a list item is read with."""

from __future__ import annotations

import pytest

from auditor.segment import outline

from .support import document, sentences, stems


@pytest.mark.parametrize(
    "text",
    [
        "Acme Inc. shall pay Beta Corp. the fee.",
        "The fee is set out in Sec. 4 and No. 5, e.g. the annual fee.",
        "Notices go to Mr. John A. Smith at 5 p.m. on Monday.",
        "The U.S. Government and the U.K. may audit, i.e. inspect, the books.",
        "Smith v. Jones applies (see Section 3.2 above and cf. Art. 5).",
        "The price is 3.2 per unit, approx. 4.5 in total.",
        'It may use the words "Powered by Acme. All rights reserved." on the site.',
        "The Supplier (which is a company. It is registered in Wales) shall deliver.",
        "Acme Ltd. (the Supplier) and Beta Co. (the Customer) agree.",
    ],
)
def test_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Customer shall pay. The Supplier shall deliver! Is it so? Yes.",
            ["The Customer shall pay.", "The Supplier shall deliver!", "Is it so?", "Yes."],
        ),
        (
            "It is governed by the laws of the U.S. The parties submit to its courts.",
            ["It is governed by the laws of the U.S.", "The parties submit to its courts."],
        ),
        (
            "It was sold to Acme Inc. The Customer agreed.",
            ["It was sold to Acme Inc.", "The Customer agreed."],
        ),
        (
            'He said "no." Then he left.',
            ['He said "no."', "Then he left."],
        ),
        (
            "The fees are in Exhibit A. They rise each year.",
            ["The fees are in Exhibit A.", "They rise each year."],
        ),
        (
            "The term ended in 1999. iPass will renew it.",
            ["The term ended in 1999.", "iPass will renew it."],
        ),
    ],
)
def test_breaks(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_hard_wrapped_lines_are_one_sentence() -> None:
    text = "The Customer shall pay the\nfees within thirty (30)\ndays. It shall not set off."
    assert sentences(text) == [
        "The Customer shall pay the fees within thirty (30) days.",
        "It shall not set off.",
    ]


def test_a_sentence_goes_on_over_a_page_break() -> None:
    text = (
        "The Customer shall not during the Term purchase any competing\n\n"
        "- 12 -\n\n"
        "products from any third party.\n\n"
        "The Supplier may terminate."
    )
    assert sentences(text) == [
        "The Customer shall not during the Term purchase any competing - 12 - "
        "products from any third party.",
        "The Supplier may terminate.",
    ]


def test_paragraphs_that_end_do_not_join() -> None:
    text = "The Customer shall pay.\n\nthe Supplier shall deliver."
    assert len(sentences(text)) == 2


def test_short_list_in_one_paragraph_stays_one_sentence() -> None:
    text = "The Customer shall (a) pay the fees; (b) keep records; and (c) return the goods."
    assert sentences(text) == [text]
    assert stems(text) == [None]


def test_long_list_in_one_paragraph_is_cut_at_its_items() -> None:
    item = "comply with every reasonable instruction that is given to it from time to time, " * 6
    text = (
        f"7.1 The Customer shall: (a) {item}and pay; (b) {item}and report; and (c) {item}and stop."
    )
    found = outline(document(text))
    assert [s.stem and s.stem.of(text) for s in found.sentences] == [
        None, "The Customer shall:", "The Customer shall:", "The Customer shall:",
    ]  # fmt: skip
    assert [found.clauses[s.clause].number for s in found.sentences] == [
        "7.1", "7.1(a)", "7.1(b)", "7.1(c)",
    ]  # fmt: skip
    assert found.sentences[1].span.of(text).startswith("comply with")


def test_items_in_own_paragraphs_carry_the_lead_in() -> None:
    text = (
        "3. Duties. The Customer shall not:\n\n(a) resell the Services;\n\n"
        "(b) engage a third party that:\n\n(i) competes with the Supplier; or\n\n"
        "(ii) is insolvent; or\n\n(c) reverse engineer the Services.\n\nThe Supplier may inspect."
    )
    found = outline(document(text))
    by_number = {
        found.clauses[s.clause].number: (s.stem.of(text) if s.stem else None)
        for s in found.sentences
        if s.stem
    }
    assert by_number["3(a)"] == "The Customer shall not:"
    assert by_number["3(c)"] == "The Customer shall not:"
    assert by_number["3(b)(i)"].endswith("engage a third party that:")
    assert found.sentences[-1].stem is None
    assert found.clauses[found.sentences[-1].clause].number == "3"


def test_bullets_carry_the_lead_in() -> None:
    text = "You must not:\n\n• sell the Services;\n\n• share your account.\n\nWe may suspend you."
    assert stems(text) == [None, "You must not:", "You must not:", None]


def test_a_heading_or_the_words_of_agreement_introduce_nothing() -> None:
    text = (
        "The parties agree as follows:\n\n1. Term. This Agreement lasts a year.\n\n"
        "2. Fees. The Customer shall pay.\n\nContact Us\n\n• Sales\n\n• Support"
    )
    assert set(stems(text)) == {None}


def test_sentence_starts_after_number_and_run_in_heading() -> None:
    text = "7.2 Exclusivity. The Customer shall buy only from the Supplier."
    assert sentences(text) == ["The Customer shall buy only from the Supplier."]


def test_endless_sentence_is_cut_at_semicolons() -> None:
    text = "; ".join(
        f"the party numbered {i} shall do all that it has promised to do" for i in range(80)
    )
    found = outline(document(text))
    assert len(found.sentences) > 5
    assert all(len(s.span) < 2500 for s in found.sentences)
