"""Mail: the letter, and what is attached to it."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from auditor.load import load
from auditor.load.options import Limits, LoadOptions
from auditor.model import Document, Status

BODY = "Dear Ann,\n\nthe Supplier shall deliver the goods to the Customer by May.\n\nBob\n"


def letter(body: str = BODY) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Überlassung of the draft"
    message["From"] = "Bob <bob@example.com>"
    message["To"] = "ann@example.com"
    if body:
        message.set_content(body)
    return message


def read(message: EmailMessage | bytes, **limits: int) -> tuple[Document, ...]:
    data = message if isinstance(message, bytes) else message.as_bytes()
    return load("mail.eml", data, LoadOptions(limits=Limits(**limits)))


def test_letter_without_attachments() -> None:
    (document,) = read(letter())
    assert document.status is Status.SCANNED
    assert document.format == "eml"
    assert document.title == "Überlassung of the draft"
    assert document.text.strip() == BODY.strip()
    assert "bob@example.com" not in document.text


def test_attachments_are_documents_of_their_own() -> None:
    message = letter()
    message.add_attachment(b"The Customer shall pay.", "text", "plain", filename="terms.txt")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<logo>", disposition="inline")
    message.add_attachment("<p>Ü</p>", subtype="html", filename="../ä/terms.html")
    documents = read(message)
    assert [d.path for d in documents] == [
        "mail.eml", "mail.eml!/terms.txt", "mail.eml!/ä/terms.html",
    ]  # fmt: skip
    assert documents[1].text == "The Customer shall pay."
    assert documents[2].format == "html"
    assert "inline-images" in [reason.code for reason in documents[0].reasons]


def test_letter_in_a_letter() -> None:
    inner = letter("The inner agreement is attached here for the Customer.\n")
    inner.add_attachment(b"Exclusive terms of the deal.", "text", "plain", filename="deal.txt")
    outer = letter()
    outer.add_attachment(inner)
    paths = [d.path for d in read(outer)]
    name = "mail.eml!/Überlassung of the draft.eml"
    assert paths == ["mail.eml", name, f"{name}!/deal.txt"]
    documents = read(outer, depth=1)
    assert [d.path for d in documents] == paths[:2]
    assert documents[1].status is Status.PARTIAL
    assert documents[1].reasons[-1].code == "limit"


def test_html_body_is_read_when_it_says_more() -> None:
    message = letter("See HTML.")
    message.add_alternative(f"<p>{'The Supplier shall deliver the goods. ' * 9}</p>", "html")
    assert "shall deliver" in read(message)[0].text
    message = letter(BODY)
    message.add_alternative("<p>the Supplier shall</p>", "html")
    assert "Dear Ann" in read(message)[0].text


def test_empty_letter_with_and_without_attachment() -> None:
    message = letter("")
    message.add_attachment(b"The Customer shall pay.", "text", "plain", filename="t.txt")
    documents = read(message)
    assert [d.status for d in documents] == [Status.SCANNED, Status.SCANNED]
    (document,) = read(b"Subject: nothing\nMIME-Version: 1.0\n\n")
    assert document.status is Status.FAILED
    assert document.reasons[0].code == "no-text"


def test_encrypted_and_wrapped_parts_are_said() -> None:
    message = letter()
    message.add_attachment(b"x", "application", "pkcs7-mime", filename="smime.p7m")
    message.add_attachment(b"x", "application", "ms-tnef", filename="winmail.dat")
    codes = {d.path: (d.status, d.reasons[0].code) for d in read(message)[1:]}
    assert codes["mail.eml!/smime.p7m"] == (Status.FAILED, "encrypted")
    assert codes["mail.eml!/winmail.dat"] == (Status.SKIPPED, "unsupported-format")


def test_truncated_letter_is_partial() -> None:
    message = letter()
    message.add_attachment(b"The Customer shall pay. " * 400, "application", "x", filename="t.txt")
    data = message.as_bytes()
    first = read(data[: len(data) - 900])[0]
    assert first.status is Status.PARTIAL
    assert first.reasons[-1].code == "damaged"


@pytest.mark.parametrize(
    "header",
    [
        b'Content-Type: text/plain; charset="no-such"',
        b"Content-Type: text/plain; charset*=utf-8''%ff",
        b"Content-Type: multipart/mixed",
        b"Content-Type: ;;;===",
        b"Content-Transfer-Encoding: base99",
        b"Subject: =?utf-8?B?////?= =?x?q?=ZZ?=",
    ],
)
def test_malformed_headers_do_not_stop_reading(header: bytes) -> None:
    data = b"MIME-Version: 1.0\nFrom: a\n" + header + b"\n\nThe Supplier shall deliver the goods."
    (document,) = read(data)
    assert "The Supplier shall deliver the goods." in document.text


def test_too_many_attachments_are_said() -> None:
    message = letter()
    for number in range(5):
        message.add_attachment(b"The terms.", "text", "plain", filename=f"{number}.txt")
    documents = read(message, attachments=3)
    assert len(documents) == 5
    assert documents[-1].status is Status.FAILED
    assert documents[-1].reasons[0].code == "limit"


def test_outlook_message(tmp_path: Path) -> None:
    from tests.load.compound import compound_file

    wide = "utf-16-le"
    data = compound_file({
        "__properties_version1.0": b"\0" * 32,
        "__substg1.0_0037001F": "Draft".encode(wide),
        "__substg1.0_1000001F": BODY.encode(wide),
        "__attach_version1.0_#00000000": {
            "__substg1.0_3707001F": "terms.txt".encode(wide),
            "__substg1.0_37010102": b"The Customer shall pay the price. " * 200,
        },
        "__attach_version1.0_#00000001": {
            "__substg1.0_3707001F": "inner".encode(wide),
            "__substg1.0_3701000D": {"__substg1.0_1000001F": "Inner letter body".encode(wide)},
        },
    })  # fmt: skip
    documents = load("mail.msg", data, LoadOptions())
    assert [(d.path, d.format) for d in documents] == [
        ("mail.msg", "msg"), ("mail.msg!/terms.txt", "text"), ("mail.msg!/inner.txt", "text"),
    ]  # fmt: skip
    assert documents[0].title == "Draft"
    assert documents[0].text.strip() == BODY.strip()
    assert documents[1].text.startswith("The Customer shall pay")
    assert documents[2].text == "Inner letter body"
    (broken,) = load("mail.msg", data[:700], LoadOptions())
    assert broken.status is Status.FAILED
