"""Combinations that are worse, or better, than their parts (brief 5.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from auditor.engine.rules import InteractionData
from auditor.judge import members
from auditor.judge.draft import LEVEL_ORDER, Draft
from auditor.judge.fingerprint import fingerprint
from auditor.judge.index import Index
from auditor.judge.members import Pool
from auditor.judge.options import JudgeOptions
from auditor.judge.phrases import duration
from auditor.model import Band, Factor, Interaction, Level


@dataclass(frozen=True, slots=True)
class Combination:
    """An interaction met.

    Attributes:
        drafts: the findings that make it up.
        moved: those whose bands it moves.
        floor: the band below which it leaves none of them.
        sentence: what it means, for the reader.
        told: it is a warning (or relief) for the reader's side; if not, it only flags.
    """

    data: InteractionData
    drafts: tuple[Draft, ...]
    moved: tuple[Draft, ...]
    floor: Band | None
    sentence: str
    told: bool


def combinations(drafts: Iterable[Draft], index: Index, options: JudgeOptions) -> list[Combination]:
    """All interactions met by these findings, in the catalogue's order."""
    found = []
    pool = Pool(drafts)
    for data in index.pack.catalogue.interactions:
        combination = _met(data, pool, options)
        if combination is None and data.lifts_mitigation:
            combination = _overridden(data, pool, options)
        if combination is not None:
            found.append(combination)
    return found


def _overridden(data: InteractionData, pool: Pool, options: JudgeOptions) -> Combination | None:
    """A clause that prevails over another by its number takes the other's softening away."""
    pairs = [
        (draft, other)
        for draft in pool.drafts
        if draft.overrides
        for other in pool.drafts
        if other is not draft
        and other.place.clause != draft.place.clause
        and any(_is_within(other.place.clause.number, number) for number in draft.overrides)
        and (other.rule.kind == "protection" or (other.steps_down and other.counts))
    ]
    if not pairs:
        return None
    for _, other in pairs:
        other.codes.add("overridden")
    involved = dict.fromkeys(draft for pair in pairs for draft in pair)
    moved = tuple(d for d in dict.fromkeys(other for _, other in pairs) if d.is_risk)
    ours = options.perspective in data.perspectives
    return Combination(
        data=data,
        drafts=tuple(involved),
        moved=moved if ours else (),
        floor=None,
        sentence=data.sentence,
        told=ours and any(draft.is_risk and draft.counts for draft in involved),
    )


def _is_within(number: str, clause: str) -> bool:
    return number == clause or number.startswith((f"{clause}.", f"{clause}("))


def _met(data: InteractionData, pool: Pool, options: JudgeOptions) -> Combination | None:
    groups = []
    for group in data.needs:
        found = pool.met(group, options)
        if not found:
            return None
        groups.append(found)
    if not _enough(groups[0], data.count) or pool.met(data.absent, options):
        return None
    involved = _best_per_type(dict.fromkeys(draft for group in groups for draft in group))
    worse = _best_per_type(pool.met(data.worse_with, options))
    is_worse = bool(worse) if data.worse_with else False
    if data.worse_context and set(data.worse_context) & set(options.context):
        is_worse = is_worse or _enough(groups[0], data.worse_count)
    involved += [d for d in worse if d not in involved]
    relieves = data.step < 0 or data.lifts_mitigation
    movable = pool.drafts if relieves and data.applies_to else involved
    moved = [
        d
        for d in movable
        if d.is_risk
        and not d.other_side
        and d.base is not Band.INFO
        and (not data.applies_to or members.any_met(data.applies_to, d, options))
        and not members.any_met(data.except_types, d, options)
        and (not data.lifts_mitigation or d.steps_down)
    ]
    ours = options.perspective in data.perspectives
    concerns = bool(moved) if data.step < 0 else any(d.is_risk and d.counts for d in involved)
    return Combination(
        data=data,
        drafts=tuple(involved),
        moved=tuple(moved) if ours else (),
        floor=data.worse_band if is_worse and data.worse_band else data.floor,
        sentence=_sentence(data.sentence, involved),
        told=ours and concerns,
    )


def _best_per_type(drafts: Iterable[Draft]) -> list[Draft]:
    """One finding of each type makes the combination: the worst, then the surest.

    A contract that says the same thing in five places is not five times as bad.
    """
    ranked = sorted(
        drafts,
        key=lambda d: (-d.band.order, -LEVEL_ORDER[d.level], -d.candidate.score, d.span),
    )
    best: dict[str, Draft] = {}
    for draft in ranked:
        best.setdefault(draft.rule.id, draft)
    return sorted(best.values(), key=lambda d: d.span)


