"""The supervisor of the workers: gives them files, watches the clock, survives their end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import types
import warnings
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from auditor.errors import AuditorError
from auditor.model import Reason, Status
from auditor.run import codec, protocol, worker
from auditor.run.options import RunOptions
from auditor.run.protocol import Task
from auditor.run.rows import bare_row

_STARTUP_SECONDS = 120.0
_FAILED_STARTS = 3


@dataclass(frozen=True, slots=True)
class Done:
    """A task that ended: its results in order, whether they may be cached, pages read."""

    index: int
    parts: tuple[bytes, ...]
    keep: bool
    pages: int = 0


@dataclass(slots=True)
class _Job:
    """A task and what has come of it."""

    task: Task
    data: bytes | None = None
    parts: list[bytes] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    sound: bool = True


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    connection: Connection
    job: _Job | None = None
    current: str = ""
    deadline: float = 0.0
    ready: bool = False


def can_fork() -> bool:
    """Whether forking is safe here: Linux, and no other thread that could hold a lock."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


class Pool:
    """Up to ``options.workers`` processes that run ``factory``'s handler.

    Args:
        factory: dotted name "module:name"; called with ``options`` it gives the handler
            (see ``pipeline.Pipeline.__call__``).
        options: of the run.
    """

    def __init__(self, factory: str, options: RunOptions, *, size: int | None = None) -> None:
        self._factory = factory
        self._options = options
        self._size = size or options.workers
        self._context = multiprocessing.get_context("fork" if can_fork() else "spawn")
        self._workers: list[_Worker] = []
        self._again: deque[_Job] = deque()
        self._bad_starts = 0
        self._polled = time.monotonic()

    @property
    def has_room(self) -> bool:
        """Whether a task given now would be begun at once."""
        busy = sum(w.job is not None for w in self._workers) + len(self._again)
        return busy < self._size

    @property
    def busy(self) -> bool:
        """Whether any task is under way."""
        return bool(self._again) or any(w.job is not None for w in self._workers)

    def submit(self, task: Task, data: bytes | None = None) -> None:
        """Begin a task; ``data`` are its bytes when it has no path."""
        if not self.busy:
            self._polled = time.monotonic()
        self._again.append(_Job(task, data))
        self._assign()

    def poll(self, timeout: float) -> list[Done]:
        """What ended within ``timeout`` seconds; returns as soon as anything did.

        Raises:
            AuditorError: worker processes cannot be started.
        """
        self._assign()
        now = time.monotonic()
        self._forgive(now)
        deadlines = [w.deadline for w in self._workers if w.job is not None]
        timeout = max(0.0, min([timeout, *(d - now for d in deadlines)]))
        done: list[Done] = []
        by_connection = {w.connection: w for w in self._workers}
        for connection in wait(list(by_connection), timeout):
            done += self._listen(by_connection[connection])  # type: ignore[index]
        self._polled = time.monotonic()
        for slot in [w for w in self._workers if w.job is not None]:
            if slot.deadline <= self._polled:
                done += self._overdue(slot)
        self._assign()
        return done

    def close(self) -> None:
        """End all workers at once, whatever they are doing."""
        for slot in list(self._workers):
            with suppress(OSError):
                if slot.job is None:
                    slot.connection.send_bytes(b"")
        for slot in list(self._workers):
            self._remove(slot, kill=slot.job is not None)
        self._again.clear()

    def _forgive(self, now: float) -> None:
        """Time in which this process itself stood still (Ctrl-Z, a sleeping laptop) is free."""
        lost = now - self._polled - 5.0
        if lost > 0:
            for slot in self._workers:
                slot.deadline += lost

    def _assign(self) -> None:
        while self._again:
            slot = next((w for w in self._workers if w.job is None), None)
            if slot is None:
                if len(self._workers) >= self._size:
                    return
                slot = self._start()
            job = self._again.popleft()
            slot.job, slot.current = job, ""
            slot.deadline = time.monotonic() + self._grace(slot)
            with suppress(OSError):  # a worker that is gone is noticed by ``poll``
                slot.connection.send_bytes(job.task.to_bytes())
                if job.data is not None:
                    slot.connection.send_bytes(job.data)

    def _grace(self, slot: _Worker) -> float:
        return self._options.load.limits.seconds + (0.0 if slot.ready else _STARTUP_SECONDS)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(  # type: ignore[attr-defined]
            target=_child,
            args=(theirs, self._factory, self._options, os.getpid()),
            daemon=True,
        )
        try:
            with _plain_main(), warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # OpenBLAS's idle threads
                process.start()
        except OSError as error:
            raise AuditorError(
                f"no worker process can be started ({error.strerror}); try --jobs 1"
            ) from None
        theirs.close()
        slot = _Worker(process, ours)
        self._workers.append(slot)
        return slot

    def _listen(self, slot: _Worker) -> list[Done]:
        done: list[Done] = []
        try:
            while slot in self._workers and slot.connection.poll():
                done += self._hear(slot, slot.connection.recv_bytes())
        except (EOFError, OSError):
            done += self._died(slot)
        return done

    def _hear(self, slot: _Worker, message: bytes) -> list[Done]:
        tag, body = message[:1], message[1:]
        if tag == protocol.READY:
            if body:
                raise AuditorError(body.decode("utf-8", "replace"))
            slot.ready, self._bad_starts = True, 0
        job = slot.job
        if job is None:
            return []
        if tag in (protocol.READY, protocol.START, protocol.BEGIN):
            slot.deadline = time.monotonic() + self._grace(slot)
        if tag == protocol.BEGIN:
            slot.current = body.decode("utf-8", "surrogatepass")
        elif tag == protocol.RESULT:
            job.parts.append(body)
            job.finished.append(slot.current or job.task.name)
            slot.current = ""
        elif tag == protocol.END:
            end = protocol.End.from_bytes(body)
            slot.job = None
            if end.last:
                self._remove(slot, kill=False)
            return [Done(job.task.index, tuple(job.parts), end.keep and job.sound, end.pages)]
        return []

    def _overdue(self, slot: _Worker) -> list[Done]:
        seconds = self._options.load.limits.seconds
        message = (
            f"took longer than {seconds:g} s; given up;"
            " raise it with --limit seconds=N if the file is trusted"
        )
        return self._lost(slot, Reason("limit", message))

    def _died(self, slot: _Worker) -> list[Done]:
        slot.process.join(2.0)
        code = slot.process.exitcode
        if not slot.ready:
            self._bad_starts += 1
            if self._bad_starts >= _FAILED_STARTS:
                raise AuditorError(f"worker processes end before they begin (exit code {code})")
        if slot.job is None:
            self._remove(slot, kill=True)
            return []
        if code == protocol.OUT_OF_MEMORY:
            megabytes = self._options.load.limits.memory_mb
            message = (
                f"needed more than {megabytes} MiB of memory; given up;"
                " raise it with --limit memory_mb=N if the file is trusted"
            )
            return self._lost(slot, Reason("limit", message))
        return self._lost(slot, Reason("crashed", _how_it_ended(code)))

    def _lost(self, slot: _Worker, reason: Reason) -> list[Done]:
        """The worker's document gets a row; what else its file holds is tried again."""
        job, current = slot.job, slot.current
        assert job is not None
        self._remove(slot, kill=True)
        job.sound = False
        path = current or job.task.name
        if path in job.finished:
            path += "!/*"  # reading the container failed, though it had succeeded before
        job.parts.append(codec.encode(bare_row(path, Status.FAILED, reason)))
        job.finished.append(path)
        if not current:
            return [Done(job.task.index, tuple(job.parts), keep=False)]
        job.task = replace(job.task, skip=tuple(job.finished))
        self._again.append(job)
        return []

    def _remove(self, slot: _Worker, *, kill: bool) -> None:
        self._workers.remove(slot)
        if not kill:
            slot.process.join(0.2)
        if slot.process.is_alive():
            _kill_group(slot.process)
        slot.connection.close()
        slot.process.join(5.0)


def _child(connection: Connection, factory: str, options: RunOptions, supervisor: int) -> None:
    with suppress(OSError, EOFError):
        worker.main(connection, factory, options, supervisor)


def _kill_group(process: BaseProcess) -> None:
    """The worker, and whatever programs it has started."""
    if process.pid is not None and hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _how_it_ended(code: int | None) -> str:
    name = ""
    if code is not None and code < 0:
        with suppress(ValueError):
            name = signal.Signals(-code).name
    if name == "SIGKILL":
        return (
            "its reader was killed by the system, probably for lack of memory;"
            " read it alone with --jobs 1"
        )
    how = name or f"exit code {code}"
    return f"its reader crashed ({how}); the file is damaged or hostile, open it with care"


@contextmanager
def _plain_main() -> Iterator[None]:
    """Keeps a spawned worker from running the caller's script again, which it does not need."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
