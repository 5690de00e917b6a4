"""Pending tracked changes: the findings of one view compared with those of the other.

The findings of the chosen view are what is reported. Each of them that a change brings about
or rewords says so (``Finding.change``), and those that stand in the other view only are added
at the end, not reported: nothing a negotiation removes, or would bring back, goes unseen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from auditor.model import Change, Document, DocumentAudit, Finding, Mark, Span, View

OTHER: dict[View, View] = {"final": "original", "original": "final"}
Effect = Literal["introduced", "removed", "reworded", "moved"]
_KINDS = ("inserted", "deleted", "moved")
_LINES = 20_000


def has_changes(document: Document) -> bool:
    """Whether the document holds tracked changes that nobody has accepted or rejected."""
    return any(mark.kind in _KINDS for mark in document.marks)


@dataclass(frozen=True, slots=True)
class _Side:
    document: Document
    audit: DocumentAudit
    view: View


def compare(
    document: Document,
    audit: DocumentAudit,
    other: Document,
    other_audit: DocumentAudit,
    view: View,
) -> DocumentAudit:
    """The audit with each finding's change, and the findings of the other view behind it.

    Args:
        document, audit: the view that is reported.
        other, other_audit: the same document in the other view.
        view: which of the two is reported.

    Returns:
        ``audit`` with ``change`` set on findings that the other view lacks, or has as a
        possibility only ("introduced" when the final view is reported, else "removed"), or
        words differently ("reworded"), and with
        the other view's own findings added: cleared, not reported, without a span, since
        their words are not in this view's text.
    """
    here = _Side(document, audit, view)
    there = _Side(other, other_audit, OTHER[view])
    aligned = _Alignment(document.text, other.text)
    mine, theirs = _unmatched(audit.findings, other_audit.findings)
    pairs, alone, gone = _pair(mine, theirs, aligned)
    changed = {id(f): _change(here, there, f, None) for f in alone}
    changed |= {id(f): _change(here, there, f, twin) for f, twin in pairs}
    findings = [
        replace(f, change=changed[id(f)]) if id(f) in changed else f for f in audit.findings
    ]
    # A finding that is a possibility only in this view does not stand for one in the other.
    lost = [*gone, *(twin for f, twin in pairs if not f.reported)]
    findings += [_elsewhere(f, here, there) for f in lost if f.reported]
    return replace(audit, findings=tuple(findings))


def _unmatched(
    mine: Sequence[Finding], theirs: Sequence[Finding]
) -> tuple[list[Finding], list[Finding]]:
    """Open findings that the other side has not got with the same words, as often."""
    return _without(mine, theirs), _without(theirs, mine)


def _without(findings: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    left = Counter(f.id for f in others if f.status == "open")
    rest = []
    for finding in findings:
        if finding.status != "open":
            continue
        if left[finding.id] > 0:
            left[finding.id] -= 1
        else:
            rest.append(finding)
    return rest


def _pair(
    mine: list[Finding], theirs: list[Finding], aligned: _Alignment
) -> tuple[list[tuple[Finding, Finding]], list[Finding], list[Finding]]:
    """Findings of one type on the same stretch of the contract, and what is left on each side."""
    pairs, alone, gone = [], [], list(theirs)
    for finding in mine:
        twin = next((t for t in gone if t.type == finding.type and aligned.same(finding, t)), None)
        if twin is None:
            alone.append(finding)
        else:
            gone.remove(twin)
            pairs.append((finding, twin))
    return pairs, alone, gone


class _Alignment:
    """Which lines of one text stand where those of the other do."""

    def __init__(self, text: str, other: str) -> None:
        self._starts, lines = _lines(text)
        self._other_starts, other_lines = _lines(other)
        self._blocks: Sequence[tuple[str, int, int, int, int]] = ()
        if max(len(lines), len(other_lines)) <= _LINES:
            self._blocks = SequenceMatcher(None, lines, other_lines).get_opcodes()

    def same(self, finding: Finding, other: Finding) -> bool:
        """Whether the spans of the two overlap once the texts are laid side by side."""
        if finding.span is None or other.span is None:
            return finding.span is other.span
        mine = _range(self._starts, finding.span)
        theirs = _range(self._other_starts, other.span)
        for tag, a, b, c, d in self._blocks:
            first, last = max(mine[0], a), min(mine[1], b)
            if first >= last:
                continue
            low, high = (first - a + c, last - a + c) if tag == "equal" else (c, d)
            if low < theirs[1] and theirs[0] < high:
                return True
        return False


def _lines(text: str) -> tuple[list[int], list[str]]:
    lines = text.splitlines(keepends=True)
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line)
    return starts, lines


def _range(starts: list[int], span: Span) -> tuple[int, int]:
    from bisect import bisect_left, bisect_right

    first = max(0, bisect_right(starts, span.start) - 1)
    return first, max(first + 1, bisect_left(starts, span.end))


def _change(here: _Side, there: _Side, finding: Finding, twin: Finding | None) -> Change:
    """What both views say, and who changed it; the judge's own reading of the marks is kept."""
    only: Effect = "introduced" if here.view == "final" else "removed"
    both = twin is not None and (twin.reported or not finding.reported)
    own = finding.quote or finding.title
    others = twin.quote if twin else ""
    if finding.change is not None and twin is None:
        others = finding.change.original if here.view == "final" else finding.change.final
    marks = [*_marks(here.document, finding)]
    if twin is not None:
        marks += _marks(there.document, twin)
    kept: Effect = "moved" if own.split() == others.split() else "reworded"
    return Change(
        effect=kept if both else only,
        final=own if here.view == "final" else others,
        original=others if here.view == "final" else own,
        authors=_each(mark.author for mark in marks),
        dates=_each(mark.date for mark in marks),
    )


def _elsewhere(finding: Finding, here: _Side, there: _Side) -> Finding:
    """A finding of the other view, as it is listed with this one."""
    marks = _marks(there.document, finding)
    final_only = there.view == "final"
    effect: Effect = "introduced" if final_only else "removed"
    change = Change(
        effect=effect,
        final=finding.quote if final_only else "",
        original="" if final_only else finding.quote,
        authors=_each(mark.author for mark in marks),
        dates=_each(mark.date for mark in marks),
    )
    reason = f"stands in the {there.view} wording only; a pending tracked change " + (
        "brings it in" if final_only else "takes it out"
    )
    confidence = replace(finding.confidence, reasons=(reason, *finding.confidence.reasons))
    return replace(
        finding, status="cleared", reported=False, span=None, page=None, occurrences=(),
        context="", context_start=0, change=change, confidence=confidence,
    )  # fmt: skip


def _marks(document: Document, finding: Finding) -> list[Mark]:
    """Tracked changes in the finding's words, or else in the clause around them."""
    marks = [mark for mark in document.marks if mark.kind in _KINDS]
    if finding.span is None:
        return []
    context = Span(finding.context_start, finding.context_start + len(finding.context))
    for span in (finding.span, context):
        touching = [m for m in marks if m.span.start <= span.end and span.start <= m.span.end]
        if touching:
            return touching
    return []


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
