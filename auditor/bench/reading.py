"""How well PDF files are read, and at what cost: CUAD's contracts, PDF against text file.

CUAD's text files and its PDFs were made apart and differ in places, so every figure is
set against what bare pdfium text gives on the same files.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auditor.bench.cuad import LabelledContract, contracts
from auditor.load import load
from auditor.load.options import LoadOptions
from auditor.load.pdf import bare_text, furniture_lines

_WORD = re.compile(r"[^\W_]+")
_NOT_LETTER = re.compile(r"[\W_]+")
_OMITTED = re.compile(r"<omitted>", re.IGNORECASE)
_WORST = 10


@dataclass(frozen=True, slots=True)
class ContractReading:
    """One contract's figures.

    Attributes:
        name: of the file, without extension.
        words: words in CUAD's text file that are not running headers, footers or numbers.
        recovered, bare_recovered: how many of them our text, and bare pdfium's, have in order.
        labelled: labelled passages that stand whole in CUAD's text file.
        whole, bare_whole: how many stand whole in our text, and in bare pdfium's (letters and
            digits compared only).
        mended: passages that the labels give with a running header, footer or page number in
            their midst, and that stand whole in ours without it.
        lost: passages whole in bare pdfium's text, and in ours neither as labelled nor mended.
        reading, bare: seconds of processor time, of all that ``load`` does to the file and of
            bare pdfium.
        pages: of the PDF.
    """

    name: str
    words: int
    recovered: int
    bare_recovered: int
    labelled: int
    whole: int
    bare_whole: int
    mended: int
    lost: tuple[str, ...]
    reading: float
    bare: float
    pages: int


@dataclass(frozen=True, slots=True)
class ReadingBench:
    """All contracts' figures; the properties sum them up."""

    contracts: tuple[ContractReading, ...] = field(default=())

    def total(self, name: str) -> float:
        """Sum of one figure over all contracts."""
        return float(sum(getattr(contract, name) for contract in self.contracts))

    @property
    def word_recall(self) -> float:
        """Share of the text files' words that our text has, in order."""
        return self.total("recovered") / max(1.0, self.total("words"))

    @property
    def bare_word_recall(self) -> float:
        """The same for bare pdfium text."""
        return self.total("bare_recovered") / max(1.0, self.total("words"))

    @property
    def clause_recall(self) -> float:
        """Share of the labelled passages that are whole in our text, as labelled or mended."""
        found = self.total("whole") + self.total("mended")
        return found / max(1.0, self.total("labelled"))

    @property
    def bare_clause_recall(self) -> float:
        """The same for bare pdfium text."""
        return self.total("bare_whole") / max(1.0, self.total("labelled"))

    @property
    def cost(self) -> float:
        """Processor time of reading over that of bare pdfium text, same files, same run."""
        return self.total("reading") / max(1e-9, self.total("bare"))

    @property
    def worst(self) -> tuple[ContractReading, ...]:
        """The contracts with the lowest share of words recovered."""
        ranked = sorted(self.contracts, key=lambda c: c.recovered / max(1, c.words))
        return tuple(ranked[:_WORST])


def run(cuad: Path, *, limit: int | None = None) -> ReadingBench:
    """Read CUAD's PDFs and compare them with its text files and labels.

    Args:
        cuad: folder of CUAD v1.
        limit: at most so many contracts; None for all.

    Raises:
        UsageError: the folder is not CUAD's.
    """
    found: list[ContractReading] = []
    for contract in _pairs(cuad):
        if limit is not None and len(found) >= limit:
            break
        found.append(_measure(contract))
    return ReadingBench(tuple(found))


def _pairs(cuad: Path) -> Iterator[LabelledContract]:
    for contract in contracts(cuad):
        if contract.text_path is not None and contract.pdf_path is not None:
            yield contract


