"""One value of one name, read from one stretch of the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from auditor.engine.parameters import days, flags, objects, periods, phrases, rights, shares
from auditor.engine.parameters.durations import ROLES
from auditor.engine.parameters.shares import Found
from auditor.model import Definition, Parameter, Role, Span

MOST = 4_000  # characters of one sentence or clause that are looked at; longer ones are tables


class Surround(NamedTuple):
    """What the document knows beside the sentence."""

    definitions: tuple[Definition, ...]
    roles: Mapping[str, Role]


@lru_cache(maxsize=512)
def lower(text: str) -> str:
    """Lower case, same length, straight apostrophes."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("’", "'").replace("\n", " ").replace("\xa0", " ").replace("\t", " ")


def look(
    names: tuple[str, ...], text: str, part: Span, around: Surround, found: dict[str, Parameter]
) -> None:
    """Add to ``found`` the values of ``names`` that ``text`` states within ``part``."""
    words = part.of(text)
    low = lower(words)
    timed = tuple(n for n in names if n in ROLES)
    if timed:
        for name, length in periods.stated(timed, low):
            found[name] = parameter(name, length, text, part)
    for name in names:
        if name in found or name in ROLES:
            continue
        value = _value(name, words, low, around)
        if value is not None:
            found[name] = parameter(name, value, text, part)


def parameter(name: str, value: Found, text: str, part: Span) -> Parameter:
    """``value``, whose offsets count from the start of ``part``, as a parameter of ``text``."""
    span = Span(part.start + value.start, part.start + value.end)
    return Parameter(name, value.value, span, span.of(text), value.note)


_Text = Callable[[str, str], Found | None]
_BY_TEXT: dict[str, _Text] = {
    "base": shares.base,
    "measurement_base": shares.base,
    "url": flags.url,
    "index": lambda text, low: flags.index(low),
    "exempt_events": phrases.exempt_events,
    "exclusions": phrases.exempt_events,
    "release_events": phrases.release_events,
    "territory": phrases.territory,
    "named_competitors": phrases.named,
    "listed_providers": phrases.named,
    "milestone": lambda text, low: phrases.event(text),
    "excluded_class": lambda text, low: phrases.event(text),
    "trigger_term": lambda text, low: phrases.trigger_term(text),
    "adjectives": phrases.adjectives,
    "rate_basis": lambda text, low: phrases.rate_basis(low),
    "fee_basis": lambda text, low: phrases.rate_basis(low),
    "rate": lambda text, low: shares.rate(low),
    "cap": shares.cap,
    "quantity": shares.counted,
    "number": lambda text, low: shares.shares(low),
    "exercise_price": lambda text, low: shares.exercise_price(low),
    "threshold_value": lambda text, low: shares.threshold_value(low),
    "frequency_per_year": lambda text, low: shares.frequency(low),
    "start": lambda text, low: days.boundary("start", low),
    "end": lambda text, low: days.boundary("end", low),
    "expiry": lambda text, low: days.boundary("expiry", low),
}


def _value(name: str, text: str, low: str, around: Surround) -> Found | None:
    if name in shares.PERCENTS:
        return shares.percent(name, text, low)
    if name in _BY_TEXT:
        return _BY_TEXT[name](text, low)
    if name in ("amount", "currency", "period"):
        return _money(name, low)
    if name in ("determination_by_whom", "who_classifies", "approval_body"):
        return phrases.decider(low, around.roles)
    if name == "exceptions":
        return phrases.exceptions(text, low, around.roles)
    if name == "consent_standard":
        return phrases.consent_standard(low)
    if name in ("exit_right", "customer_right", "vendor_right"):
        return rights.right(name, low, around.roles)
    if name in objects.OBJECTS:
        return objects.stated(name, text, low)
    if name in ("owner", "triggering_party", "measured_by"):
        return phrases.party(name, low, around.roles)
    if name == "defined":
        return _is_defined(text, around)
    return flags.flag(name, low) if name in flags.FLAGS else None


def _money(name: str, low: str) -> Found | None:
    money = shares.amount(low)
    if name == "period":
        return shares.period(low, money)
    if money is None:
        return None
    if name == "currency":
        return Found(money.currency, money.start, money.end) if money.currency else None
    return shares.sum_of(money, low)


def _is_defined(text: str, around: Surround) -> Found | None:
    term = phrases.trigger_term(text)
    if term is None or not around.definitions:
        return None
    found = phrases.defined(str(term.value), (d.term for d in around.definitions))
    return Found(found, term.start, term.end)
