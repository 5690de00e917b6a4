# ruff: noqa: E501 (patterns are read whole)
"""Percentages with their base, sums of money with their period, and what is counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from auditor.engine.parameters.quantities import Money, Percent, quantities


class Found(NamedTuple):
    """A value and the stretch of the text that states it."""

    value: Any
    start: int
    end: int
    note: str = ""


_BASE = re.compile(
    r"(?:\s{0,3}or more)?\s{1,4}(?:\(?or such[^.;)]{0,40}\)?\s)?of\s{1,4}(?P<base>(?:all |any |the |its |their |our |your |such |each )*"
    r"(?:(?:total|aggregate|sum|amount|number|value|balance) of (?:all |any |the |its |their |our |your |such |each |said )*)?"
    r"(?:(?:[^\s,.;:()]|(?<=\d)[,.](?=\d))+\s{1,4}){0,5}?(?:[^\s,.;:()]|(?<=\d)[,.](?=\d))+)(?=\s{1,4}(?:that|which|for|in|from|it|to|shall|will|is|are|has|and|at|by|until|during|as|on|with|under|of|payable|per|sold|not|or|exclusively|through|had|were|then|contributed|received|we|you|generated|according|paid|collected|earned|derived|attributable|due|invoiced|billed|actually|so)\b|[,.;:()]|$)"
)
_RISE = re.compile(
    r"\b(?:increas\w*|rais\w+|rise[sn]?|rising|uplift\w*|escalat\w*|adjust\w*|step\w*|grow\w*|higher|indexation|plus|exceed\w*|go(?:es)? up|up)\b"
)
_STEPS = re.compile(
    r"\b(?:increas\w*|rais\w+|rise[sn]?|rising|uplift\w*|escalat\w*|adjust\w*|step\w*|grow\w*|go(?:es)? up)\b"
)
_CAP = re.compile(
    r"\b(?:not|no|never|nor|cannot)\b[^.;%]{0,60}\b(?:more|greater|exceed\w*|above|over|higher|rais\w+|increas\w+|in excess)\b[^.;%]{0,60}$|"
    r"\b(?:up to|at most|maximum(?: of)?|capped at|cap of|lower of|lesser of|limited to|a cap|ceiling of|without exceeding)\b[^.;%]{0,60}$"
)
_ABOVE = re.compile(
    r"\s{0,3}(?:points\s)?(?:below|above|lower|less|better|cheaper|higher|under|more|greater|discount)\b"
)
_SHARE = re.compile(
    r"\b(?:least|less than|fewer than|minimum|all|not less|no less|share|more than|exceed\w*|amount to|purchase\w*|buy\w*|order\w*|keep\w*|place\w*|source\w*)\b[^.;]{0,70}$"
)


_FALLS = re.compile(r"\b(?:falls?|fell|below|under|least|less than)\b[^.;]{0,30}$")


def percent(name: str, text: str, low: str) -> Found | None:
    """The share of the kind ``name`` asks for; only with a base, stated or implied by the kind."""
    candidates = quantities(low).percents
    if name in ("threshold", "thresholds"):  # "ninety per cent or more", "falls under 75%"
        strong = [
            p
            for p in candidates
            if "or more" in low[p.end : p.end + 12]
            or _FALLS.search(low[max(0, p.start - 40) : p.start])
        ]
        candidates = tuple(strong) or candidates
    for share in candidates:
        before = low[max(0, share.start - 110) : share.start]
        after = low[share.end : share.end + 60]
        base = _BASE.match(low, share.end)
        if _KINDS[name](before, after, base is not None, low):
            value = share.value
            if name in ("differential_percent", "fixed_percent") and value > 100:
                value -= 100  # "109% of last year's fee" is a rise of 9%
            note = f"of {text[base.start('base') : base.end('base')]}" if base else ""
            notes = "; ".join(filter(None, (share.note, note)))
            return Found(whole(value), share.start, share.end, notes)
    return _unnumbered(name, low)


_NO_LESS = re.compile(
    r"\b(?:may|can|shall|will|must)(?: not|not) (?:\w+ )?(?:be )?(?:reduce|lower|decrease|downsize|cut)\w*|\bcan't (?:be )?(?:reduce|lower|decrease)\w*|"
    r"\bno (?:reduction|decrease|downsizing)\b|\bneither (?:reduce|lower|decrease)\w*"
)
_ALL_FEES = re.compile(
    r"\ball (?:of the )?(?:remaining |unpaid |outstanding |future |other )*(?:fees|charges|payments|sums|amounts|instal?ments)\b[^.;]{0,60}?"
    r"\b(?:would have|until the end|through the end|for the (?:remainder|rest|balance)|remaining)\b[^.;]{0,80}?\b(?:become|fall|are|be|is) (?:immediately )?(?:due|payable)"
)


def _unnumbered(name: str, low: str) -> Found | None:
    """Shares that words state: nothing may be taken off, all of what remains is due."""
    if name == "reduction_right_percent":
        match, value, note = _NO_LESS.search(low), 0, "the words exclude it"
    elif name == "amount_or_percent":
        match, value, note = _ALL_FEES.search(low), 100, "all that remains"
    else:
        return None
    return Found(value, match.start(), match.end(), note) if match else None


def whole(value: float) -> float:
    """``value``, as an integer when it is one."""
    return int(value) if value == int(value) else value


def _rises(before: str, after: str, low: str) -> bool:
    return bool(
        _RISE.search(before) or _RISE.search(after[:25]) or re.search(r"renew|uplift|annual", low)
    )


_KINDS: dict[str, Callable[[str, str, bool, str], bool]] = {
    "percentage": lambda b, a, base, low: base or bool(_SHARE.search(b) and re.match(r"\s{0,3}or more", a)),
    "percent_of_proceeds": lambda b, a, base, low: base,
    "amount_or_percent": lambda b, a, base, low: base,
    "cap_percent": lambda b, a, base, low: bool(_CAP.search(b)) and _rises(b, a, low),
    "fixed_percent": lambda b, a, base, low: not _CAP.search(b) and bool(_RISE.search(b) or _RISE.search(a[:25]) or re.search(r"(?:greater|higher|become)[^.;]{0,80}$", b)),
    "step_up_percent": lambda b, a, base, low: bool(_STEPS.search(b[-60:])) and not _CAP.search(b),
    "differential_percent": lambda b, a, base, low: bool(_ABOVE.match(a)) or (base and "than" in b[-60:]) or "discount" in b,
    "reduction_right_percent": lambda b, a, base, low: bool(re.search(r"\b(?:reduc\w+|decreas\w+|lower\w*|downsiz\w+|cut)\b[^.;]{0,70}$", b)),
    "threshold": lambda b, a, base, low: base or bool(re.search(r"(?:falls?|fell|below|under|least|less)[^.;]{0,30}$", b)) or "or more" in a[:12],
    "thresholds": lambda b, a, base, low: base,
    "definition_threshold": lambda b, a, base, low: base or "or more" in a[:14] or bool(re.search(r"(?:more than|at least|exceed\w*|excess of)[^.;]{0,20}$", b)),
}  # fmt: skip
PERCENTS = frozenset(_KINDS)


def base(text: str, low: str) -> Found | None:
    """What the first percentage with a base is a share of, in the contract's words."""
    for share in quantities(low).percents:
        match = _BASE.match(low, share.end)
        if match:
            start = match.start("base")
            skipped = re.match(
                r"(?:(?:all|any|the|its|their|our|your|such|each) )*",
                low[start : match.end("base")],
            )
            start += skipped.end() if skipped else 0
            if start < match.end("base"):
                return Found(text[start : match.end("base")], start, match.end("base"))
    return None


