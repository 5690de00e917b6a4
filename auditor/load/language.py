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
}  # fmt: skip

# Words that two languages share are left out of both lists, but for those English has too:
# they are left out of the other list only where English text would meet them often.
_WORDS = {
    "en": "the and to by with shall this that any for from which be as not are been has have "
          "will may such other all its their if under on at it or",
    "de": "der die das und den von mit zu im ist des nicht ein eine einer eines dem auf für sich "
          "als auch wird werden oder bei nach durch aus sind zur zum vom sowie über kann gemäß",
    "fr": "le la les et des du une un est dans pour que qui par sur au aux avec ne pas ou son "
          "sont ce cette être à été ses toute tout leur selon sous dont lui",
    "es": "el la los las y del que en por con una un para se al su es como o sus no este esta "
          "será ha lo más dicha dicho cualquier entre sobre según",
    "it": "il la di che e del della dei delle per un una con non le si da in al alla nel i è gli "
          "sono dal dalla o ai anche ogni come tra presente essere",
    "nl": "de het een van en dat voor met op te zijn niet aan door deze bij of die uit worden "
          "wordt om als naar ook tot dit kan zal heeft ten tussen over",
    "pt": "o a os as de que e do da em um uma para com não por no na dos das ao se sua pelo pela "
          "ou nos nas seu será são à como mais entre qualquer",
    "sv": "och att det som en på är av för med till den inte ett om har från vid eller ska får "
          "kan denna detta enligt parterna",
    "da": "og det som en på er af for med til den ikke et om har fra ved eller skal kan denne "
          "dette jeg ble være etter efter",
    "pl": "i w z na do się nie jest że o oraz przez od lub po za dla jak co tym jego być może "
          "będzie niniejszej umowy",
    "cs": "a v se na že je s z do o k jako pro nebo ve za po podle této od by jsou bude být",
    "fi": "ja on ei että se tai kun sen ovat voi mukaan tämän jos myös joka hän osapuoli",
    "tr": "ve bir bu ile için olarak da de olan veya her tarafından ise gibi kadar sözleşme",
    "ro": "și de la în a cu pe care nu din este sau prin pentru un o se al ale că va",
    "hu": "a az és hogy nem egy is vagy meg ha által szerint kell jelen felek",
    "id": "yang dan di dengan untuk dari pada ini dalam atau tidak oleh akan adalah kepada para",
    "vi": "và của các có cho được là không này với trong một những theo bên đã hoặc",
}  # fmt: skip
_AMBIGUOUS = frozenset("a o i e on no in is of me an as at to the do die for over be by so us".split())
_PROFILES = {
    language: frozenset(words.split()) - (_AMBIGUOUS if language != "en" else frozenset())
    for language, words in _WORDS.items()
}
_ENGLISH = (" the ", " of ", " and ", " to ", " or ")
#: A word of each foreign language that English text hardly ever has.
_TELLTALES = (" und ", " der ", " les ", " des ", " los ", " del ", " della ", " het ", " een ",
              " não ", " och ", " og ", " oraz ")  # fmt: skip
_TOKEN = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ru", "\u0400-\u052f"), ("el", "\u0370-\u03ff\u1f00-\u1fff"), ("he", "\u0590-\u05ff"),
    ("ar", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"), ("hi", "\u0900-\u097f"),
    ("th", "\u0e00-\u0e7f"), ("hy", "\u0530-\u058f"), ("ka", "\u10a0-\u10ff"),
    ("ko", "\u1100-\u11ff\uac00-\ud7af"), ("ja", "\u3040-\u30ff"),
    ("zh", "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff"),
)  # fmt: skip
_SCRIPT = [(language, re.compile(f"[{letters}]")) for language, letters in _SCRIPTS]
_OTHER_SCRIPT = re.compile("[" + "".join(letters for _, letters in _SCRIPTS) + "]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text in one language other than English."""

    span: Span
    language: str


@dataclass(frozen=True, slots=True)
class Languages:
    """What a text is written in.

    Attributes:
        main: ISO 639-1 code of the bulk; "" when there is too little to tell.
        passages: foreign passages of at least ``PASSAGE`` characters (of any length when
            the bulk is foreign), in order.
        share: how much of the text they are, 0 to 1.
    """

    main: str
    passages: tuple[Passage, ...]
    share: float


def detect(text: str) -> str:
    """ISO 639-1 code of the language of a passage, "" when it has too few words to tell."""
    if not text.isascii():
        letters = sum(map(str.isalpha, text))
        foreign = [(len(pattern.findall(text)), language) for language, pattern in _SCRIPT]
        if letters and sum(count for count, _ in foreign) > 0.5 * letters:
            if dict((b, a) for a, b in foreign)["ja"] > 0.1 * letters:
                return "ja"  # Japanese mixes kana with Chinese characters
            return max(foreign)[1]
    words = _TOKEN.findall(text.lower())
    if len(words) < 8:
        return ""
    counts = {
        language: sum(word in profile for word in words)
        for language, profile in _PROFILES.items()
    }
    english = counts.pop("en")
    best = max(counts, key=lambda language: (counts[language], language))
    hits = counts[best]
    if hits >= 3 and hits >= 0.15 * len(words) and hits > 1.5 * english:
        return best
    return "en" if english >= 2 and english >= 0.08 * len(words) else ""


def assess(text: str, blocks: Iterable[Block]) -> Languages:
    """The language of ``text`` and its foreign passages, by the paragraphs ``blocks`` give.

    Args:
        text: the whole text.
        blocks: its paragraphs, in order.
    """
    spans = [block.span for block in blocks] or [Span(0, len(text))]
    english = 0
    foreign: list[Passage] = []
    alarmed = any(text.count(word) > 2 for word in _TELLTALES)
    for span in _windows(spans):
        if not alarmed and _plainly_english(text, span):
            english += len(span)
            continue
        for piece in _pieces(text, span):
            language = detect(piece.of(text))
            if language == "en":
                english += len(piece)
            elif language:
                foreign.append(Passage(piece, language))
    return _conclude(text, english, list(_merged(text, foreign)))


def _plainly_english(text: str, span: Span) -> bool:
    wanted, found = max(1, len(span) // 250), 0
    for word in _ENGLISH:
        found += text.count(word, span.start, span.end)
        if found >= wanted:
            return text.isascii() or not _OTHER_SCRIPT.search(text, span.start, span.end)
    return False


def _windows(spans: list[Span]) -> Iterator[Span]:
    """Neighbouring paragraphs together, so that there are words enough to judge by."""
    first = 0
    for index, span in enumerate(spans):
        if span.end - spans[first].start >= 600 or index == len(spans) - 1:
            yield Span(spans[first].start, span.end)
            first = index + 1


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """The lines and table cells of a window, short ones together."""
    start, end = span.start, span.start
    for match in re.finditer(r"[^\n|]+[\n|]?", text[span.start : span.end]):
        end = span.start + match.end()
        if end - start >= 80:
            yield Span(start, end)
            start = end
    if end > start:
        yield Span(start, end)


def _merged(text: str, foreign: list[Passage]) -> Iterator[Passage]:
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
