"""Values that stand beside the sentence: in what follows, in what precedes, in definitions."""

from __future__ import annotations

import re
from typing import NamedTuple

from auditor.engine.parameters import days, flags, objects, periods, phrases, shares
from auditor.engine.parameters.quantities import quantities
from auditor.engine.parameters.shares import Found
from auditor.engine.parameters.values import MOST, Surround, look, lower, parameter
from auditor.model import Definition, Parameter, Span

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
_NEXT = 350  # characters beside the sentence
_LEAST = 12  # fewer say nothing
_A_CHANGE = re.compile(
    r"\b(?:chang|modif|updat|revis|amend|increas|rais|rise|variation|deprecat|retir|discontinu|"
    r"suspen|new (?:prices?|fees|terms|version))"
)
_SUCH_CHANGE = re.compile(
    r"\b(?:chang|modif|updat|revis|amend|increas|rise|raise|variation|object|agree|accept|"
    r"new (?:prices?|fees|terms))"
)
_THE_SUM = re.compile(r"\b(?:the|this|that|such|these|those) (?P<noun>credit|grant)s?\b")
_PAPER = re.compile(
    r"\b(?:Guide|Polic(?:y|ies)|Terms|Rules|Handbook|Manual|Schedule|Guidelines|Standards?|Documentation)\b"
)
_PERIOD_TERM = re.compile(r"[A-Z][\w-]*(?:\s[A-Z][\w-]*)*\s(?:Term|Period|Window)\b")


class Place(NamedTuple):
    """A sentence in its clause, and what the document knows beside it."""

    text: str
    sentence: Span
    clause: Span
    around: Surround

    @property
    def words(self) -> str:
        """The sentence."""
        return self.sentence.of(self.text)


def add(names: tuple[str, ...], place: Place, found: dict[str, Parameter]) -> None:
    """Add to ``found`` what ``names`` have beside the sentence: after it, before it, defined."""
    _after(tuple(n for n in names if n in _FROM_NEXT and n not in found), place, found)
    _before(tuple(n for n in names if n in _FROM_LAST and n not in found), place, found)
    _periods(tuple(n for n in names if n.endswith("_months") and n not in found), place, found)
    if "term_months" in names and "term_months" not in found:
        _counted(place, found)
    if "url" in names and "url" not in found:
        _address(place, found)
    if "territory" in found and found["territory"].value == "undefined":
        _territory(place, found)


def _after(names: tuple[str, ...], place: Place, found: dict[str, Parameter]) -> None:
    """What the next sentences of the clause add."""
    end = place.sentence.end
    reach = Span(end, max(end, min(place.clause.end, end + _NEXT)))
    if not names or len(reach) < _LEAST:
        return
    low = lower(reach.of(place.text))
    names = tuple(n for n in names if any(hint in low for hint in _FROM_NEXT[n]))
    more: dict[str, Parameter] = {}
    look(names, place.text, reach, place.around, more)
    for name, words in (("notice_days", _A_CHANGE), ("exit_right", _SUCH_CHANGE)):
        if name in more and not _is_of_change(more[name], words, place, reach):
            del more[name]
    found.update(more)


def _is_of_change(value: Parameter, words: re.Pattern[str], place: Place, reach: Span) -> bool:
    """Whether notice or a right in a later sentence is about the change the sentence speaks of."""
    if not _A_CHANGE.search(lower(place.words)):
        return False
    start = max(place.text.rfind(". ", reach.start, value.span.start), reach.start)
    end = place.text.find(". ", value.span.end, reach.end)
    around = lower(place.text[start : end if end >= 0 else reach.end])
    if value.name == "notice_days" and "terminat" in around:
        return False
    return words.search(around) is not None


def _before(names: tuple[str, ...], place: Place, found: dict[str, Parameter]) -> None:
    """What words of the sentence stand for, said in what comes before it: sum, paper, model."""
    start = place.sentence.start
    reach = Span(min(start, max(place.clause.start, start - _NEXT)), start)
    if not names or len(reach) < _LEAST:
        return
    words = reach.of(place.text)
    low = lower(words)
    for name in names:
        value = _FROM_LAST[name](place.words, words, low)
        if value is not None:
            found[name] = parameter(name, value, place.text, reach)


def _sum(sentence: str, _: str, low: str) -> Found | None:
    """The sum that "the credit" stands for."""
    spoken = _THE_SUM.search(lower(sentence))
    if spoken is None:
        return None
    for money in reversed(quantities(low).moneys):
        if spoken["noun"] in low[max(0, money.start - 25) : money.end + 25]:
            return shares.sum_of(money, low)
    return None


def _link(sentence: str, words: str, low: str) -> Found | None:
    """The address of the paper that the sentence names, given where it was named first."""
    value = flags.url(words, low)
    if value is None:
        return None
    before = words[max(0, value.start - 40) : value.start]
    return value if set(_PAPER.findall(sentence)) & set(_PAPER.findall(before)) else None


def _model(_: str, words: str, low: str) -> Found | None:
    return objects.stated("named_model", words, low)


#: Names that the sentences right before may answer: (sentence, what precedes it, in lower case).
_FROM_LAST = {"amount": _sum, "url": _link, "named_model": _model}


def _periods(names: tuple[str, ...], place: Place, found: dict[str, Parameter]) -> None:
    """Values of a period that the sentence calls by its name ("the Initial Term")."""
    terms = set(_PERIOD_TERM.findall(place.words)) if names else ()
    if not terms:
        return
    for definition in place.around.definitions:
        if definition.term not in terms or place.sentence.contains(definition.span):
            continue
        low = lower(definition.span.of(place.text)[:MOST])
        for name in names:
            hit = next((d for d in quantities(low).durations if periods.plausible(name, d)), None)
            if hit is None or name in found or not _fits(name, definition.term):
                continue
            value = periods.in_unit(name, hit)
            note = "; ".join(filter(None, (value.note, _from(definition))))
            found[name] = parameter(name, value._replace(note=note), place.text, definition.span)


def _from(definition: Definition) -> str:
    return f"from the definition of “{definition.term}”"


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


def _counted(place: Place, found: dict[str, Parameter]) -> None:
    """A term counted between two days, of which the first may be a defined one."""
    starts = [
        (day, definition.term)
        for definition in place.around.definitions
        if definition.term.endswith("Date") and definition.term in place.words
        for day, *_ in days.dates(lower(definition.span.of(place.text)[:200]))[:1]
    ]
    value = days.length(lower(place.words), starts)
    if value is not None:
        found["term_months"] = parameter("term_months", value, place.text, place.sentence)


def _address(place: Place, found: dict[str, Parameter]) -> None:
    """The address at which a document stands that the sentence calls by its defined name."""
    for definition in place.around.definitions:
        term = definition.term
        if " " not in term or term not in place.words or not _PAPER.search(term):
            continue
        words = definition.span.of(place.text)[:MOST]
        value = flags.url(words, lower(words))
        if value is not None:
            value = value._replace(note=_from(definition))
            found["url"] = parameter("url", value, place.text, definition.span)
            return


def _territory(place: Place, found: dict[str, Parameter]) -> None:
    for definition in place.around.definitions:
        if definition.term.lower() != "territory":
            continue
        words = definition.span.of(place.text)[:MOST]
        value = phrases.territory(words, lower(words))
        if value is not None and value.value != "undefined":
            value = value._replace(note=_from(definition))
            found["territory"] = parameter("territory", value, place.text, definition.span)
