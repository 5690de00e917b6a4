"""Reads the paragraphs and tables of one story: the body, a header, a note, a text box."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from auditor.load.word.content import (
    Block,
    Context,
    Paragraph,
    Piece,
    Revision,
    Row,
    has_text,
)
from auditor.load.word.fields import Fields
from auditor.load.word.inline import Inline, Shared
from auditor.load.word.look import UNKNOWN, read_look, shade
from auditor.load.word.numbering import Counters, Label, Numbering
from auditor.load.word.styles import read_numbering
from auditor.load.word.xml import MC, VAL, R, W, choose, is_on, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CELL = " | "
_PAGE = 31_680  # twentieths of a point: the widest page Word allows, 22 inches
_SKIPPED = frozenset(
    W + name for name in ("sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr",
                          "bookmarkStart", "bookmarkEnd", "proofErr", "tblPrEx", "customXmlPr")
)  # fmt: skip


@dataclass(slots=True)
class _Pending:
    """Paragraphs whose mark is not in this view (or not visible): they go on in the next."""

    paragraph: Paragraph
    reference: tuple[str, int] | None
    keeps: bool  # the number and style of the first one stay (a hidden mark)


class Story:
    """One story, read in order.

    Args:
        root: its element.
        shared: styles, changes and limits of the document.
        numbering, counters: the lists, and the running numbers this story shares.
        indices: index of every paragraph element in its part.
    """

    def __init__(
        self,
        root: Element,
        shared: Shared,
        numbering: Numbering,
        counters: Counters,
        indices: dict[Element, int],
    ) -> None:
        self._root = root
        self._shared = shared
        self._numbering = numbering
        self._counters = counters
        self._indices = indices
        self._fields = Fields(root)
        self._view = shared.revisions.view
        self.imported: list[str] = []

    def read(self, context: Context) -> Iterator[Block]:
        """The blocks in order; text in no view of the story is left out."""
        yield from self._blocks(self._root, context)

    def _blocks(self, parent: Element, context: Context) -> Iterator[Block]:
        pending: _Pending | None = None
        for element, inner in self._flat(parent, context):
            if element.tag == W + "p":
                if pending is not None and pending.keeps and self._is_numbered(element):
                    yield self._finish(pending)  # a number begins a paragraph of its own
                    pending = None
                pending, done = self._paragraph(element, inner, pending)
                if done is not None:
                    yield done
                continue
            if pending is not None:
                yield self._finish(pending, open_ended=True)
                pending = None
            if element.tag == W + "tbl":
                yield from self._table(element, inner)
            else:
                self.imported.append(element.get(R + "id") or "")
        if pending is not None:
            yield self._finish(pending, open_ended=True)

    def _flat(self, parent: Element, context: Context) -> Iterator[tuple[Element, Context]]:
        """Paragraphs, tables and imported chunks under a container, through all wrappers."""
        stack = [(child, context) for child in reversed(parent)]
        while stack:
            element, inner = stack.pop()
            tag = element.tag
            if tag in (W + "p", W + "tbl", W + "altChunk"):
                yield element, inner
                continue
            if tag in _SKIPPED or not len(element):
                continue
            if inner.depth > self._shared.nesting:
                self._shared.too_deep = True
                continue
            holder: Element | None = element
            deeper = inner.inside(self._shared.revisions.read(element))
            if tag == W + "sdt":
                holder = element.find(W + "sdtContent")
                if is_on(element.find(W + "sdtPr"), W + "showingPlcHdr"):
                    deeper = replace(deeper, placeholder=True)
            elif tag == MC + "AlternateContent":
                holder = choose(element)
            if holder is not None:
                stack.extend((child, deeper) for child in reversed(holder))

    def _paragraph(
        self, element: Element, context: Context, pending: _Pending | None
    ) -> tuple[_Pending | None, Paragraph | None]:
        """Read one paragraph; it is done unless its mark does not stand in this view."""
        stated = element.find(W + "pPr")
        properties = self._shared.revisions.properties(stated)
        style = value(properties, W + "pStyle") or ""
        outline = number(value(properties, W + "outlineLvl"))
        if outline is None or outline > 8:
            outline = self._shared.styles.outline(style)
        self._fields.outline = outline or 0
        inline = Inline(
            self._shared, self._fields, element, self._indices.get(element, -1), style,
            self._background(properties, style),
        )  # fmt: skip
        inline.read(replace(context, hidden=context.hidden or _off_page(properties)))
        mark = None if stated is None else stated.find(W + "rPr")
        changes = (*context.revisions, *self._shared.revisions.within(mark))
        current = _Pending(
            Paragraph(
                inline.pieces, inline.asides,
                outline=outline,
                title=self._shared.styles.is_title(style),
                mark=changes[-1] if changes else None,
            ),
            self._reference(properties, style, inline.pieces),
            keeps=False,
        )  # fmt: skip
        joined = current if pending is None else self._join(pending, current)
        if not all(change.view == self._view for change in changes):
            joined.paragraph.pieces.append(Piece("\n", revisions=changes))
            return joined, None
        if self._ends_hidden(mark, style, joined.paragraph):
            joined.keeps = True
            return joined, None
        return None, self._finish(joined)

    def _reference(
        self, properties: Element | None, style: str, pieces: list[Piece]
    ) -> tuple[str, int] | None:
        """The list a paragraph is in; one that only holds a section break shows no number."""
        if not pieces and properties is not None and properties.find(W + "sectPr") is not None:
            return None
        return self._numbering.reference(read_numbering(properties), style)

    def _is_numbered(self, element: Element) -> bool:
        properties = self._shared.revisions.properties(element.find(W + "pPr"))
        style = value(properties, W + "pStyle") or ""
        return self._numbering.reference(read_numbering(properties), style) is not None

    def _join(self, first: _Pending, second: _Pending) -> _Pending:
        """Two paragraphs as one: the last mark's properties hold (17.13.5.15), unless the
        first one's mark is only hidden (a style separator), or only the first has words."""
        keeps = first.keeps or (
            has_text(first.paragraph.pieces, self._view)
            and not has_text(second.paragraph.pieces, self._view)
        )
        kept = first if keeps else second
        kept.keeps = first.keeps
        kept.paragraph.mark = second.paragraph.mark
        pieces = first.paragraph.pieces
        if first.keeps and pieces and not pieces[-1].text[-1:].isspace():
            pieces = [*pieces, Piece(" ")]
        kept.paragraph.pieces = [*pieces, *second.paragraph.pieces]
        kept.paragraph.asides = [*first.paragraph.asides, *second.paragraph.asides]
        return kept

    def _ends_hidden(self, mark: Element | None, style: str, paragraph: Paragraph) -> bool:
        """Whether the mark is hidden while words before it show: Word runs the paragraph on."""
        if mark is None or (
            mark.find(W + "vanish") is None and mark.find(W + "specVanish") is None
        ):
            return False
        look = self._shared.styles.run_look(style, "", read_look(mark, self._shared.styles.theme))
        hidden = look.vanish or bool(is_on(mark, W + "specVanish"))
        return hidden and any(not piece.hidden for piece in paragraph.pieces)

    def _finish(self, pending: _Pending, *, open_ended: bool = False) -> Paragraph:
        """The paragraph with its number; ``open_ended``: its mark is not in this view."""
        paragraph = pending.paragraph
        shown = [p for p in paragraph.pieces if p.stands_in(self._view)]
        visible = any(not p.hidden for p in shown) if shown else not open_ended
        if pending.reference is not None and visible:
            paragraph.label = self._counters.advance(*pending.reference)
        return paragraph

    def _background(self, properties: Element | None, style: str) -> str:
        theme = self._shared.styles.theme
        own = None if properties is None else shade(properties.find(W + "shd"), theme)
        if own is None:
            own = self._shared.styles.paragraph_fill(style)
        return own or ""

    def _table(self, table: Element, context: Context) -> Iterator[Block]:
        style = value(table.find(W + "tblPr"), W + "tblStyle") or ""
        painted = self._shared.styles.paints_cells(style)
        background = UNKNOWN if painted else context.background
        context = replace(context, background=background, table_style=style).inside()
        for row, inner in self._wrapped(table, W + "tr", context):
            yield from self._row(row, inner)

    def _wrapped(
        self, parent: Element, tag: str, context: Context
    ) -> Iterator[tuple[Element, Context]]:
        """Rows of a table or cells of a row, through content controls and changes."""
        if context.depth > self._shared.nesting:
            self._shared.too_deep = True
            return
        for child in parent:
            if child.tag == tag:
                yield child, context
            elif child.tag not in _SKIPPED and len(child):
                holder = choose(child) if child.tag == MC + "AlternateContent" else child
                deeper = context.inside(self._shared.revisions.read(child))
                if is_on(child.find(W + "sdtPr"), W + "showingPlcHdr"):
                    deeper = replace(deeper, placeholder=True)
                if holder is not None:
                    yield from self._wrapped(holder, tag, deeper)

    def _row(self, row: Element, context: Context) -> Iterator[Block]:
        properties = row.find(W + "trPr")
        for change in self._shared.revisions.within(properties):
            context = context.inside(change)
        if is_on(properties, W + "hidden"):
            context = replace(context, hidden=context.hidden or "hidden table row")
        cells = [self._cell(cell, inner) for cell, inner in self._wrapped(row, W + "tc", context)]
        if len(cells) == 1 and len(cells[0]) > 1:
            yield from cells[0]  # one cell with several paragraphs is a frame, not a table
            return
        yield self._joined(cells, context.revisions)

    def _cell(self, cell: Element, context: Context) -> list[Block]:
        properties = cell.find(W + "tcPr")
        for change in self._shared.revisions.within(properties):
            context = context.inside(change)
        if properties is not None:
            fill = shade(properties.find(W + "shd"), self._shared.styles.theme)
            context = replace(context, background=fill or context.background)
            if _continues(properties):
                context = replace(
                    context, hidden=context.hidden or "cell merged into its neighbour"
                )
        blocks = list(self._blocks(cell, context.inside()))
        last = blocks[-1].pieces if blocks else []
        if last and last[-1].text == "\n" and not last[-1].stands_in(self._view):
            last.pop()  # a cell's last mark cannot be deleted: it ends the cell
        return blocks

    def _joined(self, cells: list[list[Block]], revisions: tuple[Revision, ...]) -> Row:
        row = Row([], [])
        filled = 0
        for position, blocks in enumerate(cells):
            pieces: list[Piece] = []
            for block in blocks:
                row.asides.extend(block.asides)
                row.label = row.label or (block.label if position == 0 else None)
                content = _labelled(block)
                if content and pieces:
                    pieces.append(Piece("\n", revisions=content[0].revisions))
                pieces.extend(content)
            if position:
                row.pieces.append(Piece(CELL, revisions=revisions))
            row.pieces.extend(pieces)
            filled = len(row.pieces) if pieces else filled
        del row.pieces[filled:]
        if not all(revision.view == self._view for revision in revisions):
            row.pieces.append(Piece("\n", revisions=revisions))
        return row


def _labelled(block: Block) -> list[Piece]:
    """The pieces of a block in a cell, its number first."""
    if isinstance(block, Row) or block.label is None:
        return block.pieces
    if not block.pieces:
        return [Piece(block.label.text)]
    before = Piece(number_text(block.label), revisions=block.pieces[0].revisions)
    return [before, *block.pieces]


def number_text(label: Label) -> str:
    """The characters written before a numbered paragraph."""
    return label.text + " "


def _continues(properties: Element) -> bool:
    """Whether a cell only continues the merged cell above or before it."""
    for name in ("vMerge", "hMerge"):
        merge = properties.find(W + name)
        if merge is not None and merge.get(VAL, "continue") == "continue":
            return True
    return False


def _off_page(properties: Element | None) -> str:
    """ "off the page" when a frame or an indent puts the paragraph where no paper is."""
    if properties is None:
        return ""
    frame, indent = properties.find(W + "framePr"), properties.find(W + "ind")
    places = [] if frame is None else [frame.get(W + "x"), frame.get(W + "y")]
    if indent is not None:
        places += [indent.get(W + "left"), indent.get(W + "start")]
    return "off the page" if any(abs(number(p, 0) or 0) >= _PAGE // 2 for p in places) else ""
