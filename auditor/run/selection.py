"""What is done to an audit after it is made: filters, waivers, baseline, threshold.

None of this is cached, so a changed waiver or threshold never means reading a contract again.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from auditor.model import Band, DocumentAudit, Finding, Level, Status
from auditor.run.baseline import Baseline
from auditor.run.catalogue import known_types
from auditor.run.config import Settings, choose
from auditor.run.waivers import Waivers, find_waivers, read_waivers


class Selection:
    """Type filter, waivers and baseline, applied to each audit in turn.

    Args:
        types, families: only findings of these stay; none given keeps all.
        waivers: accepted findings.
        baseline: findings known from before, or None.
    """

    def __init__(
        self, *, types: frozenset[str], families: frozenset[str], waivers: Waivers,
        baseline: Baseline | None,
    ) -> None:  # fmt: skip
        self._types = types
        self._families = families
        self._waivers = waivers
        self._baseline = baseline

    @classmethod
    def of(
        cls, chosen: Settings, paths: Sequence[str | Path], *, use_baseline: bool = True
    ) -> Selection:
        """The selection that settings ask for.

        Args:
            chosen: settings in force.
            paths: given by the user; waivers beside them apply.
            use_baseline: False when this run writes the baseline anew.

        Raises:
            UsageError: an unknown type or family, or a wrong waiver file or baseline.
        """
        known = known_types(chosen["rules"])
        files = [Path(name) for name in chosen["waivers"]] or find_waivers(paths, Path.cwd())
        entries = [entry for file in files for entry in read_waivers(file, known)]
        baseline = chosen["baseline"] if use_baseline else ""
        return cls(
            types=choose("type", chosen["types"], known),
            families=choose("family", chosen["family"], {name[:3] for name in known}),
            waivers=Waivers(entries, datetime.date.today()),
            baseline=Baseline(Path(baseline)) if baseline else None,
        )

    def apply(self, audit: DocumentAudit) -> DocumentAudit:
        """The audit as it is to be reported."""
        if self._types or self._families:
            kept = tuple(
                f for f in audit.findings if f.type in self._types or f.family in self._families
            )
            audit = replace(audit, findings=kept)
        audit = self._waivers.apply(audit)
        return self._baseline.apply(audit) if self._baseline else audit

    def notes(self) -> list[str]:
        """What a user should know of what was set aside."""
        return self._waivers.notes() + (self._baseline.notes() if self._baseline else [])


def counts(finding: Finding, threshold: Band) -> bool:
    """Whether a finding is at or above the threshold: an open risk that is at least likely."""
    return (
        finding.kind == "risk"
        and finding.status == "open"
        and finding.reported
        and finding.confidence.level is not Level.POSSIBLE
        and finding.band.order >= threshold.order
    )


@dataclass(slots=True)
class Outcome:
    """What decides the exit code.

    Attributes:
        threshold: the band at which findings count; None: never.
        documents: how many documents ended in each status.
        failing: findings at or above the threshold.
        unread: documents not fully read that stand in the way of "complete".
    """

    threshold: Band | None
    documents: dict[Status, int] = field(default_factory=dict)
    failing: int = 0
    unread: int = 0

    def add(self, audit: DocumentAudit) -> None:
        """Count a document."""
        self.documents[audit.status] = self.documents.get(audit.status, 0) + 1
        if self.threshold is not None:
            self.failing += sum(counts(f, self.threshold) for f in audit.findings)
        if audit.status is not Status.SCANNED and not _never_a_contract(audit):
            self.unread += 1

    def exit_code(self, *, allow_partial: bool) -> int:
        """0, 1 or 3, as design section 4 has it; findings weigh more than unread input."""
        if self.failing:
            return 1
        return 3 if self.unread and not allow_partial else 0


def _never_a_contract(audit: DocumentAudit) -> bool:
    return any(reason.startswith("not-a-document: ") for reason in audit.reasons)
