"""Drafts to findings: the value objects that every report is drawn from."""

from __future__ import annotations

from auditor.judge.changes import change_of
from auditor.judge.draft import Draft
from auditor.judge.index import Index
from auditor.judge.options import JudgeOptions
from auditor.model import Confidence, Document, Finding, Level, Span

_CONTEXT = 4000  # characters; a clause longer than that is cut around the quote


def finding_of(draft: Draft, document: Document, index: Index, options: JudgeOptions) -> Finding:
    """The finding, with everything the output contract asks for (brief 5.6)."""
    rule, candidate, place = draft.rule, draft.candidate, draft.place
    playbook, authorities = index.guidance_of(rule)
    span = None if place.whole_document else draft.span
    context = _context(draft)
    cleared = draft.status == "cleared"
    return Finding(
        id=draft.id,
        type=rule.id,
        family=rule.family,
        kind=rule.kind,
        mode=rule.mode,
        title=rule.title,
        band=draft.band,
        base_band=draft.base,
        perspective=options.perspective,
        confidence=Confidence(draft.level, candidate.score, tuple(draft.level_reasons)),
        status=draft.status,
        reported=not cleared and draft.level is not Level.POSSIBLE,
        span=span,
        quote=draft.quote if span else "",
        clause=place.clause.number,
        heading=place.clause.heading,
        page=document.page(span) if span else None,
        bound_party=candidate.bound,
        beneficiary=candidate.beneficiary,
        parameters=candidate.parameters,
        factors=tuple(draft.factors),
        cues=tuple(draft.cues),
        interactions=tuple(dict.fromkeys(draft.interactions)),
        cuad=draft.cuad,
        why=rule.why,
        what_would_lower_it=rule.lowered_by,
        question=rule.question,
        playbook=playbook,
        authorities=authorities,
        context=context.of(document.text),
        context_start=context.start,
        occurrences=tuple(draft.occurrences),
        change=change_of(draft, document.text) if span else None,
        hidden=place.has("hidden"),
        parent=draft.parent.id if draft.parent else "",
        related=tuple(other.id for other in draft.related),
        primary=draft.primary,
    )


def _context(draft: Draft) -> Span:
    """The clause around the quote, its lead-in included, at most ``_CONTEXT`` characters."""
    if draft.place.whole_document:
        return Span(0, 0)
    quote, clause, lead_in = draft.span, draft.place.clause.span, draft.place.lead_in
    start = min(clause.start, quote.start, lead_in.start if lead_in else quote.start)
    end = max(clause.end, quote.end)
    if end - start > _CONTEXT:
        room = max(0, _CONTEXT - len(quote)) // 2
        start, end = max(start, quote.start - room), min(end, quote.end + room)
    return Span(start, end)
