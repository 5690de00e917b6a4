"""The verdict: one or two sentences that a reader who is no lawyer understands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.judge.case import Case
from auditor.judge.draft import Draft
from auditor.judge.index import Index
from auditor.judge.phrases import clause_name, count, duration, sentence
from auditor.model import Band, Document, Level, Status

_OPENINGS = {
    Band.CRITICAL: "Do not sign without senior approval",
    Band.HIGH: "Negotiate before signing",
    Band.MEDIUM: "Negotiate if you have the leverage",
    Band.LOW: "Nothing here should stop you; note that",
}
_LASTING = ("duration_months", "term_months", "tail_months")


def verdict(case: Case, band: Band | None, could_raise_to: Band | None) -> str:
    """What to do and why, from the worst combination and the worst findings."""
    parts = [_unread(case.document)]
    if band is None or band is Band.INFO:
        parts.append(_nothing(case.document, case.drafts))
    else:
        reasons = _reasons(case)
        joint = " " if band is Band.LOW else ": "
        parts.append(f"{_OPENINGS[band]}{joint}{'; '.join(reasons)}.")
    if could_raise_to is not None:
        possible = _possible(case.drafts)
        verb = "is unclear and needs" if possible == 1 else "are unclear and need"
        points = sentence(count(possible, "point"))[:-1]
        parts.append(f"{points} {verb} a reader: it could become {could_raise_to.value}.")
    return " ".join(part for part in parts if part)


def _unread(document: Document) -> str:
    if document.status is Status.PARTIAL:
        why = document.reasons[0].message if document.reasons else "the reader stopped early"
        return f"Only part was read: {why.rstrip('.')}."
    if document.language not in ("en", ""):
        return f"The text is mostly not in English ({document.language}); the rules read English."
    return ""


def _nothing(document: Document, drafts: Sequence[Draft]) -> str:
    if not document.text.strip():
        return "No words were found in this document, so nothing can be said about it."
    if document.pages:
        extent = count(document.pages, "page")
    else:
        extent = count(len(document.text.split()), "word")
    kinds = {
        d.rule.id for d in drafts
        if d.rule.kind == "protection" and d.status == "open" and d.level is not Level.POSSIBLE
    }  # fmt: skip
    present = f"; {count(len(kinds), 'protection')} {'is' if len(kinds) == 1 else 'are'} present"
    part = " of what was read" if document.status is Status.PARTIAL else ""
    return f"Nothing that binds you was found in {extent}{part}{present if kinds else ''}."


def _possible(drafts: Iterable[Draft]) -> int:
    return sum(d.is_risk and not d.other_side and d.level is Level.POSSIBLE for d in drafts)


def _reasons(case: Case) -> list[str]:
    """At most two: the worst combination, then the worst finding that is not part of it."""
    ranked = sorted(
        (d for d in case.drafts if d.counts and d.band is not Band.INFO),
        key=lambda d: (
            -d.band.order,
            d.base.order <= Band.LOW.order,
            not d.primary,
            d.parent is not None,
            -d.base.order,
            -d.candidate.score,
        ),
    )
    reasons: list[str] = []
    told: set[Draft] = set()
    harmful = [c for c in case.combined if c.told and c.moved and c.data.step >= 0]
    if harmful:
        # That a protection is overridden says least of what the contract does.
        worst = min(
            harmful, key=lambda c: (c.data.lifts_mitigation, -max(d.band.order for d in c.moved))
        )
        reasons.append(_lower(worst.sentence.rstrip(".")))
        told |= set(worst.drafts)
    for draft in ranked:
        if len(reasons) == 2:
            break
        words = phrase(draft, case.index)
        if draft in told or words in reasons or any(r in told for r in draft.related):
            continue
        reasons.append(f"{words}{_place(draft)}")
        told.add(draft)
    if not reasons:
        reasons.append(f"{phrase(ranked[0], case.index)}{_place(ranked[0])}")
    return reasons


def _place(draft: Draft) -> str:
    clause = draft.place.clause
    name = clause_name(clause.number, "")
    return f" ({name})" if name else ""


def _lower(text: str) -> str:
    return text[0].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def phrase(draft: Draft, index: Index) -> str:
    """The finding in plain words, with how long it lasts when that is stated."""
    words = index.plain.get(draft.rule.id) or _lower(draft.rule.title)
    lasting = next(
        (v for n in _LASTING if isinstance(v := draft.values.get(n), int | float) and v >= 1), None
    )
    if lasting is not None and draft.rule.family in ("exc", "pri", "mfn"):
        words += f", for {duration(lasting)}"
    if draft.rule.bears == "either" and draft.candidate.bound == "unknown":
        words += ", if it is you who is meant"
    return words
