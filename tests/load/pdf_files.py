"""Small PDF files written by hand, so that tests say exactly what is drawn where."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT = 612, 792
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def text(x: float, y: float, words: str, size: float = 10, extra: str = "") -> str:
    """Operators that write ``words`` with their baseline's left end at (x, y) from below."""
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT {extra} /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET"


def lines(
    words: Sequence[str], *, x: float = 72, top: float = 720, step: float = 12, size: float = 10
) -> str:
    """Lines of text below each other."""
    return "\n".join(text(x, top - i * step, line, size) for i, line in enumerate(words))


def pdf(pages: Sequence[str], *, page_extra: str = "", image_pages: Sequence[int] = ()) -> bytes:
    """A PDF with one page for each content stream; pages in ``image_pages`` show a picture."""
    objects: list[bytes] = [b"", b"", _FONT]
    objects.append(
        b"<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Length 4 >>\nstream\n\x00\xff\xff\x00\nendstream"
    )
    kids: list[int] = []
    for number, content in enumerate(pages):
        picture = f"\nq {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im1 Do Q" if number in image_pages else ""
        body = (content + picture).encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body))
        stream = len(objects)
        objects.append(
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] {page_extra} "
                f"/Resources << /Font << /F1 3 0 R >> /XObject << /Im1 4 0 R >> >> "
                f"/Contents {stream} 0 R >>"
            ).encode()
        )
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    refs = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{refs}] /Count {len(kids)} >>".encode()
    return _written(objects)


def _written(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


PROSE = (
    "The Customer shall purchase all of its requirements of the Products from the Supplier and",
    "shall not, during the Term, purchase from any other person any goods which compete with the",
    "Products, whether directly or through an Affiliate, without the consent in writing of the",
    "Supplier, which the Supplier may give or withhold in its discretion and on such terms as it",
)
