"""Clauses and sentences, put together from segments in one pass."""

from __future__ import annotations

import re

from auditor.model import Clause, ClauseKind, Sentence, Span
from auditor.segment import headings
from auditor.segment.numbering import Numbered
from auditor.segment.segments import Segment
from auditor.segment.sentences import LIST_LIMIT, cut_long, split

_WHEREAS = re.compile(r"\W*(?:whereas\b|\([A-Z]\)\s*whereas\b)", re.IGNORECASE)
_RECITALS_END = re.compile(
    r"now,?\s*therefore|agree(?:s|d)?\s+as\s+follows|hereby\s+agrees?\b|it\s+is\s+(?:hereby\s+)?agreed"
    r"|agreed\s+terms|operative\s+(?:provisions|part)",
    re.IGNORECASE,
)
_LONG_RECITAL = 1000  # characters; "in consideration of ..., the parties hereby agree" comes last
_SIGNATURE = re.compile(
    r"\W*(?:in\s+witness\s+(?:where|there)of|executed\s+(?:as|by)\b|signed\s+(?:by|for)\b|signature\b"
    r"|agreed\s+and\s+accepted|by:\s*(?:_|/s/|\n|$)|/s/|accepted\s+and\s+agreed)",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"[\"“‘][^\"”’]{1,80}[\"”’](?:\s*\([^)]{1,60}\))?\s*,?\s*"
    r"(?:\w+\s+){0,3}?(?:means?|has\s+the\s+meaning|have\s+the\s+meaning|includes?|refers?\s+to)\b"
)
# "The parties agree as follows:" introduces the contract, not a list.
_AGREED = re.compile(
    r"(?:agree[sd]?|covenant)\b[^.;:]{0,80}(?:as\s+follows|that)?\s*[:,—–-]?\Z",
    re.IGNORECASE,
)
_TERMINAL = frozenset(".?!;")


