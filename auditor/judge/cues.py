"""What the cues near a finding do to it (brief 3.1 and 3.2).

No cue works silently: each is kept on the finding with whether it took effect, and why.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import lru_cache

from auditor.engine.rules import CueData
from auditor.judge.draft import Draft
from auditor.judge.index import Index, cue_applies
from auditor.model import Cue, Level, Span

# Where one undertaking ends and the next begins inside a sentence. Only these joints are
# looked at: "the licence is non-exclusive; the hosting is exclusive" (brief 3.4).
_JOINT = re.compile(
    r";|\bprovided(?:,)?\s+(?:always|however|further|that)\b|(?<!none\s)(?<!nothing\s)(?<!all\s)"
    r"(?<!anything\s)(?<!\bone\s)(?<!anyone\s)\bbut\b|\bhowever\b|\balthough\b|\bwhereas\b|\bwhile\b"
    r"|\bexcept\s+that\b|\bsave\s+that\b"
    r"|,?\s\band\s+(?:\w+\s+){0,3}(?:shall|will|must|agrees?|undertakes?)\b",
    re.IGNORECASE,
)
# The clause that "notwithstanding" names, if it names one at once.
_NAMED = re.compile(
    r"[^.;]{0,60}?(?:\b(?:clause|section|article|paragraph)s?|§{1,2})\s*"
    r"(\d+(?:\.\d+)*(?:\([a-z0-9]{1,4}\))*)",
    re.IGNORECASE,
)
_ROLE_SLOTS = frozenset({"customer", "vendor", "party", "third_party", "third-party", "who"})
_MOVES_LEVEL = {"invert", "lower-confidence", "false-friend"}


def weigh_cues(draft: Draft, text: str, index: Index) -> None:
    """Decide what each cue does; sets status, softeners and the level's ceiling.

    Args:
        draft: the finding; its candidate carries the cues met.
        text: the document's text, of which only the joints between cue and finding are read.
        index: the catalogue.
    """
    units = _Units(draft, text)
    applicable = [
        (cue, data)
        for cue in draft.candidate.cues
        if (data := index.cues.get(cue.id)) is not None and cue_applies(data, draft.rule)
    ]
    inverted = any(_effect(draft, data) == "invert" for _, data in applicable)
    for cue, data in applicable:
        effect = _effect(draft, data)
        applied, note = _decide(draft, cue, data, effect, units, inverted=inverted)
        draft.cues.append(replace(cue, effect=effect, applied=applied, note=note))
        if effect == "override":
            draft.overrides |= _named_clause(text, cue.span)


def _named_clause(text: str, cue: Span) -> frozenset[str]:
    match = _NAMED.match(text, cue.start, min(len(text), cue.end + 100))
    return frozenset({match[1]}) if match else frozenset()


def _effect(draft: Draft, data: CueData) -> str:
    return draft.rule.cues.get(data.id) or data.effect


def _decide(
    draft: Draft, cue: Cue, data: CueData, effect: str, units: _Units, *, inverted: bool
) -> tuple[bool, str]:
    if effect == "cancel":
        return _cancel(draft, cue, data, units, inverted=inverted)
    if effect in ("narrow", "soften"):
        if not units.holds(cue.span):
            return False, "stands outside the sentence; it does not lower the finding"
        if draft.rule.id in data.steps_for or draft.rule.family in data.steps_for:
            draft.softeners.append((cue, data))
        return True, data.sentence
    if effect == "confirm":
        return False, data.sentence
    if effect in _MOVES_LEVEL:
        return _move_level(draft, data, effect)
    return True, data.sentence


def _move_level(draft: Draft, data: CueData, effect: str) -> tuple[bool, str]:
    if effect == "invert":
        return True, data.sentence
    if effect == "false-friend":
        if draft.candidate.level is Level.CONFIRMED:
            return False, "the other elements of the clause are all there"
        draft.lower_level(Level.POSSIBLE, data.sentence)
        return True, data.sentence
    lower = Level.LIKELY if draft.level is Level.CONFIRMED else Level.POSSIBLE
    draft.lower_level(lower, data.sentence)
    return True, data.sentence


def _cancel(
    draft: Draft, cue: Cue, data: CueData, units: _Units, *, inverted: bool
) -> tuple[bool, str]:
    """A negation clears the finding only for the same party and the same act (brief 3.1)."""
    if not units.holds(cue.span):
        draft.lower_level(
            Level.LIKELY, "words elsewhere in the clause may take the restriction back"
        )
        return False, "stands outside the sentence; read it together with the finding"
    whose = _frees(draft, data)
    if whose:
        return False, whose
    if not units.speaks_of(cue.span, following=data.governs == "follow"):
        return False, "speaks of another undertaking in the same sentence"
    if data.contradicted_by and units.also_says(data.contradicted_by, cue.span):
        draft.lower_level(
            Level.LIKELY, "the sentence says both that it is exclusive and that it is not"
        )
        return False, "the sentence also says the contrary"
    if inverted:
        draft.lower_level(
            Level.LIKELY, "the sentence negates more than once; which way it turns needs a reader"
        )
        return False, "another negation in the sentence may turn it round"
    draft.status = "cleared"
    return True, data.sentence


def _frees(draft: Draft, data: CueData) -> str:
    """Why the freedom stated is not that of the bound party; "" if it is."""
    bound = draft.bound
    if data.frees in ("", "either") or data.frees == bound:
        return ""
    if bound == "either":
        return f"frees only the {data.frees}; the other party stays bound"
    return f"is the {data.frees}'s freedom, not that of the party bound"


@lru_cache(maxsize=64)
def _affirmed(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!non)(?<!non\W)(?<!not\s)(?<!not\san\s)\b(?:{'|'.join(map(re.escape, words))})\b",
        re.IGNORECASE,
    )


class _Units:
    """The undertakings of a sentence (with its lead-in), told apart by their joints."""

    def __init__(self, draft: Draft, text: str) -> None:
        self._draft = draft
        self._text = text
        self._pieces = [p for p in (draft.place.lead_in, draft.span) if p is not None and len(p)]
        self._found: list[int] | None = None

    def holds(self, span: Span) -> bool:
        """Whether the span stands in the sentence or its lead-in."""
        return any(piece.contains(span) for piece in self._pieces)

    def speaks_of(self, cue: Span, *, following: bool) -> bool:
        """Whether the finding's operative words lie in the undertaking the cue stands in."""
        slots = [s.span for s in self._draft.candidate.slots if s.name not in _ROLE_SLOTS]
        slots = slots or [s.span for s in self._draft.candidate.slots] or [self._draft.span]
        unit = self._unit(cue.start)
        if following:
            slots = [slot for slot in slots if slot.end > cue.start]
        return bool(slots) and all(
            slot.overlaps(cue) or self._unit(slot.start) == unit for slot in slots
        )

    def also_says(self, words: tuple[str, ...], cue: Span) -> bool:
        """Whether one of the words stands in the cue's undertaking without "non" or "not"."""
        unit = self._unit(cue.start)
        affirmed = _affirmed(words)
        return any(
            not cue.overlaps(Span(*match.span())) and self._unit(match.start()) == unit
            for piece in self._pieces
            for match in affirmed.finditer(self._text, piece.start, piece.end)
        )

    def _unit(self, position: int) -> int:
        return bisect_right(self._joints(), position)

    def _joints(self) -> list[int]:
        if self._found is None:  # most sentences hold no cue that asks
            self._found = [
                match.start()
                for piece in self._pieces
                for match in _JOINT.finditer(self._text, piece.start, piece.end)
            ]
        return self._found
