"""Theme colours: what "background 1, darker 50 %" is on the page.

A run may name a colour of the theme beside one in figures. Word paints the theme's, so that
letters said to be black in figures can be white.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditor.load.word.xml import A, W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

#: Names in a document, and the theme's own (17.18.97); settings may map the first four anew.
_MAPPED = {
    "background1": ("bg1", "lt1"), "text1": ("t1", "dk1"),
    "background2": ("bg2", "lt2"), "text2": ("t2", "dk2"),
}  # fmt: skip
_OWN = {
    "light1": "lt1", "dark1": "dk1", "light2": "lt2", "dark2": "dk2",
    "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by the names documents use, six hexadecimal digits each."""

    colors: Mapping[str, str] = field(default_factory=dict)

    def color(self, element: Element, what: str = "Color") -> str | None:
        """The colour that ``w:themeColor`` or ``w:themeFill`` of ``element`` paints.

        Args:
            element: with the attributes.
            what: "Color" or "Fill"; the tint and shade of a fill are named after it.

        Returns:
            Six hexadecimal digits, or None where no colour of this theme is named.
        """
        base = self.colors.get(element.get(f"{W}theme{what}", ""))
        if base is None:
            return None
        kind = "" if what == "Color" else what
        lighter = _share(element.get(f"{W}theme{kind}Tint"))
        darker = _share(element.get(f"{W}theme{kind}Shade"))
        channels = [int(base[i : i + 2], 16) for i in (0, 2, 4)]
        return "".join(f"{round((255 - (255 - c) * lighter) * darker):02X}" for c in channels)


NO_THEME = Theme()


def _share(text: str | None) -> float:
    """A tint or shade in hexadecimal; "FF", and what is none, leave the colour as it is."""
    try:
        return min(255, int(text or "FF", 16)) / 255
    except ValueError:
        return 1.0


def read_theme(root: Element | None, settings: Element | None) -> Theme:
    """The theme of a document.

    Args:
        root: root of the theme part, or None where the file has none.
        settings: root of the settings part, which may say which colour is the background.
    """
    scheme = None if root is None else root.find(f".//{A}clrScheme")
    if scheme is None:
        return NO_THEME
    own: dict[str, str] = {}
    for entry in scheme:
        for paint in entry:
            color = paint.get("lastClr") or paint.get("val") or ""
            if len(color) == 6 and all(c in "0123456789abcdefABCDEF" for c in color):
                own[entry.tag.removeprefix(A)] = color.upper()
    mapping = None if settings is None else settings.find(W + "clrSchemeMapping")
    colors = {name: own[name] for name in own if name.startswith("accent")}
    colors |= {name: own[key] for name, key in _OWN.items() if key in own}
    for name, (attribute, usual) in _MAPPED.items():
        chosen = "" if mapping is None else mapping.get(W + attribute, "")
        key = _OWN.get(chosen, chosen) or usual
        if key in own:
            colors[name] = own[key]
    return Theme(colors)
