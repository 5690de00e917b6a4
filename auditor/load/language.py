"""Which language a text is in, and which of its passages are in another.

Every language is told by its most frequent words, a method as old as Ingle (1976) and enough
for passages of a hundred words; scripts other than Latin are told by their letters. English
is the rule, so paragraphs are first asked for their English words alone, which is cheap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditor.model import Block, Span

#: Characters of one paragraph that are enough to tell its language.
_ENOUGH = 1500
#: Passages shorter than this many characters are not worth a reader's attention.
PASSAGE = 400

NAMES = {
    "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch",
    "pt": "Portuguese", "sv": "Swedish", "da": "Danish or Norwegian", "pl": "Polish",
    "cs": "Czech", "fi": "Finnish", "tr": "Turkish", "ro": "Romanian", "hu": "Hungarian",
    "id": "Indonesian or Malay", "vi": "Vietnamese", "ru": "a language in Cyrillic letters",
    "el": "Greek", "ar": "a language in Arabic letters", "he": "Hebrew", "zh": "Chinese",
    "ja": "Japanese", "ko": "Korean", "hi": "a language in Devanagari letters", "th": "Thai",
    "hy": "Armenian", "ka": "Georgian", "en": "English",
    "ca": "Catalan", "la": "Latin (or filler text)", "sk": "Slovak",
    "hr": "Croatian, Bosnian or Serbian", "et": "Estonian", "lv": "Latvian",
    "lt": "Lithuanian", "und": "a language that was not recognised",
}  # fmt: skip

# Words of one letter prove nothing, and neither do words that English has too ("die", "per").
_WORDS = {
    "en": "the and to by with shall this that any for from which be as not are been has have of in "
          "will may such other all its their if under on at it or is an was we you your our no",
    "de": "der das und den von mit zu im ist des nicht ein eine einer eines dem auf für sich "
          "als auch wird werden oder bei nach durch aus sind zur zum vom sowie über kann gemäß",
    "fr": "le la les et des du une un est dans pour que qui par sur au aux avec ne pas ou son "
          "sont ce cette être été ses toute tout leur selon sous dont lui",
    "es": "el la los las del que en por con una un para se al su es como sus este esta "
          "será ha lo más dicha dicho cualquier entre sobre según",
    "it": "il la di che del della dei delle una un con non le si da al alla nel gli "
          "sono dal dalla ai anche ogni come tra presente essere è",
    "nl": "de het een van en dat voor met op te zijn niet aan deze bij uit worden "
          "wordt om als naar ook tot dit kan zal heeft ten tussen",
    "pt": "os de que do da em um uma para não por dos das ao se sua pelo pela "
          "ou nos nas seu será são como mais entre qualquer à pelos pelas deste esta sobre",
    "ca": "el la els les de del que en per amb una un al no són aquest aquesta com o es ser",
    "sv": "och att det som en på är av för med till den inte ett om har från vid eller ska får "
          "kan denna detta enligt parterna",
    "da": "og det som en på er af for med til den ikke et om har fra ved eller skal kan denne "
          "dette jeg ble være etter efter",
    "pl": "na do się nie jest że oraz przez od lub po za dla jak tym jego być może "
          "będzie niniejszej umowy",
    "cs": "na že je do jako pro nebo ve za po podle této od jsou bude být při jeho které",
    "sk": "na že je do ako pre alebo vo za po podľa tejto od sú bude byť pri jeho ktoré",
    "hr": "na da je se od za ne su ili kao što iz koji koja biti ove ugovora te može",
    "fi": "ja on ei että se tai kun sen ovat voi mukaan tämän jos myös joka hän osapuoli",
    "et": "ja on ei et see või kui ning mis ole kes lepingu poolte oma selle",
    "lv": "un ir par no ar uz kas vai pēc šī līguma pušu līdz tiek var",
    "lt": "ir yra kad su iš ar šios sutarties šalys pagal gali kuris nuo iki bei",
    "la": "et sed ut ad vel non cum quis nec eget sit amet ac est quam nulla vitae sunt enim "
          "dolor magna esse qui quae atque autem aut ex ab hoc eius",
    "tr": "ve bir bu ile için olarak da de olan veya her tarafından ise gibi kadar sözleşme",
    "ro": "și de la în cu pe care nu din este sau prin pentru un se al ale că va",
    "hu": "az és hogy nem egy is vagy meg ha által szerint kell jelen felek",
    "id": "yang dan di dengan untuk dari pada ini dalam atau tidak oleh akan adalah kepada para",
    "vi": "và của các có cho được là không này với trong một những theo bên đã hoặc",
}  # fmt: skip
_ENGLISH_TOO = frozenset(
    "in is of me an as at to do die for over be by so no on he per has us".split()
)
_PROFILES = {
    language: frozenset(words.split()) - (_ENGLISH_TOO if language != "en" else frozenset())
    for language, words in _WORDS.items()
}
#: English words that other languages have too: half a proof.
_WEAK = frozenset("in is as no do was we on an at or".split())
_FOREIGN = {language: profile for language, profile in _PROFILES.items() if language != "en"}
_ANY_FOREIGN = frozenset().union(*_FOREIGN.values())
_ENGLISH = (" the ", " of ", " and ", " to ", " or ")
#: Words that English hardly ever has, for passages in which it stands beside another language.
_TELLTALES = (" und ", " de ", " di ")
_TOKEN = re.compile(r"[^\W\d_]+")
_PIECE = re.compile(r"[^\n|]+[\n|]?")
_SCRIPTS = (
    ("ru", "\u0400-\u052f"), ("el", "\u0370-\u03ff\u1f00-\u1fff"), ("he", "\u0590-\u05ff"),
    ("ar", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"), ("hi", "\u0900-\u097f"),
    ("th", "\u0e00-\u0e7f"), ("hy", "\u0530-\u058f"), ("ka", "\u10a0-\u10ff"),
    ("ko", "\u1100-\u11ff\uac00-\ud7af"), ("ja", "\u3040-\u30ff"),
    ("zh", "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff"),
)  # fmt: skip
_SCRIPT = [(language, re.compile(f"[{letters}]")) for language, letters in _SCRIPTS]
#: First bytes, in UTF-8, of letters that are not Latin: U+0340 to U+1FFF and U+3000 upwards
#: without punctuation (0xE2) and private or presentation forms (0xEE, 0xEF).
_LATIN_BYTES = bytes(byte for byte in range(256) if not (0xCD <= byte <= 0xED and byte != 0xE2))


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text in one language other than English."""

    span: Span
    language: str


