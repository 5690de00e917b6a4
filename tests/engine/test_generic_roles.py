"""The generic party terms of the vocabulary reach the matcher as roles."""

from __future__ import annotations

import pytest

from auditor.engine.compile import compile_pack
from auditor.engine.engine import Engine
from auditor.engine.pack import load_pack
from auditor.engine.testing import candidates_for


def test_role_lists_are_expanded() -> None:
    lists = compile_pack(load_pack()).lists
    assert ("buyer",) in lists["customer"]
    assert ("supplier",) in lists["vendor"]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Supplier shall sell the Custom Accelerators only to Buyer.", "vendor"),
        ("Buyer shall purchase all of its requirements of memory only from Supplier.", "customer"),
    ],
)
def test_generic_terms_have_roles_without_a_parties_block(text: str, bound: str) -> None:
    found = candidates_for(Engine(load_pack()), text)
    assert bound in {c.bound for c in found if c.type.startswith("exc-")}
