"""What is a heading: a line of its own, or the words before the operative ones ("run-in")."""

from __future__ import annotations

import re
from typing import NamedTuple

_LONGEST = 130
_SMALL = frozenset(
    "a an and as at by de for from in into of on or per the to upon via vs with without your our "
    "its their & - – — / not no nor than under".split()
)
# A finite verb or a pronoun makes a sentence of it, not a title.
_VERBS = frozenset(
    "shall will may must is are was were has have had be been agrees agree means mean includes "
    "include does do did can cannot should would could hereby grants grant represents warrants "
    "acknowledges undertakes consents appoints accepts provides pays".split()
)
_WORD = re.compile(r"[^\W\d_][\w’'&./-]*")
_NOT_A_TITLE = re.compile(r"_{3,}|\.{4,}|@|\$\s?\d|\s\|\s|https?:|\bBy:|/s/|^\W*$|[;,]$|^[\"“]")
_STOP = re.compile(r"[.:;|\n–—]|\s(?:\s|--?\s)")
_AFTER_STOP = re.compile(r"(?:[.:]|\.?\s*[–—-]{1,2})?\s*+")
_OPERATIVE = re.compile(r"[\"“‘(\[]{0,2}+(?:[A-Z0-9]|[a-z][A-Z])")
_CAPITALS = re.compile(
    r"(?P<heading>[A-Z][A-Z0-9 ,&'’/()-]{3,90}[A-Z)])(?P<gap>\s+)(?=[A-Z\"“(](?:[a-z]|\s))"
)
# "19. Assignment Neither party may ...": nothing but a capital marks where the sentence begins.
_TITLE_THEN_SENTENCE = re.compile(
    r"(?P<heading>[A-Z][\w’'&/-]*(?:,?[ ][\w’'&/-]+){0,7}?)\s+"
    r"(?=(?:The|This|These|In|If|Each|Any|All|No|Neither|Either|Both|Upon|Except|For|It|Such|Subject"
    r"|During|Unless|Where|When|You|We|Nothing|Notwithstanding)\s+[\w“\"(]+\s+[\w(]*[a-z])"
)
_STARTERS = re.compile(
    r"(?:The|This|These|In|If|Each|Any|All|No|Upon|Except|For|It|Such|Neither|Either|Both|"
    r"Notwithstanding|Subject|As|At|By|Unless|Where|When|During|You|We|Our|Your|To|With|A|An|"
    r"Every|Nothing|On|From|During|Within|Without|Party|Customer|Supplier|Company)\b"
)
_LEGAL_FORM = re.compile(
    r"\b(?:Inc|Corp|Corporation|LLC|L\.L\.C|Ltd|Limited|GmbH|PLC|plc|B\.V|N\.V|S\.A|L\.P|LLP|AG)\.?,?$"
)
DEFINITIONS = re.compile(
    r"\W*(?:certain\s+)?(?:definitions?|defined\s+terms|interpretation|glossary)\b", re.IGNORECASE
)
RECITALS = re.compile(
    r"\W*(?:recitals?|background|whereas|witnesseth|w\s?i\s?t\s?n\s?e\s?s\s?s\s?e\s?t\s?h|"
    r"preliminary statements?|premises)\b",
    re.IGNORECASE,
)
ORDER_FORM = re.compile(
    r"\b(?:order form|order details|ordering document|key (?:terms|details)|cover page|"
    r"contract (?:details|particulars)|commercial terms|statement of work|quote|"
    r"reference schedule|basic (?:terms|information)|summary of terms)\b",
    re.IGNORECASE,
)
TERMS = re.compile(
    r"\b(?:terms|conditions|agreement|definitions|recitals|signatures?)\b", re.IGNORECASE
)
SCHEDULE = re.compile(
    r"(?:schedule|exhibit|annex(?:ure)?|appendix|attachment|addendum)\b", re.IGNORECASE
)


class RunIn(NamedTuple):
    """A heading that shares its paragraph with the operative words, which start at ``body``."""

    heading: str
    body: int


