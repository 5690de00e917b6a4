"""Puts a candidate before the second reader, and takes its opinion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.engine.bags import Bags
from auditor.engine.context import Layout
from auditor.engine.reader import Page, Reading
from auditor.engine.views import SentenceView
from auditor.model import Kind, Level, Outline

CONFIRMS = "contracts that lawyers have labelled use such words for this kind of clause"
DOUBTS = "lawyers who labelled similar contracts mostly did not mark such words as this clause"
SNIPPET = 6  # sentences; a text of fewer is no contract but a passage
RAISE = 0.4  # the least probability that raises a wide pattern: below, most are wrong
DOUBT = 0.15  # a probability below it (and below half of "likely") speaks against a pattern


def is_snippet(outline: Outline) -> bool:
    """Whether a document is but a passage given alone."""
    return len(outline.sentences) < SNIPPET


def page_of(views: Sequence[SentenceView], outline: Outline, bags: Bags) -> Page:
    """A document as the second reader sees it."""
    import numpy as np

    layout = Layout(
        np.array([sentence.clause for sentence in outline.sentences], dtype=np.intp),
        np.array([len(view.words) - view.lead for view in views], dtype=np.intp),
        np.array([view.lead > 0 for view in views], dtype=np.bool_),
    )
    headings = [outline.clauses[sentence.clause].heading for sentence in outline.sentences]
    return Page(bags, headings, layout, is_snippet(outline))


@dataclass(frozen=True, slots=True)
class Claim:
    """How sure a match is.

    Attributes:
        level, score: the score is from 0 to 1, and only ranks until a reader calibrates it.
        reasons: sentences.
        cuad: CUAD's categories that it fits.
    """

    level: Level
    score: float
    reasons: tuple[str, ...]
    cuad: tuple[str, ...] = ()


def seen(level: Level, readings: Mapping[str, Reading]) -> bool:
    """Whether a match is worth a claim: one of a wide pattern ("possible") in which the reader
    sees nothing is not."""
    if level is not Level.POSSIBLE or not readings:
        return True
    surest = _surest(readings)
    return surest.probability >= min(surest.possible, surest.likely)


def _surest(readings: Mapping[str, Reading]) -> Reading:
    return max(readings.values(), key=lambda r: r.probability - r.likely)


def second_opinion(
    claim: Claim, readings: Mapping[str, Reading], *, kind: Kind, snippet: bool = False
) -> Claim:
    """The claim with the surest reading's probability as its score, and its level thought over.

    A wide pattern's claim is raised when the reader is sure. A precise one is never dropped;
    "likely" may become "possible". "Confirmed" stands for a risk: the reader has seen few
    contracts of the kinds that are signed today. For a protection or a neutral term a doubt is
    enough. In a ``snippet`` the reader lacks what it reads by, the sentences around: it still
    orders, but moves no level. Of the claim's categories stay those that the reader would have
    called so too.
    """
    if not readings:
        return claim
    reading = _surest(readings)
    probability, level, reasons = reading.probability, claim.level, claim.reasons
    least = max(reading.likely, RAISE) if level is Level.POSSIBLE else reading.likely
    sure = probability >= least
    cuad = tuple(
        name
        for name in claim.cuad
        if (own := readings.get(name)) is None
        or own.probability >= _least(own, wide=level is Level.POSSIBLE, sure=sure)
    )
    if snippet:
        return Claim(level, probability, reasons, cuad)
    if sure:
        level = Level.LIKELY if level is Level.POSSIBLE else level
        reasons = (*reasons, CONFIRMS)
    elif level is not Level.POSSIBLE and probability < _doubt(reading):
        lowered = kind == "protection" or level is Level.LIKELY
        level = Level.POSSIBLE if lowered else level
        reasons = (*reasons, DOUBTS)
    return Claim(level, probability, reasons, cuad)


def _least(reading: Reading, *, wide: bool, sure: bool) -> float:
    """The probability from which a category counts: what raises one does not raise another."""
    if not wide:
        return _doubt(reading)
    return reading.likely if sure else reading.possible


def _doubt(reading: Reading) -> float:
    """The probability below which the reader speaks against a precise pattern."""
    return max(reading.possible, min(DOUBT, reading.likely / 2))
