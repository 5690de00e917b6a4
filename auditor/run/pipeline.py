"""The line itself, for one file: load, segment, match, judge."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from auditor.model import Band, Document, DocumentAudit, Status
from auditor.run.options import RunOptions
from auditor.run.profile import StageProfile
from auditor.run.rows import bare_row, internal_error, row_of
from auditor.run.views import OTHER, compare, has_changes

if TYPE_CHECKING:
    from auditor.engine import Engine, Pack

Step = str | DocumentAudit
"""What a pipeline yields: the path of a document it is about to work on, then its result."""
Twins = Callable[[], dict[str, Document]]
"""The documents of a file in the other view of its tracked changes, by path."""

_SAMPLE = b"""AGREEMENT between Alpha Limited ("Supplier") and Beta Limited ("Customer").
1. Exclusivity. The Customer shall purchase all its requirements exclusively from the Supplier.
2. Prices. The Supplier shall offer the Customer its most favourable price.
3. Term. This Agreement renews automatically for three years unless terminated by notice.
"""


class Pipeline:
    """Rule packs compiled once, and the way of a file through them.

    Args:
        options: see ``RunOptions``.

    Raises:
        RuleError: a rule pack cannot be used.
    """

    def __init__(self, options: RunOptions) -> None:
        from auditor.engine.ready import ready_engine
        from auditor.run.packs import compiled_pack

        self._options = options
        pack, program = compiled_pack(options)
        self.profile = StageProfile() if options.profile else None
        profile = self.profile.rules if self.profile else None
        self._engine: Engine = ready_engine(pack, program, profile=profile)
        self._pack = _with_severity(pack, dict(options.severity))
        self._warm = False

    def warm(self) -> None:
        """Do once what the first document would do: import libraries, build tables.

        Workers that are forked afterwards share it.
        """
        if not self._warm:
            self._warm = True
            for _ in self("warm.txt", _SAMPLE, frozenset()):
                pass

    @property
    def pack_version(self) -> str:
        """Version of the rules in force."""
        return self._pack.version

    def __call__(self, path: str, data: bytes, skip: frozenset[str]) -> Iterator[Step]:
        """Read and judge one file and the documents inside it.

        Args:
            path: what to call the file.
            data: its bytes.
            skip: paths of documents inside it that are not to be touched.

        Yields:
            For each document its path, then its audit. Errors become ``failed`` rows.

        Raises:
            MemoryError: the process ran out of memory; it should end.
        """
        from auditor.load import load

        try:
            with self._stage("reading"):
                documents = load(path, data, self._options.load)
        except MemoryError:
            raise
        except Exception as error:
            yield bare_row(path, Status.FAILED, internal_error(error, "reading"))
            return

        @cache
        def twins() -> dict[str, Document]:
            """The file in the other view of its tracked changes, read when one is met."""
            view = OTHER[self._options.load.view]
            others = load(path, data, replace(self._options.load, view=view))
            return {other.path: other for other in others}

        for document in documents:
            if document.path in skip:
                continue
            yield document.path
            yield self._audit(document, twins)

    def _audit(self, document: Document, twins: Twins) -> DocumentAudit:
        if document.status in (Status.SKIPPED, Status.FAILED) or not document.text:
            return row_of(document)  # without text and scanned: a container of other documents
        try:
            audit = self._judged(document)
            return self._compared(document, audit, twins) if has_changes(document) else audit
        except MemoryError:
            raise
        except Exception as error:
            reason = internal_error(error, "auditing")
            return bare_row(
                document.path, Status.FAILED, reason,
                sha256=document.sha256, format=document.format,
            )  # fmt: skip

    def _compared(self, document: Document, audit: DocumentAudit, twins: Twins) -> DocumentAudit:
        """The audit compared with that of the other view of the tracked changes."""
        other = twins().get(document.path)
        if other is None or not other.text:
            return audit
        view = self._options.load.view
        return compare(document, audit, other, self._judged(other), view)

    def _judged(self, document: Document) -> DocumentAudit:
        from auditor.judge import JudgeOptions, judge
        from auditor.segment import outline

        options = self._options
        with self._stage("segmenting"):
            parts = outline(document)
        with self._stage("matching"):
            candidates = self._engine.match(document, parts)
        judge_options = JudgeOptions(
            perspective=options.perspective, complete=options.complete, context=options.context
        )
        with self._stage("judging"):
            return judge(document, parts, candidates, self._pack, judge_options)

    def _stage(self, name: str) -> AbstractContextManager[None]:
        return self.profile.stage(name) if self.profile else nullcontext()


def _with_severity(pack: Pack, bands: dict[str, str]) -> Pack:
    """The pack with other bands for some types; its version tells it from the pack itself."""
    if not bands:
        return pack
    from auditor.engine.rules import Severity

    rules = {
        name: rule.model_copy(
            update={"severity": Severity(buyer=Band(bands[name]), vendor=Band(bands[name]))}
        )
        if name in bands
        else rule
        for name, rule in pack.rules.items()
    }
    changed = ",".join(f"{name}={band}" for name, band in sorted(bands.items()))
    mark = hashlib.sha256(f"{pack.version} {changed}".encode()).hexdigest()[:12]
    return replace(pack, rules=rules, version=mark)
