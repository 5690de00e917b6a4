"""The progress bar of a terminal; drawn from the run's own loop, without a thread.

A thread would make it unsafe to fork workers.
"""

from __future__ import annotations

import sys
import time

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from auditor.run.messages import plural
from auditor.run.sources import Source

_REDRAW_SECONDS = 0.1


class Bar:
    """Documents, pages and the time left, on standard error."""

    def __init__(self, *, color: bool = True) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[documents]}"),
            TimeRemainingColumn(),
            console=Console(file=sys.stderr, no_color=not color or None),
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("Reading", total=None, documents="")
        self._documents = self._done = self._pages = 0
        self._drawn = 0.0

    def start(self, documents: int, size: int) -> None:
        """See ``scan.Progress``; work is measured in bytes."""
        self._documents = documents
        self._progress.update(self._task, total=size + documents)

    def advance(self, source: Source, pages: int) -> None:
        """See ``scan.Progress``."""
        self._done += 1
        self._pages += pages
        words = f"{self._done}/{plural(self._documents, 'document')}"
        if self._pages:
            words += f", {plural(self._pages, 'page')}"
        self._progress.update(self._task, advance=source.size + 1, documents=words)
        self.tick()

    def tick(self) -> None:
        """See ``scan.Progress``."""
        now = time.monotonic()
        if now - self._drawn >= _REDRAW_SECONDS:
            self._drawn = now
            self._progress.start()
            self._progress.refresh()

    def pause(self) -> None:
        """Take the bar away, so that something else can be printed; ``tick`` brings it back."""
        self._progress.stop()
