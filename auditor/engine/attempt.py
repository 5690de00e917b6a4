"""Tries patterns on one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from time import perf_counter

from auditor.engine.compile import CompiledPattern, Trigger
from auditor.engine.composition import Hit
from auditor.engine.language import Line
from auditor.engine.like import similarity
from auditor.engine.tokens import TokenMatcher
from auditor.engine.views import SentenceView
from auditor.engine.windows import Windows


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern met in a sentence, before its surroundings are looked at.

    ``slots`` is empty for a wide pattern, which needs no more than its words.
    """

    pattern: CompiledPattern
    view: SentenceView
    slots: dict[str, Hit]
    similarity: float = 1.0

    @property
    def cuad(self) -> tuple[str, ...]:
        """CUAD categories of direct fit."""
        return self.pattern.cuad


@dataclass(slots=True)
class Profile:
    """Seconds and tries per pattern ("type/pattern")."""

    seconds: dict[str, float] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)

    def add(self, key: str, seconds: float) -> None:
        """Count one try."""
        self.seconds[key] = self.seconds.get(key, 0.0) + seconds
        self.tries[key] = self.tries.get(key, 0) + 1


class Attempt:
    """Tries triggers against sentences with one token matcher."""

    def __init__(self, matcher: TokenMatcher, profile: Profile | None) -> None:
        self._matcher = matcher
        self._profile = profile

    def matches(self, triggers: Iterable[Trigger], view: SentenceView) -> Iterator[Match]:
        """Matches of the triggers' patterns, one per pattern."""
        done: set[str] = set()
        for trigger in triggers:
            key = trigger.pattern.key
            if key in done:
                continue
            started = perf_counter() if self._profile else 0.0
            match = self._one(trigger, view)
            if self._profile:
                self._profile.add(key, perf_counter() - started)
            if match is not None:
                done.add(key)
                yield match

    def _one(self, trigger: Trigger, view: SentenceView) -> Match | None:
        pattern = trigger.pattern
        if pattern.data.wide:
            return Match(pattern, view, {})
        if 0 < pattern.data.max_words < len(view.words):
            return None
        if trigger.line is not None:
            slots = self.slots(trigger.line, view)
            if slots is None or not self._holds(pattern, view):
                return None
            return Match(pattern, view, slots)
        if pattern.data.phrases:
            for hit in self._matcher.phrases(pattern.key, pattern.data.phrases, view.tokens):
                if hit[1] > view.tokens.lead and self._holds(pattern, view):
                    return Match(pattern, view, {"term": hit})
            return None
        if pattern.like:
            score = similarity(view.words, pattern.like, pattern.data.cutoff)
            if not score or not self._holds(pattern, view):
                return None
            return Match(pattern, view, {}, score / 100)
        for hit, named in self._matcher.raw(pattern.key, pattern.data.tokens, view.tokens):
            if hit[1] > view.tokens.lead and self._holds(pattern, view):
                return Match(pattern, view, dict(named) or {"words": hit})
        return None

    def slots(self, line: Line, view: SentenceView) -> dict[str, Hit] | None:
        """Slot -> hit of the line in the sentence; None when it does not match.

        A match that lies wholly in the lead-in of a list belongs to the lead-in.
        """
        laid = self._matcher.lay(line, view.tokens)
        if laid is None or laid[-1][1][1] <= view.tokens.lead:
            return None
        slots: dict[str, Hit] = {}
        for number, (step, hit) in enumerate(laid):
            slots.setdefault(step.slot or f"words{number}", hit)
        return slots

    def _holds(self, pattern: CompiledPattern, view: SentenceView) -> bool:
        """Whether the conditions within the sentence say yes."""
        return all(self._matcher.lay(line, view.tokens) for line in pattern.all) and not any(
            self._matcher.lay(line, view.tokens) for line in pattern.unless
        )


def holds_beyond(match: Match, windows: Windows, facts: set[str]) -> bool:
    """Whether the windows beyond the sentence say yes."""
    pattern = match.pattern
    if pattern.document and not any(line.text in facts for line in pattern.document):
        return False
    index = match.view.sentence.clause
    if pattern.heading and not windows.any_in(pattern.heading, windows.heading(index)):
        return False
    if pattern.near and not (
        windows.any_in(pattern.near, windows.clause(index))
        or windows.any_in(pattern.near, windows.heading(index))
    ):
        return False
    return not (pattern.unless_near and windows.any_in(pattern.unless_near, windows.clause(index)))