@cache
def _period() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:(?:per|each|every|a|any|that|in (?:the )?(?:each|any|first|a)|of (?:each|the)|for (?:each|any))\s{1,3}(?:(?:\w+)\s{1,3}){0,2}?"
        r"(?P<word>year|quarter|month|annum)|(?P<adverb>annual(?:ly|ized)?|yearly|monthly|quarterly))\b"
    )


_PERIODS = {"year": "year", "annum": "year", "quarter": "quarter", "month": "month"}
_FLOOR = re.compile(
    r"\b(?:least|less than|minimum|commit\w*|prepa\w+|advance|deposit|floor|license issue fee|annual|subscription|credits?|purchase\w*|order\w*|spend)\b"
)
_LIABILITY = re.compile(
    r"\b(?:liab\w+|insurance|damages|exceed(?:ing)?|in excess of|worth more than)\b[^.;]{0,60}$"
)


def amount(low: str) -> Money | None:
    """The sum a commitment is about: one with words of a minimum before it, else the first."""
    moneys = [
        m
        for m in quantities(low).moneys
        if not _LIABILITY.search(low[max(0, m.start - 70) : m.start])
    ]
    moneys = [
        m
        for m in moneys
        if not re.match(
            r"\s{1,3}(?:per|for each|a|an) (?!year|annum|month|quarter)", low[m.end : m.end + 24]
        )
    ]
    for money in moneys:
        if _FLOOR.search(low[max(0, money.start - 60) : money.start]):
            return money
    return moneys[0] if moneys else None


