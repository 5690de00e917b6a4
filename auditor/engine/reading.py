"""Puts a candidate before the second reader, and takes its opinion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.engine.reader import Reader, Reading, features
from auditor.engine.views import SentenceView
from auditor.engine.words import words
from auditor.model import Kind, Level, Outline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CONFIRMS = "contracts that lawyers have labelled use such words for this kind of clause"
DOUBTS = "lawyers who labelled similar contracts mostly did not mark such words as this clause"
NEIGHBOUR_WORDS = 60
SNIPPET = 6  # sentences; a text of fewer is no contract but a passage
RAISE = 0.5  # a risk that only a wide pattern points at must be likelier than not
DOUBT = 0.15  # a probability below it (and below half of "likely") speaks against a pattern


def is_snippet(outline: Outline) -> bool:
    """Whether a document is but a passage given alone."""
    return len(outline.sentences) < SNIPPET


def features_of(view: SentenceView, patterns: tuple[str, ...]) -> list[int]:
    """Feature indices of a sentence with its neighbours and heading, and what matched it."""
    around = view.document
    return features(
        view.words,
        before=around.words(view.index - 1)[-NEIGHBOUR_WORDS:],
        after=around.words(view.index + 1)[:NEIGHBOUR_WORDS],
        heading=_heading(around.outline.clauses[view.sentence.clause].heading),
        patterns=patterns,
    )


@lru_cache(maxsize=4096)
def _heading(text: str) -> tuple[str, ...]:
    return tuple(words(text))


@dataclass(frozen=True, slots=True)
class Claim:
    """How sure a match is: level, score (0 to 1, ranks only), and the reasons in sentences."""

    level: Level
    score: float
    reasons: tuple[str, ...]


def second_opinion(
    claim: Claim,
    categories: tuple[str, ...],
    reader: Reader,
    found: Sequence[int] | NDArray[np.intp],
    *,
    kind: Kind,
    snippet: bool = False,
) -> Claim | None:
    """The claim with the reader's probability as its score, and its level thought over.

    A wide pattern ("possible") is raised when the reader is sure and dropped when it sees
    nothing. A precise one is never dropped; "likely" may become "possible". "Confirmed" stands
    for a risk: the reader has seen few contracts of the kinds that are signed today. For a
    protection or a neutral term a doubt is enough. In a ``snippet`` the reader lacks what it
    reads by, the sentences around: it still orders and drops, but moves no level.
    """
    reading = reader.read(found, categories)
    if reading is None:
        return claim
    probability, level, reasons = reading.probability, claim.level, claim.reasons
    if level is Level.POSSIBLE and probability < min(reading.possible, reading.likely):
        return None
    if snippet:
        return Claim(level, probability, reasons)
    enough = max(reading.likely, RAISE) if kind == "risk" else reading.likely
    if probability >= (enough if level is Level.POSSIBLE else reading.likely):
        level = Level.LIKELY if level is Level.POSSIBLE else level
        reasons = (*reasons, CONFIRMS)
    elif level is not Level.POSSIBLE and probability < _doubt(reading):
        lowered = kind == "protection" or level is Level.LIKELY
        level = Level.POSSIBLE if lowered else level
        reasons = (*reasons, DOUBTS)
    return Claim(level, probability, reasons)


def _doubt(reading: Reading) -> float:
    """The probability below which the reader speaks against a precise pattern."""
    return max(reading.possible, min(DOUBT, reading.likely / 2))
