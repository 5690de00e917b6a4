"""Whether the hyphen at a line's end belongs to the word."""

from __future__ import annotations

import re

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
_LAST = re.compile(r"([^\W_]+)-?$")
_FIRST = re.compile(r"[^\W_]+")


def keeps_hyphen(left: str, right: str, text: str) -> bool:
    """Whether "left-" at a line's end and "right" on the next are a hyphenated compound.

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
    return _document_writes_hyphen(head, tail, text)


def _document_writes_hyphen(head: str, tail: str, text: str) -> bool:
    if head + tail in text:
        return False
    if f"{head}-{tail}" in text:
        return True
    if len(head) < 3 or len(tail) < 3:
        return False
    return _stands_alone(head, text) and _stands_alone(tail, text)


def _stands_alone(word: str, text: str) -> bool:
    return f" {word} " in text or f" {word}," in text or f" {word}." in text