@dataclass(frozen=True, slots=True)
class Languages:
    """What a text is written in.

    Attributes:
        main: ISO 639-1 code of the bulk; "" when there is too little to tell; "und" when
            running text is in none of the languages known here.
        passages: foreign passages of at least ``PASSAGE`` characters (of any length when
            the bulk is foreign), in order.
        share: how much of the text they are, 0 to 1.
    """

    main: str
    passages: tuple[Passage, ...]
    share: float


def detect(text: str) -> str:
    """ISO 639-1 code of the language of a passage, "" when it has too few words to tell.

    "und" (ISO 639-2) stands for running words in a language that is none of those known.
    """
    if _other_letters(text):
        counts = {language: len(pattern.findall(text)) for language, pattern in _SCRIPT}
        letters = sum(map(str.isalpha, text))
        if sum(counts.values()) > 0.5 * letters:
            if counts["ja"] > 0.1 * letters:
                return "ja"  # Japanese mixes kana with Chinese characters
            return max(counts, key=lambda language: (counts[language], language))
    words = _TOKEN.findall(text)
    if len(words) < 8:
        return ""
    running = [word for word in words if word[0].islower()]
    small = len(running)
    if 4 * sum(map(str.isupper, words)) > 3 * len(words):
        running = [word.lower() for word in words]
    elif small < 0.25 * len(words):  # names and addresses
        return ""
    weak = sum(word in _WEAK for word in running)
    sure = sum(word in _PROFILES["en"] for word in running) - weak
    english = sure + weak / 2
    best, hits = _closest(running)
    distinct = len(_PROFILES[best].intersection(running))
    if hits > max(2.0, 0.12 * len(words), 1.5 * english) and distinct >= min(4, 2 + hits // 6):
        return best
    if english >= 2 and english >= 0.06 * len(words):
        return "en"
    alien = len(words) >= 30 and small > 0.7 * len(words) and sure <= 0.02 * len(words)
    return "und" if alien else ""


def _closest(words: list[str]) -> tuple[str, int]:
    """The foreign language with most of its frequent words among ``words``, and how many."""
    best, most = "de", 0
    words = [word for word in words if word in _ANY_FOREIGN]
    for language, profile in _FOREIGN.items():
        hits = sum(word in profile for word in words)
        if hits > most:
            best, most = language, hits
    return best, most


def _other_letters(text: str) -> int:
    """How many letters of a script other than Latin there are."""
    if text.isascii():
        return 0
    return len(text.encode("utf-8", "replace").translate(None, _LATIN_BYTES))


def assess(text: str, blocks: Iterable[Block]) -> Languages:
    """The language of ``text`` and its foreign passages, by the paragraphs ``blocks`` give.

    Args:
        text: the whole text.
        blocks: its paragraphs, in order.
    """
    spans = [block.span for block in blocks] or [Span(0, len(text))]
    telltales = [word for word in _TELLTALES if text.count(word) > 2]
    latin = not _other_letters(text)
    english = 0
    foreign: list[Passage] = []
    for start, end in _windows(spans):
        if _plainly_english(text, start, end, telltales, latin):
            english += end - start
            continue
        for piece in _pieces(text, start, end):
            language = detect(text[piece.start : min(piece.end, piece.start + _ENOUGH)])
            if language == "en":
                english += len(piece)
            elif language:
                foreign.append(Passage(piece, language))
    return _conclude(text, english, list(_merged(foreign)))


def _plainly_english(text: str, start: int, end: int, telltales: list[str], latin: bool) -> bool:
    if not _has_words(text, start, end, max(1, (end - start) // 250)):
        return False
    if telltales and any(text.find(word, start, end) >= 0 for word in telltales):
        return False
    return latin or _other_letters(text[start:end]) < 20


def _has_words(text: str, start: int, end: int, wanted: int) -> bool:
    """Whether so many of ``_ENGLISH`` stand there: found sooner than all are counted."""
    for word in _ENGLISH:
        at = text.find(word, start, end)
        while at >= 0:
            wanted -= 1
            if wanted <= 0:
                return True
            at = text.find(word, at + len(word), end)
    return False


def _windows(spans: list[Span]) -> Iterator[tuple[int, int]]:
    """Neighbouring paragraphs together, so that there are words enough to judge by."""
    first, last = -1, len(spans) - 1
    for index, span in enumerate(spans):
        start, end = span.start, span.end
        if first < 0:
            first = start
        if end - first >= 600 or end - start >= 200 or index == last:
            yield first, end
            first = -1


def _pieces(text: str, start: int, stop: int) -> Iterator[Span]:
    """The lines and table cells of a window, short ones together."""
    end = start
    for match in _PIECE.finditer(text, start, stop):
        end = match.end()
        if end - start >= 80:
            yield Span(start, end)
            start = end
    if end > start:
        yield Span(start, end)


def _merged(foreign: list[Passage]) -> Iterator[Passage]:
    """Neighbouring pieces of one language as one passage."""
    current: Passage | None = None
    for passage in foreign:
        if (
            current is not None
            and passage.language == current.language
            and passage.span.start - current.span.end < 100
        ):
            current = Passage(Span(current.span.start, passage.span.end), current.language)
            continue
        if current is not None:
            yield current
        current = passage
    if current is not None:
        yield current


def _conclude(text: str, english: int, foreign: list[Passage]) -> Languages:
    unknown = sum(len(passage.span) for passage in foreign if passage.language == "und")
    if unknown < 0.4 * len(text):  # lists of words look like an unknown language, in places
        foreign = [passage for passage in foreign if passage.language != "und"]
    total = sum(len(passage.span) for passage in foreign)
    if total > 9 * english and total >= 40:
        by_language: dict[str, int] = {}
        for passage in foreign:
            size = by_language.get(passage.language, 0) + len(passage.span)
            by_language[passage.language] = size
        main = max(by_language, key=lambda language: (by_language[language], language))
        return Languages(main, tuple(foreign), total / len(text))
    long = tuple(passage for passage in foreign if len(passage.span) >= PASSAGE)
    share = sum(len(passage.span) for passage in long) / max(1, len(text))
    return Languages("en" if english else "", long, share)
