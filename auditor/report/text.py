"""Text for people at a terminal or in a log: full, compact (a line a finding) and summary.

Contract text never reaches the terminal raw: control characters are made visible, and rich
is given ``Text`` objects, never markup.
"""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from auditor.model import Band, Change, DocumentAudit, Finding, Portfolio, Status
from auditor.report.wording import (
    ADVICE,
    BANDS,
    LEVELS,
    STATUSES,
    factor_words,
    headline,
    one_line,
    parameter_label,
    parameter_value,
    place,
    possible,
    protections,
    reasons,
    set_aside,
    shown,
    struck,
    unread_sentence,
    verdict,
    visible,
    whom,
)
from auditor.report.writer import Output, Prepared, RunMeta

if TYPE_CHECKING:
    from rich.console import Console

Line = tuple[tuple[str, str], ...]
"""A line as (words, style) pairs; "" is no style. Styles are rich's."""

STYLES: dict[Band | None, str] = {
    Band.CRITICAL: "bold white on red",
    Band.HIGH: "bold red",
    Band.MEDIUM: "yellow",
    Band.LOW: "blue",
    Band.INFO: "dim",
    None: "green",
}


class TextWriter:
    """See ``writer.Writer``; ``style`` is "text" (full), "compact" or "summary"."""

    def __init__(
        self, output: Output, meta: RunMeta, *, style: str = "text", color: bool | None = None
    ) -> None:
        self._output = output
        self._meta = meta
        self._style = style
        colored = wants_color(output.stream) if color is None else color
        self._console = _console(output.stream) if colored else None
        self._width = min(100, shutil.get_terminal_size((100, 24)).columns) if colored else 100

    def add(self, document: DocumentAudit, *, prepared: Prepared | None = None) -> None:
        if self._style == "compact":
            self._print(compact_lines(document))
        elif self._style == "summary":
            self._print(summary_lines(document))
        else:
            self._print(full_lines(document, self._width))

    def close(self, portfolio: Portfolio) -> None:
        if self._style != "compact":
            self._print(portfolio_lines(portfolio))
        self._output.commit()

    def discard(self) -> None:
        self._output.discard()

    def _print(self, lines: Iterator[Line]) -> None:
        for line in lines:
            if self._console is None:
                self._output.write("".join(words for words, _ in line).rstrip() + "\n")
            else:
                from rich.text import Text

                self._console.print(Text.assemble(*line), soft_wrap=True)


