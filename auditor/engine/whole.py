"""Findings about the whole document: missing protections, one-sided provisions."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.engine.pack import Pack
from auditor.engine.rules import Absence, Rule, Structural
from auditor.model import Candidate, Document, Level, Outline, Span, Status


def whole_document(
    pack: Pack, document: Document, outline: Outline, candidates: Sequence[Candidate],
    facts: set[str],
) -> tuple[Candidate, ...]:  # fmt: skip
    """Candidates of mode ``absence`` and ``structural`` that no single sentence shows.

    Absence speaks only of documents that were read whole (brief 1.1).
    """
    found: list[Candidate] = []
    present = {c.type for c in candidates}
    for rule in pack.rules.values():
        if rule.id in present:
            continue
        if rule.absence and document.status is Status.SCANNED:
            if _is_absent(rule.absence, candidates, facts):
                found.append(_candidate(rule, rule.absence.sentence, Level.POSSIBLE, None))
        elif rule.structural:
            leg = _one_sided(rule.structural, candidates)
            if leg is not None:
                found.append(_candidate(rule, rule.structural.sentence, Level.LIKELY, leg))
    return tuple(found)


def _is_absent(absence: Absence, candidates: Sequence[Candidate], facts: set[str]) -> bool:
    if not any(line in facts for line in absence.expects):
        return False
    return not any(
        c.type in absence.cleared_by
        and (not absence.holder or c.beneficiary in (absence.holder, "either", "unknown"))
        for c in candidates
    )


def _one_sided(structural: Structural, candidates: Sequence[Candidate]) -> Candidate | None:
    leg = next((c for c in candidates if _is(c, structural.leg)), None)
    if leg is None:
        return None
    other = any(_is(c, structural.counterpart) and c is not leg for c in candidates)
    return leg if other == structural.both else None


def _is(candidate: Candidate, names: tuple[str, ...]) -> bool:
    for name in names:
        type_id, _, role = name.partition(":")
        if candidate.type == type_id and role in ("", candidate.beneficiary):
            return True
    return False


def _candidate(rule: Rule, sentence: str, level: Level, leg: Candidate | None) -> Candidate:
    return Candidate(
        type=rule.id,
        pattern=rule.mode,
        span=leg.span if leg else Span(0, 0),
        sentence=leg.sentence if leg else -1,
        level=level,
        bound=rule.bears,
        beneficiary="vendor" if rule.bears == "customer" else "unknown",
        score=0.3 if leg is None else 0.55,
        reasons=(sentence,),
        cuad=(),
    )
