"""A run spread over machines by Dask: the same work for each document, elsewhere.

Dask does the distributing: its scheduler gives tasks to workers, again when a worker is lost.
On a worker, a document is opened in a child process of its own without network, as on one
machine, so that one that crashes or hangs costs its row. Only so many tasks are under way as
keep the workers busy, so a million files do not fill the scheduler's memory.
"""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from auditor.errors import AuditorError, LoadError, UsageError
from auditor.model import Reason, Status
from auditor.run import codec
from auditor.run.codec import StandIn
from auditor.run.identity import result_key, rules_hash
from auditor.run.options import RunOptions
from auditor.run.pool import Pool
from auditor.run.protocol import Task
from auditor.run.remote import fetch, mark_key
from auditor.run.rows import bare_row
from auditor.run.sources import Source, read
from auditor.run.work import Result, Work, row_data

CONNECT_SECONDS = 15
_RETRIES = 3
_TASKS_PER_THREAD = 3
_WAIT_FOR_WORKERS = 60
_TICK = 0.02
_thread = threading.local()
_starting = threading.Lock()


@dataclass(frozen=True, slots=True)
class Errand:
    """One document for a cluster's worker.

    Attributes:
        label, suffix: see ``sources.Source``.
        url: where its bytes lie; "" when ``data`` are they.
        options: of the run.
        factory: of the handler, see ``pool.Pool``.
        rules: hash of the rules the run was begun with.
    """

    label: str
    suffix: str
    url: str
    data: bytes
    options: RunOptions
    factory: str
    rules: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What a worker made of an errand: see ``pool.Done``; ``sha256`` is "" if nothing was read."""

    sha256: str
    data: bytes
    keep: bool
    pages: int


def run_errand(errand: Errand) -> Brought:
    """Fetch and audit one document; runs on a worker.

    Raises:
        AuditorError: the worker has other rules, or cannot start processes.
    """
    options = errand.options
    if rules_hash(options) != errand.rules:
        raise AuditorError(
            "a worker of the cluster has other rules than this machine;"
            " install the same version and give the same --rules there"
        )
    try:
        limit = options.load.limits.bytes
        data = fetch(errand.url, limit=limit) if errand.url else errand.data
    except LoadError as error:
        row = bare_row(errand.label, Status.FAILED, Reason(error.code, str(error)))
        return Brought("", codec.join([codec.encode(row)]), keep=False, pages=0)
    sha256 = hashlib.sha256(data).hexdigest()
    name = StandIn(sha256, errand.suffix, errand.label).path
    pool = _pool(errand)
    pool.submit(Task(0, name, "", byte_limit=limit, sha256=sha256, html=options.html), data)
    while True:
        for done in pool.poll(1.0):
            return Brought(sha256, codec.join(done.parts), done.keep, done.pages)


def _pool(errand: Errand) -> Pool:
    """This thread's child process, which it keeps from errand to errand."""
    options = replace(errand.options, jobs=1, cluster="", html=False)
    key = (errand.factory, options)
    if getattr(_thread, "key", None) != key:
        if hasattr(_thread, "pool"):
            _thread.pool.close()
        with _starting:
            # Dask's workers are daemons, which may have no children; ours end with them.
            multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
        _thread.pool, _thread.key = Pool(errand.factory, options, size=1), key
    pool: Pool = _thread.pool
    return pool


