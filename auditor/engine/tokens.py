"""A sentence's words with all that is found in them; what needs spaCy asks spaCy.

Phrases are laid over words by ``order.Positions``, numbers are found by ``builtins``. spaCy's
``Matcher`` finds the token patterns of rules, its ``PhraseMatcher`` the lists of ``phrases``;
both are made, and spaCy imported, when first needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from auditor.engine import builtins
from auditor.engine.composition import Hit, compose
from auditor.engine.language import Atom, Line, Step
from auditor.engine.order import Positions
from auditor.engine.roles import Mention, Roles, role_hits
from auditor.engine.rules import CueData, FactorData
from auditor.engine.selection import Entry
from auditor.engine.words import words, words_with_spans
from auditor.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

MAX_STRINGS = 150_000  # about 30 MB; bounds a worker's memory over thousands of documents


class Tokens:
    """A sentence (with its lead-in) as canonical words, with what was found in it so far.

    Attributes:
        words: canonical words.
        lead: how many of them belong to the lead-in.
        positions: where phrases stand among them.
        builtins: hits by built-in; None until asked for.
        mixed: hits of atoms that are more than phrases, by key.
        cues, factors: catalogue entries that the words could meet; None until asked for.
        met: where those stand that were looked for; None for one that is not there.
    """

    __slots__ = (
        "_mentions", "_pieces", "_role_hits", "_roles", "_spans", "_text", "builtins", "cues",
        "doc", "factors", "lead", "met", "mixed", "positions", "words",
    )  # fmt: skip

    def __init__(
        self, text: str, pieces: Sequence[Span], positions: Positions, lead: int, roles: Roles
    ) -> None:
        self.words = positions.words
        self.lead = lead
        self.positions = positions
        self.builtins: dict[str, list[Hit]] | None = None
        self.mixed: dict[str, list[Hit]] = {}
        self.cues: list[Entry[CueData]] | None = None
        self.factors: list[Entry[FactorData]] | None = None
        self.met: dict[Entry[CueData] | Entry[FactorData], Span | None] = {}
        self.doc: Doc | None = None
        self._text = text
        self._pieces = pieces
        self._spans: list[tuple[int, int]] | None = None
        self._roles = roles
        self._mentions: list[Mention] | None = None
        self._role_hits: dict[str, list[Hit]] | None = None

    @property
    def mentions(self) -> list[Mention]:
        """The parties named among the words."""
        if self._mentions is None:
            self._mentions = self._roles.mentions(self.words)
        return self._mentions

    @property
    def roles(self) -> dict[str, list[Hit]]:
        """Hits of the document's parties by role atom ("@vendor")."""
        if self._role_hits is None:
            self._role_hits = role_hits(self.mentions)
        return self._role_hits

    def span(self, hit: Hit) -> Span:
        """The characters under a hit, in the text the words were read from."""
        if self._spans is None:
            self._spans = [
                span
                for piece in self._pieces
                for span in words_with_spans(piece.of(self._text), piece.start)[1]
            ]
        return Span(self._spans[hit[0]][0], self._spans[hit[1] - 1][1])


def tokenise(text: str, piece: Span, roles: Roles) -> Tokens:
    """The words of one piece of ``text``."""
    return Tokens(text, [piece], Positions(words(piece.of(text))), 0, roles)


class TokenMatcher:
    """Lays lines over sentences, with spaCy for what is not a phrase."""

    def __init__(self) -> None:
        self._vocab: Any = None
        self._raw: dict[str, Any] = {}

    def lay(self, line: Line, tokens: Tokens) -> tuple[tuple[Step, Hit], ...] | None:
        """The line's steps laid over the sentence, or None when it does not match."""
        if not tokens.positions.allow(line):
            return None
        return compose(line, lambda atom: self._hits(atom, tokens))

    def _hits(self, atom: Atom, tokens: Tokens) -> list[Hit]:
        if not atom.parts:
            return tokens.positions.hits(atom)
        hits = tokens.mixed.get(atom.key)
        if hits is None:
            found = set(tokens.positions.hits(atom))
            for part in atom.parts:
                if part in builtins.NAMES:
                    if tokens.builtins is None:
                        tokens.builtins = builtins.find(tokens.words)
                    found.update(tokens.builtins[part])
                else:
                    found.update(tokens.roles.get(part, ()))
            hits = tokens.mixed[atom.key] = sorted(found, key=lambda hit: (hit[0], -hit[1]))
        return hits

    def _doc(self, tokens: Tokens) -> Doc:
        """The sentence as a spaCy document of canonical words."""
        if self._vocab is None or len(self._vocab.strings) > MAX_STRINGS:
            self._start()
            tokens.doc = None
        if tokens.doc is None:
            tokens.doc = self._doc_of(tokens.words)
        return tokens.doc

    def _doc_of(self, sentence: Sequence[str]) -> Doc:
        from spacy.tokens import Doc

        return Doc(self._vocab, words=list(sentence))

    def _start(self) -> None:
        """A new vocabulary; token patterns are added when met."""
        from spacy.util import get_lang_class
        from spacy.vocab import create_vocab

        self._vocab = create_vocab("en", get_lang_class("en").Defaults)
        self._raw = {}

    def phrases(self, key: str, phrases: Sequence[str], tokens: Tokens) -> list[Hit]:
        """Hits of fixed terms of art (spaCy ``PhraseMatcher`` over canonical words)."""
        doc = self._doc(tokens)
        matcher = self._raw.get(key)
        if matcher is None:
            from spacy.matcher import PhraseMatcher

            matcher = self._raw[key] = PhraseMatcher(self._vocab, attr="ORTH")
            matcher.add(key, [self._doc_of(words(phrase)) for phrase in phrases])
        return [(start, end) for _, start, end in matcher(doc)]

    def raw(
        self, key: str, patterns: tuple[tuple[dict[str, object], ...], ...], tokens: Tokens
    ) -> list[tuple[Hit, list[tuple[str, Hit]]]]:
        """Hits of spaCy token patterns, longest first, each with its named slots."""
        doc = self._doc(tokens)
        results = []
        for number, pattern in enumerate(patterns):
            name = f"{key}#{number}"
            matcher = self._raw.get(name)
            if matcher is None:
                from spacy.matcher import Matcher

                matcher = self._raw[name] = Matcher(self._vocab)
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
