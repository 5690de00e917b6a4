"""The identity of a finding: what it is about, never where it stands (design section 4)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

# "7.2 ", "(a) ", "iv. ", "12 The": a clause number is a place, not words.
_LABEL = re.compile(
    r"\s*(?:\(?(?:\d+(?:\.\d+)*|[A-Za-z]|[ivxlIVXL]{1,6})[.):]+\s+|\d+(?:\.\d+)+\s+|\d+\s+(?=[A-Z]))+"
)

_NO_WORD = re.compile(r"[\W_]+")
_ASCII_NO_WORD = bytes(code for code in range(128) if not chr(code).isalnum())


@lru_cache(maxsize=256)  # a sentence is often quoted by several types
def normalise(quote: str) -> str:
    """Lower-case letters and digits only, without the clause number in front.

    Line breaks, hyphenation, quotation marks and ligatures differ between the PDF and the
    Word file of one contract; these are gone afterwards.
    """
    folded = unicodedata.normalize("NFKC", quote)
    label = _LABEL.match(folded)
    if label is not None and label.end() < len(folded):
        folded = folded[label.end() :]
    folded = folded.lower()
    if folded.isascii():
        return folded.encode().translate(None, _ASCII_NO_WORD).decode()
    return _NO_WORD.sub("", folded)


def fingerprint(type_id: str, quote: str, lead_in: str = "") -> str:
    """16 hexadecimal digits of the SHA-256 over type and normalised quote.

    Args:
        type_id: id of the rule.
        quote: the words quoted; "" for a finding about the whole document.
        lead_in: the words that introduce a list, where the quote is one of its items: the
            same item under another lead-in is another duty.
    """
    text = f"{type_id}\n{normalise(lead_in)}{normalise(quote)}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
