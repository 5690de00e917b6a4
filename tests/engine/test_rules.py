"""Our packs: every promise of every rule is kept, and the packs are complete."""

from __future__ import annotations

import pytest

from auditor.engine import Pack, load_pack
from auditor.engine.testing import ExampleReport, run_examples


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="module")
def report(pack: Pack) -> ExampleReport:
    return run_examples(pack)


def test_every_example_is_met(report: ExampleReport) -> None:
    assert [f"{o.rule}: {o.problem}: {o.example.text}" for o in report.failures] == []


def test_the_taxonomy_is_whole(pack: Pack) -> None:
    risks = [rule for rule in pack.rules.values() if rule.kind == "risk"]
    assert len(risks) == 92
    assert len({rule.family for rule in risks}) == 10


def test_every_rule_has_patterns_examples_and_reasons(pack: Pack) -> None:
    bare = [
        rule.id
        for rule in pack.rules.values()
        if not rule.patterns
        or len(rule.examples.must_flag) < 3
        or (rule.kind == "risk" and len(rule.examples.must_pass) < 2)
        or not rule.why
    ]
    assert bare == []


def test_an_authority_of_doubtful_standing_is_not_shipped(pack: Pack) -> None:
    for family in pack.families.values():
        for authority in family.authorities:
            assert authority.status and "[U]" not in authority.status
