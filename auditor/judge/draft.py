"""A finding while it is being judged: the one mutable thing in this room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from auditor.engine.rules import CueData, Rule
from auditor.judge.facts import Place, Places
from auditor.judge.fingerprint import fingerprint
from auditor.judge.index import Index
from auditor.model import Band, Candidate, Cue, Document, Factor, Level, Role, Span

LEVEL_ORDER = {Level.POSSIBLE: 0, Level.LIKELY: 1, Level.CONFIRMED: 2}


@dataclass(slots=True, eq=False)
class Draft:
    """A candidate with what has been decided of it so far.

    Attributes:
        id: its fingerprint.
        level, level_reasons: how sure, and the sentences that say why.
        base, band: the default band, and where the factors have brought it.
        other_side: it binds the other side, and so is no risk of ours.
        softeners: narrowing and softening cues that are worth a step.
        steps_down: mitigating steps that took effect.
        codes: codes of the factors that fired.
        overrides: numbers of the clauses it says it prevails over ("notwithstanding clause 4").
        cuad: CUAD's categories that it, of all findings on the same words, stands for.
    """

    rule: Rule
    candidate: Candidate
    place: Place
    quote: str
    id: str
    level: Level
    level_reasons: list[str] = field(default_factory=list)
    base: Band = Band.INFO
    band: Band = Band.INFO
    status: Literal["open", "cleared"] = "open"
    other_side: bool = False
    cues: list[Cue] = field(default_factory=list)
    softeners: list[tuple[Cue, CueData]] = field(default_factory=list)
    factors: list[Factor] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    overrides: frozenset[str] = frozenset()
    steps_down: int = 0
    values: dict[str, object] = field(default_factory=dict)
    occurrences: list[Span] = field(default_factory=list)
    parent: Draft | None = None
    related: list[Draft] = field(default_factory=list)
    primary: bool = True
    interactions: list[str] = field(default_factory=list)
    cuad: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """The words quoted; empty for a finding about the whole document."""
        return self.candidate.span

    @property
    def bound(self) -> Role:
        """Who is bound, falling back on the party the type normally hurts."""
        found = self.candidate.bound
        return self.rule.bears if found == "unknown" else found

    @property
    def holder(self) -> Role:
        """Who benefits; "unknown" when the words do not say."""
        return self.candidate.beneficiary

    @property
    def is_risk(self) -> bool:
        """A risk that stands open, not a protection and not cleared."""
        return self.rule.kind == "risk" and self.status == "open"

    @property
    def counts(self) -> bool:
        """A risk on our side that is confirmed or likely."""
        return self.is_risk and not self.other_side and self.level is not Level.POSSIBLE

    def lower_level(self, ceiling: Level, reason: str) -> None:
        """Bring the level down to ``ceiling`` (never up), saying why if it moves."""
        if LEVEL_ORDER[ceiling] < LEVEL_ORDER[self.level]:
            self.level = ceiling
            self.level_reasons.append(reason)


def drafts_of(
    candidates: Iterable[Candidate], document: Document, places: Places, index: Index
) -> list[Draft]:
    """One draft per finding: the same words of the same type are one, with occurrences.

    Of two candidates of one type on overlapping words the surer is kept. Candidates of types
    that the pack does not know are left out.
    """
    kept: dict[str, Draft] = {}
    last: dict[str, Draft] = {}
    ordered = sorted(candidates, key=lambda c: (c.span, -LEVEL_ORDER[c.level], -c.score, c.pattern))
    for candidate in ordered:
        rule = index.pack.rules.get(candidate.type)
        if rule is None:
            continue
        before = last.get(rule.id)
        if before is not None and before.span.overlaps(candidate.span):
            if _is_surer(candidate, before.candidate):
                before.candidate, before.cuad = candidate, candidate.cuad
            continue
        draft = _draft(candidate, rule, document, places)
        twin = kept.get(draft.id)
        if twin is None:
            kept[draft.id] = draft
        else:
            twin.occurrences.append(candidate.span)
        last[rule.id] = draft
    return list(kept.values())


def _is_surer(new: Candidate, old: Candidate) -> bool:
    return new.span == old.span and (LEVEL_ORDER[new.level], new.score) > (
        LEVEL_ORDER[old.level], old.score,
    )  # fmt: skip


def _draft(candidate: Candidate, rule: Rule, document: Document, places: Places) -> Draft:
    place = places.place_of(candidate)
    quote = candidate.span.of(document.text)
    lead_in = place.lead_in.of(document.text) if place.lead_in else ""
    return Draft(
        rule=rule,
        candidate=candidate,
        place=place,
        quote=quote,
        id=fingerprint(rule.id, quote, lead_in),
        level=candidate.level,
        values={p.name: p.value for p in candidate.parameters},
        cuad=candidate.cuad,
    )
