"""Mail, as a file (EML) or as Outlook saves it (MSG): the letter and what is attached."""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

from auditor.errors import Damaged, Encrypted, Unsupported
from auditor.load import html, text
from auditor.load.archive import Member
from auditor.load.options import LoadOptions
from auditor.model import Document, Reason, Status

_EXTENSION = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "text/html": ".html",
    "text/plain": ".txt",
    "message/rfc822": ".eml",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
    "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_IGNORED = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
     "text/calendar", "text/vcard", "text/x-vcard", "text/x-amp-html", "message/delivery-status"}
)  # fmt: skip


@dataclass(slots=True)
class Mail:
    """A letter taken apart: its body as plain or HTML parts, and its attachments."""

    subject: str = ""
    plain: list[bytes] = field(default_factory=list)
    rich: list[bytes] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    pictures: int = 0
    ignored: int = 0


def read(data: bytes, path: str, options: LoadOptions) -> tuple[Document, tuple[Member, ...]]:
    """A mail file: its body as a document, and its attachments for the front door to load.

    Headers are not contract text; the subject becomes the title.

    Args:
        data: the bytes of an RFC 5322 message.
        path: its name, for messages.
        options: limits and view.

    Raises:
        Damaged: it has no headers and no body.
    """
    message = email.message_from_bytes(data)
    mail = Mail(subject=_header(message, "Subject"))
    for part in _leaves(message):
        _take(part, mail, path)
    if not (mail.subject or mail.plain or mail.rich or mail.members or message.keys()):
        raise Damaged(f"{path} is not a readable mail: no header and no body")
    defects = {type(defect).__name__ for part in message.walk() for defect in part.defects}
    if defects & {"StartBoundaryNotFoundDefect", "CloseBoundaryNotFoundDefect"}:
        mail.reasons.append(
            Reason("damaged", f"{path} breaks off: a part of it has no end; ask for a new copy")
        )
    return body(mail, data, path, "eml", options), tuple(mail.members)


def body(mail: Mail, data: bytes, path: str, format: str, options: LoadOptions) -> Document:
    """The letter itself as a document: plain text unless HTML says far more."""
    plain = b"\n\n".join(part for part in mail.plain if part.strip())
    rich = b"\n<hr>\n".join(part for part in mail.rich if part.strip())
    document: Document | None = None
    if plain:
        document = text.document(text.decode(plain, path), data=data, path=path, format=format)
    if rich:
        richer = html.read(rich, path, options)
        if document is None or len(document.text) < 0.5 * len(richer.text):
            document = richer
    if document is None:
        document = text.document(text.Decoded("", "utf-8"), data=data, path=path, format=format)
    reasons = [*document.reasons, *mail.reasons]
    if mail.pictures:
        reasons.append(
            Reason("inline-images", f"{mail.pictures} pictures inside the letter were not read")
        )
    if mail.ignored:
        reasons.append(
            Reason("ignored-parts", f"{mail.ignored} signatures, cards or invitations not read")
        )
    damaged = any(reason.code == "damaged" for reason in mail.reasons)
    return replace(
        text.rehash(document, data), path=path, format=format, title=mail.subject,
        status=Status.PARTIAL if damaged else document.status, reasons=tuple(reasons),
    )  # fmt: skip


def _leaves(message: Message) -> Iterator[Message]:
    """Parts with content, outermost first; a message inside a message is one part."""
    stack: list[Message] = [message]
    while stack:
        part = stack.pop()
        children = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(children, list):
            stack.extend(child for child in reversed(children) if isinstance(child, Message))
        else:
            yield part


def _take(part: Message, mail: Mail, path: str) -> None:
    kind = part.get_content_type()
    if kind.startswith("multipart/"):  # without the parts it promises
        kind = "text/plain"
    name = _filename(part)
    disposition = (_header(part, "Content-Disposition").split(";")[0]).strip().lower()
    attached = disposition == "attachment" or bool(name)
    if kind in _IGNORED:
        mail.ignored += 1
    elif kind == "message/rfc822":
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            subject = _header(inner[0], "Subject")
            label = name or f"{subject or 'message'}.eml"
            mail.members.append(Member(label, inner[0].as_bytes()))
    elif kind in {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"}:
        error = Encrypted(f"the letter in {path} is encrypted or sealed: open and save it first")
        mail.members.append(Member(name or "smime.p7m", error=error))
    elif kind == "application/ms-tnef":
        mail.members.append(
            Member(
                name or "winmail.dat",
                error=Unsupported(f"{path} wraps its attachments in Outlook's TNEF; save them"),
            )
        )
    elif kind.startswith("image/") and (disposition == "inline" or part.get("Content-ID")):
        mail.pictures += 1
    elif kind in {"text/plain", "text/html"} and not attached:
        (mail.plain if kind == "text/plain" else mail.rich).append(_characters(part))
    else:
        payload = _payload(part)
        if payload or attached:
            label = name or f"part {len(mail.members) + 1}{_EXTENSION.get(kind, '')}"
            mail.members.append(Member(label, payload))


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _characters(part: Message) -> bytes:
    """The part's text as UTF-8, by its declared character set where that works."""
    payload = _payload(part)
    charset = part.get_content_charset() or ""
    return text.decode(payload, "the letter", declared=charset).text.encode("utf-8")


def _header(message: Message, name: str) -> str:
    """A header in plain characters; the empty string when it is missing or unreadable."""
    value: Any = message.get(name)
    if value is None:
        return ""
    try:
        shown = str(make_header(decode_header(str(value))))
    except Exception:  # malformed encoded words raise a dozen kinds of error
        shown = str(value)
    return " ".join(shown.split())


def _filename(part: Message) -> str:
    try:
        name = part.get_filename()
        return str(make_header(decode_header(name))) if name else ""
    except Exception:  # malformed RFC 2231 parameters: the attachment matters, not its name
        return "unnamed"
