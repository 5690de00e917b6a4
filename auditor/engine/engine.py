"""The rule engine: sentences in, candidates out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from time import perf_counter

from auditor.engine.compile import CompiledPattern, Program, Trigger, compile_pack, level_order
from auditor.engine.composition import Hit
from auditor.engine.language import Line
from auditor.engine.like import similarity
from auditor.engine.pack import Pack
from auditor.engine.prefilter import Prefilter
from auditor.engine.reader import Reader
from auditor.engine.reading import Claim, ReadingContext, second_opinion
from auditor.engine.roles import ROLE_LISTS, Mention, Roles, bound_and_beneficiary, role_hits
from auditor.engine.surroundings import Surroundings
from auditor.engine.tokens import TokenMatcher, Tokens, tokenise
from auditor.engine.whole import whole_document
from auditor.engine.windows import Windows
from auditor.engine.words import words
from auditor.model import Candidate, Document, Outline, Role, Sentence, Slot, Span



@dataclass(slots=True)
class Match:
    """A pattern met in a sentence, before its surroundings are looked at."""

    pattern: CompiledPattern
    sentence: int
    tokens: Tokens
    slots: dict[str, Hit]
    mentions: list[Mention]
    similarity: float = 1.0


    @property
    def cuad(self) -> tuple[str, ...]:
        """CUAD categories of direct fit."""
        own = self.pattern.data.cuad
        return own if own is not None else self.pattern.rule.direct_cuad


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence that patterns pointed at: the best match of each type, and all patterns."""

    sentence: int
    matches: list[Match]
    patterns: tuple[str, ...]


@dataclass(slots=True)
class Profile:
    """Seconds spent per pattern ("type/pattern") and per stage, when asked for."""

    patterns: dict[str, float] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)


