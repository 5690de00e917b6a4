"""Characters of symbol fonts (``w:sym``) as Unicode."""

from __future__ import annotations

# Code points of the fonts Word ships, less 0xF000; only what contracts use.
_SYMBOL = {
    0x22: "∀", 0x2D: "−", 0x40: "≅", 0x5E: "⊥", 0x61: "α", 0x62: "β", 0x63: "χ", 0x64: "δ",
    0x65: "ε", 0x67: "γ", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x77: "ω", 0xA2: "′",
    0xA3: "≤", 0xA5: "∞", 0xAC: "←", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥",
    0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD2: "®",
    0xD3: "©", 0xD4: "™", 0xE2: "®", 0xE3: "©", 0xE4: "™",
}  # fmt: skip
_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑",
    0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢",
    0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "☒", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"}
#: What symbols typed into ordinary text (private code points) stand for.
PRIVATE = {0xF000 + code: char for code, char in {**_WINGDINGS, 0xB7: "•"}.items()}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}


def symbol(font: str, code: str) -> str:
    """The character of a ``w:sym``: ``font`` by name, ``code`` in hexadecimal.

    Returns U+FFFD for a character of a symbol font that is not known here, "" for no code.
    """
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    private = 0xF000 <= point <= 0xF0FF
    table = _FONTS.get(font.strip().lower())
    low = point - 0xF000 if private else point
    if table is not None:
        known = table.get(low)
        if known is not None:
            return known
        return chr(low) if font.lower() == "symbol" and 0x20 <= low < 0x7F else "\ufffd"
    if private:
        return chr(low) if 0x20 <= low < 0x7F else "\ufffd"
    return chr(point) if 0x20 <= point < 0xD800 or 0xE000 <= point <= 0x10FFFF else ""
