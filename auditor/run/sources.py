"""A source: one file (or standard input) a run is to read, and how its bytes are taken."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from auditor.errors import LimitReached, LoadError
from auditor.model import Reason, Status

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """One input.

    Attributes:
        label: its path as the user gave it, made safe to print; unique within a run.
        path: where it lies; None for all that is no local file, and inputs refused on sight.
        size: bytes, as the folder lists it; what the order of work goes by.
        data: the bytes themselves, for standard input.
        refusal: the row's status and reason, when it is not to be opened at all.
        named: the user named this very file, it was not found in a folder.
        url: where it lies, when that is no local path.
        mark: changes with the bytes behind ``url``, or "" where the store gives no such thing.
    """

    label: str
    path: Path | None = None
    size: int = 0
    data: bytes | None = None
    refusal: tuple[Status, Reason] | None = None
    named: bool = False
    url: str = ""
    mark: str = ""

    @property
    def suffix(self) -> str:
        """Lower-case extension with its dot; part of the cache key, since loaders look at it."""
        return Path(self.label.partition("::")[0]).suffix.lower()


def open_regular(path: Path) -> BinaryIO:
    """``path`` opened for reading, and certain to be a regular file.

    The check is made on the opened file: a name that turns into a pipe or a link between
    listing and opening neither blocks nor leads elsewhere.

    Raises:
        LoadError: it cannot be opened, or is no regular file.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise LoadError(
            f"cannot be opened ({error.strerror}); check the file and its rights"
        ) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise LoadError("is no regular file any more; it is not read")
    return os.fdopen(descriptor, "rb")


def loaded(source: Source, *, limit: int) -> Source:
    """The source with its bytes, when they lie behind a URL.

    Raises:
        LimitReached: there are more than ``limit`` bytes.
        LoadError: they cannot be read.
    """
    if not source.url:
        return source
    from auditor.run.remote import fetch

    return replace(source, data=fetch(source.url, limit=limit))


def digest(source: Source, *, limit: int) -> str:
    """SHA-256 of the source's bytes, hexadecimal.

    Raises:
        LimitReached: it is larger than ``limit`` bytes.
        LoadError: it cannot be read.
    """
    if source.data is not None:
        return hashlib.sha256(source.data).hexdigest()
    assert source.path is not None
    total, hasher = 0, hashlib.sha256()
    with open_regular(source.path) as file:
        try:
            while chunk := file.read(_CHUNK):
                total += len(chunk)
                if total > limit:
                    raise too_large(limit)
                hasher.update(chunk)
        except OSError as error:
            raise LoadError(f"cannot be read ({error.strerror}); check the file") from None
    return hasher.hexdigest()


def read(path: Path, *, limit: int) -> bytes:
    """The bytes of a regular file.

    Raises:
        LimitReached: there are more than ``limit`` of them.
        LoadError: it cannot be read.
    """
    with open_regular(path) as file:
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise LoadError(f"cannot be read ({error.strerror}); check the file") from None
    if len(data) > limit:
        raise too_large(limit)
    return data


def read_stdin(label: str, *, limit: int) -> Source:
    """Standard input as a source, refused when it is larger than ``limit`` bytes."""
    data = sys.stdin.buffer.read(limit + 1)
    if len(data) > limit:
        error = too_large(limit)
        return Source(label, refusal=(Status.FAILED, Reason(error.code, str(error))), named=True)
    return Source(label, size=len(data), data=data, named=True)


def too_large(limit: int) -> LimitReached:
    """The error for a file of more than ``limit`` bytes."""
    return LimitReached(
        f"larger than {limit:,} bytes; not read;"
        " raise it with --limit bytes=N if the file is trusted"
    )
