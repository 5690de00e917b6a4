"""What is said about a PDF: reasons, each naming its pages and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from auditor.load import ocr
from auditor.load.pdf.furniture import Place
from auditor.load.pdf.page import Page
from auditor.model import Reason

PARTIAL = frozenset(
    {
        "limit-pages", "limit-characters", "unreadable-page", "no-text-layer", "garbled-text",
        "ocr-time", "no-text", "ocr-size", "xfa-form", "crowded-page",
    }
)  # fmt: skip

_TOLD = {
    "unreadable-page": "cannot be read: ask for an undamaged copy",
    "ocr-time": "not read: OCR took too long; raise the limit on seconds or split the file",
    "ocr-size": "not read: too large to be drawn for OCR; raise the limit on megapixels",
    "no-text": "OCR found no text on it: look at it",
    "ocr": "read by OCR from a picture: check quotes against the page",
    "ocr-layer": "a scan with a text layer made by OCR, which was used: check quotes against it",
    "hidden-text": "has text that cannot be seen on paper, marked as hidden: look at it with care",
    "redacted-text-under-box": "has text under black boxes, which anyone can copy out: it is "
    "not secret; have the redaction done again",
    "crowded-page": "has so many drawings that tables and hidden text were not looked for in all",
}


def page_reasons(pages: Sequence[Page], *, ocr_installed: bool, ocr_wanted: bool) -> list[Reason]:
    """One reason for each thing met on any page, in a fixed order.

    Args:
        pages: all pages, with their notes.
        ocr_installed, ocr_wanted: what to advise for pages without a text layer.
    """
    advice = ocr.MISSING
    if ocr_installed:
        advice = "OCR is switched off" if not ocr_wanted else "OCR found nothing"
    told = {
        "no-text-layer": f"a picture without a text layer, not read: {advice}",
        "garbled-text": f"has a font that hides what its characters are, not read: {advice}",
        **_TOLD,
    }
    reasons: list[Reason] = []
    for code, message in told.items():
        numbers = [page.number for page in pages if code in page.notes]
        if numbers:
            reasons.append(Reason(code, f"{named(numbers)}: {message}"))
    unsure = sum(page.unsure for page in pages)
    if unsure:
        where = named([page.number for page in pages if page.unsure])
        lines = "1 line" if unsure == 1 else f"{unsure} lines"
        reasons.append(
            Reason("ocr-unsure", f"{where}: OCR could not make out {lines}, left out: look at them")
        )
    return reasons


def limit_reason(limit: str, read: int, count: int) -> Reason:
    """That reading stopped at ``limit`` after ``read`` of ``count`` pages."""
    return Reason(
        f"limit-{limit}",
        f"only the first {read} of {count} pages were read (limit on {limit}): raise the limit "
        "or split the file",
    )


def unopened(names: Sequence[str], why: str) -> Reason:
    """That attached files were not opened."""
    return Reason(
        "attachments-unread",
        f"attached but not opened ({why}): {', '.join(names)}; save and scan them on their own",
    )


def removed_reasons(furniture: Mapping[Place, str]) -> list[Reason]:
    """How many lines of each kind were left out of the text, when any were."""
    if not furniture:
        return []
    kinds = Counter(furniture.values())
    counted = ", ".join(f"{kinds[kind]} {kind}" for kind in sorted(kinds))
    return [
        Reason(
            "furniture-removed",
            f"lines that repeat from page to page were left out of the text: {counted}",
        )
    ]


def named(numbers: Sequence[int]) -> str:
    """Page numbers as people write them: "page 3", "pages 1-4, 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    text = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
    return f"page {text}" if len(numbers) == 1 else f"pages {text}"
