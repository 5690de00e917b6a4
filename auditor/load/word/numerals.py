"""Writes a list number in the format Word calls ``ST_NumberFormat`` (ISO 29500-1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_IRREGULAR = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"  # Word leaves out ё, й, ъ, ь
_ARABIC_ALPHA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ARABIC_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HEBREW = (
    (400, "ת"), (300, "ש"), (200, "ר"), (100, "ק"), (90, "צ"), (80, "פ"), (70, "ע"), (60, "ס"),
    (50, "נ"), (40, "מ"), (30, "ל"), (20, "כ"), (16, "טז"), (15, "טו"), (10, "י"), (9, "ט"),
    (8, "ח"), (7, "ז"), (6, "ו"), (5, "ה"), (4, "ד"), (3, "ג"), (2, "ב"), (1, "א"),
)  # fmt: skip
_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_AIUEO = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"  # noqa: E501
_GANADA = "가나다라마바사아자차카타파하"
_CHOSUNG = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
_CHICAGO = "*†‡§"


def format_number(value: int, style: str) -> str:
    """The number as text.

    Args:
        value: the counter.
        style: a value of ``ST_NumberFormat`` ("lowerRoman"), or the pattern of a custom
            format ("001, 002, 003, ..."), whose first item shows how many digits to fill.

    Returns:
        The digits or letters without punctuation; "" for ``none`` and ``bullet``; plain
        decimal for a format nothing here knows.
    """
    if "," in style:
        return str(value).zfill(len(style.split(",", maxsplit=1)[0].strip()))
    writer = _WRITERS.get(style)
    return str(value) if writer is None else writer(value)


def _roman(value: int) -> str:
    if not 0 < value < 32768:
        return str(value)
    digits = []
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        digits.append(letters * count)
    return "".join(digits)


def _repeated(letters: str) -> Callable[[int], str]:
    """A, B ... Z, AA, BB ...: Word repeats the letter, unlike spreadsheet columns."""

    def write(value: int) -> str:
        if not 0 < value <= 780:
            return str(value)
        times, index = divmod(value - 1, len(letters))
        return letters[index] * (times + 1)

    return write


def _cycled(letters: str) -> Callable[[int], str]:
    def write(value: int) -> str:
        return letters[(value - 1) % len(letters)] if value > 0 else str(value)

    return write


def _ordinal(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return f"{value}th"
    return f"{value}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th') }"


def _words(value: int) -> str:
    if not 0 <= value < 1_000_000:
        return str(value)
    if value < 20:
        return _ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    worth, name = (100, "hundred") if value < 1000 else (1000, "thousand")
    count, rest = divmod(value, worth)
    return f"{_words(count)} {name}" + (f" {_words(rest)}" if rest else "")


def _cardinal_text(value: int) -> str:
    return _words(value).capitalize()


def _ordinal_text(value: int) -> str:
    words = _words(value)
    if words.isdigit():
        return _ordinal(value)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    head, last = words[:cut], words[cut:]
    last = _IRREGULAR.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return (head + last).capitalize()


def _digits(digits: str) -> Callable[[int], str]:
    return lambda value: str(value).translate({48 + i: d for i, d in enumerate(digits)})


def _enclosed(first: int, last: int, count: int) -> Callable[[int], str]:
    """One code point per number, where Unicode has one; decimal beyond."""
    assert last - first + 1 == count
    return lambda value: chr(first + value - 1) if 0 < value <= count else str(value)


def _chinese(value: int) -> str:
    """一, 十, 十一, 二十, 一百零一: counting style, up to 9999."""
    if not 0 < value < 10000:
        return str(value)
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千")
    text = ""
    for place, digit in enumerate(reversed(str(value))):
        number = int(digit)
        if number:
            text = digits[number] + units[place] + text
        elif text and not text.startswith("零"):
            text = "零" + text
    return text.removeprefix("一") if 10 <= value < 20 else text


def _additive(values: tuple[tuple[int, str], ...]) -> Callable[[int], str]:
    def write(value: int) -> str:
        if not 0 < value < 1000:
            return str(value)
        text = ""
        for worth, letter in values:
            while value >= worth:
                text += letter
                value -= worth
        return text

    return write


def _zodiac(value: int) -> str:
    return _cycled(_STEMS)(value) + _cycled(_BRANCHES)(value)


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "none": lambda value: "",
    "bullet": lambda value: "",
    "decimalZero": lambda value: f"{value:02d}",
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "upperLetter": _repeated("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerLetter": _repeated("abcdefghijklmnopqrstuvwxyz"),
    "ordinal": _ordinal,
    "cardinalText": _cardinal_text,
    "ordinalText": _ordinal_text,
    "hex": lambda value: f"{value:X}",
    "chicago": lambda value: _repeated(_CHICAGO)(value) if value <= 40 else str(value),
    "numberInDash": lambda value: f"- {value} -",
    "decimalEnclosedCircle": _enclosed(0x2460, 0x2473, 20),
    "decimalEnclosedCircleChinese": _enclosed(0x2460, 0x2473, 20),
    "decimalEnclosedParen": _enclosed(0x2474, 0x2487, 20),
    "decimalEnclosedFullstop": _enclosed(0x2488, 0x249B, 20),
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "thaiNumbers": _digits("๐๑๒๓๔๕๖๗๘๙"),
    "hindiNumbers": _digits("०१२३४५६७८९"),
    "ideographDigital": _digits("〇一二三四五六七八九"),
    "japaneseDigitalTenThousand": _digits("〇一二三四五六七八九"),
    "taiwaneseDigital": _digits("〇一二三四五六七八九"),
    "koreanDigital": _digits("영일이삼사오육칠팔구"),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographTraditional": _cycled(_STEMS),
    "ideographZodiac": _cycled(_BRANCHES),
    "ideographZodiacTraditional": _zodiac,
    "aiueoFullWidth": _cycled(_AIUEO),
    "aiueo": _cycled(_AIUEO),
    "irohaFullWidth": _cycled(_IROHA),
    "iroha": _cycled(_IROHA),
    "ganada": _cycled(_GANADA),
    "chosung": _cycled(_CHOSUNG),
    "russianLower": _repeated(_RUSSIAN),
    "russianUpper": _repeated(_RUSSIAN.upper()),
    "arabicAlpha": _repeated(_ARABIC_ALPHA),
    "arabicAbjad": _repeated(_ARABIC_ABJAD),
    "hebrew1": _additive(_HEBREW),
    "hebrew2": _repeated("אבגדהוזחטיכלמנסעפצקרשת"),
    "thaiLetters": _cycled(_THAI_LETTERS),
}
