"""Reads the runs of a paragraph into pieces of text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from auditor.load.word.content import Aside, AsideKind, Context, Piece
from auditor.load.word.fields import Fields
from auditor.load.word.look import UNKNOWN, read_look, rgb, why_hidden
from auditor.load.word.revisions import Revisions
from auditor.load.word.styles import Styles
from auditor.load.word.symbols import PRIVATE, symbol
from auditor.load.word.xml import DGM, MC, WP, WPS, A, M, R, V, W, choose, is_on, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SKIPPED = frozenset(
    W + name
    for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr", "proofErr",
                 "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")
)  # fmt: skip
_NOTES: dict[str, AsideKind] = {
    W + "footnoteReference": "footnote",
    W + "endnoteReference": "endnote",
}
_PICTURES = frozenset((W + "drawing", W + "pict", W + "object"))
_ONE_CHARACTER = {
    W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-",
}  # fmt: skip
_LARGE = 4_320_000 * 3_240_000  # EMU: 12 by 9 cm, big enough to show text worth reading
_LONGEST_MARK = 5
# XML keeps line ends inside w:t; Word shows a space
_SHOWN: dict[int, str] = {**PRIVATE, **dict.fromkeys(map(ord, "\r\n\t"), " ")}


@dataclass(slots=True)
class Shared:
    """What every part of one document is read with."""

    styles: Styles
    revisions: Revisions
    nesting: int
    too_deep: bool = False
    large_pictures: int = 0
    unread: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Inline:
    """Reads one paragraph; ``pieces`` and ``asides`` fill as ``read`` goes.

    Args:
        shared: styles and changes of the document.
        fields: the fields open where the paragraph begins.
        paragraph: its element and its index in the part.
        style: id of its style.
        background: colour behind it.
    """

    shared: Shared
    fields: Fields
    paragraph: Element
    index: int
    style: str
    background: str
    pieces: list[Piece] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    _awaits_mark: bool = False
    _runs: dict[Element, int] = field(default_factory=dict)

    def read(self, context: Context) -> None:
        """Read all runs of the paragraph."""
        self._runs = {run: i for i, run in enumerate(self.paragraph.iter(W + "r"))}
        self._children(self.paragraph, context)

    def _children(self, parent: Element, context: Context) -> None:
        if context.depth > self.shared.nesting:
            self.shared.too_deep = True
            return
        for child in parent:
            tag = child.tag
            if tag == W + "r":
                self._run(child, context)
            elif tag in _SKIPPED:
                continue
            elif tag == W + "sdt":
                self._control(child, context)
            elif tag == MC + "AlternateContent":
                branch = choose(child)
                if branch is not None:
                    self._children(branch, context.inside())
            elif tag == M + "t":
                self._add(child.text or "", -1, 0, context)
            elif tag == W + "subDoc":
                self.shared.unread.append(f"sub-document {child.get(R + 'id', '')}")
            elif len(child):
                self._children(child, context.inside(self.shared.revisions.read(child)))

    def _control(self, control: Element, context: Context) -> None:
        content = control.find(W + "sdtContent")
        if content is not None:
            if is_on(control.find(W + "sdtPr"), W + "showingPlcHdr"):
                context = replace(context, placeholder=True)
            self._children(content, context.inside())

    def _run(self, run: Element, context: Context) -> None:
        index = self._runs[run]
        context = self._seen(run, context)
        source = 0
        for child in run:
            tag = child.tag
            if tag in (W + "t", W + "delText"):
                text = child.text or ""
                if not self._is_note_mark(text):
                    self._add(text.translate(_SHOWN), index, source, context)
                source += len(text)
            elif tag in _ONE_CHARACTER:
                self._add(_ONE_CHARACTER[tag], index, source, context)
                source += 1
            elif tag == W + "br":
                source += self._break(child, index, source, context)
            else:
                self._other(child, index, context)

    def _is_note_mark(self, text: str) -> bool:
        """Whether these characters are the note mark an author typed: they go to the note."""
        if not self._awaits_mark or not text.strip():
            return False
        self._awaits_mark = False
        if len(text.strip()) > _LONGEST_MARK:
            return False
        self.asides[-1].mark = text.strip()
        return True

    def _break(self, element: Element, index: int, source: int, context: Context) -> int:
        """A line break is a character of the run; page and column breaks are not."""
        if element.get(W + "type", "textWrapping") == "textWrapping":
            self._add("\n", index, source, context)
            return 1
        if self.pieces:
            self._add("\n", -1, 0, context)
        return 0

    def _other(self, child: Element, index: int, context: Context) -> None:
        tag = child.tag
        if tag == W + "fldChar":
            shown = self.fields.character(child)
            if shown is not None:
                flagged = replace(context, placeholder=context.placeholder or shown.placeholder)
                self._add(shown.text, -1, 0, flagged)
        elif tag in (W + "instrText", W + "delInstrText"):
            self.fields.instruct(child.text or "")
        elif tag == W + "sym":
            self._add(symbol(child.get(W + "font", ""), child.get(W + "char", "")), -1, 0, context)
        elif tag in _NOTES:
            self.asides.append(Aside(_NOTES[tag], context, child.get(W + "id", "")))
            self._awaits_mark = child.get(W + "customMarkFollows") in ("1", "true", "on")
        elif tag in _PICTURES:
            self._picture(child, context)
        elif tag == MC + "AlternateContent":
            branch = choose(child)
            for inner in branch if branch is not None else ():
                if inner.tag == W + "t":
                    self._add(inner.text or "", -1, 0, context)
                else:
                    self._other(inner, index, context)
        elif tag == W + "ruby":
            base = child.find(W + "rubyBase")
            if base is not None:
                self._children(base, context.inside())

    def _picture(self, picture: Element, context: Context) -> None:
        """Text boxes in a drawing; nested ones are read with the box they stand in."""
        if picture.find(f".//{A}blip") is not None:
            for extent in picture.iter(WP + "extent"):
                self._size(extent)
        boxes = [picture]
        while boxes:
            element = boxes.pop(0)
            for child in element:
                if child.tag == W + "txbxContent":
                    inner = replace(context, background=_behind(child), table_style="").inside()
                    self.asides.append(Aside("text_box", inner, element=child))
                elif child.tag == V + "textpath":
                    self.asides.append(Aside("watermark", context, child.get("string", "")))
                elif child.tag == DGM + "relIds":
                    self.asides.append(Aside("diagram", context, child.get(R + "dm", "")))
                elif child.tag == MC + "AlternateContent":
                    branch = choose(child)
                    boxes.extend([branch] if branch is not None else [])
                elif len(child):
                    boxes.append(child)

    def _size(self, extent: Element) -> None:
        area = (number(extent.get("cx"), 0) or 0) * (number(extent.get("cy"), 0) or 0)
        self.shared.large_pictures += area >= _LARGE

    def _seen(self, run: Element, context: Context) -> Context:
        """The context with the way this run is hidden, if it is."""
        if context.hidden:
            return context
        properties = self.shared.revisions.properties(run.find(W + "rPr"))
        style = value(properties, W + "rStyle") or ""
        styles = self.shared.styles
        look = read_look(properties, styles.theme)
        look = styles.run_look(self.style, style, look, context.table_style)
        background = self.background or context.background
        hidden = why_hidden(look, background)
        return replace(context, hidden=hidden) if hidden else context

    def _add(self, text: str, run: int, source: int, context: Context) -> None:
        if not text or self.fields.in_instruction:
            return
        self.fields.note_text()
        self.pieces.append(
            Piece(
                text,
                self.index,
                run,
                source,
                context.revisions,
                context.hidden,
                context.placeholder,
            )
        )


def _behind(content: Element) -> str:
    """The colour a text box is filled with; unknown where it lets through what is behind it."""
    shape = content.getparent()
    shape = None if shape is None else shape.getparent()
    paint = None if shape is None else shape.find(f"{WPS}spPr/{A}solidFill/{A}srgbClr")
    return UNKNOWN if paint is None else rgb(paint.get("val")) or UNKNOWN
