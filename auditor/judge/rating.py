"""A document's rating: overall band, five questions, flags, and what to do (brief 5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.judge import members
from auditor.judge.case import Case
from auditor.judge.dates import key_dates
from auditor.judge.draft import Draft
from auditor.judge.exposure import commitments, sentences
from auditor.judge.flags import flags_of
from auditor.judge.index import Index
from auditor.judge.interactions import (
    as_told,
    bands_after,
    combinations,
    standing,
)
from auditor.judge.missing import missing_protections
from auditor.judge.options import JudgeOptions
from auditor.judge.overlaps import competes
from auditor.judge.phrases import clause_name, count, listed, sentence
from auditor.judge.verdict import phrase, verdict
from auditor.model import (
    Answer,
    Band,
    Finding,
    Interaction,
    Rating,
)

_MOST_QUESTIONS = 8


def rate(case: Case) -> Rating:
    """The rating of one document."""
    drafts, index, options = case.drafts, case.index, case.options
    counting = [d for d in drafts if d.counts and d.band is not Band.INFO]
    overall = overall_band({d: d.band for d in counting}, index)
    combined = sorted(case.combined, key=lambda c: c.data.lifts_mitigation)  # which explain least
    told = [as_told(c) for c in combined if c.told]
    if overall.families:
        told.append(_accumulation(overall, index))
    could = _could_raise_to(drafts, overall.band, index, options)
    return Rating(
        band=overall.band,
        verdict=verdict(case, overall.band, could),
        could_raise_to=could,
        answers=_answers(counting, index),
        interactions=tuple(told),
        flags=flags_of(drafts, case.combined, index, options),
        missing=missing_protections(case),
        key_dates=tuple(k.sentence for k in key_dates(case.findings)),
        exposure=sentences(commitments(_ours(drafts, case.findings))),
        unresolved=_unresolved(case.findings, case.references),
        open_questions=_open_questions(counting, index),
    )


@dataclass(frozen=True, slots=True)
class Overall:
    """The overall band, and the findings and families that raised it by their number."""

    band: Band | None
    piled_up: tuple[Draft, ...] = ()
    families: tuple[str, ...] = ()


def overall_band(after: Mapping[Draft, Band], index: Index) -> Overall:
    """The highest band; one more if three or more High from two or more families (accumulation).

    Findings that tell one story (same words and competing types, an attribute and its parent)
    are counted once.
    """
    if not after:
        return Overall(None)
    worst = max(after.values(), key=lambda band: band.order)
    if worst is not Band.HIGH:
        return Overall(worst)
    high = [d for d, band in after.items() if band is Band.HIGH and _own_story(d, after, index)]
    families = tuple(dict.fromkeys(d.rule.family for d in high))
    if len(high) >= 3 and len(families) >= 2:
        return Overall(Band.CRITICAL, tuple(high), families)
    return Overall(worst)


def _own_story(draft: Draft, after: Mapping[Draft, Band], index: Index) -> bool:
    if draft.parent is not None and draft.parent in after:
        return False
    if draft.primary:
        return True
    primary = next((other for other in draft.related if other.primary), None)
    return primary is None or not competes(draft, primary, index)


def _accumulation(overall: Overall, index: Index) -> Interaction:
    names = [_family_name(family, index) for family in overall.families]
    return Interaction(
        code="ix-accumulation",
        sentence=f"{sentence(count(len(overall.piled_up), 'high finding'))[:-1]} from different "
        f"families add up: {listed(names)}.",
        findings=tuple(d.id for d in overall.piled_up),
        effect="overall rating one band up",
    )


def _family_name(family: str, index: Index) -> str:
    known = index.pack.families.get(family)
    return known.name if known else family


def _could_raise_to(
    drafts: Sequence[Draft], now: Band | None, index: Index, options: JudgeOptions
) -> Band | None:
    """The overall band if what is only possible were so, when that is worse."""
    pool = standing(drafts, possible=True)
    if len(pool) == len(standing(drafts)):
        return None
    after = {
        draft: band
        for draft, (band, _) in bands_after(pool, combinations(pool, index, options)).items()
        if draft.is_risk and not draft.other_side and band is not Band.INFO
    }
    then = overall_band(after, index).band
    worse = then is not None and then.order > (now.order if now else 0)
    return then if worse else None


def _answers(counting: Iterable[Draft], index: Index) -> tuple[Answer, ...]:
    """The five questions, each with its worst band and the two best reasons."""
    drafts = tuple(counting)
    answers = []
    for question in index.pack.catalogue.questions:
        types = question.types
        fed = [d for d in drafts if members.naming(types, d.rule.id)]
        fed.sort(key=lambda d, types=types: _rank(d, types))  # type: ignore[misc]
        best = list({d.rule.id: d for d in reversed(fed)}.values())[::-1][:2]
        answers.append(
            Answer(
                question=question.question,
                band=fed[0].band if fed else None,
                reasons=tuple(sentence(_reason(d, index)) for d in best),
                findings=tuple(d.id for d in fed),
            )
        )
    return tuple(answers)


def _rank(draft: Draft, types: tuple[str, ...] = ()) -> tuple[float, ...]:
    """What a reader should be told first, of all or in answer to a question of these types.

    That is the worst; among equals what is bad by itself, before a small thing that a
    combination lifted (a no-hire clause beside a purchase ban); then as the question lists its
    types.
    """
    named = members.naming(types, draft.rule.id)
    place = members.parse_all(types).index(named[0]) if named else 0
    return (
        -draft.band.order, draft.base.order <= Band.LOW.order, not draft.primary,
        draft.parent is not None, place, -draft.base.order, -draft.candidate.score,
    )  # fmt: skip


def _reason(draft: Draft, index: Index) -> str:
    clause = draft.place.clause
    place = clause_name(clause.number, clause.heading)
    return f"{phrase(draft, index)} ({place})" if place else phrase(draft, index)


def _ours(drafts: Sequence[Draft], findings: Sequence[Finding]) -> list[Finding]:
    """Findings on our side, and those that state the term."""
    return [f for d, f in zip(drafts, findings, strict=True) if not d.other_side]


def _unresolved(findings: Iterable[Finding], references: Sequence[str]) -> tuple[str, ...]:
    urls = [
        str(p.value)
        for f in findings
        if f.status == "open"
        for p in f.parameters
        if p.name == "url" and p.value
    ]
    return tuple(dict.fromkeys([*references, *urls]))


def _open_questions(counting: Iterable[Draft], index: Index) -> tuple[str, ...]:
    """What a reader must ask because the contract does not say (brief 3.5: unknown is not zero)."""
    asked: dict[str, None] = {}
    for draft in sorted(counting, key=_rank):
        if draft.band.order < Band.MEDIUM.order:
            continue
        for unknown in index.pack.catalogue.unknowns:
            wanted = unknown.parameters
            if (
                members.naming(unknown.types, draft.rule.id)
                and any(name in draft.rule.parameters for name in wanted)
                and not any(name in draft.values for name in wanted)
            ):
                clause = draft.place.clause
                place = clause_name(clause.number, clause.heading)
                about = f"{draft.rule.title}, {place}" if place else draft.rule.title
                asked[f"{about}: {unknown.question}"] = None
    return tuple(asked)[:_MOST_QUESTIONS]
