"""The catalogue's own promises: every name in it is known, every line can be read."""

from __future__ import annotations

import re
from itertools import chain
from time import perf_counter

import pytest

from auditor.engine.language import Language
from auditor.engine.pack import Pack
from auditor.errors import RuleError
from auditor.judge import JudgeOptions, conditions, members
from auditor.judge.index import index_of
from tests.judge.conftest import Contract


def test_lines_can_be_read(pack: Pack) -> None:
    language = Language(pack.catalogue.vocabulary)
    for entry in (*pack.catalogue.cues, *pack.catalogue.factors):
        for line in (*entry.find, *entry.unless):
            assert language.line(line).steps


def test_members_are_known(pack: Pack) -> None:
    catalogue = pack.catalogue
    codes = {f.code for f in catalogue.factors} | {"overridden"}
    groups = chain(
        (i.applies_to + i.except_types + i.absent + i.worse_with for i in catalogue.interactions),
        (group for i in catalogue.interactions for group in i.needs),
        (b.types + b.absent for b in catalogue.floors + catalogue.caps),
        (group for b in catalogue.floors + catalogue.caps for group in b.needs),
        (entry.types for entry in catalogue.flags + catalogue.questions + catalogue.unknowns),
        (e.protection + e.when for e in catalogue.expected),
        [catalogue.powers],
    )
    for text in chain.from_iterable(groups):
        member = members.parse(text)
        assert any(member.names(type_id) for type_id in pack.rules), text
        assert member.codes <= codes, text


def test_types_and_families_are_known(pack: Pack) -> None:
    for entry in (*pack.catalogue.cues, *pack.catalogue.factors):
        assert set(entry.families) <= pack.families.keys(), entry
        assert {*entry.types, *entry.except_types} <= pack.rules.keys(), entry
    for order in pack.catalogue.precedence:
        assert {order.primary, *order.over} <= pack.rules.keys()


def test_authorities_are_known(pack: Pack) -> None:
    index = index_of(pack)
    entries = (*pack.catalogue.flags, *pack.catalogue.interactions)
    for reference in chain.from_iterable(e.authorities for e in entries):
        assert index.authority(reference) is not None, reference


def test_every_risk_has_plain_words_a_factor_each_way(pack: Pack) -> None:
    index = index_of(pack)
    for rule in pack.rules.values():
        if rule.kind != "risk":
            continue
        assert index.plain.get(rule.id), rule.id
        assert not re.search(r"[A-Z.]", index.plain[rule.id][:1])
        if rule.raises:
            assert any(f.direction == "up" for f in index.factors_of(rule)), rule.id
        if rule.lowers and rule.id != "mfn-plus":
            assert any(f.direction == "down" for f in index.factors_of(rule)), rule.id


def test_codes_of_the_brief_are_there(pack: Pack) -> None:
    codes = {f.code for f in pack.catalogue.factors}
    assert codes >= {
        "dur-gt-36m",
        "dur-gt-60m",
        "survives-termination",
        "worldwide-or-undefined",
        "affiliates-bound",
        "category-open-ended",
        "percent-gt-80",
        "sole-discretion",
        "final-and-binding",
        "self-certified",
        "metering-by-vendor",
        "no-notice",
        "automatic",
        "no-cure",
        "no-transition",
        "fees-continue",
        "acceleration",
        "deletion-same-day",
        "sunset-le-12m",
        "release-on-failure",
        "cap-hard",
        "cure-ge-30d",
        "transition-ge-6m",
        "independent-determination",
        "mutual-and-effective",
        "exit-cheap",
        "critical-function",
        "regulated-entity",
        "spend-material",
        "commodity-service",
        "pilot",
    }
    assert len(pack.catalogue.interactions) == 20


@pytest.mark.parametrize(
    ("text", "values", "met"),
    [
        ("notice_days < 30", {"notice_days": 29}, True),
        ("notice_days < 30", {}, False),
        ("notice_days < 30", {"notice_days": "12"}, True),
        ("notice_days < 30", {"notice_days": "soon"}, False),
        ("notice_days < 30", {"notice_days": True}, False),
        ("cap_percent == null", {}, True),
        ("cap_percent != null", {"cap_percent": 3}, True),
        ("by == vendor", {"by": "vendor"}, True),
        ("by == vendor", {"by": ["court", "vendor"]}, True),
        ("by != none", {}, False),
        ("a > 1 and b == true", {"a": 2, "b": True}, True),
        ("a > 1 and b == true", {"a": 2}, False),
        ("a > 1 or b == true", {"b": True}, True),
    ],
)
def test_conditions(text: str, values: dict[str, object], met: bool) -> None:
    assert (conditions.held_by(text, values) is not None) is met


@pytest.mark.parametrize("text", ["notice_days", "x ~ 3", "", "a > 1 and"])
def test_unreadable_conditions(text: str) -> None:
    with pytest.raises(RuleError, match="condition"):
        conditions.parse(text)


@pytest.mark.parametrize("text", ["exc-supplier:nobody", "exc supplier", "[a > 1]", "a+b["])
def test_unreadable_members(text: str) -> None:
    with pytest.raises(RuleError, match="member"):
        members.parse(text)


def test_judging_is_cheap(contract: Contract) -> None:
    """Well under a millisecond for each finding, on a document with many."""
    types = [r.id for r in contract.pack.rules.values() if r.kind == "risk"]
    for number in range(600):
        contract.say(
            f"Sentence {number} of a long contract about many things.",
            types[number % len(types)],
            factors=("sole-discretion", "automatic", "release-on-failure"),
            cues=[("cue-except", "about"), ("cue-mutual", "many")],
            values={"duration_months": number, "amount": 5, "period": "year"},
        )
    contract.audit()  # the pack's index is made once
    started = perf_counter()
    contract.audit(JudgeOptions(context=("critical-function",)))
    assert (perf_counter() - started) / 600 < 0.001
