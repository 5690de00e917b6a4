"""The rule engine: sentences in, candidates out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from auditor.engine.attempt import Attempt, Match, Profile, holds_beyond
from auditor.engine.classifier import Classifier
from auditor.engine.compile import Program, compile_pack, level_order
from auditor.engine.hearing import DOUBTS, WORDING, Heard, Hearing
from auditor.engine.pack import Pack
from auditor.engine.prefilter import Prefilter
from auditor.engine.reader import Reader
from auditor.engine.reading import Claim, features_of, is_snippet, second_opinion
from auditor.engine.roles import ROLE_LISTS, Roles, bound_and_beneficiary
from auditor.engine.surroundings import Surroundings
from auditor.engine.tokens import TokenMatcher
from auditor.engine.views import DocumentView, SentenceView
from auditor.engine.whole import whole_document
from auditor.engine.windows import Windows
from auditor.model import Candidate, Document, Level, Outline, Role, Sentence, Slot


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence that patterns pointed at: the best match of each type, and all patterns;
    and what the classifier heard in the document."""

    view: SentenceView
    matches: list[Match]
    patterns: tuple[str, ...]
    heard: Heard | None


class Engine:
    """Matches a compiled pack against documents; one per process, not thread-safe."""

    def __init__(
        self,
        pack: Pack,
        *,
        program: Program | None = None,
        reader: Reader | None = None,
        classifier: Classifier | None = None,
        wide: bool = False,
        profile: Profile | None = None,
    ) -> None:
        """Compile the pack.

        Args:
            pack: the rules.
            program: the pack compiled before (see ``stored``), with the wide patterns.
            reader: orders and calibrates; also makes the wide patterns worth trying.
            classifier: adds what no pattern words, where a type's topic points at it.
            wide: try the wide patterns without a reader, to train one.
            profile: filled with the seconds each pattern takes, when given.

        Raises:
            RuleError: a pattern cannot be read.
        """
        self.pack = pack
        self.program: Program = program or compile_pack(pack, wide=wide or reader is not None)
        self._prefilter = Prefilter(self.program)
        self._matcher = TokenMatcher()
        self._reader = reader
        self._profile = profile
        self._hearing = Hearing(pack, classifier) if classifier else None
        self._generic: dict[tuple[str, ...], Role] = {}
        for name, role in ROLE_LISTS:
            self._generic |= dict.fromkeys(self.program.lists.get(name, ()), role)

    def match(self, document: Document, outline: Outline) -> tuple[Candidate, ...]:
        """All candidates of a document, in order of position; absences last.

        Spans are offsets into ``document.text``.
        """
        facts: set[str] = set()
        proposals, windows = self._propose(document, outline, facts)
        surroundings = Surroundings(self.program, document, outline, windows)
        candidates = [
            _candidate(match, claim, surroundings)
            for proposal in proposals
            for match, claim in self._claims(proposal)
        ]
        candidates.sort(key=lambda c: (c.span, c.type))
        return (*candidates, *whole_document(self.pack, document, outline, candidates, facts))

    def readings(
        self, document: Document, outline: Outline
    ) -> Iterator[tuple[Sentence, list[int], frozenset[str]]]:
        """For training: each proposed sentence, its features, and the categories proposed."""
        proposals, _ = self._propose(document, outline, set())
        for proposal in proposals:
            categories = frozenset(name for match in proposal.matches for name in match.cuad)
            if categories:
                found = features_of(proposal.view, proposal.patterns)
                yield proposal.view.sentence, found, categories

    def _propose(
        self, document: Document, outline: Outline, facts: set[str]
    ) -> tuple[list[Proposal], Windows]:
        """Sentences with the matches that hold in all their windows; fills ``facts``."""
        around = DocumentView(document, outline, Roles(self._generic, outline.parties))
        windows = Windows(around, self._matcher)
        attempt = Attempt(self._matcher, self._profile)
        views = [around.sentence(index) for index in range(len(outline.sentences))]
        by_sentence: dict[int, list[Match]] = {}
        for match in list(self._matches(views, attempt, facts)):  # completes the facts
            if holds_beyond(match, windows, facts):
                by_sentence.setdefault(match.view.index, []).append(match)
        heard = self._hearing.listen(views, alone=is_snippet(outline)) if self._hearing else None
        if self._hearing and heard:
            for match in self._hearing.matches(heard):
                by_sentence.setdefault(match.view.index, []).append(match)
        return [
            Proposal(
                matches[0].view,
                _best_per_type(matches),
                tuple(sorted({m.pattern.key for m in matches if m.pattern.data.id != WORDING})),
                heard,
            )
            for matches in by_sentence.values()
        ], windows

    def _matches(
        self, views: list[SentenceView], attempt: Attempt, facts: set[str]
    ) -> Iterator[Match]:
        for view, chosen in zip(views, self._prefilter([v.words for v in views]), strict=True):
            for line in chosen.facts:
                if line.text not in facts and attempt.slots(line, view):
                    facts.add(line.text)
            yield from attempt.matches(chosen.triggers, view)

    def _claims(self, proposal: Proposal) -> Iterator[tuple[Match, Claim]]:
        """What the patterns claim, thought over by the second reader and the classifier."""
        claims = self._read(proposal)
        if self._hearing is None or proposal.heard is None:
            yield from claims
            return
        for match, claim in claims:
            if match.pattern.data.id == WORDING:
                reasons = (self._hearing.reason(match), *claim.reasons)
                yield match, replace(claim, reasons=reasons)
            elif self._hearing.doubted(proposal.heard, match):
                yield match, Claim(Level.POSSIBLE, claim.score, (*claim.reasons, DOUBTS))
            else:
                yield match, claim

    def _read(self, proposal: Proposal) -> Iterator[tuple[Match, Claim]]:
        """What the patterns claim, thought over by the second reader."""
        reader = self._reader
        if reader is None or not any(reader.knows(match.cuad) for match in proposal.matches):
            yield from ((match, _claim(match)) for match in proposal.matches)
            return
        found = reader.asked(features_of(proposal.view, proposal.patterns))
        snippet = is_snippet(proposal.view.document.outline)
        for match in proposal.matches:
            claim = second_opinion(
                _claim(match), match.cuad, reader, found,
                kind=match.pattern.rule.kind, snippet=snippet,
            )  # fmt: skip
            if claim is not None:
                yield match, claim


