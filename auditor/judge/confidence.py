"""How sure a finding is, and why, in words a lawyer would use (brief 5.2)."""

from __future__ import annotations

from auditor.judge.bands import not_operative
from auditor.judge.draft import Draft
from auditor.judge.index import Index
from auditor.judge.options import JudgeOptions
from auditor.judge.perspective import is_power
from auditor.model import Level

_UNREADABLE = 0.6  # word confidence below which recognised text is mostly wrong
_DOUBTFUL = 0.85
_PLACES = {
    "schedule": "it stands in a schedule, to be read with the main terms",
    "order_form": "it stands in an order form, to be read with the main terms",
    "table": "it stands in a table, where a condition may be in another cell",
    "footnote": "it stands in a footnote",
    "definition": "it stands in a definition and bites only where the term is used",
    "signature": "it stands among the signatures",
}  # fmt: skip
_POSSIBLE_PLACES = frozenset({"signature"})


def settle(draft: Draft, index: Index, options: JudgeOptions) -> None:
    """Bring the pattern's claim down to what the document supports, with reasons.

    Runs after parents are attached; cues have had their say before.
    """
    draft.level_reasons[:0] = draft.candidate.reasons
    if draft.rule.mode == "absence" and draft.place.whole_document:
        _absence(draft, options)
        return
    _operative(draft)
    _quality(draft)
    if draft.rule.mode == "attribute" and draft.parent is None:
        draft.lower_level(
            Level.POSSIBLE, "it qualifies another clause, and none it belongs to was found near it"
        )
    promise = draft.rule.kind == "risk" and draft.rule.mode == "presence"
    if promise and draft.candidate.bound == "unknown" and not is_power(draft, index):
        draft.lower_level(Level.LIKELY, "the words do not say which party is bound")
    if draft.level is Level.CONFIRMED:
        draft.level_reasons.append("the clause is complete and stands in the operative text")


def _absence(draft: Draft, options: JudgeOptions) -> None:
    """Silence is never proof: likely at best, and only if nothing is annexed elsewhere."""
    draft.lower_level(Level.LIKELY, "nothing in the document says the contrary")
    if not options.complete:
        draft.lower_level(
            Level.POSSIBLE,
            "the term may stand in a document not given here; "
            "say that the set is complete to rule this out",
        )


def _operative(draft: Draft) -> None:
    why = not_operative(draft)
    if why:
        draft.lower_level(Level.POSSIBLE, f"it stands only in {why}, which does not operate")
        return
    kind = draft.place.clause.kind
    if kind in _PLACES:
        ceiling = Level.POSSIBLE if kind in _POSSIBLE_PLACES else Level.LIKELY
        draft.lower_level(ceiling, _PLACES[kind])
    if draft.place.has("placeholder"):
        draft.lower_level(Level.LIKELY, "the clause has a blank that is still to be filled in")


def _quality(draft: Draft) -> None:
    place = draft.place
    if place.legibility < _UNREADABLE:
        draft.lower_level(Level.POSSIBLE, "the page was recognised from a poor image")
    elif place.legibility < _DOUBTFUL:
        draft.lower_level(Level.LIKELY, "the page was recognised from an image")
    if place.has("mojibake"):
        draft.lower_level(Level.LIKELY, "some characters of the passage are damaged")
    if place.has("redacted"):
        draft.lower_level(Level.LIKELY, "part of the passage is blacked out")
    if place.has("foreign_language"):
        draft.lower_level(Level.POSSIBLE, "the passage is in a language the rules do not read")
    if place.has("hidden"):
        draft.level_reasons.append("the words are hidden in the file: a reader does not see them")
    if place.has("inserted", "moved"):
        draft.level_reasons.append("the words are part of a tracked change not yet accepted")
