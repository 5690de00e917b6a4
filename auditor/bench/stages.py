"""The stages that the speed benchmark measures, each on one file; run in worker processes."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

PLUMBER_PAGES = 20
"""Pages of a file that pdfplumber reads; it is forty times slower than the rest."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a stage did to one file: pages and bytes of it, characters of text, seconds."""

    pages: int = 0
    bytes: int = 0
    characters: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


Stage = Callable[[Path], Cost]


def bare_pdfium(path: Path) -> Cost:
    """The limit: pdfium's text of every page, and nothing else."""
    import pypdfium2

    started = time.perf_counter()
    document = pypdfium2.PdfDocument(path)
    characters = 0
    pages = len(document)
    for number in range(pages):
        page = document[number]
        text = page.get_textpage()
        characters += len(text.get_text_bounded())
        text.close()
        page.close()
    document.close()
    return _cost(path, pages, characters, bare=time.perf_counter() - started)


def pdfplumber_text(path: Path) -> Cost:
    """What people use today: pdfplumber's ``extract_text``, of the first pages."""
    import pdfplumber

    started = time.perf_counter()
    characters = 0
    with pdfplumber.open(path) as document:
        pages = document.pages[:PLUMBER_PAGES]
        for page in pages:
            characters += len(page.extract_text())
            page.close()
    return _cost(path, len(pages), characters, plumber=time.perf_counter() - started)


def spacy_tokens(path: Path) -> Cost:
    """What a naive engine costs on top: spaCy tokenising all text, reading not counted."""
    from auditor.load import load
    from auditor.load.options import LoadOptions

    document = load(path.name, path.read_bytes(), LoadOptions(ocr=False))[0]
    tokenizer = _tokenizer()
    started = time.perf_counter()
    for paragraph in document.text.split("\n"):
        tokenizer(paragraph)
    seconds = time.perf_counter() - started
    return _cost(path, document.pages, len(document.text), spacy=seconds)


def our_line(path: Path) -> Cost:
    """Reading, segmenting, matching, judging and rendering, each with its own time."""
    from auditor.judge import JudgeOptions, judge
    from auditor.load import load
    from auditor.load.options import LoadOptions
    from auditor.run import codec
    from auditor.segment import outline

    engine, pack = _engine()
    data = path.read_bytes()
    laps = [time.perf_counter()]

    def lap() -> None:
        laps.append(time.perf_counter())

    document = load(path.name, data, LoadOptions(ocr=False))[0]
    lap()
    parts = outline(document)
    lap()
    candidates = engine.match(document, parts)
    lap()
    audit = judge(document, parts, candidates, pack, JudgeOptions())
    lap()
    codec.encode(audit, html=True)
    lap()
    names = ("reading", "segmenting", "matching", "judging", "reports")
    times = {
        name: after - before for name, before, after in zip(names, laps, laps[1:], strict=False)
    }
    return _cost(path, document.pages, len(document.text), **times)


def warm() -> None:
    """Do beforehand what is done once a process."""
    _engine()
    _tokenizer()
    import pdfplumber  # noqa: F401


def _cost(path: Path, pages: int, characters: int, **seconds: float) -> Cost:
    return Cost(pages, path.stat().st_size, characters, seconds)


@cache
def _tokenizer() -> Any:
    import spacy

    return spacy.blank("en").tokenizer


@cache
def _engine() -> tuple[Any, Any]:
    from auditor.engine.ready import ready_engine
    from auditor.run.options import RunOptions
    from auditor.run.packs import compiled_pack

    pack, program = compiled_pack(RunOptions())
    return ready_engine(pack, program), pack


def contract_of_pages(text: str, pages: int) -> bytes:
    """A text contract of so many pages of 3,000 characters, repeating ``text``."""
    wanted = pages * 3000
    out = io.StringIO()
    while out.tell() < wanted:
        out.write(text)
        out.write("\n")
    return out.getvalue()[:wanted].encode("utf-8", "replace")
