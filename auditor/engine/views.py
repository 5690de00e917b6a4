"""A document's sentences as the engine looks at them: words first, tokens only when needed."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.engine.order import Positions
from auditor.engine.roles import Mention, Roles, role_hits
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
    _positions: Positions | None = None
    _tokens: Tokens | None = None
    _mentions: list[Mention] = field(default_factory=list)

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.document.outline.sentences[self.index]

    @property
    def positions(self) -> Positions:
        """Where its words stand."""
        if self._positions is None:
            self._positions = Positions(self.words)
        return self._positions

    @property
    def tokens(self) -> Tokens:
        """Words with spans, and the parties among them."""
        if self._tokens is None:
            pieces = pieces_of(self.sentence)
            self._tokens = Tokens(self.document.text, pieces, self.positions, self.lead)
            self._mentions = self.document.add_roles(self._tokens)
        return self._tokens

    @property
    def mentions(self) -> list[Mention]:
        """The parties named in the sentence."""
        return self._mentions if self.tokens else []


class DocumentView:
    """All sentences of one document, and who its parties are."""

    def __init__(self, document: Document, outline: Outline, roles: Roles) -> None:
        self.document = document
        self.text = document.text
        self.outline = outline
        self._roles = roles
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
        tokens = Tokens(self.text, pieces, Positions(words), 0)
        self.add_roles(tokens)
        return tokens

    def add_roles(self, tokens: Tokens) -> list[Mention]:
        """Put the parties' mentions into the tokens as hits, and return them."""
        mentions = self._roles.mentions(tokens.words)
        tokens.roles = role_hits(mentions)
        return mentions


def pieces_of(sentence: Sentence) -> list[Span]:
    """The lead-in, if any, and the sentence."""
    return [sentence.stem, sentence.span] if sentence.stem else [sentence.span]
