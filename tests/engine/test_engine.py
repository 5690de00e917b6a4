"""Matching as a user meets it: windows, lead-ins, roles, whole documents, the second reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.engine import Engine, load_pack
from auditor.engine.testing import candidates_for
from auditor.errors import RuleError
from auditor.model import Candidate, Level

RULE = """
id: tst-rule
title: Test rule
definition: A rule for tests.
why: It is tested.
bears: {bears}
severity: {{buyer: high, vendor: low}}
patterns:
{patterns}
"""


def scan(folder: Path, patterns: str, text: str, *, bears: str = "customer") -> list[Candidate]:
    (folder / "tst").mkdir(exist_ok=True)
    (folder / "tst" / "tst-rule.yaml").write_text(RULE.format(patterns=patterns, bears=bears))
    (folder / "_vocabulary").mkdir(exist_ok=True)
    (folder / "_vocabulary" / "core.yaml").write_text(
        "duty: [shall|must]\nban: [shall not]\ncustomer: [customer|buyer]\nvendor: [supplier]\n"
        "either-party: [neither party]\n"
    )
    return list(candidates_for(Engine(load_pack([folder], builtin=False)), text))


def test_a_pattern_quotes_its_sentence_verbatim(tmp_path: Path) -> None:
    text = "1. Supply. The Customer shall buy widgets\nonly from the Supplier. Next sentence."
    found = scan(tmp_path, "- {id: a, find: 'buy ... only from'}", text)
    assert [text[c.span.start : c.span.end] for c in found] == [
        "The Customer shall buy widgets\nonly from the Supplier."
    ]


def test_unless_vetoes_within_the_sentence_only(tmp_path: Path) -> None:
    pattern = "- {id: a, find: 'exclusive supplier', unless: 'not exclusive'}"
    assert scan(tmp_path, pattern, "It is the exclusive supplier. It is not exclusive elsewhere.")
    assert not scan(tmp_path, pattern, "It is the exclusive supplier but not exclusive in France.")


def test_a_list_item_is_read_with_its_lead_in(tmp_path: Path) -> None:
    text = "The Customer shall not:\n\n(a) resell the widgets;\n\n(b) paint the widgets.\n"
    found = scan(tmp_path, "- {id: a, find: 'shall not ... resell'}", text)
    assert ["resell" in text[c.span.start : c.span.end] for c in found] == [True]


def test_spacy_token_patterns_name_their_slots(tmp_path: Path) -> None:
    pattern = (
        "- id: a\n  needs: [sole]\n"
        "  tokens:\n  - - {LOWER: sole, slot: scope}\n    - {LOWER: supplier}\n"
    )
    found = scan(tmp_path, pattern, "It is the sole supplier.")
    assert [(s.name) for c in found for s in c.slots] == ["scope"]


def test_phrases_and_model_clauses(tmp_path: Path) -> None:
    assert scan(tmp_path, "- {id: a, phrases: ['take or pay']}", "A take-or-pay obligation.")
    like = (
        "- id: a\n  like: ['The customer buys all widgets from the supplier alone']\n"
        "  needs: [widgets]\n  cutoff: 80\n"
    )
    assert scan(tmp_path, like, "All widgets the customer buys from the supplier alone.")
    assert not scan(tmp_path, like, "Widgets are blue.")


@pytest.mark.parametrize(
    ("sentence", "bound"),
    [
        ("The Supplier shall sell only to the Customer.", "vendor"),
        ("The Customer shall sell only to the Supplier.", "customer"),
        ("Neither party shall sell only to one buyer.", "either"),
    ],
)
def test_who_is_bound_is_the_subject_of_the_duty(tmp_path: Path, sentence: str, bound: str) -> None:
    found = scan(tmp_path, "- {id: a, find: '@duty .. sell only'}", sentence, bears="either")
    assert [c.bound for c in found] == [bound]


def test_a_typo_in_a_rule_names_file_line_and_remedy(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"tst-rule\.yaml.*no word list @vendro"):
        scan(tmp_path, "- {id: a, find: 'sole @vendro widget'}", "x")
    with pytest.raises(RuleError, match=r"tst-rule\.yaml:\d+: .*did you mean 'find'"):
        scan(tmp_path, "- {id: a, fnd: 'sole widget'}", "x")


def test_wide_patterns_need_a_second_reader(tmp_path: Path) -> None:
    assert not scan(tmp_path, "- {id: wide, find: 'widget', level: possible}", "A widget.")


def test_levels_are_what_the_pattern_claims(tmp_path: Path) -> None:
    found = scan(tmp_path, "- {id: a, find: 'widget', level: likely}", "A widget.")
    assert [c.level for c in found] == [Level.LIKELY]


def test_steps_in_any_order_can_be_kept_to_short_sentences(tmp_path: Path) -> None:
    pattern = "- {id: a, find: 'warranty', all: ['void', 'spare parts'], max_words: 12}"
    assert scan(tmp_path, pattern, "Void is the warranty if other spare parts are used.")
    long = "The warranty, " + "and so on, " * 5 + "is void if spare parts are used."
    assert not scan(tmp_path, pattern, long)
