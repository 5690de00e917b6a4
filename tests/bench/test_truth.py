"""Where a reader's marks stand in the text as read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.bench.labelled import render, run
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


def test_what_labels_of_passages_do_not_cover_is_set_aside(tmp_path: Path) -> None:
    kept = "Customer shall buy all widgets exclusively from Supplier."
    (tmp_path / "terms.txt").write_text(
        f"{kept}\n\nAll Orders are non-cancellable and all Fees paid are non-refundable.\n"
    )
    label = {"document": "terms.txt", "type": "exc-supplier", "quote": kept, "strength": "clear"}
    (tmp_path / "labels.jsonl").write_text(json.dumps(label))
    told = render(run(tmp_path))
    assert "set aside, of types that labels of passages do not cover: 1" in told
    assert "com-no-convenience-termination" not in told
