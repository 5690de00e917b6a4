"""What HTML's styles say about words: whether they are shown, and how lists count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from auditor.load.flow import Tone

if TYPE_CHECKING:
    from lxml.etree import _Element

_WHITE = re.compile(
    r"^(?:white|#fff|#ffffff|#fefefe|rgba?\(\s*25[45]\s*,\s*25[45]\s*,\s*25[45].*\))$", re.I
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"^(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)?$", re.I)
_LENGTH = re.compile(r"^(-?\d*\.?\d+)\s*(px|pt|em|rem|ex|cm|mm|in|%)?", re.I)
_PIXELS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "ex": 8.0, "cm": 37.8, "mm": 3.78,
           "in": 96.0, "%": 0.16}  # fmt: skip
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip

Style = dict[str, str]


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies behind and before words: whether either is known to be white."""

    white_ink: bool = False
    coloured_ground: bool = False


@dataclass(frozen=True, slots=True)
class HidingRules:
    """Style sheet rules with a simple selector, by that selector in small letters."""

    by_selector: dict[str, Style] = field(default_factory=dict)

    def of(self, element: _Element, tag: str) -> Style:
        """What the style sheet says of an element, weakest selector first."""
        if not self.by_selector:
            return {}
        names = [tag]
        for name in (element.get("class") or "").lower().split():
            names += [f".{name}", f"{tag}.{name}"]
        identifier = (element.get("id") or "").lower()
        if identifier:
            names += [f"#{identifier}", f"{tag}#{identifier}"]
        found: Style = {}
        for name in names:
            found.update(self.by_selector.get(name, {}))
        return found


def hiding_rules(sheets: Iterable[_Element]) -> HidingRules:
    """The rules of ``<style>`` elements that name a tag, a class or an id alone."""
    rules: dict[str, Style] = {}
    for sheet in sheets:
        css = re.sub(r"/\*.*?\*/", "", (sheet.text or "")[:500_000], flags=re.S)
        for selectors, body in _RULE.findall(css):
            style = declarations(body)
            for selector in selectors.split(","):
                name = selector.strip().lower()
                if style and name and _SELECTOR.match(name):
                    rules.setdefault(name, {}).update(style)
    return HidingRules(rules)


def declarations(css: str) -> Style:
    """Properties of a ``style`` attribute, names in small letters."""
    found: Style = {}
    for declaration in css.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return found


def apply(
    element: _Element, tag: str, tone: Tone, ground: Ground, rules: HidingRules
) -> tuple[Tone, Ground]:
    """Tone and ground of an element's words, from those of its parent."""
    style = rules.of(element, tag)
    inline = element.get("style")
    if inline:
        style = {**style, **declarations(inline)}
    if tag == "ins":
        tone = replace(tone, change="inserted")
    elif tag in {"del", "s", "strike"} or "line-through" in style.get("text-decoration", ""):
        tone = replace(tone, change="deleted")
    if tag in {"b", "strong", "th"} or style.get("font-weight") in {"bold", "bolder", "700", "800"}:
        tone = replace(tone, bold=True)
    ink = style.get("color") or (element.get("color") if tag == "font" else "") or ""
    if ink:
        ground = replace(ground, white_ink=bool(_WHITE.match(ink.strip().lower())))
    back = style.get("background-color") or style.get("background") or element.get("bgcolor")
    if back:
        ground = replace(ground, coloured_ground=not _WHITE.match(back.strip().lower()))
    how = _hidden(element, style)
    if not how and ground.white_ink and not ground.coloured_ground:
        how = "white on white"
    if how and not tone.hidden:
        tone = replace(tone, hidden=how)
    return tone, ground


def _hidden(element: _Element, style: Style) -> str:
    if element.get("hidden") is not None:
        return "hidden attribute"
    if not style:
        return ""
    if style.get("display") == "none":
        return "display: none"
    if style.get("visibility") in {"hidden", "collapse"}:
        return "visibility: hidden"
    if _pixels(style.get("font-size", "")) <= 1:
        return "tiny letters"
    if _number(style.get("opacity", "")) == 0:
        return "opacity: 0"
    if style.get("position") in {"absolute", "fixed"}:
        for side in ("left", "top", "right", "bottom"):
            if _pixels(style.get(side, "")) <= -500:
                return "off the page"
    if _pixels(style.get("text-indent", "")) <= -500:
        return "off the page"
    flat = _pixels(style.get("height", "")) <= 1 or _pixels(style.get("max-height", "")) <= 1
    return "no height" if flat and style.get("overflow") == "hidden" else ""


def _pixels(value: str) -> float:
    """A CSS length in pixels; one that is missing or of unknown kind is ordinary (16)."""
    match = _LENGTH.match(value)
    if not match:
        return 16.0
    return float(match.group(1)) * _PIXELS[match.group(2).lower() if match.group(2) else "px"]


def _number(value: str) -> float:
    match = _LENGTH.match(value)
    return float(match.group(1)) if match else 1.0


@dataclass(slots=True)
class Numbering:
    """The counter of one list (HTML standard 4.4.5 to 4.4.8)."""

    style: str = ""
    value: int = 0
    step: int = 1

    @classmethod
    def of(cls, element: _Element) -> Numbering:
        """The counter of a ``<ul>`` or ``<ol>``."""
        style = declarations(element.get("style") or "")
        kind = (style.get("list-style-type") or style.get("list-style", "").split(" ")[0]).strip()
        if element.tag != "ol" or kind in {"none", "disc", "circle", "square"}:
            return cls()
        items = sum(child.tag == "li" for child in element)
        reverse = element.get("reversed") is not None
        start = _integer(element.get("start"), items if reverse else 1)
        step = -1 if reverse else 1
        return cls(_TYPES.get(kind) or _list_type(element.get("type")), start - step, step)

    def next(self, element: _Element) -> str:
        """The number of the next item, as "3.", "c." or "iii."; "" in a list of bullets."""
        if not self.style:
            return ""
        self.value = _integer(element.get("value"), self.value + self.step)
        return f"{_format(self.value, self.style)}."


_TYPES = {"decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A",
          "upper-latin": "A", "lower-roman": "i", "upper-roman": "I"}  # fmt: skip


def _list_type(value: str | None) -> str:
    return value if value in {"a", "A", "i", "I"} else "1"


def _integer(value: str | None, default: int) -> int:
    try:
        return int(value) if value and len(value) < 8 else default
    except ValueError:
        return default


def _format(value: int, style: str) -> str:
    if style == "1" or value < 1 or (style in "iI" and value > 3999):
        return str(value)
    text = letters(value) if style in "aA" else roman(value)
    return text.upper() if style.isupper() else text


def letters(value: int) -> str:
    """1 is "a", 26 is "z", 27 is "aa"."""
    text = ""
    while value > 0:
        value, rest = divmod(value - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def roman(value: int) -> str:
    """Roman numeral in small letters, 1 to 3999."""
    text = ""
    for unit, sign in _ROMAN:
        count, value = divmod(value, unit)
        text += sign * count
    return text
