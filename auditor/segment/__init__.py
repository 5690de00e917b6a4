"""From a document to its outline: clauses, sentences, parties, definitions.

Plain Python and compiled regular expressions; knows no rule and no file format.
"""

from __future__ import annotations

from auditor.model import Document, Outline
from auditor.segment import candidates, definitions, numbering, parties, pieces, segments, titles
from auditor.segment.clauses import Builder

# Formats whose blocks carry the numbers printed on the page, not numbers of their own.
_PRINTED = ("pdf", "text", "image")

__all__ = ["outline", "title"]


def outline(document: Document) -> Outline:
    """Clauses, sentences, parties and definitions of ``document``.

    Spans are offsets into ``document.text``. Clauses tile the text; sentences are sorted,
    do not overlap, and each lies in one clause. Never raises, whatever the text.
    """
    text = document.text
    found = pieces.find(document)
    numbered = numbering.resolve(
        candidates.find(text, found, computed=document.format not in _PRINTED), text
    )
    builder = Builder(text, numbered)
    builder.run(segments.cut(text, found, numbered))
    clauses, sentences = tuple(builder.clauses), tuple(builder.sentences)
    return Outline(
        clauses=clauses,
        sentences=sentences,
        parties=parties.find(text, title(document)),
        definitions=definitions.find(text, sentences, clauses),
    )


def title(document: Document) -> str:
    """The agreement's title on one line: the file's own, or the first line that names a kind
    of contract; "" when there is none."""
    return titles.find(document)
