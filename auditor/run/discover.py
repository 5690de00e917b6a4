"""From the paths a user gives to the sources a run reads, in an order that never changes."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path, PurePath, PurePosixPath

from auditor.errors import UsageError
from auditor.model import Reason, Status
from auditor.run.formats import unread, unread_by_name
from auditor.run.messages import did_you_mean, safe_name
from auditor.run.remote import is_url, list_files
from auditor.run.sources import Source, read_stdin

_JUNK = {"thumbs.db", "desktop.ini", "ehthumbs.db", "$recycle.bin", "__macosx", "icon\r"}


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the paths led to.

    Attributes:
        sources: everything the report lists, sorted by label; refused ones among them.
        ignored: hidden, lock and system files that were passed over.
        excluded: files left out because the user asked for it.
        missing: paths that name nothing, with what to do; their rows are in ``sources``.
    """

    sources: tuple[Source, ...]
    ignored: int = 0
    excluded: int = 0
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class _Walk:
    """State of one discovery."""

    exclude: tuple[str, ...]
    outputs: frozenset[Path]
    byte_limit: int
    web: bool
    found: dict[str, Source] = field(default_factory=dict)
    seen: set[Path] = field(default_factory=set)
    ignored: int = 0
    excluded: int = 0
    missing: list[str] = field(default_factory=list)


def discover(
    paths: Sequence[str | Path],
    *,
    exclude: Iterable[str] = (),
    outputs: Iterable[Path] = (),
    stdin_name: str = "",
    byte_limit: int = 1 << 40,
    web: bool = False,
) -> Discovery:
    """Everything ``paths`` lead to: files, folders (walked), glob patterns, URLs, ``-``.

    Args:
        paths: as the user gave them.
        exclude: glob patterns over the label or the bare name of files and folders.
        outputs: files this run writes; they are not read.
        stdin_name: what to call standard input; its extension helps to tell the format.
        byte_limit: of standard input.
        web: whether https URLs are read.

    Raises:
        UsageError: nothing at all was found to read.
    """
    walk = _Walk(tuple(exclude), frozenset(_resolve(path) for path in outputs), byte_limit, web)
    for given in paths:
        if str(given) == "-":
            label = safe_name(stdin_name or "<stdin>")
            walk.found[label] = read_stdin(label, limit=byte_limit)
        elif is_url(str(given)):
            _take_url(str(given), walk)
        else:
            _take(str(given), walk)
    if not walk.found or (walk.missing and len(walk.missing) == len(walk.found)):
        raise UsageError(_nothing(paths, walk))
    ordered = sorted(walk.found.values(), key=lambda source: Path(source.label).parts)
    return Discovery(tuple(ordered), walk.ignored, walk.excluded, tuple(walk.missing))


def _nothing(paths: Sequence[str | Path], walk: _Walk) -> str:
    if walk.missing:
        return "; ".join(walk.missing)
    where = ", ".join(safe_name(str(path)) for path in paths) or "no path given"
    passed = walk.ignored + walk.excluded
    left_out = f" ({passed} hidden, system or excluded)" if passed else ""
    return f"no file to read in {where}{left_out}; give a contract, or a folder that holds some"


def _take(given: str, walk: _Walk) -> None:
    path = Path(given)
    if os.path.lexists(path):
        _take_root(path, walk)
        return
    # glob.glob, since the pattern may be absolute
    matches = sorted(glob.glob(given, recursive=True)) if glob.has_magic(given) else []  # noqa: PTH207
    for match in matches:
        _take_root(Path(match), walk)
    if not matches:
        label = safe_name(given)
        message = (
            f"no file matches {label}"
            if glob.has_magic(given)
            else f"no such file or folder: {label}{_sibling(path)}"
        )
        walk.missing.append(message)
        _refuse(label, Status.FAILED, "not-found", f"{message}; check the path", walk, named=True)


def _take_url(url: str, walk: _Walk) -> None:
    """Files behind a URL; what they are is told by their names alone until they are fetched."""
    files = list_files(url, web=walk.web)
    for file in files:
        name = PurePosixPath(file.url.partition("::")[0])
        if _passed_over(name, walk):
            continue
        label = safe_name(file.url)
        refusal = None if file.named else unread_by_name(name.suffix.lower())
        walk.found.setdefault(
            label,
            Source(
                label, size=file.size, refusal=refusal, named=file.named,
                url=file.url, mark=file.mark,
            ),
        )  # fmt: skip
    if not files:
        label = safe_name(url)
        message = f"nothing found at {label}"
        walk.missing.append(message)
        _refuse(
            label, Status.FAILED, "not-found", f"{message}; check the address", walk, named=True
        )


