"""The rule engine: sentences in, candidates out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from auditor.engine.attempt import Attempt, Match, Profile, holds_beyond
from auditor.engine.bags import Bags, bags_of
from auditor.engine.classifier import Classifier
from auditor.engine.compile import CompiledPattern, Program, compile_pack, level_order
from auditor.engine.hearing import DOUBTS, WORDING, Heard, Hearing
from auditor.engine.pack import Pack
from auditor.engine.prefilter import Prefilter
from auditor.engine.reader import Page, Reader, Readings
from auditor.engine.reading import CONFIRMS, Claim, is_snippet, page_of, second_opinion, seen
from auditor.engine.roles import ROLE_LISTS, Roles, bound_and_beneficiary
from auditor.engine.surroundings import Surroundings
from auditor.engine.tokens import TokenMatcher
from auditor.engine.views import DocumentView, SentenceView
from auditor.engine.whole import whole_document
from auditor.engine.windows import Windows
from auditor.model import Candidate, Document, Level, Outline, Role, Slot


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence that patterns pointed at.

    Attributes:
        view: the sentence.
        matches: the best match of each type.
        patterns: all patterns that found it, in order of their keys.
    """

    view: SentenceView
    matches: list[Match]
    patterns: tuple[CompiledPattern, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the patterns propose in a document, and what was learned says of it."""

    views: list[SentenceView]
    proposals: list[Proposal]
    windows: Windows
    heard: Heard | None
    page: Page | None


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
        proposed = self._propose(document, outline, facts)
        surroundings = Surroundings(self.program, document, outline, proposed.windows)
        candidates = [
            _candidate(match, claim, surroundings) for match, claim in self._claims(proposed)
        ]
        candidates.sort(key=lambda c: (c.span, c.type))
        return (*candidates, *whole_document(self.pack, document, outline, candidates, facts))

    def proposals(
        self, document: Document, outline: Outline
    ) -> tuple[list[SentenceView], list[Proposal]]:
        """For training: all sentences, and those that patterns point at."""
        proposed = self._propose(document, outline, set())
        return proposed.views, proposed.proposals

    def _propose(self, document: Document, outline: Outline, facts: set[str]) -> Proposed:
        """Sentences with the matches that hold in all their windows; fills ``facts``."""
        around = DocumentView(document, outline, Roles(self._generic, outline.parties))
        windows = Windows(around, self._matcher)
        attempt = Attempt(self._matcher, self._profile)
        views = [around.sentence(index) for index in range(len(outline.sentences))]
        by_sentence: dict[int, list[Match]] = {}
        for match in list(self._matches(views, attempt, facts)):  # completes the facts
            if holds_beyond(match, windows, facts):
                by_sentence.setdefault(match.view.index, []).append(match)
        heard, page = None, None
        if self._hearing or self._reader:
            bags = bags_of([view.words for view in views])
            page = page_of(views, outline, bags) if self._reader else None
            heard = self._listen(views, bags, by_sentence, alone=is_snippet(outline))
        return Proposed(
            views,
            [
                Proposal(matches[0].view, _best_per_type(matches), _patterns_of(matches))
                for matches in by_sentence.values()
            ],
            windows, heard, page,
        )  # fmt: skip

    def _listen(
        self, views: list[SentenceView], bags: Bags, found: dict[int, list[Match]], *, alone: bool
    ) -> Heard | None:
        """What the classifier hears; what it adds goes to ``found``."""
        if self._hearing is None:
            return None
        heard = self._hearing.listen(views, bags, alone=alone)
        for match in self._hearing.matches(heard):
            found.setdefault(match.view.index, []).append(match)
        return heard

    def _matches(
        self, views: list[SentenceView], attempt: Attempt, facts: set[str]
    ) -> Iterator[Match]:
        for view, chosen in zip(views, self._prefilter([v.words for v in views]), strict=True):
            for line in chosen.facts:
                if line.text not in facts and attempt.slots(line, view):
                    facts.add(line.text)
            yield from attempt.matches(chosen.triggers, view)

    def _claims(self, proposed: Proposed) -> Iterator[tuple[Match, Claim]]:
        """What the patterns claim, thought over by the second reader and the classifier."""
        hearing, heard = self._hearing, proposed.heard
        for match, claim in self._read(proposed):
            if hearing is None or heard is None:
                yield match, claim
            elif match.pattern.data.id == WORDING:
                yield match, replace(claim, reasons=(hearing.reason(match), *claim.reasons))
            elif hearing.doubted(heard, match, seconded=CONFIRMS in claim.reasons):
                reasons = (*claim.reasons, DOUBTS)
                yield match, replace(claim, level=Level.POSSIBLE, reasons=reasons)
            else:
                yield match, claim

    def _read(self, proposed: Proposed) -> Iterator[tuple[Match, Claim]]:
        """What the patterns claim, thought over by the second reader."""
        page, readings = proposed.page, Readings({}, {})
        if self._reader and page:
            found = {p.view.index: p.patterns for p in proposed.proposals}
            readings = self._reader.read(page, found)
        for proposal in proposed.proposals:
            for match in proposal.matches:
                own = readings.of(proposal.view.index, match.cuad)
                if seen(match.pattern.data.level, own):
                    claim = second_opinion(
                        _claim(match), own, kind=match.pattern.rule.kind,
                        snippet=page is not None and page.alone,
                    )  # fmt: skip
                    raised = match.pattern.data.wide and claim.level is not Level.POSSIBLE
                    # Asked only now: wide patterns point at many sentences.
                    refused = raised and proposed.windows.any_in(
                        match.pattern.unless, match.view.tokens
                    )
                    yield match, _claim(match) if refused else claim


def _patterns_of(matches: Iterable[Match]) -> tuple[CompiledPattern, ...]:
    """The written patterns among what found a sentence, in order of their keys."""
    found = {m.pattern.key: m.pattern for m in matches if m.pattern.data.id != WORDING}
    return tuple(found[key] for key in sorted(found))


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
    return Claim(match.pattern.data.level, score, _reasons(match), match.cuad)


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
        cuad=claim.cuad,
        factors=() if unread else surroundings.factors(rule, tokens, sentence.clause),
    )
