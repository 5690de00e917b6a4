"""Brief 5.5: counts, no mean; what shows only side by side; memory flat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from auditor.judge import PortfolioBuilder, portfolio
from auditor.judge.portfolio import WORST
from auditor.model import DocumentAudit, Party, Status
from tests.judge.conftest import Contract

Make = Callable[[], Contract]


def deal(
    make: Make, path: str, vendor: str, *types: str, customer: str = "Beta Ltd", **details: object
) -> DocumentAudit:
    contract = make()
    contract.parties += [
        Party("Provider", vendor, "vendor"),
        Party("Customer", customer, "customer"),
    ]
    for number, type_id in enumerate(types):
        contract.say(f"Words {number} {vendor}.", type_id, clause=str(number + 1), **details)
    return contract.audit(path=path)


def test_counts(contracts: Make) -> None:
    failed = replace(deal(contracts, "z.pdf", "Z"), status=Status.FAILED, rating=None)
    found = portfolio(
        [
            deal(contracts, "a.pdf", "A", "exc-supplier", "com-long-term"),
            deal(contracts, "b.pdf", "B"),
            deal(contracts, "c.pdf", "C", "sov-training-on-data"),
            failed,
        ]
    )
    assert dict(found.statuses) == {"scanned": 3, "failed": 1}
    assert dict(found.bands) == {"critical": 1, "high": 1, "none": 1}
    assert found.families["exc"] == {"high": 1}
    assert found.families["com"] == {"low": 1}
    assert found.worst == ("c.pdf", "a.pdf")
    assert found.notes[-1] == "Coverage: one document was not read, or not wholly: z.pdf."


def test_order_of_adding_does_not_matter(contracts: Make) -> None:
    audits = [deal(contracts, f"{n:02}.pdf", f"V{n}", "exc-supplier") for n in range(6)]
    assert portfolio(audits).worst == portfolio(reversed(audits)).worst
    assert portfolio(audits).worst[0] == "00.pdf"


def test_the_worst_are_kept_in_bounded_memory(contracts: Make) -> None:
    audit = deal(contracts, "x", "", "exc-supplier")
    bad = deal(contracts, "bad", "", "sov-training-on-data")
    builder = PortfolioBuilder()
    for number in range(3 * WORST):
        builder.add(replace(audit, path=f"{number:04}"))
    builder.add(bad)
    found = builder.build()
    assert len(found.worst) == WORST
    assert found.worst[:2] == ("bad", "0000")
    assert found.bands == {"critical": 1, "high": 3 * WORST}
    assert builder.build() == found


def test_two_exclusivities_of_one_customer(contracts: Make) -> None:
    notes = portfolio(
        [
            deal(contracts, "a.pdf", "Acme Inc.", "exc-supplier"),
            deal(contracts, "b.pdf", "Other Corp", "exc-hosting"),
            deal(contracts, "c.pdf", "Third AG", "exc-supplier", customer="Somebody Else GmbH"),
        ]
    ).notes
    assert [n for n in notes if "onflict" in n] == [
        "Possible conflict, read together: each ties Beta Ltd (two contracts) to one supplier: "
        "a.pdf (clause 1) to Acme Inc and b.pdf (clause 1) to Other Corp."
    ]


def test_the_same_category_is_a_likely_conflict(contracts: Make) -> None:
    values = {"category": "GPU compute"}
    audits = [
        deal(contracts, f"{v}.pdf", v, "exc-supplier", values=values) for v in ("Acme", "Other")
    ]
    assert portfolio(audits).notes[1] == (
        "Likely conflict: each is exclusive for gpu compute: Acme.pdf (clause 1) to Acme and "
        "Other.pdf (clause 1) to Other."
    )
    same = [deal(contracts, f"{n}.pdf", "Acme", "exc-supplier") for n in range(2)]
    assert not any("onflict" in n for n in portfolio(same).notes)


def test_a_ban_on_a_vendor_we_have(contracts: Make) -> None:
    notes = portfolio(
        [
            deal(
                contracts,
                "a.pdf",
                "Acme Inc.",
                "exc-negative-covenant",
                values={"named_competitors": ["Other Corporation"]},
            ),
            deal(contracts, "b.pdf", "OTHER CORP."),
        ]
    ).notes
    assert notes[0] == (
        "Conflict: a.pdf (clause 1) forbids dealing with Other Corporation, and b.pdf is a "
        "contract with Other Corporation."
    )


def test_most_favoured_chain_and_concentration(contracts: Make) -> None:
    notes = portfolio(
        [
            deal(contracts, "a.pdf", "Acme Inc.", "mfn-price", bound="vendor", gains="customer"),
            deal(contracts, "b.pdf", "ACME, Inc", customer="Gamma"),
        ]
    ).notes
    assert notes[0].startswith("Most-favoured chain: Acme Inc. promises its best terms in a.pdf")
    assert "b.pdf" in notes[0]
    assert notes[1] == "Concentration: two contracts with Acme Inc.: a.pdf and b.pdf."


def test_a_party_without_a_name_is_nobody_in_particular(contracts: Make) -> None:
    audits = [deal(contracts, f"{n}.md", "Provider", customer="Customer") for n in range(2)]
    assert portfolio(audits).notes == ()
    unknown = [deal(contracts, "a.md", "Acme", "com-take-or-pay")]
    assert portfolio(unknown).notes == ("Exposure: commitments without a computable sum in a.md.",)


def test_the_same_file_twice_is_one_contract(contracts: Make) -> None:
    audit = deal(contracts, "a.pdf", "Acme Inc.")
    copy = replace(audit, path="copy.pdf", duplicate_of="a.pdf")
    assert portfolio([audit, copy]).notes == ()


def test_calendar_and_exposure(contracts: Make) -> None:
    values = {"notice_days_min": 60, "end": "2027-06-30"}
    renewal = deal(contracts, "a.pdf", "A Inc", "com-auto-renewal", values=values)
    spend = deal(
        contracts,
        "b.pdf",
        "B Inc",
        "com-minimum-commitment",
        values={"amount": 10, "currency": "EUR", "period": "month", "duration_months": 12},
    )
    unknown = deal(contracts, "c.pdf", "C Inc", "com-take-or-pay")
    audits = [renewal, spend, unknown]
    plain = portfolio(audits).notes
    assert any("Notice against renewal by 1 May 2027" in n for n in plain)
    assert plain[-1] == (
        "Exposure: EUR 120 in fixed commitments; not counted, because no sum could be computed: "
        "c.pdf."
    )
    soon = portfolio(audits, today=date(2027, 4, 10)).notes
    assert any(n.startswith("Calendar: within 30 days of 10 April 2027: a.pdf") for n in soon)
    late = portfolio(audits, today=date(2027, 5, 2)).notes
    assert any("This day has passed." in n for n in late)
    assert not any("Calendar" in n for n in portfolio(audits, today=date(2026, 1, 1)).notes)
