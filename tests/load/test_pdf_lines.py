"""Characters mended with their way back, and hyphens at the ends of lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.load.pdf.furniture import page_number
from auditor.load.pdf.hyphens import keeps_hyphen
from auditor.load.pdf.lines import LIGATURES, Line, mend, pieces_of, undouble, unspace


def line(text: str) -> Line:
    return Line(text, 100, 0.0, 0.0, 10.0, 10.0)


@given(st.text(alphabet="ab ﬁﬃ\u00ad\u200b", max_size=40))
def test_mended_characters_keep_their_source(text: str) -> None:
    mended = mend(line(text))
    assert "".join(piece for piece, _ in pieces_of(mended)) == mended.text
    wanted = text.translate(str.maketrans({**LIGATURES, "\u00ad": "", "\u200b": ""}))
    assert mended.text == wanted
    for piece, source in pieces_of(mended):
        if source < 0:
            continue
        for offset, char in enumerate(piece):
            original = text[source - 100 + offset]
            assert char == LIGATURES.get(original, original)[0]


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("A G R E E M E N T", "AGREEMENT"),
        ("M A S T E R   A G R E E M E N T", "MASTER AGREEMENT"),
        ("Plan A B and C", "Plan A B and C"),
        ("1. D E F I N I T I O N S", "1. DEFINITIONS"),
    ],
)
def test_letter_spaced_words_are_closed_up(given_: str, wanted: str) -> None:
    assert unspace(line(given_)).text == wanted


def test_gaps_divide_letter_spaced_words() -> None:
    text = "L O A N D E E D"
    gaps = [0.0 if c == " " else 3.0 for c in text]
    gaps[8] = 12.0
    assert unspace(line(text), gaps).text == "LOAN DEED"


def test_shadow_letters_are_taken_once() -> None:
    assert undouble(line("TTHHIISS AAGGRREEEEMMEENNTT")).text == "THIS AGREEMENT"
    assert undouble(line("book-keeper Mississippi")).text == "book-keeper Mississippi"


@pytest.mark.parametrize(
    ("left", "right", "text", "keeps"),
    [
        ("most fa", "vored customer", "", False),
        ("a non", "exclusive licence", "", True),
        ("any third", "party claim", "", True),
        ("the Auditor", "General may", "", True),
        ("from person-to", "person", "", True),
        ("the sub", "component is", "", True),
        ("this agree", "ment shall", "", False),
        ("the pre", "vious year", "", False),
        ("pur", "chase", "", False),
        ("the drag", "net clause", "the drag-net clause", True),
        ("the drag", "net clause", "the dragnet clause", False),
        ("2019", "2020", "", True),
    ],
)
def test_hyphen_at_the_end_of_a_line(left: str, right: str, text: str, keeps: bool) -> None:
    assert keeps_hyphen(left, right, text) is keeps


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12", ("", 12, False)),
        ("- 12 -", ("", 12, True)),
        ("Page 3 of 10", ("", 3, True)),
        ("iv", ("roman", 4, False)),
        ("A-3", ("a-", 3, False)),
        ("7.", None),
        ("7.2", None),
        ("12 months", None),
        ("mix", None),
    ],
)
def test_what_may_be_a_page_number(text: str, wanted: tuple[str, int, bool] | None) -> None:
    assert page_number(text) == wanted
