"""Sentence boundaries in a stretch of text, and the cutting of long ones at list items."""

from __future__ import annotations

import re
from typing import NamedTuple

from auditor.model import Span
from auditor.segment.labels import Reading, parse

LIST_LIMIT = 1200
"""A list inside one sentence is cut into its items when the sentence is longer (characters)."""
_PLAIN_LIMIT = 2500
_HARD_LIMIT = 6000
_REACH = 600

_STOP = re.compile(
    r"[.?!…](?P<close>[\"”’')\]*_]*+)\s++(?=[\"“‘'«(\[•*_]{0,3}+(?:[A-Z0-9À-Þ]|[a-z]{1,2}[A-Z]))"
)
_NEXT_WORD = re.compile(r"\W{0,4}(\w+)")
_INITIALS = re.compile(r"\W*(?:[A-Za-z]|(?:[A-Za-z]\.)+[A-Za-z])\Z")
# Never end a sentence.
_ALWAYS = frozenset(
    "mr mrs ms dr prof messrs hon vs v e.g i.e eg ie cf approx sec secs art arts st viz fig nos "
    "para paras cl cls ca al ref tel attn dept ave blvd rd jan feb mar apr jun jul aug sept sep "
    "oct nov dec incl excl resp pp vol ed ch pt reg gen col capt lt sgt rev est ph".split()
)
# End a sentence only before a word that commonly starts one.
_SOMETIMES = frozenset("inc corp ltd co llc plc jr sr etc bros no pty pte cos lp llp assoc".split())
_STARTERS = frozenset(
    "The This These Those That In If Each Any All Upon Except For It Such Neither Either Both "
    "Notwithstanding Subject As At By Unless Where When However Further You We Our Your To With "
    "A An Every Nothing On From During Within Without Such There Customer Supplier Licensee "
    "Licensor Company Provider Distributor Whenever Should Failure Payment Nor But And".split()
)
_ORDINAL_NOUNS = frozenset(
    "exhibit schedule annex appendix attachment party class series type option plan part "
    "section group category tier grade".split()
)
_ITEM = re.compile(r"[(\s](?P<label>\(?(?:[a-z]{1,5}|[A-Z]{1,4}|\d{1,2})\))\s")
_FIRST = (1, 24)  # lists begin at a, i, 1 - or, of two or three items, at x
_SEMICOLON = re.compile(r";\s+")


class Cut(NamedTuple):
    """A sentence found: its span, the number before it if it is a list item, its stem."""

    start: int
    end: int
    token: str = ""
    label_start: int = -1
    stem: Span | None = None


