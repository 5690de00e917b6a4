"""What paths lead to."""

from __future__ import annotations

import io
import os
import socket
import sys
from pathlib import Path

import pytest

from auditor.errors import LoadError, UsageError
from auditor.model import Status
from auditor.run.discover import Discovery, discover
from auditor.run.messages import safe_name
from auditor.run.sources import digest, open_regular


def touch(path: Path, data: bytes = b"words") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def labels(found: Discovery, root: Path) -> list[str]:
    return [str(Path(s.label).relative_to(root)) for s in found.sources]


def refusals(found: Discovery) -> dict[str, str]:
    return {
        Path(s.label).name: f"{s.refusal[0]} {s.refusal[1].code}"
        for s in found.sources
        if s.refusal
    }


def test_folders_are_walked_in_order_of_path(tmp_path: Path) -> None:
    for name in ("b/z.txt", "b/a.pdf", "a.docx", "b-c/x.txt", "c.md"):
        touch(tmp_path / name)
    assert labels(discover([tmp_path]), tmp_path) == [
        "a.docx",
        "b/a.pdf",
        "b/z.txt",
        "b-c/x.txt",
        "c.md",
    ]


def test_hidden_lock_and_system_files_are_counted_not_listed(tmp_path: Path) -> None:
    for name in ("~$a.docx", ".DS_Store", "Thumbs.db", ".git/config", "__MACOSX/x.pdf", "a.docx~"):
        touch(tmp_path / name)
    touch(tmp_path / "a.docx")
    found = discover([tmp_path])
    assert labels(found, tmp_path) == ["a.docx"]
    assert found.ignored == 6


def test_files_that_are_no_contracts_are_listed_and_not_opened(tmp_path: Path) -> None:
    touch(tmp_path / "a.py")
    touch(tmp_path / "b.wps", b"\0\1\2")
    touch(tmp_path / "contract", b"%PDF-1.7 ...")
    touch(tmp_path / "no-extension", b"This Agreement")
    for packed in ("a.pdf.gz", "b.tgz", "c.tar", "d.txt.xz", "e.pdf.bz2", "f.7z"):
        touch(tmp_path / packed, b"\0\1\2")
    touch(tmp_path / "app.log.gz", b"\x1f\x8b")
    assert refusals(discover([tmp_path])) == {
        "a.py": "skipped not-a-document", "app.log.gz": "skipped not-a-document",
        "b.wps": "skipped unsupported-format",
    }  # fmt: skip


def test_a_file_that_is_named_is_left_to_the_loader(tmp_path: Path) -> None:
    (source,) = discover([touch(tmp_path / "a.py")]).sources
    assert source.refusal is None and source.named


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = touch(tmp_path / "secret/passwords.txt")
    touch(tmp_path / "in/real.txt")
    (tmp_path / "in/out.txt").symlink_to(outside)
    (tmp_path / "in/out-folder").symlink_to(outside.parent)
    (tmp_path / "in/twin.txt").symlink_to(tmp_path / "in/real.txt")
    (tmp_path / "in/broken.txt").symlink_to(tmp_path / "in/nothing")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/self").symlink_to(tmp_path / "in/self")
    found = discover([tmp_path / "in"])
    assert labels(found, tmp_path / "in") == [
        "broken.txt", "out-folder", "out.txt", "real.txt", "self", "twin.txt",
    ]  # fmt: skip
    assert refusals(found) == {
        "broken.txt": "failed unreadable", "out-folder": "skipped link-outside",
        "out.txt": "skipped link-outside", "self": "failed unreadable",
    }  # fmt: skip


