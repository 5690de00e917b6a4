"""The fixtures: they build to the same bytes, and their truth stands in what the loader reads."""

from __future__ import annotations

import filecmp
import importlib.util
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.load import load
from auditor.load.options import LoadOptions
from auditor.model import Document, Status

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
RULES = FIXTURES.parent / "rules"
TRUTHS = sorted((FIXTURES / "truth").glob("*.yaml"))
FILES = [(t.stem, f) for t in TRUTHS for f in yaml.safe_load(t.read_text("utf-8"))["files"]]
# What only makes another finding worse, or is missing, or needs two clauses (taxonomy 1.3).
OTHER_MODES = 14


def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FIXTURES / "truth" / f"{name}.yaml").read_text("utf-8"))
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def read(path: Path, options: LoadOptions | None = None) -> Document:
    return load(str(path), path.read_bytes(), options or LoadOptions())[0]


@pytest.fixture(scope="module")
def build() -> Callable[[Path], list[Path]]:
    pytest.importorskip("reportlab", reason="the development dependencies build the fixtures")
    spec = importlib.util.spec_from_file_location("fixtures_build", FIXTURES / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function: Callable[[Path], list[Path]] = module.build
    return function


def test_building_twice_gives_the_same_bytes(
    build: Callable[[Path], list[Path]], tmp_path: Path
) -> None:
    first, second = build(tmp_path / "1"), build(tmp_path / "2")
    assert [p.name for p in first] == [p.name for p in second]
    assert [a.name for a, b in zip(first, second, strict=True) if filecmp.cmp(a, b, False)] == [
        p.name for p in first
    ]


def test_what_is_kept_is_what_the_sources_build(
    build: Callable[[Path], list[Path]], tmp_path: Path
) -> None:
    """Word and PDF are compared as read: their bytes also depend on the compression library."""
    built = {p.relative_to(tmp_path): p for p in build(tmp_path)}
    kept = {
        p.relative_to(FIXTURES) for d in ("contracts", "truth") for p in (FIXTURES / d).iterdir()
    }
    assert set(built) == kept
    for name, path in built.items():
        if name.suffix in (".pdf", ".docx"):
            assert read(path).text == read(FIXTURES / name).text, name
        else:
            assert path.read_bytes() == (FIXTURES / name).read_bytes(), name


@pytest.mark.parametrize(("name", "file"), FILES, ids=[f for _, f in FILES])
def test_every_quote_stands_in_the_loaded_text(name: str, file: str) -> None:
    document = read(FIXTURES / file)
    assert document.status is Status.SCANNED, document.reasons
    text = squeezed(document.text)
    rows = truth(name)["clauses"] + truth(name)["traps"]
    missing = [row for row in rows if squeezed(row["quote"]) not in text]
    assert missing == []


def test_protections_struck_out_stand_in_the_original_view() -> None:
    file = FIXTURES / "contracts" / "tracked-changes.docx"
    gone = truth("tracked-changes")["original_view"]["protections_there"]
    final = squeezed(read(file).text)
    original = squeezed(read(file, LoadOptions(view="original")).text)
    assert [g["quote"] in original for g in gone] == [True] * len(gone)
    assert [g["quote"] in final for g in gone] == [False] * len(gone)


def test_every_type_of_the_packs_occurs() -> None:
    rules = {p.stem for p in RULES.glob("[!_]*/[!_]*.yaml")}
    seen = Counter(c["type"] for t in TRUTHS for c in truth(t.stem)["clauses"])
    risks = {r for r in rules if not r.startswith("pro-")}
    assert len(risks) > OTHER_MODES
    assert risks - set(seen) == set()
    assert set(seen) - rules == set()


@pytest.mark.parametrize("name", [t.stem for t in TRUTHS])
def test_no_trap_contradicts_a_clause(name: str) -> None:
    rows = truth(name)
    clash = [
        (trap["quote"], clause["type"])
        for trap in rows["traps"]
        for clause in rows["clauses"]
        if clause["type"].startswith(trap["family"])
        and (trap["quote"] in clause["quote"] or clause["quote"] in trap["quote"])
    ]
    assert clash == []
    assert not [c for c in rows["clauses"] if c["type"][:3] in rows["no_findings_of"]]


def test_there_is_enough_to_measure() -> None:
    everything = [truth(t.stem) for t in TRUTHS]
    assert len(everything) >= 14
    assert sum(c["strength"] == "clear" for t in everything for c in t["clauses"]) >= 250
    assert sum(len(t["traps"]) for t in everything) >= 80
