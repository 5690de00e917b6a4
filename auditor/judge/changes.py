"""The pending tracked change that touches a finding, read from the document's marks."""

from __future__ import annotations

from typing import Literal

from auditor.judge.draft import Draft
from auditor.model import Change, Mark


def change_of(draft: Draft, text: str) -> Change | None:
    """What each view of the tracked changes says of the quote, or None when none touches it.

    An ``inserted`` mark over words is in the final view only; one without words carries in
    ``detail`` what the final view would say there. A ``deleted`` mark is the mirror image.
    """
    marks = sorted(
        (m for m in draft.place.marks if m.kind in ("inserted", "deleted")), key=lambda m: m.span
    )
    moved = [m for m in draft.place.marks if m.kind == "moved" and len(m.span)]
    if not marks and not moved:
        return None
    final, original = _views(marks, text, draft)
    effect = _effect(final, original)
    marks += moved
    return Change(
        effect=effect,
        final=final,
        original=original,
        authors=tuple(dict.fromkeys(m.author for m in marks if m.author)),
        dates=tuple(dict.fromkeys(m.date for m in marks if m.date)),
    )


def _effect(final: str, original: str) -> Literal["introduced", "removed", "reworded", "moved"]:
    if final.split() == original.split():
        return "moved"
    if not _words(original):
        return "introduced"
    return "reworded" if _words(final) else "removed"


def _views(marks: list[Mark], text: str, draft: Draft) -> tuple[str, str]:
    final, original = [], []
    position = draft.span.start
    for mark in marks:
        start = max(position, mark.span.start)
        end = min(draft.span.end, mark.span.end)
        both = text[position:start]
        words = text[start : max(start, end)] if len(mark.span) else mark.detail
        final += [both, words if mark.kind == "inserted" else ""]
        original += [both, words if mark.kind == "deleted" else ""]
        position = max(start, end)
    rest = text[position : draft.span.end]
    return "".join(final) + rest, "".join(original) + rest


def _words(text: str) -> bool:
    return any(character.isalnum() for character in text)
