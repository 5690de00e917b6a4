"""Who acts in a contract that introduces nobody: the name that "may", "shall" and "grants"."""

from __future__ import annotations

import re
from collections import Counter

from auditor.segment import roles
from auditor.segment.preamble import THING_WORDS

_LEAST = 6  # acts of a name before it counts as a party
_ACTS = re.compile(
    r"(?<![\w’'-])(?P<name>[A-Z][\w&-]*(?:\.[a-z]{2,3}\b)?)\s(?:may|shall|will|must|reserves|agrees|"
    r"grants|warrants|represents|provides|offers|charges|is\s(?:entitled|obliged|not\sresponsible))\b"
    r"(?!\s(?:(?:not|also|only|then)\s)?(?:be|have|remain|apply|survive|continue|become|mean|include|"
    r"prevail|govern|take\seffect|expire|constitute|commence|end|terminate\sautomatically)\b)"
)
#: A name takes no article; a thing that is a defined term does.
_DETERMINED = re.compile(
    r"\b(?:the|this|that|these|such|each|any|an?|either|neither|every|all|no|other|its|your|our|their|"
    r"and|or|of|[A-Z][\w’'&-]*)\s\Z",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:[.:;!?)”\"*]|\n|^)\s*\Z")
_NOBODY = frozenset(
    "it he she they we you i who which there nothing nobody neither either both all any each such "
    "section article clause exhibit schedule annex no if this that these those".split()
)


def acting(text: str, stop: int) -> str:
    """The name that acts most often in ``text[:stop]``; "" when none does so often enough."""
    counts: Counter[str] = Counter()
    for match in _ACTS.finditer(text, 0, stop):
        name = match["name"]
        before = text[max(0, match.start() - 30) : match.start()]
        if not _BEGINS.search(before) and _DETERMINED.search(before):
            continue
        counts[name] += 1
    for name, count in counts.most_common(5):
        if count < _LEAST:
            break
        if _names_somebody(name):
            return name
    return ""


def _names_somebody(name: str) -> bool:
    low = name.lower()
    if low in _NOBODY or low in THING_WORDS or low.removesuffix("s") in THING_WORDS:
        return False
    return roles.role_of_term(name) == "unknown" and (not low.endswith("s") or name.isupper())
