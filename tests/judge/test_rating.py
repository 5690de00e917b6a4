"""Brief 5.3: three things, not one; and the verdict in plain words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from auditor.judge import JudgeOptions
from auditor.model import Band, Level, Parameter, Party, Status
from tests.judge.conftest import Contract, reason


def test_the_worst_credible_term_governs(contract: Contract) -> None:
    contract.say("A.", "com-long-term")
    contract.say("B.", "com-minimum-commitment")
    assert contract.audit().rating.band is Band.MEDIUM


def test_three_high_from_two_families_add_up(contract: Contract) -> None:
    for number, type_id in enumerate(["uni-suspension", "uni-price-change", "com-take-or-pay"]):
        contract.say(f"Words {number}.", type_id)
    rating = contract.audit().rating
    assert rating.band is Band.CRITICAL
    sentence = next(i.sentence for i in rating.interactions if i.code == "ix-accumulation")
    assert sentence.startswith("Three high findings")
    assert "Unilateral control" in sentence


def test_three_high_of_one_family_or_one_sentence_do_not(contract: Contract) -> None:
    contract.say("One sentence.", "exc-supplier", "exc-hosting", "exc-negative-covenant")
    assert contract.audit().rating.band is Band.HIGH
    contract.say("Another.", "uni-suspension")
    assert contract.audit().rating.band is Band.HIGH


def test_possible_findings_could_raise(contract: Contract) -> None:
    contract.say("A.", "com-long-term")
    contract.say("B.", "exc-supplier", level=Level.POSSIBLE)
    rating = contract.audit().rating
    assert (rating.band, rating.could_raise_to) == (Band.LOW, Band.HIGH)
    assert "it could become high" in rating.verdict


def test_five_questions(contract: Contract) -> None:
    contract.say("A.", "exc-supplier", clause="7.2", values={"duration_months": 24})
    contract.say("B.", "pri-rofo")
    contract.say("C.", "sov-training-on-data")
    answers = {a.question: a for a in contract.audit().rating.answers}
    assert len(answers) == 5
    choose = answers["Can we choose others?"]
    assert choose.band is Band.HIGH
    assert choose.reasons[0] == "You must buy only from them, for two years (clause 7.2)."
    assert len(choose.reasons) == 2
    assert answers["Do we control our data and know-how?"].band is Band.CRITICAL
    assert answers["Is the price fair and stable?"].band is None
    assert answers["Is the price fair and stable?"].reasons == ()


def test_a_question_is_answered_in_the_order_of_its_types(contract: Contract) -> None:
    """A lawyer who asks "can we choose others?" is told of the tie before the waiting list."""
    contract.say("Others first.", "pri-vendor-first", clause="9", score=0.9)
    contract.say("Host.", "exc-hosting", clause="2", score=0.1)
    audit = contract.audit()
    assert {f.band for f in audit.findings} == {Band.CRITICAL}
    answers = {a.question: a.reasons for a in audit.rating.answers}
    assert [r[-11:] for r in answers["Can we choose others?"]] == ["(clause 2).", "(clause 9)."]


def test_a_promise_not_to_hire_does_not_keep_from_buying(contract: Contract) -> None:
    contract.say("Hire.", "exc-no-solicit-employees", clause="9", values={"duration_months": 84})
    contract.say("Stay.", "com-no-convenience-termination", clause="4")
    assert "buy elsewhere" not in str(contract.audit().rating)


def test_every_risk_feeds_a_question(pack) -> None:  # type: ignore[no-untyped-def]
    from auditor.judge import members

    fed = [members.parse(t) for q in pack.catalogue.questions for t in q.types]
    unfed = [
        r.id
        for r in pack.rules.values()
        if r.kind == "risk" and not any(m.names(r.id) for m in fed)
    ]
    assert unfed == []


def test_verdict_says_what_to_do_and_why(contract: Contract) -> None:
    contract.say("A.", "agi-milestone-termination", clause="9.4")
    contract.say("B.", "agi-sole-determination", clause=None)
    contract.say("C.", "agi-auto-no-cure", clause=None)
    contract.say("D.", "exc-hosting", clause="3", values={"duration_months": 60})
    verdict = contract.audit().rating.verdict
    assert verdict == (
        "Do not sign without senior approval: the provider can end your rights by declaring an "
        "event, at once and without help; your product may run or be sold only on their platform, "
        "for five years (clause 3)."
    )


def test_verdict_of_a_good_contract(contract: Contract) -> None:
    held = {"bound": "vendor", "gains": "customer"}
    for number, type_id in enumerate(["pro-data-export", "pro-price-cap", "pro-escrow"]):
        contract.say(f"Words {number}.", type_id, **held)
    rating = contract.audit(pages=14).rating
    assert rating.band is None
    assert rating.verdict == (
        "Nothing that binds you was found in 14 pages; three protections are present."
    )


def test_verdict_of_a_part_is_honest(contract: Contract) -> None:
    contract.say("Harmless words.")
    partial = {
        "status": Status.PARTIAL,
        "reasons": (reason("limit", "pages 11 to 40 are unread."),),
    }
    verdict = contract.audit(pages=10, **partial).rating.verdict
    assert verdict.startswith("Only part was read: pages 11 to 40 are unread.")
    assert "of what was read" in verdict
    assert contract.audit(language="de").rating.verdict.startswith(
        "The text is mostly not in English"
    )


def test_an_unread_document_has_no_rating(contract: Contract) -> None:
    contract.say("Words.", "exc-supplier")
    audit = contract.audit(status=Status.FAILED, reasons=(reason("damaged", "no PDF"),))
    assert audit.rating is None
    assert audit.findings == ()
    assert audit.reasons == ("damaged: no PDF",)


def test_an_empty_document_promises_nothing(contract: Contract) -> None:
    assert "No words were found" in contract.audit().rating.verdict


def _long(contract: Contract) -> None:
    contract.say("word " * 500)
    contract.parties += [
        Party("Supplier", "S Inc", "vendor"),
        Party("Customer", "C Ltd", "customer"),
    ]


def test_missing_protections_of_a_contract(contract: Contract) -> None:
    contract.say("A.", "exc-supplier")
    assert contract.audit().rating.missing == ()  # a few words are no contract
    _long(contract)
    contract.lack("sov-location-unspecified", "No place of processing was found.")
    missing = dict(contract.audit().rating.missing)
    assert missing["sov-location-unspecified"] == "No place of processing was found."
    assert "com-no-convenience-termination" in missing
    assert "pro-performance-release" in missing
    contract.say("B.", "pro-convenience-termination", bound="vendor", gains="customer")
    assert "com-no-convenience-termination" not in dict(contract.audit().rating.missing)
    assert contract.audit(status=Status.PARTIAL).rating.missing == ()


def test_key_dates(contract: Contract) -> None:
    contract.say(
        "It renews.",
        "com-auto-renewal",
        clause="12.2",
        values={"notice_days_min": 90, "notice_days_max": 120},
    )
    assert contract.audit().rating.key_dates == (
        "Notice against renewal is due between 120 and 90 days before the term ends (clause 12.2); "
        "the day on which the term ends was not found.",
    )
    contract.say("Term.", "com-long-term", values={"start": "2024-01-31", "term_months": 37})
    dates = contract.audit().rating.key_dates
    assert dates[0].startswith(
        "Notice against renewal by 29 November 2026 and not before 30 October"
    )
    assert dates[1] == "The term ends on 27 February 2027."


def test_exposure(contract: Contract) -> None:
    contract.say(
        "Minimum.",
        "com-minimum-commitment",
        "com-take-or-pay",
        clause="4",
        values={"amount": 1_200_000, "currency": "USD", "period": "year", "duration_months": 36},
    )
    contract.say(
        "Prepaid.",
        "com-prepaid-nonrefundable",
        clause="5",
        values={"amount": 50_000.5, "currency": "USD"},
    )
    contract.say("Invest.", "cap-spend-for-investment", clause="6")
    exposure = contract.audit().rating.exposure
    assert len(exposure) == 4
    assert "USD 1,200,000 every year for three years, USD 3,600,000 in all" in exposure[0]
    assert (
        exposure[2] == "Spend promised for an investment (clause 6): no amount found, not counted."
    )
    assert exposure[3] == "Fixed exposure in all: USD 3,650,000.50; 1 more could not be computed."


def test_what_a_combination_does_is_told_before_that_a_protection_falls(contract: Contract) -> None:
    for words, type_id in (("Ban.", "exc-supplier"), ("Long.", "com-long-term"),
                           ("Stay.", "com-no-convenience-termination")):  # fmt: skip
        contract.say(words, type_id, factors=["release-on-failure"])
    contract.say("Online terms prevail.", "uni-linked-terms", factors=["prevails-over-signed"])
    rating = contract.audit().rating
    codes = [i.code for i in rating.interactions if i.code in ("ix-override", "ix-lock-triangle")]
    assert codes == ["ix-lock-triangle", "ix-override"]
    assert "you may not buy elsewhere and cannot leave" in rating.verdict
    assert "overridden" not in rating.verdict


def test_the_currency_of_a_sum_is_in_its_words_where_the_rule_does_not_ask_for_it(
    contracts: Callable[[], Contract],
) -> None:
    for words, shown in (("$75,000", "USD 75,000,"), ("75,000 pounds", "GBP 75,000,"),
                         ("75,000", " 75,000,")):  # fmt: skip
        contract = contracts()
        span = contract.say(f"Prepaid {words}.", "com-prepaid-nonrefundable", clause="5")
        amount = Parameter("amount", 75_000, span, words)
        contract.candidates = [replace(c, parameters=(amount,)) for c in contract.candidates]
        (sentence,) = contract.audit().rating.exposure
        assert shown in sentence, words


def test_open_questions_and_references(contract: Contract) -> None:
    contract.say("A.", "exc-supplier", clause="7")
    contract.say("B.", "uni-linked-terms", values={"url": "https://vendor.example/aup"})
    rating = contract.audit(references=("Schedule 4",)).rating
    assert any("clause 7: how long does it last?" in q for q in rating.open_questions)
    assert rating.unresolved == ("Schedule 4", "https://vendor.example/aup")


def test_flags_cite_an_authority(contract: Contract) -> None:
    contract.say("A.", "ant-resale-price", bound="vendor", gains="customer")
    flag = contract.audit().rating.flags[0]
    assert flag.level == "yes"
    assert "VBER" in flag.authority
    assert contract.audit(JudgeOptions(perspective="template")).rating.flags[0] == flag
