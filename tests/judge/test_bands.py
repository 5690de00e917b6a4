"""Brief 5.2: default band, factor groups, floors and caps."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.judge import JudgeOptions
from auditor.model import Band, Level, Mark, Span
from tests.judge.conftest import Contract, codes

BUYER, VENDOR = JudgeOptions(), JudgeOptions(perspective="vendor")


@pytest.mark.parametrize(
    ("type_id", "perspective", "bound", "band"),
    [
        ("exc-supplier", "buyer", "customer", "high"),
        ("exc-supplier", "vendor", "customer", "info"),
        ("mfn-price", "buyer", "vendor", "info"),
        ("mfn-price", "vendor", "vendor", "high"),
        ("mfn-price", "template", "vendor", "high"),
        ("ant-resale-price", "template", "vendor", "critical"),
        ("exc-non-compete", "buyer", "unknown", "high"),
        ("exc-non-compete", "buyer", "vendor", "info"),
        ("exc-non-compete", "buyer", "either", "high"),
        ("pri-rofr", "buyer", "vendor", "info"),
        ("pri-allocation", "buyer", "vendor", "info"),
        ("pri-allocation", "buyer", "customer", "medium"),
    ],
)
def test_default_band_is_that_of_the_readers_side(
    contract: Contract, type_id: str, perspective: str, bound: str, band: str
) -> None:
    gains = {"customer": "vendor", "vendor": "customer"}.get(bound, "unknown")
    contract.say("The words of the clause.", type_id, bound=bound, gains=gains)
    finding = contract.finding(type_id, JudgeOptions(perspective=perspective))  # type: ignore[arg-type]
    assert finding.band == band


def test_what_binds_the_other_side_is_recorded_and_explained(contract: Contract) -> None:
    contract.say("Vendor shall not compete.", "exc-non-compete", bound="vendor", gains="customer")
    finding = contract.finding("exc-non-compete")
    assert (finding.base_band, finding.band) == (Band.HIGH, Band.INFO)
    assert codes(finding) == ["binds-other-side"]
    assert contract.audit().rating.band is None


def test_a_power_is_read_from_its_holder_not_from_its_subject(contract: Contract) -> None:
    contract.say(
        "Provider may change the terms.", "uni-terms-change", bound="vendor", gains="unknown"
    )
    assert contract.finding("uni-terms-change").band is Band.HIGH


@pytest.mark.parametrize(
    ("factors", "band"),
    [
        ((), "medium"),
        (("affiliates-bound",), "high"),
        (("affiliates-bound", "category-open-ended", "renewals-covered"), "high"),
        (("affiliates-bound", "survives-termination"), "critical"),
        (("survives-termination",), "high"),
        (("no-worse-terms-afterwards", "exclusive-window"), "high"),
        (("affiliates-bound", "exclusive-window"), "critical"),
        (("short-window",), "low"),
        (("short-window", "single-transaction"), "info"),
        (("affiliates-bound", "short-window", "single-transaction"), "low"),
    ],
)
def test_each_group_has_its_limit(contract: Contract, factors: tuple[str, ...], band: str) -> None:
    contract.say("Customer shall first ask Supplier for an offer.", "pri-rofo", factors=factors)
    finding = contract.finding("pri-rofo")
    assert finding.band == band
    assert set(codes(finding)) == set(factors)


def test_mitigation_is_two_steps_at_most(contract: Contract) -> None:
    contract.say(
        "Customer shall buy only from Supplier.",
        "exc-supplier",
        factors=("release-on-failure", "existing-suppliers-carved-out", "burst-and-dr-free"),
    )
    finding = contract.finding("exc-supplier")
    assert finding.band is Band.LOW
    assert sum("no further step" in f.sentence for f in finding.factors) == 1


def test_a_longer_duration_silences_the_shorter_one(contract: Contract) -> None:
    contract.say(
        "For six years Customer shall buy only from Supplier.",
        "exc-supplier",
        values={"duration_months": 72},
    )
    finding = contract.finding("exc-supplier")
    assert codes(finding) == ["dur-gt-60m"]
    assert finding.band is Band.CRITICAL
    assert finding.factors[0].span is not None


def test_unknown_is_not_zero(contract: Contract) -> None:
    contract.say("Customer shall buy only from Supplier.", "exc-supplier", values={})
    assert codes(contract.finding("exc-supplier")) == []


def test_context_told_by_the_user_moves_one_step(contract: Contract) -> None:
    contract.say("Data is deleted at once.", "tec-data-deletion")
    options = JudgeOptions(context=("critical-function", "regulated-entity"))
    finding = contract.finding("tec-data-deletion", options)
    assert finding.band is Band.CRITICAL
    both = JudgeOptions(context=("critical-function", "pilot"))
    assert contract.finding("tec-data-deletion", both).band is Band.MEDIUM  # balance, then the cap


def test_commodity_caps_commercial_and_technical_terms(contract: Contract) -> None:
    contract.say(
        "Customer pays all remaining fees.",
        "com-take-or-pay",
        factors=("acceleration", "no-make-up"),
    )
    plain = contract.finding("com-take-or-pay")
    assert plain.band is Band.CRITICAL
    finding = contract.finding("com-take-or-pay", JudgeOptions(context=("commodity-service",)))
    assert finding.band is Band.MEDIUM
    assert finding.factors[-1].direction == "cap"


@pytest.mark.parametrize(
    ("type_id", "factors", "details", "floor"),
    [
        ("mfn-plus", ("blind-audit",), {}, "critical"),
        ("ant-resale-price", ("fixed-or-minimum-price", "recommended-price"), {}, "high"),
        (
            "sov-training-on-data",
            ("default-on", "personal-or-confidential", "de-identified", "service-only"),
            {},
            "high",
        ),
        (
            "exc-supplier",
            ("evergreen", "release-on-failure", "existing-suppliers-carved-out"),
            {},
            "high",
        ),
    ],
)
def test_floors(
    contract: Contract, type_id: str, factors: tuple[str, ...], details: dict, floor: str
) -> None:
    contract.say("Vendor's prices.", "mfn-price") if type_id == "mfn-plus" else None
    contract.say("The words.", type_id, factors=factors, **details)
    assert contract.finding(type_id).band.order >= Band(floor).order


def test_a_way_out_lifts_the_floor_of_long_exclusivity(contract: Contract) -> None:
    contract.say(
        "Customer shall buy only from Supplier.",
        "exc-supplier",
        factors=("evergreen", "release-on-failure", "existing-suppliers-carved-out"),
    )
    assert contract.finding("exc-supplier").band is Band.HIGH
    contract.say(
        "Customer may terminate on 30 days' notice.",
        "pro-convenience-termination",
        bound="vendor",
        gains="customer",
    )
    assert contract.finding("exc-supplier").band is Band.MEDIUM


@pytest.mark.parametrize("kind", ["recital", "heading", "header"])
def test_words_without_force_are_low_and_possible(contract: Contract, kind: str) -> None:
    contract.say("Customer shall buy only from Supplier.", "exc-supplier", kind=kind)
    finding = contract.finding("exc-supplier")
    assert finding.band is Band.LOW
    assert finding.confidence.level is Level.POSSIBLE
    assert not finding.reported


def test_a_drafting_note_is_not_operative(contract: Contract) -> None:
    span = contract.say("Customer shall buy only from Supplier.", "exc-supplier")
    contract.marks.append(Mark(Span(span.start, span.end), "drafting_note"))
    assert contract.finding("exc-supplier").band is Band.LOW


FACTORED = (
    "exc-supplier",
    "com-take-or-pay",
    "agi-milestone-termination",
    "uni-suspension",
    "mfn-price",
)


@given(data=st.data())
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_step_has_a_factor_and_stays_on_the_scale(pack, data: st.DataObject) -> None:  # type: ignore[no-untyped-def]
    """Replaying the factors from the default band gives the band, whatever fires."""
    all_codes = [f.code for f in pack.catalogue.factors]
    context = data.draw(st.lists(st.sampled_from(["pilot", "critical-function", "spend-material"])))
    perspective = data.draw(st.sampled_from(["buyer", "vendor", "template"]))
    contract = Contract(pack)
    for number, type_id in enumerate(data.draw(st.lists(st.sampled_from(FACTORED), min_size=1))):
        contract.say(
            f"Sentence number {number}.",
            type_id,
            factors=data.draw(st.lists(st.sampled_from(all_codes), unique=True, max_size=12)),
            bound=data.draw(st.sampled_from(["customer", "vendor", "either", "unknown"])),
            values=data.draw(
                st.dictionaries(
                    st.sampled_from(
                        ["duration_months", "notice_days", "cap_percent", "retrieval_days"]
                    ),
                    st.one_of(st.integers(-5, 200), st.text(max_size=3), st.booleans()),
                )
            ),
        )
    options = JudgeOptions(perspective=perspective, context=tuple(context))
    for finding in contract.audit(options).findings:
        band = finding.base_band
        for factor in finding.factors:
            assert factor.sentence
            band = _replay(band, factor, finding.interactions)
        assert band is finding.band


def _replay(band: Band, factor, interactions) -> Band:  # type: ignore[no-untyped-def]
    if factor.code == "binds-other-side":
        return Band.INFO
    if "no further step" in factor.sentence:
        return band
    if factor.direction in ("up", "down"):
        moved = band.step(1 if factor.direction == "up" else -1)
        assert moved is not band
        return moved
    targets = {
        "cap": {"cap-commodity-or-pilot": Band.MEDIUM, "not-operative": Band.LOW},
    }.get(factor.direction, {})
    if factor.code in targets:
        return targets[factor.code]
    floors = {
        "floor-long-exclusivity": Band.HIGH,
        "floor-milestone-cliff": Band.CRITICAL,
        "ix-stranded-investment": Band.HIGH,
        "ix-moving-terms": Band.HIGH,
        "ix-lock-triangle": Band.HIGH,
    }
    return floors[factor.code]
