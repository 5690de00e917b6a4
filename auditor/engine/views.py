"""A document's sentences as the engine looks at them: words first, tokens only when needed."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.engine.order import Positions
from auditor.engine.roles import Roles
from auditor.engine.tokens import Tokens
from auditor.engine.words import words
from auditor.model import Document, Outline, Sentence, Span

MAX_WORDS = 600  # of a clause; longer "clauses" are whole sections


@dataclass(slots=True)
class SentenceView:
    """One sentence: its canonical words with those of its lead-in, and its tokens on demand."""

    index: int
    words: list[str]
    lead: int
    document: DocumentView
    _tokens: Tokens | None = None

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.document.outline.sentences[self.index]

    @property
    def tokens(self) -> Tokens:
        """Its words with what is found in them."""
        if self._tokens is None:
            pieces = pieces_of(self.sentence)
            document = self.document
            self._tokens = Tokens(
                document.text, pieces, Positions(self.words), self.lead, document.roles
            )
        return self._tokens


class DocumentView:
    """All sentences of one document, and who its parties are."""

    def __init__(self, document: Document, outline: Outline, roles: Roles) -> None:
        self.document = document
        self.text = document.text
        self.outline = outline
        self.roles = roles
        self._own: list[list[str]] = [words(s.span.of(self.text)) for s in outline.sentences]
        self._stems: dict[Span, list[str]] = {}
        self._by_clause: dict[int, list[int]] | None = None

    def sentence(self, index: int) -> SentenceView:
        """The sentence number ``index``, with the words of its lead-in before its own."""
        stem = self.outline.sentences[index].stem
        own = self._own[index]
        if stem is None:
            return SentenceView(index, own, 0, self)
        lead = self._stems.get(stem)
        if lead is None:
            lead = self._stems[stem] = words(stem.of(self.text))
        return SentenceView(index, lead + own, len(lead), self)

    def words(self, index: int) -> list[str]:
        """The sentence's own words; none outside the document."""
        return self._own[index] if 0 <= index < len(self._own) else []

    def clause(self, index: int) -> Tokens:
        """The clause number ``index`` as the words of its own sentences, up to MAX_WORDS."""
        if self._by_clause is None:
            self._by_clause = {}
            for number, sentence in enumerate(self.outline.sentences):
                self._by_clause.setdefault(sentence.clause, []).append(number)
        words: list[str] = []
        pieces: list[Span] = []
        for number in self._by_clause.get(index, ()):
            words += self._own[number]
            pieces.append(self.outline.sentences[number].span)
            if len(words) > MAX_WORDS:
                break
        return Tokens(self.text, pieces, Positions(words), 0, self.roles)


def pieces_of(sentence: Sentence) -> list[Span]:
    """The lead-in, if any, and the sentence."""
    return [sentence.stem, sentence.span] if sentence.stem else [sentence.span]
