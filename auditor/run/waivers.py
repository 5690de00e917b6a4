"""Accepted findings: ``auditor-waivers.yaml``, each entry with a reason and an end.

waivers:
  - rule: com-auto-renewal          # a type, or a pattern such as exc-*
    document: "msa/*.docx"          # optional; a glob over the document's path
    fingerprint: 3f2a9c0d11e85b74   # optional; one finding (its id)
    reason: agreed with finance, the notice date is in the calendar
    owner: j.doe                    # optional
    expires: 2027-03-31             # the last day on which it holds
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any

from auditor.errors import UsageError
from auditor.model import DocumentAudit, Finding
from auditor.run.messages import did_you_mean, plural, safe_name

WAIVERS_NAME = "auditor-waivers.yaml"
_KEYS = ("rule", "document", "fingerprint", "reason", "owner", "expires")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry; ``line`` is where it begins in ``file``."""

    file: Path
    line: int
    reason: str
    expires: datetime.date
    rule: str = "*"
    document: str = ""
    fingerprint: str = ""
    owner: str = ""

    @property
    def place(self) -> str:
        """ "file:line", for messages."""
        return f"{safe_name(str(self.file))}:{self.line}"

    def covers_document(self, path: str) -> bool:
        """Whether it speaks of the document at ``path`` (as the run calls it)."""
        if not self.document:
            return True
        names = {path, PurePath(path).name}
        with suppress(ValueError, OSError):
            names.add(Path(path).resolve().relative_to(self.file.parent.resolve()).as_posix())
        return any(fnmatchcase(name, self.document) for name in names)

    def covers(self, finding: Finding) -> bool:
        """Whether it speaks of the finding, its document being covered."""
        return fnmatchcase(finding.type, self.rule) and self.fingerprint in ("", finding.id)


def find_waivers(paths: Iterable[str | Path], start: Path) -> tuple[Path, ...]:
    """The nearest waiver file from ``start`` upwards, and those in the folders given."""
    up = (folder / WAIVERS_NAME for folder in (start, *start.parents))
    found = [path for path in up if path.is_file()][:1]
    for given in map(Path, paths):
        with suppress(PermissionError):  # a folder closed to us; its row will say so
            folder = given if given.is_dir() else given.parent
            candidate = folder / WAIVERS_NAME
            if candidate.is_file() and not any(candidate.samefile(other) for other in found):
                found.append(candidate)
    return tuple(found)


def read_waivers(path: Path, known: Sequence[str]) -> tuple[Waiver, ...]:
    """The entries of a waiver file.

    Args:
        path: the file.
        known: ids of all rules in force.

    Raises:
        UsageError: it cannot be read, or an entry lacks a reason or an end, or names a rule
            or key that does not exist; says where.
    """
    import yaml

    name = safe_name(str(path))
    try:
        text = path.read_text(encoding="utf-8")
        data, root = yaml.safe_load(text), yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError as error:
        raise UsageError(f"{name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{name}: is no UTF-8 text; save it as such") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise UsageError(f"{name}{line}: not YAML: {getattr(error, 'problem', '')}") from None
    if data is None or root is None:
        return ()
    if isinstance(data, dict) and set(data) == {"waivers"}:
        data, root = data["waivers"] or [], root.value[0][1]
    if not isinstance(data, list):
        raise UsageError(f"{name}: a waiver file is a list of entries under the key 'waivers'")
    lines = [node.start_mark.line + 1 for node in root.value]
    return tuple(_entry(entry, path, line, known) for entry, line in zip(data, lines, strict=True))


def _entry(entry: Any, path: Path, line: int, known: Sequence[str]) -> Waiver:
    where = f"{safe_name(str(path))}:{line}"
    if not isinstance(entry, dict):
        raise UsageError(f"{where}: a waiver is a mapping with the keys {', '.join(_KEYS)}")
    for key in entry:
        if key not in _KEYS:
            hint = did_you_mean(str(key), _KEYS)
            raise UsageError(f"{where}: unknown key {key!r}{hint}; allowed: {', '.join(_KEYS)}")
    words = {key: str(entry.get(key) or "").strip() for key in _KEYS}
    if not words["reason"]:
        raise UsageError(f"{where}: a waiver needs a reason; say why the finding is accepted")
    if not words["rule"] and not words["fingerprint"]:
        raise UsageError(f"{where}: a waiver needs a rule or a fingerprint to apply to")
    rule = words["rule"] or "*"
    if rule not in known and not any(fnmatchcase(name, rule) for name in known):
        raise UsageError(f"{where}: no rule {rule!r}{did_you_mean(rule, known)}")
    return Waiver(
        file=path, line=line, reason=words["reason"], expires=_date(entry.get("expires"), where),
        rule=rule, document=words["document"], fingerprint=words["fingerprint"],
        owner=words["owner"],
    )  # fmt: skip


def _date(value: Any, where: str) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value or ""))
    except ValueError:
        raise UsageError(f"{where}: a waiver needs an end, expires: YYYY-MM-DD") from None


class Waivers:
    """Waivers in force on a day; counts what they did.

    Args:
        entries: of all files.
        today: the day on which the run is made.
    """

    def __init__(self, entries: Iterable[Waiver], today: datetime.date) -> None:
        entries = tuple(entries)
        self._expired = [waiver for waiver in entries if waiver.expires < today]
        self._live = [waiver for waiver in entries if waiver.expires >= today]
        self._used: dict[Waiver, int] = {}
        self._met: set[Waiver] = set()

    def apply(self, audit: DocumentAudit) -> DocumentAudit:
        """The audit with the findings that are covered marked as waived, with the reason."""
        live = [waiver for waiver in self._live if waiver.covers_document(audit.path)]
        if not live:
            return audit
        self._met.update(live)
        return replace(audit, findings=tuple(self._waive(f, live) for f in audit.findings))

    def _waive(self, finding: Finding, live: list[Waiver]) -> Finding:
        if finding.status != "open":
            return finding
        waiver = next((waiver for waiver in live if waiver.covers(finding)), None)
        if waiver is None:
            return finding
        self._used[waiver] = self._used.get(waiver, 0) + 1
        owner = f", {waiver.owner}" if waiver.owner else ""
        return waived(
            finding, f"waived until {waiver.expires}{owner} ({waiver.place}): {waiver.reason}"
        )

    def notes(self) -> list[str]:
        """What a user should know: how many findings each file waived, and what is out of date."""
        by_file: dict[Path, int] = {}
        for waiver, count in self._used.items():
            by_file[waiver.file] = by_file.get(waiver.file, 0) + count
        notes = [
            f"{plural(n, 'finding')} waived by {safe_name(str(f))}" for f, n in by_file.items()
        ]
        notes += [
            f"{w.place}: expired on {w.expires} and not applied; renew or remove it"
            for w in self._expired
        ]
        notes += [
            f"{w.place}: matched no finding of the documents it names; remove it"
            for w in self._live
            if w in self._met and w not in self._used
        ]
        return notes


def waived(finding: Finding, reason: str) -> Finding:
    """The finding set aside for a reason, which is put first among its reasons."""
    confidence = replace(finding.confidence, reasons=(reason, *finding.confidence.reasons))
    return replace(finding, status="waived", reported=False, confidence=confidence)
