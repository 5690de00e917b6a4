"""Runs over real files with worker processes; only the pipeline in them is a stand-in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.load.options import Limits, LoadOptions
from auditor.model import DocumentAudit, Status
from auditor.run.discover import discover
from auditor.run.options import RunOptions
from auditor.run.scan import Run

FACTORY = "standin:StandIn"
OPTIONS = RunOptions(jobs=2, load=LoadOptions(limits=Limits(seconds=1.5, memory_mb=1024)))


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, words in files.items():
        (folder / f"{name}.txt").write_text(words)
    return folder


def run(folder: Path, options: RunOptions = OPTIONS) -> list[DocumentAudit]:
    return list(Run(discover([folder]), options, factory=FACTORY))


def reason_of(audits: list[DocumentAudit], name: str) -> str:
    return next(a for a in audits if a.path.endswith(name)).reasons[0]


def alive(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def test_one_document_that_hangs_crashes_or_swells_costs_only_its_own_row(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "in",
        a="fine",
        b="spin",
        c="segfault",
        d="swell 4096",
        e="crash-in-load",
        z="fine too",
    )
    audits = run(folder)
    assert [Path(a.path).name for a in audits] == [f"{n}.txt" for n in "abcdez"]
    statuses = {Path(a.path).stem: a.status for a in audits}
    assert statuses == {
        "a": Status.SCANNED, "b": Status.FAILED, "c": Status.FAILED,
        "d": Status.FAILED, "e": Status.FAILED, "z": Status.SCANNED,
    }  # fmt: skip
    assert reason_of(audits, "b.txt").startswith("limit: took longer than 1.5 s")
    assert "SIGSEGV" in reason_of(audits, "c.txt")
    assert reason_of(audits, "d.txt").startswith("limit: needed more than 1024 MiB")
    assert "SIGABRT" in reason_of(audits, "e.txt")
    assert all(a.sha256 for a in audits)


def test_a_crash_inside_a_container_costs_one_member(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", box="outer\nfine\nsegfault\nspin\nlast")
    audits = run(folder)
    by_path = {a.path.partition("in/")[2]: a.status.value for a in audits}
    assert by_path == {
        "box.txt": "scanned", "box.txt!/1": "scanned", "box.txt!/2": "failed",
        "box.txt!/3": "failed", "box.txt!/4": "scanned",
    }  # fmt: skip


def test_time_runs_for_each_member_of_a_container(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", box="\n".join(["sleep 0.5"] * 5))
    assert {a.status for a in run(folder)} == {Status.SCANNED}


def test_programs_that_a_worker_started_die_with_it(tmp_path: Path) -> None:
    run(write(tmp_path / "in", a="program 7654.25"))
    listing = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert "7654.25" not in listing.stdout


def test_workers_cannot_call_out(tmp_path: Path) -> None:
    audits = run(write(tmp_path / "in", a="call 9"))
    assert "no network connections" in audits[0].reasons[0]


def test_a_worker_that_grew_is_replaced(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a="leak 700", b="pid", c="leak 800")
    patient = LoadOptions(limits=Limits(seconds=60, memory_mb=1024))
    assert {a.status for a in run(folder, replace(OPTIONS, jobs=1, load=patient))} == {
        Status.SCANNED
    }


def test_identical_files_are_read_once_and_name_the_first(tmp_path: Path) -> None:
    log = tmp_path / "log"
    folder = write(tmp_path / "in", a=f"log {log}", b=f"log {log}", c=f"log {log}")
    audits = run(folder, replace(OPTIONS, jobs=1))
    assert len(log.read_text().splitlines()) == 1
    assert [a.duplicate_of for a in audits] == ["", audits[0].path, audits[0].path]
    assert audits[1].reasons[0].endswith("in/b.txt")


def test_an_unchanged_folder_is_not_read_again(tmp_path: Path) -> None:
    log = tmp_path / "log"
    folder = write(tmp_path / "in", a=f"log {log}", b=f"log {log}\nsecond")
    first, second = run(folder), run(folder)
    assert first == second
    assert len(log.read_text().splitlines()) == 2
    run(folder, replace(OPTIONS, perspective="vendor"))
    assert len(log.read_text().splitlines()) == 4
    run(folder, replace(OPTIONS, cache=False))
    assert len(log.read_text().splitlines()) == 6
    (folder / "a.txt").write_text(f"log {log}\nchanged")
    run(folder)
    assert len(log.read_text().splitlines()) == 7


def test_what_was_lost_to_a_limit_is_tried_again(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a="sleep 2")
    assert run(folder)[0].status is Status.FAILED
    more = replace(OPTIONS, load=LoadOptions(limits=Limits(seconds=20)))
    assert run(folder, more)[0].status is Status.SCANNED


def test_results_are_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", **{f"n{i}": f"word {i % 7}\nmember {i}" for i in range(30)})
    options = replace(OPTIONS, cache=False)
    expected = run(folder, options)
    assert len(expected) == 60
    assert run(folder, replace(options, jobs=1)) == expected
    assert run(folder, replace(options, isolate=False)) == expected


def test_a_threaded_caller_gets_spawned_workers(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a="pid", b="segfault")
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
        audits = run(folder)
    finally:
        del os.environ["PYTHONPATH"]
        done.set()
        thread.join()
    assert [a.status for a in audits] == [Status.SCANNED, Status.FAILED]


def test_stopping_keeps_what_is_done_and_lists_the_rest(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a="x" * 100, b="sleep 60", c="sleep 61")
    options = replace(OPTIONS, jobs=1, load=LoadOptions(limits=Limits(seconds=90)))
    began = time.monotonic()
    work = Run(
        discover([folder]), options, factory=FACTORY, stop=lambda: time.monotonic() - began > 1
    )
    audits = list(work)
    assert time.monotonic() - began < 3
    assert work.interrupted
    assert [a.status for a in audits] == [Status.SCANNED, Status.SKIPPED, Status.SKIPPED]
    assert audits[1].reasons[0].startswith("interrupted: ")


def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    log = tmp_path / "log"
    folder = write(tmp_path / "in", **{f"n{i}": f"log {log}\n{'x' * (50 - i)}" for i in range(5)})
    (folder / "slow.txt").write_text("sleep 100")
    script = (
        "from auditor.run.scan import Run; from auditor.run.discover import discover\n"
        "from auditor.run.options import RunOptions\n"
        "from auditor.run import scan; scan.code_hash = scan.rules_hash = lambda *_: 'same'\n"
        f"list(Run(discover([{str(folder)!r}]), RunOptions(jobs=1), factory={FACTORY!r}))"
    )
    path = os.pathsep.join(sys.path)
    process = subprocess.Popen(
        [sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": path}
    )
    deadline = time.monotonic() + 20
    while not (log.exists() and len(log.read_text().splitlines()) == 5):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(1.5)
    process.kill()
    process.wait()
    pids = set(log.read_text().split())
    time.sleep(0.3)
    assert not any(alive(pid) for pid in pids), "a worker outlived its supervisor"
    (folder / "slow.txt").unlink()
    audits = run(folder, RunOptions(jobs=1))
    assert len(audits) == 10
    assert len(log.read_text().splitlines()) == 5


def test_the_findings_format_is_what_the_cache_holds(tmp_path: Path, _own_cache: Path) -> None:
    import sqlite3
    import zlib

    run(write(tmp_path / "in", a="hello"))
    (value,) = (
        sqlite3.connect(_own_cache / "results.sqlite3")
        .execute("SELECT value FROM results")
        .fetchone()
    )
    assert json.loads(zlib.decompress(value[4:])[4:])["status"] == "scanned"
    assert str(tmp_path).encode() not in zlib.decompress(value[4:])


@pytest.mark.parametrize(
    "damage", ["UPDATE results SET value = zeroblob(10)", "UPDATE results SET pages = 9"]
)
def test_a_damaged_cache_entry_is_not_believed(
    tmp_path: Path, _own_cache: Path, damage: str
) -> None:
    import sqlite3

    log = tmp_path / "log"
    folder = write(tmp_path / "in", a=f"log {log}")
    run(folder)
    with sqlite3.connect(_own_cache / "results.sqlite3") as db:
        db.execute(damage)
    run(folder)
    assert len(log.read_text().splitlines()) == 2
