"""Findings known from before: fingerprints with how often they occur, and no contract text.

A document with two known occurrences of a clause and three now has a new finding: known
ones are counted off, never matched wholesale.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.errors import UsageError
from auditor.model import DocumentAudit, Finding, Portfolio
from auditor.report.writer import Output, Prepared
from auditor.run.messages import plural, safe_name
from auditor.run.waivers import waived

_SCHEMA = 1


class Baseline:
    """A baseline that has been read, to be counted off against a run.

    Args:
        path: the file that ``BaselineWriter`` wrote.

    Raises:
        UsageError: it cannot be read or is no baseline.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._name = safe_name(str(path))
        self._known = 0
        self._stale: Counter[str] = Counter()
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["auditor_baseline"] != _SCHEMA:
                raise ValueError
            self._documents = {
                str(document): {str(key): int(entry["count"]) for key, entry in entries.items()}
                for document, entries in data["documents"].items()
            }
        except OSError as error:
            message = f"{self._name}: {error.strerror}; make it with --write-baseline"
            raise UsageError(message) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            message = f"{self._name}: not a baseline; make one with --write-baseline"
            raise UsageError(message) from None

    def apply(self, audit: DocumentAudit) -> DocumentAudit:
        """The audit with findings known before set aside; each known occurrence covers one."""
        left = dict(self._documents.get(document_key(audit.path, self._path), {}))
        if not left:
            return audit
        findings = tuple(self._count_off(finding, left) for finding in audit.findings)
        self._stale[audit.path] = sum(left.values())
        return replace(audit, findings=findings)

    def _count_off(self, finding: Finding, left: dict[str, int]) -> Finding:
        occurrences = _occurrences(finding)
        if not is_countable(finding) or left.get(finding.id, 0) < occurrences:
            return finding
        left[finding.id] -= occurrences
        self._known += 1
        return waived(finding, f"known before (baseline {self._name})")

    def notes(self) -> list[str]:
        """How many findings were known, and how many entries no longer occur."""
        notes = []
        if self._known:
            notes.append(f"{plural(self._known, 'finding')} known from {self._name} set aside")
        if stale := sum(self._stale.values()):
            notes.append(
                f"{self._name}: no longer there: {plural(stale, 'known finding')};"
                " write it again with --write-baseline"
            )
        return notes


class BaselineWriter:
    """Collects the reported findings of a run and writes them as a baseline.

    A ``writer.Writer`` like the reports: the file is begun with the run, so that a place that
    cannot be written costs no reading.

    Args:
        path: the file, whose folder is made when missing; replaced when complete.

    Attributes:
        count: occurrences written, once it is closed.

    Raises:
        UsageError: it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.count = 0
        self._path = path
        self._output = Output(path)
        self._documents: dict[str, dict[str, dict[str, Any]]] = {}

    def add(self, document: DocumentAudit, *, prepared: Prepared | None = None) -> None:
        """Take a document's open, reported findings."""
        entries: dict[str, dict[str, Any]] = {}
        for finding in filter(is_countable, document.findings):
            entry = entries.setdefault(finding.id, {"type": finding.type, "count": 0})
            entry["count"] += _occurrences(finding)
        if entries:
            self._documents[document_key(document.path, self._path)] = entries

    def close(self, portfolio: Portfolio) -> None:
        """Write the file in one step.

        Raises:
            UsageError: it cannot be put in its place.
        """
        data = {"auditor_baseline": _SCHEMA, "documents": self._documents}
        self._output.write(json.dumps(data, indent=1, sort_keys=True) + "\n")
        self._output.commit()
        self.count = sum(
            e["count"] for entries in self._documents.values() for e in entries.values()
        )

    def discard(self) -> None:
        """Leave nothing behind, and a former baseline as it was."""
        self._output.discard()


def is_countable(finding: Finding) -> bool:
    """Whether a finding is one that a baseline may know: open and shown by default."""
    return finding.reported and finding.status == "open"


def document_key(path: str, baseline: Path) -> str:
    """A document's path relative to the baseline's folder, so that both can move together."""
    outer, mark, inner = path.partition("!/")
    try:
        relative = os.path.relpath(outer, baseline.parent)
    except ValueError:  # Windows: another drive
        relative = outer
    return relative.replace(os.sep, "/") + mark + inner


def _occurrences(finding: Finding) -> int:
    return 1 + len(finding.occurrences)
