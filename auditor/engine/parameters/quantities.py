# ruff: noqa: E501 (patterns are read whole)
"""Durations, percentages and sums of money in a text, before anybody asks what they are for."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from auditor.engine.parameters.numbers import (
    Number,
    digits_of,
    disagreement,
    find_fractions,
    find_numbers,
)

_DAYS = {"day": 1.0, "week": 7.0, "fortnight": 14.0, "hour": 1 / 24}
_MONTHS = {"month": 1.0, "quarter": 3.0, "year": 12.0, "twelvemonth": 12.0, "decade": 120.0}
_UNITS = ("unit", "unit2", "unit3", "unit4")
_FEW = 400  # numbers looked at in one text; more is a table of figures, not a clause


class Duration(NamedTuple):
    """A length of time; ``text[start:end]`` states it."""

    days: float
    months: float
    start: int
    end: int
    unit: str
    note: str = ""


class Percent(NamedTuple):
    """A share of a hundred; ``points`` when it is percentage points."""

    value: float
    start: int
    end: int
    note: str = ""


class Money(NamedTuple):
    """A sum and its ISO 4217 code ("" when the sign does not say)."""

    amount: float
    currency: str
    start: int
    end: int
    note: str = ""


class Quantities(NamedTuple):
    """What is stated in one text, each kind in order. ``odd`` are numbers with two values."""

    durations: tuple[Duration, ...]
    percents: tuple[Percent, ...]
    moneys: tuple[Money, ...]
    odd: tuple[Number, ...]
    plain: tuple[Number, ...]


_INSIDE = re.compile(r"(?P<unit>day|week|month|year)s?[)\]]$")
_OF_A_PART = re.compile(
    r"(?:(?:th|half|quarter)s?|\d/[\d,]{1,9}) of $"
)  # "one-thousandth of one percent (0.001%)"
_EMPTY = Quantities((), (), (), (), ())
_MAYBE = re.compile(
    r"\d|\b(?:days?|weeks?|months?|years?|quarters?|fortnight|twelvemonth|half|percent|per cent|"
    r"annual|monthly|yearly|dollars?|cents?|euros?|pounds|million|billion|hundred|thousand|tenth|fifths?|thirds?|nine out)\b|%"
)
_UNIT = (
    r"(?P<unit>days?|weeks?|months?|years?|hours?|quarters?|fortnights?|twelvemonths?|decades?|"
    r"anniversar(?:y|ies))\b"
)
_KINDS = (
    r"(?:calendar|business|working|banking|trading|clear|consecutive|full|whole|further|additional|successive|"
    r"more|contract|supply|service|subscription|license|licence|fiscal|renewal|programme|program|complete|other|"
    r"royalty|commitment|agreement|lease|operating)"
)


@cache
def _after_number() -> re.Pattern[str]:
    return re.compile(
        rf"\]?\s{{0,12}}[-–~]?\s{{0,12}}(?P<kind>(?:\(?{_KINDS}\)?\s{{1,20}}){{0,2}}){_UNIT}"
        r"(?:['´]s?|\(s\))?(?:\s{1,20}\(\s?(?P<again>\d{1,4})\s?(?P<other>days|weeks|months|years)?\s?\))?"
    )


@cache
def _joint() -> re.Pattern[str]:
    """Between two numbers of which only the second has the unit: "60 and not more than 90 days"."""
    return re.compile(
        r"\s{0,12}(?:days?|months?)?,?\s{1,20}(?:and|nor|but|or|to)\s{1,20}"
        r"(?:(?:no|not|nor)\s{1,20})?(?:(?:more|less|later|earlier|fewer|greater)\s{1,20}than\s{1,20}|"
        r"at\s{1,20}least\s{1,20}|at\s{1,20}most\s{1,20})?|\s{0,2}[-–]\s{0,2}"
    )


@cache
def _bare() -> re.Pattern[str]:
    """Durations without a number: "for a year", "a month's notice", "the same again for another year"."""
    return re.compile(
        r"\b(?:(?:for|of|within|after|than|least|or|plus|on|by|to|until|and|with|give|gives|over)\s{1,20}"
        r"(?P<one>an?|another|one further|a further|an additional|a single)\s{1,20}(?P<unit>day|week|month|year|quarter|fortnight|twelvemonth)"
        r"(?!\s{1,20}(?:in|of)\s{1,20}which\b|\s{1,20}(?<=quarter\s)of\s)\b|"
        r"(?:an?|one)\s{1,20}(?P<unit2>day|week|month|year|fortnight|twelvemonth)(?:'s|s')?\s{1,20}"
        r"(?=notice|before|prior|after|later|thereafter|from|following|written|in advance)|"
        r"(?P<half>half a|a half)\s{1,20}(?P<unit3>year|month)|(?P<unit4>fortnight|twelvemonth)\b)"
    )


@cache
def _percent_sign() -> re.Pattern[str]:
    return re.compile(
        r"\]?\s{0,12}-?(?:%|per\s{0,12}cent(?:um)?\b|pct\b|percentage\s{1,20}points?\b|basis\s{1,20}points\b|percentiles?\b)"
        r"(?:\s{1,20}(?:\(\s{0,2}(?P<again>\d{1,3}(?:\.\d+)?)\s{0,2}(?:%|per\s?cent)?\s{0,2}\)))?"
    )


@cache
def _currency_before() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?P<code>usd|eur|gbp|cad|aud|chf|jpy|cny|rmb|inr|sgd|hkd|us)\s{0,2}|\b(?P<letter>c|a|hk|nz))?"
        r"(?P<sign>[$€£¥])\s{0,2}$|"
        r"\b(?P<alone>usd|eur|gbp|cad|aud|chf|jpy|cny|rmb|inr|sgd|hkd|euros?)\s{0,2}$"
    )


@cache
def _currency_after() -> re.Pattern[str]:
    return re.compile(
        r"\s{0,12}(?P<us>u\.?s\.?\s?|united states\s{1,20}|canadian\s{1,20}|australian\s{1,20})?"
        r"(?P<name>dollars|euros?|pounds(?: sterling)?|usd|eur|gbp|sterling|cents?|yen)\b"
        r"(?:\s{0,12}\(\s?(?:us|usd)?\s?[$€£]?\s?(?P<again>\d[\d,]*(?:\.\d+)?)(?:\.?\s?(?P<scale>million|billion))?\s?\))?"
    )


_WEIGHT = re.compile(r"pounds?(?! sterling)\s{1,3}(?:of|per|each|gross|net|or less)\b")
_CODES = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "us": "USD", "c": "CAD", "a": "AUD",
    "hk": "HKD", "nz": "NZD", "rmb": "CNY", "dollars": "USD", "euro": "EUR", "euros": "EUR",
    "pounds": "GBP", "pounds sterling": "GBP", "sterling": "GBP", "cent": "USD", "cents": "USD",
    "yen": "JPY",
}  # fmt: skip


@lru_cache(maxsize=2048)
def quantities(low: str) -> Quantities:
    """What ``low`` (lower case) states; remembered, since a sentence is asked by several rules."""
    if not _MAYBE.search(low):
        return _EMPTY
    numbers = find_numbers(low)[:_FEW]
    durations: list[Duration] = []
    percents: list[Percent] = []
    moneys: list[Money] = []
    plain: list[Number] = []
    waiting: list[Number] = []
    taken = 0
    for number in numbers:
        if number.start < taken:
            continue  # the digits after the words: "ten percent (10%)"
        if found := _duration(low, number):
            for earlier in waiting:
                if _joint().fullmatch(low, earlier.end, number.start):
                    durations.append(_scaled(earlier, found.unit, earlier.end, ""))
            durations.append(found)
            waiting, taken = [], found.end
            continue
        waiting = [number]
        if percent := _percent(low, number):
            percents.append(percent)
            taken = percent.end
        elif money := _money(low, number):
            moneys.append(money)
            taken = money.end
        else:
            plain.append(number)
    durations += _unnumbered(low, durations)
    percents += [
        Percent(round(part.value * 100, 6), part.start, part.end, "a fraction in the text")
        for part in find_fractions(low)
        if not any(
            start < part.end and part.start < end
            for start, end in _spans(durations, moneys, percents)
        )
    ]
    odd = tuple(n for n in numbers if n.note)
    durations.sort(key=lambda d: d.start)
    percents.sort(key=lambda p: p.start)
    return Quantities(tuple(durations), tuple(percents), tuple(moneys), odd, tuple(plain))


def _spans(
    durations: list[Duration], moneys: list[Money], percents: list[Percent]
) -> list[tuple[int, int]]:
    return [
        *((d.start, d.end) for d in durations),
        *((m.start, m.end) for m in moneys),
        *((p.start, p.end) for p in percents),
    ]


def _duration(low: str, number: Number) -> Duration | None:
    match = _after_number().match(low, number.end)
    if number.value > 10_000:
        return None
    if match is None:
        inside = _INSIDE.search(low, number.start, number.end)
        return _scaled(number, inside["unit"], number.end, "") if inside else None
    unit = match["unit"].rstrip("s")
    if unit.startswith("anniversar") or (
        unit == "quarter" and low[match.end() : match.end() + 4] == " of "
    ):
        return None
    if unit == "day" and low[match.end() : match.end() + 4] == " of ":
        return None  # "the 31 day of July"
    note = number.note
    same = (match["other"] or unit).rstrip("s") == unit  # "six months (180 days)" is no quarrel
    if match["again"] and not note and same:
        note = disagreement(number.value, float(match["again"]))
    return _scaled(number._replace(note=note), unit, match.end(), match["kind"])


def _scaled(number: Number, unit: str, end: int, kind: str) -> Duration:
    notes = [number.note] if number.note else []
    for word in ("business", "working", "banking", "trading", "clear"):
        if word in kind:
            notes.append(f"{word} {unit}s")
    if unit in _MONTHS:
        months = number.value * _MONTHS[unit]
        # A year is 365 days and a month 30 (brief 3.5: normalise to days, keep the unit).
        days = number.value * 365 if unit == "year" else months // 12 * 365 + months % 12 * 30
    else:
        days = number.value * _DAYS[unit]
        months = _months_of(days)
    return Duration(round(days, 2), round(months, 2), number.start, end, unit, "; ".join(notes))


def _months_of(days: float) -> float:
    if days and days % 365 == 0:
        return days / 365 * 12
    return days / 30 if days % 30 == 0 else round(days / 30.4375, 2)


def _unnumbered(low: str, known: list[Duration]) -> list[Duration]:
    found = []
    for match in _bare().finditer(low):
        unit = next(match[name] for name in _UNITS if match[name])
        end = next(match.end(name) for name in _UNITS if match[name])
        start = match.start("one") if match["unit"] else match.start()
        if any(d.start < end and start < d.end for d in known):
            continue
        value = 0.5 if match["half"] else 1.0
        found.append(_scaled(Number(value, start, end), unit, end, ""))
    return found


def _percent(low: str, number: Number) -> Percent | None:
    match = _percent_sign().match(low, number.end)
    if match is None:
        # "(10%)" may belong to the number already read: "ten (10%)".
        inside = low[number.start : number.end]
        return (
            Percent(number.value, number.start, number.end, number.note) if "%" in inside else None
        )
    note, value = number.note, number.value
    if "basis" in match.group():
        value /= 100
    if (
        match["again"]
        and not note
        and not _OF_A_PART.search(low, max(0, number.start - 20), number.start)
    ):
        note = disagreement(value, float(match["again"]))
    if "points" in match.group():
        note = "; ".join(filter(None, (note, "percentage points")))
    return Percent(value, number.start, match.end(), note)


def _money(low: str, number: Number) -> Money | None:
    before = _currency_before().search(low, max(0, number.start - 9), number.start)
    after = _currency_after().match(low, number.end)
    if after is not None and before is None and _WEIGHT.match(low, after.start("name")):
        return None
    if after is not None:
        code = _CODES.get(after["name"], after["name"].upper())
        if after["us"]:
            code = {"c": "CAD", "a": "AUD"}.get(after["us"][0], "USD")
        value, note = number.value, number.note
        if after["name"].startswith("cent"):
            value /= 100
        if after["again"] and low[: number.start].endswith("dollars and "):
            value = digits_of(after["again"].rstrip(","))  # "four dollars and ten cents ($4.10)"
        elif after["again"] and not note:
            again = digits_of(after["again"].rstrip(",")) * {"million": 1e6, "billion": 1e9}.get(
                after["scale"], 1
            )
            note = disagreement(value, again)
        start = before.start() if before else number.start
        return Money(value, code, start, after.end(), note)
    if before is None:
        inside = re.search(r"\((?:us)?([$£€])", low[number.start : number.end])
        return (
            Money(number.value, _CODES[inside[1]], number.start, number.end, number.note)
            if inside
            else None
        )
    named = before["code"] or before["letter"] or before["alone"]
    code = _CODES.get(named or before["sign"], (named or "").upper())
    return Money(number.value, code, before.start(), number.end, number.note)
