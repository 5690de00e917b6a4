"""Results of documents read before, so that unchanged ones are not read twice.

SQLite in the user's cache folder, for the user alone. An entry is the compressed findings
format, never a pickle; its checksum covers its key, so an entry that is damaged, or was
moved there from elsewhere, is passed over. Nothing that goes wrong here ends a run: the
cache then does without, and says so in ``trouble``.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from auditor.errors import UsageError

_FILE = "results.sqlite3"
_APPLICATION = 0x61756474  # "audt", PRAGMA application_id
_SCHEMA = 1
_WRITE_SECONDS = 1.0
_TOUCH_SECONDS = 3600
DEFAULT_MAX_BYTES = 512 << 20
_CREATE_RESULTS = """CREATE TABLE results (
    key TEXT PRIMARY KEY, value BLOB, checksum BLOB, pages INTEGER, used REAL
)"""
_T = TypeVar("_T")


def cache_dir() -> Path:
    """The folder: ``$AUDITOR_CACHE_DIR``, or ``auditor`` in the system's place for caches."""
    if chosen := os.environ.get("AUDITOR_CACHE_DIR"):
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "auditor"


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What ``auditor cache info`` says: the file, its entries, their bytes, the bound."""

    path: Path
    entries: int
    bytes: int
    max_bytes: int


class Cache:
    """An open cache; safe to be used by several processes at once.

    Writes wait in memory for up to a second and go to disk in one short transaction, so
    that no process holds the lock for long.

    Args:
        folder: see ``cache_dir``.
        max_bytes: beyond this, the entries used longest ago go.
    """

    def __init__(self, folder: Path | None = None, *, max_bytes: int = DEFAULT_MAX_BYTES) -> None:
        self.path = (folder or cache_dir()) / _FILE
        self.trouble = ""
        self._max_bytes = max_bytes
        self._pending: list[tuple[str, bytes, bytes, int, float]] = []
        self._touched: list[tuple[float, str]] = []
        self._written = time.monotonic()
        self._db: sqlite3.Connection | None = None
        try:
            private(self.path.parent)
            self._db = _open(self.path)
        except (OSError, sqlite3.Error) as error:
            self._fail(error)

    def get(self, key: str) -> tuple[bytes, int] | None:
        """The value under ``key`` and its number of pages, or None."""
        query = "SELECT value, checksum, pages, used FROM results WHERE key = ?"
        row = self._try(lambda db: db.execute(query, (key,)).fetchone(), None)
        if row is None:
            return None
        value, checksum, pages, used = row
        if not isinstance(value, bytes) or checksum != _checksum(key, value, pages):
            return None
        if time.time() - used > _TOUCH_SECONDS:
            self._touched.append((time.time(), key))
        return value, int(pages)

    def put(self, key: str, value: bytes, pages: int) -> None:
        """Keep ``value``; it goes to disk with the next ``flush`` that is due, or at ``close``."""
        self._pending.append((key, value, _checksum(key, value, pages), pages, time.time()))

    def remember(self, key: str, text: str) -> None:
        """Keep a short note that is not a result (the version of a rule pack)."""
        statement = "INSERT OR REPLACE INTO notes VALUES (?, ?)"
        self._try(lambda db: db.execute(statement, (key, text)).connection.commit(), None)

    def recall(self, key: str) -> str:
        """The note kept under ``key``, or ""."""
        query = "SELECT text FROM notes WHERE key = ?"
        row = self._try(lambda db: db.execute(query, (key,)).fetchone(), None)
        return row[0] if row and isinstance(row[0], str) else ""

    def flush(self, *, now: bool = False) -> None:
        """Write what waits, when a second has gone by since the last time (or ``now``)."""
        due = now or time.monotonic() - self._written > _WRITE_SECONDS
        if due and (self._pending or self._touched):
            self._try(self._write, None)
            self._written = time.monotonic()

    def close(self) -> None:
        """Write what waits, make room if there is too much, and let go of the file."""
        self.flush(now=True)
        self._try(self._evict, None)
        if self._db is not None:
            self._db.close()
            self._db = None

    def info(self) -> CacheInfo:
        """How much is kept."""
        query = "SELECT count(*), coalesce(sum(length(value)), 0) FROM results"
        entries, size = self._try(lambda db: db.execute(query).fetchone(), (0, 0))
        return CacheInfo(self.path, entries, size, self._max_bytes)

    def _try(self, action: Callable[[sqlite3.Connection], _T], default: _T) -> _T:
        """``action``'s result; a cache that fails is left alone for the rest of the run."""
        if self._db is None:
            return default
        try:
            return action(self._db)
        except sqlite3.Error as error:
            self._fail(error)
            return default

    def _fail(self, error: Exception) -> None:
        self.trouble = f"results are not cached: {self.path}: {error}"
        if self._db is not None:
            self._db.close()
            self._db = None

    def _write(self, db: sqlite3.Connection) -> None:
        with db:
            db.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)", self._pending)
            db.executemany("UPDATE results SET used = ? WHERE key = ?", self._touched)
        self._pending.clear()
        self._touched.clear()

    def _evict(self, db: sqlite3.Connection) -> None:
        (size,) = db.execute("SELECT coalesce(sum(length(value)), 0) FROM results").fetchone()
        if size <= self._max_bytes:
            return
        excess = size - self._max_bytes * 9 // 10
        oldest = db.execute("SELECT key, length(value) FROM results ORDER BY used").fetchall()
        with db:
            for key, length in oldest:
                if excess <= 0:
                    break
                db.execute("DELETE FROM results WHERE key = ?", (key,))
                excess -= length
        db.execute("PRAGMA incremental_vacuum")


