"""The generic party terms of the vocabulary reach the matcher as roles."""

from __future__ import annotations

import pytest

from auditor.engine.compile import compile_pack
from auditor.engine.engine import Engine
from auditor.engine.pack import load_pack
from auditor.engine.roles import Roles, bound_and_beneficiary
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


@pytest.mark.parametrize(
    ("sentence", "bound"),
    [
        ("if control of customer changes supplier may terminate on notice", "customer"),
        ("supplier may terminate at once if control of customer passes", "customer"),
        ("supplier grants customer a license to the exclusion of all others", "vendor"),
        ("customer shall receive each new model thirty days early", "vendor"),
        ("supplier may only sell to customer", "vendor"),
        ("the term renews unless either party gives notice", "either"),
        ("the agreement lasts for six years", "either"),
    ],
)
def test_who_may_gains_and_who_grants_is_bound(sentence: str, bound: str) -> None:
    roles = Roles(
        {("customer",): "customer", ("supplier",): "vendor", ("either", "party"): "either"}, ()
    )
    told = sentence.split()
    mentions = roles.mentions(told)
    slots = {"act": (told.index("sell"), told.index("sell") + 1)} if "sell" in told else {}
    assert bound_and_beneficiary(told, mentions, slots, bears="either")[0] == bound
