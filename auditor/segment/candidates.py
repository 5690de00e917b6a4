"""Where a clause number may stand: at the start of blocks, after gaps, in running text.

Nothing is decided here except what no sequence could repair: a number followed by a unit,
a reference ("under Section 4"), a label inside a table cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.segment.labels import Label, parse
from auditor.segment.pieces import Piece

# Each starts with one character where it can, so that the search runs at memory speed; a class
# of characters is ten times slower.
_INLINE_PAREN = re.compile(
    r"\((?:(?<=[\s.A-Z]\s\()|(?<=\n\())(?:[a-z]{1,5}|[A-Z]{1,3}|\d{1,2})\)(?=\s|[\"“A-Z])"
)
_INLINE_DECIMAL = re.compile(
    r"[0-9](?<=\s[0-9])[0-9]{0,2}(?:\.[0-9]{1,3}){0,5}[.)]{0,2}(?=\s{1,40}[\"“‘(*_]{0,3}[A-Z])"
)
_INLINE_LETTER = tuple(
    re.compile(
        rf"\{end}(?<=[\sIVXivx][A-Za-z].)(?:(?<=\s\s[A-Za-z].)|(?<=\n[A-Za-z].)"
        r"|(?<=\s\s[IVXivx]{2}.)|(?<=\n[IVXivx]{2}.)|(?<=\s\s[IVXivx]{3}.)"
        r"|(?<=\n[IVXivx]{3}.)|(?<=\s\s[IVXivx]{4}.))(?=\s|[\"“])"
    )
    for end in ".)"
)
_INLINE_KEYWORD = tuple(
    re.compile(
        rf"{word[0]}(?<=\s\s{word[0]})(?:{word[1:]}|{word[1:].upper()})\s{{1,3}}"
        r"(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXL]{1,7})(?=[\s.:])"
    )
    for word in ("Section", "Article", "Clause")
)
_BEFORE = re.compile(r"(\S{1,24})\s*\Z")
_AFTER_SEPARATOR = re.compile(r"[;,.]\s+(?:and|or)\s*\Z", re.IGNORECASE)
_REFERENCE_WORDS = frozenset(
    "section sections clause clauses article articles paragraph paragraphs subsection "
    "subsections exhibit exhibits schedule schedules annex appendix attachment part and or to "
    "of in under no no. nos. § §§ than by at on from with see per the through between "
    "january february march april may june july august september october november december "
    "page item items rule form chapter title version phase step table figure".split()
)
_NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty "
    "fifty sixty ninety hundred".split()
)
_TERMINAL = frozenset('.;:!?"”)]>—–-')


def find(text: str, found: list[Piece], *, computed: bool) -> list[Label]:
    """Every place in the pieces where a clause number may stand, in order of position.

    Args:
        text: the document's.
        found: its pieces.
        computed: the format itself knows the numbers of its blocks (Word, HTML), rather
            than a loader having read them off the page.
    """
    labels: list[Label] = []
    inline = _inline_positions(text)
    position = next(inline, None)
    previous = 0
    for piece in found:
        if piece.furniture:
            continue
        after = piece.start
        given = computed and piece.number != ""
        start = _given(text, piece) if given else _at_start(text, piece, previous)
        for label in start:
            labels.append(label._replace(level=_level(piece)) if piece.number else label)
            after = label.end
        previous = piece.end
        while position is not None and position < after:
            position = next(inline, None)
        if piece.kind == "table_row":
            continue
        while position is not None and position < piece.end:
            if position >= after:
                parsed = _inside(text, piece, position)
                labels.extend(parsed)
                after = parsed[-1].end if parsed else after
            position = next(inline, None)
    return labels


def _level(piece: Piece) -> int:
    """Depth of a numbered block; a numbered heading without one stands outside every list."""
    if piece.kind == "heading":
        return piece.level or 1
    return piece.level if piece.kind == "list_item" else 0


def _inline_positions(text: str) -> Iterator[int]:
    starts = [match.start() for match in _INLINE_PAREN.finditer(text)]
    starts += [match.start() for match in _INLINE_DECIMAL.finditer(text)]
    for pattern in _INLINE_KEYWORD:
        starts += [match.start() for match in pattern.finditer(text)]
    for pattern in _INLINE_LETTER:
        for match in pattern.finditer(text):
            start = match.start() - 1
            while text[start - 1].isalpha():
                start -= 1
            starts.append(start)
    starts.sort()
    return iter(starts)


def _at_start(text: str, piece: Piece, previous: int) -> list[Label]:
    """Labels at the start of the piece; ``previous`` is the end of the piece before it."""
    start, end = piece.start, piece.end
    if piece.kind in ("header", "footer", "comment"):
        return []
    if not (text[start] in "(§" or text[start].isalnum()):
        return []
    labels = parse(text, start, end, 2)
    if not labels or _refers(text, previous, labels[0]):
        return []
    last = labels[-1]
    following = text[last.end : last.end + 1]
    first = labels[0]
    if piece.kind == "table_row" and "|" not in text[first.start : last.end]:
        return []
    if first.keyword and following.islower():
        return []
    if first.keyword not in ("", "top", "section") and not _titles_a_schedule(text, piece, last):
        return []
    if (
        first.readings[0].style == "1"
        and len(labels) == 1
        and not (not following or following.isupper() or following in "\"“‘'")
    ):
        return []
    return labels


def _refers(text: str, previous: int, label: Label) -> bool:
    """Whether the text before breaks off in a reference ("under Section") or in "two"."""
    words = text[max(0, previous - 24) : previous].split()
    if not words:
        return False
    low = words[-1].lower()
    if low in _NUMBER_WORDS:
        return label.token[:2].strip("(").isdigit()
    return low in _REFERENCE_WORDS and low not in ("and", "or", "the", "to", "by", "with")


def _given(text: str, piece: Piece) -> list[Label]:
    """The label of a block whose format names its number; the number opens the text too."""
    start = piece.start
    labels = parse(text, start, piece.end, 3)
    if labels and text.startswith(piece.number.rstrip(".):"), start):
        return labels
    alone = parse(piece.number + " ", 0, len(piece.number) + 1, 3)
    if not alone:
        return []
    end = start
    if text.startswith(piece.number, start):
        end = min(start + len(piece.number), piece.end)
        while end < piece.end and text[end].isspace():
            end += 1
    return [label._replace(start=start, end=end) for label in alone[:1]]


def _titles_a_schedule(text: str, piece: Piece, label: Label) -> bool:
    """ "Schedule 1 - Fees" opens a schedule; "Schedule 1 sets out the fees." is a sentence."""
    if piece.kind in ("heading", "title"):
        return True
    if piece.end - label.start > 120 and "\n" not in text[label.end : label.end + 100]:
        return False
    rest = text[label.end : min(piece.end, label.end + 120)].split("\n", 1)[0].strip()
    if rest and rest[-1] in ".;,":
        return False
    return not rest or not rest[0].islower()


def _inside(text: str, piece: Piece, start: int) -> list[Label]:
    before = text[max(piece.start, start - 40) : start]
    word = _BEFORE.search(before)
    gap = 2 if word is None else len(before) - word.end(1)
    line_start = "\n" in before[-gap:] if gap else False
    token = "" if word is None else word[1]
    listed = text[start].isdigit() and token.lower() in ("and", "or")
    if listed and _AFTER_SEPARATOR.search(before):
        token = ""  # "...; and 2.1.2 Execution of ..."
    closed = not token or token[-1] in _TERMINAL or (token.isupper() and len(token) > 1)
    if token.lower() in _REFERENCE_WORDS and not closed:
        return []
    wide = gap >= 2 or line_start
    after_title = False
    if not closed and not wide:
        # "7. Exclusivity of Sponsorship Rights 7.1 In all ...": only where the count fits.
        after_title = token[0].isupper() and text[start].isdigit()
        if not after_title:
            return []
    if text[start] == "(" and not closed and token[-1:] != "," and token.lower() not in (
        "and", "or", "shall", "will", "not", "may", "must", "to", "that", "which", "following",
    ):  # fmt: skip
        return []
    labels = parse(text, start, piece.end, 1 if wide and closed else 0)
    if not labels or labels[-1].end >= piece.end:
        return []
    if labels[0].readings[0].style == "1" and not wide:
        return []
    if after_title:
        dotted = labels[0].readings[0].style == "1.1"
        return [label._replace(hard=-1) for label in labels] if dotted else []
    return labels
