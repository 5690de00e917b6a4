"""Whether a PDF is whole, by its own structure: what pdfium repairs without a word.

pdfium shows a page with half its content, or leaves a page out, and calls that success.
Here the file is asked: does every compressed stream that may hold text unpack to its end,
does every stream end where it says, is every page there that is named, and do as many pages
show text as have instructions to show some?
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.model import Reason

_STREAM = re.compile(rb"stream(?<!endstream)(?:\r\n|\n|\r)")
#: Most streams say of themselves no more than how long they are, and that they are packed.
_PLAIN_FLATE = re.compile(
    rb" obj\s*<<\s*(?:/Filter\s*/FlateDecode\s*/Length\s+(?P<last>\d{1,10})"
    rb"|/Length\s+(?P<first>\d{1,10})\s*/Filter\s*/FlateDecode)\s*>>\s*"
)
_OBJECT = re.compile(rb"(?:^|[\s>])(\d{1,9})\s+\d{1,5}\s+obj\b\s*(\[?)")
_LENGTH = re.compile(rb"/Length\s+(\d{1,10})(?!\d|\s+\d+\s+R)")
_FLATE = re.compile(rb"/Filter\s*\[?\s*(?P<ascii>/(?:ASCII85Decode|A85)\s*)?/(?:FlateDecode|Fl)\b")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]?|/[^\s/\[\]<>()]+)")
_FILTER_ELSEWHERE = re.compile(rb"/Filter\s+\d+\s+\d+\s+R")
_FILTER_ODD = re.compile(rb"/Filter\b\s*(?![\s\[/]|\d+\s+\d+\s+R|null)")
_FILTERS = frozenset(
    b"ASCIIHexDecode AHx ASCII85Decode A85 LZWDecode LZW FlateDecode Fl RunLengthDecode RL "
    b"CCITTFaxDecode CCF JBIG2Decode DCTDecode DCT JPXDecode Crypt".split()
)
#: Instructions that show text (ISO 32000-1, 9.4.3), and streams that are no page's own.
_SHOWS_TEXT = re.compile(rb"[)>\]]\s*(?:Tj|TJ|'|\")\s")
_NO_PAGE = re.compile(rb"/Subtype\s*/Form\b|/PatternType\b|/CMapName\b|/ObjStm\b|/XRef\b")
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
#: Erased bytes, as after a failed download; words and objects have none.
_ERASED = b"\0" * 32
_ZLIB_HEADERS = frozenset((b"x\x01", b"x\x5e", b"x\x9c", b"x\xda"))
#: First bytes of font programs (TrueType, OpenType), whose dictionary need not say what they are.
_FONTS = (b"\0\1\0\0", b"true", b"OTTO")
_HEAD = 512  # packed bytes that hold at least the first unpacked ones
_PIECE = 1 << 16
#: Unpacked bytes after which a file is taken to be whole, so that time stays bounded.
_ENOUGH = 256 << 20


@dataclass(slots=True)
class _Found:
    """What a file holds.

    Attributes:
        count_texts: streams that show text are to be counted.
        broken: streams that are.
        unpacked: bytes unpacked so far.
        texts: streams that show text.
        between: what stands outside of streams, and in streams of objects, in order; and
            whether a stream follows, that of the last object in it.
        packed: numbers of objects inside of streams of objects.
        pages: the streams each page names as its contents.
    """

    count_texts: bool
    broken: int = 0
    unpacked: int = 0
    texts: int = 0
    between: list[tuple[bytes, bool]] = field(default_factory=list)
    packed: set[int] = field(default_factory=set)
    pages: set[tuple[int, ...]] = field(default_factory=set)

    def collect(self, between: bytes, *, before_stream: bool = False) -> None:
        """Note the pages among ``between``, bytes outside of streams."""
        self.between.append((between, before_stream))
        for group in _CONTENTS.findall(between):
            numbers = tuple(int(number) for number in _REFERENCE.findall(group))
            self.pages.add(numbers)
            self.texts -= max(0, len(numbers) - 1)  # one page in several streams

    def objects(self, *, kids: bool) -> tuple[set[int], set[int], set[int]]:
        """Numbers of objects that are there, that show something, and that lists name.

        Args:
            kids: whether lists of pages are asked for what they name.
        """
        there, shown, named = set(self.packed), set(self.packed), set[int]()
        for between, before_stream in self.between:
            objects = _OBJECT.findall(between)
            there.update(int(number) for number, _ in objects)
            shown.update(int(number) for number, bracket in objects if bracket)
            if before_stream and objects:
                shown.add(int(objects[-1][0]))
            for group in _KIDS.findall(between) if kids else ():
                named.update(int(number) for number in _REFERENCE.findall(group))
        return there, shown, named


def damage(data: bytes, *, pages: int, blank: int) -> Reason | None:
    """What is broken in a PDF that may hold text, or None.

    Args:
        data: the whole file. Encrypted files are not looked into.
        pages: how many pages it was read to have.
        blank: how many of them were read as empty. Only then do contents that are missing
            count: what is left of pages cut out of a file refers to nothing as well.
    """
    if b"/Encrypt" in data:
        return None
    found = _Found(blank > 0)
    cursor = 0
    while match := _STREAM.search(data, cursor):
        between = data[cursor : match.start()]
        found.collect(between, before_stream=True)
        found.broken += _orphans(between, cursor) + (cursor > 0 and _ERASED in between)
        cursor = _stream(data, between, match.end(), found)
    found.collect(data[cursor:])
    found.broken += _orphans(data[cursor:], cursor)
    parts = []
    if found.broken:
        parts.append(
            "1 stream is broken" if found.broken == 1 else f"{found.broken} streams are broken"
        )
    lost = _lost(data, found, pages, blank)
    if lost:
        parts.append(f"{lost} pages or contents of pages are missing")
    elif blank and not _has_table(data):
        parts.append("the table of objects is broken, and a page is empty,")
    if blank and found.texts > pages - blank:
        parts.append(f"{found.texts - pages + blank} pages have text that cannot be shown")
    if not parts:
        return None
    return Reason(
        "damaged",
        f"{' and '.join(parts)} in the PDF: text may be missing; ask for an undamaged copy",
    )


def _lost(data: bytes, found: _Found, pages: int, blank: int) -> int:
    """How many pages, or contents of pages, are named and not there."""
    has_table = _has_table(data)
    versions = data.count(b"startxref")  # older versions of a page are left in updated files
    if has_table and not blank and (versions != 1 or len(found.pages) <= pages):
        return 0  # nothing to ask the objects
    there, shown, named = found.objects(kids=not has_table)
    lost = len(named - there)
    if blank or not has_table:
        lost += len({number for page in found.pages for number in page} - shown)
    if versions == 1:
        lost += max(0, sum(shown.issuperset(page) for page in found.pages) - pages)
    return lost


def _orphans(between: bytes, cursor: int) -> int:
    """Streams whose beginning is lost: their ends stand between other streams."""
    return max(0, between.count(b"endstream") - (cursor > 0))


def _has_table(data: bytes) -> bool:
    """Whether the last ``startxref`` leads to a table of objects."""
    found = _STARTXREF.findall(data[-4096:])
    return bool(found) and bool(_TABLE.match(data, int(found[-1])))


def _stream(data: bytes, between: bytes, start: int, found: _Found) -> int:
    """Check the stream at ``start``; returns where reading goes on."""
    dictionary = between[max(0, between.rfind(b" obj")) :]
    plain = _PLAIN_FLATE.fullmatch(dictionary)
    if plain and not found.count_texts:  # the common case, at little cost
        end = start + int(plain["first"] or plain["last"])
        if end > start and b"endstream" in data[end : end + 24]:
            deque(_unpack(data[start:end], found), maxlen=0)
            return end
    length = _LENGTH.search(dictionary)
    end = start + int(length.group(1)) if length else 0
    ends = bool(length) and b"endstream" in data[end : end + 24]
    if not ends:
        end = max(start, data.find(b"endstream", start))
    if _NO_TEXT.search(dictionary):
        return end
    content = data[start : max(end, start)]
    if not content and not (ends and end == start):
        found.broken += 1
    flate, filters = _FLATE.search(dictionary), _FILTER.search(dictionary)
    if _FILTER_ELSEWHERE.search(dictionary):
        if content[:2] in _ZLIB_HEADERS:
            deque(_unpack(content, found), maxlen=0)
        return end
    if flate:
        content = b"".join(_unpack(_plain(content, found) if flate["ascii"] else content, found))
    elif filters and filters.group(1).strip(b"[] \r\n"):
        known = set(re.split(rb"[\s/\[\]]+", filters.group(1))) - {b""} <= _FILTERS
        found.broken += not known
        return end
    elif (length and not ends) or _FILTER_ODD.search(dictionary) or _spoilt(content):
        found.broken += 1
    if b"/ObjStm" in dictionary:
        _collect_packed(dictionary, content, found)
    elif found.count_texts and not _NO_PAGE.search(dictionary):
        found.texts += bool(_SHOWS_TEXT.search(content))
    return end


def _spoilt(content: bytes) -> bool:
    """Whether the content of a stream without a filter cannot be what was written.

    Erased bytes, a packed stream whose filter is no longer named (ASCII base-85 ends in "~>"),
    or a string that is opened and not closed, which swallows the words after it (ISO 32000-1,
    7.3.4.2).
    """
    if content[:2] in _ZLIB_HEADERS or content[-8:].rstrip().endswith(b"~>"):
        return True
    if _ERASED in content and (b"BT" in content or not content.strip(b"\0\r\n ")):
        return True
    if not _SHOWS_TEXT.search(content):
        return False
    bare = re.sub(rb"\\.", b"", content, flags=re.DOTALL)
    return bare.count(b"(") != bare.count(b")")


def _plain(content: bytes, found: _Found) -> bytes:
    """The bytes behind ASCII base-85; up to the first that is none of it."""
    import base64

    letters = content.partition(b"~>")[0]
    try:
        return base64.a85decode(letters)
    except ValueError:
        found.broken += 1
        return b""


def _unpack(content: bytes, found: _Found) -> Iterator[bytes]:
    """The unpacked stream; nothing of a font, which may be broken."""
    if not content:
        return
    unpacker = zlib.decompressobj()
    at = 0
    try:
        if zlib.decompressobj().decompress(content[:_HEAD], 4) in _FONTS:
            return
        while not unpacker.eof and at < len(content) and found.unpacked < _ENOUGH:
            piece = unpacker.decompress(content[at : at + _PIECE])
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
        found.packed.update(int(number) for number in head[::2] if number.isdigit())
        found.collect(content)
