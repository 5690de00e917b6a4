"""Writes what was read into one text with anchors, blocks and marks, in one view."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from auditor.errors import LimitReached
from auditor.load.builder import TextBuilder
from auditor.load.word.content import Block, Paragraph, Piece, Revision, Row
from auditor.load.word.numbering import Label
from auditor.load.word.story import number_text
from auditor.model import BlockKind, MarkKind, Span, View

# Whole clauses are often set in heading styles for their number; these tell them apart.
_LONGEST_HEADING = 25  # words
_LONGEST_ENDED = 6  # words, for one that ends like a sentence
_VERB = re.compile(r"\b(?:shall|will|must|may|means?|agrees?|is|are|has|have)\b")


@dataclass(slots=True)
class _Mark:
    span: Span
    kind: MarkKind
    detail: str
    author: str
    date: str


@dataclass(slots=True)
class Emitter:
    """Collects blocks into a builder.

    Args:
        view: the view of tracked changes that becomes the text.
        characters: the limit on the length of the text.
    """

    view: View
    characters: int
    builder: TextBuilder = field(default_factory=TextBuilder)
    title: str = ""
    hidden: dict[str, int] = field(default_factory=dict)
    _marks: list[_Mark] = field(default_factory=list)
    _last: dict[tuple[str, str, str, str], _Mark] = field(default_factory=dict)

    def block(self, block: Block, part: str, kind: BlockKind | None = None, lead: str = "") -> None:
        """Write a paragraph or row.

        Args:
            part: where it stands, for the anchors.
            kind: what to call it, instead of what its properties say.
            lead: characters to put before it (the mark of a footnote).

        Raises:
            LimitReached: the text has reached its limit.
        """
        if self.builder.length > self.characters:
            raise LimitReached(
                f"the text is longer than {self.characters} characters (limit characters); "
                "the rest was not read"
            )
        pieces = _trimmed(block.pieces, self.view)
        self.builder.begin_block()
        begin = self.builder.length
        visible = any(piece.stands_in(self.view) for piece in pieces)
        if lead and visible:
            self.builder.insert(lead)
        label = block.label
        if label is not None and visible and isinstance(block, Paragraph):
            self.builder.insert(number_text(label))
        for piece in pieces:
            self._piece(piece, part)
        end = self.builder.length
        if isinstance(block, Row):
            self.builder.end_block(kind or "table_row", number=label.number if label else "")
            return
        words = _plain(pieces, self.view)
        chosen = kind or _kind(block, words, label)
        if chosen in ("title", "heading") and not self.title:
            self.title = words
        self.builder.end_block(
            chosen, number=label.number if label else "", level=_level(block, label)
        )
        if block.mark is not None and block.mark.view == self.view and end > begin:
            self._note(Span(end, end + 1), block.mark.kind, "", block.mark)

    def _piece(self, piece: Piece, part: str) -> None:
        if piece.stands_in(self.view):
            span = self._text(piece, part)
            for revision in piece.revisions:
                self._note(span, revision.kind, "", revision)
            if piece.text.isspace():
                return
            if piece.hidden:
                self.hidden[piece.hidden] = self.hidden.get(piece.hidden, 0) + len(piece.text)
                self._note(span, "hidden", piece.hidden)
            if piece.placeholder:
                self._note(span, "placeholder", "unfilled field")
            return
        others = [r for r in piece.revisions if r.view != self.view]
        if len(others) == len(piece.revisions):  # the words stand in the other view
            here = Span(self.builder.length, self.builder.length)
            self._note(here, others[-1].kind, piece.text, others[-1], empty=True)

    def _text(self, piece: Piece, part: str) -> Span:
        if piece.run < 0:
            return self.builder.insert(piece.text)
        return self.builder.add(
            piece.text, source=piece.source, part=part, paragraph=piece.paragraph, run=piece.run
        )

    def _note(
        self,
        span: Span,
        kind: MarkKind,
        detail: str,
        revision: Revision | None = None,
        *,
        empty: bool = False,
    ) -> None:
        """Remember a mark, joined to the one before it if that says the same right before."""
        author = revision.author if revision else ""
        date = revision.date if revision else ""
        key = (kind, author, date, "" if empty else "+" + detail)
        last = self._last.get(key)
        if last is not None and last.span.end == span.start:
            last.span = Span(last.span.start, span.end)
            last.detail += detail if empty else ""
            return
        mark = _Mark(span, kind, detail, author, date)
        self._marks.append(mark)
        if empty:  # nothing may be joined across it, or the order of the words would be lost
            self._last.clear()
        self._last[key] = mark

    def finish(self) -> None:
        """Hand all marks to the builder."""
        for mark in self._marks:
            self.builder.mark(mark.span, mark.kind, mark.detail, mark.author, mark.date)
        self._marks.clear()


def _trimmed(pieces: list[Piece], view: View) -> list[Piece]:
    """Without the line and page breaks before the first and after the last word."""
    shown = [i for i, p in enumerate(pieces) if p.stands_in(view) and not p.text.isspace()]
    if not shown:
        return [p for p in pieces if not p.stands_in(view)]
    first, last = shown[0], shown[-1]
    return [p for i, p in enumerate(pieces) if first <= i <= last or not p.stands_in(view)]


def _kind(paragraph: Paragraph, words: str, label: Label | None) -> BlockKind:
    if (paragraph.title or paragraph.outline is not None) and _is_heading(words):
        return "title" if paragraph.title else "heading"
    return "list_item" if label is not None else "paragraph"


def _is_heading(words: str) -> bool:
    count = words.count(" ") + 1
    if words.endswith((".", ";", ":", ",")):
        return count <= _LONGEST_ENDED and _VERB.search(words) is None
    return count <= _LONGEST_HEADING


def _level(paragraph: Paragraph, label: Label | None) -> int:
    if paragraph.outline is not None:
        return paragraph.outline + 1
    return label.level if label is not None else 0


def _plain(pieces: list[Piece], view: View) -> str:
    return " ".join("".join(p.text for p in pieces if p.stands_in(view)).split())
