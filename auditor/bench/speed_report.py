"""How the speed benchmark is shown."""

from __future__ import annotations

from auditor.bench.speed import STAGES, Growth, Speed


def render(result: Speed) -> str:
    """The table, the ratios that matter, and how cost grows."""
    bare, plumber = result.row("bare pdfium"), result.row("pdfplumber")
    whole = result.row("the whole scan")
    head = f"{'':<18}{'seconds':>9}{'spread':>8}{'pages/s':>10}{'MB/s':>8}{'x pdfium':>10}"
    lines = [
        f"{result.files} PDFs, {result.pages:,} pages, {result.jobs} processes; MB of text",
        "",
        head,
        "-" * len(head),
    ]
    for row in result.rows:
        ratio = (row.middle / row.pages) / (bare.middle / bare.pages)
        lines.append(
            f"{row.name:<18}{row.middle:>9.2f}{row.spread:>8.0%}{row.pages / row.middle:>10,.0f}"
            f"{row.megabytes / row.middle:>8.2f}{ratio:>10.2f}"
        )
    thinking = sum(result.row(name).middle for name in ("segmenting", "matching", "judging"))
    ours = sum(result.row(name).middle for name in STAGES)
    parent = max(scan.parent_mib for scan in result.scans)
    worker = max(scan.worker_mib for scan in result.scans)
    cold, spacy = result.cold
    lines += [
        "",
        f"the whole scan over bare pdfium          {whole.middle / bare.middle:8.2f}",
        f"the whole scan over its stages           {whole.middle / ours:8.2f}",
        "faster than pdfplumber's text            "
        f"{(plumber.middle / plumber.pages) / (whole.middle / whole.pages):8.1f} times",
        "segmenting, matching and judging         "
        f"{whole.megabytes / thinking / result.jobs:8.2f} MB/s a core",
        f"second scan over the first               {result.cached / whole.middle:8.2f}",
        f"peak memory of the parent                {parent:8.0f} MiB",
        f"peak memory of the largest worker        {worker:8.0f} MiB",
        f"cold check of a small Word file          {cold:8.2f} s,"
        f" {cold / spacy:.2f} times import spacy ({spacy:.2f} s)",
    ]
    if result.with_ocr:
        lines.append(
            f"with OCR of its scanned pages            {result.with_ocr.seconds:8.2f} s,"
            f" largest worker {result.with_ocr.worker_mib:.0f} MiB"
        )
    lines += _growth("documents", result.documents)
    lines += _growth("pages of one contract", result.length)
    return "\n".join(lines)


def _growth(unit: str, found: tuple[Growth, ...]) -> list[str]:
    if not found:
        return []
    lines = ["", f"{unit:<24}{'seconds':>9}{'ms each':>9}{'parent MiB':>12}{'worker MiB':>12}"]
    for one in found:
        memory = f"{one.parent_mib:>12.0f}{one.worker_mib:>12.0f}" if one.parent_mib else ""
        lines.append(
            f"{one.size:<24}{one.seconds:>9.2f}{one.seconds / one.size * 1000:>9.1f}{memory}"
        )
    return lines
