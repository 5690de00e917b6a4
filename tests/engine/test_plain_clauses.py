"""Clauses said in plain words are sure: no condition that a near miss was given silences them."""

import pytest

from auditor.engine import Engine, load_pack
from auditor.load import load
from auditor.load.options import LoadOptions
from auditor.model import Level
from auditor.segment import outline


@pytest.fixture(scope="module")
def patterns() -> Engine:
    return Engine(load_pack())


@pytest.mark.parametrize(
    ("type_id", "clause"),
    [
        (
            "uni-suspension",
            "The Provider may suspend access to the Service at any time and shall not be liable "
            "for any loss resulting from the suspension.",
        ),
        (
            "sov-broad-data-licence",
            "You grant us a perpetual, worldwide license to use your data for any purpose and "
            "waive any moral rights in it.",
        ),
        (
            "exc-territory",
            "The joint venture shall have the exclusive right to sell the Products in the "
            "Territory.",
        ),
        (
            "uni-terms-change",
            "By clicking accept or continuing to use the service after a change you agree to the "
            "modified terms.",
        ),
    ],
)
def test_a_plain_clause_is_confirmed(patterns: Engine, type_id: str, clause: str) -> None:
    document = load("clause.txt", clause.encode(), LoadOptions())[0]
    found = patterns.match(document, outline(document))
    assert Level.CONFIRMED in [c.level for c in found if c.type == type_id]
