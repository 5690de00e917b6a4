"""What the classifier does to a pattern's finding: a sentence that reads otherwise lowers it."""

from __future__ import annotations

import numpy as np
import pytest

from auditor.engine import Engine, load_pack
from auditor.engine.bags import SIZE
from auditor.engine.classifier import Classifier
from auditor.engine.hearing import DOUBT_ALONE, DOUBT_WITHIN, DOUBTS
from auditor.engine.testing import candidates_for
from auditor.model import Level

TYPE = "exc-requirements"
CLAUSE = "Customer shall purchase all of its requirements for Products exclusively from Supplier."
CONTRACT = "\n\n".join([CLAUSE, *(f"Notice number {n} is sent by post." for n in range(9))])


def says(probability: float) -> Classifier:
    """A classifier of one type that says the same of every sentence, and adds nothing."""
    return Classifier({
        "types": np.array([TYPE]), "weights": np.zeros((SIZE, 1), dtype=np.int8),
        "scale": np.ones(1, np.float32),
        "bias": np.full(1, np.log(probability / (1 - probability)), np.float32),
        "alone": np.ones(1, np.float32), "within": np.ones(1, np.float32),
    })  # fmt: skip


@pytest.mark.parametrize("text", [CLAUSE, CONTRACT])
def test_a_pattern_is_lowered_just_below_the_probability_that_doubts_it(text: str) -> None:
    pack = load_pack()

    def found(engine: Engine) -> list[tuple[Level, bool]]:
        return [
            (c.level, DOUBTS in c.reasons) for c in candidates_for(engine, text) if c.type == TYPE
        ]

    [(level, doubted)] = found(Engine(pack))
    assert level is not Level.POSSIBLE and not doubted
    doubt = DOUBT_ALONE if text == CLAUSE else DOUBT_WITHIN[level]
    assert found(Engine(pack, classifier=says(doubt + 0.01))) == [(level, False)]
    assert found(Engine(pack, classifier=says(doubt - 0.01))) == [(Level.POSSIBLE, True)]


def test_the_surer_a_pattern_the_more_it_takes_to_doubt_it() -> None:
    assert DOUBT_WITHIN[Level.POSSIBLE] > DOUBT_WITHIN[Level.LIKELY] > DOUBT_WITHIN[Level.CONFIRMED]