def split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of ``text[start:end]``, in order, blanks trimmed; linear in its length."""
    found: list[tuple[int, int]] = []
    begin = counted = start
    parens = quotes = straight = 0
    for match in _STOP.finditer(text, start, end):
        dot = match.start()
        stop = match.end("close")
        parens += text.count("(", counted, stop) - text.count(")", counted, stop)
        quotes += text.count("“", counted, stop) - text.count("”", counted, stop)
        straight += text.count('"', counted, stop)
        counted = stop
        if text[dot] == "." and _abbreviates(text, begin, dot, match.end()):
            continue
        if parens > 0 and _closes(text, begin, stop, end, "()"):
            continue
        if quotes > 0 and _closes(text, begin, stop, end, "“”"):
            continue
        if straight % 2 and _closes(text, begin, stop, end, '""'):
            continue
        found.append((begin, stop))
        begin = match.end()
        parens = quotes = straight = 0
    if begin < end:
        stop = end
        while stop > begin and text[stop - 1].isspace():
            stop -= 1
        if stop > begin:
            found.append((begin, stop))
    return found


def _closes(text: str, begin: int, stop: int, end: int, pair: str) -> bool:
    """Whether the bracket or quotation open at ``stop`` closes within reach of its start."""
    opener, closer = pair[0], pair[1]
    opened = text.rfind(opener, max(begin, stop - _REACH), stop)
    return opened >= 0 and text.find(closer, stop, min(end, opened + _REACH)) >= 0


def _abbreviates(text: str, begin: int, dot: int, following: int) -> bool:
    """Whether the full stop at ``dot`` belongs to the word before it."""
    words = text[max(begin, dot - 24) : dot].rsplit(None, 2)
    if not words:
        return True
    word = words[-1].lstrip("(\"“‘'[*_")
    low = word.lower()
    if text[following] == "(" and not low.isalpha():
        return True  # "Beijing, P.R.C. (the "Licensor")"
    if low in _ALWAYS:
        return True
    if low in _SOMETIMES or low.endswith((".c", ".p", ".v", ".a", ".s", ".m", ".d")):
        after = _NEXT_WORD.match(text, following)
        if low == "no":
            return after is not None and after[1].isdigit()
        return after is None or after[1] not in _STARTERS
    if len(word) == 1 and word.isalpha():
        if not word.isupper():
            return len(words) == 1
        before = words[-2].lower() if len(words) > 1 else ""
        return before not in _ORDINAL_NOUNS
    if word.isdigit() and len(word) <= 2:
        # "following: 1. Fees" is a number of a list; "within Section 4. The" ends a sentence.
        return len(words) == 1 or words[-2][-1] in ".:;"
    return _INITIALS.match(word) is not None


def cut_long(text: str, start: int, end: int, *, depth: int = 0) -> list[Cut]:
    """The sentence itself, or its parts when it is too long to be read as one.

    A sentence over ``LIST_LIMIT`` characters is cut at the items of its outermost list,
    each with the words before the list as its stem; one over 2,500 without a list at
    semicolons; what still runs on for 6,000 at a blank.
    """
    if end - start <= LIST_LIMIT:
        return [Cut(start, end)]
    items = _items(text, start, end) if depth < 3 else []
    if items:
        return _cut_at_items(text, start, end, items, depth)
    if end - start <= _PLAIN_LIMIT:
        return [Cut(start, end)]
    return [Cut(*part) for part in _cut_at_semicolons(text, start, end)]


def _cut_at_items(
    text: str, start: int, end: int, items: list[tuple[int, int, str]], depth: int
) -> list[Cut]:
    lead_end = items[0][0]
    while lead_end > start and text[lead_end - 1].isspace():
        lead_end -= 1
    stem = Span(start, lead_end) if lead_end > start else None
    found = [Cut(start, lead_end)] if stem else []
    for index, (label_start, body, token) in enumerate(items):
        stop = items[index + 1][0] if index + 1 < len(items) else end
        while stop > body and text[stop - 1].isspace():
            stop -= 1
        if stop <= body:
            continue
        parts = cut_long(text, body, stop, depth=depth + 1)
        first = parts[0]
        found.append(Cut(first.start, first.end, token, label_start, stem))
        for part in parts[1:]:
            number = token + part.token if part.token else ""
            found.append(part._replace(token=number, stem=part.stem or stem))
    return found


def _items(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The outermost list in the sentence: label start, body start and token of each item."""
    style = ""
    last = 0
    items: list[tuple[int, int, str]] = []
    for match in _ITEM.finditer(text, start, end):
        at = match.start("label")
        for label in parse(text, at, end, 0)[:1]:
            reading = _reading(label.readings, style, last)
            if reading is not None:
                style, last = reading.style, reading.value
                items.append((at, label.end, label.token))
    return items if len(items) > 1 else []


def _reading(readings: tuple[Reading, ...], style: str, last: int) -> Reading | None:
    for reading in readings:
        if not style and reading.value in _FIRST:
            return reading
        if reading.style == style and reading.value == last + 1:
            return reading
    return None


def _cut_at_semicolons(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    begin = start
    for match in _SEMICOLON.finditer(text, start, end):
        if match.start() - begin >= 200 and end - match.end() > 0:
            found.extend(_cut_at_blanks(text, begin, match.start() + 1))
            begin = match.end()
    found.extend(_cut_at_blanks(text, begin, end))
    return found


def _cut_at_blanks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    while end - start > _HARD_LIMIT:
        stop = text.rfind(" ", start + _HARD_LIMIT // 2, start + _HARD_LIMIT)
        if stop < 0:
            stop = start + _HARD_LIMIT
        trimmed = start + len(text[start:stop].rstrip())
        found.append((start, trimmed))
        start = stop
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        found.append((start, end))
    return found