def _best_per_type(matches: Iterable[Match]) -> list[Match]:
    """One match per type: the surest, then the first in the pack."""
    best: dict[str, Match] = {}
    for match in matches:
        key = match.pattern.rule.id
        old = best.get(key)
        if old is None or _rank(match) > _rank(old):
            best[key] = replace(match, slots=match.slots or old.slots) if old else match
    return list(best.values())


def _rank(match: Match) -> int:
    return level_order(match.pattern.data.level)


def _claim(match: Match) -> Claim:
    """What the match itself claims; its score is a first ranking that a reader refines."""
    score = (0.35, 0.6, 0.85)[_rank(match)] * match.similarity
    return Claim(match.pattern.data.level, score, _reasons(match))


def _reasons(match: Match) -> tuple[str, ...]:
    """What the anatomy rests on, in the contract's own words."""
    if match.pattern.like:
        return ("worded much like a known clause of this type",)
    text = match.view.document.text
    named = [
        f"{name.replace('_', ' ').replace('-', ' ')} “{match.view.tokens.span(hit).of(text)}”"
        for name, hit in match.slots.items()
        if not name.startswith("words")
    ]
    return (f"the words name {', '.join(named)}",) if named else ()


def _candidate(match: Match, claim: Claim, surroundings: Surroundings) -> Candidate:
    rule, data = match.pattern.rule, match.pattern.data
    view = match.view
    tokens, sentence = view.tokens, view.sentence
    bound, beneficiary = bound_and_beneficiary(
        view.words, tokens.mentions, match.slots, bears=rule.bears,
        fixed_bound=data.bound, fixed_beneficiary=data.beneficiary,
    )  # fmt: skip
    unread = data.wide and claim.level is Level.POSSIBLE  # too weak to be worth more
    return Candidate(
        type=rule.id,
        pattern=data.id,
        span=sentence.span,
        sentence=view.index,
        level=claim.level,
        slots=tuple(Slot(name, tokens.span(hit)) for name, hit in match.slots.items()),
        cues=() if unread else surroundings.cues(rule, tokens),
        parameters=() if unread else surroundings.parameters(rule, sentence),
        bound=bound,
        beneficiary=beneficiary,
        score=claim.score,
        reasons=claim.reasons,
        cuad=match.cuad,
        factors=() if unread else surroundings.factors(rule, tokens, sentence.clause),
    )
