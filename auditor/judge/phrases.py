"""Small words: durations, lists, places, sums. No rule in here."""

from __future__ import annotations

from collections.abc import Sequence

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip


def count(number: int, noun: str, plural: str = "") -> str:
    """ "one page", "14 pages"."""
    word = _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"
    return f"{word} {noun if number == 1 else plural or noun + 's'}"


def duration(months: float) -> str:
    """Months in the words of people: "six years", "18 months"."""
    whole = round(months)
    if whole >= 12 and whole % 12 == 0:
        return count(whole // 12, "year")
    return count(whole, "month")


def listed(items: Sequence[str], joint: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


def sentence(text: str) -> str:
    """With a capital at its start and a full stop at its end."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".?!" else ".")


def clause_name(number: str, heading: str, page: int | None = None) -> str:
    """How a lawyer cites it: "clause 7.2", "under “Fees”", "page 3"; "" when nothing is known."""
    if number:
        return number if not number[0].isdigit() else f"clause {number}"
    if heading:
        return f"under “{heading[:60]}”"
    return f"page {page}" if page else ""


def money(amount: float, currency: str) -> str:
    """ "USD 1,200,000"; the currency as the contract gives it."""
    figure = f"{amount:,.2f}".removesuffix(".00")
    return f"{currency}{figure}" if currency in ("$", "€", "£") else f"{currency} {figure}".strip()
