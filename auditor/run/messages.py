"""Words that several parts of a run say in the same way."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """``", did you mean 'x'?"`` for the closest allowed word, or ``""``."""
    by_lower = {name.lower(): name for name in allowed}
    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f", did you mean {by_lower[close[0]]!r}?" if close else ""


def safe_name(name: str) -> str:
    """``name`` with characters that could steer a terminal or turn text round made visible.

    Control and format characters (escape sequences, bidirectional overrides, zero-width
    signs), line separators and undecodable bytes become ``\\xNN`` or ``\\uNNNN``.
    """
    if name.isascii() and name.isprintable():
        return name
    return "".join(_safe(character) for character in name)


def _safe(character: str) -> str:
    if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return character
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no valid UTF-8 (PEP 383)
        return f"\\x{code - 0xDC00:02x}"
    return (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 0x10000
        else f"\\U{code:08x}"
    )


def plural(number: int, noun: str, plural_form: str = "") -> str:
    """``"1 document"``, ``"3 documents"``."""
    return f"{number} {noun if number == 1 else plural_form or noun + 's'}"
