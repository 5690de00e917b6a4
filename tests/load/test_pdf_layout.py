"""Paragraphs, furniture, columns and tables of small PDFs."""

from __future__ import annotations

from auditor.load.options import LoadOptions
from auditor.load.pdf import read
from auditor.model import Document, Span

from .pdf_files import HEIGHT, PROSE, lines, pdf, text

OPTIONS = LoadOptions(ocr=False)


def load(pages: list[str], **options: object) -> Document:
    document = read(pdf(pages, **options), "small.pdf", OPTIONS)  # type: ignore[arg-type]
    assert isinstance(document, Document)
    return document


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(document.text)) for block in document.blocks]


def test_a_clause_cut_by_a_page_break_becomes_whole() -> None:
    pages = []
    for number in range(1, 4):
        body = [f"{number}.1 {PROSE[0]}", *PROSE[1:]] if number == 1 else list(PROSE)
        pages.append(
            "\n".join(
                (
                    text(250, 760, "MASTER SUPPLY AGREEMENT"),
                    lines(body),
                    text(300, 30, str(number + 4)),
                    text(72, 18, f"ACME-00{number}231 Confidential"),
                )
            )
        )
    document = load(pages)
    assert len(document.blocks) == 1
    assert "on such terms as it The Customer shall" in document.text
    for gone in ("MASTER", "Confidential", "\n5", " 6 "):
        assert gone not in document.text
    (reason,) = [r for r in document.reasons if r.code == "furniture-removed"]
    assert reason.message.endswith("3 footer, 3 header, 3 page number")
    assert document.blocks[0].number == "1.1"
    assert [document.page(Span(start, start + 1)) for start in document.page_starts] == [1, 2, 3]


def test_last_lines_of_repeated_forms_are_kept() -> None:
    form = ["A minimum of the following for each title:", "(1) one game", "(2) five voice tones"]
    pages = [lines([f"EXHIBIT {name}", *form]) for name in "BCDEFG"]
    pages += [lines([*PROSE, "Sixteen", *PROSE, f"End {n}"]) for n in "tuvwxyzabcdef"]
    assert load(pages).text.count("five voice tones") == 6


def test_anchors_name_the_characters_they_come_from() -> None:
    document = load(
        [lines(["1. The supplier shall not sell below the con-", "tract price.", *PROSE])]
    )
    assert "contract price" in document.text
    start = document.text.index("contract")
    boxes = document.rectangles(Span(start, start + len("contract")))
    assert len(boxes) == 2
    assert abs(boxes[0].bottom - (HEIGHT - 720)) < 4
    assert boxes[1].top > boxes[0].top


def test_numbered_lines_and_headings_start_blocks() -> None:
    document = load(
        [
            lines(
                [
                    "7. EXCLUSIVITY",
                    f"7.1 {PROSE[0]}",
                    f"{PROSE[1]} and as is set out in Section",
                    "7.3 below.",
                    "(a) the first case; and",
                    "(b) the second case.",
                ]
            )
        ]
    )
    kinds = [kind for kind, _ in blocks(document)]
    assert kinds == ["heading", "paragraph", "list_item", "list_item"]
    assert "Section 7.3 below." in document.text


def test_columns_drawn_row_by_row_are_read_one_after_the_other() -> None:
    left = [f"left {word} of the first column of this page" for word in "abcdefghij"]
    right = [f"right {word} of the second column of it" for word in "abcdefghij"]
    rows = "\n".join(
        text(60, 700 - 12 * i, a) + "\n" + text(330, 700 - 12 * i, b)
        for i, (a, b) in enumerate(zip(left, right, strict=True))
    )
    document = load([text(200, 740, "TERMS AND CONDITIONS OF SALE OF THE SUPPLIER") + "\n" + rows])
    order = [document.text.index(line.split(" of ")[0]) for line in (*left, *right)]
    assert order == sorted(order)


def test_columns_drawn_in_the_wrong_order_are_put_right() -> None:
    right = lines([f"right {n} and more words" for n in range(8)], x=330)
    left = lines([f"left {n} and more words" for n in range(8)], x=60)
    document = load([right + "\n" + left])
    assert document.text.index("left 7") < document.text.index("right 0")


def test_rows_of_two_short_columns_stay_rows() -> None:
    rows = "\n".join(
        text(72, 700 - 14 * i, f"Item {i}") + "\n" + text(300, 700 - 14 * i, f"$ {i}00")
        for i in range(1, 9)
    )
    assert "Item 3 $ 300" in load([rows]).text


def test_line_numbers_in_the_margin_go() -> None:
    numbers = "\n".join(text(40, 720 - 24 * i, str(i + 1)) for i in range(12))
    body = lines([f"{PROSE[i % 4]}" for i in range(12)], x=90, step=24)
    document = load([numbers + "\n" + body])
    assert not any(char.isdigit() for char in document.text)


def test_a_numbered_list_is_no_column_of_line_numbers() -> None:
    items = [f"{n}. item of the list" for n in range(1, 13)]
    assert load([lines(items)]).text.count("item of the list") == 12


def test_stamp_across_the_page_is_no_contract_text() -> None:
    stamp = "BT /F1 60 Tf 0.7 0.7 -0.7 0.7 150 300 Tm (DRAFT) Tj ET"
    document = load([lines(PROSE) + "\n" + stamp])
    assert "DRAFT" not in document.text
    assert any("watermark" in reason.message for reason in document.reasons)


def test_rotated_page_reads_like_an_upright_one() -> None:
    turned = "\n".join(
        f"BT /F1 10 Tf 0 1 -1 0 {72 + 12 * i} 72 Tm ({line}) Tj ET" for i, line in enumerate(PROSE)
    )
    document = load([turned], page_extra="/Rotate 90")
    assert document.text == " ".join(PROSE) + "\n"
    start = document.text.index("Supplier")
    (box,) = document.rectangles(Span(start, start + 8))
    assert box.right - box.left > box.bottom - box.top


def test_footnotes_do_not_cut_the_clause_above_them() -> None:
    first = "\n".join(
        (
            lines([*PROSE, *PROSE[:3]]),
            lines(["1 As defined in the Act.", "2 See Schedule 4."], top=80, size=7),
        )
    )
    document = load([first, lines(["may see fit from time to time.", "Next."])])
    assert "of the may see fit from time to time." in document.text
    notes = [words for kind, words in blocks(document) if kind == "footnote"]
    assert notes == ["1 As defined in the Act.", "2 See Schedule 4."]


def test_numbered_titles_are_headings_and_list_items_are_not() -> None:
    document = load([lines(["8. Intellectual property rights", "(vi) Gross Margin; and"], step=20)])
    assert [kind for kind, _ in blocks(document)] == ["heading", "list_item"]
