"""How a band comes about: default, factors, caps, floors (brief 5.2).

Every step leaves a factor behind; a factor that fired without moving the band says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from auditor.engine.rules import Bound, FactorData
from auditor.judge import conditions, members
from auditor.judge.draft import Draft
from auditor.judge.index import Index
from auditor.judge.members import Pool
from auditor.judge.options import JudgeOptions
from auditor.judge.perspective import binds_other_side, default_band, other_side_factor
from auditor.model import Band, Factor, Span

# Breadth is one step in total, and a second one only if one of these joins another.
_SECOND_STEP = frozenset({"survives-termination", "dur-gt-60m"})
_MOST_DOWN = 2
_NOT_OPERATIVE = frozenset({"recital", "heading", "header"})
_NO_STEP = " It adds no further step."


@dataclass(frozen=True, slots=True)
class Fired:
    """A factor that holds of a finding, and the words it rests on (None: user's context)."""

    data: FactorData
    span: Span | None


def weigh(draft: Draft, index: Index, options: JudgeOptions) -> None:
    """Set the default band and take the steps of the factors; no floors or caps yet."""
    if draft.rule.kind == "protection":
        draft.base = draft.band = Band.INFO
        draft.codes |= {fired.data.code for fired in _fired(draft, index, options)}
        return
    draft.base = draft.band = default_band(draft, options)
    fired = _fired(draft, index, options)
    draft.codes |= {f.data.code for f in fired}
    if binds_other_side(draft, index, options):
        draft.other_side = True
        draft.band = Band.INFO
        draft.factors.append(other_side_factor(draft, options))
        return
    if draft.base is Band.INFO:
        return  # what is good news for this side gets no worse by being broad
    _up(draft, [f for f in fired if f.data.group == "breadth"], most=_breadth_steps(fired))
    _up(draft, [f for f in fired if f.data.group == "control"], most=1)
    _up(draft, [f for f in fired if f.data.group == "consequence"], most=1)
    _down(draft, [f for f in fired if f.data.group == "mitigation"])
    _context(draft, [f for f in fired if f.data.group == "context"])


def _fired(draft: Draft, index: Index, options: JudgeOptions) -> list[Fired]:
    met = dict(reversed(draft.candidate.factors))
    found: list[Fired] = []
    for data in index.factors_of(draft.rule):
        if data.group == "context":
            if data.code in options.context:
                found.append(Fired(data, None))
        elif data.code in met:
            found.append(Fired(data, met[data.code]))
        elif data.when and (name := conditions.held_by(data.when, draft.values)) is not None:
            found.append(Fired(data, _span_of(name, draft)))
    if len(found) < 2:
        return found
    weaker = {code for fired in found for code in fired.data.stronger_than}
    return [fired for fired in found if fired.data.code not in weaker]


def _span_of(name: str, draft: Draft) -> Span | None:
    """Where the parameter is stated; where last, if more than once."""
    spans = {p.name: p.span for p in draft.candidate.parameters}
    return spans.get(name)


def _breadth_steps(fired: Iterable[Fired]) -> int:
    codes = {f.data.code for f in fired if f.data.group == "breadth" and f.data.direction == "up"}
    return 2 if len(codes) > 1 and codes & _SECOND_STEP else 1


def _up(draft: Draft, fired: Sequence[Fired], *, most: int) -> None:
    for number, factor in enumerate(fired):
        step(draft, factor.data.code, "up", factor.data.sentence, factor.span, counts=number < most)


def _down(draft: Draft, fired: Sequence[Fired]) -> None:
    """Mitigation: at most two steps, each with words; softening cues at most one of them."""
    for factor in fired:
        counts = draft.steps_down < _MOST_DOWN and factor.span is not None
        step(draft, factor.data.code, "down", factor.data.sentence, factor.span, counts=counts)
        draft.steps_down += counts
    softened = False
    for cue, data in draft.softeners:
        counts = draft.steps_down < _MOST_DOWN and not softened
        step(draft, cue.id, "down", data.sentence, cue.span, counts=counts)
        draft.steps_down += counts
        softened = True


def _context(draft: Draft, fired: Sequence[Fired]) -> None:
    """What the user says of the deal: one step up or down on balance."""
    balance = sum(1 if f.data.direction == "up" else -1 for f in fired)
    taken = False
    for factor in fired:
        agrees = (factor.data.direction == "up") == (balance > 0)
        counts = balance != 0 and agrees and not taken
        step(
            draft,
            factor.data.code,
            factor.data.direction,
            factor.data.sentence,
            None,
            counts=counts,
        )
        taken = taken or counts


def step(
    draft: Draft, code: str, direction: Literal["up", "down"], sentence: str, span: Span | None,
    *, counts: bool,
) -> None:  # fmt: skip
    """Move one band, leaving the factor; ``counts`` false only leaves the factor."""
    moved = draft.band.step(1 if direction == "up" else -1) if counts else draft.band
    if moved is draft.band:
        sentence += _NO_STEP
    draft.band = moved
    draft.codes.add(code)
    draft.factors.append(Factor(code=code, direction=direction, sentence=sentence, span=span))


def bound(draft: Draft, standing: Pool, index: Index, options: JudgeOptions) -> None:
    """Apply caps and floors; ``standing`` are the document's open findings, likely or better.

    Order: the user's context caps, then floors, and last the cap for words that are not
    operative, which no floor lifts.
    """
    if not draft.is_risk or draft.other_side or draft.base is Band.INFO:
        return
    catalogue = index.pack.catalogue
    for cap in catalogue.caps:
        if draft.band.order > cap.band.order and _bound_holds(cap, draft, standing, options):
            _set(draft, cap.band, "cap", cap.code, cap.sentence)
    for floor in catalogue.floors:
        if draft.band.order < floor.band.order and _bound_holds(floor, draft, standing, options):
            _set(draft, floor.band, "floor", floor.code, floor.sentence)
    why = not_operative(draft)
    if why and draft.band.order > Band.LOW.order:
        _set(draft, Band.LOW, "cap", "not-operative", f"It stands only in {why}.")


def _bound_holds(data: Bound, draft: Draft, standing: Pool, options: JudgeOptions) -> bool:
    if data.context and not set(data.context) & set(options.context):
        return False
    if not members.any_met(data.types, draft, options) or standing.met(data.absent, options):
        return False
    return all(standing.met(group, options) for group in data.needs)


def _set(
    draft: Draft, band: Band, direction: Literal["floor", "cap"], code: str, sentence: str
) -> None:
    draft.band = band
    draft.codes.add(code)
    span = draft.span if len(draft.span) else None
    draft.factors.append(Factor(code=code, direction=direction, sentence=sentence, span=span))


def not_operative(draft: Draft) -> str:
    """In which part without legal force the words stand ("a recital"); "" if they operate."""
    kind = draft.place.clause.kind
    if kind in _NOT_OPERATIVE:
        return {"recital": "a recital", "heading": "a heading", "header": "a running header"}[kind]
    if draft.place.has("drafting_note"):
        return "a drafting note"
    return ""
