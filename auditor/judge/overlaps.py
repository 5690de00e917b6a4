"""Findings on the same words: one is primary (brief 1.5), and one stands for a CUAD category."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.judge.draft import LEVEL_ORDER, Draft
from auditor.judge.index import Index
from auditor.model import Level, Span


def relate(drafts: Iterable[Draft], index: Index) -> None:
    """Group open risks that quote the same words and choose one of each group as primary."""
    standing = sorted(
        (d for d in drafts if d.is_risk and not d.place.whole_document), key=lambda d: d.span
    )
    group: list[Draft] = []
    for draft in standing:
        if group and not any(_same_words(draft.span, other.span) for other in group):
            _choose(group, index)
            group = []
        group.append(draft)
    _choose(group, index)


def share_categories(drafts: Iterable[Draft]) -> None:
    """Leave each of CUAD's categories to the surest of the findings that quote the same words.

    CUAD marks a passage once as "Exclusivity", however many of our types see it there.
    """
    taken: set[tuple[Span, str]] = set()
    for draft in sorted(drafts, key=_doubtfulness):
        draft.cuad = tuple(name for name in draft.cuad if (draft.span, name) not in taken)
        taken.update((draft.span, name) for name in draft.cuad)


def _same_words(first: Span, second: Span) -> bool:
    """At least half of the shorter one lies in the other."""
    shared = min(first.end, second.end) - max(first.start, second.start)
    return 2 * shared >= min(len(first), len(second)) > 0


def _choose(group: Sequence[Draft], index: Index) -> None:
    if len(group) < 2:
        return
    ranked = sorted(group, key=lambda draft: _rank(draft, group, index))
    for draft in ranked:
        draft.primary = draft is ranked[0]
        draft.related = [other for other in ranked if other is not draft]


def _rank(draft: Draft, group: Sequence[Draft], index: Index) -> tuple[object, ...]:
    """Smaller is told first: what is reported, parents before attributes, the table, the band."""
    outranked = any(
        draft.rule.id in index.over.get(other.rule.id, ()) and _as_sure(other, draft)
        for other in group
    )
    return (
        draft.level is Level.POSSIBLE,
        draft.other_side,
        draft.rule.mode == "attribute",
        outranked,
        -draft.band.order,
        -LEVEL_ORDER[draft.level],
        *_certainty(draft),
    )


def _certainty(draft: Draft) -> tuple[float, str]:
    return -draft.candidate.score, draft.rule.id


def _doubtfulness(draft: Draft) -> tuple[object, ...]:
    return draft.status == "cleared", -LEVEL_ORDER[draft.level], *_certainty(draft)


def _as_sure(other: Draft, draft: Draft) -> bool:
    return (other.level is Level.POSSIBLE) <= (draft.level is Level.POSSIBLE)


def competes(draft: Draft, primary: Draft, index: Index) -> bool:
    """Whether two findings on the same words tell one story (same family, or in the table)."""
    first, second = draft.rule, primary.rule
    return (
        first.family == second.family
        or second.id in index.over.get(first.id, ())
        or first.id in index.over.get(second.id, ())
    )
