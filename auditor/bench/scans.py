"""Whole scans measured from outside: wall clock, and the memory of every process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import AuditorError


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan: seconds; peak resident MiB of the parent and its largest worker (0: unknown)."""

    seconds: float
    parent_mib: float
    worker_mib: float


def scan(folder: Path, jobs: int, *, cache: Path | None = None, ocr: bool = False) -> Scan:
    """Scan a folder to HTML and JSON in a new process, as a user would.

    Args:
        folder: what to scan.
        jobs: worker processes.
        cache: folder of the results to keep and take; without it nothing is kept.
        ocr: read pages that are pictures too, which takes a hundred times as long as others.

    Raises:
        AuditorError: the scan failed.
    """
    with tempfile.TemporaryDirectory() as out:
        reports = [f"{out}/report.html", f"{out}/report.json"]
        command = [
            sys.executable, "-m", "auditor", "scan", str(folder), "--isolated", "--quiet",
            "--jobs", str(jobs), "-o", reports[0], "-o", reports[1],
            "--cache" if cache else "--no-cache", "--ocr" if ocr else "--no-ocr", "--allow-partial",
        ]  # fmt: skip
        environment = dict(os.environ)
        if cache:
            environment["AUDITOR_CACHE_DIR"] = str(cache)
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own program
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        parent = worker = 0.0
        while process.poll() is None:
            parent = max(parent, _peak(process.pid))
            worker = max([worker, *(_peak(pid) for pid in _children(process.pid))])
            time.sleep(0.05)
        seconds = time.perf_counter() - started
        if process.returncode not in (0, 1, 3):
            said = process.stderr.read().decode("utf-8", "replace") if process.stderr else ""
            raise AuditorError(f"the scan failed: {said.strip()}")
    return Scan(seconds, parent, worker)


def command_seconds(arguments: Sequence[str]) -> float:
    """Seconds that a Python command line takes, from start to end."""
    started = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, *arguments],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    return time.perf_counter() - started


def copies(files: Sequence[Path], count: int, folder: Path) -> None:
    """Fill ``folder`` with ``count`` different files: the given ones over and over.

    Each copy ends with a comment line of its own, so that none is a duplicate of another.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        source = files[number % len(files)]
        target = folder / f"{number:05}{source.suffix}"
        shutil.copyfile(source, target)
        with target.open("ab") as copy:
            copy.write(b"\n%% copy %d\n" % number)


def _peak(pid: int) -> float:
    """Largest resident size of a process so far, in MiB; 0 where the system does not say."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _children(pid: int) -> list[int]:
    with suppress(OSError, ValueError):
        words = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return [int(word) for word in words]
    return []
