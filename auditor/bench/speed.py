"""The speed benchmark: every stage against bare pdfium, on the same files, in one run.

Stages are measured in turn, several times, in as many processes as a scan uses, so that a
busy machine weighs on all of them alike; figures are medians, with the spread beside them.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.pool import Pool
from pathlib import Path
from statistics import median

from auditor.bench import stages
from auditor.bench.scans import Scan, command_seconds, copies, scan
from auditor.bench.stages import Cost
from auditor.errors import UsageError
from auditor.load import ocr

STAGES = ("reading", "segmenting", "matching", "judging", "reports")
_PLUMBER_FILES = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        name: what was measured.
        seconds: of each round, as if the processes had shared the work evenly.
        pages, megabytes: done in a round; megabytes of text.
    """

    name: str
    seconds: tuple[float, ...]
    pages: int
    megabytes: float

    @property
    def middle(self) -> float:
        """Median of the seconds."""
        return median(self.seconds)

    @property
    def spread(self) -> float:
        """Largest less smallest, as a share of the median."""
        return (max(self.seconds) - min(self.seconds)) / self.middle


@dataclass(frozen=True, slots=True)
class Growth:
    """A size, and what a scan (or an audit) of that size took."""

    size: int
    seconds: float
    parent_mib: float = 0.0
    worker_mib: float = 0.0


@dataclass(frozen=True, slots=True)
class Speed:
    """The result.

    Attributes:
        jobs: processes used.
        files, pages: of the PDFs measured.
        rows: the table; the first is bare pdfium, the last the whole scan.
        scans: of the whole folder, one a round.
        cached: seconds of a second scan that finds all results kept, the median of some.
        documents: growth with the number of documents.
        length: growth of one contract with its pages.
        cold: (seconds of `auditor check` on one small document, of `import spacy`).
        with_ocr: the whole folder once with its scanned pages, which bare pdfium cannot read and
            all other figures leave out; None where no OCR is installed.
    """

    jobs: int
    files: int
    pages: int
    rows: tuple[Row, ...]
    scans: tuple[Scan, ...]
    cached: float
    documents: tuple[Growth, ...]
    length: tuple[Growth, ...]
    cold: tuple[float, float]
    with_ocr: Scan | None = None

    def row(self, name: str) -> Row:
        """The row of that name."""
        return next(row for row in self.rows if row.name == name)


def run(
    path: Path,
    *,
    jobs: int = 2,
    rounds: int = 3,
    limit: int | None = None,
    documents: tuple[int, ...] = (50, 100, 200, 400),
    pages: tuple[int, ...] = (10, 100, 1000),
    say: Callable[[str], None] = lambda _: None,
) -> Speed:
    """Measure the PDFs below ``path``.

    Args:
        path: a folder of PDFs.
        jobs: worker processes.
        rounds: how often each stage is measured.
        limit: no more PDFs than this.
        documents: numbers of documents to see growth at; () for none.
        pages: lengths of one contract to see growth at; () for none.
        say: told about progress, a line at a time.

    Raises:
        UsageError: no PDF is there.
        AuditorError: a scan failed.
    """
    files = sorted(p for p in path.rglob("*") if p.suffix.lower() == ".pdf" and p.is_file())
    files = sorted(files[:limit], key=lambda p: -p.stat().st_size)
    if not files:
        raise UsageError(f"no PDF in {path}; give a folder of PDF contracts")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copies(files, len(files), folder / "all")
        stages.warm()  # before processes are forked, so that none does it again
        rows, scans = _rounds(files, folder / "all", jobs, rounds, say)
        say("kept results")
        scan(folder / "all", jobs, cache=folder / "kept")
        cached = median(
            scan(folder / "all", jobs, cache=folder / "kept").seconds for _ in range(rounds)
        )
        with_ocr = None
        if ocr.available():
            say("scanned pages")
            with_ocr = scan(folder / "all", jobs, ocr=True)
        grown = _documents(files, documents, folder, jobs, say)
        say("cold start")
        cold = _cold(folder)
        length = _length(files, pages, say)
    return Speed(
        jobs, len(files), rows[0].pages, rows, scans, cached, grown, length, cold, with_ocr
    )


