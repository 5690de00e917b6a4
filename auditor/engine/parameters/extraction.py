"""From the names a rule asks for to the values the text states."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from auditor.engine.parameters import (
    days,
    flags,
    objects,
    periods,
    phrases,
    rights,
    shares,
)
from auditor.engine.parameters.durations import ROLES
from auditor.engine.parameters.quantities import quantities
from auditor.engine.parameters.shares import Found
from auditor.model import Definition, Parameter, Party, Role, Span

_MOST = 4_000  # characters of one sentence or clause that are looked at; longer ones are tables
#: Names that the rest of the clause may answer, and words of which one must stand there.
_FROM_CLAUSE = {
    "renewal_term_months": ("renew", "extend", "successive", "further", "roll"),
    "notice_days_min": ("notice", "notif", "before", "prior"),
    "notice_days_max": ("notice", "notif", "before", "prior"),
    "reminder_days": ("remind",),
    "cure_days": ("cure", "remed", "rectif", "correct"),
    "transition_months": ("transition", "migrat", "assist", "exit", "wind", "hand"),
    "retrieval_days": ("retriev", "export", "download", "delet", "eras", "return", "access"),
    "tail_months": ("after", "following"),
    "cap_percent": ("%", "cent"),
    "index": ("index", "cpi", "rpi"),
    "term_months": ("term", "continu", "period"),
    "start": ("commenc", "beg", "start", "effect"),
    "end": ("until", "expir", "end"),
}
#: Names that the sentences right after may answer ("Fees keep running meanwhile"), and words of
#: which one must stand there.
_FROM_NEXT = {
    "exit_right": ("terminat", "cancel", "end ", "leave", "withdraw"),
    "refund": ("refund",),
    "fee_treatment": ("fees", "charges"),
    "clawback": ("back", "repa", "claw", "recap", "recoup"),
    "retroactive": ("since", "retroactiv"),
    "rollover": ("forward", "over", "lost", "forfeit"),
    "justification_duty": ("why", "reason", "justif", "explain"),
    "consequence_of_breach": ("warrant", "guarantee"),
    "expiry_months": ("unused", "not used", "not claimed"),
    "makeup_months": ("called for", "taken", "make-up", "make up"),
    "notice_days": ("publish", "post", "appear", "notice", "notify", "inform"),
}
_NEXT = 350  # characters after the sentence
_A_CHANGE = re.compile(
    r"\b(?:chang|modif|updat|revis|amend|increas|rais|rise|variation|deprecat|retir|discontinu|suspen|new (?:prices?|fees|terms|version))"
)
_SUCH_CHANGE = re.compile(
    r"\b(?:chang|modif|updat|revis|amend|increas|rise|raise|variation|object|agree|accept|new (?:prices?|fees|terms))"
)
_THE_SUM = re.compile(r"\b(?:the|this|that|such|these|those) (?P<noun>credit|grant)s?\b")
_PAPER = re.compile(r"\b(?:Guide|Polic(?:y|ies)|Terms|Rules|Handbook|Manual|Schedule|Guidelines|Standards?|Documentation)\b")
_PERIOD_TERM = re.compile(r"[A-Z][\w-]*(?:\s[A-Z][\w-]*)*\s(?:Term|Period|Window)\b")
_NUMBER_AND_DIGITS = re.compile(
    r"[a-z]\s{0,3}[(\[]\s{0,2}[\"“']?(?:usd?|eur|gbp)?\s?[$£€]?\d|\d\s{0,2}[(\[]\s?[a-z]"
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
    late = tuple(n for n in names if n in _FROM_CLAUSE and n not in found)
    if late and not part.contains(clause):
        reach = _within(clause, part)
        low = lower(reach.of(text))
        late = tuple(n for n in late if any(hint in low for hint in _FROM_CLAUSE[n]))
        if late:
            _look(late, text, reach, around, found)
    _after(names, text, Span(part.end, min(clause.end, part.end + _NEXT)), part, around, found)
    _before(names, text, Span(max(clause.start, part.start - _NEXT), part.start), part, found)
    if definitions and (
        late := tuple(n for n in names if n not in found and n.endswith("_months"))
    ):
        _defined(late, text, part, around, found)
    _from_definitions(names, text, part, around, found)
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


def _within(clause: Span, sentence: Span) -> Span:
    """The clause, or as much of a long one as stands around the sentence."""
    if len(clause) <= _MOST // 2:
        return clause
    return Span(
        max(clause.start, sentence.start - _MOST // 4), min(clause.end, sentence.start + _MOST // 4)
    )


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
        for name, length in periods.stated(timed, low):
            found[name] = _parameter(name, length, text, part)
    for name in names:
        if name in found or name in ROLES:
            continue
        value = _value(name, words, low, around)
        if value is not None:
            found[name] = _parameter(name, value, text, part)


def _after(
    names: tuple[str, ...],
    text: str,
    reach: Span,
    sentence: Span,
    around: Surround,
    found: dict[str, Parameter],
) -> None:
    """What the next sentences of the clause add."""
    if len(reach) < 12:
        return
    late = tuple(n for n in names if n in _FROM_NEXT and n not in found)
    if late:
        low = lower(reach.of(text))
        late = tuple(n for n in late if any(hint in low for hint in _FROM_NEXT[n]))
        more: dict[str, Parameter] = {}
        _look(late, text, reach, around, more)
        for name, words in (("notice_days", _A_CHANGE), ("exit_right", _SUCH_CHANGE)):
            if name in more and not _is_of_change(more[name], words, text, sentence, reach):
                del more[name]
        found.update(more)


def _is_of_change(
    value: Parameter, words: re.Pattern[str], text: str, sentence: Span, reach: Span
) -> bool:
    """Whether notice or a right in a later sentence is about the change ``sentence`` speaks of."""
    if not _A_CHANGE.search(lower(sentence.of(text))):
        return False
    start = max(text.rfind(". ", reach.start, value.span.start), reach.start)
    end = text.find(". ", value.span.end, reach.end)
    around = lower(text[start : end if end >= 0 else reach.end])
    if value.name == "notice_days" and "terminat" in around:
        return False
    return words.search(around) is not None


def _before(
    names: tuple[str, ...], text: str, reach: Span, sentence: Span, found: dict[str, Parameter]
) -> None:
    """What words of the sentence stand for, said in what comes before it: sum, paper, model."""
    if len(reach) < 12:
        return
    low = lower(reach.of(text))
    if "amount" in names and "amount" not in found:
        spoken = _THE_SUM.search(lower(sentence.of(text)))
        sums = quantities(low).moneys if spoken else ()
        for money in reversed(sums):
            if spoken and spoken["noun"] in low[max(0, money.start - 25) : money.end + 25]:
                found["amount"] = _parameter("amount", shares.sum_of(money, low), text, reach)
                break
    if "url" in names and "url" not in found:
        value = flags.url(reach.of(text), low)
        named = set(_PAPER.findall(sentence.of(text)))
        if value and named & set(_PAPER.findall(reach.of(text)[max(0, value.start - 40) : value.start])):
            found["url"] = _parameter("url", value, text, reach)
    if "named_model" in names and "named_model" not in found:
        value = objects.stated("named_model", reach.of(text), low)
        if value is not None:
            found["named_model"] = _parameter("named_model", value, text, reach)


def _parameter(name: str, value: Found, text: str, part: Span) -> Parameter:
    span = Span(part.start + value.start, part.start + value.end)
    return Parameter(name, value.value, span, span.of(text), value.note)


_Text = Callable[[str, str], Found | None]
_BY_TEXT: dict[str, _Text] = {
    "base": shares.base,
    "measurement_base": shares.base,
    "url": flags.url,
    "index": lambda text, low: flags.index(low),
    "exempt_events": phrases.exempt_events,
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
    if name in ("exceptions", "exclusions"):
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
            hit = next((d for d in quantities(low).durations if periods.plausible(name, d)), None)
            if hit is None or name in found or not _fits(name, definition.term):
                continue
            value = periods.in_unit(name, hit)
            note = "; ".join(
                filter(None, (value.note, f"from the definition of “{definition.term}”"))
            )
            found[name] = _parameter(name, value._replace(note=note), text, definition.span)


def _from_definitions(
    names: tuple[str, ...], text: str, part: Span, around: Surround, found: dict[str, Parameter]
) -> None:
    """A term counted between two days, and the address at which a defined document stands."""
    sentence = part.of(text)
    if "term_months" in names and "term_months" not in found:
        starts = [
            (day, definition.term)
            for definition in around.definitions
            if definition.term.endswith("Date") and definition.term in sentence
            for day, *_ in days.dates(lower(definition.span.of(text)[:200]))[:1]
        ]
        value = days.length(lower(sentence), starts)
        if value is not None:
            found["term_months"] = _parameter("term_months", value, text, part)
    if "url" in names and "url" not in found:
        for definition in around.definitions:
            if definition.term in sentence and " " in definition.term and _PAPER.search(definition.term):
                words = definition.span.of(text)[:_MOST]
                value = flags.url(words, lower(words))
                if value is not None:
                    value = value._replace(note=f"from the definition of “{definition.term}”")
                    found["url"] = _parameter("url", value, text, definition.span)
                    return


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
    """Numbers of the sentence whose words and digits disagree and that no parameter shows."""
    low = lower(part.of(text))
    if not _NUMBER_AND_DIGITS.search(low):
        return ()
    stated = quantities(low)
    odd = [
        *(Found(shares.whole(n.value), n.start, n.end, n.note) for n in stated.odd),
        *(Found(shares.whole(d.days), d.start, d.end, d.note) for d in stated.durations),
        *(Found(shares.whole(p.value), p.start, p.end, p.note) for p in stated.percents),
        *(Found(shares.whole(m.amount), m.start, m.end, m.note) for m in stated.moneys),
    ]
    shown = [p.span for p in found.values() if "digits say" in p.note]
    first: dict[int, Found] = {}
    for number in sorted((n for n in odd if "digits say" in n.note), key=lambda n: n.start):
        span = Span(part.start + number.start, part.start + number.end)
        if not any(span.overlaps(other) for other in shown):
            first[number.start] = number
            shown.append(span)
    return tuple(_parameter("disagreeing_number", first[at], text, part) for at in sorted(first))
