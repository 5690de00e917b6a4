"""Ruled tables of small PDFs: the rules are drawn, the rows are asked for."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

from auditor.load.options import LoadOptions
from auditor.load.pdf.reader import read
from auditor.model import Document
from tests.load.pdf_files import PROSE, lines, pdf, text

CELLS = [("Service", "Annual commitment", "Price"), ("Hosting", "500,000 units", "$ 2 each")]
UPRIGHT = (72, 200, 340, 480)
LEVEL = (600, 630, 660)


def load(content: str) -> Document:
    document = read(pdf([content]), "order.pdf", LoadOptions(ocr=False))
    assert isinstance(document, Document)
    return document


def rows(document: Document) -> list[str]:
    return [b.span.of(document.text) for b in document.blocks if b.kind == "table_row"]


def drawn(upright: tuple[int, ...] = UPRIGHT, level: tuple[int, ...] = LEVEL) -> str:
    """Rules across the whole table, closed or not."""
    return "\n".join(
        [f"{x} {LEVEL[0]} m {x} {LEVEL[-1]} l S" for x in upright]
        + [f"{UPRIGHT[0]} {y} m {UPRIGHT[-1]} {y} l S" for y in level]
    )


def words() -> str:
    return "\n".join(
        text(76 + 134 * column, 640 - 30 * row, cell)
        for row, cells in enumerate(CELLS)
        for column, cell in enumerate(cells)
    )


WHOLE = ["Service | Annual commitment | Price", "Hosting | 500,000 units | $ 2 each"]


def test_cells_between_rules_become_rows() -> None:
    document = load("\n".join([drawn(), text(72, 700, "ORDER FORM"), words()]))
    assert rows(document) == WHOLE
    assert document.text.startswith("ORDER FORM\n")


def test_a_table_open_at_both_sides_keeps_its_outer_columns() -> None:
    rules = drawn(upright=(200, 340, 410))
    assert rows(load(rules + "\n" + words() + "\n" + text(430, 610, "net"))) == [
        WHOLE[0], f"{WHOLE[1]} | net",
    ]  # fmt: skip


def test_rules_that_stop_short_of_a_corner_still_meet() -> None:
    pieces = [f"{x} {y + 4} m {x} {y + 26} l S" for x in UPRIGHT for y in LEVEL[:-1]]
    pieces += [
        f"{left + 4} {y} m {right - 4} {y} l S" for y in LEVEL for left, right in pairwise(UPRIGHT)
    ]
    assert rows(load("\n".join([*pieces, words()]))) == WHOLE


def test_a_cell_over_two_rows_stands_in_the_first() -> None:
    rules = drawn(level=(600, 660)) + "\n200 630 m 480 630 l S"
    document = load("\n".join([rules, text(76, 626, "Hosting"), *(
        text(x, y, cell)
        for y, cells in ((640, ("Year 1", "$ 100")), (610, ("Year 2", "$ 200")))
        for x, cell in zip((204, 344), cells, strict=True)
    )]))  # fmt: skip
    assert rows(document) == ["Hosting | Year 1 | $ 100", "Year 2 | $ 200"]


def test_a_ground_behind_the_words_of_a_cell_divides_nothing() -> None:
    grounds = [
        f"{76 + 134 * column} {638 - 30 * row} 60 12 re S" for row in (0, 1) for column in (0, 1, 2)
    ]
    assert rows(load("\n".join([drawn(), *grounds, words()]))) == WHOLE


def test_frames_around_prose_and_around_terms_leave_it_alone() -> None:
    frames = [f"60 {700 - 30 * n} 520 {30 * n + 50} re S" for n in range(3)]
    terms = [f"{x} 718 60 11 re S" for x in (150, 300)]
    document = load("\n".join([*frames, *terms, lines(PROSE)]))
    assert rows(document) == []
    assert document.text == " ".join(PROSE) + "\n"


def test_no_rule_cuts_a_word() -> None:
    rules = drawn(upright=(72, 200, 340, 400, 480))
    assert rows(load("\n".join([rules, words(), text(392, 610, "10.5%")])))[1] == (
        "Hosting | 500,000 units | $ 2 each 10.5%"
    )


def test_graph_paper_costs_no_time_and_is_said() -> None:
    paper = [f"{x} 0 m {x} 792 l S" for x in range(0, 612, 5)]
    paper += [f"0 {y} m 612 {y} l S" for y in range(0, 792, 5)]
    document = load("\n".join([*paper, lines(PROSE)]))
    assert document.text == " ".join(PROSE) + "\n"
    assert [r.code for r in document.reasons] == ["crowded-page"]


def test_pdfplumber_is_loaded_for_tables_only() -> None:
    script = (
        "import sys; from auditor.load import load; from auditor.load.options import LoadOptions\n"
        "load('x.pdf', sys.stdin.buffer.read(), LoadOptions(ocr=False))\n"
        "print('pdfplumber' in sys.modules, 'pdfminer' in sys.modules)"
    )
    for content, expected in ((lines(PROSE), "False False"), (drawn() + words(), "True True")):
        done = subprocess.run(
            [sys.executable, "-c", script], input=pdf([content]), capture_output=True, check=True
        )
        assert done.stdout.decode().strip() == expected