def period(low: str, near: Money | Percent | None) -> Found | None:
    """How often a sum falls due: "year", "quarter" or "month"; None when it falls due once."""
    start = max(0, near.start - 120) if near else 0
    end = near.end + 60 if near else len(low)
    best = None
    for match in _period().finditer(low, start, min(end, len(low))):
        word = match["word"] or match["adverb"]
        unit = _PERIODS.get(word) or (
            "month" if "month" in word else "quarter" if "quarter" in word else "year"
        )
        distance = (
            0 if near is None else min(abs(match.start() - near.end), abs(near.start - match.end()))
        )
        if best is None or distance < best[0]:
            best = (distance, Found(unit, match.start(), match.end()))
    return best[1] if best else None


_RATE = re.compile(
    r"\s{0,3}(?:per|for each|a|each|every|/)\s{0,3}(?!year|annum|month\b|quarter)[a-z]"
)


_UNIT_CELL = re.compile(
    r"\|\s?(?:tb|gb|mb|tib|gib|hour|day|record|user|seat|unit|request|each)\s?\|\s?$"
)


def rate(low: str) -> Found | None:
    """A price per unit."""
    stated = quantities(low)
    for money in stated.moneys:
        if _RATE.match(low, money.end):
            return _sum(money)
    for number in stated.plain:  # a row of a price list: "| TB | 85.00"
        if _UNIT_CELL.search(low, max(0, number.start - 16), number.start):
            return Found(whole(number.value), number.start, number.end, "currency not stated here")
    return None


def _sum(money: Money) -> Found:
    return Found(whole(money.amount), money.start, money.end, money.note)


def sum_of(money: Money, low: str) -> Found:
    """A sum as a value; gross, net and "greater of" are kept in the note."""
    found = _sum(money)
    around = low[max(0, money.start - 50) : money.end + 40]
    notes = [
        found.note,
        *(
            w
            for w in ("greater of", "higher of", "lesser of", "lower of", "gross", "net of")
            if w in around
        ),
    ]
    return found._replace(note="; ".join(filter(None, notes)))


_MULTIPLE = re.compile(
    r"\b(?:until|to|exceeds?|total(?:ling)?|of|received)\s(?P<x>(?:two|three|four|five|six|seven|eight|nine|ten|twenty|\d+(?:\.\d+)?)\stimes\s(?:the\s|its\s)?[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,3})"
)


