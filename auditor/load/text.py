"""Plain text: which encoding, where paragraphs end, where pages begin."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from auditor.errors import Unsupported
from auditor.load import paragraphs
from auditor.load.options import LoadOptions
from auditor.model import Anchor, Block, Document, Mark, Reason, Span, Status

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Bytes of a sample large enough to tell an encoding, small enough to be read at once.
_SAMPLE = 65_536
#: EDGAR's text filings mark a new page with a line of its own.
_PAGE = re.compile(r"\f|<PAGE>(?:[ \t]+\d+)?[ \t]*$", re.MULTILINE)
#: The characters that bytes 0x80 to 0xBF become in Latin-1 and Windows-1252.
_TRAIL = "\x80-\xbf" + bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
#: UTF-8 read as one of those and saved again: "â€™", "Ã©", "Â§"; and characters given up.
_MOJIBAKE = re.compile(f"â[{_TRAIL}]{{1,2}}|[ÂÃ][{_TRAIL}]|ï»¿|ï¿½|\ufffd")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters of a file, the encoding they were read with, and what was odd about it."""

    text: str
    encoding: str
    reasons: tuple[Reason, ...] = ()


def decode(data: bytes, path: str, *, declared: str = "") -> Decoded:
    """The characters of ``data``; line ends become "\\n", a byte order mark is dropped.

    Args:
        data: the bytes of a text file.
        path: named in messages.
        declared: the encoding the file or its envelope claims, tried after UTF-8.

    Raises:
        Unsupported: the bytes are not text in any encoding.
    """
    text, encoding = _decode(data, path, declared)
    reasons = []
    if "\0" in text:
        count = text.count("\0")
        text = text.replace("\0", " ")
        reasons.append(
            Reason("nul-characters", f"{count} NUL characters in {path} were read as spaces")
        )
    return Decoded(unify_newlines(text), encoding, tuple(reasons))


def unify_newlines(text: str) -> str:
    """``text`` with "\\r\\n" and lone "\\r" as "\\n", as Python's text mode reads a file."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _decode(data: bytes, path: str, declared: str) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace"), encoding
    wide = _wide_encoding(data[:_SAMPLE])
    if wide:
        return data.decode(wide, errors="replace"), wide
    if is_binary(data[:_SAMPLE]):
        raise Unsupported(
            f"{path} is not text and has no known signature: nothing in it can be read; "
            "save it as PDF, DOCX or text"
        )
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    broken = data.decode("utf-8", errors="replace")
    multibyte = sum(character > "\x7f" for character in broken)
    if multibyte and broken.count("\ufffd") <= multibyte * 0.2:
        return broken, "utf-8"
    if declared:
        try:
            return data.decode(declared), declared.lower()
        except (UnicodeDecodeError, LookupError):
            pass
    return _guess(data)


def _guess(data: bytes) -> tuple[str, str]:
    """Western single-byte text by its quotation marks, anything else by statistics."""
    sample = data[:_SAMPLE]
    high = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    mac = _typography(sample.decode("mac-roman"))
    western = _typography(sample.decode("cp1252", errors="replace"))
    if mac > western:
        return data.decode("mac-roman"), "mac-roman"
    if high < 0.1 * len(sample) or western > 0.3 * high:
        return data.decode("cp1252", errors="replace"), "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is not None:
        try:
            return data.decode(best.encoding, errors="replace"), best.encoding
        except LookupError:
            pass
    return data.decode("cp1252", errors="replace"), "cp1252"


def _typography(text: str) -> int:
    """How many characters stand where typographic quotes and dashes stand in English."""
    return len(re.findall(r"[a-z]’[a-z]\b|[\s(]“\w|[\w.,;]”[\s).,;]|\s[–—]\s|\s[•§]\s", text))


def _wide_encoding(sample: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is NUL."""
    if len(sample) < 4 or b"\0" not in sample:
        return ""
    even, odd = sample[0::2], sample[1::2]
    if odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.6 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return ""


def is_binary(sample: bytes) -> bool:
    """Whether bytes are machine data: control characters that no text has, in number."""
    if not sample:
        return False
    odd = len(sample) - len(sample.translate(None, _CONTROL))
    return odd > 0.02 * len(sample) + 1


_CONTROL = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27}) + b"\x7f"


def read(data: bytes, path: str, options: LoadOptions) -> Document:
    """A text file as a document whose text is the file's own characters.

    Anchors count characters of the decoded file with line ends as "\\n" (see ``decode``).

    Args:
        data: the bytes of the file.
        path: its name, for messages.
        options: read for nothing but the signature all loaders share.

    Returns:
        A document; blocks are paragraphs, even where lines are wrapped by hand.

    Raises:
        Unsupported: the bytes are not text.
    """
    del options
    decoded = decode(data, path)
    return document(decoded, data=data, path=path, format="text")


def document(decoded: Decoded, *, data: bytes, path: str, format: str) -> Document:
    """A document from characters already decoded; see ``read``."""
    text = decoded.text
    starts = page_starts(text)
    marks, damage = mojibake(text, path)
    return Document(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        format=format,
        status=Status.SCANNED,
        reasons=decoded.reasons + damage,
        text=text,
        pages=len(starts),
        blocks=tuple(Block(span, kind) for span, kind in paragraphs.paragraphs(text)),
        anchors=tuple(_anchors(text, starts)),
        marks=marks,
        page_starts=starts,
    )


def _anchors(text: str, starts: tuple[int, ...]) -> Iterator[Anchor]:
    if not starts:
        if text:
            yield Anchor(0, len(text))
        return
    for page, (start, end) in enumerate(pairwise((*starts, len(text))), 1):
        if end > start:
            yield Anchor(start, end, source=start, page=page)


def page_starts(text: str) -> tuple[int, ...]:
    """Offsets at which pages begin, from form feeds and EDGAR's page marks; () without any."""
    breaks = list(_PAGE.finditer(text))
    if breaks and not text[: breaks[0].start()].strip():
        del breaks[0]  # a mark above the first page parts nothing
    found = [match.end() for match in breaks if match.end() < len(text)]
    return (0, *found) if found else ()


def with_mojibake(document: Document) -> Document:
    """``document`` with characters that were decoded wrongly marked and said."""
    marks, reasons = mojibake(document.text, document.path)
    if not marks:
        return document
    return replace(
        document,
        marks=tuple(sorted((*document.marks, *marks), key=lambda m: m.span)),
        reasons=document.reasons + reasons,
    )


def rehash(document: Document, data: bytes) -> Document:
    """``document`` with the hash of ``data``, for text that was taken out of another file."""
    return replace(document, sha256=hashlib.sha256(data).hexdigest())


def mojibake(text: str, path: str) -> tuple[tuple[Mark, ...], tuple[Reason, ...]]:
    """Marks on characters that were decoded wrongly before we saw them, and a reason, or ()."""
    if text.isascii():
        return (), ()
    found = list(_MOJIBAKE.finditer(text))
    if not found:
        return (), ()
    marks = tuple(Mark(Span(*match.span()), "mojibake", match.group()) for match in found[:1000])
    line = text.count("\n", 0, found[0].start()) + 1
    message = (
        f"{len(found)} characters in {path} were saved in a wrong encoding, the first in line "
        f"{line}; the words beside them are read as they stand: ask for a clean copy"
    )
    return marks, (Reason("mojibake", message),)
