"""Key dates from what the contract states: no today, no guess (brief 5.3)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from auditor.judge.phrases import clause_name, count, duration
from auditor.model import Finding

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A date that matters, ``day`` None when the contract does not say enough to compute it."""

    sentence: str
    day: date | None = None
    opens: date | None = None


def written(day: date) -> str:
    """ "2 March 2027"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def key_dates(findings: Iterable[Finding]) -> tuple[KeyDate, ...]:
    """End of the term, last day for notice, expiry of credits; dated ones first, by date."""
    standing = [f for f in findings if f.reported]
    end = _end(standing)
    found = [*_term(standing, end), *_notices(standing, end), *_credits(standing)]
    unique = list(dict.fromkeys(found))
    return tuple(sorted(unique, key=lambda k: (k.day is None, k.day or date.max)))


def _term(findings: Iterable[Finding], end: date | None) -> Iterator[KeyDate]:
    if end is None:
        return
    place = next((where(f) for f in findings if values(f).get("end") is not None), "")
    yield KeyDate(f"The term ends on {written(end)}{place}.", end)


def _notices(findings: Iterable[Finding], end: date | None) -> Iterator[KeyDate]:
    for finding in findings:
        if finding.type != "com-auto-renewal":
            continue
        stated = values(finding)
        least = days(stated.get("notice_days_min", stated.get("notice_days")))
        most = days(stated.get("notice_days_max"))
        if least is None:
            continue
        before = f"at least {count(least, 'day')} before the term ends"
        if most is not None and most > least:
            before = f"between {most} and {least} days before the term ends"
        if end is None:
            yield KeyDate(
                f"Notice against renewal is due {before}{where(finding)}; "
                "the day on which the term ends was not found."
            )
            continue
        last = end - timedelta(days=least)
        opens = end - timedelta(days=most) if most is not None and most > least else None
        first = f" and not before {written(opens)}" if opens else ""
        yield KeyDate(
            f"Notice against renewal by {written(last)}{first}: it is due {before}"
            f"{where(finding)}.",
            last,
            opens,
        )


def _credits(findings: Iterable[Finding]) -> Iterator[KeyDate]:
    for finding in findings:
        months = number(values(finding).get("expiry_months"))
        if finding.type == "com-expiring-credits" and months:
            yield KeyDate(f"Credits lapse after {duration(months)}{where(finding)}.")


def _end(findings: Iterable[Finding]) -> date | None:
    """A stated last day, or a stated first day and the length of the term."""
    starts, lengths = [], []
    for finding in findings:
        stated = values(finding)
        if (end := day(stated.get("end"))) is not None:
            return end
        starts.append(day(stated.get("start")))
        lengths.append(number(stated.get("term_months")))
    start = next((s for s in starts if s), None)
    length = next((n for n in lengths if n), None)
    if start is None or length is None:
        return None
    return later(start, round(length)) - timedelta(days=1)


def later(start: date, months: int) -> date:
    """The same day of the month ``months`` later, or that month's last day; at most year 9999."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > 9999:
        return date.max
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def values(finding: Finding) -> dict[str, object]:
    """Parameter values by name."""
    return {p.name: p.value for p in finding.parameters}


def where(finding: Finding) -> str:
    """ " (clause 12.2)", or "" when the place has no name."""
    name = clause_name(finding.clause, finding.heading, finding.page)
    return f" ({name})" if name else ""


def day(value: object) -> date | None:
    """A date, given as such or in ISO form."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def number(value: object) -> float | None:
    """A finite, positive number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 < value < 1e15 else None


def days(value: object) -> int | None:
    """A number of days within a lifetime, or None."""
    found = number(value)
    return round(found) if found is not None and found < 40_000 else None
