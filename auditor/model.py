"""The value objects everything else is built from. Imports nothing of ours.

All offsets are 0-based, half-open, and count Python characters of ``Document.text``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, Protocol

Role = Literal["customer", "vendor", "either", "third_party", "unknown"]
Perspective = Literal["buyer", "vendor", "template"]
View = Literal["final", "original"]
Mode = Literal["presence", "attribute", "absence", "structural"]
Kind = Literal["risk", "protection"]


class Status(StrEnum):
    """How a document ended. All but ``scanned`` carry reasons."""

    SCANNED = "scanned"
    PARTIAL = "partial"
    SKIPPED = "skipped"
    FAILED = "failed"


class Band(StrEnum):
    """How bad a finding is, worst first; ``order`` is for sorting only."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def order(self) -> int:
        """0 for info up to 4 for critical."""
        return _BAND_ORDER[self]

    def step(self, steps: int) -> Band:
        """The band ``steps`` above (positive) or below (negative), clamped at the ends."""
        return _BANDS[max(0, min(4, self.order + steps))]


_BANDS = (Band.INFO, Band.LOW, Band.MEDIUM, Band.HIGH, Band.CRITICAL)
_BAND_ORDER = {band: order for order, band in enumerate(_BANDS)}


class Level(StrEnum):
    """How sure a finding is (brief 5.2)."""

    CONFIRMED = "confirmed"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of ``Document.text``: ``text[start:end]``."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document is not (wholly) read, or what a reader should know about it.

    ``code`` is stable and kebab-case ("no-text-layer"); ``message`` says what, where and
    what to do. ``str()`` is "code: message", the form every output uses.
    """

    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box on a page: page is 1-based; points (1/72 inch), origin at the page's top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a stretch of the text comes from; anchors are sorted, and do not overlap.

    Characters of ``Document.text`` in no anchor were added by the loader (separators,
    computed numbers). Inside an anchor, character ``start + i`` is character
    ``source + i`` of the source unit.

    Attributes:
        start, end: the stretch of ``Document.text``.
        source: index of its first character in the source unit: the page's characters as
            pdfium counts them (PDF), the run's text (Word), the decoded file (text, HTML).
        page: 1-based page, or None where the format has none.
        part: the part of the file ("body", "footnote 2", "header 1", "text box 1"); "" if one.
        paragraph: index of the paragraph in its part (Word), or None.
        run: index of the run in its paragraph (Word), or None.
        confidence: 1.0, or the OCR engine's word confidence.
    """

    start: int
    end: int
    source: int = 0
    page: int | None = None
    part: str = ""
    paragraph: int | None = None
    run: int | None = None
    confidence: float = 1.0


