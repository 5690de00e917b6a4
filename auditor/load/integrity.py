"""Whether a PDF is whole, by its own structure: what pdfium repairs without a word.

pdfium shows a page with half its content, or leaves a page out, and calls that success.
Here the file is asked: does every compressed stream that may hold text unpack to its end,
does every stream end where it says, and is every page that is named there?
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.model import Reason

_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_OBJECT = re.compile(rb"(?:^|[\s>])(\d{1,9})\s+\d{1,5}\s+obj\b")
_LENGTH = re.compile(rb"/Length\s+(\d{1,10})(?!\d|\s+\d+\s+R)")
_FLATE = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\b")
_TARGET = rb"\s*(\[[^\]]{0,200000}\]|\d{1,9}\s+\d{1,5}\s+R)"
_CONTENTS = re.compile(rb"/Contents" + _TARGET)
#: Outlines and structure trees have kids too, and lose them when pages are cut out of a file:
#: these references count only where the table of objects is broken as well.
_KIDS = re.compile(rb"/(?:Kids|Pages)" + _TARGET)
_STARTXREF = re.compile(rb"startxref\s+(\d{1,12})")
_TABLE = re.compile(rb"\s{0,4}(?:xref\b|\d{1,9}\s+\d{1,5}\s+obj\b)")
_REFERENCE = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+R")
#: Streams that hold no text: pictures, fonts, colour profiles, metadata, attached files.
_NO_TEXT = re.compile(
    rb"/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType|XML)\b|/Length[123]\b"
    rb"|/N\s+[134]\b(?!.*/First)|/Type\s*/(?:EmbeddedFile|Metadata)\b|/FunctionType\b|/ShadingType\b",
    re.DOTALL,
)
_PIECE = 1 << 16
#: Unpacked bytes after which a file is taken to be whole, so that time stays bounded.
_ENOUGH = 256 << 20


@dataclass(slots=True)
class _Found:
    """What a file holds: numbers of objects that are there, and that are referred to."""

    has_table: bool
    broken: int = 0
    unpacked: int = 0
    there: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)

    def collect(self, between: bytes) -> None:
        """Note the objects and references among ``between``, bytes outside of streams."""
        self.there.update(int(number) for number in _OBJECT.findall(between))
        for pattern in (_CONTENTS,) if self.has_table else (_CONTENTS, _KIDS):
            for group in pattern.findall(between):
                self.named.update(int(number) for number in _REFERENCE.findall(group))


def damage(data: bytes, *, blank_pages: bool) -> Reason | None:
    """What is broken in a PDF that may hold text, or None.

    Args:
        data: the whole file. Encrypted files are not looked into.
        blank_pages: some of its pages were read as empty. Contents that are missing count
            only then: leftovers of pages cut out of a file refer to nothing as well.
    """
    if b"/Encrypt" in data:
        return None
    found = _Found(_has_table(data))
    cursor = 0
    for match in _STREAM.finditer(data):
        if match.start() < cursor:
            continue
        between = data[cursor : match.start()]
        found.collect(between)
        cursor = _stream(data, between, match.end(), found)
    found.collect(data[cursor:])
    lost = len(found.named - found.there) if blank_pages or not found.has_table else 0
    parts = [f"{found.broken} streams are broken"] if found.broken else []
    parts += [f"{lost} objects that pages refer to are missing"] if lost else []
    if not parts:
        return None
    return Reason(
        "damaged",
        f"{' and '.join(parts)} in the PDF: text of its pages may be missing; ask for an "
        "undamaged copy",
    )


def _has_table(data: bytes) -> bool:
    """Whether the last ``startxref`` leads to a table of objects."""
    found = _STARTXREF.findall(data[-4096:])
    return bool(found) and bool(_TABLE.match(data, int(found[-1])))


def _stream(data: bytes, between: bytes, start: int, found: _Found) -> int:
    """Check the stream at ``start``; returns where reading goes on."""
    dictionary = between[max(0, between.rfind(b" obj")) :]
    length = _LENGTH.search(dictionary)
    end = start + int(length.group(1)) if length else 0
    ends = bool(length) and b"endstream" in data[end : end + 24]
    if not ends:
        end = max(start, data.find(b"endstream", start))
    if _NO_TEXT.search(dictionary):
        return end
    if _FLATE.search(dictionary):
        content = b"".join(_unpack(data, start, max(end, start), found))
        if b"/ObjStm" in dictionary:
            _collect_packed(dictionary, content, found)
    elif length and not ends and b"/Filter" not in dictionary:
        found.broken += 1
    return end


def _unpack(data: bytes, start: int, end: int, found: _Found) -> Iterator[bytes]:
    """The unpacked stream; checksums are ignored, as every reader does."""
    unpacker = zlib.decompressobj(wbits=-15)
    at = start + 2
    try:
        while not unpacker.eof and at < end and found.unpacked < _ENOUGH:
            piece = unpacker.decompress(data[at : min(end, at + _PIECE)])
            found.unpacked += len(piece)
            yield piece
            at += _PIECE
    except zlib.error:
        found.broken += 1
        return
    if not unpacker.eof and found.unpacked < _ENOUGH:
        found.broken += 1


def _collect_packed(dictionary: bytes, content: bytes, found: _Found) -> None:
    """Objects inside an object stream (ISO 32000-1, 7.5.7): a table of numbers, then bodies."""
    first = re.search(rb"/First\s+(\d{1,9})", dictionary)
    if first:
        head = content[: int(first.group(1))].split()
        found.there.update(int(number) for number in head[::2] if number.isdigit())
        found.collect(content)
