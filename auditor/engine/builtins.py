"""The built-ins of the pattern language: numbers, percentages, money, periods.

The same spans that spaCy's ``Matcher`` would find with LIKE_NUM (tested against it), from
plain words, since nearly every contract asks for them and spaCy takes half a second to import.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.engine.composition import Hit

NAMES = ("#number", "#percent", "#money", "#period")
CURRENCY = frozenset({"$", "€", "£", "usd", "eur", "gbp", "us"})
UNITS = frozenset({"dollars", "euros", "pounds", "usd", "eur", "gbp", "million", "billion"})
PERIODS = frozenset(
    """day days month months year years week weeks hours quarters anniversary decade
    twelvemonth""".split()
)
# spacy.lang.en.lex_attrs, the words of ``like_num``.
_NUMBERS = frozenset(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety hundred thousand million billion trillion quadrillion gajillion bazillion
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth
    millionth billionth trillionth quadrillionth gajillionth bazillionth""".split()
)
_PARTS = frozenset({"half", "quarter", "thirds"})


def like_number(word: str) -> bool:
    """Whether a canonical word is a number, in digits or letters, cardinal or ordinal."""
    if word.isalpha():
        return word in _NUMBERS
    return word.replace(",", "").replace(".", "").isdigit()


def find(words: Sequence[str]) -> dict[str, list[Hit]]:
    """Hits of every built-in among canonical words, in order of position."""
    numbers = [position for position, word in enumerate(words) if like_number(word)]
    parts = [(position, position + 1) for position, word in enumerate(words) if word in _PARTS]
    return {
        "#number": sorted([*((n, n + 1) for n in numbers), *parts]),
        "#percent": [hit for n in numbers for hit in _percent(words, n)],
        "#money": sorted(hit for n in numbers for hit in _money(words, n)),
        "#period": [
            (n, end + 1)
            for n in numbers
            for end in range(n + 1, min(n + 4, len(words)))
            if words[end] in PERIODS
        ],
    }


def _percent(words: Sequence[str], number: int) -> Iterator[Hit]:
    match words[number + 1 : number + 3]:
        case ["%" | "percent", *_]:
            yield number, number + 2
        case ["per", "cent"] | ["percentage", "points"]:
            yield number, number + 3


def _money(words: Sequence[str], number: int) -> Iterator[Hit]:
    if number and words[number - 1] in CURRENCY:
        yield number - 1, number + 1
    if number > 1 and words[number - 1] == "$" and words[number - 2] in CURRENCY:
        yield number - 2, number + 1
    if number + 1 < len(words) and words[number + 1] in UNITS:
        yield number, number + 2
