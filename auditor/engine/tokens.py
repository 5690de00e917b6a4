"""Sentences as spaCy sees them, and the hits of atoms and token patterns in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from auditor.engine.composition import Hit, compose
from auditor.engine.language import Atom, Line, Step
from auditor.engine.rules import CueData, FactorData
from auditor.engine.selection import Entry
from auditor.engine.words import words, words_with_spans
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
}  # fmt: skip


class Tokens:
    """A sentence (with its lead-in) as canonical words, with what was found in it so far.

    Attributes:
        words: canonical words.
        lead: how many of them belong to the lead-in.
        roles: hits of the document's parties by role atom ("@vendor").
        found: phrase or built-in -> its hits; refilled when the matcher has learned more.
        hits: atom key -> its hits, sorted; filled when asked for.
        cues, factors: catalogue entries that the words could meet; None until asked for.
    """

    __slots__ = (
        "_pieces", "_spans", "_text", "cues", "doc", "factors", "found", "hits", "lead", "roles",
        "seen", "words",
    )  # fmt: skip

    def __init__(self, text: str, pieces: Sequence[Span], words: list[str], lead: int) -> None:
        self.words = words
        self.lead = lead
        self.roles: dict[str, list[Hit]] = {}
        self.found: dict[int, list[Hit]] = {}
        self.hits: dict[str, list[Hit]] = {}
        self.doc: Doc | None = None
        self.seen = -1
        self.cues: list[Entry[CueData]] | None = None
        self.factors: list[Entry[FactorData]] | None = None
        self._text = text
        self._pieces = pieces
        self._spans: list[Span] | None = None

    def span(self, hit: Hit) -> Span:
        """The characters under a hit, in the text the words were read from."""
        if self._spans is None:
            self._spans = [
                span
                for piece in self._pieces
                for span in words_with_spans(piece.of(self._text), piece.start)[1]
            ]
        return Span(self._spans[hit[0]].start, self._spans[hit[1] - 1].end)


def tokenise(text: str, piece: Span) -> Tokens:
    """The words of one piece of ``text``."""
    return Tokens(text, [piece], words(piece.of(text)), 0)


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
        for name, patterns in _BUILTIN_PATTERNS.items():
            self._builtins.add(name, patterns)
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
                self._known[atom.key] = frozenset(keys)

    def _add(self, phrase: tuple[str, ...]) -> int:
        key = self._added.get(phrase)
        if key is None:
            name = " ".join(phrase)
            key = self._added[phrase] = self._nlp.vocab.strings.add(name)
            self._phrases.add(name, [self._doc(list(phrase))])
        return key

    def _doc(self, words: list[str]) -> Doc:
        from spacy.tokens import Doc

        return Doc(self._nlp.vocab, words=words)

    def hits(self, atom: Atom, tokens: Tokens) -> list[Hit]:
        """Where the atom stands in the sentence, sorted; longer hits first where several begin."""
        cached = tokens.hits.get(atom.key)
        if cached is not None:
            return cached
        if atom.key in _BUILTIN_PATTERNS:
            return self._builtin(atom.key, tokens)
        keys = self._known.get(atom.key)
        if keys is None:
            self.need([atom])
            keys = self._known[atom.key]
        if tokens.seen != len(self._known):
            self._find(tokens)
        found = {hit for key in keys & tokens.found.keys() for hit in tokens.found[key]}
        for part in atom.parts:
            if part in _BUILTIN_PATTERNS:
                found.update(self._builtin(part, tokens))
            else:
                found.update(tokens.roles.get(part, ()))
        result = tokens.hits[atom.key] = sorted(found, key=_order) if found else _NOTHING
        return result

    def lay(self, line: Line, tokens: Tokens) -> tuple[tuple[Step, Hit], ...] | None:
        """The line's steps laid over the sentence, or None when it does not match."""
        return compose(line, lambda atom: self.hits(atom, tokens))

    def _find(self, tokens: Tokens) -> None:
        tokens.seen = len(self._known)
        tokens.found = {}
        if tokens.words and len(self._phrases):
            for key, start, end in self._phrases(self._doc_of(tokens)):
                tokens.found.setdefault(key, []).append((start, end))

    def _builtin(self, part: str, tokens: Tokens) -> list[Hit]:
        """Hits of a built-in; all built-ins are looked for at once, when one is asked for."""
        if part not in tokens.hits:
            strings = self._nlp.vocab.strings
            for name in _BUILTIN_PATTERNS:
                tokens.hits[name] = []
            for key, start, end in self._builtins(self._doc_of(tokens)):
                tokens.hits[strings[key]].append((start, end))
        return tokens.hits[part]

    def _doc_of(self, tokens: Tokens) -> Doc:
        if tokens.doc is None:
            tokens.doc = self._doc(tokens.words)
        return tokens.doc

    def raw(
        self, key: str, patterns: tuple[tuple[dict[str, object], ...], ...], tokens: Tokens
    ) -> list[tuple[Hit, list[tuple[str, Hit]]]]:
        """Hits of spaCy token patterns, longest first, each with its named slots."""
        doc = self._doc_of(tokens)
        results = []
        for number, pattern in enumerate(patterns):
            name = f"{key}#{number}"
            matcher = self._raw.get(name)
            if matcher is None:
                matcher = self._raw[name] = self._matcher_class(self._nlp.vocab)
                bare = [{k: v for k, v in token.items() if k != "slot"} for token in pattern]
                matcher.add(name, [bare], greedy="LONGEST")
            for _, start, end, alignment in matcher(doc, with_alignments=True):
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
