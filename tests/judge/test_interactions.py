"""Brief 5.4: every row of the table."""

from __future__ import annotations

import pytest

from auditor.judge import JudgeOptions
from auditor.model import Band, DocumentAudit
from tests.judge.conftest import Contract

# code, types with factors ("type+factor"), band that the given type must reach, extra options
ROWS = [
    (
        "ix-lock-triangle",
        ["exc-supplier", "com-long-term", "com-no-convenience-termination"],
        "com-no-convenience-termination",
        "high",
    ),
    (
        "ix-lock-triangle",
        ["exc-supplier", "com-auto-renewal", "com-no-convenience-termination", "com-take-or-pay"],
        "exc-supplier",
        "critical",
    ),
    ("ix-captive-and-rationed", ["exc-hosting", "pri-vendor-first"], "exc-hosting", "critical"),
    (
        "ix-agi-cliff",
        ["agi-milestone-termination", "agi-sole-determination", "agi-auto-no-cure"],
        "agi-auto-no-cure",
        "critical",
    ),
    (
        "ix-agi-hidden-convenience",
        ["agi-milestone-termination", "agi-vague-trigger", "agi-sole-determination"],
        "agi-vague-trigger",
        "high",
    ),
    (
        "ix-stranded-investment",
        ["agi-metric-trigger", "com-prepaid-nonrefundable"],
        "com-prepaid-nonrefundable",
        "high",
    ),
    ("ix-parity-enforced", ["mfn-wide-parity+ranking-penalty"], "mfn-wide-parity", "critical"),
    ("ix-renewal-trap", ["com-auto-renewal", "com-uncapped-uplift"], "com-auto-renewal", "high"),
    (
        "ix-renewal-trap",
        ["com-auto-renewal+narrow-window+renewal-gt-12m", "com-uncapped-uplift"],
        "com-uncapped-uplift",
        "critical",
    ),
    (
        "ix-moving-terms",
        ["com-minimum-commitment", "uni-terms-change"],
        "com-minimum-commitment",
        "high",
    ),
    ("ix-exit-trap", ["tec-egress-fees", "tec-data-deletion"], "tec-egress-fees", "high"),
    (
        "ix-model-fragility",
        ["tec-model-dependency", "tec-model-deprecation"],
        "tec-model-dependency",
        "high",
    ),
    (
        "ix-one-way-value",
        ["sov-training-on-data", "tec-weights-ownership", "tec-output-restriction"],
        "tec-output-restriction",
        "high",
    ),
    (
        "ix-closed-loop",
        ["cap-credits-tied-spend", "com-minimum-commitment"],
        "com-minimum-commitment",
        "critical",
    ),
    ("ix-insider", ["cap-governance-rights", "ant-info-exchange"], "ant-info-exchange", "high"),
    (
        "ix-de-facto-exclusive",
        ["pri-preferred-provider+default-duty", "ant-loyalty-rebate+clawback"],
        "pri-preferred-provider",
        "high",
    ),
    (
        "ix-suspend-and-purge",
        ["uni-suspension", "tec-data-deletion+on-suspension"],
        "uni-suspension",
        "critical",
    ),
]


def build(contract: Contract, entries: list[str]) -> None:
    for entry in entries:
        type_id, *factors = entry.split("+")
        contract.say(f"Words of {entry}.", type_id, factors=factors)


def met(audit: DocumentAudit) -> set[str]:
    assert audit.rating is not None
    return {i.code for i in audit.rating.interactions}


@pytest.mark.parametrize(("code", "entries", "type_id", "band"), ROWS)
def test_a_combination_raises(
    contract: Contract, code: str, entries: list[str], type_id: str, band: str
) -> None:
    build(contract, entries)
    audit = contract.audit()
    assert code in met(audit)
    finding = next(f for f in audit.findings if f.type == type_id)
    assert finding.band.order >= Band(band).order
    assert code in finding.interactions


@pytest.mark.parametrize(("code", "entries", "type_id", "band"), ROWS)
def test_without_one_part_there_is_no_combination(
    contract: Contract, code: str, entries: list[str], type_id: str, band: str
) -> None:
    build(contract, entries[1:])
    assert code not in met(contract.audit())


def test_three_obstacles_to_leaving_a_critical_function(contract: Contract) -> None:
    build(contract, ["tec-egress-fees", "tec-data-deletion", "tec-proprietary-format"])
    audit = contract.audit(JudgeOptions(context=("critical-function",)))
    assert all(f.band is Band.CRITICAL for f in audit.findings)


def test_only_one_step_however_many_combinations(contract: Contract) -> None:
    build(contract, ["tec-egress-fees", "tec-proprietary-format"])
    contract.say("Rights end at the milestone.", "agi-future-tech-carveout")
    contract.say("Prepaid.", "com-prepaid-nonrefundable")
    for finding in contract.audit().findings:
        assert finding.band.order - finding.base_band.order <= 1


def test_safe_harbour_is_a_flag_not_a_band(contract: Contract) -> None:
    contract.say("Words.", "exc-supplier", values={"duration_months": 72})
    audit = contract.audit()
    assert audit.findings[0].band is Band.CRITICAL  # by its duration, not by the flag
    flags = [f for f in audit.rating.flags if "block exemption" in f.sentence]
    assert flags[0].level == "review"
    assert "2022/720" in flags[0].authority


