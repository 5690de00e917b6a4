# ruff: noqa: E501 (patterns are read whole)
"""Calendar dates."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from auditor.engine.parameters.shares import Found

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_NAMES = {name[:3]: place for place, name in enumerate(_MONTHS, 1)}
_END = re.compile(
    r"\b(?:(?:until|till|expir\w+|end(?:s|ing)?|terminat\w+|through|up to|laps\w+|last day|conclud\w+)\b[^.;]{0,40}|to(?: the)? )$"
)
_START = re.compile(
    r"\b(?:commenc\w+|beg[iu]n\w*|start\w*|effective|from|as of|dated|takes effect)\b[^.;]{0,40}$"
)
#: The date of another agreement is not the day this one starts.
_OTHER_PAPER = re.compile(r"\bdated(?: as of)?\b[^.;]{0,20}$|\b(?:amended|restated)\b[^.;]{0,40}$")


@cache
def _pattern() -> re.Pattern[str]:
    month = r"(?P<month{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
    return re.compile(
        rf"\b(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?:\sday)?(?:\sof)?\s{{1,3}}{month.format(1)},?\s{{1,3}}(?P<year1>\d{{4}})\b"
        rf"|\b{month.format(2)}\s{{1,3}}(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<year2>\d{{4}})\b"
        r"|\b(?P<year3>\d{4})-(?P<month3>\d{2})-(?P<day3>\d{2})\b"
        r"|\b(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<year4>\d{4})\b"
    )


def dates(low: str) -> list[tuple[date, int, int]]:
    """Dates in order with their offsets. "03/04/2025" is left out: nobody can say which it is."""
    found = []
    for match in _pattern().finditer(low):
        if match["day1"]:
            parts = (match["year1"], _NAMES[match["month1"][:3]], match["day1"])
        elif match["day2"]:
            parts = (match["year2"], _NAMES[match["month2"][:3]], match["day2"])
        elif match["day3"]:
            parts = (match["year3"], int(match["month3"]), match["day3"])
        else:
            first, second = int(match["a"]), int(match["b"])
            if first <= 12 and second <= 12 and first != second:
                continue
            month, day = (second, first) if first > 12 else (first, second)
            parts = (match["year4"], month, str(day))
        try:
            found.append(
                (date(int(parts[0]), int(parts[1]), int(parts[2])), match.start(), match.end())
            )
        except ValueError:
            continue
    return found


def boundary(name: str, low: str) -> Found | None:
    """The day the term starts or ends, in ISO form."""
    found = _bound(name, low)
    return Found(found[0].isoformat(), found[1], found[2]) if found else None


def _bound(name: str, low: str) -> tuple[date, int, int] | None:
    cue = _END if name in ("end", "expiry") else _START
    for day, start, end in dates(low):
        before = low[max(0, start - 70) : start]
        if cue.search(before) and not (name == "start" and _OTHER_PAPER.search(before)):
            return day, start, end
    return None


_TERM_OF = re.compile(r"\b(?:agreement|contract|term|order form|licen[cs]e|schedule)\b")


def length(low: str, starts: list[tuple[date, str]]) -> Found | None:
    """Months from the day the term starts to the day it ends, when both are dates.

    Args:
        low: the sentence.
        starts: the day that a defined term in the sentence stands for, with the term.
    """
    if not _TERM_OF.search(low):
        return None
    end = _bound("end", low)
    first = _bound("start", low)
    if end is None:
        return None
    if first is not None and first[0] < end[0]:
        day, note = first[0], f"from {first[0].isoformat()}"
    elif starts:
        day, note = starts[0][0], f"from the {starts[0][1]}, {starts[0][0].isoformat()}"
    else:
        return None
    last = end[0] + timedelta(days=1)
    months = (last.year - day.year) * 12 + last.month - day.month
    if abs(last.day - day.day) > 1 or months < 1:
        return None  # not a whole number of months: better said by the two dates
    return Found(months, end[1], end[2], note)
