"""Numbers at the start of a line, and what kind of block a line begins."""

from __future__ import annotations

import re

from auditor.load.pdf.lines import Line
from auditor.model import BlockKind

START = re.compile(
    r"""(?P<named>(?:ARTICLE|Article|SECTION|Section|SCHEDULE|Schedule|EXHIBIT|Exhibit|ANNEX|Annex
        |APPENDIX|Appendix|PART|Part|CLAUSE|Clause|CHAPTER|Chapter|ATTACHMENT|Attachment)
        [ ](?:\d[\d.]*|[IVXLC]+\b|[A-Z]\b))
    |(?P<number>\d{1,3}(?:\.\d{1,3}){1,5}\.?|\d{1,3}[.)]|\d{1,2}(?=\s))(?=\s+\S|[A-Z“"(])
    |(?P<item>\((?:[a-z]{1,2}|[A-Z]|[ivxl]{1,6}|[IVXL]{1,6}|\d{1,2})\)|(?:[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})[.)](?=\s))
    |(?P<bullet>[•▪●◦■○‣◆❖✓➢►·*](?=\s|\w)|[–—-](?=\s))
    """,
    re.VERBOSE,
)
REFERS = re.compile(
    r"(?:\b(?:sections?|articles?|clauses?|paragraphs?|subsections?|subclauses?|schedules?|exhibits?"
    r"|annex(?:es)?|appendi(?:x|ces)|part|parts|rule|item|items|and|or|to|through|of|in|under|by"
    r"|with|the|no|nos|page|pages|attachment|us|than|least|most|every|each|within|for|on|is|are)"
    r"\.?|§+|[,$£€(])$",
    re.IGNORECASE,
)
_BRIEF = 90
_GOES_ON = (";", ":", ",", " and", " or")


def describe(first: Line, lines: int) -> tuple[str, BlockKind, int]:
    """Number, kind and level of a block, from its first line."""
    if first.kind == "row":
        return "", "table_row", 0
    match = START.match(first.text)
    number = "" if match is None or match.lastgroup == "bullet" else match.group()
    level = 0
    if match is not None:
        level = number.rstrip(".").count(".") + 1 if match.lastgroup == "number" else 1
        if match.lastgroup in {"item", "bullet"}:
            level = 2
    if lines <= 2 and is_heading(first.text):
        return number, "heading", level or 1
    if match is not None and match.lastgroup in {"item", "bullet"}:
        return number, "list_item", level
    return number, "paragraph", level


def is_heading(text: str) -> bool:
    """Short, without a sentence's end, and in capitals or title case."""
    if len(text) > _BRIEF or text.endswith(_GOES_ON) or not any(map(str.isalpha, text)):
        return False
    match = START.match(text)
    words = text[match.end() :].strip() if match else text
    if not words:
        return match is not None and match.lastgroup == "named"
    if words.isupper():
        return len(words) > 2
    if match is not None and match.lastgroup == "number" and words[-1].isalnum():
        return len(text) <= 60 and words[0].isupper()
    if words.endswith("."):
        words = words[:-1]
        if not words or "." in words or match is None:
            return False
    return (
        all(word[0].isupper() or len(word) <= 4 for word in words.split() if word[0].isalpha())
        and words[0].isupper()
        and len(words.split()) <= 9
    )
