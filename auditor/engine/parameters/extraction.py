"""From the names a rule asks for to the values the text states."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from auditor.engine.parameters import days, flags, phrases, shares
from auditor.engine.parameters.durations import ROLES, classified
from auditor.engine.parameters.quantities import Duration, quantities
from auditor.engine.parameters.shares import Found
from auditor.model import Definition, Parameter, Party, Role, Span

_MOST = 4_000  # characters of one sentence or clause that are looked at; longer ones are tables
_FROM_CLAUSE = frozenset(
    "renewal_term_months notice_days_min notice_days_max reminder_days cure_days transition_months "
    "retrieval_days tail_months cap_percent index term_months start end".split()
)
_WHOLE_MONTHS = frozenset(("term_months", "duration_months", "renewal_term_months"))
_PERIOD_TERM = re.compile(r"[A-Z][\w-]*(?:\s[A-Z][\w-]*)*\s(?:Term|Period|Window)\b")
_NUMBER_AND_DIGITS = re.compile(r"[a-z]\s{0,3}[(\[]\s{0,2}[$£€]?\d|\d\s{0,2}[(\[][a-z]")
_ZERO_NOTICE = re.compile(
    r"\bwithout (?:any |further |prior |advance |previous |giving |first |or )*(?:written )?(?:notice|notification|warning|telling you|notifying)\b|"
    r"\bno (?:prior |advance )?notice (?:being |is |shall be |to)|\bnot entitled to prior (?:notice|warning)|"
    r"\b(?:immediately|forthwith|effective immediately|with immediate effect|at once)(?:,)? (?:up)?on (?:\w+ )?(?:written )?notice|with immediate effect|"
    r"\b(?:suspend\w*|close|restrict)[^.;]{0,60}\b(?:at once|straight away|immediately)\b(?! (?:notify|inform))"
)
_ZERO_CURE = re.compile(
    r"\b(?:no|without(?: any| an)?|not (?:be )?(?:entitled to|given)(?: any)?)(?: (?:right|opportunity|time|period|possibility))?[^.;]{0,12}"
    r" (?:to |of |for |being allowed for )?(?:cure|remedy|amends)\b|\bno (?:cure|grace|remedy) period\b|"
    r"\bnot entitled to [^.;]{0,90}\bto put matters right\b"
)
_ZERO_RETRIEVAL = re.compile(
    r"\b(?:delet\w+|eras\w+|destroy\w*|purg\w+|wip\w+|remov\w+)\b[^.;]{0,80}\b(?:same day|immediately|at once|forthwith|on the day)\b|"
    r"\b(?:immediately|forthwith|at once|the same day)\b[^.;]{0,60}\b(?:delet\w+|eras\w+|destroy\w*|purg\w+|wip\w+)"
)
_PERIODICAL = re.compile(
    r"\b(?:renew\w*|rolls? (?:over|on)|extend\w*|continu\w* (?:in effect|in force|from|on))\b[^.;]{0,80}?\b(?P<words>annually|year[- ]to[- ]year|each year|every year|yearly|from year to year|(?P<month>month[- ]to[- ]month|from month to month|each month|monthly|every month)|(?:on an? )?(?:annual|yearly) (?:basis|periods?|terms?))\b|"
    r"\b(?:on an? )?(?P<words2>year[- ]to[- ]year|(?P<month2>month[- ]to[- ]month)) basis|"
    r"\b(?P<words3>automatic annual renewals?)\b"
)


class Surround(NamedTuple):
    """What the document knows beside the sentence."""

    definitions: tuple[Definition, ...]
    roles: Mapping[str, Role]


def extract(
    names: tuple[str, ...],
    text: str,
    *,
    sentence: Span,
    clause: Span,
    stem: Span | None = None,
    definitions: tuple[Definition, ...] = (),
    parties: tuple[Party, ...] = (),
) -> tuple[Parameter, ...]:
    """The parameters ``names`` stated in the sentence, its lead-in, its clause or a definition.

    The sentence comes first; the lead-in of its list next; the rest of the clause only for
    values whose own words say what they are for; a definition that the sentence names last, and
    the note says so. A value that is not stated is left out: unknown is not zero (brief 3.5).
    A number whose words and digits disagree is always returned, as ``disagreeing_number`` when
    no parameter asked for it.

    Args:
        names: as the rule pack writes them; the name carries the unit.
        text: the document's text.
        sentence, clause, stem: offsets into ``text``.
        definitions, parties: of the document, for defined periods and for who is who.

    Returns:
        One parameter per name found, with spans into ``text``.
    """
    around = Surround(definitions, _roles(parties))
    part = Span(sentence.start, min(sentence.end, sentence.start + _MOST))
    found: dict[str, Parameter] = {}
    _look(names, text, part, around, found)
    rest = tuple(n for n in names if n not in found)
    if stem is not None and rest:
        _look(rest, text, Span(stem.start, min(stem.end, stem.start + _MOST)), around, found)
    late = tuple(n for n in names if n not in found and n in _FROM_CLAUSE)
    if late:
        for piece in _rest(clause, part):
            _look(late, text, piece, around, found)
            late = tuple(n for n in late if n not in found)
    if definitions and (
        late := tuple(n for n in names if n not in found and n.endswith("_months"))
    ):
        _defined(late, text, part, around, found)
    if "territory" in found and found["territory"].value == "undefined":
        _defined_territory(text, part, around, found)
    odd = _odd(text, part, found)
    return tuple(found[n] for n in names if n in found) + odd


@lru_cache(maxsize=8)
def _roles(parties: tuple[Party, ...]) -> Mapping[str, Role]:
    roles: dict[str, Role] = {}
    for entry in parties:
        for name in (entry.term, entry.name, *entry.aliases):
            if name and entry.role != "unknown":
                roles[name.lower()] = entry.role
    for owner, words in (("we", ("us", "our")), ("you", ("your",))):
        for word in words:
            if owner in roles:
                roles.setdefault(word, roles[owner])
    return roles


def _rest(clause: Span, sentence: Span) -> Iterable[Span]:
    """The clause without the sentence, nearest first: what follows, then what comes before."""
    if sentence.end < clause.end:
        yield Span(sentence.end, min(clause.end, sentence.end + _MOST // 2))
    if clause.start < sentence.start:
        yield Span(max(clause.start, sentence.start - _MOST // 2), sentence.start)


@lru_cache(maxsize=512)
def lower(text: str) -> str:
    """Lower case, same length, straight apostrophes."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("’", "'").replace("\n", " ").replace("\xa0", " ").replace("\t", " ")


