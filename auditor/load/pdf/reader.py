"""The walk through a PDF file, page by page."""

from __future__ import annotations

import hashlib
from typing import Any

from auditor.errors import Damaged
from auditor.load import ocr
from auditor.load.options import LoadOptions
from auditor.load.pdf.columns import order
from auditor.load.pdf.furniture import Place, find_furniture
from auditor.load.pdf.geometry import PdfGeometry
from auditor.load.pdf.hidden import mark_covered, mark_hidden
from auditor.load.pdf.inside import Form, attachments, signed
from auditor.load.pdf.objects import look
from auditor.load.pdf.opening import Opened, open_pdf
from auditor.load.pdf.page import Page, read_lines
from auditor.load.pdf.paragraphs import Assembly, Paragraphs, page_starts
from auditor.load.pdf.pdfium import Pdfium, address, pdfium
from auditor.load.pdf.quality import is_garbled
from auditor.load.pdf.scans import Boxes, Budget, lacks_text, read_scan
from auditor.load.pdf.tables import looks_ruled, rows_for_tables
from auditor.load.pdf.told import PARTIAL, limit_reason, page_reasons, removed_reasons
from auditor.model import Document, Mark, Reason, Status


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
    lib = pdfium()
    opened = open_pdf(lib.raw, data, options.passwords)
    try:
        walk = _Walk(lib, opened, options)
        try:
            document = walk.document(data, path)
        finally:
            walk.form.close()
        inner, document = _attached(lib.raw, opened, document, options)
    finally:
        lib.raw.FPDF_CloseDocument(opened.handle)
    return (document, *inner) if inner else document


class _Walk:
    """One document's pages, and what is met on them."""

    def __init__(self, lib: Pdfium, opened: Opened, options: LoadOptions) -> None:
        self.lib = lib
        self.raw = lib.raw
        self.opened = opened
        self.options = options
        self.form = Form(lib.raw, opened.handle)
        self.scanned: dict[int, Boxes] = {}
        self.budget = Budget(options)
        self.ocr = options.ocr and ocr.available()

    def document(self, data: bytes, path: str) -> Document:
        """The whole document."""
        count = self.raw.FPDF_GetPageCount(self.opened.handle)
        if count < 1:
            raise Damaged("the PDF has no pages: ask for it again")
        pages, reasons = self._pages(count)
        furniture = find_furniture(pages)
        assembly = _assemble(pages, furniture)
        reasons = [
            *self.opened.reasons,
            *reasons,
            *page_reasons(pages, ocr_installed=ocr.available(), ocr_wanted=self.options.ocr),
            *self.form.reasons(),
            *signed(self.raw, self.opened.handle),
            *removed_reasons(furniture),
        ]
        partial = self.opened.damaged or any(reason.code in PARTIAL for reason in reasons)
        return Document(
            path=path,
            sha256=hashlib.sha256(data).hexdigest(),
            format="pdf",
            status=Status.PARTIAL if partial else Status.SCANNED,
            reasons=tuple(reasons),
            text=assembly.text,
            pages=count,
            blocks=tuple(assembly.blocks),
            anchors=tuple(assembly.anchors),
            marks=tuple(_marks(assembly, pages)),
            page_starts=page_starts(assembly),
            title=_title(assembly),
            geometry=PdfGeometry(self.opened.data, self.opened.password, self.scanned),
        )

    def _pages(self, count: int) -> tuple[list[Page], list[Reason]]:
        limits = self.options.limits
        pages: list[Page] = []
        characters = 0
        for index in range(count):
            if index >= limits.pages:
                return pages, [limit_reason("pages", index, count)]
            page = self._page(index)
            pages.append(page)
            characters += len(page.raw)
            if characters > limits.characters:
                return pages, [limit_reason("characters", index + 1, count)]
        return pages, []

    def _page(self, index: int) -> Page:
        raw = self.raw
        handle = raw.FPDF_LoadPage(self.opened.handle, index)
        textpage = raw.FPDFText_LoadPage(handle) if handle else None
        try:
            if textpage:
                return self._read(handle, textpage, index + 1)
            return Page(index + 1, 0.0, 0.0, [], notes={"unreadable-page"})
        finally:
            if textpage:
                raw.FPDFText_ClosePage(textpage)
            if handle:
                raw.FPDF_ClosePage(handle)

    def _read(self, handle: Any, textpage: Any, number: int) -> Page:
        page, chars = read_lines(self.lib, handle, textpage, number)
        drawn = look(self.lib, address(handle), page.frame, page.turned)
        if not drawn.complete:
            page.notes.add("crowded-page")
        mark_hidden(self.raw, handle, page, chars, drawn)
        if drawn.dark:
            mark_covered(self.raw, handle, page, chars, drawn)
        garbled = bool(page.lines) and is_garbled(page.raw)
        if garbled or lacks_text(page, drawn):
            self._scan(handle, page, "garbled-text" if garbled else "no-text-layer")
        else:
            if len(drawn.rules) > 4 and looks_ruled(drawn.rules):
                rows_for_tables(page, chars, drawn.rules)
            order(page, chars)
        if self.raw.FPDFPage_GetAnnotCount(handle):
            self.form.read(handle, page)
        return page

    def _scan(self, handle: Any, page: Page, code: str) -> None:
        """Read a page by OCR, or note why it stays unread."""
        if not self.ocr:
            page.notes.add(code)
            return
        if self.budget.spent():
            page.notes.add("ocr-time")
            return
        boxes = read_scan(self.raw, handle, page, self.options)
        if boxes is None:
            page.notes.add("ocr-size")
            return
        page.marks.clear()
        page.notes.add("ocr")
        self.scanned[page.number] = boxes


