"""Looks beyond the sentence: the clause, its heading, the document; and for what is absent."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from auditor.engine.language import Line
from auditor.engine.tokens import TokenMatcher, Tokens, tokenise
from auditor.model import Clause, Document, Outline, Span

MAX_CLAUSE = 20_000  # characters of a clause that are looked at; longer ones are not clauses


class Windows:
    """The clauses of one document as tokens, made when first asked for."""

    def __init__(
        self, document: Document, outline: Outline, matcher: TokenMatcher,
        prepare: Callable[[Tokens], object],
    ) -> None:  # fmt: skip
        self._document = document
        self._outline = outline
        self._matcher = matcher
        self._prepare = prepare
        self._clauses: dict[int, Tokens] = {}
        self._headings: dict[str, Tokens] = {}

    def clause(self, index: int) -> Tokens:
        """The clause and what belongs to it: its own text."""
        tokens = self._clauses.get(index)
        if tokens is None:
            span = self._outline.clauses[index].span
            cut = Span(span.start, min(span.end, span.start + MAX_CLAUSE))
            tokens = self._clauses[index] = tokenise(self._document.text, [cut])
            self._prepare(tokens)
        return tokens

    def heading(self, clause: Clause) -> Tokens:
        """The clause's heading; its spans do not point into the document."""
        tokens = self._headings.get(clause.heading)
        if tokens is None:
            text = clause.heading
            tokens = self._headings[text] = tokenise(text, [Span(0, len(text))])
            self._prepare(tokens)
        return tokens

    def any_in(self, lines: Iterable[Line], tokens: Tokens) -> Span | None:
        """The span of the first of the lines that matches, or None."""
        for line in lines:
            laid = self._matcher.lay(line, tokens)
            if laid:
                return tokens.span((laid[0][1][0], laid[-1][1][1]))
        return None
