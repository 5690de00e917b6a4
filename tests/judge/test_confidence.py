"""Brief 5.2: confirmed, likely, possible, with reasons."""

from __future__ import annotations

import re

import pytest

from auditor.judge import JudgeOptions
from auditor.model import Anchor, Level, Mark, Party, Span, Status
from tests.judge.conftest import Contract, reason

WORDS = "Customer shall buy only from Supplier."


def test_complete_operative_words_are_confirmed(contract: Contract) -> None:
    contract.say(WORDS, "exc-supplier")
    confidence = contract.finding("exc-supplier").confidence
    assert confidence.level is Level.CONFIRMED
    assert any("operative" in r for r in confidence.reasons)


@pytest.mark.parametrize(
    ("kind", "level"),
    [
        ("body", "confirmed"),
        ("schedule", "likely"),
        ("order_form", "likely"),
        ("definition", "likely"),
        ("table", "likely"),
        ("footnote", "likely"),
        ("signature", "possible"),
        ("recital", "possible"),
        ("heading", "possible"),
    ],
)
def test_the_place_decides_how_sure(contract: Contract, kind: str, level: str) -> None:
    contract.say(WORDS, "exc-supplier", kind=kind)
    assert contract.finding("exc-supplier").confidence.level == level


@pytest.mark.parametrize(
    ("mark", "level"),
    [
        ("placeholder", "likely"),
        ("mojibake", "likely"),
        ("redacted", "likely"),
        ("foreign_language", "possible"),
        ("drafting_note", "possible"),
        ("hidden", "confirmed"),
        ("inserted", "confirmed"),
    ],
)
def test_marks_over_the_words(contract: Contract, mark: str, level: str) -> None:
    span = contract.say(WORDS, "exc-supplier")
    contract.marks.append(Mark(Span(span.start + 9, span.start + 14), mark))  # type: ignore[arg-type]
    finding = contract.finding("exc-supplier")
    assert finding.confidence.level == level
    assert len(finding.confidence.reasons) >= 1
    assert finding.hidden == (mark == "hidden")


@pytest.mark.parametrize(
    ("sure", "level"), [(0.99, "confirmed"), (0.8, "likely"), (0.4, "possible")]
)
def test_poor_recognition(contract: Contract, sure: float, level: str) -> None:
    span = contract.say(WORDS, "exc-supplier")
    anchors = (
        Anchor(span.start, span.start + 9, confidence=0.99),
        Anchor(span.start + 9, span.end, confidence=sure),
    )
    assert contract.finding("exc-supplier", anchors=anchors).confidence.level == level


def test_an_unknown_party_is_likely_at_best(contract: Contract) -> None:
    contract.say(WORDS, "exc-non-compete", bound="unknown", gains="unknown")
    finding = contract.finding("exc-non-compete")
    assert finding.confidence.level is Level.LIKELY
    assert finding.band == "high"


def test_silence_is_possible_and_likely_only_in_a_complete_set(contract: Contract) -> None:
    contract.lack("tec-no-export")
    contract.say("The Customer shall buy from the Supplier only.", "exc-supplier")
    finding = contract.finding("tec-no-export")
    assert finding.confidence.level is Level.POSSIBLE
    assert finding.span is None
    assert not finding.reported
    complete = contract.finding("tec-no-export", JudgeOptions(complete=True))
    assert complete.confidence.level is Level.POSSIBLE  # the engine claimed no more
    from dataclasses import replace

    contract.candidates[0] = replace(contract.candidates[0], level=Level.CONFIRMED)
    assert contract.finding("tec-no-export").confidence.level is Level.POSSIBLE
    complete = contract.finding("tec-no-export", JudgeOptions(complete=True))
    assert complete.confidence.level is Level.LIKELY


def test_silence_of_a_part_proves_nothing(contract: Contract) -> None:
    contract.lack("tec-no-export")
    contract.say("word " * 500)
    contract.parties += [Party("Supplier", "S Inc", "vendor"), Party("You", "", "customer")]
    assert [f.type for f in contract.audit().findings] == ["tec-no-export"]
    audit = contract.audit(status=Status.PARTIAL, reasons=(reason("limit", "10 pages unread"),))
    assert audit.findings == ()


@pytest.mark.parametrize("words", ["", "From: a@example.org\nPlease find the contract attached."])
def test_silence_of_what_is_no_contract_proves_nothing(contract: Contract, words: str) -> None:
    """An archive's own row, or a letter whose contracts are its attachments."""
    contract.lack("tec-no-export")
    if words:
        contract.say(words)
    audit = contract.audit()
    assert audit.findings == ()
    assert audit.rating is not None
    assert audit.rating.missing == ()


def test_an_express_refusal_may_be_confirmed(contract: Contract) -> None:
    contract.say("Customer shall have no right to extract data.", "tec-no-export")
    assert contract.finding("tec-no-export").confidence.level is Level.CONFIRMED


def test_reasons_are_words_without_figures(contract: Contract) -> None:
    span = contract.say(WORDS, "exc-supplier", kind="schedule")
    contract.marks.append(Mark(span, "placeholder"))
    for text in contract.finding("exc-supplier").confidence.reasons:
        assert not re.search(r"\d", text)
