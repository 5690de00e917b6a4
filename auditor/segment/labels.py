"""Clause numbers as they are printed: what stands there, and what it may mean.

Styles name the way a number is printed, because a list keeps its style: "(a)" and "a)"
and "A." are three lists. A label that can be read two ways ("(i)") has two readings.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_KEYWORDS = (
    "section|sec\\.|article|art\\.|clause|paragraph|part|item|chapter|"
    "schedule|exhibit|annex(?:ure)?|appendix|attachment|addendum|§{1,2}"
)
_LABEL = re.compile(
    rf"""
    (?P<keyword>(?i:{_KEYWORDS}))\s{{0,3}}+(?:(?i:no\.?|number)\s)?
      (?P<ordinal>\d{{1,3}}(?:\.\d{{1,3}}){{0,5}}|[IVXLivxl]{{1,7}}|[A-Z](?:[-.]?\d{{1,2}})?
        |(?i:one|two|three|four|five|six|seven|eight|nine|ten))
      (?![\w%/])[.:)]{{0,2}}
    |(?P<decimal>\d{{1,3}}(?:\.\d{{1,3}}){{0,5}})(?P<decimal_end>\.\)|[.):]|(?![\w%/,:;-]))
    |\((?P<paren>[a-z]{{1,5}}|[A-Z]{{1,5}}|\d{{1,3}})\)
    |(?P<letter>[A-Za-z]|[ivxl]{{2,6}}|[IVXL]{{2,6}})(?P<letter_end>[.)])
    """,
    re.VERBOSE,
)
_MORE = re.compile(r"\s{0,3}\((?P<paren>[a-z]{1,5}|[A-Z]{1,5}|\d{1,3})\)")
_AFTER = re.compile(r"\s*+(?:[-–—|:]\s++)?")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_ROMAN_FORM = re.compile(r"(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TOP_WORDS = {"article", "art.", "part", "chapter"}
_SCHEDULE_WORDS = {
    "schedule", "exhibit", "annex", "annexure", "appendix", "attachment", "addendum",
}  # fmt: skip


class Reading(NamedTuple):
    """One way to read a label: the style of its list, and its place in it (from 1)."""

    style: str
    path: tuple[int, ...]

    @property
    def value(self) -> int:
        """Place in its own list."""
        return self.path[-1]


class Label(NamedTuple):
    """A candidate clause number.

    Attributes:
        start, end: offsets of the label, and of the first word after it.
        token: the number as a lawyer writes it alone: "7.2", "(a)", "A", "VII".
        keyword: "", "top" (Article, Part), "section" (Section, Clause, §) or a schedule word
            in title case ("Schedule", "Exhibit").
        readings: most likely first; never empty.
        hard: 3 when the format says it is a number, 2 at the start of a block,
            1 after a line break or wide gap, 0 after a sentence, -1 after a word.
        level: depth of the list item in its list, from 1; 0 when the format does not say.
    """

    start: int
    end: int
    token: str
    keyword: str
    readings: tuple[Reading, ...]
    hard: int
    level: int = 0


def roman(letters: str) -> int:
    """Value of a roman numeral up to 89, 0 when the letters are none."""
    low = letters.lower()
    if not low or not _ROMAN_FORM.fullmatch(low):
        return 0
    total = 0
    for here, after in zip(low, (*low[1:], ""), strict=True):
        value = _ROMAN[here]
        total += -value if value < _ROMAN.get(after, 0) else value
    return total


def parse(text: str, start: int, end: int, hard: int) -> list[Label]:
    """The label at ``start``, with the sub-labels printed right after it ("9. (a)").

    Empty when no label stands there. ``end`` bounds the look.
    """
    match = _LABEL.match(text, start, end)
    if match is None:
        return []
    first = _label(match, text, end, hard)
    if first is None:
        return []
    found = [first]
    position = match.end()
    while len(found) < 4:
        more = _MORE.match(text, position, end)
        if more is None:
            break
        position = more.end()
        found.append(_paren(more, position, text, end, hard))
    if found[-1].end < end and (
        not _separated(text, position, found[-1]) or text[found[-1].end] in ".,;)"
    ):
        return []
    return found


def _separated(text: str, position: int, label: Label) -> bool:
    """Whether the label ends where a word ends, or is glued to a word ("B."PRODUCT", "C.serve")."""
    after = text[position]
    if after.isspace() or after in "\"“‘'[*_|–—-" or after.isupper():
        return True
    return label.hard == 2 and label.token.isupper() and text[position : position + 3].isalpha()


def _content(text: str, position: int, end: int) -> int:
    after = _AFTER.match(text, position, end)
    return after.end() if after else position


def _label(match: re.Match[str], text: str, end: int, hard: int) -> Label | None:
    content = _content(text, match.end(), end)
    if match["keyword"]:
        return _keyword_label(match, content, hard)
    if match["decimal"]:
        path = tuple(int(part) for part in match["decimal"].split("."))
        if len(path) > 1 and path[-1] == 0:
            path = path[:-1]
        if not all(0 < part < 400 for part in path):
            return None
        stop = match["decimal_end"]
        style = f"1{stop}" if len(path) == 1 else "1.1"
        token = ".".join(str(part) for part in path)
        return Label(match.start(), content, token, "", (Reading(style, path),), hard)
    if match["paren"]:
        return _paren(match, match.end(), text, end, hard)
    letters, stop = match["letter"], match["letter_end"]
    readings = _letters(letters, stop)
    token = letters if stop == "." else f"({letters})"
    return Label(match.start(), content, token, "", readings, hard) if readings else None


def _keyword_label(match: re.Match[str], content: int, hard: int) -> Label | None:
    word = match["keyword"].lower()
    ordinal = match["ordinal"]
    if word in _TOP_WORDS:
        keyword = "top"
    elif word in _SCHEDULE_WORDS:
        keyword = "Annex" if word == "annexure" else word.capitalize()
    else:
        keyword = "section"
    path: tuple[int, ...]
    if ordinal[0].isdigit():
        path = tuple(int(part) for part in ordinal.split("."))
        if len(path) > 1 and path[-1] == 0 and keyword == "section":
            path = path[:-1]
            ordinal = str(path[0]) if len(path) == 1 else ordinal
    elif ordinal.lower() in _WORDS:
        path = (_WORDS.index(ordinal.lower()) + 1,)
    else:
        path = (roman(ordinal) or ord(ordinal[0].upper()) - 64,)
    if keyword == "top":
        title = "Article" if word.startswith("art") else word.capitalize()
        token = f"{title} {ordinal}"
    elif keyword == "section":
        token = ordinal
    else:
        token = f"{keyword} {ordinal}"
    style = f"{keyword}:{len(path)}"
    return Label(match.start(), content, token, keyword, (Reading(style, path),), hard)


def _paren(match: re.Match[str], stop: int, text: str, end: int, hard: int) -> Label:
    inner = match["paren"]
    start = match.start("paren") - 1
    if inner.isdigit():
        readings: tuple[Reading, ...] = (Reading("(1)", (int(inner),)),)
    else:
        readings = _letters(inner, "()")
    content = _content(text, stop, end)
    return Label(start, content, f"({inner})", "", readings or (Reading("(?)", (0,)),), hard)


@lru_cache(maxsize=1024)
def _letters(letters: str, stop: str) -> tuple[Reading, ...]:
    """Readings of a lettered label: roman where possible, and letter ("aa" follows "z")."""
    upper = letters.isupper()
    readings = []
    low = letters.lower()
    if len(set(low)) == 1 and len(low) <= 3:
        value = ord(low[0]) - 96 + 26 * (len(low) - 1)
        readings.append(Reading(("A" if upper else "a") + stop, (value,)))
    number = roman(low)
    if number:
        style = Reading(("I" if upper else "i") + stop, (number,))
        # Alone, "(i)" is far more often roman one than the ninth letter.
        readings.insert(0 if low in ("i", "ii", "iii") else len(readings), style)
    return tuple(readings)
