"""Attributes and the finding they qualify (brief 1.1, 1.5)."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.judge.draft import Draft
from auditor.model import Document, Outline

_NEAR = 2  # sentences


def attach(drafts: Sequence[Draft], document: Document, outline: Outline) -> None:
    """Give each attribute its parent: in the same clause, near it, or using its definition.

    A parent is of a type the rule names; failing that, of the same family. The nearest wins.
    A missing protection that belongs to a trigger (``agi-cliff-edge``) is told with it.
    """
    standing = [d for d in drafts if d.status == "open" and d.rule.mode == "presence"]
    for draft in drafts:
        if draft.rule.mode == "attribute" or draft.rule.parent:
            draft.parent = _parent(draft, standing, document, outline)


def _parent(
    draft: Draft, standing: Sequence[Draft], document: Document, outline: Outline
) -> Draft | None:
    wanted = draft.rule.parent
    possible = [
        other
        for other in standing
        if other is not draft
        and (other.rule.id in wanted if wanted else other.rule.family == draft.rule.family)
        and other.rule.kind == "risk"
    ]
    if not possible:
        return None
    if draft.place.whole_document:
        return possible[0]
    near = [other for other in possible if _is_near(draft, other, outline)]
    if not near:
        terms = _defined_in(draft, outline)
        near = [o for o in possible if any(term in _words(o, document) for term in terms)]
    return min(near, key=lambda o: abs(o.span.start - draft.span.start), default=None)


def _is_near(draft: Draft, other: Draft, outline: Outline) -> bool:
    if other.place.whole_document:
        return False
    here, there = draft.candidate.sentence, other.candidate.sentence
    if abs(here - there) <= _NEAR:
        return True
    first, second = outline.sentences[here].clause, outline.sentences[there].clause
    return first == second or _article(first, outline) == _article(second, outline)


def _article(clause: int, outline: Outline) -> int:
    """The clause that encloses it directly, if there is one: 9.4(a) and 9.4(b) are one clause."""
    parent = outline.clauses[clause].parent
    return clause if parent is None or outline.clauses[parent].parent is None else parent


def _defined_in(draft: Draft, outline: Outline) -> list[str]:
    return [d.term for d in outline.definitions if d.span.overlaps(draft.span) and len(d.term) > 2]


def _words(other: Draft, document: Document) -> str:
    lead_in = other.place.lead_in
    return other.quote if lead_in is None else lead_in.of(document.text) + " " + other.quote
