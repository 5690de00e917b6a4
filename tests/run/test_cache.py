"""The cache: bounded, private, shared between processes, and believed only when sound."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.run import cache as module
from auditor.run.cache import Cache, cache_dir, clear
from auditor.run.identity import code_hash, rules_hash
from auditor.run.options import RunOptions


def filled(folder: Path, count: int = 3, size: int = 10) -> None:
    cache = Cache(folder)
    for number in range(count):
        cache.put(f"key{number}", bytes([number]) * size, number)
    cache.close()


def test_what_is_put_is_there_next_time(tmp_path: Path) -> None:
    filled(tmp_path / "c")
    cache = Cache(tmp_path / "c")
    assert cache.get("key2") == (b"\2" * 10, 2)
    assert cache.get("key9") is None
    cache.remember("pack", "v1")
    assert (cache.recall("pack"), cache.recall("other")) == ("v1", "")
    assert cache.info().entries == 3 and cache.info().bytes == 30
    cache.close()
    assert clear(tmp_path / "c") == 3
    assert clear(tmp_path / "c") == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no file modes")
def test_it_is_for_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir(mode=0o755)
    filled(tmp_path / "c")
    assert stat.S_IMODE((tmp_path / "c").stat().st_mode) == 0o700
    for path in (tmp_path / "c").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_the_entries_used_longest_ago_go_first(tmp_path: Path) -> None:
    filled(tmp_path, count=20, size=1000)
    with sqlite3.connect(tmp_path / "results.sqlite3") as db:
        db.execute("UPDATE results SET used = used - 100000")
    cache = Cache(tmp_path, max_bytes=10_000)
    assert cache.get("key3")
    cache.close()
    cache = Cache(tmp_path)
    assert cache.info().bytes <= 10_000
    assert cache.get("key3") and not cache.get("key0")
    cache.close()


@pytest.mark.parametrize(
    "damage", [b"not a database at all " * 100, b"SQLite format 3\0" + b"\xff" * 5000, b""]
)
def test_a_damaged_file_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "results.sqlite3").write_bytes(damage)
    filled(tmp_path)
    cache = Cache(tmp_path)
    assert cache.get("key1") and not cache.trouble
    cache.close()


def test_another_programs_database_is_begun_anew(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "results.sqlite3") as db:
        db.execute("CREATE TABLE results (key TEXT, value TEXT)")
    filled(tmp_path)
    assert Cache(tmp_path).get("key1")


def test_an_entry_under_another_key_is_not_believed(tmp_path: Path) -> None:
    filled(tmp_path)
    with sqlite3.connect(tmp_path / "results.sqlite3") as db:
        db.execute("DELETE FROM results WHERE key = 'key1'")
        db.execute("UPDATE results SET key = 'key1' WHERE key = 'key2'")
    assert Cache(tmp_path).get("key1") is None


def test_a_folder_that_cannot_be_used_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file/below")
    assert "not cached" in cache.trouble
    cache.put("a", b"b", 1)
    assert cache.get("a") is None
    cache.flush(now=True)
    cache.close()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners")
def test_a_folder_of_another_user_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = tmp_path.stat().st_uid
    monkeypatch.setattr(module.os, "getuid", lambda: owner + 1)
    assert "another user" in Cache(tmp_path).trouble


def test_several_processes_write_at_once(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from auditor.run.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1]))\n"
        "for n in range(200):\n"
        "    cache.put(f'{sys.argv[2]}-{n}', b'x' * 100, 1)\n"
        "    cache.flush(now=True)\n"
        "cache.close(); sys.exit(cache.trouble or 0)"
    )
    root = Path(module.__file__).parents[2]
    processes = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), str(n)], cwd=root)
        for n in range(4)
    ]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    assert Cache(tmp_path).info().entries == 800


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AUDITOR_CACHE_DIR", str(tmp_path / "own"))
    assert cache_dir() == tmp_path / "own"
    monkeypatch.delenv("AUDITOR_CACHE_DIR")
    monkeypatch.setattr(module.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_dir() == tmp_path / "xdg/auditor"


def test_results_depend_on_rules_options_and_code(tmp_path: Path) -> None:
    plain = RunOptions()
    (tmp_path / "exc").mkdir()
    rule = tmp_path / "exc/exc-x.yaml"
    rule.write_text("id: exc-x")
    ours = RunOptions(rules=(str(tmp_path),))
    before = rules_hash(ours)
    assert before != rules_hash(plain)
    rule.write_text("id: exc-y")
    assert rules_hash(ours) != before
    assert code_hash() == code_hash()
    assert RunOptions(jobs=3, cache=False).fingerprint() == plain.fingerprint()
    others = {
        RunOptions(perspective="vendor").fingerprint(), RunOptions(complete=True).fingerprint(),
        RunOptions(context=("eu",)).fingerprint(), RunOptions(severity=(("a", "b"),)).fingerprint(),
    }  # fmt: skip
    assert len(others | {plain.fingerprint()}) == 5
