"""Reading order where the lines of a page do not simply run down it.

Most files draw column after column, and pdfium keeps that order. Two things go wrong: parts
drawn in another order than they are read, and columns drawn row by row, whose lines pdfium
runs together. Both have a cheap sign: a line that jumps up the page, or a wide gap at the
same place in several lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import sub

from auditor.load.pdf.lines import Line, Piece, from_pieces, pieces_of
from auditor.load.pdf.page import Box, Chars, Page, upright

_FEWEST_ROWS = 6
_BUCKET = 6.0
_JUMP = 12.0  # points up the page that begin a new run of lines


def order(page: Page, chars: Chars) -> None:
    """Put ``page.lines`` in reading order, cutting lines that run over a gutter."""
    tops = [line[3] for line in page.lines]
    if len(tops) < 2:
        return
    steps = list(map(sub, tops[1:], tops))
    level = sum([-6 < step < 6 for step in steps])
    if (level >= _FEWEST_ROWS and _side_by_side(page.lines)) or _gaps(page, chars):
        _unweave(page, chars)
        steps = [-1e9]
    if min(steps) < -_JUMP:
        runs = _runs(page.lines)
        page.columns = True
        page.lines[:] = [line for run in _ordered(runs) for line in run]


def _side_by_side(lines: Sequence[Line]) -> bool:
    """Whether many long lines are followed by one to their right at the same height."""
    pairs = 0
    for before, after in pairwise(lines):
        if (
            after.left > before.right
            and abs(after.top - before.top) < 0.5 * (before.bottom - before.top)
            and len(before.text) > 20
        ):
            pairs += 1
    return pairs >= _FEWEST_ROWS


def _gaps(page: Page, chars: Chars) -> bool:
    """Whether two of three lines down the page show a wide gap at the same place."""
    if page.turned:
        return False
    lines = [line for line in page.lines if len(line.text) > 40]
    if len(lines) < _FEWEST_ROWS:
        return False
    places: list[float] = []
    for missed, at in enumerate((len(lines) // 2, len(lines) // 3, 2 * len(lines) // 3)):
        gap = _wide_gap(lines[at], chars, page.frame[0])
        if gap is not None:
            places.append(gap)
        elif missed - len(places) >= 1:
            return False
    return len(places) >= 2 and max(places) - min(places) < 40


def _wide_gap(line: Line, chars: Chars, x0: float) -> float | None:
    """Where a gap of more than about four letters divides the middle half of the line.

    Only the beginnings of words are looked at: one that stands further from the one before
    than its letters explain.
    """
    if line.pieces is not None:
        return None
    text, size = line.text, len(line.text)
    usual = (line.right - line.left) / size
    previous = text.find(" ", size // 4) + 1
    at = text.find(" ", previous) + 1
    if not 0 < previous < at:
        return None
    x = chars.left(line.source + previous) - x0
    while at > 0 and previous < 3 * size // 4:
        here = chars.left(line.source + at) - x0
        if here - x > (at - previous) * 1.6 * usual + 12:
            return here
        x, previous = here, at
        at = text.find(" ", at) + 1
    return None


def _unweave(page: Page, chars: Chars) -> None:
    """Cut the lines at the page's gutter, and read the left side before the right."""
    parts = [_cut(line, chars, page) for line in page.lines]
    gutter = _gutter([part for row in parts for part in row], page)
    if gutter is None:
        return
    page.columns = True
    result: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line, pieces in zip(page.lines, parts, strict=True):
        sides = _sides(line, pieces, gutter)
        if sides is None:
            result.extend((*left, *right, line))
            left, right = [], []
            continue
        left.extend(sides[0])
        right.extend(sides[1])
    page.lines[:] = [*result, *left, *right]


def _sides(line: Line, parts: list[Line], gutter: float) -> tuple[list[Line], list[Line]] | None:
    """The line's parts left and right of the gutter; None when it runs across."""
    if line.left < gutter < line.right and len(parts) < 2:
        return None
    left = [part for part in parts if part.right <= gutter + 2]
    right = [part for part in parts if part.left >= gutter - 2]
    if len(left) + len(right) < len(parts):
        return None
    return left, right


