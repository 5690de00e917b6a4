"""Compiled packs come back from the cache folder as they were, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.engine import Engine, load_pack
from auditor.engine.testing import candidates_for
from auditor.run import packs
from auditor.run.options import RunOptions

RULE = """\
id: exc-own
title: Own
definition: Own.
severity: {buyer: high, vendor: low}
why: Own.
patterns:
- id: only
  find: (sole|only) .. ~partner
  unless: former partner
examples:
  must_flag: [The sole data partner., The only partner., Our only partner.]
  must_pass: [A partner., The partners., Data.]
"""


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunOptions:
    """Own rules beside few others, which nobody edits while a test runs."""
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "exc-other.yaml").write_text(RULE.replace("exc-own", "exc-other"))
    for module in ("engine.pack", "run.identity", "run.packs"):
        monkeypatch.setattr(f"auditor.{module}.rules_dir", lambda: ours)
    folder = tmp_path / "rules" / "exc"
    folder.mkdir(parents=True)
    (folder / "exc-own.yaml").write_text(RULE)
    return RunOptions(rules=(str(tmp_path / "rules"),))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time YAML was read."""
    calls: list[int] = []

    def counted(*args: object, **named: object) -> object:
        calls.append(1)
        return load_pack(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("auditor.engine.load_pack", counted)
    return calls


def kept(folder: Path) -> Path:
    (path,) = folder.glob("pack-*.json")
    return path


def test_a_kept_pack_finds_what_a_compiled_one_finds(reads: list[int], fixtures_dir: Path) -> None:
    options = RunOptions()
    first, compiled = packs.compiled_pack(options)
    again, restored = packs.compiled_pack(options)
    assert len(reads) == 1
    assert again == first
    one, other = Engine(first, program=compiled), Engine(again, program=restored)
    texts = [path.read_text("utf-8") for path in (fixtures_dir / "contracts").glob("*.txt")]
    assert len(texts) > 1
    for text in texts:
        found = candidates_for(one, text)
        assert found and candidates_for(other, text) == found


@pytest.mark.parametrize("damage", ["cut", "changed", "other", "empty"])
def test_a_damaged_pack_is_made_anew(
    options: RunOptions, reads: list[int], _own_cache: Path, damage: str
) -> None:
    pack, _ = packs.compiled_pack(options)
    path = kept(_own_cache)
    body = path.read_bytes()
    path.write_bytes(
        {
            "cut": body[:-100],
            "changed": body.replace(b"exc-own", b"exc-odd"),
            "other": b"[]\n" + body.partition(b"\n")[2],
            "empty": b"",
        }[damage]
    )
    assert packs.compiled_pack(options)[0] == pack
    assert len(reads) == 2
    assert packs.compiled_pack(options)[0] == pack
    assert len(reads) == 2


def test_a_pack_under_another_name_is_foreign(
    options: RunOptions, reads: list[int], _own_cache: Path, tmp_path: Path
) -> None:
    packs.compiled_pack(options)
    stolen = kept(_own_cache).read_bytes()
    packs.forget()
    (tmp_path / "rules/exc/exc-own.yaml").write_text(RULE.replace("title: Own", "title: Two"))
    packs.compiled_pack(options)
    kept(_own_cache).write_bytes(stolen)
    assert packs.compiled_pack(options)[0].rules["exc-own"].title == "Two"
    assert len(reads) == 3


def test_a_folder_that_cannot_be_written_is_done_without(
    options: RunOptions, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("AUDITOR_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert "exc-own" in packs.compiled_pack(options)[0].rules
