"""Plain text: characters as they are, paragraphs found, pages counted."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import Unsupported
from auditor.load import text
from auditor.load.options import LoadOptions
from auditor.load.paragraphs import paragraphs
from auditor.model import Document


def read(data: bytes) -> Document:
    return text.read(data, "a.txt", LoadOptions())


def parts(source: str) -> list[str]:
    return [span.of(source) for span, _ in paragraphs(source)]


QUOTES = "The “Supplier’s” fee – § 4 – is €5."


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32-le"),
        ("cp1252", "cp1252"), ("mac-roman", "mac-roman"),
    ],
)  # fmt: skip
def test_encodings(encoding: str, expected: str) -> None:
    data = (QUOTES * 3).encode(encoding)
    decoded = text.decode(data, "a.txt")
    assert decoded.text == QUOTES * 3
    assert decoded.encoding == expected


def test_cyrillic_single_byte_text_is_guessed() -> None:
    words = "Поставщик обязуется оказывать Заказчику услуги в соответствии с договором. " * 5
    assert text.decode(words.encode("cp1251"), "a.txt").text == words


def test_one_bad_byte_does_not_change_the_encoding_of_the_rest() -> None:
    data = QUOTES.encode() * 5 + b"\xff" + QUOTES.encode()
    decoded = text.decode(data, "a.txt")
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("\ufffd") == 1


def test_text_is_the_file_with_unix_line_ends() -> None:
    document = read(b"One.\r\n\r\n  Two  spaces.\rThree.\x0c")
    assert document.text == "One.\n\n  Two  spaces.\nThree.\x0c"
    for anchor in document.anchors:
        assert anchor.source == anchor.start


def test_machine_data_is_refused() -> None:
    with pytest.raises(Unsupported, match="not text"):
        read(bytes(range(256)) * 20)


def test_nul_characters_are_said() -> None:
    document = read(b"The Supplier\0shall deliver the goods." + b" More words follow here." * 40)
    assert "\0" not in document.text
    assert document.reasons[0].code == "nul-characters"


def test_mojibake_is_marked_and_said() -> None:
    broken = "The Customer’s data is its own – always.".encode().decode("cp1252")
    document = read(f"First line.\n{broken}\n".encode())
    assert {mark.kind for mark in document.marks} == {"mojibake"}
    assert [document.text[m.span.start : m.span.end] for m in document.marks] == ["â€™", "â€“"]
    assert "line 2" in document.reasons[0].message
    assert read("Das Café in Malmö – “schön”, Ärger.".encode()).marks == ()


def test_form_feeds_and_page_marks_begin_pages() -> None:
    document = read(b"one\n\x0ctwo\n\x0cthree")
    assert document.pages == 3
    assert [document.text[start] for start in document.page_starts] == ["o", "t", "t"]
    assert document.anchors[1].page == 2
    edgar = read(b"<PAGE>\n\nFirst page\n\n1\n<PAGE>\nSecond page\n   -2- <PAGE>\nThird")
    assert edgar.pages == 3
    assert [b.kind for b in edgar.blocks] == [
        "paragraph", "footer", "paragraph", "footer", "paragraph",
    ]  # fmt: skip


WORDS = (
    "The Supplier shall not, during the Term, supply the Products or anything similar to any "
    "person other than the Customer in the Territory, whether directly or through a third party. "
)


def test_wrapped_paragraphs_are_whole() -> None:
    wrapped = textwrap.fill(WORDS * 3, 72)
    source = f"1. EXCLUSIVITY\n\n{wrapped}\n\n{wrapped}\n"
    assert parts(source) == ["1. EXCLUSIVITY", wrapped, wrapped]


def test_indented_first_lines_part_paragraphs() -> None:
    first = textwrap.fill(WORDS, 70, initial_indent="     ")
    source = f"{first}\n{first}\n{first}"
    assert len(parts(source)) == 3


def test_items_of_a_list_are_paragraphs_and_a_wrapped_number_is_not() -> None:
    source = (
        "The Customer shall:\n(a) pay the Fees when they fall due;\n(b) keep the Software safe; "
        "and\n(c) tell the Supplier.\n"
    )
    assert len(parts(source)) == 4
    running = "Fees are due as the second and the last sentence of Section\n4.2 above say."
    assert parts(running) == [running]


def test_long_lines_are_paragraphs() -> None:
    source = "\n".join([WORDS.strip()] * 3)
    assert parts(source) == [WORDS.strip()] * 3


def test_every_line_spaced_out_is_put_together() -> None:
    lines = textwrap.wrap(WORDS * 3, 60)
    paragraph = "\n\n".join(lines)
    source = "\n\n\n\n".join([paragraph] * 4)
    assert parts(source) == [paragraph] * 4


def test_contents_lines_stay_apart() -> None:
    source = "1.1  Definitions          1\n1.2  Interpretation       17\n1.3  Fees ........ 18\n"
    assert len(parts(source)) == 3


@given(st.text(alphabet=st.sampled_from("aB1 .;\n\t\f()<PAGE>-"), max_size=300))
def test_paragraphs_are_in_order_disjoint_and_lose_no_word(source: str) -> None:
    end = 0
    kept = []
    for span, _ in paragraphs(source):
        assert end <= span.start < span.end
        assert span.of(source) == span.of(source).strip()
        kept.append(source[end : span.start])
        end = span.end
    kept.append(source[end:])
    lost = "".join(kept).replace("<PAGE>", "")
    assert not any(character.isalpha() for character in lost)
