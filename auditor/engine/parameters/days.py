# ruff: noqa: E501 (patterns are read whole)
"""Calendar dates."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from auditor.engine.parameters.shares import Found

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_NAMES = {name[:3]: place for place, name in enumerate(_MONTHS, 1)}
_END = re.compile(
    r"\b(?:until|till|expir\w+|end(?:s|ing)?|terminat\w+|through|to|up to|laps\w+|last day|no later than|conclud\w+)\b[^.;]{0,40}$"
)
_START = re.compile(
    r"\b(?:commenc\w+|beg[iu]n\w*|start\w*|effective|from|as of|dated|takes effect)\b[^.;]{0,40}$"
)


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
    cue = _END if name in ("end", "expiry") else _START
    for day, start, end in dates(low):
        if cue.search(low[max(0, start - 70) : start]):
            return Found(day.isoformat(), start, end)
    return None
