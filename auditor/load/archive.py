"""ZIP, TAR and compressed files: what is inside, within limits and with harmless names."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, cast

from auditor.errors import Damaged, Encrypted, LimitReached, LoadError
from auditor.load.options import Limits, LoadOptions
from auditor.model import Reason

_CHUNK = 1 << 16
#: Ratios matter only for members that could fill memory.
_SMALL = 1 << 20
#: Compression method of members encrypted by WinZip's AES (APPNOTE 4.4.5).
_AES = 99
_SYSTEM = re.compile(
    r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another: its harmless name, and its bytes or why there are none."""

    name: str
    data: bytes = b""
    error: LoadError | None = None


@dataclass(slots=True)
class Budget:
    """What may still be unpacked from one input file, over all depths of nesting.

    Attributes:
        octets: bytes that may still be unpacked.
        files: files that may still be taken out.
    """

    octets: int
    files: int

    @classmethod
    def of(cls, limits: Limits) -> Budget:
        """The whole allowance of one input file."""
        return cls(limits.unpacked_mb << 20, limits.attachments)


@dataclass(slots=True)
class Contents:
    """What was met while a container was unpacked; reasons grow as members are taken."""

    reasons: list[Reason] = field(default_factory=list)
    unsafe: list[str] = field(default_factory=list)
    doubles: list[str] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)

    def name(self, raw: str) -> str:
        """A name that is safe to show and unique in this container; what was odd is kept."""
        safe = safe_name(raw)
        if safe != raw:
            self.unsafe.append(safe)
        name, number = safe, 2
        while name in self._names:
            path = PurePosixPath(safe)
            name = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
            number += 1
        if name != safe:
            self.doubles.append(safe)
        self._names.add(name)
        return name

    def close(self, path: str) -> tuple[Reason, ...]:
        """All reasons, once every member was taken."""
        if self.unsafe:
            self.reasons.append(
                Reason(
                    "unsafe-names",
                    f"{len(self.unsafe)} names in {path} point outside it or hold control "
                    f"characters and were made harmless: {_few(self.unsafe)}",
                )
            )
        if self.doubles:
            self.reasons.append(
                Reason(
                    "duplicate-names",
                    f"{path} holds more than one file of the same name; all were read: "
                    f"{_few(self.doubles)}",
                )
            )
        return tuple(self.reasons)


def _few(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" ..." if len(names) > 5 else "")


def safe_name(raw: str) -> str:
    """``raw`` as a relative path with "/", without "..", drives and unprintable characters."""
    shown = "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in raw.replace("\\", "/")
    )
    parts = [part for part in shown.split("/") if part not in {"", ".", ".."}]
    if parts and re.fullmatch(r"[A-Za-z]:", parts[0]):
        parts = parts[1:]
    return "/".join(part[:255] for part in parts[-40:]) or "unnamed"


def members(
    format: str, data: bytes, path: str, options: LoadOptions, *, budget: Budget,
    contents: Contents,
) -> Iterator[Member]:  # fmt: skip
    """The files inside a container, one at a time; nothing is written to disk.

    Args:
        format: "zip", "tar", "gzip", "bzip2" or "xz".
        data: the container's bytes.
        path: its name, for messages.
        options: passwords and limits.
        budget: allowance of the whole input file; spent here.
        contents: takes what is to be said of the container itself.

    Raises:
        Damaged: the container cannot be opened at all.
    """
    unpacker = _Unpacker(path, options, budget, contents)
    if format == "zip":
        return unpacker.zip(data)
    if format == "tar":
        return unpacker.tar(data)
    return iter((unpacker.single(format, data),))