class ClusterWork(Work):
    """As ``Work``, with the workers of a Dask cluster.

    Raises:
        UsageError: Dask is not installed, or there is no scheduler or no worker.
    """

    def __init__(self, options: RunOptions, factory: str, **named: Any) -> None:
        super().__init__(options, factory, **named)
        self._local, self._client = _connect(options)
        self._rules = rules_hash(options)
        self._run = uuid.uuid4().hex
        self._sources: dict[int, Source] = {}
        self._places: dict[Any, int] = {}
        self._capacity = 0
        self._counted = 0.0
        from distributed import as_completed

        self._ended_tasks = as_completed(with_results=True, raise_errors=False)

    @property
    def has_room(self) -> bool:
        """Whether the cluster has less to do than keeps it busy."""
        if time.monotonic() - self._counted > 2.0:  # workers come and go
            threads = sum(self._client.nthreads().values())
            self._capacity = max(1, threads) * _TASKS_PER_THREAD
            self._counted = time.monotonic()
        return len(self._sources) < self._capacity

    @property
    def busy(self) -> bool:
        """Whether a document is under way."""
        return bool(self._sources)

    def _unread(self, index: int, source: Source) -> Iterator[Result]:
        """A file that only a worker will fetch."""
        self._submit(index, source, b"")
        yield from ()

    def _fetched(self, source: Source) -> Source:
        """A worker fetches it."""
        return source

    def _start(self, index: int, source: Source, sha256: str) -> Iterator[Result]:
        try:
            data = source.data or b""
            if source.path is not None:
                data = read(source.path, limit=self._options.load.limits.bytes)
        except LoadError as error:
            self._keys.pop(index)
            yield Result(index, row_data(source, Status.FAILED, Reason(error.code, str(error))))
            return
        self._submit(index, source, data)

    def _submit(self, index: int, source: Source, data: bytes) -> None:
        errand = Errand(
            source.label, source.suffix, source.url, data,
            self._options, self._factory, self._rules,
        )  # fmt: skip
        future = self._client.submit(
            run_errand, errand, key=f"auditor-{self._run}-{index}", pure=False, retries=_RETRIES
        )
        self._sources[index] = source
        self._places[future] = index
        self._ended_tasks.add(future)

    def poll(self, timeout: float) -> Iterator[Result]:
        """What the cluster finishes within ``timeout`` seconds."""
        until = time.monotonic() + timeout
        while self._sources:
            batch = self._ended_tasks.next_batch(block=False)
            for future, outcome in batch:
                yield from self._came(future, outcome)
            if batch or time.monotonic() >= until:
                return
            time.sleep(_TICK)

    def close(self) -> None:
        """Cancel what is under way, and leave the cluster; end it, if it is ours."""
        self._ended_tasks.clear()
        self._client.cancel(list(self._places), force=True)
        self._client.close()
        if self._local is not None:
            self._local.close()

    def _came(self, future: Any, outcome: Any) -> Iterator[Result]:
        index = self._places.pop(future)
        source = self._sources.pop(index)
        if isinstance(outcome, Brought):
            yield from self._brought(index, source, outcome)
            return
        error = outcome[1] if isinstance(outcome, tuple) else outcome
        if type(error).__name__ != "KilledWorker":
            said = str(error) if isinstance(error, AuditorError) else repr(error)
            raise AuditorError(f"the cluster gave up ({said}); finished documents are kept")
        message = (
            "every worker that was given it was lost; it may be too large for them, read it alone"
        )
        self._keys.pop(index, None)
        yield Result(index, row_data(source, Status.FAILED, Reason("crashed", message)))

    def _brought(self, index: int, source: Source, brought: Brought) -> Iterator[Result]:
        if not brought.sha256:
            yield Result(index, brought.data)
            return
        self.hashes[index] = brought.sha256
        self._keys.setdefault(index, result_key(brought.sha256, source.suffix, self._identity))
        if self._cache and brought.keep and source.mark:
            self._cache.remember(mark_key(source.url, source.mark), brought.sha256)
        parts = tuple(codec.split(brought.data))
        yield from self._ended(index, parts, keep=brought.keep, pages=brought.pages)


def _connect(options: RunOptions) -> tuple[Any, Any]:
    """A local cluster, if one was asked for, and the client of the cluster in use."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise UsageError("--cluster needs Dask; install contract-auditor[cluster]") from None
    logging.getLogger("distributed").setLevel(logging.ERROR)  # it tells of every lost worker
    if options.cluster == "local":
        cluster = LocalCluster(
            n_workers=options.workers, threads_per_worker=1, dashboard_address=None
        )
        return cluster, Client(cluster)
    try:
        client = Client(options.cluster, timeout=CONNECT_SECONDS)
    except (OSError, ValueError, ImportError) as error:
        raise UsageError(
            f"--cluster {options.cluster}: no scheduler answers ({error or 'timeout'});"
            " say tcp://HOST:8786, or local"
        ) from None
    try:
        client.wait_for_workers(1, timeout=_WAIT_FOR_WORKERS)
    except TimeoutError:
        client.close()
        raise UsageError(
            f"--cluster {options.cluster}: the scheduler has no workers; start some with:"
            f" dask worker {options.cluster}"
        ) from None
    return None, client
