"""What is under way in a run: the pool, the cache, and copies that wait for their original."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.errors import LoadError
from auditor.model import Reason, Status
from auditor.run import codec, protocol, worker
from auditor.run.cache import Cache
from auditor.run.codec import StandIn
from auditor.run.identity import result_key
from auditor.run.options import RunOptions
from auditor.run.pool import Pool, can_fork
from auditor.run.protocol import Task
from auditor.run.remote import mark_key
from auditor.run.rows import bare_row
from auditor.run.sources import Source, digest, loaded
from auditor.run.spool import Spool


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the source at ``index``: joined encoded audits, and pages read."""

    index: int
    data: bytes
    pages: int = 0


def stand_in(source: Source, sha256: str) -> StandIn:
    """What a loader is told a file is called, in place of its path."""
    return StandIn(sha256, source.suffix, source.label)


def row_data(source: Source, status: Status, reason: Reason) -> bytes:
    """The result of a source of which nothing could be read."""
    return codec.join([codec.encode(bare_row(source.label, status, reason))])


class Work:
    """Begins sources and gives back results, each as soon as it is known.

    Args:
        options: of the run.
        factory: of the handler, see ``pool.Pool``.
        cache: where results may come from, and go to.
        identity: what the run adds to a result's key.
        spool: where the caller puts results; a copy's result is taken from there.
        warm: workers are to begin with what the first document would make each of them do.
    """

    def __init__(
        self,
        options: RunOptions,
        factory: str,
        *,
        cache: Cache | None,
        identity: str,
        spool: Spool,
        warm: bool,
    ) -> None:
        self._options = options
        self._factory = factory
        self._cache = cache
        self._identity = identity
        self._spool = spool
        self._warm = warm
        self._pool: Pool | None = None
        self._originals: dict[str, int] = {}
        self._copies: dict[int, list[int]] = {}
        self._keys: dict[int, str] = {}
        self.hashes: dict[int, str] = {}

    @property
    def has_room(self) -> bool:
        """Whether another source can be begun."""
        return self._pool is None or self._pool.has_room

    @property
    def busy(self) -> bool:
        """Whether a source is under way."""
        return self._pool is not None and self._pool.busy

    def begin(self, index: int, source: Source) -> Iterator[Result]:
        """Start on a source; yields its result at once when it is known already."""
        try:
            if source.url:
                sha256 = self._recalled(source)
                if not sha256:
                    yield from self._unread(index, source)
                    return
            else:
                sha256 = digest(source, limit=self._options.load.limits.bytes)
            yield from self._known(index, source, sha256)
        except LoadError as error:
            reason = Reason(error.code, str(error))
            yield Result(index, row_data(source, Status.FAILED, reason))

    def _recalled(self, source: Source) -> str:
        """The hash of a remote file that has not changed since it was read, or ""."""
        if not (self._cache and source.mark):
            return ""
        return self._cache.recall(mark_key(source.url, source.mark))

    def _unread(self, index: int, source: Source) -> Iterator[Result]:
        """A remote file that was not read before.

        Raises:
            LoadError: it cannot be fetched.
        """
        fetched = self._fetched(source)
        sha256 = hashlib.sha256(fetched.data or b"").hexdigest()
        if self._cache and source.mark:
            self._cache.remember(mark_key(source.url, source.mark), sha256)
        yield from self._known(index, fetched, sha256)

    def _fetched(self, source: Source) -> Source:
        """The source with its bytes.

        Raises:
            LoadError: they cannot be read.
        """
        return loaded(source, limit=self._options.load.limits.bytes)

    def _known(self, index: int, source: Source, sha256: str) -> Iterator[Result]:
        """A source whose hash is known: its result may be as well."""
        self.hashes[index] = sha256
        key = result_key(sha256, source.suffix, self._identity)
        original = self._originals.setdefault(key, index)
        if original in self._spool:
            yield Result(index, self._spool.get(original))
        elif original != index:
            self._copies.setdefault(original, []).append(index)
        elif self._cache and (kept := self._cache.get(key)):
            yield Result(index, *kept)
        else:
            self._keys[index] = key
            if source.url and source.data is None:
                source = self._fetched(source)
            yield from self._start(index, source, sha256)

    def poll(self, timeout: float) -> Iterator[Result]:
        """What the workers finish within ``timeout`` seconds, and the copies of that."""
        if self._pool is None:
            return
        for done in self._pool.poll(timeout):
            yield from self._ended(done.index, done.parts, keep=done.keep, pages=done.pages)

    def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.close()

    def _start(self, index: int, source: Source, sha256: str) -> Iterator[Result]:
        path = "" if source.data is not None else str(source.path)
        limit = self._options.load.limits.bytes
        task = Task(
            index, stand_in(source, sha256).path, path,
            byte_limit=limit, sha256=sha256, html=self._options.html,
        )  # fmt: skip
        if not self._options.isolate:
            yield from self._here(task, source.data or b"")
            return
        if self._pool is None:
            if can_fork():
                handler = worker.prepare(self._factory, self._options)
                if self._warm:
                    handler.warm()
            self._pool = Pool(self._factory, self._options)
        self._pool.submit(task, source.data)

    def _here(self, task: Task, data: bytes) -> Iterator[Result]:
        messages: list[bytes] = []
        handler = worker.prepare(self._factory, self._options)
        end = worker.serve(task, data, messages.append, handler)
        parts = tuple(m[1:] for m in messages if m[:1] == protocol.RESULT)
        yield from self._ended(task.index, parts, keep=end.keep, pages=end.pages)

    def _ended(
        self, index: int, parts: tuple[bytes, ...], *, keep: bool, pages: int
    ) -> Iterator[Result]:
        data = codec.join(parts)
        key = self._keys.pop(index)
        if self._cache and keep:
            self._cache.put(key, data, pages)
        yield Result(index, data, pages)
        for copy in self._copies.pop(index, []):
            yield Result(copy, data, pages)
