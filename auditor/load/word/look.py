"""How a run looks, as far as it decides whether a reader of the page can see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from auditor.load.word.theme import NO_THEME, Theme
from auditor.load.word.xml import VAL, W14, W, is_on, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

UNKNOWN = "?"  # a background that is not worked out (table style, picture): nothing is claimed
_TINY = 2.0  # points; nobody prints contract text that small
_NARROW = 10  # percent of a letter's width below which words are a stroke
_NEAR = 0x10  # per channel: a difference the eye does not see on paper
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080",
    "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_RELEVANT = frozenset(
    (W + "vanish", W + "color", W + "sz", W + "shd", W + "highlight",
     W + "w", W14 + "textFill")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """What is stated about a run; None where nothing is.

    Attributes:
        vanish: the "hidden" font attribute.
        color: of the letters, six hexadecimal digits; "" for automatic.
        size: in points.
        fill: behind the letters, six hexadecimal digits; "" for none.
        clear: the letters are drawn without any fill, or fully transparent.
        width: of the letters, in percent of what the font has.
    """

    vanish: bool | None = None
    color: str | None = None
    size: float | None = None
    fill: str | None = None
    clear: bool | None = None
    width: int | None = None

    def over(self, base: Look) -> Look:
        """This look laid over ``base``."""
        if self is PLAIN:
            return base
        return Look(
            base.vanish if self.vanish is None else self.vanish,
            base.color if self.color is None else self.color,
            base.size if self.size is None else self.size,
            base.fill if self.fill is None else self.fill,
            base.clear if self.clear is None else self.clear,
            base.width if self.width is None else self.width,
        )

    def toggled_by(self, character: Look) -> Look:
        """A character style's look over a paragraph style's: toggles cancel (17.7.3)."""
        merged = character.over(self)
        if self.vanish and character.vanish:
            return replace(merged, vanish=False)
        return merged


PLAIN = Look()


def read_look(properties: Element | None, theme: Theme = NO_THEME) -> Look:
    """The look a ``w:rPr`` states, in the colours of ``theme``."""
    stated = (
        {}
        if properties is None
        else {child.tag: child for child in properties if child.tag in _RELEVANT}
    )
    if not stated:
        return PLAIN
    size, highlight = stated.get(W + "sz"), stated.get(W + "highlight")
    half_points = None if size is None else number(size.get(VAL))
    fill = shade(stated.get(W + "shd"), theme)
    if highlight is not None:
        fill = _HIGHLIGHTS.get(highlight.get(VAL, ""), fill)
    return Look(
        vanish=is_on(properties, W + "vanish") if W + "vanish" in stated else None,
        color=_color(stated.get(W + "color"), theme),
        size=None if half_points is None else half_points / 2,
        fill=fill,
        clear=_is_clear(stated.get(W14 + "textFill")),
        width=number(value(properties, W + "w")) if W + "w" in stated else None,
    )


def _color(element: Element | None, theme: Theme) -> str | None:
    if element is None:
        return None
    return theme.color(element) or rgb(element.get(VAL))


def rgb(text: str | None) -> str:
    """Six hexadecimal digits in capitals; "" for anything else ("auto")."""
    text = (text or "").strip().lstrip("#").upper()
    return text if len(text) == 6 and all(c in "0123456789ABCDEF" for c in text) else ""


def shade(element: Element | None, theme: Theme = NO_THEME) -> str | None:
    """The colour a ``w:shd`` paints; "" for none, None where there is no such element."""
    if element is None:
        return None
    pattern = element.get(VAL, "clear")
    if pattern == "nil":
        return ""
    fill = theme.color(element, "Fill") or rgb(element.get(W + "fill"))
    ink = theme.color(element) or rgb(element.get(W + "color"))
    if pattern == "solid":
        return ink or "000000"  # an automatic pattern colour is black
    if pattern != "clear":
        return UNKNOWN  # a pattern of two colours
    return fill


def _is_clear(fill: Element | None) -> bool | None:
    if fill is None:
        return None
    if fill.find(W14 + "noFill") is not None:
        return True
    alpha = fill.find(f".//{W14}alpha")
    # w14:alpha states transparency in thousandths of a percent (MS-DOCX 2.6.2.1)
    return alpha is not None and (number(alpha.get(W14 + "val"), 0) or 0) >= 95_000


def why_hidden(look: Look, background: str) -> str:
    """In which way text of this look cannot be seen; "" when it can.

    Args:
        look: everything stated about the run, styles included.
        background: colour behind the paragraph or cell; "" for paper, ``UNKNOWN``.
    """
    if look.vanish:
        return "hidden font attribute"
    if look.size is not None and look.size < _TINY:
        return f"type of {look.size:g} pt"
    if look.clear:
        return "transparent letters"
    if look.width is not None and look.width < _NARROW:
        return f"letters of {look.width} % of their width"
    if not look.color:
        return ""
    behind = look.fill or background
    if behind == UNKNOWN:
        return ""
    if _near(look.color, behind or "FFFFFF"):
        return "white on white" if _near(look.color, "FFFFFF") else "letters in the fill's colour"
    return ""


def _near(one: str, other: str) -> bool:
    return all(abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) < _NEAR for i in (0, 2, 4))