class Builder:
    """Walks the segments once; ``clauses`` and ``sentences`` are its result."""

    def __init__(self, text: str, numbered: list[Numbered]) -> None:
        self.text = text
        self.numbered = numbered
        self.clauses: list[Clause] = []
        self.sentences: list[Sentence] = []
        self._clause_of: dict[int, int] = {}  # index of number -> index of clause
        self._leads: dict[int, Span | None] = {}  # series -> stem of its items
        self._bullet_lead: Span | None = None
        self._last: Span | None = None  # last sentence, when it may introduce a list
        self._last_stem: Span | None = None
        self._title = ""  # last heading without a number
        self._title_at = -1
        self._zone: ClauseKind = "body"
        self._start = 0
        self._number = ""
        self._heading = ""
        self._kind: ClauseKind = "body"
        self._parent: int | None = None
        self._open = False
        self._only_heading = True
        self._index = -1  # of the number of the open clause
        # The clause to return to after the items of a long sentence.
        self._around: tuple[str, str, ClauseKind, int | None] | None = None

    def run(self, found: list[Segment]) -> None:
        """Make clauses and sentences of all segments; the clauses tile the text."""
        for segment in found:
            self._zone_of(segment)
            if self._begins_clause(segment):
                self._begin(segment)
            self._sentences_of(segment)
        self._finish(len(self.text))

    def _zone_of(self, segment: Segment) -> None:
        if segment.furniture or segment.kind in ("table_row", "footnote", "endnote", "comment"):
            return
        text, body = self.text, segment.body
        number = self.numbered[segment.numbered] if segment.numbered >= 0 else None
        if number is not None and number.schedule:
            self._zone = "schedule"
            return
        section = number is not None and not number.in_list
        if segment.is_heading:
            self._zone = self._zone_after_heading(segment, section=section)
        elif _SIGNATURE.match(text, segment.start):
            self._zone = "signature"
        elif self._zone == "signature":
            if number is not None and segment.end - body > 60:
                self._zone = "body"
        elif _WHEREAS.match(text, segment.start):
            self._zone = "recital"
        elif self._zone == "recital":
            counted = number is not None and section and not number.number[:1].isalpha()
            end = min(segment.end, segment.start + _LONG_RECITAL)
            if counted or _RECITALS_END.search(text, segment.start, end):
                self._zone = "body"
        elif self._zone == "order_form" and section and segment.end - body > 150:
            self._zone = "body"

    def _zone_after_heading(self, segment: Segment, *, section: bool) -> ClauseKind:
        text, body, zone = self.text, segment.body, self._zone
        if headings.SCHEDULE.match(text, body) and body > 1500 and segment.numbered < 0:
            return "schedule"
        if headings.RECITALS.match(text, body):
            return "recital"
        if zone in ("body", "order_form") and headings.ORDER_FORM.search(segment.heading):
            return "order_form"
        if zone == "order_form" and headings.TERMS.search(segment.heading):
            return "body"
        if zone == "recital" or (zone == "signature" and section):
            return "body"
        return zone

    def _kind_of(self, segment: Segment) -> ClauseKind:
        if segment.furniture or segment.kind in ("header", "footer"):
            return "header"
        if segment.kind in ("footnote", "endnote"):
            return "footnote"
        if segment.kind == "table_row" and self._zone not in ("order_form", "signature"):
            return "table"
        return self._zone

    def _begins_clause(self, segment: Segment) -> bool:
        if not self._open or segment.numbered >= 0:
            return True
        kind = self._kind_of(segment)
        if segment.heading and kind not in ("header", "signature"):
            return not (self._zone == "signature" and self._kind == "signature")
        if kind != self._kind and not (kind == self._zone and self._kind == "definition"):
            return True
        return self._returns(segment)

    def _returns(self, segment: Segment) -> bool:
        """Whether an unnumbered paragraph after a list belongs to what the list is part of."""
        if self._index < 0 or segment.bullet or segment.kind not in ("paragraph", "text_box"):
            return False
        number = self.numbered[self._index]
        return (
            number.in_list
            and number.parent is not None
            and self._last is None
            and self.text[segment.body : segment.body + 1].isupper()
        )

    def _begin(self, segment: Segment) -> None:
        self._finish(segment.start)
        self._open = True
        self._around = None
        self._only_heading = True
        kind = self._kind_of(segment)
        number, heading = "", segment.heading
        parent: int | None = None
        index = segment.numbered
        if index >= 0:
            number = self.numbered[index].number
            above = self.numbered[index].parent
            parent = None if above is None else self._clause_of.get(above)
            self._clause_of[index] = len(self.clauses)
        elif (
            kind in ("body", "schedule", "definition", "order_form", "table")
            and not segment.is_heading
        ):
            index, number, parent = self._resume(segment)
        self._index = index if kind not in ("header", "footnote") else self._index
        if not heading and kind not in ("header", "footnote"):
            heading = self._inherited(parent)
        elif segment.is_heading and segment.numbered < 0:
            self._title, self._title_at = heading, len(self.clauses)
        if kind == "body" and self._is_definition(segment, heading, parent):
            kind = "definition"
        self._number, self._heading, self._kind, self._parent = number, heading, kind, parent

    def _resume(self, segment: Segment) -> tuple[int, str, int | None]:
        """Number and parent of an unnumbered stretch inside a numbered section."""
        index = self._index
        if index < 0:
            return -1, "", None
        while self.numbered[index].in_list:
            above = self.numbered[index].parent
            if above is None:
                break
            index = above
        if self._title_at > self._clause_of[index]:
            return -1, "", None
        return index, self.numbered[index].number, self._clause_of[index]

    def _inherited(self, parent: int | None) -> str:
        if parent is not None and (self._title_at < parent or not self._title):
            return self.clauses[parent].heading or self._title
        return self._title

    def _is_definition(self, segment: Segment, heading: str, parent: int | None) -> bool:
        if heading and headings.DEFINITIONS.match(heading):
            return True
        if parent is not None and self.clauses[parent].kind == "definition":
            return True
        return _DEFINES.match(self.text, segment.body, segment.body + 250) is not None

    def _finish(self, stop: int) -> None:
        if not self._open:
            return
        kind = self._kind
        if self._only_heading and kind == "body" and self._heading:
            kind = "heading"
        start = self._start if self.clauses else 0
        self.clauses.append(
            Clause(Span(start, stop), self._number, self._heading, kind, self._parent)
        )
        self._start = stop

    def _sentences_of(self, segment: Segment) -> None:
        if segment.body >= segment.end:
            return
        stem = self._stem_of(segment)
        if segment.is_heading:
            span = Span(segment.body, segment.end)
            self.sentences.append(Sentence(span, len(self.clauses), stem))
            self._last = None
            return
        self._only_heading = False
        first = True
        last = (segment.body, segment.end)
        for start, end in split(self.text, segment.body, segment.end):
            self._emit(start, end, stem if first else None)
            first = False
            last = (start, end)
        if segment.furniture:
            return
        open_end = self.text[last[1] - 1] not in _TERMINAL
        self._last = Span(*last) if open_end else None
        self._last_stem = stem

    def _emit(self, start: int, end: int, stem: Span | None) -> None:
        if self._around is not None:
            self._finish(start)
            self._number, self._heading, self._kind, self._parent = self._around
            self._around = None
        if end - start <= LIST_LIMIT:
            self.sentences.append(Sentence(Span(start, end), len(self.clauses), stem))
            return
        around = (self._number, self._heading, self._kind, self._parent)
        enclosing = len(self.clauses)
        for cut in cut_long(self.text, start, end):
            if cut.token:
                # An item of a list inside a long sentence is a clause under the one it is in.
                self._finish(cut.label_start)
                self._number = around[0] + cut.token
                self._parent = enclosing
            self.sentences.append(
                Sentence(Span(cut.start, cut.end), len(self.clauses), cut.stem or stem)
            )
        if len(self.clauses) > enclosing:
            self._around = around

    def _stem_of(self, segment: Segment) -> Span | None:
        if segment.numbered >= 0:
            series = self.numbered[segment.numbered].series
            if series not in self._leads:
                self._leads[series] = self._lead()
            self._bullet_lead = None
            return self._leads[series]
        lower = self.text[segment.body : segment.body + 1].islower()
        if segment.bullet or (lower and self._bullet_lead is not None):
            if self._bullet_lead is None:
                self._bullet_lead = self._lead()
            return self._bullet_lead
        self._bullet_lead = self._lead() if lower else None
        return self._bullet_lead

    def _lead(self) -> Span | None:
        """The words just read, when they introduce what follows."""
        if self._last is None or _AGREED.search(self.text, self._last.start, self._last.end):
            return None
        words = self._last.of(self.text)
        if words[-1] not in ":—–-," and not headings.has_verb(words):
            return None
        if self._last_stem is not None and self._last.start - self._last_stem.end < 40:
            return Span(self._last_stem.start, self._last.end)
        return self._last
