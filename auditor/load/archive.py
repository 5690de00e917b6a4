"""ZIP, TAR and compressed files: what is inside, within limits and with harmless names."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from auditor.errors import Damaged, Encrypted, LimitReached, LoadError
from auditor.load.options import Limits, LoadOptions
from auditor.model import Reason

_CHUNK = 1 << 16
#: Ratios matter only for members that could fill memory.
_SMALL = 1 << 20
_SYSTEM = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.I)


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
    ignored: int = 0
    _names: set[str] = field(default_factory=set)

    def name(self, raw: str) -> str:
        """A name that is safe to show and unique in this container; what was odd is kept."""
        safe = safe_name(raw)
        if safe != raw.replace("\\", "/"):
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
    format: str, data: bytes, path: str, options: LoadOptions, budget: Budget, contents: Contents
) -> Iterator[Member]:
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
    if format == "zip":
        return _zip_members(data, path, options, budget, contents)
    if format == "tar":
        return _tar_members(data, path, options, budget, contents)
    return iter((_single(format, data, path, options, budget),))


def _zip_members(
    data: bytes, path: str, options: LoadOptions, budget: Budget, contents: Contents
) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:  # zipfile lets struct, value and index errors of damage through
        raise Damaged(f"{path} is not a readable ZIP file: {error}; ask for a new copy") from error
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        for entry in entries:
            raw = _zip_name(entry)
            if _SYSTEM.search(raw):
                continue
            if budget.files <= 0:
                contents.reasons.append(_too_many(path, options.limits.attachments))
                return
            budget.files -= 1
            name = contents.name(raw)
            where = f"{name} in {path}"
            try:
                yield Member(name, _read_zip_entry(archive, entry, where, options, budget))
            except LoadError as error:
                yield Member(name, error=error)


def _too_many(path: str, limit: int) -> Reason:
    return Reason(
        "limit", f"{path} holds more files than the limit of {limit}; the rest was not opened"
    )


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; names without the UTF-8 flag are tried as UTF-8 all the same."""
    if entry.flag_bits & 0x800:
        return entry.orig_filename
    try:
        return entry.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.orig_filename


def _read_zip_entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, where: str, options: LoadOptions,
    budget: Budget,
) -> bytes:  # fmt: skip
    limits = options.limits
    if entry.file_size > max(_SMALL, entry.compress_size * limits.ratio):
        raise LimitReached(
            f"{where} would grow more than {limits.ratio} times when unpacked; not opened"
        )
    if entry.compress_type == 99 and entry.flag_bits & 1:  # 99: WinZip AES
        raise Encrypted(f"{where} is encrypted with AES, which is not opened here: unpack it first")
    passwords: list[bytes | None] = [None]
    if entry.flag_bits & 1:
        passwords = [word.encode("utf-8") for word in options.passwords]
    for password in passwords:
        try:
            with archive.open(entry, pwd=password) as stream:
                return _drain(stream, where, budget, limits)
        except LoadError:
            raise
        except Exception as error:  # wrong password or damage: zipfile raises a dozen kinds
            if password is None:
                raise Damaged(f"{where} cannot be unpacked: {error}") from error
    raise Encrypted(f"{where} needs a password; none of those given opens it")


def _drain(stream: io.BufferedIOBase | zipfile.ZipExtFile, where: str, budget: Budget,
           limits: Limits, packed: int = 0) -> bytes:  # fmt: skip
    """All bytes of a stream, or ``LimitReached`` as soon as they are too many."""
    parts, size = [], 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        budget.octets -= len(chunk)
        if budget.octets < 0:
            raise LimitReached(
                f"{where}: more than {limits.unpacked_mb} MiB would be unpacked; stopped"
            )
        if packed and size > max(_SMALL, packed * limits.ratio):
            raise LimitReached(
                f"{where} grows more than {limits.ratio} times when unpacked; stopped"
            )
        parts.append(chunk)
    return b"".join(parts)


def _single(format: str, data: bytes, path: str, options: LoadOptions, budget: Budget) -> Member:
    import bz2
    import gzip
    import lzma
    import zlib

    opener = {"gzip": gzip.GzipFile, "bzip2": bz2.BZ2File, "xz": lzma.LZMAFile}[format]
    name = safe_name(PurePosixPath(path.rsplit("!/", 1)[-1].replace("\\", "/")).name)
    stem = re.sub(r"\.(?:gz|bz2|xz)$", "", re.sub(r"\.tgz$", ".tar", name, flags=re.I), flags=re.I)
    name = stem if stem != name else f"{name}.unpacked"
    budget.files -= 1
    try:
        with opener(fileobj=io.BytesIO(data)) if format == "gzip" else opener(io.BytesIO(data)) as s:
            return Member(name, _drain(s, path, budget, options.limits, packed=len(data)))
    except LoadError as error:
        return Member(name, error=error)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
        return Member(name, error=Damaged(f"{path} cannot be unpacked: {error}"))


def _tar_members(
    data: bytes, path: str, options: LoadOptions, budget: Budget, contents: Contents
) -> Iterator[Member]:
    import tarfile

    links = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for entry in archive:
                if entry.isdir() or _SYSTEM.search(entry.name):
                    continue
                if not entry.isreg():
                    links += 1
                    continue
                if budget.files <= 0:
                    contents.reasons.append(_too_many(path, options.limits.attachments))
                    return
                budget.files -= 1
                name = contents.name(entry.name)
                stream = archive.extractfile(entry)
                assert stream is not None
                try:
                    yield Member(name, _drain(stream, f"{name} in {path}", budget, options.limits))
                except LoadError as error:
                    yield Member(name, error=error)
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise Damaged(f"{path} is not a readable TAR file: {error}") from error
    if links:
        contents.reasons.append(
            Reason("links", f"{links} links or devices in {path} are not files; not followed")
        )
