"""Reads the parts of a package in reading order: headers, body with its notes, footers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from auditor.load.options import LoadOptions
from auditor.load.word.content import Aside, Block, Context, Paragraph, Piece
from auditor.load.word.emit import Emitter
from auditor.load.word.inline import Shared
from auditor.load.word.look import rgb
from auditor.load.word.numbering import Counters, Numbering
from auditor.load.word.numerals import format_number
from auditor.load.word.package import Package, Relationship
from auditor.load.word.revisions import Revisions
from auditor.load.word.story import Story
from auditor.load.word.styles import Styles
from auditor.load.word.theme import read_theme
from auditor.load.word.xml import DGM, A, R, W, is_on, value
from auditor.model import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Margin = Literal["header", "footer"]


class Reader:
    """One document being read; the text is in ``emitter`` when ``read`` is done.

    Args:
        package: the opened file; what cannot be read is said there.
        main: name of the part with the body, and its root.
        options: the view and the limits.
    """

    def __init__(self, package: Package, main: str, body: Element, options: LoadOptions) -> None:
        self.package = package
        self.emitter = Emitter(options.view, options.limits.characters)
        self.links = package.relationships(main)
        self.chunks: list[str] = []
        self._body = body
        self._settings = self._related("settings")
        theme = read_theme(self._related("theme"), self._settings)
        self.styles = Styles(self._related("styles"), theme)
        self.revisions = Revisions(options.view)
        self.shared = Shared(self.styles, self.revisions, options.limits.nesting)
        self._numbering = Numbering(self._related("numbering"), self.styles)
        self._notes = {kind: _notes(self._related(kind + "s"), kind) for kind in _NOTE_FORMATS}
        self._notes_read = dict.fromkeys(_NOTE_FORMATS, 0)
        self._note_counts = dict.fromkeys(_NOTE_FORMATS, 0)
        self._counters: dict[str, Counters] = {}
        self._indices: dict[Element, dict[Element, int]] = {}
        self._text_boxes = 0

    def _related(self, kind: str) -> Element | None:
        for link in self.links.values():
            if link.type == kind and not link.external:
                return self.package.xml(link.target)
        return None

    def read(self) -> None:
        """Read everything into the emitter."""
        self._margins("header")
        painted = is_on(self._settings, W + "displayBackgroundShape")
        background = rgb(value(self._body, W + "background", W + "color")) if painted else ""
        body = self._body.find(W + "body")
        self._story(
            self._body if body is None else body, Context(background=background), "body", self.links
        )
        self._margins("footer")
        self.emitter.finish()

    def _story(
        self,
        root: Element,
        context: Context,
        part: str,
        links: dict[str, Relationship],
        *,
        kind: BlockKind | None = None,
        lead: str = "",
    ) -> None:
        """Read one story and what hangs on its paragraphs; ``lead`` goes before the first."""
        for block in self._blocks(root, context, part):
            before = self.emitter.builder.length
            self.emitter.block(block, part, kind, lead)
            if self.emitter.builder.length > before:
                lead = ""
            for aside in block.asides:
                self._aside(aside, part, links)

    def _blocks(self, root: Element, context: Context, part: str) -> Iterable[Block]:
        family = part.rstrip("0123456789 ")
        counters = self._counters.setdefault(family, Counters(self._numbering))
        story = Story(root, self.shared, self._numbering, counters, self._index(root))
        yield from story.read(context)
        self.chunks.extend(story.imported)

    def _index(self, root: Element) -> dict[Element, int]:
        """Index of each paragraph among all of its XML part, kept per part."""
        tree = root.getroottree().getroot()
        if tree not in self._indices:
            self._indices[tree] = {p: i for i, p in enumerate(tree.iter(W + "p"))}
        return self._indices[tree]

    def _aside(self, aside: Aside, part: str, links: dict[str, Relationship]) -> None:
        if aside.kind in _NOTE_FORMATS:
            self._note(aside)
        elif aside.kind == "text_box" and aside.element is not None:
            self._text_boxes += 1
            self._story(
                aside.element, aside.context, f"text box {self._text_boxes}", links, kind="text_box"
            )
        elif aside.kind == "diagram":
            self._diagram(aside, links)
        elif aside.kind == "watermark":
            self._added(aside.id, aside.context, part)

    def _note(self, aside: Aside) -> None:
        """A footnote or endnote, after the paragraph that cites it: "[1] words".

        No mark is left where it is cited, so that the citing sentence stays whole.
        """
        kind: BlockKind = "footnote" if aside.kind == "footnote" else "endnote"
        note = self._notes[aside.kind].get(aside.id)
        if note is None:
            return
        self._notes_read[aside.kind] += 1
        shown = aside.mark or self._note_number(aside)
        part = f"{kind} {self._notes_read[aside.kind]}"
        self._story(note, aside.context, part, {}, kind=kind, lead=f"[{shown}] ")

    def _note_number(self, aside: Aside) -> str:
        if all(r.view == self.revisions.view for r in aside.context.revisions):
            self._note_counts[aside.kind] += 1
        properties = None if self._settings is None else self._settings.find(f"{W}{aside.kind}Pr")
        style = value(properties, W + "numFmt") or _NOTE_FORMATS[aside.kind]
        return format_number(self._note_counts[aside.kind], style)

    def _diagram(self, aside: Aside, links: dict[str, Relationship]) -> None:
        """The words of a diagram (SmartArt), a block for each of its points."""
        link = links.get(aside.id)
        root = None if link is None or link.external else self.package.xml(link.target)
        for point in root.iter(DGM + "pt") if root is not None else ():
            words = ["".join(t.text or "" for t in p.iter(A + "t")) for p in point.iter(A + "p")]
            self._added("\n".join(word for word in words if word.strip()), aside.context, "diagram")

    def _added(self, text: str, context: Context, part: str) -> None:
        piece = Piece(text, revisions=context.revisions, hidden=context.hidden)
        if text.strip():
            self.emitter.block(Paragraph([piece]), part, "text_box")

    def _margins(self, kind: Margin) -> None:
        """Headers or footers of all sections, each different one once."""
        seen: set[str] = set()
        texts: set[str] = set()
        sections = list(self._body.iter(W + "sectPr"))
        shown = {"default"}
        if any(is_on(section, W + "titlePg") for section in sections):
            shown.add("first")
        if is_on(self._settings, W + "evenAndOddHeaders"):
            shown.add("even")
        count = 0
        for reference in (r for s in sections for r in s.iter(f"{W}{kind}Reference")):
            link = self.links.get(reference.get(R + "id") or "")
            if link is None or link.external or link.target in seen:
                continue
            seen.add(link.target)
            root = self.package.xml(link.target)
            text = "" if root is None else "".join(t.text or "" for t in root.iter(W + "t"))
            if root is None or (text in texts and text):
                continue
            texts.add(text)
            count += 1
            off = reference.get(W + "type", "default") not in shown
            context = Context(hidden=f"{kind} that is switched off" if off else "")
            links = self.package.relationships(link.target)
            self._story(root, replace(context), f"{kind} {count}", links, kind=kind)


_NOTE_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}


def _notes(root: Element | None, kind: str) -> dict[str, Element]:
    """Notes by id, without the separators Word keeps among them."""
    if root is None:
        return {}
    return {
        note.get(W + "id", ""): note
        for note in root.iter(W + kind)
        if note.get(W + "type", "normal") == "normal"
    }
