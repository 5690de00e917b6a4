"""Sources that are no local paths: buckets and archives, by fsspec URL.

Only this process reads them; the process that opens a document has no network. Access is
what the user's environment and fsspec's configuration give; no credentials are taken here.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from auditor.errors import LimitReached, LoadError, UsageError

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_WEB = frozenset({"http", "https"})
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file behind a URL.

    Attributes:
        url: of the file itself.
        size: bytes, 0 where the store does not say.
        mark: changes whenever the file's bytes do (an ETag or checksum), or "".
        named: the URL given is this very file's.
    """

    url: str
    size: int
    mark: str
    named: bool


def is_url(text: str) -> bool:
    """Whether a source given by the user is a URL and no path."""
    return _URL.match(text) is not None


def list_files(url: str, *, web: bool = False) -> list[RemoteFile]:
    """The files a URL leads to: itself, all below it, or those that its pattern matches.

    Args:
        url: for instance "s3://bucket/contracts/**" or "zip://**.pdf::deal.zip".
        web: whether http and https are allowed.

    Raises:
        UsageError: no such protocol, a protocol that is off, or a store that cannot be listed.
    """
    protocols = {part.partition("://")[0].lower() for part in url.split("::") if "://" in part}
    if protocols & _WEB and not web:
        raise UsageError(f"{url}: nothing is read from the web unless you say --https")
    fs, path = _open_store(url)
    _, chained, outer = url.partition("::")
    try:
        found, named = _walk(fs, path)
    except FileNotFoundError:
        return []
    except Exception as error:  # each store has errors of its own
        raise UsageError(f"{url}: cannot be listed: {_said(error)}") from None
    files = [
        RemoteFile(
            fs.unstrip_protocol(name) + chained + outer, int(info.get("size") or 0), mark, named
        )
        for name, info in found
        if (mark := _mark(info)) is not None
    ]
    return sorted(files, key=lambda file: file.url)


def fetch(url: str, *, limit: int) -> bytes:
    """The bytes of a file.

    Raises:
        LimitReached: there are more than ``limit`` of them.
        LoadError: it cannot be read.
    """
    fs, path = _open_store(url)
    try:
        with fs.open(path, "rb") as file:
            parts, total = [], 0
            while chunk := file.read(_CHUNK):
                total += len(chunk)
                if total > limit:
                    raise LimitReached(
                        f"larger than {limit:,} bytes; not read;"
                        " raise it with --limit bytes=N if the file is trusted"
                    )
                parts.append(chunk)
    except LoadError:
        raise
    except Exception as error:  # each store has errors of its own
        raise LoadError(f"cannot be read ({_said(error)}); check the address") from None
    return b"".join(parts)


def mark_key(url: str, mark: str) -> str:
    """Under what the hash of an unchanged file's bytes is remembered."""
    return "remote " + hashlib.sha256(f"{url}\0{mark}".encode("utf-8", "surrogatepass")).hexdigest()


def _open_store(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise UsageError(
            f"{url}: reading URLs needs fsspec; install contract-auditor[cluster]"
        ) from None
    try:
        fs, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{url}: {_said(error)}") from None
    except Exception as error:
        raise UsageError(f"{url}: cannot be opened: {_said(error)}") from None
    return fs, path


def _walk(fs: Any, path: str) -> tuple[list[tuple[str, dict[str, Any]]], bool]:
    """Names and what the store says of them; and whether the path names one file."""
    from fsspec.core import has_magic

    if has_magic(path):
        return list(fs.glob(path, detail=True).items()), False
    info = fs.info(path)
    if info["type"] == "directory":
        return list(fs.find(path, detail=True).items()), False
    return [(info["name"], info)], True


def _mark(info: dict[str, Any]) -> str | None:
    """The file's mark; None for what is no file."""
    if info.get("type") != "file":
        return None
    for name in ("ETag", "etag", "md5Hash", "content_md5"):
        if info.get(name):
            return f"{info[name]} {info.get('size')}"
    return ""


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
