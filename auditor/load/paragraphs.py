"""Where the paragraphs of plain text begin and end, whoever wrapped its lines.

Three habits are met in contracts saved as text: one line per paragraph, lines wrapped by
hand with blank lines or indents between paragraphs, and lines wrapped by hand with a blank
line after each (a PDF saved by a careless converter).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from auditor.model import BlockKind, Span

#: Longer lines were not wrapped by hand: each is a paragraph of its own.
_UNWRAPPED = 132
#: The letter of an item: under a heading it goes on with nothing.
_LETTER = re.compile(r"[a-z]{1,4}[.)]\s")
#: Room left at a line's end into which the next word would have fitted with ease.
_SLACK = 12
#: What an item of a clause or list begins with: "1.", "2.3", "(a)", "a)", "Article IV", "•".
_ITEM = re.compile(
    r"(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]{1,2}|[ivxlcIVXLC]{1,6})\)|\d{1,3}(?:\.\d{1,3})*\.?"
    r"|[A-Za-z]\.|[IVXLC]{1,6}\.|[-*•·–—o▪■]|(?:ARTICLE|SECTION|Article|Section|Clause|Schedule"
    r"|SCHEDULE|EXHIBIT|Exhibit|ANNEX|Annex|APPENDIX|Appendix)\s+[\dA-Z]+\b\.?)(?=\s|$)"
)
#: A whole line that is a number: its words stand in the next line.
_BARE_NUMBER = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,3}(?:\.\d{1,3})+|[a-z][.)]|[ivx]+\))"
)
#: The page that ends a line of a table of contents.
_LEADER = re.compile(r"(?:\s{3,}|\.{3,}\s*|(?:\s\.){3,}\s*)(?:\d{1,3}|[ivxl]+|[A-Z]-?\d+)$")
#: EDGAR's page mark at the end of a line, and what a page carries below its text.
_PAGE_MARK = re.compile(r"\s*<PAGE>(?:\s+\d+)?$")
_PAGE_NUMBER = re.compile(
    r"(?:[-–]\s*)?(?:page\s+)?(?:\d{1,4}|[ivxl]{1,6}|[A-Z]-\d{1,3})(?:\s*[-–]|\s+of\s+\d+)?",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;:!?][\"'”’)\]]*\s*$")
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv".split()
_FIRST = frozenset({"a", "A", "i", "I", "1"})
_SEPARATOR = re.compile(r"^[\s\-=_*~.#]+$")
_HEADING_MARK = re.compile(
    r"^(?:ARTICLE|SECTION|SCHEDULE|EXHIBIT|ANNEX|APPENDIX|PART)\s+[\dA-Z]+\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with words: where its first and last non-blank characters are, and its indent."""

    start: int
    end: int
    indent: int
    gap: int  # blank lines above it; a page break counts as one
    text: str
    ends_page: bool = False

    @property
    def width(self) -> int:
        return self.indent + self.end - self.start


def paragraphs(text: str) -> Iterator[tuple[Span, BlockKind]]:
    """Spans of the paragraphs of ``text``, in order, without blank characters around them.

    A paragraph wrapped by hand is one span with newlines inside. The kind is "heading" for
    a short line in capitals or a bare "ARTICLE IV", "footer" for the number of a page at its
    end, otherwise "paragraph". EDGAR's "<PAGE>" is in none.
    """
    lines = list(_lines(text))
    inner_gap = _inner_gap(lines)
    first = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and _joined(lines, first, index, inner_gap):
            continue
        span = Span(lines[first].start, lines[index - 1].end)
        if index - first == 1 and lines[first].ends_page and _PAGE_NUMBER.fullmatch(span.of(text)):
            yield span, "footer"
        else:
            yield span, "heading" if _is_heading(lines[first:index]) else "paragraph"
        first = index


def spaced_out(text: str) -> bool:
    """Whether a blank line follows nearly every line, inside of paragraphs too."""
    return _inner_gap(list(_lines(text))) > 0


def _lines(text: str) -> Iterator[_Line]:
    offset, gap = 0, 0
    held: _Line | None = None
    for raw in text.split("\n"):
        for number, piece in enumerate(raw.split("\f") if "\f" in raw else (raw,)):
            words = piece.strip()
            if number and held is not None:
                held = replace(held, ends_page=True)
            ends_page = "<PAGE>" in words and bool(_PAGE_MARK.search(words))
            if ends_page:
                words = _PAGE_MARK.sub("", words)
            if words:
                if held is not None:
                    yield held
                lead = len(piece) - len(piece.lstrip())
                start = offset + lead
                indent = len(piece[:lead].expandtabs(8))
                held = _Line(start, start + len(words), indent, gap, words, ends_page)
                gap = 0
            elif ends_page and held is not None:
                held = replace(held, ends_page=True)
            else:
                gap += 1
            offset += len(piece) + 1
    if held is not None:
        yield held


