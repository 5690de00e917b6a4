# ruff: noqa: E501 (patterns are read whole)
"""Which duration of a text belongs to which parameter name, and where none does, zero."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from auditor.engine.parameters.durations import ROLES, classified
from auditor.engine.parameters.quantities import Duration, quantities
from auditor.engine.parameters.shares import Found, whole

_WHOLE_MONTHS = frozenset(("term_months", "duration_months", "renewal_term_months"))
_ZERO_NOTICE = re.compile(
    r"\bwithout (?:any |further |prior |advance |previous |giving |first |or )*(?:written )?(?:notice|notification|warning|telling you|notifying)\b|"
    r"\bno (?:prior |advance )?notice (?:being |is |shall be |to)|\bnot entitled to prior (?:notice|warning)|"
    r"\b(?:immediately|forthwith|effective immediately|with immediate effect|at once)(?:,)? (?:up)?on (?:\w+ )?(?:written )?notice|with immediate effect|"
    r"\b(?:suspend\w*|close|restrict)[^.;]{0,60}\b(?:at once|straight away|immediately)\b(?! (?:notify|inform))"
)
#: Terms that bind from the moment they appear.
_ON_POSTING = re.compile(
    r"\b(?:appl(?:y|ies)|(?:is|are|be|becomes?)? ?(?:immediately )?(?:effective|binding|in force)|takes? effect)(?: immediately| at once)?"
    r" (?:from|on|upon|as soon as|when|as of|at)(?: the)?(?: (?:day|moment|date|time)(?: that| when| of| on which)?)?"
    r"(?: (?:it|they|we|such \w+|the \w+(?: \w+)?)(?: (?:is|are|has been|have been|was|were))?)?"
    r" (?:publish|post(?:ed|ing)|publication|appear|being posted)"
)
_ZERO_CURE = re.compile(
    r"\b(?:no|without(?: any| an)?|not (?:be )?(?:entitled to|given)(?: any)?)"
    r"(?: (?:right|opportunity|time|period|possibility))?(?: to| of| for| being allowed for)? "
    r"(?:cure|remedy|amends)\b|\bno (?:cure|grace|remedy) period\b|"
    r"\bnot entitled to [^.;]{0,90}\bto put matters right\b"
)
_ZERO_RETRIEVAL = re.compile(
    r"\b(?:delet\w+|eras\w+|destroy\w*|purg\w+|wip\w+|remov\w+)\b[^.;]{0,80}\b(?:same day|immediately|at once|forthwith|on the day)\b|"
    r"\b(?:immediately|forthwith|at once|the same day)\b[^.;]{0,60}\b(?:delet\w+|eras\w+|destroy\w*|purg\w+|wip\w+)"
)
_LOST_WITH = re.compile(
    r"\b(?:not|un) ?(?:used|claimed|redeemed|spent|consumed|taken)\b[^.;]{0,30}?\b(?:within|by the end of|in|during) (?:the|that|each|a) (?P<unit>month|quarter|year)\b[^.;]{0,20}\b(?:lost|laps\w+|expir\w+|forfeit\w*|void)"
)
_PAID_AHEAD = re.compile(
    r"\b(?P<unit>annual|year|month|quarter|semi-annual)(?:ly)? in advance\b|\bin advance (?:for|of) (?:each|every) (?:\w+ )?(?P<unit2>year|month|quarter)\b"
)
_UNIT_MONTHS = {"month": 1, "quarter": 3, "semi-annual": 6, "year": 12, "annual": 12}
_PERIODICAL = re.compile(
    r"\b(?:renew\w*|rolls? (?:over|on)|extend\w*|continu\w* (?:in effect|in force|from|on))\b[^.;]{0,80}?\b(?P<words>annually|year[- ]to[- ]year|each year|every year|yearly|from year to year|(?P<month>month[- ]to[- ]month|from month to month|each month|monthly|every month)|(?:on an? )?(?:annual|yearly) (?:basis|periods?|terms?))\b|"
    r"\b(?:on an? )?(?P<words2>year[- ]to[- ]year|(?P<month2>month[- ]to[- ]month)) basis|"
    r"\b(?P<words3>automatic annual renewals?)\b"
)


@lru_cache(maxsize=2048)
def stated(names: tuple[str, ...], low: str) -> tuple[tuple[str, Found], ...]:
    result: dict[str, Found] = {}
    used: set[int] = set()
    roles = classified(low, names)
    # Best roles of all names first, so that "tail" goes to tail_months, not to duration_months.
    for rank in range(4):
        for name in names:
            if name in result or name.startswith("notice_days_m") or rank >= len(ROLES[name]):
                continue
            hit = next(
                (d for r, d in roles if r == ROLES[name][rank] and d.start not in used), None
            )
            if hit is not None and plausible(name, hit):
                used.add(hit.start)
                result[name] = in_unit(name, hit)
    if "notice_days_min" in names or "notice_days_max" in names:
        result.update(_bounds(names, low, roles, used))
    for name, zero in _zeros(names, low, result):
        result[name] = zero
    return tuple(result.items())


def plausible(name: str, duration: Duration) -> bool:
    if name.endswith("_months") or name == "earliest_exit_month":
        least = 0.9 if name in _WHOLE_MONTHS else 0.2
        return least <= duration.months <= 1200
    return 0 <= duration.days <= 3660


def in_unit(name: str, duration: Duration) -> Found:
    in_days = "_days" in name
    value = duration.days if in_days else duration.months
    notes = [duration.note] if duration.note else []
    own = ("day",) if in_days else ("month", "year")
    if duration.unit not in own:
        notes.append(f"stated in {duration.unit}s")
    return Found(whole(value), duration.start, duration.end, "; ".join(notes))


def _bounds(
    names: tuple[str, ...], low: str, roles: tuple[tuple[str, Duration], ...], used: set[int]
) -> dict[str, Found]:
    """The least and, where a window has two bounds, the most notice."""
    notices: list[Duration] = []
    for role in ("renewal_notice", "notice"):
        notices = notices or [d for r, d in roles if r == role and d.start not in used]
    if not notices:
        return {}
    first = notices[0]
    least: Duration | None = first
    most = next((d for d in notices[1:] if _at_most(d, low)), None)
    pair = next((d for d in _pair(first, low) if d.days != first.days), None)
    if pair is not None:
        least, most = sorted((first, pair), key=lambda d: d.days)
    elif _at_most(first, low):
        least, most = next((d for d in notices[1:] if d.days < first.days), None), first
    result = {}
    if "notice_days_min" in names and least is not None:
        result["notice_days_min"] = in_unit("notice_days_min", least)
    if "notice_days_max" in names and most is not None:
        result["notice_days_max"] = in_unit("notice_days_max", most)
    return result


def _at_most(duration: Duration, low: str) -> bool:
    return _AT_MOST.search(low, max(0, duration.start - 40), duration.start) is not None


_AT_MOST = re.compile(
    r"\b(?:not|no) (?:more|earlier|sooner|greater) than |\bat most |\bmaximum of "
)


def _pair(first: Duration, low: str) -> Iterable[Duration]:
    """Durations joined with ``first`` into one window."""
    for other in quantities(low).durations:
        left, right = (first, other) if first.start < other.start else (other, first)
        gap = low[left.end : right.start]
        if (
            other.start != first.start
            and len(gap) < 75
            and re.search(r"\b(?:and|nor|or|but|to)\b|[-–]", gap)
        ):
            start = low[max(0, left.start - 40) : left.start]
            both = start + gap
            if re.search(r"\bbetween\b", start) or (
                re.search(r"(?:more|earlier|sooner|greater) than|at most", both)
                and re.search(r"(?:less|fewer|later) than|at least", both)
            ) or re.fullmatch(r"\s?(?:to|[-–])\s?", gap):  # fmt: skip
                yield other


def _zeros(
    names: tuple[str, ...], low: str, known: Mapping[str, Found]
) -> Iterable[tuple[str, Found]]:
    for wanted, pattern in (
        (("notice_days", "vendor_notice_days", "change_notice_days"), _ZERO_NOTICE),
        (("cure_days",), _ZERO_CURE),
        (("retrieval_days", "deletion_deadline_days"), _ZERO_RETRIEVAL),
    ):
        for name in wanted:
            match = pattern.search(low) if name in names else None
            if match and (name not in known or match.start() < known[name].start - 60):
                yield name, Found(0, match.start(), match.end(), "the words exclude it")
    if "notice_days" in names and "notice_days" not in known:
        match = _ON_POSTING.search(low)
        if match:
            yield "notice_days", Found(0, match.start(), match.end(), "in force once published")
    for name, pattern in (("expiry_months", _LOST_WITH), ("prepay_months", _PAID_AHEAD)):
        match = pattern.search(low) if name in names and name not in known else None
        if match:
            group = "unit" if match["unit"] else "unit2"
            months = _UNIT_MONTHS[match[group]]
            yield name, Found(months, match.start(), match.end())
    if "renewal_term_months" in names and "renewal_term_months" not in known:
        match = _PERIODICAL.search(low)
        if match:
            group = next(g for g in ("words", "words2", "words3") if match[g])
            months = 1 if match["month"] or match["month2"] else 12
            yield "renewal_term_months", Found(months, match.start(group), match.end(group))
