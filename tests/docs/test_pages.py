"""The documentation is what the program is: generated pages are current, links lead somewhere."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
PAGES = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "fixtures/README.md")),
    *sorted(DOCS.rglob("*.md")),
]
_LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)(?:#[^)]*)?\)")


def test_generated_pages_are_current() -> None:
    ran = subprocess.run(
        [sys.executable, "docs/build.py", "--check"], cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    links = _LINK.findall(page.read_text("utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing == []


def _codes() -> Iterator[str]:
    """Reason codes as the source writes them."""
    files = [*(ROOT / "auditor/load").rglob("*.py"), *(ROOT / "auditor/run").rglob("*.py")]
    for path in [*files, ROOT / "auditor/errors.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield from _in_call(node)
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
                yield from [node.value.value] if isinstance(node.value, ast.Constant) else []
    from auditor.load.pdf import told

    yield from told.PARTIAL
    yield from told._TOLD


def _in_call(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    place = {"Reason": 0, "partial": 0, "note": 0, "_refuse": 2}.get(name)
    if place is None or len(call.args) <= place:
        return
    argument = call.args[place]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value


def test_every_reason_code_is_explained_and_none_is_invented() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|", (DOCS / "reading.md").read_text("utf-8"), re.M)
    assert rows == sorted(set(rows))
    in_source = set(_codes())
    assert len(in_source) > 40
    assert in_source - set(rows) == set()
    assert set(rows) - in_source == set()


def test_every_key_of_a_rule_is_explained() -> None:
    from auditor.engine.language import BUILTINS
    from auditor.engine.rules import Pattern, Rule

    guide = (DOCS / "writing-rules.md").read_text("utf-8")
    for name in {*Rule.model_fields, *Pattern.model_fields} - {"beneficiary", "id"}:
        assert f"`{name}" in guide, name
    for name in BUILTINS:
        assert f"`{name}`" in guide, name