def cap(text: str, low: str) -> Found | None:
    """The sum, or the multiple of a defined one, at which payments stop."""
    for money in quantities(low).moneys:
        if low[: money.start].rstrip().endswith(("minimum of", "price of", "less than")):
            continue
        if re.search(
            r"\b(?:up to|until|total|cap\w*|maximum|not exceed\w*|limit\w*|no more than|amount to)\b[^.;]{0,70}$",
            low[max(0, money.start - 90) : money.start],
        ):
            return sum_of(money, low)
    match = _MULTIPLE.search(text)
    return Found(match["x"], match.start("x"), match.end("x")) if match else None


def threshold_value(low: str) -> Found | None:
    """A sum or mark at which something happens."""
    stated = quantities(low)
    if stated.moneys:
        return sum_of(stated.moneys[0], low)
    for number in stated.plain:
        if re.search(
            r"\b(?:least|than|mark|score|exceed\w*|reach\w*|attain\w*|threshold|above|excess)\b[^.;]{0,40}$",
            low[max(0, number.start - 60) : number.start],
        ):
            return Found(whole(number.value), number.start, number.end, number.note)
    return None


_DEFINED_QUANTITY = re.compile(
    r"\b(?!The\s|Each\s|Such\s|Any\s|This\s|That\s|All\s|No\s|In\s)[A-Z][\w-]*\s(?:Quantit(?:y|ies)|Volume)\b"
)


def counted(text: str, low: str) -> Found | None:
    """A number of things ("forty units"), else the term that stands for it ("Contract Quantity")."""
    for number in quantities(low).plain:
        if re.match(
            r"\s{1,3}(?!year|month|day|times|per|or|and|of\b|party|parties|page)[a-z][a-z-]+",
            low[number.end : number.end + 30],
        ) and not re.search(
            r"\b(?:type|model|series|version|level|phase|section|clause|article|schedule|exhibit|paragraph|annex|line|lines|no|appendix|part|any|each|than|these)\b[. ]{0,2}$|\d$",
            low[max(0, number.start - 12) : number.start],
        ):
            return Found(whole(number.value), number.start, number.end, number.note)
    match = _DEFINED_QUANTITY.search(text)
    return Found(match.group(), match.start(), match.end()) if match else None


def shares(low: str) -> Found | None:
    """How many shares a warrant is over."""
    for number in quantities(low).plain:
        if re.match(
            r"\s{1,3}(?:\w+\s){0,3}(?:shares|units|warrant shares)\b",
            low[number.end : number.end + 50],
        ):
            return Found(int(number.value), number.start, number.end, number.note)
    return None


def exercise_price(low: str) -> Found | None:
    """The price of one share on exercise."""
    for money in quantities(low).moneys:
        if re.search(
            r"\b(?:price|at)\b[^.;]{0,25}$", low[max(0, money.start - 40) : money.start]
        ) or re.match(r" (?:a|per) share", low[money.end : money.end + 12]):
            return _sum(money)
    return None


_TIMES = re.compile(
    r"\b(?P<n>once|twice|one time|two times|three times|four times)\b[^.;]{0,25}?\b(?:each|every|a|per|any|in)\b(?:\s\w+){0,3}?\s(?P<per>year|quarter|month|period|term|annum)\b"
    r"|\b(?P<adverb>annually|quarterly|monthly|once a quarter|each quarter|every quarter|end of each[\w ]{0,20}? year|each[\w ]{0,20} year|every year|annual)\b|\b(?P<per2>per (?:year|annum))\b"
)


def frequency(low: str) -> Found | None:
    """How many times a year."""
    match = _TIMES.search(low)
    if match is None or match["per2"]:
        return None
    word = match["per"] or match["adverb"]
    times = {"twice": 2, "two times": 2, "three times": 3, "four times": 4}.get(match["n"] or "", 1)
    per = 4 if "quarter" in word else 12 if "month" in word else 1
    return Found(times * per, match.start(), match.end())
