"""Brief 3.1, 3.2 and 3.4: what a negation does, and to whom."""

from __future__ import annotations

import pytest

from auditor.engine.language import Language
from auditor.engine.pack import Pack
from auditor.engine.roles import Roles
from auditor.engine.tokens import TokenMatcher, tokenise
from auditor.model import Band, Level, Span
from tests.judge.conftest import Contract


def status(contract: Contract, type_id: str) -> str:
    return contract.finding(type_id).status


def test_not_required_to_clears(contract: Contract) -> None:
    contract.say(
        "Customer shall not be required to purchase exclusively from Supplier.",
        "exc-supplier",
        slots=("purchase", "exclusively"),
        cues=[("cue-not-obligated-customer", "Customer shall not be required to")],
    )
    finding = contract.finding("exc-supplier")
    assert (finding.status, finding.band, finding.reported) == ("cleared", Band.INFO, False)
    assert finding.cues[0].applied
    assert contract.audit().rating.band is None


def test_freedom_of_the_other_side_clears_nothing(contract: Contract) -> None:
    contract.say(
        "Nothing prevents Provider from supplying others, and Customer buys only from Provider.",
        "exc-supplier",
        slots=("buys", "only"),
        cues=[("cue-nothing-prevents-vendor", "Nothing prevents Provider")],
    )
    finding = contract.finding("exc-supplier")
    assert finding.status == "open"
    assert not finding.cues[0].applied
    assert "vendor's freedom" in finding.cues[0].note


def test_freedom_of_the_vendor_clears_what_binds_the_vendor(contract: Contract) -> None:
    contract.say(
        "Nothing herein prevents Provider from supplying Customer's competitors.",
        "exc-buyer",
        bound="vendor",
        gains="customer",
        slots=("supplying", "competitors"),
        cues=[("cue-nothing-prevents-vendor", "Nothing herein prevents Provider")],
    )
    assert status(contract, "exc-buyer") == "cleared"


def test_freedom_of_one_leaves_a_mutual_restraint(contract: Contract) -> None:
    contract.say(
        "Nothing prevents Customer from competing.",
        "exc-non-compete",
        bound="either",
        slots=("competing",),
        cues=[("cue-nothing-prevents-customer", "Nothing prevents Customer")],
    )
    assert status(contract, "exc-non-compete") == "open"


def test_non_exclusive_clears_only_its_own_act(contract: Contract) -> None:
    words = "The licence is non-exclusive; the hosting appointment is exclusive."
    cues = [("cue-non-exclusive", "non-exclusive")]
    span = contract.say(words, "exc-licence", slots=("licence", "exclusive"), cues=cues)
    contract.propose("exc-hosting", span, 0, slots=("hosting", "is exclusive"), cues=cues)
    assert status(contract, "exc-licence") == "cleared"
    assert status(contract, "exc-hosting") == "open"


@pytest.mark.parametrize(
    "words",
    [
        "The grant is changed from a non-exclusive to an exclusive appointment.",
        "An exclusive licence to Patents, and a non-exclusive licence to Know-How, is granted.",
        "The right is non-exclusive except for the Game, for which it is exclusive.",
    ],
)
def test_both_exclusive_and_not_is_not_cleared(contract: Contract, words: str) -> None:
    contract.say(words, "exc-licence", cues=[("cue-non-exclusive", "non-exclusive")])
    finding = contract.finding("exc-licence")
    assert (finding.status, finding.confidence.level) == ("open", Level.LIKELY)


def test_a_proviso_eats_the_rule(contract: Contract) -> None:
    contract.say(
        "This Agreement is non-exclusive, provided that Customer shall source all Tier 1 "
        "Workloads from Provider.",
        "exc-requirements",
        slots=("source", "all Tier 1 Workloads"),
        cues=[("cue-non-exclusive", "non-exclusive")],
    )
    assert status(contract, "exc-requirements") == "open"


def test_a_ban_is_not_lifted_by_the_label(contract: Contract) -> None:
    contract.say(
        "On a non-exclusive basis Customer shall not buy from others.",
        "exc-negative-covenant",
        slots=("shall not", "buy", "others"),
        cues=[("cue-non-exclusive", "non-exclusive")],
    )
    assert status(contract, "exc-negative-covenant") == "open"


