"""A run on a real cluster: a scheduler and two workers on loopback, contracts in an S3 server."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditor.errors import UsageError
from auditor.model import DocumentAudit, Status
from auditor.report.json import dumps
from auditor.report.serial import document_to_dict
from auditor.run.discover import discover
from auditor.run.options import RunOptions
from auditor.run.scan import Run
from auditor.run.sources import Source

MISSING = [
    name
    for name in ("distributed", "fsspec", "s3fs", "moto", "flask")
    if importlib.util.find_spec(name) is None
]
pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"needs the cluster extra and an S3 server: no {', '.join(MISSING)}"
)

DOCUMENTS = 240
CONTRACT = """AGREEMENT {number} between Alpha Limited ("Supplier") and Beta Limited ("Customer").

1. Exclusivity. The Customer shall purchase all its requirements of product {number} exclusively
from the Supplier for a period of {years} years.

2. Prices. The Supplier may increase the prices by up to {number}% at any time.
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("a server did not start")


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts a program of Python's, which ends with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def bucket(
    start: Callable[..., subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """An S3 bucket with contracts, two of them the same."""
    import s3fs

    port = free_port()
    for name, value in (
        ("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}"),
        ("AWS_ACCESS_KEY_ID", "testing"),
        ("AWS_SECRET_ACCESS_KEY", "testing"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(name, value)
    start("-m", "moto.server", "-H", "127.0.0.1", "-p", str(port))
    wait_for(port)
    s3fs.S3FileSystem.clear_instance_cache()
    store = s3fs.S3FileSystem()
    store.mkdir("contracts")
    store.pipe(
        {
            f"contracts/y{number % 7}/msa {number}.txt": CONTRACT.format(
                number=max(1, number), years=max(1, number) % 9 + 1
            ).encode()
            for number in range(DOCUMENTS)
        }
    )
    yield "s3://contracts/**"
    s3fs.S3FileSystem.clear_instance_cache()


class Killer:
    """Kills a process when so many documents are done."""

    def __init__(self, victim: subprocess.Popen[bytes], after: int) -> None:
        self.victim, self.left = victim, after

    def start(self, documents: int, size: int) -> None: ...

    def tick(self) -> None: ...

    def advance(self, source: Source, pages: int) -> None:
        self.left -= 1
        if self.left == 0:
            self.victim.kill()


def lines(audits: list[DocumentAudit]) -> list[str]:
    return [dumps(document_to_dict(audit)) for audit in audits]


def test_a_lost_worker_costs_nothing_and_findings_are_those_of_one_machine(
    bucket: str, start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    start(
        "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1",
        "--port", str(port), "--no-dashboard",
    )  # fmt: skip
    wait_for(port)
    workers = [
        start(
            "-m", "distributed.cli.dask_worker", address, "--host", "127.0.0.1",
            "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--local-directory", str(tmp_path / name),
        )
        for name in "ab"
    ]  # fmt: skip
    killer = Killer(workers[0], DOCUMENTS // 3)
    spread = list(
        Run(discover([bucket]), RunOptions(cluster=address, cache=False), progress=killer)
    )
    assert workers[0].wait(5) < 0 and workers[1].poll() is None
    assert len({audit.path for audit in spread}) == len(spread) == DOCUMENTS
    assert all(audit.status is Status.SCANNED for audit in spread)
    assert sum(len(audit.findings) for audit in spread) > DOCUMENTS
    assert [audit.path for audit in spread if audit.duplicate_of] == ["s3://contracts/y1/msa 1.txt"]
    alone = list(Run(discover([bucket]), RunOptions(jobs=2, cache=False)))
    assert lines(spread) == lines(alone)


def test_a_cluster_that_is_not_there_is_a_usage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor.run.cluster.CONNECT_SECONDS", 1)
    (tmp_path / "a.txt").write_text("words")
    run = Run(
        discover([tmp_path]),
        RunOptions(cluster=f"tcp://127.0.0.1:{free_port()}", cache=False),
        factory="standin:StandIn",
    )
    with pytest.raises(UsageError, match="no scheduler answers"):
        list(run)


def test_a_local_cluster_reads_local_files_and_a_crash_costs_one_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([*sys.path]))
    for name, words in (("a", "fine"), ("b", "segfault"), ("c", "high-one"), ("d", "call 9")):
        (tmp_path / f"{name}.txt").write_text(words)
    run = Run(
        discover([tmp_path]),
        RunOptions(cluster="local", jobs=1, cache=False),
        factory="standin:StandIn",
    )
    found = {Path(audit.path).stem: audit for audit in run}
    assert {name: audit.status.value for name, audit in found.items()} == {
        "a": "scanned", "b": "failed", "c": "scanned", "d": "scanned",
    }  # fmt: skip
    assert "SIGSEGV" in found["b"].reasons[0]
    assert "no network connections" in found["d"].reasons[0]
    assert len(found["c"].findings) == 1
