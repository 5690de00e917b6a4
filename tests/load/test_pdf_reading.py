"""Real contracts: rectangles hold the words they are asked for, and nothing is lost."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from auditor.bench import reading
from auditor.load.options import LoadOptions
from auditor.load.pdf import read
from auditor.model import Document, Span

pytestmark = pytest.mark.shared


def test_rectangles_hold_their_words(shared_dir: Path) -> None:
    import pypdfium2

    chosen = random.Random(7)
    files = sorted((shared_dir / "cuad" / "full_contract_pdf").rglob("*.[pP][dD][fF]"))[::55]
    files += sorted((shared_dir / "contracts").glob("*.pdf"))
    for path in files:
        document = read(path.read_bytes(), path.name, LoadOptions(ocr=False))
        assert isinstance(document, Document)
        pages = pypdfium2.PdfDocument(path)
        words = list(re.finditer(r"[A-Za-z]{4,}", document.text))
        for word in chosen.sample(words, min(10, len(words))):
            found = ""
            for box in document.rectangles(Span(*word.span())):
                page = pages[box.page - 1]
                left, _, _, top = page.get_bbox()
                found += page.get_textpage().get_text_bounded(
                    left + box.left - 0.1, top - box.bottom - 0.1,
                    left + box.right + 0.1, top - box.top + 0.1,
                )  # fmt: skip
            assert word.group() in re.sub(r"[^A-Za-z]", "", found), path.name
        pages.close()


def test_labelled_clauses_survive_reading(shared_dir: Path) -> None:
    result = reading.run(shared_dir / "cuad", limit=12)
    assert result.clause_recall >= 0.999
    assert result.word_recall >= 0.99
    assert "labelled passages whole" in reading.render(result)
