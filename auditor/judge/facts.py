"""Where a finding's words stand: the clause, and what the document's marks say of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from auditor.model import Candidate, Clause, Document, Mark, Outline, Span

_NO_CLAUSE = Clause(span=Span(0, 0))


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of the place of a finding.

    Attributes:
        clause: the clause it stands in; an empty one for a finding about the whole document.
        lead_in: the words that introduce the list it is an item of, if any.
        marks: the document's marks that touch its words.
        legibility: lowest word confidence of the words' recognition, 1.0 where the text is
            the file's own.
        whole_document: it rests on no words of its own.
    """

    clause: Clause
    lead_in: Span | None
    marks: tuple[Mark, ...]
    legibility: float
    whole_document: bool

    def has(self, *kinds: str) -> bool:
        """Whether a mark of one of the kinds touches the words."""
        return bool(self.marks) and any(mark.kind in kinds for mark in self.marks)


class Places:
    """Answers ``place_of`` for one document without walking all its marks each time."""

    def __init__(self, document: Document, outline: Outline) -> None:
        self._document = document
        self._outline = outline
        self._marks: dict[str, list[Mark]] = {}
        for mark in document.marks:
            self._marks.setdefault(mark.kind, []).append(mark)

    def place_of(self, candidate: Candidate) -> Place:
        """The place of the words a candidate quotes."""
        if candidate.sentence < 0:
            return Place(_NO_CLAUSE, None, (), 1.0, whole_document=True)
        sentence = self._outline.sentences[candidate.sentence]
        return Place(
            clause=self._outline.clauses[sentence.clause],
            lead_in=sentence.stem,
            marks=tuple(self._touching(candidate.span)),
            legibility=self._legibility(candidate.span),
            whole_document=False,
        )

    def _touching(self, span: Span) -> Iterable[Mark]:
        """Marks of one kind seldom overlap one another, so a few steps back suffice."""
        for marks in self._marks.values():
            last = bisect_right(marks, span.end, key=lambda m: m.span.start)
            for mark in reversed(marks[max(0, last - 64) : last]):
                if (
                    mark.span.overlaps(span)
                    or span.start <= mark.span.start <= mark.span.end < span.end
                ):
                    yield mark

    def _legibility(self, span: Span) -> float:
        anchors = self._document.anchors
        lowest = 1.0
        index = max(0, bisect_left(anchors, span.start, key=lambda a: a.end))
        for anchor in anchors[index : index + 400]:
            if anchor.start >= span.end:
                break
            lowest = min(lowest, anchor.confidence)
        return lowest
