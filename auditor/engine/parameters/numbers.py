# ruff: noqa: E501 (patterns are read whole)
"""Numbers as contracts write them: digits, words, both at once, fractions, archaic forms."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {word: value for value, word in enumerate(_ONES)} | {
    word: 20 + 10 * place for place, word in enumerate(_TENS)
} | {"fourty": 40, "ninty": 90, "dozen": 12}  # fmt: skip
_BIG = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4,
    "fourths": 4, "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "eighth": 8,
    "eighths": 8, "tenth": 10, "tenths": 10, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_SCALES = {"k": 10**3, "m": 10**6, "mm": 10**6, "bn": 10**9, **_BIG}


class Number(NamedTuple):
    """A number: its value, where it stands, and what is odd about it.

    ``part`` is set for a share of one ("four-fifths": 0.8).
    """

    value: float
    start: int
    end: int
    note: str = ""
    part: bool = False


def _any(words: object) -> str:
    return "|".join(sorted(words, key=lambda word: -len(word)))  # type: ignore[call-overload]


_WORD = f"(?:{_any([*_SMALL, *_BIG, 'hundred'])})"
_GAP = r"\s{0,12}[-\xad]\s{0,12}|(?:(?<=thousand)|(?<=million)|(?<=billion)),\s{1,20}|\s{1,20}"
_WORDS = rf"(?:an?\s{{1,20}}(?=hundred|thousand|million|billion|dozen))?\b{_WORD}(?:(?:{_GAP})(?:and(?:\s{{1,20}}|-))?{_WORD}\b)*"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:'\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
#: A unit between the brackets, after the number said again: "ninety (60 days)".
_INSIDE = r"(?:%|per\s?cent|(?:u\.?s\.?\s|united states\s)?(?:dollars|euros?|pounds(?: sterling)?)|(?:days?|weeks?|months?|years?))?"
_SCALE = r"(?:\s?(?:million|billion|trillion|thousand|bn|mm|m|k)\b)?"


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,/])(?:(?P<digits>{_DIGITS})(?:(?P<vulgar>[½¼¾⅓⅔])|[ ](?P<top>\d)/(?P<below>\d)\b)?"
        rf"(?P<scale>{_SCALE})|(?P<alone>[½¼¾⅓⅔])|\b(?P<words>{_WORDS})\b)"
        r"(?:\s{0,12}-?\s{0,12}[(\[]\s{0,12}[\"“']?(?:usd?|eur|gbp)?\s?[$£€]?\s{0,2}"
        rf"(?:(?P<again>{_DIGITS})(?P<rescale>{_SCALE})|(?P<spelt>{_WORDS}))[\"”']?\s{{0,12}}"
        rf"{_INSIDE}(?:\s{{1,3}}only)?\s{{0,12}}[)\]])?"
    )


@cache
def _fraction() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:(?P<top>an?|one|{_WORD}|\d{{1,2}})(?:\s{{0,12}}-\s{{0,12}}|\s{{1,20}})(?P<part>{_any(_PARTS)})\b(?:\s{{1,20}}part\b)?"
        rf"|(?P<few>{_WORD}|\d{{1,2}})\s{{1,20}}(?:out\s{{1,20}}of|in)\s{{1,20}}(?:every\s{{1,20}}|the\s{{1,20}})?(?P<many>ten|hundred|five|four|three|20|10|100|twenty)\b"
        r"|(?P<over>\d{1,2})/(?P<under>\d{1,3})(?![/\d]))"
    )


@cache
def _and_a_half() -> re.Pattern[str]:
    return re.compile(
        r"\s{1,20}and\s{1,20}(?:an?|one)(?:\s{1,20}|-)(?P<part>half|quarter)\b"
        r"(?:\s{1,20}(?P<scale>thousand|million|billion)\b)?"
        r"(?:\s{0,2}\(\s{0,2}(?:(?P<again>\d{1,9}(?:\.\d+)?)|[\d½/-]{1,9})\s{0,2}\))?"
    )


def number_of(words: str) -> tuple[float, int] | None:
    """The value of lower-case number words and how many characters of them were used.

    "one and twenty" is 21; "thirty and sixty" stops after thirty, since they are two numbers.
    """
    total = current = 0.0
    used = 0
    joined = False
    for match in re.finditer(r"[a-z]+", words):
        word = match.group()
        if word in ("a", "an"):
            current = 1.0
        elif word == "and":
            joined = True
            continue
        elif word == "hundred":
            current = max(current, 1.0) * 100
        elif word in _BIG:
            total += max(current, 1.0) * _BIG[word]
            current = 0.0
        else:
            value = _SMALL[word]
            rest = current % 100
            archaic = joined and 0 < rest < 10 and value >= 20 and value % 10 == 0
            ordinary = (rest == 0 and (current or not total or value)) or (
                rest >= 20 and rest % 10 == 0 and 0 < value < 10 and word in _ONES
            )  # fmt: skip
            if current and joined and rest == 0 and current < 100:
                ordinary = False
            if not (ordinary or archaic):
                break
            current = max(current, 1.0) * 12 if word == "dozen" else current + value
        used, joined = match.end(), False
    return (total + current, used) if used else None


def digits_of(text: str) -> float:
    """The value of digits with separators."""
    return float(text.replace(",", "").replace("'", ""))


def find_numbers(low: str) -> list[Number]:
    """The numbers in lower-case ``low``, in order. Where words and digits disagree words prevail."""
    found: list[Number] = []
    position = 0
    pattern = _pattern()
    while match := pattern.search(low, position):
        number = _read(match)
        half = (
            _and_a_half().match(low, number.end)
            if " and " in low[number.end : number.end + 8]
            else None
        )
        if half:
            value = (number.value + (0.5 if half["part"] == "half" else 0.25)) * _SCALES.get(
                half["scale"], 1
            )
            note = disagreement(value, float(half["again"])) if half["again"] else number.note
            number = number._replace(value=value, end=half.end(), note=note)
        found.append(number)
        position = max(number.end, match.start() + 1)
    return found


def _read(match: re.Match[str]) -> Number:
    start, end = match.span()
    if match["words"]:
        parsed = number_of(match["words"])
        assert parsed is not None
        value, used = parsed
        if used < len(match["words"].rstrip()):
            return Number(value, start, start + used)
        if not match["again"]:
            return Number(value, start, end)
        digits = digits_of(match["again"]) * _SCALES.get(match["rescale"].strip(), 1)
        scale = _THEN_SCALE.match(match.string, end)
        if scale:  # "three (3) million", "six (6,000,000) million"
            factor = _SCALES[scale[1]]
            if not disagreement(value, digits):
                digits *= factor
            value, end = value * factor, scale.end()
        note = disagreement(value, digits)
        if note and _LABEL.search(match.string, max(0, start - 16), start):
            return Number(value, start, match.end("words"))  # "Phase One (12 months)"
        return Number(value, start, end, note)
    if match["alone"]:
        return Number(_VULGAR[match["alone"]], start, end, part=True)
    value = digits_of(match["digits"])
    if match["vulgar"]:
        value += _VULGAR[match["vulgar"]]
    if match["top"] and int(match["below"]):
        value += int(match["top"]) / int(match["below"])
    value *= _SCALES.get(match["scale"].strip(), 1)
    if not match["spelt"]:
        return Number(value, start, match.end("scale") if match["again"] else end)
    if _TIME_INSIDE.search(match.group()) and match.string[:start].rstrip()[-1:] in "$£€¥":
        return Number(value, start, match.end("scale"))  # "$4,000,000 (two years)"
    parsed = number_of(match["spelt"])
    assert parsed is not None
    return Number(parsed[0], start, end, disagreement(parsed[0], value))


_THEN_SCALE = re.compile(r"\s{1,3}(thousand|million|billion|trillion)\b")
_TIME_INSIDE = re.compile(r"(?:day|week|month|year)s?\s{0,12}[)\]]$")
_LABEL = re.compile(
    r"\b(?:phase|part|section|stage|tier|option|year|period|schedule|step|milestone|level|group|class|"
    r"lot|exhibit|annex|appendix|article|clause|item|zone|tranche|quarter|month|week|day)\s$"
)


def disagreement(words: float, digits: float) -> str:
    """The note when words and digits differ, else "". Construction prefers words (brief 3.5)."""
    year = words < 100 and 1900 <= digits < 2100  # "Year Two (1999)"
    if year or abs(words - digits) <= 0.005 * max(words, digits):
        return ""
    return f"words say {words:,.10g}, digits say {digits:,.10g}; the words are taken"


def find_fractions(low: str) -> list[Number]:
    """Shares of one: "four-fifths", "nine out of ten", "a tenth part", "3/4"."""
    found = []
    for match in _fraction().finditer(low):
        if match["part"]:
            top, below = _top(match["top"]), float(_PARTS[match["part"]])
        elif match["few"]:
            top, below = _top(match["few"]), _top(match["many"])
        else:
            top, below = float(match["over"]), float(match["under"])
        if below and 0 < top < below:
            found.append(Number(top / below, match.start(), match.end(), part=True))
    return found


def _top(word: str) -> float:
    if word in ("a", "an"):
        return 1.0
    if word == "hundred":
        return 100.0
    return float(word) if word.isdigit() else (number_of(word) or (0.0, 0))[0]