BlockKind = Literal[
    "heading", "paragraph", "list_item", "table_row", "header", "footer",
    "footnote", "endnote", "text_box", "comment", "form_field", "title",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A unit of layout as the format gives it: a paragraph, a heading, a table row.

    Attributes:
        span: its characters; blocks are in reading order and do not overlap.
        kind: what it is; the cells of a ``table_row`` are separated by " | " in the text.
        number: the clause number the format computes or prints ("7.2", "(a)"); also in the text.
        level: depth of heading or list, 1 outermost; 0 when the format does not say.
    """

    span: Span
    kind: BlockKind = "paragraph"
    number: str = ""
    level: int = 0


MarkKind = Literal[
    "inserted", "deleted", "moved", "hidden", "redacted", "placeholder",
    "drafting_note", "ocr", "mojibake", "foreign_language",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to know about a stretch of the text.

    A ``deleted`` mark in the final view is empty (start == end) and carries the struck
    words in ``detail``; an ``inserted`` one in the original view likewise.

    Attributes:
        span: the stretch it speaks of.
        kind: what it says.
        detail: the other wording, how the text is hidden, the language ...
        author, date: of a tracked change, as the file gives them.
    """

    span: Span
    kind: MarkKind
    detail: str = ""
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A party to the contract: its defined term ("Supplier"), full name, other names, role."""

    term: str
    name: str
    role: Role
    aliases: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A defined term, and the span of the sentence or clause that defines it."""

    term: str
    span: Span


class Geometry(Protocol):
    """What a loader leaves behind so that rectangles can be asked for later."""

    def rectangles(self, anchors: tuple[Anchor, ...]) -> tuple[Rectangle, ...]:
        """Boxes around the characters the anchors name, a line each, in reading order."""
        ...


@dataclass(frozen=True, slots=True)
class Document:
    """One contract, read.

    Attributes:
        path: as the user gave it; a part of a container is "outer.zip!/inner.docx".
        sha256: of the file's bytes, hexadecimal.
        format: "pdf", "docx", "text", "markdown", "html", "image", "eml", "zip" ...
        status, reasons: how reading ended. A ``scanned`` document may carry notes as well.
        text: the one string that all offsets point into; paragraphs end with a newline.
        language: ISO 639-1 of the bulk of the text, "" when there is too little of it.
        pages: number of pages; 0 where the format has none.
        blocks, anchors, marks: see there; sorted by position.
        page_starts: offset of each page's first character, for formats with pages.
        title: the file's own title or first heading, "" when none.
        geometry: answers ``rectangles``; None where the format has none.
    """

    path: str
    sha256: str
    format: str
    status: Status
    reasons: tuple[Reason, ...] = ()
    text: str = ""
    language: str = "en"
    pages: int = 0
    blocks: tuple[Block, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    marks: tuple[Mark, ...] = ()
    page_starts: tuple[int, ...] = ()
    title: str = ""
    geometry: Geometry | None = None

    def page(self, span: Span) -> int | None:
        """The 1-based page on which ``span`` begins, None where there are no pages."""
        if not self.page_starts:
            return None
        return max(1, bisect_right(self.page_starts, span.start))

    def anchors_of(self, span: Span) -> tuple[Anchor, ...]:
        """The anchors under ``span``, cut to it."""
        first = max(0, bisect_right(self.anchors, span.start, key=lambda a: a.start) - 1)
        return tuple(_cut(self.anchors, first, span))

    def rectangles(self, span: Span) -> tuple[Rectangle, ...]:
        """The boxes of ``span`` on its pages; empty where the format has none."""
        if self.geometry is None:
            return ()
        return self.geometry.rectangles(self.anchors_of(span))


def _cut(anchors: tuple[Anchor, ...], first: int, span: Span) -> Iterator[Anchor]:
    for anchor in anchors[first:]:
        if anchor.start >= span.end:
            return
        start, end = max(anchor.start, span.start), min(anchor.end, span.end)
        if start < end:
            yield Anchor(
                start, end, anchor.source + start - anchor.start, anchor.page,
                anchor.part, anchor.paragraph, anchor.run, anchor.confidence,
            )  # fmt: skip


ClauseKind = Literal[
    "body", "definition", "recital", "schedule", "order_form", "heading",
    "table", "footnote", "header", "signature",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered (or headed) unit of the contract.

    Attributes:
        span: the clause with its sub-clauses' own text left out (they are clauses too).
        number: the full number as a lawyer cites it, "7.2(a)"; "" when it has none.
        heading: its own heading, or the nearest one above it.
        kind: where in the contract it stands.
        parent: index of the enclosing clause in ``Outline.clauses``, or None.
    """

    span: Span
    number: str = ""
    heading: str = ""
    kind: ClauseKind = "body"
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or an item of a list that is read together with its lead-in.

    Attributes:
        span: the sentence itself.
        clause: index of its clause in ``Outline.clauses``.
        stem: for a list item, the words that introduce the list ("The Customer shall:").
    """

    span: Span
    clause: int
    stem: Span | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What ``segment`` makes of a document."""

    clauses: tuple[Clause, ...]
    sentences: tuple[Sentence, ...]
    parties: tuple[Party, ...]
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value the contract states, with its own words.

    ``value`` is a number, string, bool or list of those; the name carries the unit
    (``duration_months``, ``notice_days``). ``note`` says what is odd about it, for
    instance that words and digits disagree.
    """

    name: str
    value: Any
    span: Span
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue met near a finding (brief 3.2): its id, effect, own span and words."""

    id: str
    effect: str
    span: Span
    text: str
    applied: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """One reason for a step: a code, a direction, a sentence, and the words it rests on."""

    code: str
    direction: Literal["up", "down", "floor", "cap"]
    sentence: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A named part of the anatomy that a pattern found ("duty", "act", "scope")."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the engine proposes: a rule met by words, before anything is judged.

    Attributes:
        type: id of the rule.
        pattern: id of the pattern within the rule that matched best.
        span: the words to quote.
        sentence: index into ``Outline.sentences``; -1 for a finding about the whole document.
        level: the level the pattern claims when nothing speaks against it.
        slots, cues, parameters: what was found in and around it.
        bound, beneficiary: roles, from the document's own parties.
        score: 0 to 1, from the second reader or the pattern; ranks and routes.
        reasons: sentences that say what the level rests on.
        cuad: CUAD categories of direct fit that the second reader, if any, sees in the words.
        factors: codes of the catalogue's factors whose words stand in reach, with their spans.
    """

    type: str
    pattern: str
    span: Span
    sentence: int
    level: Level
    slots: tuple[Slot, ...] = ()
    cues: tuple[Cue, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    bound: Role = "unknown"
    beneficiary: Role = "unknown"
    score: float = 0.5
    reasons: tuple[str, ...] = ()
    cuad: tuple[str, ...] = ()
    factors: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure we are, and why; ``score`` (0 to 1) only ranks and routes."""

    level: Level
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Authority:
    """A statute, case or regulator's paper that explains why a clause matters."""

    ref: str
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class Playbook:
    """What a reviewer may accept, should negotiate or reject, and wording to ask for."""

    accept: str = ""
    negotiate: str = ""
    reject: str = ""
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A pending tracked change that touches a finding, and what each view says.

    ``effect`` is "introduced" (only in the final view), "removed" (only in the original),
    "reworded" (in both) or "moved" (in both with the same words, which stood elsewhere or in
    other paragraphs).
    """

    effect: Literal["introduced", "removed", "reworded", "moved"]
    final: str
    original: str
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule met in a clause, judged. The JSON form is design section 4.

    Attributes:
        id: stable fingerprint of type and normalised quote (see ``judge.fingerprint``).
        quote: ``text[span.start:span.end]``, verbatim.
        context, context_start: the clause around the quote, and its offset in the text.
        occurrences: further spans with the same normalised quote, for repeated text.
        change: the tracked change that touches it, if any.
        hidden: the quote stands in hidden text.
        parent: id of the finding an attribute is attached to, "" when none.
        related: ids of other findings on the same words, of which one is ``primary``.
        cuad: CUAD's categories that it stands for, as the surest of the findings on its words.
    """

    id: str
    type: str
    family: str
    kind: Kind
    mode: Mode
    title: str
    band: Band
    base_band: Band
    perspective: Perspective
    confidence: Confidence
    status: Literal["open", "cleared", "waived"]
    reported: bool
    span: Span | None
    quote: str
    clause: str
    heading: str
    page: int | None
    bound_party: Role
    beneficiary: Role
    parameters: tuple[Parameter, ...]
    factors: tuple[Factor, ...]
    cues: tuple[Cue, ...]
    interactions: tuple[str, ...]
    cuad: tuple[str, ...]
    why: str
    what_would_lower_it: str
    question: str
    playbook: Playbook
    authorities: tuple[Authority, ...]
    context: str = ""
    context_start: int = 0
    occurrences: tuple[Span, ...] = ()
    change: Change | None = None
    hidden: bool = False
    parent: str = ""
    related: tuple[str, ...] = ()
    primary: bool = True


@dataclass(frozen=True, slots=True)
class Interaction:
    """A combination of findings that is worse (or better) than its parts (brief 5.4)."""

    code: str
    sentence: str
    findings: tuple[str, ...]
    effect: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the five questions: its worst band (None: nothing found) and the best reasons."""

    question: str
    band: Band | None
    reasons: tuple[str, ...]
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegulatoryFlag:
    """A reason for competition or data counsel to look: "yes" or "review"."""

    level: Literal["yes", "review"]
    sentence: str
    authority: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """A document's rating: three things, not one (brief 5.3).

    Attributes:
        band: overall, or None when nothing stands against the document.
        verdict: one or two sentences in plain words.
        could_raise_to: the band that ``possible`` findings would raise it to, if any.
        missing: protections looked for and not found, each a (type, sentence).
        key_dates, exposure, unresolved, open_questions: sentences.
    """

    band: Band | None
    verdict: str
    could_raise_to: Band | None
    answers: tuple[Answer, ...]
    interactions: tuple[Interaction, ...]
    flags: tuple[RegulatoryFlag, ...]
    missing: tuple[tuple[str, str], ...] = ()
    key_dates: tuple[str, ...] = ()
    exposure: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentAudit:
    """Everything the reports say of one document; carries no full text.

    ``words`` counts the words read. ``duplicate_of`` names the first path with the same bytes.
    """

    path: str
    sha256: str
    format: str
    status: Status
    reasons: tuple[str, ...]
    language: str
    pages: int
    words: int
    title: str
    parties: tuple[Party, ...]
    findings: tuple[Finding, ...]
    rating: Rating | None
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The summary over all documents (brief 5.5). No mean score.

    Attributes:
        statuses: how many documents ended in each status.
        bands: documents by overall band ("none" where nothing was found).
        families: family -> band -> number of reported open risk findings.
        worst: paths, worst first.
        notes: conflicts, concentration, calendar: sentences naming the contracts.
    """

    statuses: Mapping[str, int]
    bands: Mapping[str, int]
    families: Mapping[str, Mapping[str, int]]
    worst: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole result: what every report format is drawn from."""

    documents: tuple[DocumentAudit, ...]
    portfolio: Portfolio
    perspective: Perspective
    pack_version: str
    tool_version: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All reported findings of all documents."""
        return tuple(f for d in self.documents for f in d.findings if f.reported)
