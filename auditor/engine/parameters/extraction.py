"""From the names a rule asks for to the values the text states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from auditor.engine.parameters import nearby
from auditor.engine.parameters.quantities import quantities
from auditor.engine.parameters.shares import Found, whole
from auditor.engine.parameters.values import MOST, Surround, look, lower, parameter
from auditor.model import Definition, Parameter, Party, Role, Span

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
_NUMBER_AND_DIGITS = re.compile(
    r"[a-z]\s{0,3}[(\[]\s{0,2}[\"“']?(?:usd?|eur|gbp)?\s?[$£€]?\d|\d\s{0,2}[(\[]\s?[a-z]"
)


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
    values whose own words say what they are for; then the sentences right beside it, and last a
    definition that the sentence names, and the note says so. A value that is not stated is left
    out: unknown is not zero (brief 3.5). A number whose words and digits disagree is always
    returned, as ``disagreeing_number`` when no parameter asked for it.

    Args:
        names: as the rule pack writes them; the name carries the unit.
        text: the document's text.
        sentence, clause, stem: offsets into ``text``.
        definitions, parties: of the document, for defined periods and for who is who.

    Returns:
        One parameter per name found, with spans into ``text``.
    """
    around = Surround(definitions, _roles(parties))
    part = Span(sentence.start, min(sentence.end, sentence.start + MOST))
    found: dict[str, Parameter] = {}
    look(names, text, part, around, found)
    rest = tuple(n for n in names if n not in found)
    if stem is not None and rest:
        look(rest, text, Span(stem.start, min(stem.end, stem.start + MOST)), around, found)
    late = tuple(n for n in names if n in _FROM_CLAUSE and n not in found)
    if late and not part.contains(clause):
        reach = _within(clause, part)
        low = lower(reach.of(text))
        late = tuple(n for n in late if any(hint in low for hint in _FROM_CLAUSE[n]))
        if late:
            look(late, text, reach, around, found)
    nearby.add(names, nearby.Place(text, part, clause, around), found)
    odd = () if stem is None or stem.overlaps(part) else _odd(text, stem, found)
    return tuple(found[n] for n in names if n in found) + odd + _odd(text, part, found)


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
    if len(clause) <= MOST // 2:
        return clause
    return Span(
        max(clause.start, sentence.start - MOST // 4), min(clause.end, sentence.start + MOST // 4)
    )


def _odd(text: str, part: Span, found: Mapping[str, Parameter]) -> tuple[Parameter, ...]:
    """Numbers of the sentence whose words and digits disagree and that no parameter shows."""
    low = lower(part.of(text)[:MOST])
    if not _NUMBER_AND_DIGITS.search(low):
        return ()
    stated = quantities(low)
    odd = [
        *(Found(whole(n.value), n.start, n.end, n.note) for n in stated.odd),
        *(Found(whole(d.days), d.start, d.end, d.note) for d in stated.durations),
        *(Found(whole(p.value), p.start, p.end, p.note) for p in stated.percents),
        *(Found(whole(m.amount), m.start, m.end, m.note) for m in stated.moneys),
    ]
    shown = [p.span for p in found.values() if "digits say" in p.note]
    first: dict[int, Found] = {}
    for number in sorted((n for n in odd if "digits say" in n.note), key=lambda n: n.start):
        span = Span(part.start + number.start, part.start + number.end)
        if not any(span.overlaps(other) for other in shown):
            first[number.start] = number
            shown.append(span)
    return tuple(parameter("disagreeing_number", first[at], text, part) for at in sorted(first))