def is_heading(words: str, *, numbered: bool = False) -> bool:
    """Whether a whole paragraph is a heading.

    Args:
        words: the paragraph without its number.
        numbered: a section number stands before it, so that sentence case is enough
            ("7.2 Exclusive supply").
    """
    if not words or len(words) > _LONGEST:
        return False
    bare = words.rstrip(":").rstrip()
    if bare.endswith((".", "?", "!")):
        bare = bare[:-1]
        if bare.count(" ") > 5 or _LEGAL_FORM.search(words):
            return False
    if not _is_title(bare, longest=14, sentence_case=numbered):
        return False
    return _NOT_A_TITLE.search(words) is None


def _is_title(words: str, *, longest: int, sentence_case: bool) -> bool:
    tokens = _WORD.findall(words)
    if not tokens or len(tokens) > longest or not any(len(token) > 2 for token in tokens):
        return False
    first = next((char for char in words if char.isalpha()), "")
    if not first.isupper():
        return False
    if words.isupper():
        return True
    lower = [token for token in tokens if token[0].islower()]
    if any(token in _VERBS for token in lower) or sum(map(str.isdigit, words)) > 4:
        return False
    plain = [token for token in lower if token not in _SMALL]
    if not plain:
        return len(tokens) > 1 or words[-1:].isalpha()
    return sentence_case and len(tokens) <= 7


def has_verb(words: str) -> bool:
    """Whether the words hold a verb that contracts use to bind or define."""
    return not _VERBS.isdisjoint(words.split())


def run_in(text: str, start: int, end: int, *, numbered: bool) -> RunIn | None:
    """The run-in heading at ``start``, if operative words follow it before ``end``."""
    limit = min(end, start + 95)
    stop = _STOP.search(text, start, limit)
    if stop is not None and stop[0] == ";" and text[stop.end() + 1 : stop.end() + 2].isupper():
        stop = _STOP.search(text, stop.end(), limit)  # "Outstanding Balance; Late Payment."
    if stop is not None and text[start].isupper():
        at = stop.start()
        words = text[start:at].rstrip()
        after = _AFTER_STOP.match(text, at, end)
        body = after.end() if after is not None else end
        mark = text[at]
        gap = body - at
        if (
            mark not in ";|"
            and at > start + 1
            and at < body < end
            and (gap > 1 or mark == "\n")
            and _OPERATIVE.match(text, body, end)
            and _heads(words, mark, gap, numbered=numbered)
        ):
            return RunIn(" ".join(words.split()), body)
    if numbered:
        return _capitals(text, start, end) or _title_then_sentence(text, start, end)
    return None


def _heads(words: str, mark: str, gap: int, *, numbered: bool) -> bool:
    """Whether the words before ``mark`` (and ``gap`` characters to the next word) are a heading."""
    if _LEGAL_FORM.search(words):
        return False
    if mark in ".:–—":
        sentence_case = numbered and mark != ":"
        return _is_title(words, longest=12 if numbered else 8, sentence_case=sentence_case)
    if not numbered:
        return False
    wide = gap > 2 or words.isupper() or mark == "\n"
    return wide and len(words) < 70 and _is_title(words, longest=12, sentence_case=False)


def _title_then_sentence(text: str, start: int, end: int) -> RunIn | None:
    match = _TITLE_THEN_SENTENCE.match(text, start, min(end, start + _LONGEST))
    if match is None or _STARTERS.match(text, start):
        return None
    words = match["heading"]
    last = words.rsplit(None, 1)[-1]
    if last in _SMALL or last.endswith(",") or not _is_title(words, longest=8, sentence_case=True):
        return None
    return RunIn(" ".join(words.split()), match.end())


def _capitals(text: str, start: int, end: int) -> RunIn | None:
    """ "4. EXCLUSIVITY OF ENDORSEMENT During the term ...": capitals alone make the heading."""
    match = _CAPITALS.match(text, start, min(end, start + _LONGEST))
    if match is None or match.end() >= end:
        return None
    words = match["heading"]
    wide = len(match["gap"]) > 1 or _STARTERS.match(text, match.end()) is not None
    if wide and (" " in words or len(words) > 7):
        return RunIn(" ".join(words.split()), match.end())
    return None
