"""PDF files to documents: text in reading order, paragraphs whole, furniture taken out.

pdfium reads the text layer, one call a page; everything dearer (character boxes, tables,
hidden text, OCR) waits for a cheap sign on the page that it is needed.
"""

from __future__ import annotations

from auditor.load.pdf.reader import bare_text, furniture_lines, read, read_with_members

__all__ = ["bare_text", "furniture_lines", "read", "read_with_members"]
