"""The words reports use for the values of the model, and text made safe to show."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from auditor.model import (
    Band,
    DocumentAudit,
    Factor,
    Finding,
    Level,
    Parameter,
    Portfolio,
    Rating,
    Status,
)

BANDS = (Band.CRITICAL, Band.HIGH, Band.MEDIUM, Band.LOW, Band.INFO)
"""Worst first."""

LETTERS = {
    Band.CRITICAL: "C", Band.HIGH: "H", Band.MEDIUM: "M", Band.LOW: "L", Band.INFO: "i", None: "–",
}  # fmt: skip
"""What tells the bands apart without colour."""

ADVICE = {
    Band.CRITICAL: "Do not sign without senior approval",
    Band.HIGH: "Negotiate before signing",
    Band.MEDIUM: "Negotiate if you have the leverage",
    Band.LOW: "Note",
    Band.INFO: "For the record",
    None: "Nothing found against signing",
}
"""What each band asks of the reader (brief 1.1)."""

FAMILIES = {
    "exc": ("Exclusivity", "Exclusivity and restrictive covenants"),
    "pri": ("Priority", "Preferred access and priority"),
    "mfn": ("MFN", "Most-favoured-nation and parity"),
    "agi": ("Milestone", "Technology-milestone termination"),
    "com": ("Commercial", "Commercial lock-in"),
    "tec": ("Technical", "Technical and data lock-in"),
    "sov": ("Data", "Data sovereignty and control"),
    "uni": ("Unilateral", "Unilateral control"),
    "cap": ("Capital", "Capital-compute entanglement"),
    "ant": ("Antitrust", "Antitrust sensitivity"),
}
"""Short and full names of the built-in families; another pack's family shows its own id."""

STATUSES = {
    Status.SCANNED: "Read in full",
    Status.PARTIAL: "Read in part",
    Status.SKIPPED: "Not read",
    Status.FAILED: "Could not be read",
}

ROLES = {
    "customer": "the customer",
    "vendor": "the vendor",
    "either": "either party",
    "third_party": "a third party",
    "unknown": "an unnamed party",
}

SIDES = {
    "buyer": "for the customer",
    "vendor": "for the vendor",
    "template": "for the owner of the template",
}

LEVELS = {
    Level.CONFIRMED: "Confirmed",
    Level.LIKELY: "Likely",
    Level.POSSIBLE: "Possible",
}

QUIET = frozenset(
    "duplicate-names format-mismatch front-matter furniture-removed macros nul-characters signed"
    " spaces-restored unsafe-names".split()
)
"""Codes of reasons that took no words of the contract away and put none in doubt."""

# C0 and C1 controls but tab and newline, bidirectional and invisible formatting characters,
# separators that end a line in JavaScript, and lone surrogates.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_SPACE = re.compile(r"\s+")


def visible(text: str) -> str:
    """``text`` with control characters shown as ⟨U+001B⟩, so that none can act.

    Carriage returns and form feeds, which end lines and pages in real files, become newlines.
    """
    if text.isprintable() or _UNSAFE.search(text) is None:
        return text
    return _UNSAFE.sub(_picture, text.replace("\r\n", "\n"))


def _picture(match: re.Match[str]) -> str:
    character = match.group()
    return "\n" if character in "\r\f\v" else f"⟨U+{ord(character):04X}⟩"


def one_line(text: str, limit: int = 0) -> str:
    """``text`` safe to show, in one line, cut at a word when longer than ``limit`` (0: never)."""
    line = _SPACE.sub(" ", visible(text)).strip()
    if not limit or len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"


def family_name(family: str) -> str:
    """The short name of a family."""
    return FAMILIES[family][0] if family in FAMILIES else family


def family_title(family: str) -> str:
    """The full name of a family."""
    return FAMILIES[family][1] if family in FAMILIES else family


def parameter_label(name: str) -> str:
    """``duration_months`` as "Duration (months)"."""
    words = name.replace("-", "_").split("_")
    unit = ""
    if len(words) > 1 and words[-1] in _UNITS:
        unit = f" ({_UNITS[words.pop()]})"
    return " ".join(words).capitalize() + unit


_UNITS = {"months": "months", "days": "days", "years": "years", "hours": "hours", "pct": "%",
          "percent": "%", "amount": "amount"}  # fmt: skip


def parameter_value(parameter: Parameter) -> str:
    """The value as a reader writes it: "yes", "36", "EU, UK"."""
    return _value(parameter.value)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.10g}"
    if isinstance(value, int):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    if isinstance(value, list | tuple):
        return ", ".join(_value(item) for item in value)
    return str(value).replace("_", " ") if value is not None else "not stated"


class Quote(NamedTuple):
    """A quote between the words around it; cut ends carry an ellipsis."""

    before: str
    quote: str
    after: str


def quote_in_context(finding: Finding, around: int = 260) -> Quote:
    """The verbatim quote between at most ``around`` characters of its clause on either side."""
    quote, context = finding.quote, finding.context
    if finding.span is None or not context:
        return Quote("", quote, "")
    start = finding.span.start - finding.context_start
    end = start + len(quote)
    if start < 0 or context[start:end] != quote:
        return Quote("", quote, "")
    before, after = context[:start], context[end:]
    if len(before) > around:
        before = "…" + before[-around:].partition(" ")[2]
    if len(after) > around:
        after = after[:around].rpartition(" ")[0] + "…"
    return Quote(before.lstrip(), quote, after.rstrip())