def _enough(group: Iterable[Draft], count: int) -> bool:
    return len({draft.rule.id for draft in group}) >= count


def _sentence(template: str, drafts: Iterable[Draft]) -> str:
    """ "{lasting}" becomes ", for six years," when a finding states how long."""
    if "{lasting}" not in template:
        return template
    months = [
        value
        for draft in drafts
        for name in ("duration_months", "term_months")
        if isinstance(value := draft.values.get(name), int | float)
    ]
    return template.replace("{lasting}", f", for {duration(max(months))}," if months else "")


def bands_after(
    pool: Iterable[Draft], found: Sequence[Combination]
) -> dict[Draft, tuple[Band, tuple[Factor, ...]]]:
    """The band of each finding after the combinations, and the factors that say why.

    Steps are one in total each way (brief 5.2, group "Interaction"); floors the highest.
    """
    return {draft: _after(draft, [c for c in found if draft in c.moved]) for draft in pool}


def _after(draft: Draft, found: Sequence[Combination]) -> tuple[Band, tuple[Factor, ...]]:
    band, factors = draft.band, []
    stepped: set[int] = set()
    for combination in found:
        data = combination.data
        steps = draft.steps_down if data.lifts_mitigation else data.step
        direction = 1 if steps > 0 else -1
        if not steps or direction in stepped:
            continue
        moved = band.step(steps)
        if moved is not band:
            stepped.add(direction)
            way: str = "up" if steps > 0 else "down"
            factors.append(Factor(data.code, way, combination.sentence))  # type: ignore[arg-type]
            band = moved
    for combination in sorted(found, key=lambda c: -(c.floor.order if c.floor else 0)):
        if combination.floor is not None and band.order < combination.floor.order:
            factors.append(Factor(combination.data.code, "floor", combination.sentence))
            band = combination.floor
    return band, tuple(factors)


def reinstated(drafts: Sequence[Draft], index: Index, options: JudgeOptions) -> tuple[Draft, ...]:
    """Findings that stand after all: a right to leave that costs as much as staying.

    Told at the words that make the right worthless (``ix-illusory-exit``).
    """
    pool = Pool(standing(drafts))
    found = []
    for data in index.pack.catalogue.interactions:
        rule = index.pack.rules.get(data.reinstates) if data.reinstates else None
        if rule is None or any(d.rule.id == rule.id and d.counts for d in drafts):
            continue
        combination = _met(data, pool, options)
        if combination is None or options.perspective not in data.perspectives:
            continue
        source = next(d for d in reversed(combination.drafts) if d.is_risk)
        candidate = replace(
            source.candidate, type=rule.id, pattern=data.code, level=Level.LIKELY,
            cues=(), parameters=(), cuad=(), factors=(), reasons=(combination.sentence,),
        )  # fmt: skip
        found.append(
            Draft(
                rule=rule, candidate=candidate, place=source.place, quote=source.quote,
                id=fingerprint(rule.id, source.quote), level=Level.LIKELY,
            )
        )  # fmt: skip
    return tuple(found)


def standing(drafts: Iterable[Draft], *, possible: bool = False) -> list[Draft]:
    """Open findings and protections that are confirmed or likely (or at least possible)."""
    return [d for d in drafts if d.status == "open" and (possible or d.level is not Level.POSSIBLE)]


def commit(drafts: Sequence[Draft], index: Index, options: JudgeOptions) -> tuple[Combination, ...]:
    """Find the combinations among what stands, and move the bands; returns all that were met."""
    pool = standing(drafts)
    found = combinations(pool, index, options)
    for draft, (band, factors) in bands_after(pool, found).items():
        draft.band = band
        draft.factors += factors
        draft.codes |= {factor.code for factor in factors}
    for combination in found:
        for draft in combination.drafts if combination.told else ():
            draft.interactions.append(combination.data.code)
    return tuple(found)


def as_told(combination: Combination) -> Interaction:
    """The value object of a combination."""
    data = combination.data
    if combination.floor is not None:
        effect = f"not below {combination.floor.value}"
    elif data.lifts_mitigation:
        effect = "what softened these findings no longer counts"
    elif data.step:
        effect = "one band up" if data.step > 0 else "one band down"
    else:
        effect = "flag for counsel" if data.flag else "read together"
    return Interaction(
        code=data.code,
        sentence=combination.sentence,
        findings=tuple(draft.id for draft in combination.drafts),
        effect=effect,
    )
