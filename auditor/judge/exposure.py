"""What the contract costs whatever happens, as far as it can be computed (brief 5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.engine.parameters.quantities import quantities
from auditor.judge.dates import number, values
from auditor.judge.phrases import clause_name, duration, listed, money
from auditor.model import Finding, Span

_PAYERS = {
    "com-minimum-commitment": "Minimum commitment",
    "com-take-or-pay": "Take-or-pay",
    "cap-spend-for-investment": "Spend promised for an investment",
    "com-prepaid-nonrefundable": "Prepaid without refund",
    "com-early-termination-fee": "Fee for leaving early",
}
_NAMED = 3  # places named for a kind of unknown sum
_FIXED = frozenset(_PAYERS) - {"com-early-termination-fee"}
_PERIODS = (("year", 12), ("annual", 12), ("annum", 12), ("quarter", 3), ("month", 1))


@dataclass(frozen=True, slots=True)
class Commitment:
    """A sum that falls due whatever happens.

    Attributes:
        name: the kind of commitment.
        sentence: for the report, with its assumptions.
        total: over the term, None when it cannot be computed.
        currency: as the contract gives it, "" when it does not.
        fixed: it is owed in any case; False for a fee that falls due only on leaving.
        place: where it stands, when the amount is unknown; else None.
    """

    name: str
    sentence: str
    total: float | None
    currency: str
    fixed: bool
    place: str | None = None


def commitments(findings: Iterable[Finding]) -> tuple[Commitment, ...]:
    """The sums in the findings, one per place; unknown amounts are listed, not left out."""
    standing = [f for f in findings if f.reported and f.type in _PAYERS]
    term = _term(findings)
    seen: dict[Span | None, Finding] = {}
    for finding in standing:
        other = seen.get(finding.span)
        if other is None or (_amount(finding) and not _amount(other)):
            seen[finding.span] = finding
    return tuple(_commitment(finding, term) for finding in seen.values())


def _amount(finding: Finding) -> float | None:
    return number(values(finding).get("amount"))


def _currency(finding: Finding) -> str:
    """As stated, or as the amount's own words have it ("$75,000,000"): not every rule asks."""
    stated = str(values(finding).get("currency") or "")
    words = next((p.text for p in finding.parameters if p.name == "amount"), "")
    return stated or next((m.currency for m in quantities(words.lower()).moneys), "")


def _commitment(finding: Finding, term: float | None) -> Commitment:
    stated = values(finding)
    name, fixed = _PAYERS[finding.type], finding.type in _FIXED
    amount, currency = _amount(finding), _currency(finding)
    place = clause_name(finding.clause, finding.heading, finding.page)
    if amount is None:
        return Commitment(name, "", None, currency, fixed, place)
    about = f"{name} ({place})" if place else name
    months = _months(stated.get("period"))
    sum_ = money(amount, currency)
    if months is None:
        return Commitment(name, f"{about}: {sum_}, taken as owed once.", amount, currency, fixed)
    length = number(stated.get("duration_months")) or term
    each = f"{sum_} every {duration(months)}".replace("every one ", "every ")
    if length is None:
        said = f"{about}: {each}; the length of the term was not found, so no total."
        return Commitment(name, said, None, currency, fixed)
    total = amount * length / months
    said = (
        f"{about}: {each} for {duration(length)}, {money(total, currency)} in all, "
        "assuming the first term runs in full and the amount does not step up."
    )
    return Commitment(name, said, total, currency, fixed)


def _months(period: object) -> int | None:
    text = str(period or "").lower()
    return next((months for word, months in _PERIODS if word in text), None)


def _term(findings: Iterable[Finding]) -> float | None:
    found = [number(values(f).get("term_months")) for f in findings if f.reported]
    return next((n for n in found if n), None)


def sentences(found: Iterable[Commitment]) -> tuple[str, ...]:
    """The commitments, the unknown ones by kind, and the sum when there are several."""
    listed_ = tuple(found)
    known = [c.sentence for c in listed_ if c.place is None]
    kinds: dict[str, list[str]] = {}
    for commitment in listed_:
        if commitment.place is not None:
            kinds.setdefault(commitment.name, []).append(commitment.place)
    unknown = [
        f"{name}{_places(places)}: no amount found, not counted." for name, places in kinds.items()
    ]
    counted = [c for c in listed_ if c.fixed and c.total is not None]
    if len(counted) < 2:
        return (*known, *unknown)
    open_ones = sum(1 for c in listed_ if c.fixed and c.total is None)
    rest = f"; {open_ones} more could not be computed" if open_ones else ""
    shown = listed([money(total, currency) for currency, total in totals(listed_).items()])
    return (*known, *unknown, f"Fixed exposure in all: {shown}{rest}.")


def _places(places: Sequence[str]) -> str:
    named = list(dict.fromkeys(filter(None, places)))
    if not named:
        return ""
    more = [f"{len(named) - _NAMED} more"] if len(named) > _NAMED else []
    return f" ({listed(named[:_NAMED] + more)})"


def totals(found: Iterable[Commitment]) -> Mapping[str, float]:
    """Currency -> sum of what is owed in any case and can be computed."""
    sums: dict[str, float] = {}
    for commitment in found:
        if commitment.fixed and commitment.total is not None:
            sums[commitment.currency] = sums.get(commitment.currency, 0.0) + commitment.total
    return sums
