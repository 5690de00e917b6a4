"""Where a reader's marks stand in the text as read."""

from __future__ import annotations

import pytest

from auditor.bench.truth import Mark, compare
from auditor.engine import Engine, load_pack
from auditor.engine.testing import example_document

TEXT = "Customer shall buy all widgets\nonly from Acme, as the Policy says."


@pytest.mark.parametrize(
    ("quote", "placed"),
    [
        ("Customer shall buy all widgets only from Acme", True),
        ("Customer shall buy **all widgets** only from _Acme_, as the [Policy](/policy)", True),
        ("buy | all widgets", True),
        ("Customer shall sell all widgets", False),
    ],
)
def test_a_quote_is_found_whatever_its_spaces_and_marks(quote: str, placed: bool) -> None:
    told = compare(
        example_document(TEXT), [Mark("exc-supplier", quote)], Engine(load_pack()), "t"
    )
    assert (not told.unplaced) is placed
