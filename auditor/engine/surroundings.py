"""What stands around a match: cues, factors and parameters."""

from __future__ import annotations

from auditor.engine import parameters
from auditor.engine.compile import Program
from auditor.engine.rules import CueData, FactorData, Rule
from auditor.engine.selection import Entry
from auditor.engine.tokens import Tokens
from auditor.engine.windows import Windows
from auditor.model import Cue, Document, Outline, Parameter, Sentence, Span


class Surroundings:
    """Answers for one document."""

    def __init__(
        self, program: Program, document: Document, outline: Outline, windows: Windows
    ) -> None:
        self.document = document
        self._program = program
        self._outline = outline
        self._windows = windows

    def cues(self, rule: Rule, tokens: Tokens) -> tuple[Cue, ...]:
        """Cues of the catalogue in the sentence; what they do is decided later."""
        found = []
        for entry in self._cues_for(tokens):
            data = entry.data
            wanted = _applies(data.families, data.types, rule) and rule.id not in data.except_types
            if not wanted and data.id not in rule.cues:
                continue
            span = self._met(entry, tokens)
            if span is None:
                continue
            effect = rule.cues.get(data.id, data.effect)
            found.append(Cue(data.id, effect, span, span.of(self.document.text), applied=False))
        return tuple(found)

    def factors(self, rule: Rule, tokens: Tokens, clause: int) -> tuple[tuple[str, Span], ...]:
        """Codes of factors whose words stand in reach of the match."""
        found = []
        for reach, within in ((tokens, "sentence"), (self._windows.clause(clause), "clause")):
            for entry in self._factors_for(reach):
                data = entry.data
                if data.within != within or not _applies(data.families, data.types, rule):
                    continue
                span = self._met(entry, reach)
                if span is not None:
                    found.append((data.code, span))
        return tuple(found)

    def _met(self, entry: Entry[CueData] | Entry[FactorData], tokens: Tokens) -> Span | None:
        """Where the entry stands in the words; asked once for all matches there."""
        if entry not in tokens.met:
            span = self._windows.any_in(entry.find, tokens)
            ruled_out = span is not None and self._windows.any_in(entry.unless, tokens)
            tokens.met[entry] = None if ruled_out else span
        return tokens.met[entry]

    def _cues_for(self, tokens: Tokens) -> list[Entry[CueData]]:
        if tokens.cues is None:
            tokens.cues = self._program.cues.of(tokens.words)
        return tokens.cues

    def _factors_for(self, tokens: Tokens) -> list[Entry[FactorData]]:
        if tokens.factors is None:
            tokens.factors = self._program.factors.of(tokens.words)
        return tokens.factors

    def parameters(self, rule: Rule, sentence: Sentence) -> tuple[Parameter, ...]:
        """Values the sentence states, for the names the rule asks for; else its clause's."""
        clause = self._outline.clauses[sentence.clause]
        return parameters.extract(
            rule.parameters, self.document.text, sentence=sentence.span, clause=clause.span,
            stem=sentence.stem, definitions=self._outline.definitions,
            parties=self._outline.parties,
        )  # fmt: skip


def _applies(families: tuple[str, ...], types: tuple[str, ...], rule: Rule) -> bool:
    if not families and not types:
        return True
    return rule.family in families or rule.id in types
