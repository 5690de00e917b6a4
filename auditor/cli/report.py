"""``auditor report``: reports from results that a run has written in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from auditor.cli.reports import Reports, plan_reports
from auditor.errors import UsageError
from auditor.model import DocumentAudit
from auditor.report.shards import read_shards
from auditor.report.writer import RunMeta
from auditor.run.config import settings


@click.command("report")
@click.argument("shards", nargs=-1, required=True, metavar="SHARDS...")
@click.option(
    "-o",
    "--output",
    multiple=True,
    metavar="FILE",
    help="Write a report, as with scan. Repeatable.",
)
@click.option("--format", "format_", metavar="FORMAT", help="What is printed.")
@click.option("-q", "--quiet", is_flag=True, default=None, help="Print nothing.")
@click.option("--color/--no-color", default=None, help="Colour on a terminal (also: NO_COLOR).")
def command(
    shards: tuple[str, ...],
    output: tuple[str, ...],
    format_: str | None,
    quiet: bool | None,
    color: bool | None,
) -> None:
    """Draw reports from results in JSON Lines: files, or folders that --shards wrote.

    \b
      auditor scan s3://bucket/contracts/** --cluster tcp://head:8786 --shards results -q
      auditor report results -o report.html -o all.csv

    A document that stands in several of them is taken from the first.
    """
    from auditor.judge import PortfolioBuilder

    given = {"output": output, "format": format_, "quiet": quiet, "color": color}
    chosen = settings(given, use_config=False)
    documents = read_shards([Path(name) for name in shards])
    first = next(documents, None)
    if first is None:
        raise UsageError("no document in " + ", ".join(shards))
    meta = first[0]
    portfolio = PortfolioBuilder()
    reports = Reports(plan_reports(chosen, "summary"), meta, color=chosen["color"])
    try:
        for audit in _of_one_run(chain([first], documents), meta):
            reports.add(audit, None)
            portfolio.add(audit)
        reports.close(portfolio.build())
    except BaseException:
        reports.discard()
        raise
    if not chosen["quiet"]:
        for phrase in reports.written:
            click.echo(f"auditor: {phrase}", err=True)


def _of_one_run(
    documents: Iterator[tuple[RunMeta, DocumentAudit]], meta: RunMeta
) -> Iterator[DocumentAudit]:
    """Each document once; results of different rules or sides do not belong in one report."""
    seen: set[str] = set()
    for other, audit in documents:
        if (other.perspective, other.pack_version) != (meta.perspective, meta.pack_version):
            raise UsageError(
                f"{audit.path}: audited for the {other.perspective} with rules"
                f" {other.pack_version}, others for the {meta.perspective} with"
                f" {meta.pack_version}; give results of one run"
            )
        if audit.path not in seen:
            seen.add(audit.path)
            yield audit