def _look(
    names: tuple[str, ...], text: str, part: Span, around: Surround, found: dict[str, Parameter]
) -> None:
    words = part.of(text)
    low = lower(words)
    timed = tuple(n for n in names if n in ROLES)
    if timed:
        for name, value in _durations(timed, low).items():
            found[name] = _parameter(name, value, text, part)
    for name in names:
        if name in found or name in ROLES:
            continue
        value = _value(name, words, low, around)
        if value is not None:
            found[name] = _parameter(name, value, text, part)


def _parameter(name: str, value: Found, text: str, part: Span) -> Parameter:
    span = Span(part.start + value.start, part.start + value.end)
    return Parameter(name, value.value, span, span.of(text), value.note)


@lru_cache(maxsize=2048)
def _cached_durations(names: tuple[str, ...], low: str) -> tuple[tuple[str, Found], ...]:
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
            if hit is not None and _plausible(name, hit):
                used.add(hit.start)
                result[name] = _in_unit(name, hit)
    if "notice_days_min" in names or "notice_days_max" in names:
        result.update(_bounds(names, low, roles, used))
    for name, zero in _zeros(names, low, result):
        result[name] = zero
    return tuple(result.items())


def _durations(names: tuple[str, ...], low: str) -> Mapping[str, Found]:
    return dict(_cached_durations(names, low))


def _plausible(name: str, duration: Duration) -> bool:
    if name.endswith("_months") or name == "earliest_exit_month":
        least = 0.9 if name in _WHOLE_MONTHS else 0.2
        return least <= duration.months <= 1200
    return 0 <= duration.days <= 3660


def _in_unit(name: str, duration: Duration) -> Found:
    in_days = "_days" in name
    value = duration.days if in_days else duration.months
    notes = [duration.note] if duration.note else []
    own = ("day",) if in_days else ("month", "year")
    if duration.unit not in own:
        notes.append(f"stated in {duration.unit}s")
    plain = int(value) if value == int(value) else value
    return Found(plain, duration.start, duration.end, "; ".join(notes))


def _bounds(
    names: tuple[str, ...], low: str, roles: tuple[tuple[str, Duration], ...], used: set[int]
) -> dict[str, Found]:
    """The least and, where a window has two bounds, the most notice."""
    notices: list[Duration] = []
    for role in ("renewal_notice", "notice"):
        notices = notices or [d for r, d in roles if r == role and d.start not in used]
    if not notices:
        return {}
    result = {}
    ordered = sorted(notices, key=lambda d: d.days)
    first = notices[0]
    other = next((d for d in _pair(first, low) if d.days != first.days), None)
    least, most = (first, None) if other is None else sorted((first, other), key=lambda d: d.days)
    if other is None and _AT_MOST.search(low[max(0, first.start - 40) : first.start]):
        least, most = None, first
    if (
        other is None
        and len(ordered) > 1
        and _AT_MOST.search(low[max(0, ordered[-1].start - 40) : ordered[-1].start])
    ):
        least, most = ordered[0], ordered[-1]
    if "notice_days_min" in names and least is not None:
        result["notice_days_min"] = _in_unit("notice_days_min", least)
    if "notice_days_max" in names and most is not None:
        result["notice_days_max"] = _in_unit("notice_days_max", most)
    return result


