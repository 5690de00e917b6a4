"""Protections that were looked for and not found (brief 5.3)."""

from __future__ import annotations

from auditor.judge import members
from auditor.judge.case import Case
from auditor.judge.interactions import standing
from auditor.model import Document, Outline, Status

_CONTRACT_CLAUSES = 8
_CONTRACT_WORDS = 400


def is_contract_like(document: Document, outline: Outline) -> bool:
    """Whether the document is a contract in which a term can be missed, not a letter or a form.

    Two parties, or numbered clauses, and enough words to hold terms at all.
    """
    if document.text.count(" ") < _CONTRACT_WORDS:
        return False
    numbered = sum(1 for clause in outline.clauses if clause.number)
    return len(outline.parties) >= 2 or numbered >= _CONTRACT_CLAUSES


def missing_protections(case: Case) -> tuple[tuple[str, str], ...]:
    """(type, sentence) of each; none of a document read in part or in another language."""
    document, drafts, options = case.document, case.drafts, case.options
    if document.status is not Status.SCANNED or document.language not in ("en", ""):
        return ()
    if not is_contract_like(document, case.outline):
        return ()
    found = {
        d.rule.id: (d.candidate.reasons or (d.rule.why,))[0]
        for d in drafts
        if d.rule.mode == "absence" and d.place.whole_document and d.status == "open"
    }
    here = standing(drafts)
    refused = {d.rule.id for d in drafts if d.rule.mode == "absence" and not d.place.whole_document}
    for expected in case.index.pack.catalogue.expected:
        if expected.type in found or expected.type in refused:
            continue
        if options.perspective not in expected.perspectives:
            continue
        if any(members.any_met(expected.protection, d, options) for d in here):
            continue
        if expected.when and not any(members.any_met(expected.when, d, options) for d in here):
            continue
        found[expected.type] = expected.sentence
    return tuple(found.items())
