"""Ruled tables as rows: rules come from pdfium, and are made edges and tables by pdfplumber.

pdfplumber's table finder works on edges and nothing else, so that its slow part, a page's
characters read by pdfminer (seven pages a second), is never entered. It is loaded when the
first page with rules comes by.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from auditor.load.pdf.cells import cells_of, crossings_of
from auditor.load.pdf.lines import Line, Piece, from_pieces, pieces_of
from auditor.load.pdf.objects import MOST_RULES
from auditor.load.pdf.page import Box, Chars, Page, upright

_WORD = re.compile(r"[^ ]+")
_SNAP = 3.0  # points within which rules are one
_REACH = 6.0  # points by which a rule may miss the one it ends at
_MOST_PAIRS = 200_000  # level by upright rules of one page, each pair looked at
_MOST_CROSSINGS = 3000  # of one page, each looked at with each; a page of figures has a thousand

Cells = Sequence[Box]
_Edge = dict[str, Any]  # as pdfplumber describes one
_Part = tuple[Line, list[Piece]]  # what a line has in one cell


def looks_ruled(rules: Sequence[Box]) -> bool:
    """Whether a table is worth looking for: some upright rules and some level ones.

    More than ``MOST_RULES`` are a drawing, of which only a part was kept.
    """
    if len(rules) > MOST_RULES:
        return False
    upright_rules = sum(1 for r in rules if r[3] - r[1] > 8 and r[2] - r[0] <= _SNAP)
    return upright_rules >= 3 and len(rules) - upright_rules >= 2


def rows_for_tables(page: Page, chars: Chars, rules: Sequence[Box]) -> None:
    """Replace the lines inside ruled tables of ``page`` by one line a row.

    Cells of a row are joined with " | "; a cell that spans rows stands in its first. A frame
    around text, without cells in it, is left alone. A page with too many rules for that is
    noted as "crowded-page".
    """
    for box, cells in _tables(page, rules):
        inside = [i for i, line in enumerate(page.lines) if _within(line, box)]
        if not inside:
            continue
        rows = _rows([page.lines[i] for i in inside], cells, chars, page)
        taken = set(inside)
        kept = [line for i, line in enumerate(page.lines) if i not in taken]
        at = sum(1 for i in range(inside[0]) if i not in taken)
        page.lines[:] = [*kept[:at], *rows, *kept[at:]]


def _tables(page: Page, rules: Sequence[Box]) -> Iterator[tuple[Box, Cells]]:
    """Each table's box and cells, tables from top to bottom; those of one column are frames."""
    from pdfplumber.table import cells_to_tables, merge_edges

    level = [_edge(r, "h") for r in rules if r[2] - r[0] > 8 and r[3] - r[1] <= _SNAP]
    upright_rules = [_edge(r, "v") for r in rules if r[3] - r[1] > 4 and r[2] - r[0] <= _SNAP]
    edges = merge_edges(level + upright_rules, _SNAP, _SNAP, _SNAP, _SNAP)
    flat = sum(1 for edge in edges if edge["orientation"] == "h")
    few = flat * (len(edges) - flat) <= _MOST_PAIRS
    met = crossings_of(edges, _REACH) if few else {}
    if not few or len(met) > _MOST_CROSSINGS:
        page.notes.add("crowded-page")
        return
    for table in cells_to_tables(cells_of(met)):
        if len({c[0] for c in table}) > 1:
            yield _around(table, level), table


def _edge(rule: Box, orientation: str) -> _Edge:
    """The rule's middle line as pdfplumber describes an edge."""
    left, top, right, bottom = rule
    if orientation == "v":
        left = right = (left + right) / 2
    else:
        top = bottom = (top + bottom) / 2
    return {
        "orientation": orientation, "x0": left, "x1": right, "top": top, "bottom": bottom,
        "width": right - left, "height": bottom - top,
    }  # fmt: skip


def _around(cells: Cells, level: Sequence[_Edge]) -> Box:
    """The cells' box, as wide as the level rules in it, which may be open at either side."""
    left, right = min(c[0] for c in cells), max(c[2] for c in cells)
    top, bottom = min(c[1] for c in cells), max(c[3] for c in cells)
    wide = [
        e
        for e in level
        if top - _SNAP <= e["top"] <= bottom + _SNAP
        and e["x0"] <= right + _SNAP
        and e["x1"] >= left - _SNAP
    ]
    left = min([left, *(e["x0"] for e in wide)])
    right = max([right, *(e["x1"] for e in wide)])
    return left, top, right, bottom