def wants_color(stream: IO[str]) -> bool:
    """Whether the stream is a terminal and nobody asked for plain text (no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def _console(stream: IO[str]) -> Console:
    from rich.console import Console

    return Console(
        file=stream,
        force_terminal=True,
        color_system="standard",
        no_color=False,
        highlight=False,
        markup=False,
        emoji=False,
    )


def compact_lines(document: DocumentAudit) -> Iterator[Line]:
    """A line a reported finding: ``path:clause:page: band type title — quote…``.

    Documents not read in full have a line of their own, first: ``path: status reason``.
    """
    path = one_line(document.path)
    if document.status is not Status.SCANNED:
        for reason in document.reasons or ("no reason given",):
            yield (f"{path}: ", ""), (document.status.value, "bold yellow"), (
                f" {one_line(reason)}", "",
            )  # fmt: skip
    for finding in shown(document):
        where = f"{path}:{one_line(finding.clause)}:{finding.page or ''}: "
        quote = f" — “{one_line(finding.quote, 90)}”" if finding.quote else ""
        yield (
            (where, "bold"),
            (finding.band.value, STYLES[finding.band]),
            (f" {finding.type} ", "cyan"),
            (one_line(finding.title), ""),
            (quote, "dim"),
        )


def summary_lines(document: DocumentAudit) -> Iterator[Line]:
    """A document in one line, and its reasons when it was not read in full."""
    band = document.rating.band if document.rating else None
    findings = shown(document)
    read = document.status is not Status.FAILED and document.status is not Status.SKIPPED
    label = (band.value if band else "none") if read else document.status.value
    counts = ", ".join(
        f"{count} {b.value}" for b in BANDS if (count := sum(f.band is b for f in findings))
    )
    yield (
        (f"{label:<9}", STYLES[band] if read else "bold yellow"),
        (f" {one_line(document.path)}", "bold"),
        (f"  {counts}" if counts else "", "dim"),
    )
    if document.status is not Status.SCANNED:
        for reason in document.reasons:
            yield (f"          {document.status.value}: ", "yellow"), (one_line(reason), "")


def portfolio_lines(portfolio: Portfolio) -> Iterator[Line]:
    """The verdict on the run, counts by band and by status, and notes across contracts."""
    unread = sum(n for status, n in portfolio.statuses.items() if status != "scanned")
    yield ()
    yield ((headline(portfolio), "bold"),)
    if unread:
        yield ((unread_sentence(unread), "bold yellow"),)
    counts = [f"{n} {band}" for band in (*(b.value for b in BANDS), "none")
              if (n := portfolio.bands.get(band, 0))]  # fmt: skip
    if counts:
        yield (("By overall band: " + ", ".join(counts), ""),)
    statuses = [
        f"{n} {STATUSES[Status(status)].lower()}" for status, n in portfolio.statuses.items() if n
    ]
    if statuses:
        yield (("Documents: " + ", ".join(statuses), ""),)
    for note in portfolio.notes:
        yield ((f"- {one_line(note)}", ""),)
    yield (("Not legal advice. No contract was sent to any service.", "dim"),)


def full_lines(document: DocumentAudit, width: int = 100) -> Iterator[Line]:
    """Everything a reviewer needs of one document, wrapped to ``width`` columns."""
    yield ((f"━━ {one_line(document.path)}", "bold"),)
    if document.title:
        yield ((one_line(document.title), "bold"),)
    if document.status is not Status.SCANNED:
        yield ((f"{STATUSES[document.status]}.", "bold yellow"),)
    for reason in reasons(document, quiet=False):
        yield from _wrapped(f"! {reason}", width, style="yellow")
    if document.duplicate_of:
        yield ((f"The same bytes as {one_line(document.duplicate_of)}.", ""),)
    if document.rating is None:
        yield ()
        return
    yield from _rating_lines(document, width)
    for finding in shown(document):
        yield ()
        yield from _finding_lines(finding, width)
    yield from _short_list("Only in the other wording of a tracked change", struck(document))
    yield from _short_list("Possible, not reported", possible(document))
    yield from _short_list("Protections found", protections(document))
    yield from _short_list("Set aside", set_aside(document))
    yield ()


def _rating_lines(document: DocumentAudit, width: int) -> Iterator[Line]:
    rating = document.rating
    assert rating is not None
    word = rating.band.value.upper() if rating.band else "NOTHING FOUND"
    yield (word, STYLES[rating.band]), (f"  {ADVICE[rating.band]}.", "")
    for sentence in verdict(rating):
        yield from _wrapped(sentence, width)
    for answer in rating.answers:
        word = answer.band.value if answer.band else "nothing found"
        yield (f"  {answer.question} ", ""), (word, STYLES[answer.band])
        for reason in answer.reasons[:2]:
            yield from _wrapped(f"· {reason}", width, indent="    ", style="dim")
    for interaction in rating.interactions:
        yield from _wrapped(f"Together: {interaction.sentence}", width, style="bold")
    for flag in rating.flags:
        yield from _wrapped(f"Regulatory ({flag.level}): {flag.sentence} [{flag.authority}]", width)
    lists = (
        ("Missing", tuple(sentence for _, sentence in rating.missing)),
        ("Key dates", rating.key_dates),
        ("Exposure", rating.exposure),
        ("Not resolved", rating.unresolved),
        ("Open questions", rating.open_questions),
        ("Reading", reasons(document, quiet=True)),
    )
    for label, sentences in lists:
        for sentence in sentences:
            yield from _wrapped(f"{label}: {sentence}", width)


def _finding_lines(finding: Finding, width: int) -> Iterator[Line]:
    yield (
        (finding.band.value.upper(), STYLES[finding.band]),
        (f"  {one_line(finding.title)}", "bold"),
        (f"  {finding.type}", "cyan"),
        (f"  {LEVELS[finding.confidence.level].lower()}", "dim"),
    )
    where = " · ".join(part for part in (place(finding), whom(finding)) if part)
    if where:
        yield from _wrapped(where, width, indent="  ", style="dim")
    if finding.quote:
        yield from _wrapped(f"“{finding.quote}”", width, indent="  │ ")
    if finding.hidden:
        yield (("  Stands in hidden text.", "bold yellow"),)
    if finding.change is not None:
        yield from _wrapped(_changed(finding.change), width, indent="  ", style="yellow")
    for parameter in finding.parameters:
        note = f" ({parameter.note})" if parameter.note else ""
        yield from _wrapped(
            f"{parameter_label(parameter.name)}: {parameter_value(parameter)}{note}",
            width, indent="  ", style="dim",
        )  # fmt: skip
    labelled = (
        ("Why: ", finding.why),
        ("Lower if: ", finding.what_would_lower_it),
        ("Ask: ", finding.question),
        ("Ask for instead: ", finding.playbook.fallback),
    )
    for factor in finding.factors:
        arrow = {"up": "▲", "down": "▼", "floor": "⤒", "cap": "⤓"}[factor.direction]
        words = factor_words(finding, factor)
        yield from _wrapped(
            f"{arrow} {factor.sentence}" + (f" “{words}”" if words else ""), width, indent="  "
        )
    for label, sentence in labelled:
        if sentence:
            yield from _wrapped(label + sentence, width, indent="  ")


def _short_list(label: str, findings: tuple[Finding, ...]) -> Iterator[Line]:
    if not findings:
        return
    yield ()
    yield ((f"{label}:", "bold"),)
    for finding in findings:
        where = one_line(place(finding))
        quote = f" — “{one_line(finding.quote, 90)}”" if finding.quote else ""
        yield (
            (f"  {finding.band.value}", STYLES[finding.band]),
            (f" {one_line(finding.title)}", ""),
            (f" [{where}]" if where else "", "dim"),
            (quote, "dim"),
        )


def _wrapped(text: str, width: int, *, indent: str = "", style: str = "") -> Iterator[Line]:
    for line in textwrap.wrap(
        one_line(visible(text)), max(40, width), initial_indent=indent, subsequent_indent=indent
    ):
        yield ((line, style),)


def _changed(change: Change) -> str:
    told = f"Tracked change ({change.effect}): "
    if change.effect == "moved":
        return told + "the same words stand elsewhere, or in other paragraphs, in the other view"
    return f"{told}“{change.original}” becomes “{change.final}”"
