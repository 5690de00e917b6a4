"""A line of a page, and the repair of what its characters get wrong.

`source` counts the UTF-16 units of the page's text as ``FPDFText_GetText`` gives it; only
`geometry` turns them into pdfium's character indexes, which differ where pdfium leaves
characters without a Unicode value out of the text.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

HYPHEN = "\ufffe"  # pdfium's marker for a hyphen at a line's end; the line break is left out
LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st",
}  # fmt: skip
DROPPED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

# One character for one character, so that offsets stay: spaces of all widths, and the
# private-use codes that Word's Symbol and Wingdings bullets leave behind.
SAME_LENGTH: dict[str, str] = {
    **dict.fromkeys("\u00a0\u2007\u202f\u2002\u2003\u2009\t", " "),
    **dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d\uf0a8\uf06e\uf071\uf0be", "•"),
}
_REPLACED: dict[str, str] = {**LIGATURES, **dict.fromkeys(DROPPED, "")}
ODD = re.compile(f"[{re.escape(''.join(_REPLACED))}]")
SPACED = re.compile(r"(?<!\S)(?:[A-Z&] {1,4}){3,}[A-Z](?!\S)")
DOUBLED = re.compile(r"(?:([A-Za-z0-9])\1 ?){4,}")

Piece = tuple[str, int]


class Line(NamedTuple):
    """One line of text upright on its page.

    Attributes:
        text: its characters, mended, without spaces at either end.
        source: UTF-16 index of its first character in the page's text.
        left, top, right, bottom: points, from the top left of the upright page.
        pieces: where mending changed lengths, ``(text, source)`` for each unbroken stretch
            whose texts make up ``text``; a source of -1 marks characters without one.
        confidence: the OCR engine's, 1.0 for a text layer.
        hyphen: the line ends in a hyphen before a line break.
        kind: "" for running text, "row" for a row of a ruled table.
    """

    text: str
    source: int
    left: float
    top: float
    right: float
    bottom: float
    pieces: tuple[Piece, ...] | None = None
    confidence: float = 1.0
    hyphen: bool = False
    kind: str = ""

    @property
    def height(self) -> float:
        """Height of the line's font, in points."""
        return self.bottom - self.top


def pieces_of(line: Line) -> tuple[Piece, ...]:
    """The line's stretches of text with their sources."""
    return line.pieces or ((line.text, line.source),)


def normal(text: str) -> str:
    """``text`` with exotic spaces and bullets made ordinary, character for character."""
    for odd, plain in SAME_LENGTH.items():
        if odd in text:
            text = text.replace(odd, plain)
    return text


def is_odd(text: str) -> bool:
    """Whether ``mend`` has anything to do anywhere in ``text``."""
    return any(odd in text for odd in _REPLACED)


def mend(line: Line) -> Line:
    """``line`` with ligatures opened and invisible characters taken out."""
    if not ODD.search(line.text):
        return line
    pieces: list[Piece] = []
    for text, source in pieces_of(line):
        pieces.extend(_replace(text, source))
    return from_pieces(line, pieces)


def from_pieces(line: Line, pieces: list[Piece]) -> Line:
    """``line`` with its text made of ``pieces``; neighbours that touch are joined."""
    joined: list[Piece] = []
    for text, source in pieces:
        if not text:
            continue
        if joined and source >= 0 and joined[-1][1] >= 0:
            before, start = joined[-1]
            if start + len(before) == source:
                joined[-1] = (before + text, start)
                continue
        joined.append((text, source))
    text = "".join(piece for piece, _ in joined)
    source = next((start for _, start in joined if start >= 0), line.source)
    if len(joined) == 1 and joined[0][1] >= 0:
        return line._replace(text=text, source=source, pieces=None)
    return line._replace(text=text, source=source, pieces=tuple(joined))


def _replace(text: str, source: int) -> list[Piece]:
    pieces: list[Piece] = []
    done = 0
    for match in ODD.finditer(text):
        at = match.start()
        new = _REPLACED[match.group()]
        pieces.append((text[done:at], source + done))
        pieces.append((new[:1], source + at))
        pieces.append((new[1:], -1))
        done = at + 1
    pieces.append((text[done:], source + done))
    return pieces


def undouble(line: Line) -> Line:
    """``line`` with letters drawn twice for a shadow ("TTHHEE") taken once.

    Only stretches of at least four doubled characters in a row are touched, which no
    word of a contract has.
    """
    if not DOUBLED.search(line.text):
        return line
    pieces: list[Piece] = []
    for text, source in pieces_of(line):
        done = 0
        for match in DOUBLED.finditer(text):
            pieces.append((text[done : match.start()], source + done))
            at = match.start()
            while at < match.end():
                pieces.append((text[at], source + at))
                at += 2 if text[at] != " " else 1
            done = match.end()
        pieces.append((text[done:], source + done))
    return from_pieces(line, pieces)


def unspace(line: Line, gaps: list[float] | None = None) -> Line:
    """``line`` with letter-spaced words ("A G R E E M E N T") closed up.

    Args:
        line: the line.
        gaps: for every character of ``line.text`` the white space in points before it,
            to tell the space between words from that between letters; without it, runs of
            two or more spaces divide words.
    """
    match = SPACED.search(line.text)
    if match is None or line.pieces is not None:
        return line
    text, source = line.text, line.source
    pieces: list[Piece] = []
    done = 0
    for match in SPACED.finditer(text):
        pieces.append((text[done : match.start()], source + done))
        pieces.extend(_close_up(text, source, match, gaps))
        done = match.end()
    pieces.append((text[done:], source + done))
    return from_pieces(line, pieces)


def _close_up(
    text: str, source: int, match: re.Match[str], gaps: list[float] | None
) -> list[Piece]:
    at = [i for i in range(match.start(), match.end()) if text[i] != " "]
    usual = 0.0
    if gaps:
        usual = sorted(gaps[i] for i in at[1:])[(len(at) - 1) // 2]
    pieces: list[Piece] = [(text[at[0]], source + at[0])]
    for before, here in pairwise(at):
        wide = gaps[here] > 1.6 * usual + 1.0 if gaps else here - before > 2
        if wide:
            pieces.append((" ", source + here - 1))
        pieces.append((text[here], source + here))
    return pieces
