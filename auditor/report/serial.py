"""Value objects to plain JSON values: the findings format that scripts rely on.

The way back is ``parse.py``. Written by hand rather than with ``dataclasses.asdict``, which is
ten times slower, and because parameters are keyed by name. Sources: design section 4.
"""

from __future__ import annotations

from typing import Any

from auditor.model import (
    Answer,
    Change,
    Cue,
    DocumentAudit,
    Factor,
    Finding,
    Interaction,
    Parameter,
    Party,
    Portfolio,
    Rating,
    RegulatoryFlag,
    Span,
)

SCHEMA_VERSION = 1
"""Raised when a key changes its meaning or goes away; new keys do not raise it."""

Json = dict[str, Any]


def finding_to_dict(finding: Finding) -> Json:
    """A finding as in design section 4, followed by the further fields of ``model.Finding``."""
    confidence, playbook = finding.confidence, finding.playbook
    return {
        "id": finding.id,
        "type": finding.type,
        "family": finding.family,
        "kind": finding.kind,
        "mode": finding.mode,
        "title": finding.title,
        "band": finding.band.value,
        "base_band": finding.base_band.value,
        "perspective": finding.perspective,
        "confidence": {
            "level": confidence.level.value,
            "score": confidence.score,
            "reasons": list(confidence.reasons),
        },
        "status": finding.status,
        "reported": finding.reported,
        "span": _span(finding.span),
        "quote": finding.quote,
        "clause": finding.clause,
        "heading": finding.heading,
        "page": finding.page,
        "bound_party": finding.bound_party,
        "beneficiary": finding.beneficiary,
        "parameters": _parameters(finding.parameters),
        "factors": [_factor(factor) for factor in finding.factors],
        "cues": [_cue(cue) for cue in finding.cues],
        "interactions": list(finding.interactions),
        "cuad": list(finding.cuad),
        "why": finding.why,
        "what_would_lower_it": finding.what_would_lower_it,
        "question": finding.question,
        "playbook": {
            "accept": playbook.accept,
            "negotiate": playbook.negotiate,
            "reject": playbook.reject,
            "fallback": playbook.fallback,
        },
        "authorities": [
            {"ref": a.ref, "status": a.status, "why": a.why} for a in finding.authorities
        ],
        "context": finding.context,
        "context_start": finding.context_start,
        "occurrences": [_span(span) for span in finding.occurrences],
        "change": _change(finding.change),
        "hidden": finding.hidden,
        "parent": finding.parent,
        "related": list(finding.related),
        "primary": finding.primary,
    }


def reading_to_dict(document: DocumentAudit) -> Json:
    """What was read of a document, and how it ended."""
    return {
        "path": document.path,
        "sha256": document.sha256,
        "format": document.format,
        "status": document.status.value,
        "reasons": list(document.reasons),
        "language": document.language,
        "pages": document.pages,
        "words": document.words,
        "title": document.title,
    }


def document_to_dict(document: DocumentAudit) -> Json:
    """One row of ``documents``: what was read, how it ended, its findings and its rating."""
    return {
        **reading_to_dict(document),
        "parties": [_party(party) for party in document.parties],
        "findings": [finding_to_dict(finding) for finding in document.findings],
        "rating": _rating(document.rating),
        "duplicate_of": document.duplicate_of,
    }


def portfolio_to_dict(portfolio: Portfolio) -> Json:
    """The summary over all documents."""
    return {
        "statuses": dict(portfolio.statuses),
        "bands": dict(portfolio.bands),
        "families": {family: dict(bands) for family, bands in portfolio.families.items()},
        "worst": list(portfolio.worst),
        "notes": list(portfolio.notes),
    }


def _span(span: Span | None) -> Json | None:
    return None if span is None else {"start": span.start, "end": span.end}


def _parameters(parameters: tuple[Parameter, ...]) -> Json:
    """By name; a name stated more than once keeps its further values under ``others``."""
    found: Json = {}
    for parameter in parameters:
        item: Json = {
            "value": parameter.value,
            "span": _span(parameter.span),
            "text": parameter.text,
        }
        if parameter.note:
            item["note"] = parameter.note
        if parameter.name in found:
            found[parameter.name].setdefault("others", []).append(item)
        else:
            found[parameter.name] = item
    return found


def _factor(factor: Factor) -> Json:
    return {
        "code": factor.code,
        "direction": factor.direction,
        "sentence": factor.sentence,
        "span": _span(factor.span),
    }


def _cue(cue: Cue) -> Json:
    return {
        "id": cue.id,
        "effect": cue.effect,
        "span": _span(cue.span),
        "text": cue.text,
        "applied": cue.applied,
        "note": cue.note,
    }


def _change(change: Change | None) -> Json | None:
    if change is None:
        return None
    return {
        "effect": change.effect,
        "final": change.final,
        "original": change.original,
        "authors": list(change.authors),
        "dates": list(change.dates),
    }


def _party(party: Party) -> Json:
    return {
        "term": party.term,
        "name": party.name,
        "role": party.role,
        "aliases": list(party.aliases),
        "span": _span(party.span),
    }


def _rating(rating: Rating | None) -> Json | None:
    if rating is None:
        return None
    return {
        "band": rating.band.value if rating.band else None,
        "verdict": rating.verdict,
        "could_raise_to": rating.could_raise_to.value if rating.could_raise_to else None,
        "answers": [_answer(answer) for answer in rating.answers],
        "interactions": [_interaction(interaction) for interaction in rating.interactions],
        "flags": [_flag(flag) for flag in rating.flags],
        "missing": [{"type": type_, "sentence": sentence} for type_, sentence in rating.missing],
        "key_dates": list(rating.key_dates),
        "exposure": list(rating.exposure),
        "unresolved": list(rating.unresolved),
        "open_questions": list(rating.open_questions),
    }


def _answer(answer: Answer) -> Json:
    return {
        "question": answer.question,
        "band": answer.band.value if answer.band else None,
        "reasons": list(answer.reasons),
        "findings": list(answer.findings),
    }


def _interaction(interaction: Interaction) -> Json:
    return {
        "code": interaction.code,
        "sentence": interaction.sentence,
        "findings": list(interaction.findings),
        "effect": interaction.effect,
    }


def _flag(flag: RegulatoryFlag) -> Json:
    return {
        "level": flag.level,
        "sentence": flag.sentence,
        "authority": flag.authority,
        "findings": list(flag.findings),
    }
