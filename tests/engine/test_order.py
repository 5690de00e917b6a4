"""The sieve on bit positions never rejects what composition finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.composition import compose
from auditor.engine.language import Atom, Line, Step
from auditor.engine.order import Positions

WORDS = "a b c d e".split()
PHRASES = st.frozensets(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple), min_size=1, max_size=3
)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    steps = []
    for number in range(draw(st.integers(1, 4))):
        phrases = draw(PHRASES)
        gap = draw(st.sampled_from([0, 4, 12])) if number else 0
        atom = Atom("|".join(" ".join(p) for p in sorted(phrases)), phrases)
        steps.append(Step(atom, "", draw(st.booleans()), gap))
    return Line("drawn", tuple(steps))


def hits(atom: Atom, words: list[str]) -> list[tuple[int, int]]:
    found = {
        (start, start + len(phrase))
        for phrase in atom.phrases
        for start in range(len(words))
        if tuple(words[start : start + len(phrase)]) == phrase
    }
    return sorted(found, key=lambda hit: (hit[0], -hit[1]))


@given(lines(), st.lists(st.sampled_from([*WORDS, "x"]), max_size=25))
def test_what_composes_is_allowed(line: Line, words: list[str]) -> None:
    laid = compose(line, lambda atom: hits(atom, words))
    if laid:
        assert Positions(words).allow(line)


@given(lines(), st.lists(st.sampled_from([*WORDS, "x"]), max_size=25))
def test_without_optional_steps_the_sieve_is_exact(line: Line, words: list[str]) -> None:
    if any(step.optional for step in line.steps):
        return
    laid = compose(line, lambda atom: hits(atom, words))
    assert Positions(words).allow(line) == (laid is not None)