_AT_MOST = re.compile(
    r"\b(?:not|no) (?:more|earlier|sooner|greater) than |\bat most |\bmaximum of "
)
_BETWEEN = re.compile(r"[^.;\d]{0,70}")


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
    if "renewal_term_months" in names and "renewal_term_months" not in known:
        match = _PERIODICAL.search(low)
        if match:
            group = next(g for g in ("words", "words2", "words3") if match[g])
            months = 1 if match["month"] or match["month2"] else 12
            yield "renewal_term_months", Found(months, match.start(group), match.end(group))


_Text = Callable[[str, str], Found | None]
_BY_TEXT: dict[str, _Text] = {
    "base": shares.base,
    "measurement_base": shares.base,
    "url": flags.url,
    "index": lambda text, low: flags.index(low),
    "exceptions": phrases.exceptions,
    "exclusions": phrases.exceptions,
    "exempt_events": phrases.exceptions,
    "release_events": phrases.release_events,
    "territory": phrases.territory,
    "named_competitors": phrases.named,
    "listed_providers": phrases.named,
    "trigger_term": lambda text, low: phrases.trigger_term(text),
    "adjectives": phrases.adjectives,
    "rate_basis": lambda text, low: phrases.rate_basis(low),
    "fee_basis": lambda text, low: phrases.rate_basis(low),
    "rate": lambda text, low: shares.rate(low),
    "cap": lambda text, low: shares.cap(low),
    "quantity": lambda text, low: shares.counted(low),
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


def _defined(
    names: tuple[str, ...], text: str, part: Span, around: Surround, found: dict[str, Parameter]
) -> None:
    """Values of a period that the sentence calls by its name ("the Initial Term")."""
    terms = set(_PERIOD_TERM.findall(part.of(text)))
    if not terms:
        return
    for definition in around.definitions:
        if definition.term not in terms or part.contains(definition.span):
            continue
        low = lower(definition.span.of(text)[:_MOST])
        for name in names:
            hit = next((d for d in quantities(low).durations if _plausible(name, d)), None)
            if hit is None or name in found or not _fits(name, definition.term):
                continue
            value = _in_unit(name, hit)
            note = "; ".join(
                filter(None, (value.note, f"from the definition of “{definition.term}”"))
            )
            found[name] = _parameter(name, value._replace(note=note), text, definition.span)


def _defined_territory(
    text: str, part: Span, around: Surround, found: dict[str, Parameter]
) -> None:
    for definition in around.definitions:
        if definition.term.lower() != "territory":
            continue
        words = definition.span.of(text)[:_MOST]
        value = phrases.territory(words, lower(words))
        if value is not None and value.value != "undefined":
            note = f"from the definition of “{definition.term}”"
            found["territory"] = _parameter(
                "territory", value._replace(note=note), text, definition.span
            )


def _fits(name: str, term: str) -> bool:
    renewal = re.search(r"Renewal|Extension|Extended", term) is not None
    if name == "renewal_term_months":
        return renewal
    if name == "term_months":
        return term.endswith("Term") and not renewal
    if name == "tail_months":
        return bool(re.search(r"Restrict|Protect|Tail|Non-|Post", term))
    if name == "transition_months":
        return bool(re.search(r"Exit|Transition|Migration|Wind|Disengage|Run-?off", term))
    return name == "duration_months" and bool(re.search(r"Exclusiv|Restrict|Initial|Protect", term))


def _odd(text: str, part: Span, found: Mapping[str, Parameter]) -> tuple[Parameter, ...]:
    low = lower(part.of(text))
    if not _NUMBER_AND_DIGITS.search(low):
        return ()
    stated = quantities(low)
    odd = [
        n
        for n in (*stated.odd, *stated.durations, *stated.percents, *stated.moneys)
        if "digits say" in n.note
    ]
    spans = {p.span.start for p in found.values() if "digits say" in p.note}
    unique = {n.start: n for n in reversed(odd) if part.start + n.start not in spans}
    return tuple(
        _parameter("disagreeing_number", Found(_first(n), n.start, n.end, n.note), text, part)
        for _, n in sorted(unique.items())
    )


def _first(number: object) -> float:
    value: float = number[0]  # type: ignore[index]
    return value
