"""Outlook's MSG files ([MS-OXMSG]): a compound file with a stream for each property."""

from __future__ import annotations

import io
from typing import Any

from auditor.errors import Damaged, Unsupported
from auditor.load import mail
from auditor.load.archive import Member
from auditor.load.options import LoadOptions
from auditor.model import Document, Reason

# Property tags of [MS-OXPROPS], without their type.
_SUBJECT, _BODY, _HTML, _RTF = "0037", "1000", "1013", "1009"
_LONG_NAME, _SHORT_NAME, _DATA = "3707", "3704", "3701"
_DEEPEST = 5


def read(data: bytes, path: str, options: LoadOptions) -> tuple[Document, tuple[Member, ...]]:
    """An Outlook message: its body as a document, and its attachments.

    Args:
        data: the bytes of the MSG file.
        path: its name, for messages.
        options: limits and view.

    Raises:
        Damaged: the compound file cannot be opened.
    """
    import olefile

    try:
        compound = olefile.OleFileIO(io.BytesIO(data))
    except Exception as error:  # olefile raises OSError, struct.error and others on damage
        raise Damaged(f"{path} is not a readable Outlook message: {error}") from error
    with compound:
        letter = _letter(compound, (), path, 0)
        if (
            compound.parsing_issues
            or len(data) % compound.sector_size
            or _promised(compound) > len(_attachments(compound, ()))
        ):
            letter.reasons.append(
                Reason(
                    "damaged",
                    f"{path} is cut off or damaged: parts of the letter and attachments may be "
                    "missing; save it again",
                )
            )
    return mail.body(letter, data, path, "msg", options), tuple(letter.members)


def _promised(compound: Any) -> int:
    """The number of attachments the message itself gives ([MS-OXMSG] 2.4.1.1)."""
    try:
        header = compound.openstream("__properties_version1.0").read(24)
    except Exception:  # no such stream, or a damaged one
        return 0
    return int.from_bytes(header[20:24], "little") if len(header) == 24 else 0


def _letter(compound: Any, folder: tuple[str, ...], path: str, depth: int) -> mail.Mail:
    """The message in a storage of the file."""
    letter = mail.Mail(subject=_words(compound, folder, _SUBJECT))
    body, rich = _words(compound, folder, _BODY), _bytes(compound, folder, _HTML)
    if body:
        letter.plain.append(body.encode("utf-8"))
    if rich:
        letter.rich.append(rich)
    if not body and not rich and _bytes(compound, folder, _RTF):
        letter.reasons.append(
            Reason(
                "damaged",
                f"the letter in {path} has a body in RTF only, which was not read; save it as EML",
            )
        )
    for storage in _attachments(compound, folder):
        letter.members.extend(_attachment(compound, storage, path, depth))
    return letter


def _attachments(compound: Any, folder: tuple[str, ...]) -> list[tuple[str, ...]]:
    depth = len(folder)
    found = {
        tuple(entry[: depth + 1])
        for entry in compound.listdir()
        if len(entry) > depth + 1
        and tuple(entry[:depth]) == folder
        and entry[depth].startswith("__attach_version1.0_")
    }
    return sorted(found)


def _attachment(compound: Any, storage: tuple[str, ...], path: str, depth: int) -> list[Member]:
    name = _words(compound, storage, _LONG_NAME) or _words(compound, storage, _SHORT_NAME)
    data = _bytes(compound, storage, _DATA)
    if data:
        return [Member(name or f"attachment {storage[-1][-2:]}", data)]
    inner = (*storage, f"__substg1.0_{_DATA}000D")
    if depth < _DEEPEST and compound.exists("/".join(inner)):
        letter = _letter(compound, inner, path, depth + 1)
        label = name or letter.subject or "message"
        words = b"\n\n".join(letter.plain) or b"\n".join(letter.rich)
        suffix = ".txt" if letter.plain else ".html"
        own = [Member(label + suffix, words)] if words else []
        return [*own, *(Member(f"{label}/{m.name}", m.data, m.error) for m in letter.members)]
    error = Unsupported(f"an attachment of {path} ({name or 'unnamed'}) is linked or empty")
    return [Member(name or "attachment", error=error)]


def _words(compound: Any, folder: tuple[str, ...], tag: str) -> str:
    wide = _stream(compound, folder, f"{tag}001F")
    if wide:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    return _stream(compound, folder, f"{tag}001E").decode("cp1252", "replace").rstrip("\0")


def _bytes(compound: Any, folder: tuple[str, ...], tag: str) -> bytes:
    return _stream(compound, folder, f"{tag}0102")


def _stream(compound: Any, folder: tuple[str, ...], name: str) -> bytes:
    where = "/".join((*folder, f"__substg1.0_{name}"))
    try:
        if not compound.exists(where):
            return b""
        data = compound.openstream(where).read()
    except Exception:  # a damaged stream: the others may still be whole
        return b""
    return data if isinstance(data, bytes) else b""
