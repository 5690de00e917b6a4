"""``DocumentAudit`` to bytes and back: what workers send and the cache keeps.

The form is the findings format of the reports, compressed, and perhaps the document's part of
the HTML report behind it, so that the process that writes reports copies what workers made.
Nothing is unpickled, ever: bytes from a worker that read a hostile file, or from a file on
disk, can only become value objects and text, or a ``ValueError``.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from auditor.errors import UsageError
from auditor.model import DocumentAudit
from auditor.report.json import dumps
from auditor.report.parse import document_from_dict
from auditor.report.serial import document_to_dict
from auditor.report.writer import Prepared

_MAX_BYTES = 256 * 1024 * 1024
_LEVEL = 1  # three times faster than the default, and a fifth larger


@dataclass(frozen=True, slots=True)
class StandIn:
    """What a document is called while it is read, and its own name, put in its place after.

    Results then hold no path that another copy of the same bytes would have to answer to. No
    document can hold its own hash, so the name is never met in a contract's words. It has a
    folder, so that a bare name and a whole path can be told apart, and the extension, which
    loaders look at.

    Attributes:
        sha256: of the document's bytes.
        suffix: its extension with the dot, or "".
        label: its own path.
    """

    sha256: str
    suffix: str
    label: str

    @property
    def name(self) -> str:
        """The name alone."""
        return f"\u27e6{self.sha256[:16]}\u27e7{self.suffix}"

    @property
    def path(self) -> str:
        """The name in its folder, which has nearly the same name."""
        return f"\u27e6{self.sha256[:16]}\u27e7/{self.name}"

    def of(self, path: str) -> str:
        """What the document at ``path``, or inside it, was called while it was read."""
        return self.path + path.removeprefix(self.label)

    def in_json(self, text: bytes) -> bytes:
        """``text`` with the document's own name in it."""
        from auditor.report.html import document_name

        named = text.replace(_quoted(self.path), _quoted(self.label))
        return named.replace(_quoted(self.name), _quoted(document_name(self.label)))

    def in_html(self, text: bytes, path: str) -> bytes:
        """As ``in_json``; ``path`` is that of the document itself, which anchors are made of."""
        from auditor.report.html import document_id, document_name

        text = text.replace(document_id(self.of(path)).encode(), document_id(path).encode())
        named = text.replace(self.path.encode(), _escaped(self.label))
        return named.replace(self.name.encode(), _escaped(document_name(self.label)))


@dataclass(frozen=True, slots=True)
class Decoded:
    """An audit, and what was prepared of it for the reports."""

    audit: DocumentAudit
    prepared: Prepared


def encode(audit: DocumentAudit, *, html: bool = False) -> bytes:
    """The audit as compressed JSON; with ``html`` its part of the HTML report as well."""
    text = dumps(document_to_dict(audit)).encode("utf-8", "backslashreplace")
    part = b""
    if html:
        from auditor.report.html import render_document

        part = render_document(audit)
    return zlib.compress(len(text).to_bytes(4, "big") + text + part, _LEVEL)


def decode(data: bytes, stand_in: StandIn | None = None) -> Decoded:
    """What ``encode`` made ``data`` from, under its own name.

    Raises:
        ValueError: the bytes are damaged, too many, or not of the findings format.
    """
    try:
        unpacker = zlib.decompressobj()
        body = unpacker.decompress(data, _MAX_BYTES)
        if not unpacker.eof:
            raise ValueError("cut short, or larger than any result")
        end = 4 + int.from_bytes(body[:4], "big")
        text, part = body[4:end], body[end:]
        if stand_in is not None:
            text = stand_in.in_json(text)
        audit = document_from_dict(json.loads(text))
        if stand_in is not None and part:
            part = stand_in.in_html(part, audit.path)
        return Decoded(audit, Prepared(text, part or None))
    except (zlib.error, RecursionError, UsageError) as error:
        raise ValueError(f"not an encoded result: {error}") from None


def _quoted(text: str) -> bytes:
    """The text as it stands inside a JSON string of ``encode``."""
    return dumps(text)[1:-1].encode("utf-8", "backslashreplace")


def _escaped(text: str) -> bytes:
    """The text as it stands in the HTML report."""
    from markupsafe import escape

    return str(escape(text)).encode("utf-8", "backslashreplace")


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
