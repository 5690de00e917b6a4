"""Paragraph-sized pieces of a document, whatever the format gave.

Blocks are taken as they come; text outside any block, and documents without blocks, are
cut at blank lines, so that no word of ``Document.text`` is left out.
"""

from __future__ import annotations

import re

from auditor.model import BlockKind, Document

_BLANK_LINES = re.compile(r"\n[^\S\n]*+\n\s*+")
_FURNITURE = re.compile(
    r"[-–—\s]*(?:Page\s+|<PAGE>\s*|Confidential\s+)?(?:[ivxlc]{1,6}|[A-Z]-\d{1,3}|\d{1,4})?"
    r"(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*|Source: .{3,80}, \d{1,2}/\d{1,2}/\d{4}|<PAGE>\s*\S{0,6}"
    r"|[*_=\s.-]+|[^\w\s](?:\s*[^\w\s])*",
    re.IGNORECASE,
)
_FURNITURE_LENGTH = 120
# "1. Definitions . . . . . . 3", and under a heading "Contents" also "1. Definitions 3".
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\d{1,3}\b|\.{5,}|(?:…\s?){2,}")
_FEWEST_DOTS = 5
_CONTENTS = re.compile(r"\W*(?:table\s+of\s+)?contents\W*", re.IGNORECASE)
_ENTRY = re.compile(r"[^\n]{2,140}?[\s.]\d{1,3}")
# Notices that filings repeat at the foot of pages; they break sentences as page numbers do.
_NOTICE = re.compile(
    r"[\[\]*\s\d.†]*(?:the\s+)?"
    r"(?:certain|confidential|portions?|redacted|omitted|this page|\W*\*)[^\n]{0,300}?"
    r"(?:omitted|redacted|filed separately|confidential treatment)",
    re.IGNORECASE,
)
_NOTICE_LENGTH = 700
# A page number at the end of a paragraph, where a text file has lost its line breaks.
_PAGE_TAIL = re.compile(r"[.;:,\w](\s{3,}(?:\d{1,3}|- ?\d{1,3} ?-))\Z")


class Piece:
    """One block, or one paragraph of text that lies in no block.

    Attributes:
        start, end: offsets of its first character and after its last, blanks trimmed.
        kind, number, level: as in ``model.Block``.
        furniture: whether it is a page number, a running header or footer, or a rule.
        joined: whether it continues the sentence of the piece before it.
    """

    __slots__ = ("end", "furniture", "joined", "kind", "level", "number", "start")

    def __init__(self, start: int, end: int, kind: BlockKind, number: str, level: int) -> None:
        self.start = start
        self.end = end
        self.kind: BlockKind = kind
        self.number = number
        self.level = level
        self.furniture = False
        self.joined = False


def find(document: Document) -> list[Piece]:
    """The document's pieces in reading order, none of them blank."""
    text = document.text
    found: list[Piece] = []
    position = 0
    for block in document.blocks:
        span = block.span
        if span.start > position and not text[position : span.start].isspace():
            _paragraphs(text, position, span.start, found)
        start = max(span.start, position)
        trimmed = _trim(text, start, min(span.end, len(text)))
        if trimmed is not None:
            _add(text, Piece(*trimmed, block.kind, block.number, block.level), found)
        position = max(position, span.end)
    if position < len(text):
        _paragraphs(text, position, len(text), found)
    _mark_furniture(text, found)
    return found


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    if start >= end:
        return None
    whole = text[start:end]
    body = whole.strip()
    if not body:
        return None
    first = start + len(whole) - len(whole.lstrip())
    return first, first + len(body)


def _paragraphs(text: str, start: int, end: int, found: list[Piece]) -> None:
    position = start
    for blank in _BLANK_LINES.finditer(text, start, end):
        trimmed = _trim(text, position, blank.start())
        if trimmed is not None:
            _add(text, Piece(*trimmed, "paragraph", "", 0), found)
        position = blank.end()
    trimmed = _trim(text, position, end)
    if trimmed is not None:
        _add(text, Piece(*trimmed, "paragraph", "", 0), found)


def _add(text: str, piece: Piece, found: list[Piece]) -> None:
    found.append(piece)
    if piece.kind == "paragraph" and piece.end - piece.start > 40:
        tail = _PAGE_TAIL.search(text, piece.end - 20, piece.end)
        if tail is not None:
            start = tail.end(1) - len(tail[1].strip())
            found.append(Piece(start, piece.end, "paragraph", "", 0))
            piece.end = tail.start(1)


def _is_contents(text: str, piece: Piece, before: bool) -> bool:
    """Mark the entries of a table of contents; whether the next piece may be one as well."""
    length = piece.end - piece.start
    if length < 40 and _CONTENTS.fullmatch(text, piece.start, piece.end):
        piece.furniture = True
        return True
    if _has_leaders(text, piece.start, min(piece.end, piece.start + 200)) or (
        before and _ENTRY.fullmatch(text, piece.start, piece.end)
    ):
        piece.furniture = True
        return before
    return False


def _has_leaders(text: str, start: int, end: int) -> bool:
    """Whether dots lead from a title to its page: prose has few, which is cheap to see."""
    if text.count(".", start, end) < _FEWEST_DOTS and text.find("…", start, end) < 0:
        return False
    return _LEADERS.search(text, start, end) is not None


def _mark_furniture(text: str, found: list[Piece]) -> None:
    short: dict[str, list[Piece]] = {}
    contents = False
    for piece in found:
        contents = _is_contents(text, piece, contents)
        if contents:
            continue
        if piece.kind in ("header", "footer"):
            piece.furniture = True
        elif piece.end - piece.start <= _FURNITURE_LENGTH and piece.kind == "paragraph":
            words = text[piece.start : piece.end]
            if _FURNITURE.fullmatch(words):
                piece.furniture = True
            else:
                short.setdefault(words, []).append(piece)
        if piece.end - piece.start <= _NOTICE_LENGTH and text[piece.start] in "[*CPRTcpr":
            piece.furniture = piece.furniture or _NOTICE.match(text, piece.start) is not None
    for same in short.values():
        # A line that comes back on page after page is a running header; two may be chance.
        if len(same) >= 4:
            for piece in same:
                piece.furniture = True
