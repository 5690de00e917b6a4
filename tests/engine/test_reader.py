"""The second reader: what it looks at, and what it may do to a claim."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as numpy_arrays

from auditor.engine import Engine, load_pack
from auditor.engine.bags import SIZE, bags_of
from auditor.engine.context import FEATURES, SILENT, Layout, Pairs, Scores, in_context
from auditor.engine.pack import Pack
from auditor.engine.reader import HEADINGS, Reader, Reading, heading_slots
from auditor.engine.reading import CONFIRMS, DOUBTS, Claim, second_opinion, seen
from auditor.engine.testing import candidates_for
from auditor.engine.trees import Trees
from auditor.model import Level

CATEGORY = "Exclusivity"
SURE = Reading(0.9, likely=0.6, possible=0.1)
UNSURE = Reading(0.05, likely=0.6, possible=0.1)


def arrays(**changed: Any) -> dict[str, Any]:
    """A reader of one category that says what its bias says, with a tree that repeats it."""
    made: dict[str, Any] = {
        "categories": np.array([CATEGORY]), "weights": np.zeros((SIZE, 2), np.int8),
        "scale": np.ones(2, np.float32), "bias": np.zeros(2, np.float32),
        "headings": np.zeros((HEADINGS, 1), np.float16),
        "pattern_keys": np.array(["exc-supplier/wide"]), "patterns": np.zeros((1, 1), np.float32),
        "commonness": np.zeros(1, np.float32), "likely": np.array([0.6]),
        "possible": np.array([0.1]), "slope": np.ones(1), "offset": np.zeros(1),
        "alone": np.array([0.5]),
        # One tree of one question: whether the first linear model is in favour.
        "feature": np.zeros((1, 3), np.int16), "threshold": np.zeros((1, 3), np.float32),
        "low": np.array([[1, 1, 2]], np.int16), "high": np.array([[2, 1, 2]], np.int16),
        "value": np.array([[0, -3, 3]], np.float32), "depth": np.array(1), "start": np.array(0.0),
    }  # fmt: skip
    return made | changed


def only(pack: Pack, type_id: str, pattern: str) -> Pack:
    """The pack with one pattern of one type."""
    rule = pack.rules[type_id]
    kept = tuple(p for p in rule.patterns if p.id == pattern)
    pack.rules.clear()
    pack.rules[type_id] = rule.model_copy(update={"patterns": kept})
    return pack


CLAUSE = "Buyer shall obtain its exclusive steel from the Mill."
CONTRACT = "\n\n".join([CLAUSE, *(f"Notice number {n} is sent by post." for n in range(9))])


@pytest.mark.parametrize(
    ("text", "changed", "expected"),
    [
        (CLAUSE, {"offset": np.array([1.0])}, [Level.POSSIBLE]),
        (CLAUSE, {"offset": np.array([-1.0])}, [Level.POSSIBLE]),
        (CLAUSE, {"offset": np.array([-2.0])}, []),
        (CONTRACT, {"bias": np.array([1, 0], np.float32)}, [Level.LIKELY]),
        (CONTRACT, {"bias": np.array([-1, 0], np.float32)}, []),
        (CONTRACT, {"patterns": np.full((1, 1), 1, np.float32)}, [Level.LIKELY]),
    ],
    ids=["passage", "spared", "passage doubted", "raised", "dropped", "raised for its pattern"],
)
def test_what_a_wide_pattern_proposes_is_for_the_reader_to_judge(
    text: str, changed: dict[str, Any], expected: list[Level]
) -> None:
    reader = Reader(arrays(**changed))
    engine = Engine(only(load_pack(), "exc-supplier", "wide"), reader=reader)
    assert [c.level for c in candidates_for(engine, text)] == expected


def test_what_the_conditions_of_a_wide_pattern_rule_out_is_not_raised() -> None:
    text = CONTRACT.replace(CLAUSE, "The courts have exclusive jurisdiction over the Mill.")
    engine = Engine(
        only(load_pack(), "exc-supplier", "wide"),
        reader=Reader(arrays(bias=np.array([1, 0], np.float32))),
    )
    assert [c.level for c in candidates_for(engine, text)] == [Level.POSSIBLE]


def test_the_words_of_a_sentence_and_its_heading_count() -> None:
    weights = np.zeros((SIZE, 2), np.int8)
    weights[bags_of([["steel"]]).slots[0], 0] = 127
    headings = np.zeros((HEADINGS, 1), np.float16)
    headings[list(heading_slots("Supply"))] = 5
    low = {"bias": np.array([-0.5, 0], np.float32)}
    for changed, text in (
        ({"weights": weights}, CONTRACT),
        ({"headings": headings}, f"1. Supply\n\n{CONTRACT}"),
    ):
        for learned, expected in ((changed, 1), ({}, 0)):
            reader = Reader(arrays(**low, **learned))
            engine = Engine(only(load_pack(), "exc-supplier", "wide"), reader=reader)
            assert len(candidates_for(engine, text)) == expected


def test_levels_move_as_far_as_they_may() -> None:
    def level(start: Level, reading: Reading | None, **how: Any) -> Level | None:
        readings = {CATEGORY: reading} if reading else {}
        if not seen(start, readings):
            return None
        return second_opinion(Claim(start, 0.5, ()), readings, **{"kind": "risk", **how}).level

    assert level(Level.POSSIBLE, SURE) is Level.LIKELY
    assert level(Level.POSSIBLE, UNSURE) is None
    assert level(Level.POSSIBLE, Reading(0.3, likely=0.2, possible=0.1)) is Level.POSSIBLE
    assert level(Level.LIKELY, Reading(0.3, likely=0.2, possible=0.1)) is Level.LIKELY
    assert level(Level.LIKELY, UNSURE) is Level.POSSIBLE
    assert level(Level.CONFIRMED, UNSURE) is Level.CONFIRMED
    assert level(Level.CONFIRMED, UNSURE, kind="protection") is Level.POSSIBLE
    assert level(Level.LIKELY, UNSURE, snippet=True) is Level.LIKELY
    assert level(Level.LIKELY, None) is Level.LIKELY
    sure = second_opinion(Claim(Level.LIKELY, 0.5, ("words",)), {"A": SURE}, kind="risk")
    unsure = second_opinion(Claim(Level.LIKELY, 0.5, ("words",)), {"A": UNSURE}, kind="risk")
    assert sure and sure.score == SURE.probability and sure.reasons == ("words", CONFIRMS)
    assert unsure and unsure.reasons == ("words", DOUBTS)


LOGITS = numpy_arrays(np.float32, (6, 2), elements=st.floats(-9, 9, width=32))


@given(LOGITS, LOGITS)
def test_context_is_of_the_sentence_and_its_neighbours(clause: Any, wording: Any) -> None:
    layout = Layout(np.array([0, 0, 1, 1, 2, 2]), np.arange(6), np.zeros(6, np.bool_))
    rows, columns = np.array([0, 3]), np.array([1, 0])
    pairs = Pairs(rows, columns, np.zeros((2, 4), np.float32))
    made = in_context(Scores(clause, wording), layout, pairs, np.zeros(2))
    assert made.shape == (2, FEATURES)
    mean = (clause + wording) / 2
    assert made[:, :3] == pytest.approx(
        np.column_stack([clause[rows, columns], wording[rows, columns], mean[rows, columns]])
    )
    before, after = made[:, 3], made[:, 4]
    assert before == pytest.approx([SILENT, mean[2, 0]])
    assert after == pytest.approx([mean[1, 1], mean[4, 0]])
    assert made[1, 9] == (mean[:, 0] > mean[3, 0]).sum()  # rank


def test_trees_go_down_to_a_leaf_and_add_up() -> None:
    trees = Trees(arrays(start=np.array(0.5)))
    rows = np.array([[-1.0], [0.0], [1.0]], np.float32)
    assert trees.logits(rows).tolist() == [-2.5, -2.5, 3.5]


def test_a_category_that_the_reader_does_not_see_is_not_claimed() -> None:
    readings = {"A": SURE, "B": Reading(0.4, likely=0.6, possible=0.1), "C": UNSURE}
    for level, expected in ((Level.POSSIBLE, "A"), (Level.LIKELY, "AB")):
        claim = second_opinion(Claim(level, 0.5, (), ("A", "B", "C", "D")), readings, kind="risk")
        assert claim and claim.cuad == (*expected, "D")  # D was not learned
