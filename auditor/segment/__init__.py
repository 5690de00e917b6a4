"""From a document to its outline: clauses, sentences, parties, definitions.

Plain Python and compiled regular expressions; knows no rule and no file format.
"""

from __future__ import annotations

from auditor.model import Document, Outline
from auditor.segment.candidates import candidates
from auditor.segment.clauses import Builder
from auditor.segment.definitions import definitions
from auditor.segment.numbering import resolve
from auditor.segment.parties import parties
from auditor.segment.pieces import pieces
from auditor.segment.segments import segments
from auditor.segment.titles import title

__all__ = ["outline", "title"]


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
    clauses, sentences = tuple(builder.clauses), tuple(builder.sentences)
    return Outline(
        clauses=clauses,
        sentences=sentences,
        parties=parties(text, title(document)),
        definitions=definitions(text, sentences, clauses),
    )
