"""What ``scan`` and ``check`` do: a run, its reports, its exit code."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor import __version__
from auditor.cli.arguments import options_of, settings_of
from auditor.cli.main import INTERRUPTED
from auditor.cli.reports import Plan, Reports, plan_reports
from auditor.errors import UsageError
from auditor.model import Band, Status
from auditor.report.writer import RunMeta
from auditor.run.config import KEYS, Settings
from auditor.run.discover import Discovery, discover
from auditor.run.interrupt import listening
from auditor.run.messages import plural, safe_name
from auditor.run.options import RunOptions
from auditor.run.scan import Run
from auditor.run.selection import Outcome, Selection

if TYPE_CHECKING:
    from auditor.run.progress import Bar

# Settings that say how a run is made or shown, not what it says of a contract.
_PRIVATE = {
    "jobs",
    "cluster",
    "https",
    "shards",
    "cache",
    "format",
    "output",
    "quiet",
    "color",
    "password-file",
}
_WORTH_A_BAR = 1 << 20


def execute(given: dict[str, Any], *, printed: str, fail_on: str, summary: bool) -> int:
    """Run over the paths a command was given.

    Args:
        given: the command's keyword arguments (see ``arguments.run_options``).
        printed: format of standard output when nothing else is asked for.
        fail_on: threshold when nothing else is asked for.
        summary: whether a last line on standard error sums up the run.

    Returns:
        The exit code.

    Raises:
        UsageError: wrong paths, options or configuration.
    """
    if not given["paths"]:
        raise UsageError("no path given; give files, folders, or - for standard input")
    chosen = settings_of(given)
    options = options_of(chosen, given["passwords"])
    plan = plan_reports(chosen, printed)
    options = replace(options, html=plan.writes("html"))
    if given["profile"]:
        options = replace(options, profile=True, isolate=False, cache=False, cluster="")
    started = time.perf_counter()
    band = chosen["fail-on"] or fail_on
    outcome = Outcome(None if band == "never" else Band(band))
    known = given["write_baseline"] or ""
    selection = Selection.of(chosen, given["paths"], use_baseline=not known)
    discovery = _discover(given, chosen, options, plan)
    bar = _bar(chosen, discovery)
    with listening() as interrupt:
        run = Run(discovery, options, progress=bar, stop=interrupt)
        meta = _meta(chosen, options, run.pack_version)
        reports = Reports(
            plan, meta, color=chosen["color"], shards=chosen["shards"], baseline=known
        )
        _record(run, reports, selection, outcome, bar=bar)
    if given["profile"]:
        print(run.profile(time.perf_counter() - started), file=sys.stderr)
    if not chosen["quiet"]:
        _say(_discovery_notes(discovery) + selection.notes() + run.notes)
        if summary:
            _say([_summary(outcome)], prefix="auditor: ")
        _say(reports.written, prefix="auditor: ")
    if run.interrupted:
        kept = f"; {safe_name(known)} is left as it was" if known else ""
        _say([f"interrupted; the reports cover what was done{kept}"], prefix="auditor: ")
        return INTERRUPTED
    if reports.baseline is not None:
        written = plural(reports.baseline.count, "finding")
        _say([f"{written} written to {safe_name(known)}"])
    if discovery.missing:
        _say(discovery.missing, prefix="auditor: ")
        return 2
    if known:
        outcome.failing = 0
    return outcome.exit_code(allow_partial=chosen["allow-partial"])


def _discover(
    given: dict[str, Any], chosen: Settings, options: RunOptions, plan: Plan
) -> Discovery:
    outputs = [path for _, path in plan.files]
    for output in outputs:
        for path in given["paths"]:
            if path != "-" and Path(path).is_file() and _same(output, Path(path)):
                raise UsageError(f"{output} is a contract to read; write the report elsewhere")
    return discover(
        given["paths"], exclude=chosen["exclude"], outputs=outputs,
        stdin_name=given["stdin_name"], byte_limit=options.load.limits.bytes, web=chosen["https"],
    )  # fmt: skip


def _same(one: Path, other: Path) -> bool:
    return one.exists() and one.samefile(other)


def _record(
    run: Run, reports: Reports, selection: Selection, outcome: Outcome, *, bar: Bar | None
) -> None:
    """Make the run; its audits go into reports and counts."""
    from auditor.judge import PortfolioBuilder

    portfolio = PortfolioBuilder()
    try:
        for row in run.rows():
            audit = selection.apply(row.audit)
            if bar is not None and reports.on_terminal:
                bar.pause()
            reports.add(audit, row.prepared if audit is row.audit else None)
            outcome.add(audit)
            portfolio.add(audit)
        if bar is not None:
            bar.pause()
        reports.close(portfolio.build(), whole=not run.interrupted)
    except BaseException:
        if bar is not None:
            bar.pause()
        reports.discard()
        raise


def _bar(chosen: Settings, discovery: Discovery) -> Bar | None:
    """A progress bar, where someone sees it and there is something to wait for."""
    waiting = len(discovery.sources) > 1 or discovery.sources[0].size > _WORTH_A_BAR
    if chosen["quiet"] or not sys.stderr.isatty() or not waiting:
        return None
    from auditor.run.progress import Bar

    return Bar(color=chosen["color"])


def _meta(chosen: Settings, options: RunOptions, pack_version: str) -> RunMeta:
    shown = {
        name: chosen[name]
        for name in KEYS
        if name not in _PRIVATE and chosen.origin(name) != "default"
    }
    return RunMeta(options.perspective, __version__, pack_version, shown)


def _discovery_notes(discovery: Discovery) -> list[str]:
    notes = []
    if discovery.ignored:
        notes.append(f"{plural(discovery.ignored, 'hidden, lock or system file')} passed over")
    if discovery.excluded:
        notes.append(f"{plural(discovery.excluded, 'file')} left out by --exclude")
    return notes


def _summary(outcome: Outcome) -> str:
    documents = plural(sum(outcome.documents.values()), "document")
    unread = sum(n for status, n in outcome.documents.items() if status is not Status.SCANNED)
    gaps = f", {unread} not fully read" if unread else ""
    if outcome.threshold is None:
        return f"{documents}{gaps}"
    found = plural(outcome.failing, "finding") if outcome.failing else "nothing"
    return f"{documents}{gaps}: {found} at {outcome.threshold.value} or above"


def _say(lines: Iterable[str], prefix: str = "auditor: note: ") -> None:
    for line in lines:
        print(prefix + line, file=sys.stderr)