def factor_words(finding: Finding, factor: Factor) -> str:
    """The words a factor rests on, when they stand in the finding's clause; else ""."""
    if factor.span is None:
        return ""
    start = factor.span.start - finding.context_start
    end = factor.span.end - finding.context_start
    if 0 <= start < end <= len(finding.context):
        return one_line(finding.context[start:end], 160)
    return ""


def place(finding: Finding) -> str:
    """Where the finding stands: "Clause 7.2 · Exclusivity · page 4"; "" when nowhere."""
    parts = []
    if finding.clause:
        parts.append(f"Clause {finding.clause}")
    if finding.heading:
        parts.append(finding.heading)
    if finding.page:
        parts.append(f"page {finding.page}")
    return " · ".join(parts)


def whom(finding: Finding) -> str:
    """Who is bound and who benefits, as one phrase; "" when neither is known."""
    bound, gains = finding.bound_party, finding.beneficiary
    if bound == "unknown":
        return "" if gains == "unknown" else f"Benefits {ROLES[gains]}"
    if gains in ("unknown", bound):
        return f"Binds {ROLES[bound]}"
    return f"Binds {ROLES[bound]}, benefits {ROLES[gains]}"


def shown(document: DocumentAudit) -> tuple[Finding, ...]:
    """The open risks that the default run reports, worst first, else in reading order."""
    found = [f for f in document.findings if f.kind == "risk" and f.reported and f.status == "open"]
    return tuple(sorted(found, key=_worst_first))


def possible(document: DocumentAudit) -> tuple[Finding, ...]:
    """Open risks that are not reported because they are only possible, worst first."""
    found = [
        f for f in document.findings if f.kind == "risk" and not f.reported and f.status == "open"
    ]
    return tuple(sorted(found, key=_worst_first))


def protections(document: DocumentAudit) -> tuple[Finding, ...]:
    """Terms that help, in reading order."""
    return tuple(
        f for f in document.findings if f.kind == "protection" and f.status == "open" and f.reported
    )


def struck(document: DocumentAudit) -> tuple[Finding, ...]:
    """Terms, good and bad, that only the other wording of a pending tracked change has."""
    return tuple(f for f in document.findings if f.status == "cleared" and f.change and not f.span)


def set_aside(document: DocumentAudit) -> tuple[Finding, ...]:
    """Findings that a cue cleared or a person waived, in reading order."""
    elsewhere = struck(document)
    return tuple(f for f in document.findings if f.status != "open" and f not in elsewhere)


def _worst_first(finding: Finding) -> tuple[int, int, str]:
    start = finding.span.start if finding.span else 1 << 40
    return -finding.band.order, start, finding.type


def reasons(document: DocumentAudit, *, quiet: bool) -> tuple[str, ...]:
    """What there is to say of the reading: what a reader should know before the verdict, or,
    if ``quiet``, what may stand at the end. Of a document without a verdict nothing is quiet.
    """
    return tuple(
        reason
        for reason in document.reasons
        if (document.rating is not None and reason.partition(":")[0] in QUIET) == quiet
    )


def verdict(rating: Rating) -> tuple[str, ...]:
    """The verdict's sentences as they follow the band's advice, which they need not repeat."""
    before, advice, after = rating.verdict.partition(f"{ADVICE[rating.band]}: ")
    told = before + after[0].upper() + after[1:] if advice and after else rating.verdict
    if rating.could_raise_to is None or f"could become {rating.could_raise_to.value}" in told:
        return (told,)
    return (
        told,
        f"Possible findings, not counted here, could raise it to {rating.could_raise_to.value}.",
    )


def headline(portfolio: Portfolio) -> str:
    """The verdict on what was read, in one or two plain sentences."""
    bands = portfolio.bands
    total = sum(bands.values())
    critical, high, medium = (bands.get(band, 0) for band in ("critical", "high", "medium"))
    if total == 0:
        return "No contract was read."
    if critical:
        more = f" {high} more should be negotiated first." if high else ""
        return f"{_of(critical, portfolio)} should not be signed without senior approval.{more}"
    if high:
        return f"{_of(high, portfolio)} should be negotiated before signing."
    if medium:
        verb = "has" if medium == 1 else "have"
        return f"{_of(medium, portfolio)} {verb} terms worth negotiating; none is high."
    return "Nothing above low was found in what was read."


def unread_sentence(count: int) -> str:
    """What to know about the documents that were not read in full; "" when there are none."""
    if not count:
        return ""
    documents = "1 document was" if count == 1 else f"{count} documents were"
    return f"{documents} not read in full: nothing is said of what was not read."


def _of(count: int, portfolio: Portfolio) -> str:
    total = sum(portfolio.bands.values())
    if total == 1:
        alone = sum(portfolio.statuses.values()) == 1
        return "This contract" if alone else "The one contract that was read"
    return f"{count} of {total} contracts"
