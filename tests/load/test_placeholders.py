"""Blanks and notes to drafters are found by their wording, in any format."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from auditor.load.placeholders import find


def found(text: str, kind: str) -> list[str]:
    return [mark.span.of(text) for mark in find(text) if mark.kind == kind]


@pytest.mark.parametrize(
    "blank",
    [
        "[●]", "[•]", "[____]", "[ ● ]", "[...]", "[ # ]", "[XX]", "[insert address]",
        "[INSERT NAME OF CUSTOMER]", "[Company Name]", "[Effective Date]", "[date]", "TBD",
        "[to be agreed]", "{{ customer.name }}", "{provider_name}", "«Customer_Name»",
        "<insert date>", "________", "Click or tap here to enter text.", "Choose an item.",
        "[TBC: fee]", "[Customer's legal name]", "[    ]",
    ],
)  # fmt: skip
def test_blanks(blank: str) -> None:
    assert found(f"The fee is {blank} per month.", "placeholder") == [blank]


@pytest.mark.parametrize(
    "note",
    [
        "[Note to draft: confirm the cap.]", "[Drafting note: choose one [or both].]",
        "[NTD: check]", "[Note to Supplier: please review]", "[Drafter’s note – delete]",
        "[Delete if not applicable]", "[subject to legal review]", "[Guidance: see playbook]",
        "<!-- Note: a comment -->",
    ],
)  # fmt: skip
def test_notes(note: str) -> None:
    assert found(f"Before {note} after", "drafting_note") == [note]
    assert found(f"Before {note} after", "placeholder") == []


@pytest.mark.parametrize(
    "text",
    [
        "as set out in [1] and [12]", "[Signature Page Follows]", "[the] Customer may",
        "[x] Yes", "[ ] No", "the list (a) to (c)", "By: ____________", "Name: ______\nTitle: ____",
        "________________\nDate", "see [Exhibit A] and [Smith v Jones]", "snake_case and __init__",
        "f(x) = {1, 2}", "${price}", "[sic]", "[2019] EWCA Civ 1", "The TBDs", "",
        "[    ]\tFees may increase",
    ],
)  # fmt: skip
def test_what_is_no_blank(text: str) -> None:
    assert find(text) == ()


def test_bracketed_numbers_are_blanks_before_a_unit() -> None:
    assert found("within [30] days and [thirty (30)] months, [5]%", "placeholder") == [
        "[30]", "[thirty (30)]", "[5]",
    ]  # fmt: skip


def test_confidential_treatment_is_redaction() -> None:
    text = "Confidential treatment requested. The price is [***] or [*] per unit."
    assert found(text, "redacted") == ["[***]", "[*]"]
    assert found("The price is [*] per unit.", "placeholder") == ["[*]"]


def test_marks_are_sorted_and_do_not_overlap() -> None:
    marks = find("[●] [Note to draft: [●] or [insert date]] [TBD] {{ x }}")
    assert [mark.kind for mark in marks] == [
        "placeholder", "drafting_note", "placeholder", "placeholder",
    ]  # fmt: skip
    assert all(a.span.end <= b.span.start for a, b in pairwise(marks))


@pytest.mark.parametrize(
    "hostile",
    [
        "[",
        "_",
        "[insert ",
        "[note: ",
        "* ",
        "[customer ",
        "to be ",
        " ",
        "<!--",
        "<!--x ",
        "{a",
        "[●",
    ],
)
def test_hostile_text_takes_linear_time(hostile: str) -> None:
    begin = time.perf_counter()
    find(hostile * (400_000 // len(hostile)))
    assert time.perf_counter() - begin < 5
