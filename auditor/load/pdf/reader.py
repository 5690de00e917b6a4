"""The walk through a PDF file, and what is said about it."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from auditor.errors import Damaged
from auditor.load.options import LoadOptions
from auditor.load.pdf.furniture import Place, find_furniture
from auditor.load.pdf.geometry import PdfGeometry
from auditor.load.pdf.opening import Opened, open_pdf
from auditor.load.pdf.page import Page, read_lines
from auditor.load.pdf.paragraphs import Assembly, Paragraphs, page_starts
from auditor.model import Document, Reason, Status


def read(data: bytes, path: str, options: LoadOptions) -> Document | tuple[Document, ...]:
    """Read a PDF.

    Args:
        data: the whole file.
        path: as the user gave it; names the document and its parts.
        options: passwords, OCR and limits.

    Returns:
        The document, or a tuple of it and the documents attached to it.

    Raises:
        Encrypted, Unsupported, Damaged: see ``opening.open_pdf``.
    """
    import pypdfium2.raw as raw

    opened = open_pdf(raw, data, options.passwords)
    try:
        return _read(raw, opened, data, path, options)
    finally:
        raw.FPDF_CloseDocument(opened.handle)


def _read(
    raw: Any, opened: Opened, data: bytes, path: str, options: LoadOptions
) -> Document:
    count = raw.FPDF_GetPageCount(opened.handle)
    if count < 1:
        raise Damaged("the PDF has no pages: ask for it again")
    pages, reasons = _pages(raw, opened, count, options)
    furniture = find_furniture(pages)
    assembly = _assemble(pages, furniture)
    reasons.extend(_notes(furniture))
    partial = opened.damaged or any(r.code in _PARTIAL for r in reasons)
    return Document(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        format="pdf",
        status=Status.PARTIAL if partial else Status.SCANNED,
        reasons=(*opened.reasons, *reasons),
        text=assembly.text,
        pages=count,
        blocks=tuple(assembly.blocks),
        anchors=tuple(assembly.anchors),
        marks=tuple(sorted(assembly.marks, key=lambda m: m.span)),
        page_starts=page_starts(assembly),
        title=_title(assembly),
        geometry=PdfGeometry(opened.data, opened.password),
    )


_PARTIAL = frozenset({"limit-pages", "limit-characters", "unreadable-page", "no-text-layer"})


def _pages(
    raw: Any, opened: Opened, count: int, options: LoadOptions
) -> tuple[list[Page], list[Reason]]:
    pages: list[Page] = []
    lost: list[int] = []
    reasons: list[Reason] = []
    characters = 0
    for index in range(count):
        if index >= options.limits.pages:
            reasons.append(
                Reason(
                    "limit-pages",
                    f"only the first {index} of {count} pages were read (limit pages): "
                    "raise the limit or split the file",
                )
            )
            break
        page = _page(raw, opened.handle, index)
        if page is None:
            lost.append(index + 1)
            page = Page(index + 1, 0.0, 0.0, [])
        pages.append(page)
        characters += len(page.raw)
        if characters > options.limits.characters:
            reasons.append(
                Reason(
                    "limit-characters",
                    f"only the first {index + 1} of {count} pages were read (limit characters): "
                    "raise the limit or split the file",
                )
            )
            break
    if lost:
        reasons.append(
            Reason("unreadable-page", f"{_named(lost)} cannot be read: ask for an undamaged copy")
        )
    return pages, reasons


def _page(raw: Any, handle: Any, index: int) -> Page | None:
    page = raw.FPDF_LoadPage(handle, index)
    if not page:
        return None
    textpage = raw.FPDFText_LoadPage(page)
    try:
        return read_lines(raw, page, textpage, index + 1) if textpage else None
    finally:
        if textpage:
            raw.FPDFText_ClosePage(textpage)
        raw.FPDF_ClosePage(page)


def _assemble(pages: list[Page], furniture: dict[Place, str]) -> Assembly:
    gone: dict[int, set[int]] = {}
    for page, line in furniture:
        gone.setdefault(page, set()).add(line)
    paragraphs = Paragraphs("\n".join([page.raw for page in pages]))
    for index, page in enumerate(pages):
        paragraphs.page(page, gone.get(index, set()))
    return paragraphs.finish()


def _notes(furniture: dict[Place, str]) -> list[Reason]:
    if not furniture:
        return []
    kinds = Counter(furniture.values())
    counted = ", ".join(f"{kinds[kind]} {kind}" for kind in sorted(kinds))
    return [
        Reason(
            "furniture-removed",
            f"lines that repeat from page to page were left out of the text ({counted})",
        )
    ]


def _title(assembly: Assembly) -> str:
    for block in assembly.blocks[:8]:
        if block.kind == "heading":
            return block.span.of(assembly.text)
    return ""


def _named(numbers: list[int]) -> str:
    """Page numbers as people write them: "page 3", "pages 1-4, 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    text = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
    return f"page {text}" if len(numbers) == 1 else f"pages {text}"
