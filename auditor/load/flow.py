"""Paragraphs as markup lays them out: whitespace collapsed, lists numbered, tables in rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from auditor.model import BlockKind

_SPACES = re.compile(r"[ \t\n\r\f\v\xa0\u2000-\u200a\u202f\u205f\u3000]+")
#: Shown by no browser, but they part words from each other: soft hyphen, zero-width marks.
_INVISIBLE = re.compile("[\xad\u200b\u200c\u200d\u2060\ufeff]")
#: A cell that holds a clause number or a bullet and nothing else.
_MARKER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxlcIVXLC]{1,6})[.)]{0,2}|[•·▪–-]")
_OWN_NUMBER = re.compile(
    r"\A\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxlcIVXLC]{1,6})[.)]+(?=\s)|\A\d+(?:\.\d+)+(?=\s)"
)
#: A cell this long, of several paragraphs, is a column of a page and not a cell of a table.
_COLUMN = 1200
#: A cell this long beside a bare number is a clause and not a value.
_CLAUSE = 40


@dataclass(frozen=True, slots=True)
class Tone:
    """How words are shown: ``hidden`` says how they are hidden ("" when shown)."""

    hidden: str = ""
    bold: bool = False
    change: Literal["", "inserted", "deleted"] = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one tone."""

    text: str
    tone: Tone


@dataclass(slots=True)
class Paragraph:
    """A unit of layout: what ``model.Block`` is made from."""

    kind: BlockKind = "paragraph"
    number: str = ""
    level: int = 0
    preserved: bool = False
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(piece.text for piece in self.pieces)

    def looks_like_heading(self) -> bool:
        """Whether it is short and bold throughout, as a heading set by hand is."""
        words = self.text.strip()
        return (
            len(words) <= 120
            and all(piece.tone.bold for piece in self.pieces if piece.text.strip())
            and is_title(words)
        )

    @property
    def number_text(self) -> str:
        """The number as it stands before the words."""
        return f"{self.number} " if self.number.endswith((".", ")")) else f"{self.number}. "


def is_title(words: str) -> bool:
    """Whether words can be a heading: letters, and no sentence that goes on or ends in them."""
    bare = _OWN_NUMBER.sub("", words, count=1).strip()
    if not any(character.isalpha() for character in bare) or bare[-1] in ';,:”"':
        return False
    return len(bare.split()) <= 15 and not re.search(r"[.;:?!]\s", bare)


class _Row(list[list[Paragraph]]):
    """The cells of a table row being read."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A table cell being read; ``loose`` when it stands in no row."""

    loose: bool


