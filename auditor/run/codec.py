"""``DocumentAudit`` to bytes and back: what workers send and the cache keeps.

The form is the findings format of the reports, as compressed JSON. Nothing is unpickled,
ever: bytes from a worker that read a hostile file, or from a file on disk, can only become
value objects, or a ``ValueError``.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable

from auditor.errors import UsageError
from auditor.model import DocumentAudit
from auditor.report.parse import document_from_dict
from auditor.report.serial import document_to_dict

_MAX_BYTES = 256 * 1024 * 1024


def encode(audit: DocumentAudit) -> bytes:
    """The audit as zlib-compressed JSON."""
    text = json.dumps(document_to_dict(audit), separators=(",", ":"))
    return zlib.compress(text.encode("ascii"), 6)


def decode(data: bytes, *, stand_in: str = "", name: str = "") -> DocumentAudit:
    """The audit that ``encode`` made ``data`` from.

    Args:
        data: the bytes.
        stand_in: a name that the document was read under (see ``work.stand_in``).
        name: its own, put wherever the other stands.

    Raises:
        ValueError: the bytes are damaged, too many, or not of the findings format.
    """
    try:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(data, _MAX_BYTES)
        if not unpacker.eof:
            raise ValueError("cut short, or larger than any result")
        if stand_in:
            text = text.replace(_quoted(stand_in), _quoted(name))
        return document_from_dict(json.loads(text))
    except (zlib.error, RecursionError, UsageError) as error:
        raise ValueError(f"not an encoded result: {error}") from None


def _quoted(text: str) -> bytes:
    """The text as it stands inside a JSON string of ``encode``."""
    return json.dumps(text)[1:-1].encode("ascii")


def join(parts: Iterable[bytes]) -> bytes:
    """Several results as one string of bytes, each with its length before it."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def split(data: bytes) -> list[bytes]:
    """What ``join`` put together.

    Raises:
        ValueError: the lengths do not add up.
    """
    parts, position = [], 0
    while position < len(data):
        end = position + 4 + int.from_bytes(data[position : position + 4], "big")
        if end > len(data):
            raise ValueError("cut short")
        parts.append(data[position + 4 : end])
        position = end
    return parts
