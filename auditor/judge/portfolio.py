"""The summary over all documents (brief 5.5): counts, never a mean."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from datetime import date

from auditor.judge.contracts import ContractFacts, facts_of
from auditor.judge.notes import notes
from auditor.model import Band, DocumentAudit, Finding, Portfolio, Status

WORST = 100
"""How many paths ``Portfolio.worst`` names at most."""

_BANDS = (Band.CRITICAL, Band.HIGH, Band.MEDIUM, Band.LOW)


class PortfolioBuilder:
    """Takes audits one by one and keeps of each only a few facts, so memory stays flat.

    Args:
        today: the day from which notice windows are counted; without it the calendar names
            dates only, and the same files give the same portfolio on any day.
    """

    def __init__(self, *, today: date | None = None) -> None:
        self._today = today
        self._statuses: Counter[str] = Counter()
        self._bands: Counter[str] = Counter()
        self._families: dict[str, Counter[str]] = {}
        self._worst: list[tuple[tuple[int, int, int], _Reversed, str]] = []
        self._contracts: list[ContractFacts] = []
        self._unread: list[str] = []

    def add(self, audit: DocumentAudit) -> None:
        """Count one document in."""
        self._statuses[audit.status.value] += 1
        if audit.status is not Status.SCANNED and len(self._unread) < WORST:
            self._unread.append(audit.path)
        if audit.rating is None:
            return
        band = audit.rating.band
        self._bands[band.value if band and band is not Band.INFO else "none"] += 1
        counted = [f for f in audit.findings if is_counted(f)]
        for finding in counted:
            self._families.setdefault(finding.family, Counter())[finding.band.value] += 1
        if band is not None and band is not Band.INFO:
            self._rank(audit, band, counted)
        if not audit.duplicate_of:
            facts = facts_of(audit)
            if facts is not None:
                self._contracts.append(facts)

    def _rank(self, audit: DocumentAudit, band: Band, counted: list[Finding]) -> None:
        bands = Counter(f.band for f in counted)
        badness = (band.order, bands[Band.CRITICAL], bands[Band.HIGH])
        entry = (badness, _Reversed(audit.path), audit.path)
        if len(self._worst) < WORST:
            heapq.heappush(self._worst, entry)
        else:
            heapq.heappushpop(self._worst, entry)

    def build(self) -> Portfolio:
        """The portfolio of what was added so far; may be called more than once."""
        families = {
            family: {band.value: bands[band.value] for band in _BANDS if bands[band.value]}
            for family, bands in sorted(self._families.items())
        }
        return Portfolio(
            statuses={s.value: self._statuses[s.value] for s in Status if self._statuses[s.value]},
            bands={
                name: self._bands[name]
                for name in (*(band.value for band in _BANDS), "none")
                if self._bands[name]
            },
            families=families,
            worst=tuple(path for _, _, path in sorted(self._worst, reverse=True)),
            notes=notes(self._contracts, self._unread, self._statuses, self._today),
        )


class _Reversed:
    """Orders paths backwards, so that equally bad documents come in order of path."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path

    def __lt__(self, other: _Reversed) -> bool:
        return self.path > other.path

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reversed) and self.path == other.path

    def __hash__(self) -> int:
        return hash(self.path)


def is_counted(finding: Finding) -> bool:
    """A reported, open risk that stands against the reader's side."""
    return (
        finding.reported
        and finding.status == "open"
        and finding.kind == "risk"
        and finding.band is not Band.INFO
    )


def portfolio(audits: Iterable[DocumentAudit], *, today: date | None = None) -> Portfolio:
    """The portfolio over all audits; see ``PortfolioBuilder`` for ``today``."""
    builder = PortfolioBuilder(today=today)
    for audit in audits:
        builder.add(audit)
    return builder.build()