def _sibling(path: Path) -> str:
    try:
        return did_you_mean(path.name, [entry.name for entry in os.scandir(path.parent)])
    except OSError:
        return ""


def _take_root(path: Path, walk: _Walk) -> None:
    """A path the user named: a link is followed, for that is what was asked for."""
    label = safe_name(str(path))
    try:
        mode = path.stat().st_mode
    except OSError as error:
        _refuse(
            label,
            Status.FAILED,
            "unreadable",
            f"{error.strerror}; check the path",
            walk,
            named=True,
        )
        return
    if not stat.S_ISDIR(mode):
        _take_file(path, path.resolve(), mode, walk, named=True)
        return
    root = path.resolve()
    for folder, entries in _walk_folders(path, root, walk):
        for entry in entries:
            _take_entry(folder / entry.name, entry, root, walk)


def _walk_folders(
    top: Path, root: Path, walk: _Walk
) -> Iterator[tuple[Path, list[os.DirEntry[str]]]]:
    """Folders below ``top`` with their non-folder entries, both in order of name."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            message = f"the folder cannot be listed ({error.strerror}); nothing in it was read"
            _refuse(safe_name(str(folder)), Status.FAILED, "unreadable", message, walk)
            continue
        kept = [entry for entry in entries if not _passed_over(folder / entry.name, walk)]
        inner = [entry for entry in kept if entry.is_dir(follow_symlinks=False)]
        waiting += [folder / entry.name for entry in reversed(inner)]
        yield folder, [entry for entry in kept if entry not in inner]


def _passed_over(path: PurePath, walk: _Walk) -> bool:
    name = path.name
    if name.startswith((".", "~$", "._")) or name.lower() in _JUNK or name.endswith("~"):
        walk.ignored += 1
        return True
    if any(fnmatch(name, pattern) or fnmatch(str(path), pattern) for pattern in walk.exclude):
        walk.excluded += 1
        return True
    return False


def _take_entry(path: Path, entry: os.DirEntry[str], root: Path, walk: _Walk) -> None:
    label = safe_name(str(path))
    try:
        target = path.resolve(strict=True) if entry.is_symlink() else root.joinpath(path.resolve())
        mode = target.stat().st_mode
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "a loop of links"
        _refuse(label, Status.FAILED, "unreadable", f"{reason}; check the file", walk)
        return
    if entry.is_symlink() and not target.is_relative_to(root):
        message = "a link that leads out of the folder is not followed; give its target itself"
        _refuse(label, Status.SKIPPED, "link-outside", message, walk)
    elif stat.S_ISDIR(mode):
        walk.ignored += 1  # a link to a folder inside: its files are met under their own names
    else:
        _take_file(path, target, mode, walk, named=False)


def _take_file(path: Path, target: Path, mode: int, walk: _Walk, *, named: bool) -> None:
    label = safe_name(str(path))
    if target in walk.outputs:
        walk.ignored += 1
        return
    if target in walk.seen and not path.is_symlink():
        return
    if not stat.S_ISREG(mode):
        message = f"{_kind(mode)}, not a file; it is not opened (to pipe a contract in, give -)"
        _refuse(label, Status.SKIPPED, "not-a-file", message, walk, named=named)
        return
    walk.seen.add(target)
    refusal = None if named else unread(target)
    size = target.stat().st_size
    walk.found.setdefault(
        label, Source(label, path=target, size=size, refusal=refusal, named=named)
    )


def _refuse(
    label: str, status: Status, code: str, message: str, walk: _Walk, *, named: bool = False
) -> None:
    walk.found.setdefault(
        label, Source(label, refusal=(status, Reason(code, message)), named=named)
    )


def _kind(mode: int) -> str:
    names = (
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISBLK, "a block device"),
        (stat.S_ISCHR, "a character device"),
    )
    return next((name for test, name in names if test(mode)), "a special file")


def _resolve(path: Path) -> Path:
    return Path(os.path.realpath(path))