class Flow:
    """Collects words into paragraphs while a reader walks its markup."""

    def __init__(self) -> None:
        self._sinks: list[list[Paragraph]] = [[]]
        self._frames: list[_Row | _Cell] = []
        self._open = Paragraph()
        self._space = False
        self._breaks = 0
        self._heading = 0
        self._items: list[tuple[str, int, bool]] = []
        self._preserve = 0

    def text(self, words: str, tone: Tone) -> None:
        """More words of the open paragraph."""
        if not words:
            return
        if self._preserve:
            self._open.pieces.append(Piece(words, tone))
            return
        words = _SPACES.sub(" ", words if words.isascii() else _INVISIBLE.sub("", words))
        bare = words.strip(" ")
        if not bare:
            self._space = self._space or bool(words)
            return
        self._end_line()
        pieces = self._open.pieces
        if pieces and (self._space or words[0] == " ") and not pieces[-1].text.endswith("\n"):
            if tone.change:  # the space must stay where the words do not
                pieces.append(Piece(" ", Tone()))
            else:
                bare = " " + bare
        self._open.pieces.append(Piece(bare, tone))
        self._space = words[-1] == " "

    def line_break(self) -> None:
        """The end of a line; two in a row end the paragraph."""
        if self._preserve:
            self._open.pieces.append(Piece("\n", Tone()))
            return
        self._breaks += 1
        self._space = False

    def _end_line(self) -> None:
        if self._breaks >= 2:
            self.end_paragraph()
        elif self._breaks and self._open.pieces:
            self._open.pieces.append(Piece("\n", Tone()))
        self._breaks = 0

    def end_paragraph(self) -> None:
        """Close the open paragraph; one without words leaves nothing behind."""
        done, self._open = self._open, Paragraph()
        self._space, self._breaks = False, 0
        if not any(piece.text.strip() for piece in done.pieces):
            return
        done.preserved = bool(self._preserve)
        if self._heading:
            done.kind, done.level = "heading", self._heading
        if self._items:
            self._number(done)
        if done.kind in {"paragraph", "list_item"} and done.looks_like_heading():
            done.kind, done.level = "heading", 0
        if self._frames and isinstance(self._frames[-1], _Row):
            self._frames[-1].append([done])  # between the cells, where nothing should stand
        else:
            self._sinks[-1].append(done)

    def _number(self, done: Paragraph) -> None:
        number, level, used = self._items[-1]
        if done.kind == "paragraph":
            done.kind, done.level = "list_item", level
        if not used:
            self._items[-1] = (number, level, True)
            if number and not _OWN_NUMBER.match(done.text):
                done.number = number

    def item(self, number: str, level: int) -> None:
        """A list item begins; ``number`` is "" for a bullet."""
        self._items.append((number, level, False))

    def end_item(self) -> None:
        """The innermost list item ends."""
        if self._items:
            self._items.pop()

    def heading(self, level: int) -> None:
        """What follows is a heading of this level; 0 ends it."""
        self._heading = level

    def preserve(self, on: bool) -> None:
        """Keep line ends and spaces from here on, or no longer."""
        self._preserve += 1 if on else -1

    def open_row(self) -> None:
        """A table row begins."""
        self._frames.append(_Row())

    def close_row(self) -> None:
        """The row ends, and its cells become paragraphs."""
        row = self._frames.pop()
        assert isinstance(row, _Row)
        self._sinks[-1].extend(_compose([cell for cell in row if cell]))

    def open_cell(self) -> None:
        """A cell begins; outside a row it is a paragraph like any other."""
        loose = not self._frames or not isinstance(self._frames[-1], _Row)
        self._frames.append(_Cell(loose))
        if not loose:
            self._sinks.append([])

    def close_cell(self) -> None:
        """The cell ends."""
        cell = self._frames.pop()
        assert isinstance(cell, _Cell)
        if cell.loose:
            return
        row = self._frames[-1]
        assert isinstance(row, _Row)
        row.append(self._sinks.pop())

    def finish(self) -> list[Paragraph]:
        """All paragraphs."""
        self.end_paragraph()
        return self._sinks[0]


def _is_item(marker: str, words: str) -> bool:
    """Whether two cells are the number of a clause and its words."""
    marker = marker.strip()
    bare = marker.replace(".", "").isdigit() and not marker.endswith(".")
    return bool(_MARKER.fullmatch(marker)) and (not bare or len(words) >= _CLAUSE)


def _compose(cells: list[list[Paragraph]]) -> list[Paragraph]:
    """Paragraphs of one table row: a row, or what tables are misused for (lists, columns)."""
    if len(cells) == 2 and len(cells[0]) == 1 and _is_item(cells[0][0].text, cells[1][0].text):
        first = cells[1][0]
        first.pieces = [*cells[0][0].pieces, Piece(" ", Tone()), *first.pieces]
        if first.kind == "paragraph":
            first.kind = "list_item"
        return cells[1]
    nested = any(paragraph.kind == "table_row" for cell in cells for paragraph in cell)
    column = any(
        len(cell) > 1 and sum(len(paragraph.text) for paragraph in cell) > _COLUMN for cell in cells
    )
    if len(cells) < 2 or nested or column or any(p.preserved for cell in cells for p in cell):
        return [paragraph for cell in cells for paragraph in cell]
    row = Paragraph(kind="table_row")
    for cell in cells:
        if row.pieces:
            row.pieces.append(Piece(" | ", Tone()))
        for index, paragraph in enumerate(cell):
            if index:
                row.pieces.append(Piece(" ", Tone()))
            if paragraph.number:
                row.pieces.append(Piece(paragraph.number_text, Tone()))
            row.pieces.extend(paragraph.pieces)
    return [row]
