"""``judge``: from candidates to a document's audit, in the order of brief 5.2 to 5.4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.engine.pack import Pack
from auditor.judge import bands, confidence, interactions, overlaps, parents
from auditor.judge.case import Case
from auditor.judge.cues import weigh_cues
from auditor.judge.draft import Draft, drafts_of
from auditor.judge.facts import Places
from auditor.judge.findings import finding_of
from auditor.judge.index import Index, index_of
from auditor.judge.members import Pool
from auditor.judge.missing import is_contract_like
from auditor.judge.options import JudgeOptions
from auditor.judge.rating import rate
from auditor.model import Band, Candidate, Document, DocumentAudit, Outline, Status

_DEFAULT = JudgeOptions()


def judge(
    document: Document,
    outline: Outline,
    candidates: Iterable[Candidate],
    pack: Pack,
    options: JudgeOptions = _DEFAULT,
    *,
    references: Sequence[str] = (),
) -> DocumentAudit:
    """Judge what the engine proposes for one document.

    Args:
        document, outline: as read and segmented; the text is only quoted.
        candidates: the engine's, of the same document and pack.
        pack: the rules in force, with the catalogue the judgement rests on.
        options: the reader's side and what is known of the deal.
        references: texts named in the document that were not supplied ("Schedule 4").

    Returns:
        The audit: findings in order of position (those about the whole document last) and
        the rating; a document that was not read has neither.

    Raises:
        RuleError: the catalogue holds a member or condition that cannot be read.
    """
    unread = document.status in (Status.FAILED, Status.SKIPPED)
    index = index_of(pack)
    drafts = [] if unread else _drafts(document, outline, candidates, index)
    combined = _judged(drafts, document, outline, index, options)
    drafts.sort(key=lambda d: (d.place.whole_document, d.span, d.rule.id))
    findings = tuple(finding_of(draft, document, index, options) for draft in drafts)
    return DocumentAudit(
        path=document.path,
        sha256=document.sha256,
        format=document.format,
        status=document.status,
        reasons=tuple(str(reason) for reason in document.reasons),
        language=document.language,
        pages=document.pages,
        words=len(document.text.split()),
        title=document.title,
        parties=outline.parties,
        findings=findings,
        rating=None
        if unread
        else rate(Case(document, outline, drafts, findings, combined, index, options, references)),
    )


def _drafts(
    document: Document, outline: Outline, candidates: Iterable[Candidate], index: Index
) -> list[Draft]:
    """Silence proves nothing of a document that was not read whole, or that is no contract.

    A short document counts as one as soon as it says something the rules know.
    """
    drafts = drafts_of(candidates, document, Places(document, outline), index)
    says_something = any(not d.place.whole_document for d in drafts)
    if document.status is Status.SCANNED and (
        says_something or is_contract_like(document, outline)
    ):
        return drafts
    return [d for d in drafts if not (d.place.whole_document and d.rule.mode == "absence")]


def _judged(
    drafts: list[Draft], document: Document, outline: Outline, index: Index, options: JudgeOptions
) -> tuple[interactions.Combination, ...]:
    for draft in drafts:
        weigh_cues(draft, document.text, index)
    parents.attach(drafts, document, outline)
    _settle(drafts, drafts, index, options)
    after_all = list(interactions.reinstated(drafts, index, options))
    drafts += after_all
    _settle(after_all, drafts, index, options)
    combined = interactions.commit(drafts, index, options)
    for draft in drafts:
        if draft.status == "cleared":
            draft.band = Band.INFO
    overlaps.relate(drafts, index)
    overlaps.share_categories(drafts)
    return combined


def _settle(
    some: Sequence[Draft], all_drafts: Sequence[Draft], index: Index, options: JudgeOptions
) -> None:
    for draft in some:
        confidence.settle(draft, index, options)
        bands.weigh(draft, index, options)
    standing = Pool(interactions.standing(all_drafts))
    for draft in some:
        bands.bound(draft, standing, index, options)