def _within(line: Line, box: Box) -> bool:
    middle = (line.top + line.bottom) / 2
    return bool(
        line.text
        and box[1] - 1 <= middle <= box[3] + 1
        and box[0] - _SNAP <= line.left
        and line.right <= box[2] + 3 * _SNAP
    )


def _rows(lines: Sequence[Line], cells: Cells, chars: Chars, page: Page) -> list[Line]:
    """The lines of a table, those of a row with more than one cell in it made one."""
    rows: dict[float, dict[float, list[_Part]]] = {}
    for line in lines:
        beside = _beside(line, cells)
        cuts = sorted({edge for c in beside for edge in (c[0], c[2])})
        tops = {c[0]: c[1] for c in beside}
        lowest = max(tops.values())
        if len(beside) == 1 and line.right > cuts[0] and line.left < cuts[1]:
            parts = [(1, list(pieces_of(line)))]
        else:
            parts = _split(line, cuts, chars, page)
        for column, pieces in parts:
            left = cuts[column - 1] if column else 0.0
            top = tops.get(left, lowest)
            row = rows.setdefault(top if top < lowest - line.height else lowest, {})
            row.setdefault(left, []).append((line, pieces))
    made: list[Line] = []
    for _, row in sorted(rows.items()):
        if len(row) > 1:
            made.append(_joined(row))
        else:
            made.extend(from_pieces(line, pieces) for part in row.values() for line, pieces in part)
    return made


def _beside(line: Line, cells: Cells) -> list[Box]:
    """The cells at the height of a line; those of the nearest row when there are none.

    A box inside a cell (the ground behind a word) is none.
    """
    middle = (line.top + line.bottom) / 2
    beside = [c for c in cells if c[1] <= middle < c[3]]
    if not beside:
        nearest = min(cells, key=lambda c: abs((c[1] + c[3]) / 2 - middle))
        beside = [c for c in cells if c[1] == nearest[1]]
    return [c for c in beside if not any(c != other and _holds(other, c) for other in beside)]


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0] and outer[1] <= inner[1]
        and outer[2] >= inner[2] and outer[3] >= inner[3]
    )  # fmt: skip


def _joined(row: dict[float, list[_Part]]) -> Line:
    """One line of a row's cells, which are given by their left edges."""
    joined: list[Piece] = []
    for _, cell in sorted(row.items()):
        if joined:
            joined.append((" | ", -1))
        inner: list[Piece] = []
        for line, pieces in sorted(cell, key=lambda entry: round(entry[0].top / 3)):
            if inner:
                inner.append((" ", -1))
            inner.extend(pieces)
            if line.hyphen:
                inner.append(("-", -1))
        joined.extend(inner)
    band = [line for cell in row.values() for line, _ in cell]
    frame = Line(
        "", band[0].source, min(x.left for x in band), min(x.top for x in band),
        max(x.right for x in band), max(x.bottom for x in band), kind="row",
    )  # fmt: skip
    return from_pieces(frame, joined)


def _split(
    line: Line, cuts: list[float], chars: Chars, page: Page
) -> list[tuple[int, list[Piece]]]:
    """The line's stretches by the column they stand in."""
    first, last = bisect_right(cuts, line.left + 1), bisect_right(cuts, line.right - 1)
    if first == last or line.kind:
        return [(first, list(pieces_of(line)))]
    parts: list[tuple[int, list[Piece]]] = []
    for text, source in pieces_of(line):
        start, column = 0, -1
        for offset, here in _columns(text, source, cuts, chars, page):
            if column < 0:
                column = here
            elif here != column:
                parts.append((column, _stripped(text[start:offset], source + start)))
                start, column = offset, here
        if column < 0:
            column = parts[-1][0] if parts else first
        parts.append((column, _stripped(text[start:], source + start if source >= 0 else -1)))
    return [part for part in parts if part[1]]


def _columns(
    text: str, source: int, cuts: list[float], chars: Chars, page: Page
) -> Iterator[tuple[int, int]]:
    """Offset and column of each word of a stretch: a word is never cut.

    Where it begins decides; a letter that the rule runs through is right of it.
    """
    if source < 0:
        return
    for word in _WORD.finditer(text):
        box = upright(chars.box(source + word.start()), page.frame, page.turned)
        yield word.start(), bisect_right(cuts, box[0] + 0.9 * (box[2] - box[0]))


def _stripped(text: str, source: int) -> list[Piece]:
    body = text.strip()
    if not body:
        return []
    return [(body, source + text.index(body[0]) if source >= 0 else -1)]
