"""The title of the agreement, where the file does not say."""

from __future__ import annotations

import re

from auditor.model import Document

_KIND = re.compile(
    r"\b(?:agreement|contract|terms|conditions|deed|addendum|amendment|lease|licen[cs]e|order form|"
    r"statement of work|letter of intent|memorandum|policy|undertaking|charter|nda)\b",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"\W*(?:exhibit|execution (?:copy|version)|confidential|redacted|draft|filed|source:|page|ex-|"
    r"table of contents|portions|\[\*|certain)",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"\bThis\s+(?P<title>[A-Z][\w&’'/-]*(?:\s+(?:[A-Z][\w&’'/-]*|and|of|for|the|to)){0,7}?\s+"
    r"(?:Agreement|Contract|Lease|License|Deed|Addendum))\b"
    r"|\bTHIS\s+(?P<caps>[A-Z][A-Z&’'/ -]{3,80}?"
    r"(?:AGREEMENT|CONTRACT|LEASE|LICENSE|DEED|ADDENDUM))\b"
)


def find(document: Document) -> str:
    """The agreement's title on one line: the file's own, the first heading that names a kind
    of contract, or the words of "This ... Agreement"; "" when there is none."""
    if document.title.strip():
        return " ".join(document.title.split())
    text = document.text
    seen = 0
    for line in text[:6000].split("\n"):
        words = " ".join(line.split()).strip("*_#= ")
        if not words:
            continue
        seen += 1
        if seen > 40:
            break
        if (
            len(words) <= 110
            and _KIND.search(words)
            and not _NOISE.match(words)
            and words[-1] not in ".;,"
        ):
            return words
    match = _THIS.search(text, 0, 8000)
    if match is not None:
        return " ".join((match["title"] or match["caps"]).split())
    return ""
