"""Good files to damage, small, of every format, made here or taken from the fixtures."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from email.message import EmailMessage
from pathlib import Path

from tests.load.compound import compound_file

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures" / "contracts"

SENTENCES = (
    "The Customer shall purchase all of its requirements for the Products exclusively from the "
    "Supplier during the Term.",
    "The Supplier shall not offer to any third party a price lower than the price charged to the "
    "Customer.",
    "Either party may terminate this Agreement for convenience on ninety (90) days’ notice.",
    "On termination the Supplier shall return the Customer Data in a common format.",
    "This Agreement is governed by the laws of England and Wales.",
)


def paragraphs(count: int = 24) -> list[str]:
    """Numbered clauses."""
    return [f"{n + 1}. {SENTENCES[n % len(SENTENCES)]}" for n in range(count)]


def pdf(*, compressed: bool, pages: int = 3) -> bytes:
    """A PDF of a few pages in Helvetica, with a cross-reference table."""
    lines = paragraphs()
    per_page = -(-len(lines) // pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (pages, b" ".join(b"%d 0 R" % (4 + 2 * page) for page in range(pages))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for page in range(pages):
        content = b"BT /F1 9 Tf 12 TL 50 780 Td\n"
        for line in lines[page * per_page : (page + 1) * per_page]:
            half = line.rfind(" ", 0, 90) if len(line) > 90 else len(line)
            for part in (line[:half], line[half:].strip()):
                escaped = part.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
                content += b"(%s) Tj T*\n" % escaped if part else b""
        content += b"ET"
        extra = b""
        if compressed:
            content, extra = zlib.compress(content), b" /Filter /FlateDecode"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * page)
        )
        objects.append(
            b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), extra, content)
        )
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + (
        b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    )


def docx() -> bytes:
    """A Word file with headings, a list, a table, a header and properties."""
    import docx as python_docx

    document = python_docx.Document()
    document.add_heading("Supply Agreement", 1)
    for number, line in enumerate(paragraphs()):
        document.add_paragraph(line, style="List Number" if number % 3 == 0 else None)
    table = document.add_table(rows=3, cols=2)
    for row, (left, right) in enumerate([("Tier", "Price"), ("One", "10"), ("Two", "20")]):
        table.cell(row, 0).text, table.cell(row, 1).text = left, right
    document.sections[0].header.paragraphs[0].text = "Confidential"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def html() -> bytes:
    """A page with a table, lists and hidden words."""
    items = "".join(f"<li>{line}</li>" for line in SENTENCES)
    body = "".join(f"<p>{line}</p>" for line in paragraphs())
    return (
        f"<!doctype html><html><head><title>Terms</title></head><body><h1>Terms</h1>{body}"
        f"<ol type=a>{items}</ol><table><tr><td>Tier<td>Price<tr><td>1<td>10</table>"
        f"<div style='display:none'>{SENTENCES[0]}</div></body></html>"
    ).encode()


def mail() -> bytes:
    """A letter with a PDF, a Word file and a text attached."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Draft", "a@example.com", "b@example.com"
    message.set_content("\n".join(SENTENCES))
    message.add_attachment(pdf(compressed=True), "application", "pdf", filename="a.pdf")
    message.add_attachment(docx(), "application", "octet-stream", filename="b.docx")
    message.add_attachment("\n".join(paragraphs()), filename="c.txt")
    return message.as_bytes()


def archive() -> bytes:
    """A ZIP with a Word file, a PDF, a text and a ZIP."""
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("inner.txt", "\n".join(paragraphs()))
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("a.docx", docx())
        target.writestr("b.pdf", pdf(compressed=False))
        target.writestr("c.txt", "\n".join(paragraphs()))
        target.writestr("d.zip", inner.getvalue())
    return outer.getvalue()


def outlook() -> bytes:
    """An Outlook message with an attachment."""
    return compound_file({
        "__properties_version1.0": b"\0" * 20 + b"\1" + b"\0" * 11,
        "__substg1.0_0037001F": "Draft".encode("utf-16-le"),
        "__substg1.0_1000001F": "\n".join(paragraphs()).encode("utf-16-le"),
        "__attach_version1.0_#00000000": {
            "__substg1.0_3707001F": "a.pdf".encode("utf-16-le"),
            "__substg1.0_37010102": pdf(compressed=True),
        },
    })  # fmt: skip


def seeds() -> dict[str, bytes]:
    """Good files by name; the end of the name is the format."""
    text = "\n\n".join(paragraphs())
    found = {
        "made.docx": docx(),
        "plain.pdf": pdf(compressed=False),
        "packed.pdf": pdf(compressed=True),
        "page.html": html(),
        "letter.eml": mail(),
        "letter.msg": outlook(),
        "files.zip": archive(),
        "text.txt": text.encode(),
        "wide.txt": text.encode("utf-16"),
        "text.md": f"# Terms\n\n{text}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode(),
        "text.txt.gz": gzip.compress(text.encode()),
    }
    for path in sorted(FIXTURES.glob("*")):
        if path.suffix in {".docx", ".pdf"} and path.stat().st_size < 200_000:
            found[path.name] = path.read_bytes()
    return found
