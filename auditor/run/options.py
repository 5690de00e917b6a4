"""What a run is told, in one picklable value."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace

from auditor.errors import UsageError
from auditor.load.options import Limits, LoadOptions
from auditor.model import Band, Perspective
from auditor.run.catalogue import known_types
from auditor.run.messages import did_you_mean

CONTEXTS = ("critical-function", "regulated-entity", "spend-material", "commodity-service", "pilot")


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Options of one run; those from ``jobs`` on do not shape the result.

    Attributes:
        perspective: the side of the table the reader sits on.
        load: how documents are read (view, passwords, OCR, limits).
        complete: the documents given are the whole contract, nothing is annexed elsewhere.
        context: facts about the deal that the text does not state ("critical-function").
        rules: folders of further rule packs.
        severity: (type, band) pairs: the band a type begins from, instead of its rule's own.
        jobs: worker processes; 0 means one for each core.
        cache: whether results may be taken from, and kept in, the cache.
        isolate: read documents in worker processes; without it a document that crashes
            takes the caller along, and no limit on time or memory is enforced.
        html: an HTML report is to be written; workers render each document's part of it.
        profile: time stages and rules (see ``profile``); only without ``isolate``.
        cluster: address of a Dask scheduler, "local" for one of this machine, "" for none.
    """

    perspective: Perspective = "buyer"
    load: LoadOptions = field(default_factory=LoadOptions)
    complete: bool = False
    context: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    jobs: int = 0
    cache: bool = True
    isolate: bool = True
    html: bool = False
    cluster: str = ""
    profile: bool = False

    @property
    def workers(self) -> int:
        """How many worker processes to use: ``jobs``, or the cores this process may use."""
        return self.jobs if self.jobs > 0 else usable_cores()

    def fingerprint(self) -> str:
        """Hash of every option that can change a document's result (hexadecimal SHA-256).

        Limits on time and memory are left out: a document that keeps within them reads the
        same, and one that does not is never cached.
        """
        data = asdict(self)
        for name in ("jobs", "cache", "isolate", "html", "cluster", "profile", "rules"):
            del data[name]
        for name in ("seconds", "memory_mb"):
            del data["load"]["limits"][name]
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def usable_cores() -> int:
    """Cores this process may run on, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def severities(
    changes: Mapping[str, object], folders: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """``changes`` (type -> band) as ``RunOptions.severity``.

    Raises:
        UsageError: a type or a band is unknown.
    """
    known = known_types(folders)
    bands = [band.value for band in Band]
    for name, band in changes.items():
        if name not in known:
            hint = did_you_mean(name, known)
            raise UsageError(f"severity: no clause type {name!r}{hint}")
        if band not in bands:
            hint = did_you_mean(str(band), bands)
            raise UsageError(f"severity of {name}: no band {band!r}{hint}; use {', '.join(bands)}")
    return tuple(sorted((name, str(band)) for name, band in changes.items()))


def with_limits(limits: Limits, changes: dict[str, str]) -> Limits:
    """``limits`` with the named ones replaced; values are read as positive numbers.

    Raises:
        UsageError: a name is unknown, or a value is not a positive number.
    """
    values: dict[str, float | int] = {}
    allowed = list(Limits.__dataclass_fields__)
    for name, value in changes.items():
        key = name.replace("-", "_")
        if key not in allowed:
            hint = did_you_mean(name, allowed)
            raise UsageError(f"unknown limit {name!r}{hint}; allowed: {', '.join(allowed)}")
        try:
            number = float(value) if key == "seconds" else int(value)
        except ValueError:
            number = 0
        if not 0 < number < 1e15:
            raise UsageError(f"limit {name}={value}: give a positive number")
        values[key] = number
    return replace(limits, **values)  # type: ignore[arg-type]
