"""Which reports a run writes, and where."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import UsageError
from auditor.model import DocumentAudit, Portfolio
from auditor.report.writer import FORMATS, Prepared, RunMeta, Writer, format_of, open_writer
from auditor.run.baseline import BaselineWriter
from auditor.run.config import Settings
from auditor.run.messages import did_you_mean, safe_name


@dataclass(frozen=True, slots=True)
class Plan:
    """Reports to write: a format for standard output ("" for none) and (format, file) pairs."""

    printed: str
    files: tuple[tuple[str, Path], ...]

    def writes(self, name: str) -> bool:
        """Whether a report of the format ``name`` is among them."""
        return self.printed == name or any(kind == name for kind, _ in self.files)


def plan_reports(chosen: Settings, default: str) -> Plan:
    """What ``--format`` and ``--output`` ask for.

    A file whose extension says nothing takes ``--format``; then the terminal gets the default,
    and the summary where a file has the full text.

    Raises:
        UsageError: an unknown format, or a file whose format nothing says.
    """
    asked = chosen["format"]
    if asked and asked not in FORMATS:
        hint = did_you_mean(asked, FORMATS)
        raise UsageError(f"no report format {asked!r}{hint}; formats: {', '.join(FORMATS)}")
    files = []
    taken = False
    for output in chosen["output"]:
        name, path, from_option = _file(output, asked)
        taken = taken or from_option or name == asked
        files.append((name, path))
    # Whoever asked for a file wants to know how the run went, not to see it all scroll past.
    fallback = "" if chosen["quiet"] else "summary" if files and default == "text" else default
    return Plan(asked if asked and not taken else fallback, tuple(files))


def _file(output: str, asked: str) -> tuple[str, Path, bool]:
    prefix, equals, rest = output.partition("=")
    name = Path(prefix).name
    if equals and rest and name in FORMATS:
        # A configuration file makes paths relative to itself, the format's name included.
        return name, Path(prefix).parent / rest, False
    try:
        return format_of(output), Path(output), False
    except UsageError:
        if asked:
            return asked, Path(output), True
        raise


class Reports:
    """The open writers of a run, used as one.

    Args:
        plan: which reports.
        meta: see ``RunMeta``.
        color: colour on a terminal.
        shards: folder for results in pieces, or "".
        baseline: file for the findings as a baseline, or "".

    Attributes:
        written: what is written to, one phrase each, in the order it was asked for.
        baseline: the writer of the baseline, or None.

    Raises:
        UsageError: one of them cannot be written; none is left behind.
    """

    def __init__(
        self, plan: Plan, meta: RunMeta, *, color: bool, shards: str = "", baseline: str = ""
    ) -> None:
        self._writers: list[Writer] = []
        self._printed = bool(plan.printed)
        self.written = [f"report written to {safe_name(str(path))}" for _, path in plan.files]
        if shards:
            self.written.append(f"results written to {safe_name(shards)}")
        self.baseline: BaselineWriter | None = None
        try:
            for name, path in plan.files:
                self._writers.append(open_writer(name, path, meta))
            if shards:
                from auditor.report.shards import ShardWriter

                self._writers.append(ShardWriter(Path(shards), meta))
            if baseline:
                self.baseline = BaselineWriter(Path(baseline))
                self._writers.append(self.baseline)
            if plan.printed:
                writer = open_writer(plan.printed, sys.stdout, meta, color=None if color else False)
                self._writers.append(writer)
        except BaseException:
            self.discard()
            raise

    @property
    def on_terminal(self) -> bool:
        """Whether documents are printed where a progress bar is."""
        return self._printed and sys.stdout.isatty()

    def add(self, audit: DocumentAudit, prepared: Prepared | None) -> None:
        """The next document, to all of them."""
        for writer in self._writers:
            writer.add(audit, prepared=prepared)

    def close(self, portfolio: Portfolio, *, whole: bool = True) -> None:
        """Complete all of them; a baseline only of a ``whole`` run, for what it does not know
        would be new again."""
        if self.baseline is not None and not whole:
            self._writers.remove(self.baseline)
            self.baseline.discard()
        for writer in self._writers:
            writer.close(portfolio)

    def discard(self) -> None:
        """Give up all of them."""
        for writer in self._writers:
            with suppress(OSError):
                writer.discard()
