"""Ruled tables as rows: where vertical and level rules cross, the cells are known.

Own work on pdfium's boxes rather than pdfplumber's table finder: the same rules lead to the
same cells, a hundred times faster (pdfplumber reads about seven pages a second).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.load.pdf.lines import Line, Piece, from_pieces, pieces_of
from auditor.load.pdf.objects import MOST_RULES
from auditor.load.pdf.page import Box, Chars, Page, upright

_WORD = re.compile(r"[^ ]+")
_SNAP = 3.0  # points within which rules are one, and meet


@dataclass(slots=True)
class _Grid:
    """Rules that hang together."""

    level: list[Box] = field(default_factory=list)
    upright: list[Box] = field(default_factory=list)

    @property
    def box(self) -> Box:
        every = self.level + self.upright
        return (
            min(r[0] for r in every), min(r[1] for r in every),
            max(r[2] for r in every), max(r[3] for r in every),
        )  # fmt: skip


def looks_ruled(rules: Sequence[Box]) -> bool:
    """Whether a table is worth looking for: some upright rules and some level ones.

    Thousands of them are a drawing.
    """
    if len(rules) > MOST_RULES:
        return False
    upright_rules = sum(1 for r in rules if r[3] - r[1] > 8 and r[2] - r[0] <= _SNAP)
    return upright_rules >= 3 and len(rules) - upright_rules >= 2


def rows_for_tables(page: Page, chars: Chars, rules: Sequence[Box]) -> None:
    """Replace the lines inside ruled tables of ``page`` by one line a row.

    Cells of a row are joined with " | ". A frame around text, without cells in it, is left
    alone.
    """
    for grid in _grids(rules):
        columns = _distinct([(r[0] + r[2]) / 2 for r in grid.upright])
        bands = _distinct([(r[1] + r[3]) / 2 for r in grid.level])
        if len(columns) < 3 or len(bands) < 2:
            continue
        box = grid.box
        inside = [i for i, line in enumerate(page.lines) if _within(line, box)]
        if not inside:
            continue
        rows = _rows([page.lines[i] for i in inside], grid, bands, chars, page)
        if not rows:
            continue
        taken = set(inside)
        kept = [line for i, line in enumerate(page.lines) if i not in taken]
        at = sum(1 for i in range(inside[0]) if i not in taken)
        page.lines[:] = [*kept[:at], *rows, *kept[at:]]


def _within(line: Line, box: Box) -> bool:
    middle = (line.top + line.bottom) / 2
    return bool(
        line.text
        and box[1] - 1 <= middle <= box[3] + 1
        and box[0] - _SNAP <= line.left
        and line.right <= box[2] + 3 * _SNAP
    )


def _grids(rules: Sequence[Box]) -> list[_Grid]:
    """Groups of rules that touch, those without a crossing left out."""
    level = [r for r in rules if r[2] - r[0] > 8 and r[3] - r[1] <= _SNAP]
    upright_rules = [r for r in rules if r[3] - r[1] > 4 and r[2] - r[0] <= _SNAP]
    parent = list(range(len(upright_rules) + len(level)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    ordered = sorted(range(len(level)), key=lambda i: level[i][1])
    tops = [level[i][1] for i in ordered]
    for v, rule in enumerate(upright_rules):
        first = bisect_right(tops, rule[1] - _SNAP)
        last = bisect_right(tops, rule[3] + _SNAP)
        for i in ordered[first:last]:
            if level[i][0] - _SNAP <= rule[0] and rule[2] <= level[i][2] + _SNAP:
                parent[root(len(upright_rules) + i)] = root(v)
    grids: dict[int, _Grid] = {}
    for v, rule in enumerate(upright_rules):
        grids.setdefault(root(v), _Grid()).upright.append(rule)
    for i, rule in enumerate(level):
        grid = grids.get(root(len(upright_rules) + i))
        if grid is not None:
            grid.level.append(rule)
    found = [grid for grid in grids.values() if grid.level and grid.upright]
    return sorted(found, key=lambda grid: grid.box[1])


def _distinct(values: Sequence[float]) -> list[float]:
    """The values in order, those closer than ``_SNAP`` taken as one."""
    result: list[float] = []
    for value in sorted(values):
        if not result or value - result[-1] > _SNAP:
            result.append(value)
    return result


def _rows(
    lines: Sequence[Line], grid: _Grid, bands: list[float], chars: Chars, page: Page
) -> list[Line]:
    rows: list[Line] = []
    for top, bottom in pairwise([bands[0] - 1e4, *bands, bands[-1] + 1e4]):
        band = [line for line in lines if top < (line.top + line.bottom) / 2 <= bottom]
        if not band:
            continue
        middle = (max(top, bands[0]) + min(bottom, bands[-1])) / 2
        cuts = _distinct(
            [(r[0] + r[2]) / 2 for r in grid.upright if r[1] - _SNAP <= middle <= r[3] + _SNAP]
        )
        rows.extend(_row(band, cuts, chars, page))
    return rows


def _row(band: Sequence[Line], cuts: list[float], chars: Chars, page: Page) -> list[Line]:
    """One row's line; the lines as they are where nothing divides them."""
    cells: dict[int, list[tuple[Line, list[Piece]]]] = {}
    for line in band:
        for column, pieces in _split(line, cuts, chars, page):
            cells.setdefault(column, []).append((line, pieces))
    if len(cuts) < 3:
        return list(band)
    joined: list[Piece] = []
    for column in sorted(cells):
        if joined:
            joined.append((" | ", -1))
        inner: list[Piece] = []
        for line, pieces in sorted(cells[column], key=lambda entry: round(entry[0].top / 3)):
            if inner:
                inner.append((" ", -1))
            inner.extend(pieces)
            if line.hyphen:
                inner.append(("-", -1))
        joined.extend(inner)
    frame = Line(
        "", band[0].source, min(x.left for x in band), min(x.top for x in band),
        max(x.right for x in band), max(x.bottom for x in band), kind="row",
    )  # fmt: skip
    return [from_pieces(frame, joined)]


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
    """Offset and column of letters of a stretch; of a word within one column only the first.

    A word is within a column when its ends are.
    """
    if source < 0:
        return

    def column(offset: int) -> int:
        box = upright(chars.box(source + offset), page.frame, page.turned)
        return bisect_right(cuts, (box[0] + box[2]) / 2)

    for word in _WORD.finditer(text):
        first, last = word.start(), word.end() - 1
        here = column(first)
        yield first, here
        if first < last and column(last) != here:
            for offset in range(first + 1, last + 1):
                yield offset, column(offset)


def _stripped(text: str, source: int) -> list[Piece]:
    body = text.strip()
    if not body:
        return []
    return [(body, source + text.index(body[0]) if source >= 0 else -1)]