def clear(folder: Path | None = None) -> int:
    """Delete the cache's files; returns how many entries were kept in it.

    Raises:
        UsageError: they cannot be deleted.
    """
    path = (folder or cache_dir()) / _FILE
    if not path.exists():
        return 0
    cache = Cache(path.parent)
    entries = cache.info().entries
    cache.close()
    try:
        _delete(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be deleted: {error.strerror}") from None
    return entries


def _delete(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _checksum(key: str, value: bytes, pages: int) -> bytes:
    return hashlib.sha256(f"{key} {pages} ".encode() + value).digest()


def private(folder: Path) -> None:
    """Make the folder, for its owner alone.

    Raises:
        OSError: it cannot be made, or is somebody else's.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not hasattr(os, "getuid"):
        return
    state = folder.stat()
    if state.st_uid != os.getuid():
        raise OSError("the folder belongs to another user")
    if stat.S_IMODE(state.st_mode) & 0o077:
        folder.chmod(0o700)


def _open(path: Path) -> sqlite3.Connection:
    """The database; one that is damaged or not of this form is replaced by an empty one."""
    try:
        return _connect(path)
    except sqlite3.OperationalError:
        raise  # locked, or the disk is full: the file itself may be sound
    except (sqlite3.DatabaseError, ValueError):
        _delete(path)
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=5.0)
    try:
        path.chmod(0o600)
        db.execute("PRAGMA auto_vacuum = INCREMENTAL")
        with suppress(sqlite3.OperationalError):  # another process is at it, which is as good
            db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("BEGIN IMMEDIATE")  # of two that begin a cache at once, one does and one sees it
        with db:
            _begin(db)
    except BaseException:
        db.close()
        raise
    return db


def _begin(db: sqlite3.Connection) -> None:
    """Make the tables where there are none.

    Raises:
        ValueError: there are tables, and not ours.
    """
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (schema,) = db.execute("PRAGMA user_version").fetchone()
    if tables and (application, schema) != (_APPLICATION, _SCHEMA):
        raise ValueError("made by another program or version")
    if not tables:
        db.execute(_CREATE_RESULTS)
        db.execute("CREATE TABLE notes (key TEXT PRIMARY KEY, text TEXT)")
        db.execute(f"PRAGMA application_id = {_APPLICATION}")
        db.execute(f"PRAGMA user_version = {_SCHEMA}")
