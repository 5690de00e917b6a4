"""Sources by URL, over fsspec's stores in memory and in archives."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import LoadError, UsageError
from auditor.run.discover import discover
from auditor.run.options import RunOptions
from auditor.run.remote import fetch, list_files
from auditor.run.scan import Run

fsspec = pytest.importorskip("fsspec", reason="needs the cluster extra")


@pytest.fixture
def memory() -> Iterator[Any]:
    store = fsspec.filesystem("memory")
    for name in ("in/a.txt", "in/deep/b.txt", "in/deep/.hidden", "in/logo.svg", "else/c.txt"):
        store.pipe(f"/{name}", f"words of {name}".encode())
    yield store
    store.store.clear()


def labels(*urls: str, **named: Any) -> list[str]:
    return [source.label for source in discover(urls, **named).sources]


def test_folders_files_and_patterns(memory: Any, tmp_path: Path) -> None:
    below = ["memory:///in/a.txt", "memory:///in/deep/b.txt", "memory:///in/logo.svg"]
    assert labels("memory://in") == labels("memory://in/**") == below
    assert labels("memory://in/*.txt") == below[:1] == labels("memory://in/a.txt")
    assert labels("memory://in", exclude=["deep", "b.*"]) == [below[0], below[2]]
    assert discover(["memory://in"]).ignored == 1
    (tmp_path / "c.txt").write_text("words")
    both = set(labels("memory://in/a.txt", str(tmp_path)))
    assert both == {below[0], str(tmp_path / "c.txt")}


def test_a_name_that_says_no_contract_is_not_fetched(memory: Any) -> None:
    refused = {s.label: s.refusal for s in discover(["memory://in"]).sources if s.refusal}
    assert list(refused) == ["memory:///in/logo.svg"]
    assert not discover(["memory://in/logo.svg"]).sources[0].refusal


def test_members_of_an_archive_are_told_apart_and_keep_their_extension(tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("msa/a.txt", f"high-{name}")
    urls = [f"zip://**/*.txt::{tmp_path / name}" for name in ("one.zip", "two.zip")]
    found = discover(urls).sources
    assert [s.label for s in found] == [
        f"zip://msa/a.txt::{tmp_path / name}" for name in ("one.zip", "two.zip")
    ]
    assert {s.suffix for s in found} == {".txt"}
    run = Run(discover(urls), RunOptions(jobs=1, cache=False), factory="standin:StandIn")
    assert [audit.findings[0].quote for audit in run] == ["one.zip", "two.zip"]


def test_what_cannot_be_read_is_a_row(memory: Any) -> None:
    found = discover(["memory://in"])
    memory.rm("/in/a.txt")
    audits = list(Run(found, RunOptions(jobs=1, cache=False), factory="standin:StandIn"))
    assert [audit.status.value for audit in audits] == ["failed", "scanned", "skipped"]
    assert "cannot be read" in audits[0].reasons[0]


def test_limits_hold_for_what_is_fetched(memory: Any) -> None:
    with pytest.raises(LoadError, match="larger than 3 bytes"):
        fetch("memory://in/a.txt", limit=3)


def test_the_web_is_off_unless_asked_for() -> None:
    for url in ("https://example.org/a.pdf", "zip://a.pdf::https://example.org/a.zip"):
        with pytest.raises(UsageError, match="--https"):
            list_files(url)


@pytest.mark.parametrize("url", ["nonsense://a/b", "memory://nothing/here"])
def test_what_leads_nowhere_is_a_usage_error(url: str) -> None:
    with pytest.raises(UsageError, match=r"nonsense|nothing found"):
        discover([url])


def test_an_unchanged_remote_file_is_not_fetched_again(
    memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []

    def counted(url: str, *, limit: int) -> bytes:
        fetched.append(url)
        return fetch(url, limit=limit)

    monkeypatch.setattr("auditor.run.remote.fetch", counted)
    monkeypatch.setattr("auditor.run.remote._mark", lambda info: str(info["size"]))
    options = RunOptions(jobs=1)
    first = list(Run(discover(["memory://in/*.txt"]), options, factory="standin:StandIn"))
    again = list(Run(discover(["memory://in/*.txt"]), options, factory="standin:StandIn"))
    assert first == again and len(fetched) == 1
    memory.pipe("/in/a.txt", b"other words, more of them")
    changed = list(Run(discover(["memory://in/*.txt"]), options, factory="standin:StandIn"))
    assert changed != first and len(fetched) == 2
