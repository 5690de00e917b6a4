"""A worker process: takes files one at a time, sends results, and is expendable.

It runs in a session of its own, with bounded memory, no core dumps and no network; it ends
when its supervisor does.
"""

from __future__ import annotations

import faulthandler
import gc
import hashlib
import importlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from auditor.errors import AuditorError, LoadError
from auditor.model import DocumentAudit, Reason, Status
from auditor.run import codec, protocol
from auditor.run.options import RunOptions
from auditor.run.rows import bare_row, internal_error
from auditor.run.sources import read

Handler = Callable[[str, bytes, frozenset[str]], Iterator[str | DocumentAudit]]

_TASKS_PER_WORKER = 500
_MIB = 1 << 20
_PREPARED: dict[str, Any] = {}


def prepare(factory: str, options: RunOptions) -> Any:
    """The handler ``factory`` ("module:name") makes of ``options``; made once per process.

    Called before workers are forked, it is shared by all of them.
    """
    key = _key(factory, options)
    if key not in _PREPARED:
        module, name = factory.split(":")
        _PREPARED.clear()
        _PREPARED[key] = getattr(importlib.import_module(module), name)(options)
    return _PREPARED[key]


def is_prepared(factory: str, options: RunOptions) -> bool:
    """Whether ``prepare`` has made this handler before."""
    return _key(factory, options) in _PREPARED


def _key(factory: str, options: RunOptions) -> str:
    return (
        f"{factory} {replace(options, jobs=0, cache=False, isolate=True, html=False, cluster='')!r}"
    )


def main(connection: Connection, factory: str, options: RunOptions, supervisor: int) -> None:
    """Serve tasks until told to stop, worn out, or orphaned."""
    _detach(supervisor)
    try:
        handler = prepare(factory, options)
    except AuditorError as error:
        connection.send_bytes(protocol.READY + str(error).encode("utf-8", "replace"))
        return
    gc.freeze()  # what is shared with the supervisor stays shared: nothing is counted or moved
    base = _restrict(options.load.limits.memory_mb)
    connection.send_bytes(protocol.READY)
    for served in range(1, _TASKS_PER_WORKER + 1):
        task = _next_task(connection, supervisor)
        if task is None:
            return
        try:
            data = b"" if task.path else connection.recv_bytes()
            connection.send_bytes(protocol.START)
            end = serve(task, data, connection.send_bytes, handler)
        except MemoryError:
            os._exit(protocol.OUT_OF_MEMORY)
        grown = _resident() - base > options.load.limits.memory_mb * _MIB // 2
        end = replace(end, last=grown or served == _TASKS_PER_WORKER)
        connection.send_bytes(protocol.END + end.to_bytes())
        if end.last:
            return


def serve(
    task: protocol.Task, data: bytes, send: Callable[[bytes], None], handler: Handler
) -> protocol.End:
    """Work on one file and send what comes of it; says whether the results may be kept.

    Args:
        task: the file; ``data`` are its bytes when it has no path.
        send: takes ``BEGIN`` and ``RESULT`` messages.
        handler: see ``prepare``.

    Raises:
        MemoryError: the process ran out of memory.
    """
    try:
        if task.path:
            data = read(Path(task.path), limit=task.byte_limit)
    except LoadError as error:
        row = bare_row(task.name, Status.FAILED, Reason(error.code, str(error)))
        send(protocol.RESULT + codec.encode(row))
        return protocol.End(keep=False)
    keep = hashlib.sha256(data).hexdigest() == task.sha256
    pages, current = 0, task.name
    try:
        for step in handler(task.name, data, frozenset(task.skip)):
            if isinstance(step, str):
                current = step
                send(protocol.BEGIN + step.encode("utf-8", "surrogatepass"))
                continue
            pages += step.pages
            keep = keep and not any(reason.startswith("internal-error") for reason in step.reasons)
            send(protocol.RESULT + codec.encode(step, html=task.html))
    except (MemoryError, OSError):  # OSError: the supervisor is gone
        raise
    except Exception as error:
        row = bare_row(current, Status.FAILED, internal_error(error, "auditing"))
        send(protocol.RESULT + codec.encode(row))
        keep = False
    return protocol.End(keep=keep, pages=pages)


def _next_task(connection: Connection, supervisor: int) -> protocol.Task | None:
    try:
        while not connection.poll(1.0):
            if os.getppid() != supervisor:
                return None
        data = connection.recv_bytes()
    except (EOFError, OSError):
        return None
    return protocol.Task.from_bytes(data) if data else None


def _detach(supervisor: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(os, "setsid"):
        os.setsid()
    _die_with_parent()
    if os.getppid() != supervisor:
        os._exit(1)
    faulthandler.disable()  # a crash is told in the document's row
    sys.addaudithook(_no_network)


def _die_with_parent() -> None:
    """Linux: the kernel ends the worker when its supervisor is gone, whatever it is doing."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    pr_set_pdeathsig = 1  # linux/prctl.h
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL, 0, 0, 0)


def _no_network(event: str, arguments: tuple[Any, ...]) -> None:
    """A contract never leaves the machine: no code a worker runs may look up or call a host."""
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto") or (
        event == "socket.connect" and isinstance(arguments[1], tuple)
    ):
        raise PermissionError("the auditor makes no network connections")


def _restrict(memory_mb: int) -> int:
    """Bound what the process may take on top of what it has; returns what it uses now, in bytes.

    What it has is the libraries and rules it shares with its supervisor, whose size is no
    matter of the document's.
    """
    try:
        import resource
    except ImportError:  # Windows has no resource limits; the clock still holds
        return 0
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    allowed = _mapped() + memory_mb * _MIB
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        allowed = min(allowed, hard)
    with suppress(ValueError, OSError):  # macOS refuses; the clock still holds
        resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))
    return _resident()


def _mapped() -> int:
    return _statm(0)


def _resident() -> int:
    return _statm(1)


def _statm(field: int) -> int:
    """Bytes of address space (0) or of memory in use (1), 0 where the system does not say."""
    try:
        words = Path("/proc/self/statm").read_text(encoding="ascii").split()
        return int(words[field]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0
