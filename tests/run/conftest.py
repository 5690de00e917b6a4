"""Makes the stand-in pipeline importable by its dotted name, also in spawned workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))


@pytest.fixture(autouse=True)
def _own_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("AUDITOR_CACHE_DIR", str(folder))
    yield folder


@pytest.fixture(autouse=True)
def _same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Results stay valid though someone edits the code or the rules while tests run."""
    monkeypatch.setattr("auditor.run.scan.code_hash", lambda *_: "same")
    monkeypatch.setattr("auditor.run.scan.rules_hash", lambda *_: "same")
