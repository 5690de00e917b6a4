"""What is done to every document after its format's reader is through with it."""

from __future__ import annotations

from dataclasses import replace

from auditor.load import language, spaces
from auditor.load.options import LoadOptions
from auditor.model import Anchor, Block, Document, Mark, Reason, Span, Status


def finish(document: Document, options: LoadOptions, *, container: bool = False) -> Document:
    """``document`` cut to ``limits.characters``, with placeholders, language and status.

    Args:
        document: as its reader made it.
        options: limits.
        container: it has attachments, and may therefore be without text of its own.
    """
    if document.status in {Status.FAILED, Status.SKIPPED}:
        return document
    if not document.text.strip():
        return _without_text(document, container)
    document = spaces.mend(_cut(document, options.limits.characters))
    document = _with_placeholders(document)
    document = _with_language(document)
    if document.status is not Status.SCANNED and not document.reasons:
        unsaid = Reason("not-wholly-read", f"{document.path} was not wholly read")
        document = replace(document, reasons=(unsaid,))
    return document


def _without_text(document: Document, container: bool) -> Document:
    if container or document.status is not Status.SCANNED:
        return replace(document, language="")
    reason = Reason(
        "no-text",
        f"{document.path} was opened and holds no text at all; look at it, and scan or export "
        "it again if it should",
    )
    return replace(document, language="", status=Status.FAILED, reasons=(*document.reasons, reason))


def _cut(document: Document, limit: int) -> Document:
    """The document up to ``limit`` characters, ended at a block where one ends near."""
    if len(document.text) <= limit:
        return document
    reason = Reason(
        "limit",
        f"{document.path} has {len(document.text)} characters; those after the first {limit} "
        "were not read",
    )
    return replace(
        document,
        status=Status.PARTIAL,
        reasons=(*document.reasons, reason),
        text=document.text[:limit],
        blocks=tuple(
            Block(_until(b.span, limit), b.kind, b.number, b.level)
            for b in document.blocks
            if b.span.start < limit
        ),
        anchors=tuple(
            a if a.end <= limit else _shorter(a, limit) for a in document.anchors if a.start < limit
        ),
        marks=tuple(
            replace(m, span=_until(m.span, limit)) for m in document.marks if m.span.start < limit
        ),
        page_starts=tuple(start for start in document.page_starts if start < limit),
    )


def _until(span: Span, limit: int) -> Span:
    return Span(span.start, min(span.end, limit))


def _shorter(anchor: Anchor, limit: int) -> Anchor:
    return replace(anchor, end=limit)


def _with_placeholders(document: Document) -> Document:
    from auditor.load import placeholders

    found = placeholders.find(document.text)
    if not found:
        return document
    return replace(document, marks=_sorted((*document.marks, *found)))


def _sorted(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: mark.span))


def _with_language(document: Document) -> Document:
    found = language.assess(document.text, document.blocks)
    if not found.passages:
        return replace(document, language=found.main)
    if found.main == "und":
        reason = Reason(
            "language",
            f"most of {document.path} is in no language known here; if it is not English, have "
            "it translated",
        )
        return replace(
            document, language="", status=Status.PARTIAL, reasons=(*document.reasons, reason)
        )
    if found.main not in {"en", ""}:
        reason = Reason(
            "language",
            f"{document.path} is written in {language.NAMES[found.main]}; the rules read "
            "English only: have it translated",
        )
        return replace(
            document, language=found.main, status=Status.SKIPPED,
            reasons=(*document.reasons, reason),
        )  # fmt: skip
    languages = dict.fromkeys(language.NAMES[p.language] for p in found.passages)
    first = found.passages[0]
    reason = Reason(
        "language",
        f"{found.share:.0%} of {document.path} is written in {' and '.join(languages)}, from "
        f"{_place(document, first.span)}; the rules read English only: have it translated",
    )
    marks = tuple(
        Mark(passage.span, "foreign_language", passage.language) for passage in found.passages
    )
    return replace(
        document, language=found.main, status=Status.PARTIAL,
        reasons=(*document.reasons, reason), marks=_sorted((*document.marks, *marks)),
    )  # fmt: skip


def _place(document: Document, span: Span) -> str:
    page = document.page(span)
    if page is not None:
        return f"page {page}"
    index = sum(block.span.end <= span.start for block in document.blocks) + 1
    return f"paragraph {index}"
