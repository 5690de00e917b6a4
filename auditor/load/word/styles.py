"""Resolves styles: what a paragraph or run gets from its style and the styles below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditor.load.word.look import PLAIN, Look, read_look, shade
from auditor.load.word.theme import NO_THEME, Theme
from auditor.load.word.xml import W, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADING = re.compile(r"heading ([1-9])$")
_DEPTH = 50  # styles based on styles; Word itself stops at a few dozen


@dataclass(frozen=True, slots=True)
class NumberingReference:
    """A ``w:numPr``: which list and which level; None where not stated."""

    num_id: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """One ``w:style``, as it stands."""

    id: str
    type: str
    name: str
    based_on: str
    numbering: NumberingReference | None
    outline: int | None
    look: Look
    fill: str | None
    tints: bool  # a table style that paints cells


@dataclass
class Styles:
    """All styles of a document, resolved on demand.

    Args:
        root: root of the styles part, or None where the file has none.
        theme: whose colours the document names.
    """

    root: Element | None
    theme: Theme = NO_THEME
    _styles: dict[str, Style] = field(default_factory=dict)
    _looks: dict[str, Look] = field(default_factory=dict)
    _run_looks: dict[tuple[str, str, Look, str], Look] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.default_paragraph = self.default_character = ""
        self.base = PLAIN
        if self.root is None:
            return
        self.base = read_look(self.root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), self.theme)
        for element in self.root.iter(W + "style"):
            style = _read_style(element, self.theme)
            self._styles.setdefault(style.id, style)
            if element.get(W + "default") in ("1", "true", "on"):
                if style.type == "paragraph":
                    self.default_paragraph = style.id
                elif style.type == "character":
                    self.default_character = style.id

    def chain(self, style_id: str) -> Iterator[Style]:
        """The style and those it is based on, nearest first."""
        seen: set[str] = set()
        while style_id not in seen and len(seen) < _DEPTH:
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            seen.add(style_id)
            style_id = style.based_on

    def look(self, style_id: str) -> Look:
        """What a style says about letters, all it is based on included."""
        if style_id not in self._looks:
            look = PLAIN
            for style in self.chain(style_id):
                look = look.over(style.look)
            self._looks[style_id] = look
        return self._looks[style_id]

    def run_look(
        self, paragraph_style: str, run_style: str, direct: Look, table_style: str = ""
    ) -> Look:
        """The look of a run: defaults, table, paragraph and character style, then its own."""
        key = (paragraph_style, run_style, direct, table_style)
        if key not in self._run_looks:
            look = self.look(paragraph_style or self.default_paragraph)
            if run_style:
                look = look.toggled_by(self.look(run_style))
            self._run_looks[key] = direct.over(look).over(self.look(table_style)).over(self.base)
        return self._run_looks[key]

    def paragraph_fill(self, style_id: str) -> str | None:
        """The shading a paragraph style paints; None where it states none."""
        return next((s.fill for s in self.chain(style_id) if s.fill is not None), None)

    def paints_cells(self, table_style: str) -> bool:
        """Whether a table style paints any cell, so that backgrounds are not known."""
        return any(style.tints for style in self.chain(table_style))

    def numbering(self, style_id: str) -> tuple[NumberingReference, list[str]]:
        """List and level a style gives its paragraphs, and the ids of the styles asked."""
        num_id, level, asked = None, None, []
        for style in self.chain(style_id or self.default_paragraph):
            asked.append(style.id)
            if style.numbering is not None:
                num_id = num_id if num_id is not None else style.numbering.num_id
                level = level if level is not None else style.numbering.level
                if num_id is not None:
                    break
        return NumberingReference(num_id, level), asked

    def outline(self, style_id: str) -> int | None:
        """Outline level of a style, 0 outermost; None for body text."""
        for style in self.chain(style_id or self.default_paragraph):
            if style.outline is not None:
                return style.outline if style.outline < 9 else None
            heading = _HEADING.match(style.name)
            if heading:
                return int(heading[1]) - 1
        return None

    def is_title(self, style_id: str) -> bool:
        """Whether a style is, or is based on, the built-in title style."""
        return any(style.name == "title" for style in self.chain(style_id))


def read_numbering(properties: Element | None) -> NumberingReference | None:
    """The ``w:numPr`` of a ``w:pPr``, or None."""
    reference = None if properties is None else properties.find(W + "numPr")
    if reference is None:
        return None
    return NumberingReference(value(reference, W + "numId"), number(value(reference, W + "ilvl")))


def _read_style(element: Element, theme: Theme) -> Style:
    properties = element.find(W + "pPr")
    kind = element.get(W + "type", "paragraph")
    return Style(
        id=element.get(W + "styleId", ""),
        type=kind,
        name=(value(element, W + "name") or "").lower(),
        based_on=value(element, W + "basedOn") or "",
        numbering=read_numbering(properties),
        outline=number(value(properties, W + "outlineLvl")),
        look=read_look(element.find(W + "rPr"), theme),
        fill=None if properties is None else shade(properties.find(W + "shd"), theme),
        tints=kind == "table" and any(_tint(s, theme) for s in element.iter(W + "shd")),
    )


def _tint(element: Element, theme: Theme) -> bool:
    return shade(element, theme) not in ("", "FFFFFF")