def _rounds(
    files: Sequence[Path], folder: Path, jobs: int, rounds: int, say: Callable[[str], None]
) -> tuple[tuple[Row, ...], tuple[Scan, ...]]:
    seconds: dict[str, list[float]] = {}
    work: dict[str, Cost] = {}
    scans: list[Scan] = []

    def note(name: str, took: float, total: Cost) -> None:
        seconds.setdefault(name, []).append(took)
        work[name] = total

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    with multiprocessing.get_context(method).Pool(jobs, initializer=stages.warm) as pool:
        _spread(pool, stages.bare_pdfium, files)  # the files are in the system's cache from here
        for number in range(rounds):
            say(f"round {number + 1} of {rounds}")
            for name, stage, chosen in (
                ("bare pdfium", stages.bare_pdfium, files),
                (
                    "pdfplumber",
                    stages.pdfplumber_text,
                    files[:: max(1, len(files) // _PLUMBER_FILES)],
                ),
                ("spaCy tokens", stages.spacy_tokens, files),
            ):
                total, _ = _spread(pool, stage, chosen)
                note(name, sum(total.seconds.values()) / jobs, total)
            total, _ = _spread(pool, stages.our_line, files)
            for name in STAGES:
                note(name, total.seconds[name] / jobs, total)
            scans.append(scan(folder, jobs))
            note("the whole scan", scans[-1].seconds, total)
    return tuple(
        Row(name, tuple(taken), work[name].pages, work[name].characters / 1e6)
        for name, taken in seconds.items()
    ), tuple(scans)


def _spread(pool: Pool, stage: stages.Stage, files: Sequence[Path]) -> tuple[Cost, float]:
    """A stage over all files in all processes: the sums, and the wall clock."""
    started = time.perf_counter()
    costs = list(pool.imap_unordered(stage, files))
    wall = time.perf_counter() - started
    seconds: dict[str, float] = {}
    for cost in costs:
        for name, took in cost.seconds.items():
            seconds[name] = seconds.get(name, 0.0) + took
    total = Cost(
        sum(c.pages for c in costs), sum(c.bytes for c in costs),
        sum(c.characters for c in costs), seconds,
    )  # fmt: skip
    return total, wall


def _documents(
    files: Sequence[Path], sizes: Sequence[int], folder: Path, jobs: int, say: Callable[[str], None]
) -> tuple[Growth, ...]:
    found = []
    for size in sizes:
        say(f"{size} documents")
        copies(files, size, folder / str(size))
        took = scan(folder / str(size), jobs)
        found.append(Growth(size, took.seconds, took.parent_mib, took.worker_mib))
    return tuple(found)


def _length(
    files: Sequence[Path], sizes: Sequence[int], say: Callable[[str], None]
) -> tuple[Growth, ...]:
    from auditor.load import load
    from auditor.load.options import LoadOptions

    text = load(files[0].name, files[0].read_bytes(), LoadOptions(ocr=False))[0].text
    found = []
    with tempfile.TemporaryDirectory() as name:
        for size in sizes:
            say(f"a contract of {size} pages")
            path = Path(name) / f"{size}.txt"
            path.write_bytes(stages.contract_of_pages(text, size))
            found.append(Growth(size, sum(stages.our_line(path).seconds.values())))
    return tuple(found)


def _cold(folder: Path, times: int = 5) -> tuple[float, float]:
    """One small Word file through `check`, against `import spacy`: medians, in turn."""
    from docx import Document

    path = folder / "small.docx"
    document = Document()
    document.add_heading("Supply Agreement", 0)
    document.add_paragraph(
        "The Customer shall purchase all Products exclusively from the Supplier."
    )
    document.add_paragraph("This Agreement renews for three years unless notice is given.")
    document.save(str(path))
    check = ["-m", "auditor", "check", str(path), "--no-cache", "--isolated"]
    command_seconds(check)  # keeps the compiled rules
    ours, theirs = [], []
    for _ in range(times):
        theirs.append(command_seconds(["-c", "import spacy"]))
        ours.append(command_seconds(check))
    return median(ours), median(theirs)
