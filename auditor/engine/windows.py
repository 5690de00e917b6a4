"""Looks beyond the sentence: the clause, its heading, the document; and for what is absent."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.engine.language import Line
from auditor.engine.tokens import TokenMatcher, Tokens, tokenise
from auditor.engine.views import DocumentView
from auditor.model import Span


class Windows:
    """The clauses of one document as tokens, made when first asked for."""

    def __init__(self, around: DocumentView, matcher: TokenMatcher) -> None:
        self._around = around
        self._matcher = matcher
        self._clauses: dict[int, Tokens] = {}
        self._headings: dict[str, Tokens] = {}

    def clause(self, index: int) -> Tokens:
        """The sentences of the clause, as far as a reader would look."""
        tokens = self._clauses.get(index)
        if tokens is None:
            tokens = self._clauses[index] = self._around.clause(index)
        return tokens

    def heading(self, index: int) -> Tokens:
        """The clause's heading; its spans do not point into the document."""
        text = self._around.outline.clauses[index].heading
        tokens = self._headings.get(text)
        if tokens is None:
            whole = Span(0, len(text))
            tokens = self._headings[text] = tokenise(text, whole, self._around.roles)
        return tokens

    def any_in(self, lines: Iterable[Line], tokens: Tokens) -> Span | None:
        """The span of the first of the lines that matches, or None."""
        for line in lines:
            laid = self._matcher.lay(line, tokens)
            if laid:
                return tokens.span((laid[0][1][0], laid[-1][1][1]))
        return None
