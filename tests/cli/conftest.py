"""A command line in this process, over a stand-in pipeline and a cache of its own."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from auditor.cli import execute
from auditor.cli.main import run
from auditor.run.scan import Run

STANDIN = Path(__file__).parent.parent / "run"


@dataclass(frozen=True)
class Ran:
    """What a command line gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def auditor(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Runs ``auditor`` with arguments, in ``tmp_path/work``, over ``tests/run/standin.py``."""
    monkeypatch.syspath_prepend(str(STANDIN))
    monkeypatch.setenv("AUDITOR_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("AUDITOR_DEBUG", raising=False)
    monkeypatch.setattr(execute, "Run", functools.partial(Run, factory="standin:StandIn"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)

    def command(*arguments: str) -> Ran:
        capfd.readouterr()
        monkeypatch.setattr(sys, "argv", ["auditor", *arguments])
        code = run(arguments)
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return command
