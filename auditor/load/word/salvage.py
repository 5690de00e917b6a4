"""Takes members out of a ZIP file whose central directory is lost (a cut-off download)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_LOCAL = b"PK\x03\x04"
_HEADER = struct.Struct("<4sHHHHHIIIHH")  # APPNOTE.TXT 4.3.7, local file header


def members(data: bytes, budget: int, ratio: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the members whose local headers can be found.

    Args:
        data: the whole file.
        budget: bytes to unpack at most, over all members.
        ratio: decompressed to compressed size allowed, judged above 1 MiB.

    Yields:
        Members in file order; the last may be cut short. A member that breaks a limit,
        is encrypted or uses a method other than stored and deflated is left out.
    """
    at = data.find(_LOCAL)
    while at != -1 and at + _HEADER.size <= len(data):
        _, _, flags, method, _, _, _, packed, _, name_length, extra_length = _HEADER.unpack_from(
            data, at
        )
        begin = at + _HEADER.size + name_length + extra_length
        name = data[at + _HEADER.size : at + _HEADER.size + name_length].decode("utf-8", "replace")
        content, end = b"", begin
        if not flags & 0x1 and begin <= len(data):
            content, end = _content(data, begin, method, packed, budget=budget, ratio=ratio)
        if content:
            budget -= len(content)
            yield name, content
        at = data.find(_LOCAL, max(end, at + 4))


def _content(
    data: bytes, begin: int, method: int, packed: int, *, budget: int, ratio: int
) -> tuple[bytes, int]:
    if method == 0:
        content = data[begin : begin + packed]
        return (content if len(content) <= budget else b""), begin + packed
    if method != zlib.DEFLATED:
        return b"", begin
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = unpacker.decompress(memoryview(data)[begin:], budget + 1)
    except zlib.error:
        content = _up_to_error(data, begin, budget)
        return content, begin
    end = len(data) - len(unpacker.unused_data) if unpacker.eof else len(data)
    if len(content) > budget or len(content) > max(1 << 20, (end - begin) * ratio):
        return b"", end
    return content, end


def _up_to_error(data: bytes, begin: int, budget: int) -> bytes:
    """What unpacks before the broken byte, found in small steps."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    chunks: list[bytes] = []
    size = 0
    try:
        for at in range(begin, len(data), 256):
            chunks.append(unpacker.decompress(data[at : at + 256], budget))
            size += len(chunks[-1])
            if unpacker.eof or size > budget:
                break
    except zlib.error:
        pass
    return b"".join(chunks) if size <= budget else b""
