"""From the pages of a file to its document: furniture out, paragraphs whole, marks in place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import cast

from auditor.load.pdf.assembly import Assembly, page_starts
from auditor.load.pdf.furniture import Place, find_furniture
from auditor.load.pdf.geometry import PdfGeometry
from auditor.load.pdf.page import Page
from auditor.load.pdf.paragraphs import Paragraphs
from auditor.load.pdf.told import PARTIAL, removed_reasons
from auditor.model import Document, Mark, MarkKind, Reason, Status


def whole_document(
    pages: Sequence[Page],
    reasons: Sequence[Reason],
    *,
    data: bytes,
    path: str,
    format: str,
    count: int,
    geometry: PdfGeometry,
    partial: bool = False,
) -> Document:
    """The document that ``pages`` make.

    Args:
        pages: as read, in order.
        reasons: what is already known to be said.
        data: the file, for its hash.
        path, format: of the document.
        count: pages the file has, read or not.
        geometry: answers for rectangles.
        partial: whether parts are known to be missing, whatever the reasons say.
    """
    furniture = find_furniture(pages)
    assembly = _assemble(pages, furniture)
    told = (*reasons, *removed_reasons(furniture))
    partial = partial or any(reason.code in PARTIAL for reason in told)
    return Document(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        format=format,
        status=Status.PARTIAL if partial else Status.SCANNED,
        reasons=told,
        text=assembly.text,
        pages=count,
        blocks=tuple(assembly.blocks),
        anchors=tuple(assembly.anchors),
        marks=tuple(_marks(assembly, pages)),
        page_starts=page_starts(assembly),
        title=_title(assembly),
        geometry=geometry,
    )


def _assemble(pages: Sequence[Page], furniture: Mapping[Place, str]) -> Assembly:
    gone: dict[int, set[int]] = {}
    for place in furniture:
        gone.setdefault(place[0], set()).add(place[1])
    paragraphs = Paragraphs("\n".join([page.raw for page in pages]))
    for index, page in enumerate(pages):
        paragraphs.page(page, gone.get(index, set()))
    return paragraphs.finish()


def _marks(assembly: Assembly, pages: Sequence[Page]) -> list[Mark]:
    """All marks by position, those on pages' units carried over to the text."""
    marks = list(assembly.marks)
    for page in pages:
        for start, end, kind, detail in page.marks:
            for span in assembly.spans_of(page.number, start, end):
                marks.append(Mark(span, cast(MarkKind, kind), detail))
    return sorted(marks, key=lambda mark: mark.span)


def _title(assembly: Assembly) -> str:
    for block in assembly.blocks[:8]:
        if block.kind == "heading":
            return block.span.of(assembly.text)
    return ""