def _cut(line: Line, chars: Chars, page: Page) -> list[Line]:
    """The line in parts, wherever white space is wider than two letters and a half."""
    if len(line.text) < 3:
        return [line]
    parts: list[Line] = []
    pieces: list[Piece] = []
    left, edge = line.left, None
    for text, source in pieces_of(line):
        start = 0
        for offset, char in enumerate(text):
            if char == " " or source < 0:
                continue
            box = upright(chars.box(source + offset), page.frame, page.turned)
            if edge is not None and box[0] - edge > max(9.0, 1.1 * line.height):
                pieces.append((text[start:offset].rstrip(), source + start))
                parts.append(_part(line, pieces, left, edge))
                pieces, start, left = [], offset, box[0]
            edge = box[2]
        pieces.append((text[start:], source + start if source >= 0 else -1))
    parts.append(_part(line, pieces, left, line.right)._replace(hyphen=line.hyphen))
    return [part for part in parts if part.text.strip()]


def _part(line: Line, pieces: list[Piece], left: float, right: float) -> Line:
    return from_pieces(line, pieces)._replace(left=left, right=right, hyphen=False)


def _gutter(parts: Sequence[Line], page: Page) -> float | None:
    """Where two columns of prose part, or None for a table or a signature block.

    Few lines cross the gutter, and on both sides of it rows are mostly long: columns of
    prose go on from line to line, the cells of a table and clause numbers are short.
    """
    first, last = int(0.25 * page.width / _BUCKET), int(0.75 * page.width / _BUCKET)
    crossed = {
        bucket: sum(1 for part in parts if part.left < bucket * _BUCKET < part.right)
        for bucket in range(first, last + 1)
    }
    fewest = min(crossed.values(), default=0)
    if fewest > 0.2 * len(parts):
        return None
    free = [bucket for bucket, count in crossed.items() if count <= fewest]
    middle = page.width / 2 / _BUCKET
    nearest = min(free, key=lambda bucket: abs(bucket - middle))
    start = end = nearest
    while start - 1 in free:
        start -= 1
    while end + 1 in free:
        end += 1
    gutter = (start + end) / 2 * _BUCKET
    left = _by_height([part for part in parts if part.right <= gutter])
    right = _by_height([part for part in parts if part.left >= gutter])
    return gutter if _is_prose(left) and _is_prose(right) else None


def _is_prose(rows: Sequence[Sequence[Line]]) -> bool:
    long = [row for row in rows if sum(len(part.text) for part in row) >= 20]
    return len(long) >= _FEWEST_ROWS and len(long) >= 0.5 * len(rows)


def _by_height(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda part: part.top):
        if rows and line.top - rows[-1][0].top < 0.5 * line.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda part: part.left) for row in rows]


def _runs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in the order drawn, cut wherever the next one jumps up the page."""
    runs: list[list[Line]] = []
    last = 1e9
    for line in lines:
        if line.top < last - _JUMP:
            runs.append([])
        runs[-1].append(line)
        last = line.top
    return runs


def _ordered(runs: list[list[Line]]) -> list[list[Line]]:
    """The runs in reading order: what lies wholly above, or wholly left beside, is first."""
    if len(runs) > 60:
        return runs
    boxes = [_box(run) for run in runs]
    order_: list[int] = []
    for index, box in enumerate(boxes):
        at = len(order_)
        while at > 0 and _before(box, boxes[order_[at - 1]]):
            at -= 1
        order_.insert(at, index)
    return [runs[index] for index in order_]


def _box(run: Sequence[Line]) -> Box:
    return (
        min(line.left for line in run), min(line.top for line in run),
        max(line.right for line in run), max(line.bottom for line in run),
    )  # fmt: skip


def _before(one: Box, other: Box) -> bool:
    """Whether ``one`` is read before ``other`` beyond doubt."""
    above = one[3] <= other[1] + 2
    if above and min(one[2], other[2]) > max(one[0], other[0]):
        return True
    beside = min(one[3], other[3]) - max(one[1], other[1]) > 0
    return beside and one[2] <= other[0] + 2


def order_scanned(page: Page) -> None:
    """Put the lines OCR found on a page in the order of columns, where it has two."""
    gutter = _gutter(page.lines, page) if len(page.lines) >= 2 * _FEWEST_ROWS else None
    if gutter is None:
        return
    page.columns = True
    result: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in page.lines:
        if line.right <= gutter + 2:
            left.append(line)
        elif line.left >= gutter - 2:
            right.append(line)
        else:
            result.extend((*left, *right, line))
            left, right = [], []
    page.lines[:] = [*result, *left, *right]
