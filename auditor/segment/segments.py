"""Pieces cut at their clause numbers: the stretches that clauses and sentences are built of."""

from __future__ import annotations

import re

from auditor.model import BlockKind
from auditor.segment import headings
from auditor.segment.numbering import Numbered
from auditor.segment.pieces import Piece

_OPEN_ENDS = (",", " and", " or", " of", " the", " to", " by", " a", " in", " for", " with", "(")
# "... fulfilling its / 5 obligations": a page number stuck to the rest of the sentence.
_PAGE_THEN_TEXT = re.compile(r"\d{1,3}(?:\s\d{1,3})?\s+[\"“]?[a-z]")
_BULLETS = "•·●▪◦‣⁃○■□*–-"


class Segment:
    """A stretch that begins a clause, a paragraph or a list item.

    Attributes:
        start, body, end: offsets of its first character, its first operative word (after
            number, bullet and run-in heading), and its end; ``end`` grows over the pieces
            that continue its last sentence.
        kind: as in ``model.Block``.
        numbered: index into the accepted numbers, or -1.
        heading: the heading it is or carries, "".
        is_heading: whether it is nothing but a heading.
        bullet: whether it is an item of a list without numbers.
        furniture: page number, running header or footer.
    """

    __slots__ = (
        "body", "bullet", "end", "furniture", "heading", "is_heading", "kind",
        "numbered", "start",
    )  # fmt: skip

    def __init__(self, start: int, body: int, end: int, kind: BlockKind, numbered: int) -> None:
        self.start = start
        self.body = body
        self.end = end
        self.kind: BlockKind = kind
        self.numbered = numbered
        self.heading = ""
        self.is_heading = False
        self.bullet = False
        self.furniture = False


def cut(text: str, pieces: list[Piece], numbered: list[Numbered]) -> list[Segment]:
    """Cut the pieces at the accepted numbers, join what continues, find the headings."""
    found: list[Segment] = []
    following = 0
    previous: Segment | None = None  # the last that is not furniture
    waiting: list[Segment] = []  # furniture since then
    for piece in pieces:
        first = True
        position = piece.start
        while True:
            index = -1
            body = position
            if following < len(numbered) and numbered[following].label.start <= position:
                index = following
                body = min(max(numbered[following].label.end, position), piece.end)
                following += 1
            stop = piece.end
            if following < len(numbered):
                stop = min(stop, max(numbered[following].label.start, position))
            segment = _segment(text, piece, (position, body, stop), index)
            if piece.furniture:
                segment.furniture = True
                waiting.append(segment)
            elif first and index < 0 and _continues(text, previous, segment, piece):
                assert previous is not None
                previous.end = segment.end
                waiting.clear()
            else:
                found.extend(waiting)
                waiting.clear()
                _find_heading(text, segment, piece)
                found.append(segment)
                previous = segment
            first = False
            position = stop
            if position >= piece.end:
                break
    found.extend(waiting)
    return found


def _segment(text: str, piece: Piece, bounds: tuple[int, int, int], index: int) -> Segment:
    start, body, end = bounds
    while end > body and text[end - 1].isspace():
        end -= 1
    segment = Segment(start, body, max(end, body), piece.kind, index)
    if index < 0 and text[start] in _BULLETS and body < end:
        while body < end and (text[body] in _BULLETS or text[body].isspace()):
            body += 1
        segment.body = body
        segment.bullet = True
    elif index < 0 and piece.kind == "list_item":
        segment.bullet = True
    return segment


def _continues(text: str, previous: Segment | None, segment: Segment, piece: Piece) -> bool:
    """Whether the sentence goes on over the end of a paragraph (broken PDF, page break)."""
    if (
        previous is None
        or previous.is_heading
        or segment.bullet
        or piece.kind not in ("paragraph", "list_item")
        or previous.kind not in ("paragraph", "list_item")
        or previous.end <= previous.body
    ):
        return False
    if segment.start - previous.end > 400:
        return False
    last = text[previous.end - 1]
    if last in ".?!:;" or (last in '"”' and text[previous.end - 2 : previous.end - 1] in ".?!"):
        return False
    first = text[segment.body : segment.body + 1]
    if first.islower() or first in ",;)":
        return True
    if first.isdigit() and _PAGE_THEN_TEXT.match(text, segment.body) and not last.isdigit():
        return True
    tail = text[max(previous.body, previous.end - 5) : previous.end]
    return tail.endswith(_OPEN_ENDS) and previous.end - previous.body > 60


def _find_heading(text: str, segment: Segment, piece: Piece) -> None:
    body, end = segment.body, segment.end
    if body >= end or piece.kind == "table_row" or segment.bullet:
        return
    numbered = segment.numbered >= 0
    if piece.kind in ("heading", "title") and segment.end == piece.end and end - body < 300:
        segment.is_heading = True
    elif end - body <= 130:
        segment.is_heading = headings.is_heading(text[body:end], numbered=numbered)
    if segment.is_heading:
        segment.heading = " ".join(text[body:end].split()).strip(" :*_.")
        return
    found = headings.run_in(text, body, end, numbered=numbered)
    if found is not None:
        segment.heading = found.heading
        segment.body = found.body