def _measure(contract: LabelledContract) -> ContractReading:
    assert contract.text_path is not None and contract.pdf_path is not None
    data = contract.pdf_path.read_bytes()
    options = LoadOptions(ocr=False)
    start = time.process_time()
    bare = bare_text(data)
    middle = time.process_time()
    document = load(contract.pdf_path.name, data, options)[0]
    end = time.process_time()
    furniture = furniture_lines(data, options)
    given = contract.text_path.read_text(encoding="utf-8", errors="replace")
    words = _words(_without(given, furniture))
    whole = _letters(given)
    passages = [passage for passage in _passages(contract) if passage in whole]
    ours, theirs = _letters(document.text), _letters(bare)
    missing = [p for p in passages if p not in ours]
    squeezed = sorted({_letters(line) for line in furniture} - {""}, key=len, reverse=True)
    mended = [p for p in missing if _whole_but_for(p, ours, squeezed)]
    return ContractReading(
        name=contract.name,
        words=len(words),
        recovered=_in_order(words, _words(document.text)),
        bare_recovered=_in_order(words, _words(bare)),
        labelled=len(passages),
        whole=len(passages) - len(missing),
        bare_whole=sum(p in theirs for p in passages),
        mended=len(mended),
        lost=tuple(p for p in missing if p in theirs and p not in mended),
        reading=end - middle,
        bare=middle - start,
        pages=document.pages,
    )


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _letters(text: str) -> str:
    return _NOT_LETTER.sub("", text).lower()


def _without(text: str, furniture: Sequence[str]) -> str:
    """``text`` without the lines that are furniture, wherever its own lines break."""
    for line in sorted(set(furniture), key=len, reverse=True):
        words = r"[\W_]+".join(map(re.escape, _WORD.findall(line)))
        if len(line) > 12 and words:
            text = re.sub(rf"\b{words}\b", " ", text)
        elif words:
            text = re.sub(rf"(?m)^\W*{words}\W*$", " ", text)
    return text


def _whole_but_for(passage: str, ours: str, furniture: Sequence[str], left: int = 6) -> bool:
    """Whether ``passage`` stands whole in ``ours`` once furniture in its midst is taken out.

    Furniture is taken out only where the two part, which may be a few letters further on
    than where it begins.
    """
    if passage in ours:
        return True
    if left == 0:
        return False
    fits, breaks = 0, len(passage)
    while fits < breaks:
        middle = (fits + breaks + 1) // 2
        fits, breaks = (middle, breaks) if passage[:middle] in ours else (fits, middle - 1)
    for line in furniture:
        for start in range(max(0, fits - len(line)), fits + 1):
            if passage.startswith(line, start):
                rest = passage[:start] + passage[start + len(line) :]
                if _whole_but_for(rest, ours, furniture, left - 1):
                    return True
    return False


def _passages(contract: LabelledContract) -> list[str]:
    """All labelled passages, squeezed to letters and digits."""
    found: dict[str, None] = {}
    for passages in contract.clauses.values():
        for passage in passages:
            for part in _OMITTED.split(passage):
                found[_letters(part)] = None
    found.pop("", None)
    return list(found)


def _in_order(wanted: Sequence[str], given: Sequence[str]) -> int:
    """Length of the longest common subsequence of words."""
    from rapidfuzz.distance import LCSseq

    return int(LCSseq.similarity(wanted, given))


def render(result: ReadingBench) -> str:
    """The figures as a plain text table."""
    count = len(result.contracts)
    pages = int(result.total("pages"))
    lost = [(c.name, passage) for c in result.contracts for passage in c.lost]
    rows = [
        f"reading {count} PDFs of CUAD, {pages} pages, against its text files",
        "",
        f"{'':44}{'auditor':>12}{'bare pdfium':>14}",
        _row("words recovered, in order, %", result.word_recall, result.bare_word_recall),
        _row("labelled passages whole, %", result.clause_recall, result.bare_clause_recall),
        f"{'seconds of processor time':44}{result.total('reading'):12.2f}"
        f"{result.total('bare'):14.2f}",
        f"{'cost, reading / bare':44}{result.cost:12.2f}{1:14.2f}",
        "",
        f"labelled passages in the text files          {int(result.total('labelled')):8}",
        f"  whole in our text                          {int(result.total('whole')):8}",
        f"  cut by a page break there, whole in ours   {int(result.total('mended')):8}",
        f"  whole in bare pdfium's, not in ours        {len(lost):8}",
        "",
        "fewest words recovered",
    ]
    for contract in result.worst:
        share = 100 * contract.recovered / max(1, contract.words)
        other = 100 * contract.bare_recovered / max(1, contract.words)
        rows.append(f"  {share:6.2f}  (bare {other:6.2f})  {contract.name[:80]}")
    if lost:
        rows += ["", "passages lost"]
        rows += [f"  {name[:40]}: {passage[:90]}" for name, passage in lost[:_WORST]]
    return "\n".join(rows)


def _row(label: str, ours: float, theirs: float) -> str:
    return f"{label:44}{100 * ours:12.3f}{100 * theirs:14.3f}"