def _inner_gap(lines: list[_Line]) -> int:
    """Blank lines that stand inside paragraphs: 0, or 1 in text with every line spaced out."""
    pairs = [(a, b) for a, b in pairwise(lines) if b.gap == 1 and a.width <= _UNWRAPPED]
    tight = sum(b.gap == 0 for b in lines[1:])
    if len(pairs) < 8 or tight > 0.25 * len(lines):
        return 0
    running = sum(
        b.text[0].islower() and not _SENTENCE_END.search(a.text) and not _LETTER.match(b.text)
        for a, b in pairs
    )
    return 1 if running > 0.25 * len(pairs) else 0


def _joined(lines: list[_Line], first: int, index: int, inner_gap: int) -> bool:
    """Whether line ``index`` goes on with the paragraph that began at line ``first``."""
    above, line = lines[index - 1], lines[index]
    alone = index - first == 1
    if above.ends_page or (line.ends_page and _PAGE_NUMBER.fullmatch(line.text)):
        return False
    if alone and _BARE_NUMBER.fullmatch(above.text):
        return line.gap <= 2 and not _ITEM.match(line.text)
    if max(above.width, line.width) > _UNWRAPPED:
        return False
    if line.gap > inner_gap:
        return line.gap <= inner_gap + 2 and _runs_on(lines, index)
    if _SEPARATOR.match(line.text) or _SEPARATOR.match(above.text) or _LEADER.search(above.text):
        return False
    width = max(entry.width for entry in lines[max(first, index - 6) : index + 1])
    room = width - above.width - 1 - len(line.text.split(None, 1)[0])
    if alone and not line.text[0].islower() and _is_heading(lines[first:index]):
        return not (above.text.isupper() or room > _SLACK)
    ended = bool(_SENTENCE_END.search(above.text))
    if _ITEM.match(line.text):
        # Below a full line of the same indent, an item is as likely a list run into the text.
        listed = ended or above.text.endswith((",", " and", " or"))
        stop = (
            above.text[-1] in ".!?"
            or (ended and abs(line.indent - above.indent) >= 2)
            or (listed and _follows(lines[first].text, line.text))
            or (above.text[-1] == ":" and _marker(line.text)[1] in _FIRST)
        )
        return not (stop or room > _SLACK)
    if ended:
        return not (room > _SLACK or (line.indent >= above.indent + 2 and not alone))
    return True


def _marker(text: str) -> tuple[str, str]:
    """The shape of an item's number ("(x)", "x."), and the number without its punctuation."""
    match = _ITEM.match(text)
    marker = match.group() if match else ""
    bare = marker.strip("().")
    return marker.replace(bare, "x", 1), bare


def _follows(first: str, second: str) -> bool:
    """Whether two items have numbers of one shape, the second next after the first."""
    (shape, one), (other, two) = _marker(first), _marker(second)
    if not one or shape != other or len(two) > 5:
        return False
    if one.isdigit():
        return two == str(int(one) + 1)
    if one in _ROMAN and _ROMAN.index(one) + 1 < len(_ROMAN):
        return two == _ROMAN[_ROMAN.index(one) + 1] or two == chr(ord(one[0]) + 1)
    return len(one) == len(two) == 1 and ord(two) == ord(one) + 1


def _runs_on(lines: list[_Line], index: int) -> bool:
    """A sentence cut in two by a blank line: full above, in small letters below."""
    above, line = lines[index - 1], lines[index]
    if not line.text[0].islower() or _SENTENCE_END.search(above.text) or _ITEM.match(line.text):
        return False
    near = lines[max(0, index - 8) : index + 8]
    width = max(entry.width for entry in near if entry.width <= _UNWRAPPED)
    return above.width >= 0.8 * width and above.width > 40


def _is_heading(lines: list[_Line]) -> bool:
    if len(lines) > 2:
        return False
    text = " ".join(line.text for line in lines)
    if len(text) > 100 or not any(character.isalpha() for character in text):
        return False
    if _HEADING_MARK.match(text) and len(text) <= 80 and not text.endswith((";", ",")):
        return text.count(" ") <= 8 and not re.search(r"[.;:]\s+[a-z]|\b(?:shall|will)\b", text)
    letters = [character for character in text if character.isalpha()]
    return (
        len(letters) >= 4
        and all(character.isupper() for character in letters)
        and not text.endswith((";", ","))
    )
