"""What the parts of a Word file are read into before they become one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from auditor.load.word.numbering import Label
from auditor.model import BlockKind, View

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Change = Literal["inserted", "deleted", "moved"]
AsideKind = Literal["footnote", "endnote", "text_box", "diagram", "watermark"]


@dataclass(frozen=True, slots=True)
class Revision:
    """One pending tracked change.

    Attributes:
        kind: the mark it becomes.
        view: the one view of the text in which its words stand.
        author, date: as the file gives them.
    """

    kind: Change
    view: View
    author: str = ""
    date: str = ""


@dataclass(slots=True)
class Piece:
    """Consecutive characters of one run, or characters the loader adds (``run`` -1).

    Attributes:
        text: the characters.
        paragraph, run, source: where they stand (see ``auditor.load.word``).
        revisions: the tracked changes around them, outermost first.
        hidden: in which way they cannot be seen, "" when they can.
        placeholder: they are the prompt of a field nobody filled in.
    """

    text: str
    paragraph: int = -1
    run: int = -1
    source: int = 0
    revisions: tuple[Revision, ...] = ()
    hidden: str = ""
    placeholder: bool = False

    def stands_in(self, view: View) -> bool:
        """Whether these characters are part of the text in this view."""
        return all(revision.view == view for revision in self.revisions)


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds the words being read; handed down, never changed.

    Attributes:
        revisions: tracked changes around them.
        hidden: they stand in something that cannot be seen (a hidden row), and why.
        background: colour behind them ("" paper, ``look.UNKNOWN``).
        table_style: id of the style of the table they stand in.
        placeholder: they stand in a content control that shows its prompt.
        depth: elements and tables they are nested in, against the nesting limit.
    """

    revisions: tuple[Revision, ...] = ()
    hidden: str = ""
    background: str = ""
    table_style: str = ""
    placeholder: bool = False
    depth: int = 0

    def inside(self, revision: Revision | None = None) -> Context:
        """One element deeper, inside ``revision`` if given."""
        revisions = self.revisions if revision is None else (*self.revisions, revision)
        return replace(self, revisions=revisions, depth=self.depth + 1)


@dataclass(slots=True)
class Aside:
    """Text that hangs on a paragraph and is read after it.

    Attributes:
        kind: what it is; a ``watermark`` is a word drawn as a picture.
        context: what surrounds the place it hangs on.
        id: of the note, or of the relationship to the diagram; the word of a watermark.
        element: the text box itself.
        mark: of a note, when the author chose it ("*").
    """

    kind: AsideKind
    context: Context
    id: str = ""
    element: Element | None = None
    mark: str = ""


@dataclass(slots=True)
class Paragraph:
    """A paragraph, or several that are one in this view."""

    pieces: list[Piece]
    asides: list[Aside] = field(default_factory=list)
    label: Label | None = None
    outline: int | None = None
    title: bool = False
    mark: Revision | None = None
    kind: BlockKind | None = None


@dataclass(slots=True)
class Row:
    """A table row: the pieces of its cells with separators between them."""

    pieces: list[Piece]
    asides: list[Aside]
    label: Label | None = None


Block = Paragraph | Row


def has_text(pieces: Sequence[Piece], view: View) -> bool:
    """Whether anything but white space stands in this view."""
    return any(p.stands_in(view) and not p.text.isspace() and p.text for p in pieces)