def test_a_flag_is_raised_from_the_other_side_of_the_table_too(contract: Contract) -> None:
    build(contract, ["mfn-wide-parity+ranking-penalty"])
    audit = contract.audit(JudgeOptions(perspective="vendor"))
    assert audit.findings[0].band is Band.INFO
    assert {f.level for f in audit.rating.flags} == {"yes"}


def test_mfn_data_flag(contract: Contract) -> None:
    contract.say("Best price.", "mfn-price", bound="vendor", gains="customer")
    contract.say("Customer may audit.", "mfn-audit", bound="vendor", gains="customer")
    flags = contract.audit(JudgeOptions(perspective="vendor")).rating.flags
    assert any("between competitors" in f.sentence for f in flags)


def test_an_illusory_exit_reinstates_the_lock(contract: Contract) -> None:
    contract.say(
        "Customer may leave.", "pro-convenience-termination", bound="vendor", gains="customer"
    )
    contract.say("It then pays all.", "com-early-termination-fee", factors=["fee-near-total"])
    audit = contract.audit()
    assert "ix-illusory-exit" in met(audit)
    lock = next(f for f in audit.findings if f.type == "com-no-convenience-termination")
    assert lock.reported
    assert lock.band.order >= Band.MEDIUM.order
    assert lock.quote == "It then pays all."


def test_a_real_exit_lowers_exclusivity_and_commitments(contract: Contract) -> None:
    build(contract, ["exc-supplier", "com-minimum-commitment", "sov-broad-data-licence"])
    held = {"bound": "vendor", "gains": "customer"}
    contract.say("Leave.", "pro-convenience-termination", values={"notice_days": 60}, **held)
    contract.say("Export.", "pro-data-export", **held)
    contract.say("Help.", "pro-transition-assistance", **held)
    audit = contract.audit()
    bands = {f.type: f.band for f in audit.findings}
    assert bands["exc-supplier"] is Band.MEDIUM
    assert bands["com-minimum-commitment"] is Band.LOW
    assert bands["sov-broad-data-licence"] is Band.HIGH
    assert "ix-real-exit" in met(audit)


@pytest.mark.parametrize("notice", [None, 180])
def test_a_slow_or_unknown_exit_is_none(contract: Contract, notice: int | None) -> None:
    build(contract, ["exc-supplier"])
    held = {"bound": "vendor", "gains": "customer"}
    values = {"notice_days": notice} if notice else {}
    contract.say("Leave.", "pro-convenience-termination", values=values, **held)
    contract.say("Export.", "pro-data-export", **held)
    contract.say("Help.", "pro-transition-assistance", **held)
    assert "ix-real-exit" not in met(contract.audit())


def test_the_vendors_own_way_out_is_no_exit_of_ours(contract: Contract) -> None:
    build(contract, ["exc-supplier"])
    contract.say(
        "Vendor may leave.",
        "pro-convenience-termination",
        bound="customer",
        gains="vendor",
        values={"notice_days": 30},
    )
    contract.say("Export.", "pro-data-export", gains="customer")
    contract.say("Help.", "pro-transition-assistance", gains="customer")
    assert "ix-real-exit" not in met(contract.audit())


def test_online_terms_that_prevail_undo_what_softened(contract: Contract) -> None:
    contract.say("Words.", "exc-supplier", factors=["release-on-failure"])
    assert contract.finding("exc-supplier").band is Band.MEDIUM
    contract.say("Online terms prevail.", "uni-linked-terms", factors=["prevails-over-signed"])
    finding = contract.finding("exc-supplier")
    assert finding.band is Band.HIGH
    assert finding.factors[-1].code == "ix-override"


def test_notwithstanding_a_named_clause_undoes_its_softening(contract: Contract) -> None:
    contract.say("Words.", "exc-supplier", factors=["release-on-failure"], clause="4.1")
    contract.say(
        "Notwithstanding clause 4, Customer shall pay.",
        "com-take-or-pay",
        clause="9",
        cues=[("cue-notwithstanding", "Notwithstanding")],
    )
    assert contract.finding("exc-supplier").band is Band.HIGH
    assert "ix-override" in met(contract.audit())


def test_cleared_and_possible_findings_make_no_combination(contract: Contract) -> None:
    from auditor.model import Level

    contract.say("Words.", "exc-hosting", level=Level.POSSIBLE)
    contract.say("Others first.", "pri-vendor-first")
    audit = contract.audit()
    assert met(audit) == set()
    assert audit.rating.could_raise_to is Band.CRITICAL


def test_nothing_is_raised_that_does_not_bind_us(contract: Contract) -> None:
    build(contract, ["exc-hosting", "pri-vendor-first"])
    audit = contract.audit(JudgeOptions(perspective="vendor"))
    assert audit.rating.interactions == ()
    bands = {f.type: f.band for f in audit.findings}
    assert bands == {"exc-hosting": Band.INFO, "pri-vendor-first": Band.INFO}


def test_how_long_is_told(contract: Contract) -> None:
    contract.say("Words.", "exc-supplier", values={"duration_months": 72})
    build(contract, ["com-no-convenience-termination"])
    rating = contract.audit().rating
    sentences = [i.sentence for i in rating.interactions if i.code == "ix-lock-triangle"]
    assert sentences == ["You may not buy elsewhere, for six years, and cannot leave."]
