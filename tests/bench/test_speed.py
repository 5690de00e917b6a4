"""The speed benchmark measures what it says, on a few small files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from auditor.bench import rules as rules_bench
from auditor.bench import speed, stages
from auditor.bench.scans import Scan, copies
from auditor.bench.speed import Growth, Row, Speed
from auditor.bench.speed_report import render
from auditor.errors import UsageError


def test_the_table_holds_ratios_to_bare_pdfium() -> None:
    def row(name: str, *seconds: float, pages: int = 100) -> Row:
        return Row(name, seconds, pages, 1.0)

    rows = (
        row("bare pdfium", 1.0, 1.1, 0.9), row("pdfplumber", 5.0, pages=10),
        row("spaCy tokens", 1.0), *(row(name, 0.25) for name in speed.STAGES),
        row("the whole scan", 2.0, 2.5, 1.5),
    )  # fmt: skip
    result = Speed(
        2, 7, 100, rows, (Scan(2.0, 90.0, 120.0),), 0.1,
        (Growth(50, 5.0, 90, 120), Growth(100, 10.0, 91, 121)), (Growth(10, 0.1),), (0.9, 0.6),
    )  # fmt: skip
    text = render(result)
    assert "7 PDFs, 100 pages, 2 processes" in text
    (whole,) = (line.split() for line in text.splitlines() if line.startswith("the whole scan  "))
    assert whole == ["the", "whole", "scan", "2.00", "50%", "50", "0.50", "2.00"]
    assert "faster than pdfplumber's text                25.0 times" in text
    assert "0.67 MB/s a core" in text
    assert "1.50 times import spacy" in text
    assert "100                         10.00    100.0          91         121" in text


def test_copies_are_no_duplicates_and_still_read(tmp_path: Path, fixtures_dir: Path) -> None:
    files = sorted((fixtures_dir / "contracts").glob("*.pdf"))[:2]
    copies(files, 5, tmp_path / "out")
    made = sorted((tmp_path / "out").iterdir())
    assert len({path.read_bytes() for path in made}) == 5
    assert stages.bare_pdfium(made[4]).characters == stages.bare_pdfium(files[0]).characters > 0


def test_a_folder_without_pdfs_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no PDF"):
        speed.run(tmp_path)


@pytest.mark.slow
def test_a_real_run(tmp_path: Path, fixtures_dir: Path) -> None:
    for path in sorted((fixtures_dir / "contracts").glob("*.pdf"))[:3]:
        shutil.copy(path, tmp_path)
    result = speed.run(tmp_path, jobs=1, rounds=2, documents=(2, 4), pages=(2, 20))
    assert result.files == 3 and all(len(row.seconds) == 2 for row in result.rows)
    assert result.row("bare pdfium").pages == result.row("the whole scan").pages > 0
    assert [growth.size for growth in result.documents] == [2, 4]
    assert result.cached < result.row("the whole scan").middle
    assert "pdfplumber" in render(result)


def test_rules_are_counted_and_timed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = """\
id: exc-own
title: Own
definition: Own.
severity: {buyer: high, vendor: low}
why: Own.
patterns:
- {id: only, find: (sole|only) .. ~partner}
examples:
  must_flag: [The sole data partner., The only partner., Nothing of the kind.]
  must_pass: [A partner., The partners., Data.]
  todo_flag: [The one and single associate.]
"""
    (tmp_path / "exc-own.yaml").write_text(rule)
    monkeypatch.setattr("auditor.engine.pack.rules_dir", lambda: tmp_path)
    result = rules_bench.run()
    (cost,) = result.rules
    assert (cost.flagged, cost.to_flag, cost.passed, cost.to_pass) == (2, 3, 3, 3)
    assert cost.known_misses == 1 and cost.tries >= 2 and cost.seconds > 0
    assert "1 rules: 2 of 3 examples flagged" in rules_bench.render(result)