@dataclass(frozen=True, slots=True)
class _Unpacker:
    path: str
    options: LoadOptions
    budget: Budget
    contents: Contents

    def zip(self, data: bytes) -> Iterator[Member]:
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:  # zipfile lets struct, value and index errors through
            raise Damaged(
                f"{self.path} is not a readable ZIP file: {error}; ask for a new copy"
            ) from error
        with archive:
            for entry in archive.infolist():
                raw = _zip_name(entry)
                if entry.is_dir() or _SYSTEM.search(raw):
                    continue
                if not self._spend_file():
                    return
                name = self.contents.name(raw)
                try:
                    member = Member(name, self._zip_entry(archive, entry, name))
                except LoadError as error:
                    member = Member(name, error=error)
                yield member

    def _spend_file(self) -> bool:
        """Whether one more file may be taken out; says so when not."""
        if self.budget.files <= 0:
            limit = self.options.limits.attachments
            self.contents.reasons.append(
                Reason(
                    "limit",
                    f"{self.path} holds more files than the limit of {limit}; the rest was not "
                    "opened: unpack it and scan the folder",
                )
            )
            return False
        self.budget.files -= 1
        return True

    def _zip_entry(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
        where = f"{name} in {self.path}"
        ratio = self.options.limits.ratio
        if entry.file_size > max(_SMALL, entry.compress_size * ratio):
            raise LimitReached(
                f"{where} would grow more than {ratio} times when unpacked; not opened"
            )
        encrypted = bool(entry.flag_bits & 1)
        if encrypted and entry.compress_type == _AES:
            raise Encrypted(f"{where} is encrypted with AES, not opened here: unpack it first")
        passwords: list[bytes | None] = [None]
        if encrypted:
            passwords = [word.encode("utf-8") for word in self.options.passwords]
        for password in passwords:
            try:
                with archive.open(entry, pwd=password) as stream:
                    return self._drain(stream, where)
            except LoadError:
                raise
            except Exception as error:  # wrong password or damage: a dozen kinds
                if password is None:
                    raise Damaged(f"{where} cannot be unpacked: {error}") from error
        raise Encrypted(f"{where} needs a password; none of those given opens it")

    def _drain(self, stream: IO[bytes], where: str, packed: int = 0) -> bytes:
        """All bytes of a stream, or ``LimitReached`` as soon as they are too many."""
        limits = self.options.limits
        parts: list[bytes] = []
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            self.budget.octets -= len(chunk)
            if self.budget.octets < 0:
                raise LimitReached(
                    f"{where}: more than {limits.unpacked_mb} MiB would be unpacked; stopped"
                )
            if packed and size > max(_SMALL, packed * limits.ratio):
                raise LimitReached(
                    f"{where} grows more than {limits.ratio} times when unpacked; stopped"
                )
            parts.append(chunk)
        return b"".join(parts)

    def single(self, format: str, data: bytes) -> Member:
        """The one file inside a compressed file, named after it."""
        own = safe_name(PurePosixPath(self.path.rsplit("!/", 1)[-1].replace("\\", "/")).name)
        name = re.sub(r"\.tgz$", ".tar", own, flags=re.IGNORECASE)
        name = re.sub(r"\.(?:gz|bz2|xz)$", "", name, flags=re.IGNORECASE)
        if name == own:
            name += ".unpacked"
        self.budget.files -= 1
        try:
            with _open_single(format, data) as stream:
                return Member(name, self._drain(stream, self.path, packed=len(data)))
        except LoadError as error:
            return Member(name, error=error)
        except Exception as error:  # OSError, EOFError, zlib.error, LZMAError, ValueError
            return Member(name, error=Damaged(f"{self.path} cannot be unpacked: {error}"))

    def tar(self, data: bytes) -> Iterator[Member]:
        import tarfile

        links = 0
        try:
            with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
                for entry in archive:
                    if entry.isdir() or _SYSTEM.search(entry.name):
                        continue
                    stream = archive.extractfile(entry) if entry.isreg() else None
                    if stream is None:
                        links += 1
                        continue
                    if not self._spend_file():
                        break
                    yield self._tar_entry(entry.name, stream)
        except (tarfile.TarError, OSError, EOFError, ValueError) as error:
            self.contents.reasons.append(
                Reason("damaged", f"{self.path} breaks off and was read up to there: {error}")
            )
        if links:
            self.contents.reasons.append(
                Reason("links", f"{links} links or devices in {self.path} were not followed")
            )

    def _tar_entry(self, raw: str, stream: IO[bytes]) -> Member:
        name = self.contents.name(raw)
        try:
            return Member(name, self._drain(stream, f"{name} in {self.path}"))
        except LoadError as error:
            return Member(name, error=error)


def _open_single(format: str, data: bytes) -> IO[bytes]:
    import bz2
    import gzip
    import lzma

    stream = io.BytesIO(data)
    if format == "gzip":
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    return cast(IO[bytes], bz2.BZ2File(stream) if format == "bzip2" else lzma.LZMAFile(stream))


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; names without the UTF-8 flag are tried as UTF-8 all the same."""
    if entry.flag_bits & 0x800:
        return entry.orig_filename
    try:
        return entry.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.orig_filename