class Engine:
    """Matches a compiled pack against documents; one per process, not thread-safe."""

    def __init__(
        self,
        pack: Pack,
        *,
        reader: Reader | None = None,
        wide: bool = False,
        profile: Profile | None = None,
    ) -> None:
        """Compile the pack.

        Args:
            pack: the rules.
            reader: orders and calibrates; also makes the wide patterns worth trying.
            wide: try the wide patterns without a reader, to train one.
            profile: filled with the seconds each pattern takes, when given.

        Raises:
            RuleError: a pattern cannot be read.
        """
        self.pack = pack
        self.program: Program = compile_pack(pack, wide=wide or reader is not None)
        self._prefilter = Prefilter(self.program)
        self._tokens: TokenMatcher | None = None
        self._reader = reader
        self._profile = profile
        self._generic: dict[tuple[str, ...], Role] = {}
        for name, role in ROLE_LISTS:
            self._generic |= dict.fromkeys(self.program.lists.get(name, ()), role)

    def match(self, document: Document, outline: Outline) -> tuple[Candidate, ...]:
        """All candidates of a document, in order of position; absences last.

        Spans are offsets into ``document.text``.
        """
        facts: set[str] = set()
        proposals, surroundings = self._propose(document, outline, facts)
        context = ReadingContext(document, outline)
        candidates = []
        for proposal in proposals:
            found = context.features(proposal.sentence, proposal.patterns) if self._reader else []
            for match in proposal.matches:
                claim: Claim | None = _claim(match, document)
                if self._reader and claim:
                    claim = second_opinion(claim, match.cuad, self._reader, found)
                if claim:
                    candidates.append(self._candidate(match, claim, outline, surroundings))
        candidates.sort(key=lambda c: (c.span, c.type))
        return (*candidates, *whole_document(self.pack, document, outline, candidates, facts))

    def readings(
        self, document: Document, outline: Outline
    ) -> Iterator[tuple[Sentence, list[int], frozenset[str]]]:
        """For training: each proposed sentence, its features, and the categories proposed."""
        proposals, _ = self._propose(document, outline, set())
        context = ReadingContext(document, outline)
        for proposal in proposals:
            categories = frozenset(name for m in proposal.matches for name in m.cuad)
            if categories:
                found = context.features(proposal.sentence, proposal.patterns)
                yield outline.sentences[proposal.sentence], found, categories

    def _propose(
        self, document: Document, outline: Outline, facts: set[str]
    ) -> tuple[list[Proposal], Surroundings]:
        """Sentences with the matches that hold in all their windows; fills ``facts``."""
        roles = Roles(self._generic, outline.parties)
        if self._tokens is None or self._tokens.full:
            self._tokens = TokenMatcher()
        windows = Windows(document, outline, self._tokens, lambda t: self._add_roles(t, roles))
        by_sentence: dict[int, list[Match]] = {}
        for match in list(self._matches(document, outline, roles, facts)):  # completes the facts
            if self._holds(match, outline, windows, facts):
                by_sentence.setdefault(match.sentence, []).append(match)
        proposals = [
            Proposal(index, _best_per_type(matches), tuple(sorted({m.pattern.key for m in matches})))
            for index, matches in by_sentence.items()
        ]
        return proposals, Surroundings(self.program, document, outline, windows)

    def _matches(
        self, document: Document, outline: Outline, roles: Roles, facts: set[str]
    ) -> Iterator[Match]:
        text = document.text
        for index, sentence in enumerate(outline.sentences):
            pieces = _pieces(sentence)
            found = [word for piece in pieces for word in words(piece.of(text))]
            triggers, fact_lines = self._prefilter(found)
            if not triggers and not fact_lines:
                continue
            tokens = tokenise(text, pieces)
            mentions = self._add_roles(tokens, roles)
            for line in fact_lines:
                if line.text not in facts and self._compose(line, tokens):
                    facts.add(line.text)
            yield from self._try(triggers, index, tokens, mentions)

    def _try(
        self, triggers: list[Trigger], index: int, tokens: Tokens, mentions: list[Mention]
    ) -> Iterator[Match]:
        assert self._tokens is not None
        for trigger in triggers:
            if trigger.line is not None:
                self._tokens.need(step.atom for step in trigger.line.steps)
        done: set[str] = set()
        for trigger in triggers:
            key = trigger.pattern.key
            if key in done:
                continue
            started = perf_counter() if self._profile else 0.0
            for match in self._try_one(trigger, index, tokens, mentions):
                done.add(key)
                yield match
            if self._profile:
                spent = self._profile.patterns
                spent[key] = spent.get(key, 0.0) + perf_counter() - started

    def _try_one(
        self, trigger: Trigger, index: int, tokens: Tokens, mentions: list[Mention]
    ) -> Iterator[Match]:
        pattern = trigger.pattern
        assert self._tokens is not None
        if trigger.line is not None:
            slots = self._compose(trigger.line, tokens)
            if slots is not None and self._sentence_holds(pattern, tokens):
                yield Match(pattern, index, tokens, slots, mentions)
        elif pattern.like:
            score = similarity(tokens.words, pattern.like, pattern.data.cutoff)
            if score and self._sentence_holds(pattern, tokens):
                yield Match(pattern, index, tokens, {}, mentions, score / 100)
        else:
            for hit, named in self._tokens.raw(pattern.key, pattern.data.tokens, tokens):
                if hit[1] > tokens.lead and self._sentence_holds(pattern, tokens):
                    yield Match(pattern, index, tokens, dict(named) or {"words": hit}, mentions)
                    return

    def _compose(self, line: Line, tokens: Tokens) -> dict[str, Hit] | None:
        """Slot -> hit of the line in the sentence; None when it does not match.

        A match that lies wholly in the lead-in of a list belongs to the lead-in.
        """
        assert self._tokens is not None
        laid = self._tokens.lay(line, tokens)
        if laid is None or laid[-1][1][1] <= tokens.lead:
            return None
        slots: dict[str, Hit] = {}
        for number, (step, hit) in enumerate(laid):
            slots.setdefault(step.slot or f"words{number}", hit)
        return slots

    def _sentence_holds(self, pattern: CompiledPattern, tokens: Tokens) -> bool:
        return all(self._anywhere(line, tokens) for line in pattern.all) and not any(
            self._anywhere(line, tokens) for line in pattern.unless
        )

    def _anywhere(self, line: Line, tokens: Tokens) -> bool:
        assert self._tokens is not None
        return self._tokens.lay(line, tokens) is not None

    def _holds(self, match: Match, outline: Outline, windows: Windows, facts: set[str]) -> bool:
        """Whether the windows beyond the sentence say yes."""
        pattern = match.pattern
        if pattern.document and not any(line.text in facts for line in pattern.document):
            return False
        index = outline.sentences[match.sentence].clause
        clause = outline.clauses[index]
        if pattern.heading and not windows.any_in(pattern.heading, windows.heading(clause)):
            return False
        if pattern.near and not (
            windows.any_in(pattern.near, windows.clause(index))
            or windows.any_in(pattern.near, windows.heading(clause))
        ):
            return False
        return not (
            pattern.unless_near and windows.any_in(pattern.unless_near, windows.clause(index))
        )

    def _add_roles(self, tokens: Tokens, roles: Roles) -> list[Mention]:
        mentions = roles.mentions(tokens.words)
        tokens.roles = role_hits(mentions)
        return mentions

    def _candidate(
        self, match: Match, claim: Claim, outline: Outline, surroundings: Surroundings
    ) -> Candidate:
        rule, data = match.pattern.rule, match.pattern.data
        sentence = outline.sentences[match.sentence]
        bound, beneficiary = bound_and_beneficiary(
            match.mentions, match.slots, bears=rule.bears,
            fixed_bound=data.bound, fixed_beneficiary=data.beneficiary,
        )  # fmt: skip
        return Candidate(
            type=rule.id,
            pattern=data.id,
            span=sentence.span,
            sentence=match.sentence,
            level=claim.level,
            slots=tuple(Slot(n, match.tokens.span(h)) for n, h in match.slots.items()),
            cues=surroundings.cues(rule, match.tokens),
            parameters=surroundings.parameters(rule, sentence),
            bound=bound,
            beneficiary=beneficiary,
            score=claim.score,
            reasons=claim.reasons,
            cuad=match.cuad,
            factors=surroundings.factors(rule, match.tokens, sentence.clause),
        )


def _pieces(sentence: Sentence) -> list[Span]:
    return [sentence.stem, sentence.span] if sentence.stem else [sentence.span]


def _best_per_type(matches: Iterable[Match]) -> list[Match]:
    """One match per type: the surest, then the first in the pack."""
    best: dict[str, Match] = {}
    for match in matches:
        key = match.pattern.rule.id
        old = best.get(key)
        if old is None or level_order(match.pattern.data.level) > level_order(
            old.pattern.data.level
        ):
            best[key] = match
    return list(best.values())


def _claim(match: Match, document: Document) -> Claim:
    """What the pattern itself claims; its score is a first ranking that a reader refines."""
    level = match.pattern.data.level
    score = (0.35, 0.6, 0.85)[level_order(level)] * match.similarity
    return Claim(level, score, _reasons(match, document))


def _reasons(match: Match, document: Document) -> tuple[str, ...]:
    """What the anatomy rests on, in the contract's own words."""
    named = [
        f"{name.replace('_', ' ').replace('-', ' ')} “{match.tokens.span(hit).of(document.text)}”"
        for name, hit in match.slots.items()
        if not name.startswith("words")
    ]
    if match.pattern.like:
        return ("worded much like a known clause of this type",)
    return (f"the words name {', '.join(named)}",) if named else ()
