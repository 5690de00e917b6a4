"""Every command, program and rule that the documentation shows does what it says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
GUIDE = (ROOT / "docs/writing-rules.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
_MARKED = re.compile(r"<!-- test: (\w+) -->\n```\w+\n(.*?)^```", re.M | re.S)


def marked(text: str, name: str) -> str:
    return dict(_MARKED.findall(text))[name]


def shown(*pages: str) -> Iterator[str]:
    """Lines that begin with ``auditor`` in the shell blocks of pages."""
    for page in pages:
        for kind, body in _BLOCK.findall((ROOT / page).read_text("utf-8")):
            if kind == "sh":
                yield from (line for line in body.splitlines() if line.startswith("auditor "))


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the commands speak of, and nothing else."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "fixtures/contracts", folder / "fixtures/contracts")
    return folder


@pytest.fixture(scope="module")
def run(workplace: Path) -> Callable[[list[str]], subprocess.CompletedProcess[str]]:
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "AUDITOR_CACHE_DIR": str(workplace / "cache"),
    }

    def command(words: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], cwd=workplace, env=environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    return command


Run = Callable[[list[str]], "subprocess.CompletedProcess[str]"]


def test_the_commands_of_the_readme_and_the_guide(run: Run, workplace: Path) -> None:
    """Each runs; 1 is a finding, and a benchmark needs contracts that are not here."""
    commands = [c for c in shown("README.md", "docs/writing-rules.md") if "rules new" not in c]
    assert len(commands) >= 9
    rule = workplace / "our-rules/exc/exc-data-partner.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text(marked(GUIDE, "rule"), "utf-8")
    ran = {command: run(["-m", *shlex.split(command)]) for command in commands}
    assert {c: r.stderr for c, r in ran.items() if r.returncode not in (0, 1)} == {}
    for name in ("report.html", "findings.csv", "findings.json", "auditor.sarif", "known.json"):
        assert (workplace / name).stat().st_size > 500, name
    known = next(r for c, r in ran.items() if "--baseline known.json" in c)
    assert known.returncode == 0, known.stdout


@pytest.mark.parametrize(
    "command",
    [c for c in shown("docs/accuracy.md", "docs/second-reader.md") if "bench" in c],
    ids=lambda command: command,
)
def test_the_benchmarks_named_exist(run: Run, command: str) -> None:
    words = shlex.split(command)
    ran = run(["-m", *words[:3], "--help"])
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(f"Usage: auditor bench {words[2]}")


def test_the_main_command_is_installation_and_a_scan() -> None:
    """CI runs it from a clean clone; here only that it is still one line of the known steps."""
    steps = [step.split() for step in marked(README, "main").strip().split(" && ")]
    assert [step[0] for step in steps] == ["python3", ".venv/bin/pip", ".venv/bin/auditor"]
    assert steps[-1][1:] == ["scan", "fixtures/contracts", "-o", "report.html"]


def test_the_program_of_the_readme(run: Run) -> None:
    ran = run(["-c", marked(README, "python")])
    assert ran.returncode == 0, ran.stderr
    lines = ran.stdout.splitlines()
    assert len(lines) > 10
    assert "exc-negative-covenant" in ran.stdout
    assert lines[-1].startswith("Do not sign without senior approval")


def test_a_new_rule_passes_its_own_test_and_lint(run: Run) -> None:
    new = ["-m", *shlex.split(next(c for c in shown("docs/writing-rules.md") if "rules new" in c))]
    assert run([*new[:-1], "new-rules"]).returncode == 0
    for step in ("test", "lint"):
        ran = run(["-m", "auditor", "rules", step, "new-rules"])
        assert ran.returncode == 0, ran.stdout
    assert "0 errors, 0 warnings" in ran.stdout


def test_the_rule_of_the_guide_works(run: Run, workplace: Path) -> None:
    folder = workplace / "guide-rules"
    (folder / "exc").mkdir(parents=True)
    (folder / "_vocabulary").mkdir()
    rule = marked(GUIDE, "rule")
    (folder / "exc/exc-data-partner.yaml").write_text(rule, "utf-8")
    for step in ("test", "lint"):
        ran = run(["-m", "auditor", "rules", step, "guide-rules"])
        assert ran.returncode == 0, ran.stdout
    assert "0 errors, 0 warnings" in ran.stdout
    # The guide's word list, used as it says.
    (folder / "_vocabulary/own.yaml").write_text(marked(GUIDE, "vocabulary"), "utf-8")
    changed = rule.replace(".. data partner", ".. @data-partner")
    (folder / "exc/exc-data-partner.yaml").write_text(changed, "utf-8")
    ran = run(["-m", "auditor", "rules", "test", "guide-rules"])
    assert ran.returncode == 0, ran.stdout


def test_the_sentences_of_the_guide_are_its_examples() -> None:
    quoted = [line.removeprefix("> ") for line in GUIDE.splitlines() if line.startswith("> ")]
    assert quoted == yaml.safe_load(marked(GUIDE, "rule"))["examples"]["must_flag"]


def test_the_waivers_and_the_hook_that_are_shown_are_valid(tmp_path: Path) -> None:
    from auditor.run.waivers import read_waivers

    blocks = [body for kind, body in _BLOCK.findall(README) if kind == "yaml"]
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    used = yaml.safe_load(next(b for b in blocks if b.startswith("repos:")))
    assert used["repos"][0]["hooks"][0]["id"] in {hook["id"] for hook in hooks}
    waivers = tmp_path / "auditor-waivers.yaml"
    waivers.write_text(next(b for b in blocks if b.startswith("waivers:")), "utf-8")
    assert [w.rule for w in read_waivers(waivers, ["com-auto-renewal"])] == ["com-auto-renewal"]
