"""Sentences as spaCy sees them, and the hits of atoms and token patterns in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from auditor.engine.composition import Hit
from auditor.engine.language import Atom
from auditor.engine.words import words_with_spans
from auditor.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

MAX_STRINGS = 150_000  # about 30 MB; bounds a worker's memory over thousands of documents
_NUM: dict[str, object] = {"LIKE_NUM": True}
_BUILTIN_PATTERNS: dict[str, list[list[dict[str, object]]]] = {
    "#number": [[_NUM], [{"ORTH": "half"}], [{"ORTH": "quarter"}], [{"ORTH": "thirds"}]],
    "#percent": [
        [_NUM, {"ORTH": "%"}], [_NUM, {"ORTH": "percent"}], [_NUM, {"ORTH": "per"}, {"ORTH": "cent"}],
        [_NUM, {"ORTH": "percentage"}, {"ORTH": "points"}],
    ],
    "#money": [
        [{"ORTH": {"IN": ["$", "€", "£", "usd", "eur", "gbp", "us"]}}, {"ORTH": "$", "OP": "?"}, _NUM],
        [_NUM, {"ORTH": {"IN": ["dollars", "euros", "pounds", "usd", "eur", "gbp", "million", "billion"]}}],
    ],
    "#period": [
        [_NUM, {"OP": "?"}, {"OP": "?"}, {"ORTH": {"IN": [
            "day", "days", "month", "months", "year", "years", "week", "weeks", "hours", "quarters",
            "anniversary", "decade", "twelvemonth",
        ]}}],
    ],
    "#any": [[{}]],
}  # fmt: skip


@dataclass(slots=True)
class Tokens:
    """A sentence (with its lead-in) as canonical words, with the hits found so far.

    Attributes:
        words, spans: canonical words, and where each stands in ``Document.text``.
        hits: atom key -> hits, sorted.
        lead: how many of the words belong to the lead-in.
    """

    words: list[str]
    spans: list[Span]
    lead: int = 0
    hits: dict[str, list[Hit]] = field(default_factory=dict)
    doc: Doc | None = None
    _seen: int = 0

    def span(self, hit: Hit) -> Span:
        """The characters under a hit."""
        return Span(self.spans[hit[0]].start, self.spans[hit[1] - 1].end)


def tokenise(text: str, pieces: Iterable[Span]) -> Tokens:
    """The words of the pieces of ``text``, one after the other; the last piece is the sentence."""
    tokens = Tokens([], [])
    for piece in pieces:
        tokens.lead = len(tokens.words)
        found, spans = words_with_spans(piece.of(text), piece.start)
        tokens.words += found
        tokens.spans += spans
    return tokens


class TokenMatcher:
    """One spaCy vocabulary, one ``PhraseMatcher`` for all phrases, one ``Matcher`` for the rest.

    Atoms are added when a sentence first needs them, so that a short run compiles little.
    """

    def __init__(self) -> None:
        from spacy.matcher import Matcher, PhraseMatcher
        from spacy.util import get_lang_class

        self._nlp = get_lang_class("en")()
        self._phrases = PhraseMatcher(self._nlp.vocab, attr="ORTH")
        self._builtins = Matcher(self._nlp.vocab)
        self._raw: dict[str, Any] = {}
        self._known: set[str] = set()
        self._unions: dict[str, frozenset[str]] = {}
        self._matcher_class = Matcher

    @property
    def full(self) -> bool:
        """Whether the vocabulary has seen so many words that it should be made anew."""
        return len(self._nlp.vocab.strings) > MAX_STRINGS

    def need(self, atoms: Iterable[Atom]) -> None:
        """Make sure that the atoms are looked for from now on."""
        for atom in atoms:
            if atom.key in self._known:
                continue
            self._known.add(atom.key)
            for part in atom.parts & _BUILTIN_PATTERNS.keys():
                if part not in self._builtins:
                    self._builtins.add(part, _BUILTIN_PATTERNS[part])
            if atom.parts and atom.parts != {atom.key}:
                self._unions[atom.key] = atom.parts
            if atom.phrases:
                docs = [self._doc(list(phrase)) for phrase in atom.phrases]
                self._phrases.add(atom.key, docs)

    def _doc(self, words: list[str]) -> Doc:
        from spacy.tokens import Doc

        return Doc(self._nlp.vocab, words=words)

    def find(self, tokens: Tokens) -> dict[str, list[Hit]]:
        """All hits of the atoms needed so far; role hits already there are kept."""
        if not tokens.words or tokens._seen == len(self._known):
            return tokens.hits
        if tokens.doc is None:
            tokens.doc = self._doc(tokens.words)
        tokens._seen = len(self._known)
        found: dict[str, set[Hit]] = {key: set(hits) for key, hits in tokens.hits.items()}
        strings = self._nlp.vocab.strings
        for matcher in (self._phrases, self._builtins):
            if not len(matcher):
                continue
            for key, start, end in matcher(tokens.doc):
                found.setdefault(strings[key], set()).add((start, end))
        tokens.hits = {
            key: sorted(hits, key=lambda h: (h[0], -h[1])) for key, hits in found.items()
        }
        return tokens.hits

    def raw(
        self, key: str, patterns: tuple[tuple[dict[str, object], ...], ...], tokens: Tokens
    ) -> list[tuple[Hit, list[tuple[str, Hit]]]]:
        """Hits of spaCy token patterns, longest first, each with its named slots."""
        if tokens.doc is None:
            tokens.doc = self._doc(tokens.words)
        results = []
        for number, pattern in enumerate(patterns):
            name = f"{key}#{number}"
            matcher = self._raw.get(name)
            if matcher is None:
                matcher = self._raw[name] = self._matcher_class(self._nlp.vocab)
                bare = [{k: v for k, v in token.items() if k != "slot"} for token in pattern]
                matcher.add(name, [bare], greedy="LONGEST")
            for _, start, end, alignment in matcher(tokens.doc, with_alignments=True):
                slots: dict[str, list[int]] = {}
                for offset, index in enumerate(alignment):
                    slot = pattern[index].get("slot")
                    if slot:
                        slots.setdefault(str(slot), []).append(start + offset)
                named = [(slot, (at[0], at[-1] + 1)) for slot, at in slots.items()]
                results.append(((start, end), named))
        return results
