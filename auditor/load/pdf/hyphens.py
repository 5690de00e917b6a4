"""Whether the hyphen at a line's end belongs to the word."""

from __future__ import annotations

import re
from functools import cache

from auditor.load import lexicon

# Compounds that keep their hyphen however the line falls. Prefixes that also begin solid
# words ("pre", "co", "re", "sub") are left to the document's own usage.
_KEEP_AFTER = frozenset(
    "non self third first second well long short full half high low one two three four five six "
    "seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety year month day "
    "good ex cross anti semi quasi all so arm arms follow set buy sell sign start hold carry "
    "mark built know most best fair lock step tie tail take spin roll break pay work".split()
)
_KEEP_BEFORE = frozenset(
    "party parties term time year years month months day days based related free wide owned up in "
    "out off on over to the of and by for or exclusive compete solicit solicitation competition "
    "disclosure refundable transferable half known site house end level line fact faith in-law "
    "length breaching defaulting terminating performance infringement payment current".split()
)
_PREFIXES = frozenset("re sub pre co e un multi inter over under counter post mid mis de".split())
_DERIVED = 10.0  # lexicon cost of words that are only made up from others by rule
_LAST = re.compile(r"([^\W_]+)-?$")
_FIRST = re.compile(r"[^\W_]+")


def keeps_hyphen(left: str, right: str, text: str) -> bool:
    """Whether "left-" at a line's end and "right" on the next are a hyphenated compound.

    Asked in turn: the form of the two halves, a list of compounds, the document's own
    spelling elsewhere, and a list of words: halves that are words make a compound unless
    the whole is a word too ("sub-component", but "fa-vored").

    Args:
        left: the line, with or without its final hyphen.
        right: the line that follows.
        text: the whole document's raw text, searched for either spelling.
    """
    before, after = _LAST.search(left), _FIRST.match(right)
    if before is None or after is None:
        return True
    head, tail = before.group(1), after.group()
    if not tail[0].islower() or not head.isalpha() or not tail.isalpha():
        return True
    if head.isupper() and len(head) > 1:
        return True
    if right[after.end() : after.end() + 1] == "-" or left[: before.start()].endswith("-"):
        return True
    if head.lower() in _KEEP_AFTER or tail in _KEEP_BEFORE:
        return True
    if head + tail in text:
        return False
    return f"{head}-{tail}" in text or _are_words(head.lower(), tail)


def _are_words(head: str, tail: str) -> bool:
    words = _words()
    if head + tail in words or tail not in words or len(tail) < 3:
        return False
    return head in _PREFIXES or (head in words and len(head) > 2)


@cache
def _words() -> frozenset[str]:
    return frozenset(word for word, cost in lexicon.costs().items() if cost < _DERIVED)
