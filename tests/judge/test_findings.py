"""Brief 5.6: what a finding carries."""

from __future__ import annotations

from auditor.judge import JudgeOptions
from auditor.model import Mark, Sentence, Span
from tests.judge.conftest import Contract

WORDS = "Customer shall buy only from Supplier."


def mark(contract: Contract, span: Span, part: str, kind: str, detail: str = "") -> None:
    start = (
        span.start + contract.text[span.start : span.end].index(part) if part else span.start + 9
    )
    contract.marks.append(
        Mark(Span(start, start + len(part)), kind, detail, author="Jo", date="2026-01-02")  # type: ignore[arg-type]
    )


def test_no_tracked_change(contract: Contract) -> None:
    contract.say(WORDS, "exc-supplier")
    assert contract.finding("exc-supplier").change is None


def test_an_inserted_sentence_is_introduced(contract: Contract) -> None:
    span = contract.say(WORDS, "exc-supplier")
    mark(contract, span, WORDS, "inserted")
    change = contract.finding("exc-supplier").change
    assert change is not None
    assert (change.effect, change.final, change.original) == ("introduced", WORDS, "")
    assert (change.authors, change.dates) == (("Jo",), ("2026-01-02",))


def test_a_reworded_sentence_shows_both_views(contract: Contract) -> None:
    span = contract.say(WORDS, "exc-supplier")
    mark(contract, span, "shall", "inserted")
    mark(contract, span, "", "deleted", "may ")
    change = contract.finding("exc-supplier").change
    assert change is not None
    assert change.effect == "reworded"
    assert change.final == WORDS
    assert " ".join(change.original.split()) == "Customer may buy only from Supplier."


def test_in_the_original_view_a_struck_sentence_is_removed(contract: Contract) -> None:
    span = contract.say(WORDS, "exc-supplier")
    mark(contract, span, WORDS, "deleted")
    change = contract.finding("exc-supplier").change
    assert change is not None
    assert (change.effect, change.final, change.original) == ("removed", "", WORDS)


def test_a_change_elsewhere_does_not_touch_it(contract: Contract) -> None:
    contract.say(WORDS, "exc-supplier")
    other = contract.say("Something else.")
    mark(contract, other, "else", "inserted")
    assert contract.finding("exc-supplier").change is None


def test_context_is_the_clause(contract: Contract) -> None:
    contract.say("First sentence.", clause="7.2")
    contract.say(WORDS, "exc-supplier", clause=None)
    finding = contract.finding("exc-supplier")
    assert finding.context == "First sentence.\n" + WORDS
    assert finding.context_start == 0
    assert finding.clause == "7.2"
    start = finding.span.start - finding.context_start
    assert finding.context[start:].startswith(finding.quote)


def test_a_huge_clause_is_cut_around_the_quote(contract: Contract) -> None:
    contract.say("a " * 20_000)
    contract.say(WORDS, "exc-supplier", clause=None)
    finding = contract.finding("exc-supplier")
    assert len(finding.context) <= 4000
    assert WORDS in finding.context


def test_items_of_different_lists_are_different_findings(contract: Contract) -> None:
    for lead in ("Customer shall not:", "Supplier shall not:"):
        stem = contract.say(lead)
        span = contract.say("buy from others", "exc-negative-covenant")
        contract.sentences[-1] = Sentence(span, len(contract.clauses) - 1, stem)
    findings = contract.audit().findings
    assert len({f.id for f in findings}) == 2
    assert findings[0].context.startswith("Customer shall not:")


def test_a_finding_explains_itself(contract: Contract) -> None:
    contract.say(WORDS, "ant-resale-price", bound="vendor", gains="customer")
    finding = contract.finding("ant-resale-price", JudgeOptions(perspective="vendor"))
    assert finding.why
    assert finding.what_would_lower_it
    assert finding.playbook.fallback
    assert finding.authorities
    assert finding.perspective == "vendor"


def test_unknown_types_are_left_out_and_order_is_by_position(contract: Contract) -> None:
    contract.lack("tec-no-export")
    contract.say("B.", "exc-supplier")
    contract.say("A.", "com-long-term")
    contract.say("C.", "xyz-unknown")
    assert [f.type for f in contract.audit().findings] == [
        "exc-supplier",
        "com-long-term",
        "tec-no-export",
    ]
