"""A run: sources in, audits out, in the order of their paths."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from auditor.model import DocumentAudit, Reason, Status
from auditor.report.writer import Prepared
from auditor.run import codec, worker
from auditor.run.cache import Cache
from auditor.run.discover import Discovery
from auditor.run.identity import code_hash, rules_hash
from auditor.run.options import RunOptions
from auditor.run.rows import bare_row
from auditor.run.sources import Source
from auditor.run.spool import Spool
from auditor.run.work import Result, Work, row_data, stand_in

PIPELINE = "auditor.run.pipeline:Pipeline"

_TICK = 0.2
_INTERRUPTED = Reason(
    "interrupted",
    "the run was stopped before this document was read;"
    " run the same command again to go on, finished documents are kept",
)

_MADE_UP = Reason(
    "cache-damaged",
    "what is kept of this document cannot be read; say `auditor cache clear` and scan again",
)


class Progress(Protocol):
    """Told how a run gets on; called often, from one thread."""

    def start(self, documents: int, size: int) -> None:
        """So many documents, of so many bytes, are to be read."""
        ...

    def advance(self, source: Source, pages: int) -> None:
        """A document is done."""
        ...

    def tick(self) -> None:
        """Some time has gone by."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """A document of a run; what was prepared of it is None when it has to be made of the audit."""

    audit: DocumentAudit
    prepared: Prepared | None = None


class Run:
    """One run over discovered sources; iterate over it once.

    Args:
        discovery: what to read.
        options: how.
        progress: told how it gets on.
        stop: asked often whether to end early; what is not done then gets a ``skipped`` row.
        factory: dotted name of the handler (see ``pool.Pool``).

    Raises:
        RuleError: a rule pack cannot be used.
    """

    def __init__(
        self,
        discovery: Discovery,
        options: RunOptions,
        *,
        progress: Progress | None = None,
        stop: Callable[[], bool] = lambda: False,
        factory: str = PIPELINE,
    ) -> None:
        self._sources = discovery.sources
        self._options = options
        self._progress = progress
        self._stop = stop
        self._factory = factory
        self.interrupted = False
        self.notes: list[str] = []
        # One document in a new process is read sooner by a worker that begins cold.
        self._warm = len(self._sources) > 1 or worker.is_prepared(factory, options)
        self._cache = Cache() if options.cache else None
        self._identity = ""
        self.pack_version = ""
        if self._cache:
            self._identity = (
                f"{rules_hash(options)} {options.fingerprint()} {code_hash()} {factory}"
            )
            self.pack_version = self._cache.recall(self._identity)
        if not self.pack_version:
            self.pack_version = str(worker.prepare(factory, options).pack_version)
            if self._cache:
                self._cache.remember(self._identity, self.pack_version)

    def __iter__(self) -> Iterator[DocumentAudit]:
        for row in self.rows():
            yield row.audit

    def rows(self) -> Iterator[Row]:
        """The audits in order of path, each with what was prepared of it for reports."""
        spool = Spool()
        work = self._work(spool)
        seen: dict[str, str] = {}
        turn = 0
        if self._progress:
            self._progress.start(len(self._sources), sum(s.size for s in self._sources))
        try:
            for result in self._results(work):
                spool.put(result.index, result.data)
                if self._progress:
                    self._progress.advance(self._sources[result.index], result.pages)
                while turn in spool:
                    yield from self._rows(turn, work, spool, seen)
                    turn += 1
            for index in range(turn, len(self._sources)):
                yield from self._rows(index, work, spool, seen)
        finally:
            work.close()
            spool.close()
            if self._cache:
                self._cache.close()
                if self._cache.trouble:
                    self.notes.append(self._cache.trouble)

    def profile(self, total: float) -> str:
        """Where the time went, of ``total`` seconds; for runs with ``options.profile``."""
        return str(worker.prepare(self._factory, self._options).profile.table(total))

    def _work(self, spool: Spool) -> Work:
        kind = Work
        if self._options.cluster:
            from auditor.run.cluster import ClusterWork

            kind = ClusterWork
        return kind(
            self._options, self._factory,
            cache=self._cache, identity=self._identity, spool=spool, warm=self._warm,
        )  # fmt: skip

    def _results(self, work: Work) -> Iterator[Result]:
        """Every source's result, as they come, until stopped."""
        for index, source in enumerate(self._sources):
            if source.refusal:
                yield Result(index, row_data(source, *source.refusal))
        queue = deque(
            sorted(
                (i for i, source in enumerate(self._sources) if not source.refusal),
                key=lambda i: (-self._sources[i].size, i),
            )
        )
        while queue or work.busy:
            if self._stop():
                self.interrupted = True
                return
            begin = bool(queue) and work.has_room
            if begin:
                index = queue.popleft()
                yield from work.begin(index, self._sources[index])
            yield from work.poll(0.0 if begin else _TICK)
            if self._cache:
                self._cache.flush()
            if self._progress:
                self._progress.tick()

    def _rows(self, index: int, work: Work, spool: Spool, seen: dict[str, str]) -> Iterator[Row]:
        """The audits of a source under its own name; repeated bytes name their first path."""
        source = self._sources[index]
        if index not in spool:
            yield Row(bare_row(source.label, Status.SKIPPED, _INTERRUPTED))
            return
        sha256 = work.hashes.get(index, "")
        name = stand_in(source, sha256) if sha256 else None
        for part in codec.split(spool.get(index)):
            try:
                decoded = codec.decode(part, name)
            except ValueError:  # its checksum was right: somebody made it up
                yield Row(bare_row(source.label, Status.FAILED, _MADE_UP, sha256=sha256))
                continue
            audit = decoded.audit
            if audit.path == source.label and not audit.sha256:
                audit = replace(audit, sha256=sha256)
            first = seen.setdefault(audit.sha256, audit.path) if audit.sha256 else audit.path
            if first != audit.path:
                audit = replace(audit, duplicate_of=first)
            yield Row(audit, decoded.prepared if audit is decoded.audit else None)
