"""What ``auditor rules lint`` warns of, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

from auditor.engine import load_pack
from auditor.engine.lint import lint

RULE = """\
id: exc-data-partner
title: Exclusive data partnership
definition: One data partner only.
why: It ends the others.
question: Who else?
playbook: {fallback: A partner.}
severity: {buyer: high, vendor: low}
patterns:
- id: partner
  find: [(sole|only|exclusive) .. data partner]
- id: dead
  find: [single .. data steward]
- id: maybe
  level: possible
  find: [MAYBE]
examples:
  must_flag:
  - The Provider shall be the exclusive data partner of the Customer.
  - The Customer shall engage the Provider as its only data partner.
  - Acme is hereby named sole data partner to the Group.
  must_pass:
  - The Provider is one of several preferred data partners of the Customer.
  - The Provider is a data partner of the Customer.
  - The data protection officer may open the file.
"""


def warnings(tmp_path: Path, maybe: str, vocabulary: str = "") -> list[str]:
    folder = tmp_path / "exc"
    folder.mkdir()
    (folder / "exc-data-partner.yaml").write_text(RULE.replace("MAYBE", maybe))
    if vocabulary:
        (tmp_path / "_vocabulary").mkdir()
        (tmp_path / "_vocabulary/own.yaml").write_text(vocabulary)
    return [
        f"{problem.path.name}:{problem.line}: {problem.message}"
        for problem in lint(load_pack([tmp_path]), only=["exc-data-partner"])
    ]


def test_a_pattern_that_no_example_tries_is_told_with_its_line(tmp_path: Path) -> None:
    (told,) = warnings(tmp_path, "preferred data partners")
    assert told.startswith("exc-data-partner.yaml:11: no must_flag example is matched by")
    assert "'dead'" in told and "add one" in told


def test_a_possibility_is_tried_by_a_near_miss(tmp_path: Path) -> None:
    """It is not reported, so no must_flag example can rest on it."""
    told = warnings(tmp_path, "favoured data partners")
    assert len(told) == 2
    assert "no must_pass example is matched by pattern 'maybe'" in told[1]


def test_a_word_list_that_nothing_names_is_told(tmp_path: Path) -> None:
    told = warnings(tmp_path, "preferred data partners", "data-ally:\n- ally for data\n")
    assert any("own.yaml:1: word list 'data-ally' is used by nothing" in one for one in told)