def _assemble(pages: list[Page], furniture: dict[Place, str]) -> Assembly:
    gone: dict[int, set[int]] = {}
    for page, line in furniture:
        gone.setdefault(page, set()).add(line)
    paragraphs = Paragraphs("\n".join([page.raw for page in pages]))
    for index, page in enumerate(pages):
        paragraphs.page(page, gone.get(index, set()))
    return paragraphs.finish()


def _marks(assembly: Assembly, pages: list[Page]) -> list[Mark]:
    """All marks by position, those on pages' units carried over to the text."""
    marks = list(assembly.marks)
    for page in pages:
        for start, end, kind, detail in page.marks:
            for span in assembly.spans_of(page.number, start, end):
                marks.append(Mark(span, kind, detail))
    return sorted(marks, key=lambda mark: mark.span)


def _title(assembly: Assembly) -> str:
    for block in assembly.blocks[:8]:
        if block.kind == "heading":
            return block.span.of(assembly.text)
    return ""


def _attached(
    raw: Any, opened: Opened, document: Document, options: LoadOptions
) -> tuple[list[Document], Document]:
    """The documents attached to the file, and the file's own with a word about them."""
    count = raw.FPDFDoc_GetAttachmentCount(opened.handle)
    if count < 1:
        return [], document
    from dataclasses import replace

    from auditor.load import load

    inner: list[Document] = []
    unread: list[str] = []
    deep = document.path.count("!/") >= options.limits.depth
    for index, (name, data) in enumerate(attachments(raw, opened.handle, options.limits.bytes)):
        if data is None or deep or index >= options.limits.attachments:
            unread.append(name)
            continue
        inner.extend(load(f"{document.path}!/{name}", data, options))
    reasons = [
        *document.reasons,
        Reason("attachments", f"{count} file(s) are attached to the PDF; {len(inner)} were opened"),
    ]
    status = document.status
    if unread:
        reasons.append(
            Reason(
                "attachments-unread",
                f"attached but not opened (too large, too deep or damaged): {', '.join(unread)}; "
                "save and scan them on their own",
            )
        )
        status = Status.PARTIAL
    return inner, replace(document, reasons=tuple(reasons), status=status)