def test_a_link_the_user_names_is_followed(tmp_path: Path) -> None:
    target = touch(tmp_path / "other/real.txt")
    (tmp_path / "link.txt").symlink_to(target)
    (source,) = discover([tmp_path / "link.txt"]).sources
    assert source.path == target and source.refusal is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_sockets_and_devices_are_said_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        found = discover([tmp_path, "/dev/null"])
    assert refusals(found) == {
        "pipe.txt": "skipped not-a-file", "s": "skipped not-a-file", "null": "skipped not-a-file",
    }  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_file_that_becomes_a_pipe_or_a_link_does_not_block_or_mislead(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(LoadError, match="no regular file"):
        open_regular(tmp_path / "pipe.txt")
    (tmp_path / "link").symlink_to(touch(tmp_path / "real"))
    with pytest.raises(LoadError, match="cannot be opened"):
        open_regular(tmp_path / "link")


def test_patterns_and_the_same_file_twice(tmp_path: Path) -> None:
    touch(tmp_path / "x/a.txt")
    touch(tmp_path / "x/y/b.txt")
    touch(tmp_path / "x/c.md")
    found = discover([f"{tmp_path}/**/*.txt", tmp_path / "x", tmp_path / "x/a.txt"])
    assert labels(found, tmp_path / "x") == ["a.txt", "c.md", "y/b.txt"]


def test_a_name_with_brackets_is_a_name_first(tmp_path: Path) -> None:
    touch(tmp_path / "draft [1].txt")
    assert labels(discover([tmp_path / "draft [1].txt"]), tmp_path) == ["draft [1].txt"]


def test_nothing_to_read_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file to read"):
        discover([tmp_path])
    touch(tmp_path / "contract.docx")
    with pytest.raises(
        UsageError, match=r"no such file or folder: .*contract.dox, did you mean 'contract.docx'"
    ):
        discover([tmp_path / "contract.dox"])
    with pytest.raises(UsageError, match="no file matches"):
        discover([str(tmp_path / "*.pdf")])


def test_a_missing_path_among_others_is_a_row(tmp_path: Path) -> None:
    found = discover([touch(tmp_path / "a.txt"), tmp_path / "b.txt"])
    assert len(found.missing) == 1
    assert refusals(found) == {"b.txt": "failed not-found"}


def test_what_the_run_writes_is_not_read(tmp_path: Path) -> None:
    touch(tmp_path / "a.txt")
    report = touch(tmp_path / "report.html")
    assert labels(discover([tmp_path], outputs=[report]), tmp_path) == ["a.txt"]


def test_exclude_takes_names_paths_and_folders(tmp_path: Path) -> None:
    for name in ("a.txt", "drafts/b.txt", "old-c.txt"):
        touch(tmp_path / name)
    found = discover([tmp_path], exclude=["drafts", "old-*"])
    assert labels(found, tmp_path) == ["a.txt"] and found.excluded == 2


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream:
        buffer = io.BytesIO(b"This Agreement")

    monkeypatch.setattr(sys, "stdin", Stream())
    (source,) = discover(["-"], stdin_name="msa.txt").sources
    assert (source.label, source.data, source.suffix) == ("msa.txt", b"This Agreement", ".txt")
    Stream.buffer.seek(0)
    (source,) = discover(["-"], byte_limit=5).sources
    assert source.refusal and source.refusal[0] is Status.FAILED


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_and_folders_are_said(tmp_path: Path) -> None:
    touch(tmp_path / "closed/x.txt")
    (tmp_path / "closed").chmod(0)
    try:
        assert refusals(discover([tmp_path])) == {"closed": "failed unreadable"}
    finally:
        (tmp_path / "closed").chmod(0o700)


def test_a_file_over_the_limit_is_not_read_whole(tmp_path: Path) -> None:
    (source,) = discover([touch(tmp_path / "a.txt", b"x" * 100)]).sources
    with pytest.raises(LoadError, match="larger than 50 bytes"):
        digest(source, limit=50)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("plain.txt", "plain.txt"), ("Verträge №1.pdf", "Verträge №1.pdf"),
        ("a\x1b[31m.txt", "a\\x1b[31m.txt"), ("exe\u202etxt.pdf", "exe\\u202etxt.pdf"),
        ("new\nline", "new\\x0aline"), ("bad\udcff", "bad\\xff"), ("\U000e0001", "\\U000e0001"),
    ],
)  # fmt: skip
def test_names_cannot_steer_a_terminal(name: str, shown: str) -> None:
    assert safe_name(name) == shown
