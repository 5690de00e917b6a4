"""Documents made of plain text, and what an outline looks like in a test."""

from __future__ import annotations

import re

from auditor.model import Block, BlockKind, Document, Outline, Span, Status
from auditor.segment import outline


def document(text: str, *, title: str = "", blocks: tuple[Block, ...] = ()) -> Document:
    """A document of ``text``; blocks are its paragraphs unless given."""
    made = blocks or tuple(
        Block(Span(match.start(), match.end()))
        for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text)
    )
    return Document(
        path="contract.txt", sha256="", format="text", status=Status.SCANNED, text=text,
        blocks=made, title=title,
    )  # fmt: skip


def blocks_of(*parts: tuple[BlockKind, str, str, int]) -> Document:
    """A document of (kind, number, text, level) blocks, as a Word loader gives them."""
    text, blocks = "", []
    for kind, number, words, level in parts:
        start = len(text)
        text += f"{number} {words}" if number else words
        blocks.append(Block(Span(start, len(text)), kind, number, level))
        text += "\n"
    return document(text, blocks=tuple(blocks))


def outlined(text: str) -> tuple[str, Outline]:
    return text, outline(document(text))


def sentences(text: str) -> list[str]:
    """The sentences' words, blanks collapsed."""
    return [" ".join(s.span.of(text).split()) for s in outline(document(text)).sentences]


def stems(text: str) -> list[str | None]:
    return [s.stem and s.stem.of(text) for s in outline(document(text)).sentences]


def numbers(text: str) -> list[str]:
    """Numbers of the clauses in order, those without left out, repeats once."""
    found: list[str] = []
    for clause in outline(document(text)).clauses:
        if clause.number and clause.number not in found:
            found.append(clause.number)
    return found


def headings(text: str) -> dict[str, str]:
    return {c.number: c.heading for c in reversed(outline(document(text)).clauses)}


def roles(text: str, title: str = "") -> dict[str, str]:
    """Term -> role of the parties."""
    return {p.term: p.role for p in outline(document(text, title=title)).parties}
