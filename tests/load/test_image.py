"""Picture files."""

from __future__ import annotations

import importlib.util
import io

import pytest

from auditor.errors import Damaged, LimitReached, Unsupported
from auditor.load import image, ocr
from auditor.load.options import Limits, LoadOptions
from auditor.load.pdf import scans
from auditor.model import Span

HAS_OCR = importlib.util.find_spec("rapidocr_onnxruntime") is not None
needs_ocr = pytest.mark.skipif(not HAS_OCR, reason="needs the extra 'ocr'")

WORDS = ("The Customer shall buy all of its", "requirements from the Supplier only.")


def picture(format: str = "PNG", frames: int = 1, turned: int = 0) -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    made = []
    for _ in range(frames):
        canvas = Image.new("RGB", (900, 400), "white")
        draw = ImageDraw.Draw(canvas)
        for row, words in enumerate((*WORDS, "Signed for the Supplier in Dublin")):
            draw.text((40, 60 + 60 * row), words, "black", ImageFont.load_default(36))
        made.append(canvas.rotate(turned, expand=True))
    stream = io.BytesIO()
    options = {"save_all": True, "append_images": made[1:]} if frames > 1 else {}
    made[0].save(stream, format, dpi=(150, 150), **options)
    return stream.getvalue()


@needs_ocr
def test_frames_of_a_tiff_are_pages_read_with_confidence() -> None:
    document = image.read(picture("TIFF", 2), "scan.tif", LoadOptions())
    assert document.pages == 2 and document.page_starts[1] > 0
    assert document.text.replace(" ", "").count("TheCustomershallbuyallofits") == 2
    assert all(0 < anchor.confidence < 1 for anchor in document.anchors)
    assert any(mark.kind == "ocr" for mark in document.marks)
    (box,) = document.rectangles(Span(0, 12))
    assert box.page == 1 and 15 < box.left < 25 and 25 < box.top < 36


@needs_ocr
def test_picture_on_its_side_is_turned() -> None:
    document = image.read(picture(turned=90), "scan.png", LoadOptions())
    assert "requirements" in document.text
    (box,) = document.rectangles(Span(0, 12))
    assert box.bottom - box.top > box.right - box.left


@pytest.mark.parametrize(("seconds", "read"), [(1.0, 20), (8.0, 11), (25.0, 2), (40.0, 1)])
def test_no_page_is_begun_that_the_time_may_not_hold(
    monkeypatch: pytest.MonkeyPatch, seconds: float, read: int
) -> None:
    clock = [0.0]
    monkeypatch.setattr(scans.time, "monotonic", lambda: clock[0])
    budget = scans.Budget(LoadOptions(limits=Limits(seconds=120)))
    pages = 0
    while pages < 20 and not budget.spent():
        pages += 1
        clock[0] += seconds
    assert pages == read
    assert clock[0] <= 120


def test_too_large_a_picture_is_not_decoded() -> None:
    if not HAS_OCR:
        pytest.skip("needs the extra 'ocr'")
    with pytest.raises(LimitReached, match="megapixels"):
        image.read(picture(), "scan.png", LoadOptions(limits=Limits(megapixels=0)))


def test_without_ocr_a_picture_is_not_supported() -> None:
    with pytest.raises(Unsupported, match="switch"):
        image.read(picture(), "scan.png", LoadOptions(ocr=False))


@needs_ocr
def test_what_is_no_picture_is_damaged() -> None:
    with pytest.raises(Damaged):
        image.read(b"\x89PNG\r\n\x1a\n nothing", "scan.png", LoadOptions())


def test_lines_that_are_left_out_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    corners = [[40, 40], [500, 40], [500, 90], [40, 90]]

    def engine(_: object, **options: object) -> tuple[list[object], None]:
        return [(corners, WORDS[0], 0.9), (corners, "~ ..,", 0.2), (corners, " ", 0.1)], None

    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "_engine", lambda: engine)
    document = image.read(picture(), "scan.png", LoadOptions())
    assert document.text.strip() == WORDS[0]
    told = {reason.code: reason.message for reason in document.reasons}
    assert told["ocr-unsure"].startswith("page 1: OCR could not make out 1 line")
