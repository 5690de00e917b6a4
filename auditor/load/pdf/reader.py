"""The walk through a PDF file, page by page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from auditor.errors import Damaged
from auditor.load import ocr
from auditor.load.options import LoadOptions
from auditor.load.pdf.columns import order
from auditor.load.pdf.furniture import find_furniture
from auditor.load.pdf.geometry import PdfGeometry
from auditor.load.pdf.hidden import mark_covered, mark_hidden
from auditor.load.pdf.inside import Form, attachments, signed
from auditor.load.pdf.objects import MOST_RULES, look
from auditor.load.pdf.opening import Opened, open_pdf
from auditor.load.pdf.page import Page, read_lines
from auditor.load.pdf.pdfium import Pdfium, address, pdfium
from auditor.load.pdf.quality import is_garbled
from auditor.load.pdf.scans import Boxes, Budget, lacks_text, read_scan
from auditor.load.pdf.tables import looks_ruled, rows_for_tables
from auditor.load.pdf.told import limit_reason, page_reasons, unopened
from auditor.load.pdf.whole import whole_document
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
    document, members = read_with_members(data, path, options)
    if not members:
        return document
    from auditor.load import load

    depth = path.count("!/") + 1
    if depth > options.limits.depth:
        return replace(
            document,
            status=Status.PARTIAL,
            reasons=(*document.reasons, unopened([name for name, _ in members], "too deep")),
        )
    inner = [load(f"{path}!/{name}", inside, options, depth=depth) for name, inside in members]
    return (document, *(part for parts in inner for part in parts))


def read_with_members(
    data: bytes, path: str, options: LoadOptions
) -> tuple[Document, tuple[tuple[str, bytes], ...]]:
    """Read a PDF, and take out what is attached to it without reading that.

    Args, Raises: see ``read``.

    Returns:
        The document, and name and bytes of each attachment, at most ``limits.attachments``;
        those that cannot be taken out are named in the document's reasons.
    """
    lib = pdfium()
    opened = open_pdf(lib.raw, data, options.passwords)
    try:
        walk = _Walk(lib, opened, options)
        try:
            document = walk.document(data, path)
        finally:
            walk.form.close()
        return _with_attachments(lib.raw, opened, document, options)
    finally:
        lib.raw.FPDF_CloseDocument(opened.handle)


def bare_text(data: bytes) -> str:
    """pdfium's own text of all pages and nothing else: what reading is measured against."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join([_bare_page(document[index]) for index in range(len(document))])
    finally:
        document.close()


def _bare_page(page: Any) -> str:
    textpage = page.get_textpage()
    text = str(textpage.get_text_range())
    textpage.close()
    page.close()
    return text


def furniture_lines(data: bytes, options: LoadOptions) -> tuple[str, ...]:
    """The lines of a PDF that ``read`` leaves out of the text, page by page.

    Raises:
        Encrypted, Unsupported, Damaged: see ``opening.open_pdf``.
    """
    lib = pdfium()
    opened = open_pdf(lib.raw, data, options.passwords)
    try:
        walk = _Walk(lib, opened, options)
        pages, _ = walk.pages()
        walk.form.close()
        return tuple(pages[page].lines[line].text for page, line in sorted(find_furniture(pages)))
    finally:
        lib.raw.FPDF_CloseDocument(opened.handle)


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
        pages, reasons = self.pages()
        reasons = [
            *self.opened.reasons,
            *reasons,
            *page_reasons(pages, ocr_installed=ocr.available(), ocr_wanted=self.options.ocr),
            *self.form.reasons(),
            *signed(self.raw, self.opened.handle),
        ]
        return whole_document(
            pages,
            reasons,
            data=data,
            path=path,
            format="pdf",
            count=self.raw.FPDF_GetPageCount(self.opened.handle),
            geometry=PdfGeometry(self.opened.data, self.opened.password, self.scanned),
            partial=self.opened.damaged,
        )

    def pages(self) -> tuple[list[Page], list[Reason]]:
        """All pages within the limits, and the limit that stopped them."""
        limits = self.options.limits
        count = self.raw.FPDF_GetPageCount(self.opened.handle)
        if count < 1:
            raise Damaged("the PDF has no pages: ask for it again")
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
        if not drawn.complete or len(drawn.rules) > MOST_RULES:
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


def _with_attachments(
    raw: Any, opened: Opened, document: Document, options: LoadOptions
) -> tuple[Document, tuple[tuple[str, bytes], ...]]:
    """The document with a word about its attachments, and those that could be taken out."""
    taken: list[tuple[str, bytes]] = []
    left: list[str] = []
    for name, data in attachments(raw, opened.handle, options.limits.bytes):
        if data is None or len(taken) >= options.limits.attachments:
            left.append(name)
        else:
            taken.append((name, data))
    if not left:
        return document, tuple(taken)
    reasons = (*document.reasons, unopened(left, "too many, too large or damaged"))
    return replace(document, reasons=reasons, status=Status.PARTIAL), tuple(taken)
