"""British spelling of "prioritise", on which the priority types rest, is folded."""

from __future__ import annotations

import pytest

from auditor.engine.words import words


@pytest.mark.parametrize("form", ["prioritise", "prioritises", "prioritised", "prioritising"])
def test_prioritise_is_folded(form: str) -> None:
    assert words(form) == [form.replace("s", "z", 1) if form != "prioritises" else "prioritizes"]