def test_invert_never_cancels_and_blocks_what_would(contract: Contract) -> None:
    contract.say(
        "Customer shall be under no obligation to buy from anyone other than Supplier.",
        "exc-supplier",
        slots=("buy", "anyone other than Supplier"),
        cues=[
            ("cue-not-obligated-customer", "Customer shall be under no obligation to"),
            ("cue-constitutive-other-than", "no obligation to buy from anyone other than Supplier"),
        ],
    )
    finding = contract.finding("exc-supplier")
    assert finding.status == "open"
    assert finding.confidence.level is Level.LIKELY
    assert [c.applied for c in finding.cues] == [False, True]


def test_a_cue_outside_the_sentence_moves_the_level_first(contract: Contract) -> None:
    contract.say("The arrangement is non-exclusive.")
    contract.say(
        "Customer shall buy only from Supplier.", "exc-supplier", clause=None, slots=("only",)
    )
    candidate = contract.candidates[0]
    start = contract.text.index("non-exclusive")
    from dataclasses import replace

    from auditor.model import Cue

    cue = Cue(
        "cue-non-exclusive", "cancel", Span(start, start + 13), "non-exclusive", applied=False
    )
    contract.candidates[0] = replace(candidate, cues=(cue,))
    finding = contract.finding("exc-supplier")
    assert finding.status == "open"
    assert finding.confidence.level is Level.LIKELY


def test_reasonable_efforts_soften_one_step_with_words(contract: Contract) -> None:
    contract.say(
        "Customer shall use reasonable efforts, acting in good faith, to buy from Supplier.",
        "exc-supplier",
        cues=[("cue-efforts", "reasonable efforts"), ("cue-consent-reasonable", "good faith")],
    )
    finding = contract.finding("exc-supplier")
    assert finding.band is Band.MEDIUM
    assert finding.factors[0].code == "cue-efforts"
    assert finding.factors[0].span is not None


def test_best_efforts_soften_nothing(contract: Contract) -> None:
    contract.say(
        "Customer shall use best endeavours to buy only from Supplier.",
        "exc-supplier",
        cues=[("cue-best-efforts", "best endeavours")],
    )
    assert contract.finding("exc-supplier").band is Band.HIGH


def test_false_friends_suppress_only_the_incomplete(contract: Contract) -> None:
    cues = [("cue-false-friend-exclusive", "exclusive jurisdiction")]
    contract.say(
        "The courts have exclusive jurisdiction.", "exc-supplier", level=Level.LIKELY, cues=cues
    )
    assert not contract.finding("exc-supplier").reported
    contract.say(
        "Customer shall buy only from Supplier under the exclusive jurisdiction.",
        "exc-requirements",
        cues=cues,
    )
    assert contract.finding("exc-requirements").reported


def test_intention_lowers_the_level(contract: Contract) -> None:
    contract.say(
        "The parties are discussing that Customer buys only from Supplier.",
        "exc-supplier",
        cues=[("cue-example-or-recital", "The parties are discussing")],
    )
    assert contract.finding("exc-supplier").confidence.level is Level.LIKELY


