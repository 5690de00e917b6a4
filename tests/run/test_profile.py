"""``--profile`` says where the time went."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from auditor.run.discover import discover
from auditor.run.options import RunOptions
from auditor.run.scan import Run


def test_stages_and_rules_are_told(fixtures_dir: Path) -> None:
    found = discover([fixtures_dir / "contracts" / "model-licence.txt"])
    options = RunOptions(profile=True, isolate=False, cache=False)
    run = Run(found, options)
    (audit,) = run
    table = run.profile(10.0)
    for stage in ("reading", "segmenting", "matching", "judging", "the rest"):
        assert stage in table
    assert any(line.startswith(audit.findings[0].family) for line in table.splitlines())
    assert options.fingerprint() == replace(options, profile=False).fingerprint()
