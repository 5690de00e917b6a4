"""Computes list numbers as Word shows them (ISO 29500-1, 17.9).

What the standard leaves open is decided as Word and LibreOffice do it: all lists (``w:num``)
that share one definition (``w:abstractNum``) share its counters; a ``w:startOverride``
restarts a level when its list first meets that level; a level that was skipped counts as
begun, so that the first "1.1" makes the next outer number "2".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditor.load.word.numerals import format_number
from auditor.load.word.styles import NumberingReference, Styles
from auditor.load.word.xml import MC, W, choose, is_on, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LEVELS = 9
BULLET = "•"
_PLACE = re.compile(r"%([1-9])")
_DASHES = frozenset("-–—‒−")


@dataclass(frozen=True, slots=True)
class Level:
    """A ``w:lvl``: where it starts, its format and text, when it restarts, its style."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A ``w:num`` with the levels of its definition and its own overrides."""

    definition: str
    levels: tuple[Level, ...]
    starts: dict[int, int] = field(default_factory=dict)

    def start(self, level: int) -> int:
        """The first number of a level in this list."""
        return self.starts.get(level, self.levels[level].start)


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph: its text ("7.2", "(a)", "•"), and 1-based list level."""

    text: str
    level: int
    bullet: bool

    @property
    def number(self) -> str:
        """The number to cite, without the full stop or colon after it; "" for a bullet."""
        return "" if self.bullet else self.text.strip().rstrip(".:").rstrip()


class Numbering:
    """The lists a document defines.

    Args:
        root: root of the numbering part, or None where the file has none.
        styles: for lists that are defined by a style, and styles that are in lists.
    """

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, Element] = {}
        self._nums: dict[str, Element] = {}
        self._lists: dict[str, List | None] = {}
        for element in root if root is not None else ():
            if element.tag == W + "abstractNum":
                self._definitions.setdefault(element.get(W + "abstractNumId", ""), element)
            elif element.tag == W + "num":
                self._nums.setdefault(element.get(W + "numId", ""), element)

    def list(self, num_id: str) -> List | None:
        """The list of this id, or None when the file does not define it."""
        if num_id not in self._lists:
            self._lists[num_id] = self._read(num_id)
        return self._lists[num_id]

    def _read(self, num_id: str) -> List | None:
        num = self._nums.get(num_id)
        if num is None:
            return None
        key, definition = self._definition(num)
        if definition is None:
            return None
        levels = [Level() for _ in range(LEVELS)]
        for element in definition.iter(W + "lvl"):
            _put(levels, element)
        starts: dict[int, int] = {}
        for override in num.iter(W + "lvlOverride"):
            at = number(override.get(W + "ilvl"), -1) or 0
            if not 0 <= at < LEVELS:
                continue
            for element in override.iter(W + "lvl"):
                _put(levels, element, at)
            start = number(value(override, W + "startOverride"))
            if start is not None:
                starts[at] = start
        return List(key, tuple(levels), starts)

    def _definition(self, num: Element) -> tuple[str, Element | None]:
        """The ``w:abstractNum`` of a list, through the list styles it may point to."""
        key = ""
        for _ in range(LEVELS):
            key = value(num, W + "abstractNumId") or ""
            definition = self._definitions.get(key)
            link = value(definition, W + "numStyleLink")
            if definition is None or link is None or definition.find(W + "lvl") is not None:
                return key, definition
            target = self._nums.get(self._styles.numbering(link)[0].num_id or "")
            if target is None:
                return key, self._by_style_link(link)
            num = target
        return key, None

    def _by_style_link(self, style: str) -> Element | None:
        for definition in self._definitions.values():
            if value(definition, W + "styleLink") == style:
                return definition
        return None

    def reference(self, direct: NumberingReference | None, style: str) -> tuple[str, int] | None:
        """List id and level (0-based) of a paragraph, or None when it has no number.

        Args:
            direct: the paragraph's own ``w:numPr``.
            style: id of its style; the level of a list that names the style
                (``w:pStyle``) wins over the level the style states (17.9.23).
        """
        given, asked = self._styles.numbering(style)
        num_id = direct.num_id if direct is not None and direct.num_id is not None else given.num_id
        found = None if num_id in (None, "0") else self.list(num_id or "")
        if num_id is None or found is None:
            return None
        if direct is not None and direct.level is not None:
            level = direct.level
        else:
            linked = (i for s in asked for i, lv in enumerate(found.levels) if lv.style == s)
            level = next(linked, given.level or 0)
        return num_id, max(0, min(LEVELS - 1, level))


def _put(levels: list[Level], element: Element, at: int | None = None) -> None:
    index = number(element.get(W + "ilvl"), at)
    if index is None or not 0 <= index < LEVELS:
        return
    style, custom = _format(element)
    text = value(element, W + "lvlText") or ""
    if element.find(W + "lvlPicBulletId") is not None:
        style = "bullet"
    levels[index] = Level(
        start=number(value(element, W + "start"), 0) or 0,
        format=custom if style == "custom" and custom else style,
        text=text,
        restart=number(value(element, W + "lvlRestart")),
        legal=bool(is_on(element, W + "isLgl")),
        style=value(element, W + "pStyle") or "",
    )


def _format(level: Element) -> tuple[str, str]:
    place = level
    alternate = level.find(MC + "AlternateContent")
    if alternate is not None:
        branch = choose(alternate)
        place = level if branch is None else branch
    return (
        value(place, W + "numFmt") or value(level, W + "numFmt") or "decimal",
        value(place, W + "numFmt", W + "format") or "",
    )


class Counters:
    """The running numbers of one story (the body, the footnotes, the text boxes)."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, list[int | None]] = {}
        self._met: set[tuple[str, int]] = set()

    def advance(self, num_id: str, level: int) -> Label | None:
        """Count one more paragraph of a list's level; what Word writes before it."""
        found = self._numbering.list(num_id)
        if found is None:
            return None
        counts = self._counts.setdefault(found.definition, [None] * LEVELS)
        self._count(found, counts, num_id, level)
        own = found.levels[level]
        if own.format == "bullet":
            return Label(_bullet(own.text), level + 1, bullet=True)
        text = _PLACE.sub(lambda m: _place(found, counts, own, int(m[1]) - 1, level), own.text)
        return Label(text.strip(), level + 1, bullet=False) if text.strip() else None

    def _count(self, found: List, counts: list[int | None], num_id: str, level: int) -> None:
        restarts = level in found.starts and (num_id, level) not in self._met
        current = counts[level]
        counts[level] = found.start(level) if current is None or restarts else current + 1
        for outer in range(level):
            if counts[outer] is None:
                counts[outer] = found.start(outer)
                self._met.add((num_id, outer))
        self._met.add((num_id, level))
        for inner in range(level + 1, LEVELS):
            after = found.levels[inner].restart
            if after is None or level < after:
                counts[inner] = None


def _place(found: List, counts: list[int | None], own: Level, index: int, level: int) -> str:
    if index > level:
        return ""
    style = found.levels[index].format
    if own.legal and style not in ("decimalZero", "none", "bullet"):
        style = "decimal"  # 17.9.4: legal numbering shows every level in Arabic numerals
    count = counts[index]
    return format_number(found.start(index) if count is None else count, style)


def _bullet(text: str) -> str:
    """Symbol fonts use private code points for bullets: all become one; dashes stay dashes."""
    return text if text in _DASHES and text else BULLET