SURFACE = [
    ("cue-non-exclusive", "Provider is appointed on a non-exclusive basis.", True),
    ("cue-non-exclusive", "Nonexclusive rights are granted without exclusivity.", True),
    ("cue-non-exclusive", "whether exclusive or non-exclusive", False),
    (
        "cue-nothing-prevents-customer",
        "Nothing in this Agreement shall be construed as preventing Customer from buying more.",
        True,
    ),
    (
        "cue-nothing-prevents-customer",
        "Nothing in this Agreement shall prevent the Provider from supplying others.",
        False,
    ),
    (
        "cue-nothing-prevents-vendor",
        "Nothing in this Agreement shall prevent the Provider from supplying others.",
        True,
    ),
    (
        "cue-nothing-prevents-either",
        "Nothing herein restricts either party from dealing with others.",
        True,
    ),
    ("cue-nothing-prevents", "Nothing herein shall limit the purchase of goods from others.", True),
    ("cue-nothing-prevents", "Nothing herein shall limit the Customer in its purchases.", False),
    ("cue-free-to-customer", "The Customer is free to obtain services from any person.", True),
    ("cue-free-to-customer", "Customer may purchase from suppliers other than Supplier.", False),
    ("cue-free-to-customer", "Customer may purchase services from other suppliers.", True),
    ("cue-free-to-customer", "Customer may not purchase services from other suppliers.", False),
    (
        "cue-free-to-customer",
        "Customer may purchase only from Supplier and no other supplier.",
        False,
    ),
    ("cue-free-to-vendor", "The Supplier remains at liberty to sell to others.", True),
    ("cue-not-obligated-customer", "Customer shall not be obliged to order.", True),
    ("cue-not-obligated-customer", "The Customer is under no obligation to purchase.", True),
    ("cue-not-obligated-customer", "Customer need not purchase anything.", True),
    ("cue-not-obligated-customer", "Customer shall be obliged not to purchase from others.", False),
    ("cue-not-obligated-vendor", "Supplier has no obligation to help.", True),
    ("cue-not-obligated", "There shall be no purchases.", False),
    ("cue-no-commitment", "There is no minimum purchase commitment.", True),
    ("cue-no-commitment", "Forecasts are for planning purposes only.", True),
    ("cue-no-commitment", "The non-binding forecast becomes binding in May.", False),
    ("cue-constitutive-other-than", "shall purchase from no one other than Supplier", True),
    ("cue-constitutive-other-than", "shall not purchase otherwise than from the Supplier", True),
    ("cue-constitutive-other-than", "all suppliers other than Acme", False),
    ("cue-double-negative", "Customer shall not fail to order.", True),
    ("cue-double-negative", "in no event shall purchases fall below the minimum", True),
    ("cue-notwithstanding", "Notwithstanding clause 4, Customer shall buy.", True),
    ("cue-without-prejudice", "Without prejudice to clause 4.", True),
    ("cue-efforts", "shall use commercially reasonable endeavours to", True),
    ("cue-efforts", "shall use its best endeavours to", False),
    ("cue-best-efforts", "shall use its best endeavours to", True),
    ("cue-law", "except to the extent expressly permitted by applicable law", True),
    ("cue-consent", "without the prior written consent of Supplier", True),
    ("cue-consent", "without the consent of Supplier in its sole discretion", False),
    ("cue-consent-reasonable", "consent not to be unreasonably withheld", True),
    ("cue-sunset", "for a period of two years", True),
    ("cue-release", "If Supplier fails to deliver, Customer shall be released.", True),
    ("cue-mutual", "Neither party shall assign.", True),
    ("cue-reasonable-standard", "Provider, acting reasonably, may suspend.", True),
    ("cue-reasonable-standard", "in its absolute discretion, acting in good faith", False),
    ("cue-independent", "an independent expert jointly appointed", True),
    ("cue-survival", "This clause shall survive termination.", True),
    ("cue-deletion-of-clause", "Section 9 [Intentionally omitted]", True),
    ("cue-deletion-of-clause", "Clause 7 (Exclusivity) is hereby deleted in its entirety.", True),
    ("cue-deletion-of-clause", "This clause shall not apply to emergencies.", False),
    ("cue-example-or-recital", "WHEREAS the Customer buys", True),
    ("cue-negotiation-note", "[Note to draft: check]", True),
]


@pytest.mark.parametrize(("cue", "words", "met"), SURFACE)
def test_surface_forms(reader, cue: str, words: str, met: bool) -> None:  # type: ignore[no-untyped-def]
    assert reader(cue, words) is met


@pytest.fixture(scope="module")
def reader(pack: Pack):  # type: ignore[no-untyped-def]
    """Whether a cue's lines match a sentence between a Customer and a Supplier or Provider."""
    language, matcher = Language(pack.catalogue.vocabulary), TokenMatcher()
    cues = {cue.id: cue for cue in pack.catalogue.cues}
    roles = Roles(
        {("customer",): "customer", ("supplier",): "vendor", ("provider",): "vendor"}, ()
    )

    def met(cue_id: str, words: str) -> bool:
        tokens = tokenise(words, Span(0, len(words)), roles)
        lines = {
            kind: any(
                matcher.lay(language.line(text), tokens) for text in getattr(cues[cue_id], kind)
            )
            for kind in ("find", "unless")
        }
        return lines["find"] and not lines["unless"]

    return met
