"""Whether a page's characters are words at all: some fonts say nothing true about theirs."""

from __future__ import annotations

import re

#: Bytes of UTF-8 that begin none of ``_BROKEN``.
_SOUND = bytes(code for code in range(256) if code not in (0xEE, 0xEF) and code > 0x1F) + b"\t\n\r"
_BROKEN = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f]")
# Words no page of running text in these languages is without: English, German, French,
# Spanish, Italian, Portuguese, Dutch.
_COMMON = re.compile(
    r"\b(?:the|of|and|to|in|for|or|by|is|on|with|at|der|die|das|und|von|zu|le|la|les|de|des|et|du"
    r"|el|los|que|en|il|di|che|da|do|em|het|van|een|page|date|name|title|total)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]{3,}")
_VOWEL = re.compile(r"[aeiouyAEIOUY]")
_ENOUGH = 40  # words from which a page without a single common one is suspect


def _may_be_broken(text: str) -> bool:
    """Whether there are more than three bytes that may begin a broken character.

    To count bytes is ten times faster than to look for a class of characters.
    """
    return len(text.encode("utf-8", "replace").translate(None, _SOUND)) > 3


def is_garbled(text: str) -> bool:
    """Whether ``text`` (a page's) is mostly not what the page shows.

    Either a fifth of it has no meaning in Unicode (replacement and private-use characters),
    or it has many words in Latin letters, not one of them common, and a third of them
    without a vowel (lists of names and codes, which have no common words either, have
    vowels; letters moved along the alphabet by a font lose theirs).
    """
    if not text.isascii() or "\x01" in text or "\x02" in text:
        broken = len(_BROKEN.findall(text)) if _may_be_broken(text) else 0
        if broken > 3 and broken > 0.2 * len(text.replace(" ", "")):
            return True
    if " the " in text or " of " in text or _COMMON.search(text) is not None:
        return False
    words = _WORD.findall(text)
    return len(words) > _ENOUGH and sum(map(bool, map(_VOWEL.search, words))) < 0.67 * len(words)
