"""Brief 1.1 and 1.5: attributes and their parents, one primary finding per span."""

from __future__ import annotations

import pytest

from auditor.model import Definition, Level
from tests.judge.conftest import Contract

MILESTONE = "On the Capability Date the licence ends."


def test_an_attribute_near_its_parent_is_attached(contract: Contract) -> None:
    contract.say(MILESTONE, "agi-milestone-termination")
    contract.say("Provider alone decides.", "agi-sole-determination")
    parent = contract.finding("agi-milestone-termination")
    child = contract.finding("agi-sole-determination")
    assert child.parent == parent.id
    assert child.reported


def test_an_attribute_alone_is_possible(contract: Contract) -> None:
    contract.say("Provider alone decides.", "agi-sole-determination")
    child = contract.finding("agi-sole-determination")
    assert child.parent == ""
    assert child.confidence.level is Level.POSSIBLE


def test_far_away_is_no_parent_unless_a_definition_links(contract: Contract) -> None:
    where = contract.say(
        "“Capability Date” means the day Provider declares.", "agi-sole-determination"
    )
    for number in range(6):
        contract.say(f"Other matter {number}.")
    contract.say(MILESTONE, "agi-milestone-termination")
    assert contract.finding("agi-sole-determination").parent == ""
    contract.definitions.append(Definition("Capability Date", where))
    assert contract.finding("agi-sole-determination").parent


def test_a_cleared_finding_is_no_parent(contract: Contract) -> None:
    contract.say(
        "Supplier need not match prices.",
        "mfn-price",
        bound="vendor",
        gains="customer",
        slots=("match",),
        cues=[("cue-not-obligated-vendor", "Supplier need not")],
    )
    contract.say("Customer may audit.", "mfn-audit", bound="vendor", gains="customer")
    assert contract.finding("mfn-audit").parent == ""


def test_a_missing_protection_is_told_with_its_trigger(contract: Contract) -> None:
    contract.say(MILESTONE, "agi-milestone-termination")
    contract.lack("agi-cliff-edge")
    from auditor.engine.pack import Pack

    rules = dict(contract.pack.rules)
    cliff = rules["agi-cliff-edge"]
    rules["agi-cliff-edge"] = cliff.model_copy(update={"parent": ("agi-milestone-termination",)})
    pack = contract.pack
    contract.pack = Pack("t", rules, pack.families, pack.catalogue, pack.sources)
    assert (
        contract.finding("agi-cliff-edge").parent
        == contract.finding("agi-milestone-termination").id
    )


@pytest.mark.parametrize(
    ("types", "primary"),
    [
        (("exc-supplier", "exc-requirements"), "exc-requirements"),
        (("exc-supplier", "exc-negative-covenant"), "exc-negative-covenant"),
        (("exc-supplier", "exc-hosting"), "exc-hosting"),
        (("exc-requirements", "ant-loyalty-rebate"), "ant-loyalty-rebate"),
        (("com-minimum-commitment", "com-take-or-pay", "com-shortfall"), "com-take-or-pay"),
        (("pri-rofr", "pri-last-look"), "pri-last-look"),
        (("mfn-price", "mfn-customer-terms"), "mfn-customer-terms"),
        (("mfn-wide-parity", "mfn-narrow-parity"), "mfn-wide-parity"),
        (("agi-milestone-termination", "agi-sole-determination"), "agi-milestone-termination"),
        (("tec-weights-ownership", "ant-grant-back"), "tec-weights-ownership"),
        (("uni-terms-change", "uni-linked-terms"), "uni-terms-change"),
        (("exc-non-compete", "tec-output-restriction"), "tec-output-restriction"),
        (("uni-suspension", "com-long-term"), "uni-suspension"),
    ],
)
def test_the_table_chooses_the_primary(
    contract: Contract, types: tuple[str, ...], primary: str
) -> None:
    contract.say("One and the same sentence.", *types)
    findings = contract.audit().findings
    assert [f.type for f in findings if f.primary] == [primary]
    by_id = {f.id: f for f in findings}
    for finding in findings:
        assert {by_id[r].type for r in finding.related} == set(types) - {finding.type}


def test_what_is_only_possible_does_not_hide_what_is_sure(contract: Contract) -> None:
    span = contract.say("The sentence.", "exc-supplier")
    contract.propose("exc-requirements", span, 0, level=Level.POSSIBLE)
    assert contract.finding("exc-supplier").primary


def test_a_category_is_named_once_by_the_surest_of_the_findings_on_the_same_words(
    contract: Contract,
) -> None:
    span = contract.say("The sentence.")
    contract.propose("exc-supplier", span, 0, score=0.4, cuad=("Exclusivity",))
    contract.propose("exc-hosting", span, 0, score=0.6, cuad=("Exclusivity",))
    both = ("Exclusivity", "Non-Compete")
    contract.propose("exc-non-compete", span, 0, level=Level.POSSIBLE, score=0.9, cuad=both)
    other = contract.say("Another sentence.")
    contract.propose("exc-supplier", other, 1, score=0.1, cuad=("Exclusivity",))
    named = {(f.type, f.quote): f.cuad for f in contract.audit().findings}
    assert named == {
        ("exc-supplier", "The sentence."): (),
        ("exc-hosting", "The sentence."): ("Exclusivity",),
        ("exc-non-compete", "The sentence."): ("Non-Compete",),
        ("exc-supplier", "Another sentence."): ("Exclusivity",),
    }


def test_what_was_cleared_leaves_its_category_to_what_stands(contract: Contract) -> None:
    span = contract.say("Customer shall not be required to purchase exclusively from Supplier.")
    contract.propose(
        "exc-supplier", span, 0, slots=("purchase", "exclusively"), cuad=("Exclusivity",),
        cues=[("cue-not-obligated-customer", "Customer shall not be required to")],
    )  # fmt: skip
    contract.propose("exc-hosting", span, 0, level=Level.POSSIBLE, cuad=("Exclusivity",))
    named = {f.status: f.cuad for f in contract.audit().findings}
    assert named == {"cleared": (), "open": ("Exclusivity",)}


def test_different_words_are_not_related(contract: Contract) -> None:
    contract.say("The first sentence.", "exc-supplier")
    contract.say("The second sentence.", "exc-hosting")
    assert all(f.primary and not f.related for f in contract.audit().findings)


def test_the_same_words_twice_are_one_finding(contract: Contract) -> None:
    contract.say("7.2 Customer shall buy only from Supplier.", "exc-supplier")
    second = contract.say("8.1 Customer shall  buy only\nfrom SUPPLIER.", "exc-supplier")
    finding = contract.finding("exc-supplier")
    assert finding.occurrences == (second,)
