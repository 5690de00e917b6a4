"""Sentences as spaCy sees them, and the hits of atoms and token patterns in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from auditor.engine.composition import Hit, compose
from auditor.engine.language import Atom, Line, Step
from auditor.engine.words import words_with_spans
from auditor.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

MAX_STRINGS = 150_000  # about 30 MB; bounds a worker's memory over thousands of documents
_NOTHING: list[Hit] = []
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
    """A sentence (with its lead-in) as canonical words, with what was found in it so far.

    Attributes:
        words, spans: canonical words, and where each stands in ``Document.text``.
        lead: how many of the words belong to the lead-in.
        roles: hits of the document's parties by role atom ("@vendor").
        found: phrase or built-in -> its hits; refilled when the matcher has learned more.
        hits: atom key -> its hits, sorted; filled when asked for.
    """

    words: list[str]
    spans: list[Span]
    lead: int = 0
    roles: dict[str, list[Hit]] = field(default_factory=dict)
    found: dict[int, list[Hit]] = field(default_factory=dict)
    hits: dict[str, list[Hit]] = field(default_factory=dict)
    doc: Doc | None = None
    seen: int = 0

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

    Phrases are added when a sentence first needs them, so that a short run compiles little.
    Each phrase is its own key: a word that stands in fifty atoms is matched once.
    """

    def __init__(self) -> None:
        from spacy.matcher import Matcher, PhraseMatcher
        from spacy.util import get_lang_class

        self._nlp = get_lang_class("en")()
        self._phrases = PhraseMatcher(self._nlp.vocab, attr="ORTH")
        self._builtins = Matcher(self._nlp.vocab)
        self._raw: dict[str, Any] = {}
        self._known: dict[str, frozenset[int]] = {}
        self._added: dict[tuple[str, ...], int] = {}
        self._matcher_class = Matcher

    @property
    def full(self) -> bool:
        """Whether the vocabulary has seen so many words that it should be made anew."""
        return len(self._nlp.vocab.strings) > MAX_STRINGS

    def need(self, atoms: Iterable[Atom]) -> None:
        """Make sure that the atoms are looked for from now on."""
        for atom in atoms:
            if atom.key not in self._known:
                keys = {self._add(phrase) for phrase in atom.phrases}
                keys |= {self._add_builtin(part) for part in atom.parts & _BUILTIN_PATTERNS.keys()}
                self._known[atom.key] = frozenset(keys)

    def _add(self, phrase: tuple[str, ...]) -> int:
        key = self._added.get(phrase)
        if key is None:
            name = " ".join(phrase)
            key = self._added[phrase] = self._nlp.vocab.strings.add(name)
            self._phrases.add(name, [self._doc(list(phrase))])
        return key

    def _add_builtin(self, part: str) -> int:
        if part not in self._builtins:
            self._builtins.add(part, _BUILTIN_PATTERNS[part])
        return int(self._nlp.vocab.strings.add(part))

    def _doc(self, words: list[str]) -> Doc:
        from spacy.tokens import Doc

        return Doc(self._nlp.vocab, words=words)

    def hits(self, atom: Atom, tokens: Tokens) -> list[Hit]:
        """Where the atom stands in the sentence, sorted; longer hits first where several begin."""
        cached = tokens.hits.get(atom.key)
        if cached is not None:
            return cached
        keys = self._known.get(atom.key)
        if keys is None:
            self.need([atom])
            keys = self._known[atom.key]
        if tokens.seen != len(self._known):
            self._find(tokens)
        found = {hit for key in keys & tokens.found.keys() for hit in tokens.found[key]}
        for part in atom.parts:
            found.update(tokens.roles.get(part, ()))
        result = tokens.hits[atom.key] = sorted(found, key=_order) if found else _NOTHING
        return result

    def lay(self, line: Line, tokens: Tokens) -> tuple[tuple[Step, Hit], ...] | None:
        """The line's steps laid over the sentence, or None when it does not match."""
        return compose(line, lambda atom: self.hits(atom, tokens))

    def _find(self, tokens: Tokens) -> None:
        tokens.seen = len(self._known)
        tokens.found = {}
        if not tokens.words:
            return
        if tokens.doc is None:
            tokens.doc = self._doc(tokens.words)
        for matcher in (self._phrases, self._builtins):
            if len(matcher):
                for key, start, end in matcher(tokens.doc):
                    tokens.found.setdefault(key, []).append((start, end))

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


def _order(hit: Hit) -> tuple[int, int]:
    return hit[0], -hit[1]
