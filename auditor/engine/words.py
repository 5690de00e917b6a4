"""Contract words in one spelling, so that a pattern is written once.

Patterns and contracts go through the same door: lower case, hyphens and line breaks split
words, typographic quotes are straightened, contractions are expanded, British spelling is
folded into American, and punctuation is dropped, except ``%`` and currency signs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

_APOSTROPHES = "’‘ʼ´"
# Characters that become none, or more than one, when folded to lower case.
_UNEVEN = {"\u00ad": "", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "İ": "i"}
_ANY_UNEVEN = re.compile(f"[{''.join(_UNEVEN)}]")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*|[%$€£]|[^\W\d_a-z]+")
_JOIN = re.compile(r"([a-z]{2,})-[^\S\n]*\n\s*([a-z]{2,})")

_MOST_WRITTEN = 100_000  # remembered, which takes some 20 MB
_LONGEST_WRITTEN = 60  # characters; more is no word that comes again

_CONTRACTIONS = {
    "won't": ("will", "not"), "can't": ("can", "not"), "cannot": ("can", "not"),
    "shan't": ("shall", "not"), "ain't": ("is", "not"), "let's": ("let", "us"),
}  # fmt: skip
_ENDINGS = {"n't": "not", "'ll": "will", "'re": "are", "'ve": "have", "'d": "would", "'m": "am"}

_SPELLING = {
    "licence": "license", "licences": "licenses", "licenced": "licensed", "licencing": "licensing",
    "sublicence": "sublicense", "sublicences": "sublicenses", "defence": "defense",
    "offence": "offense", "practise": "practice", "programme": "program",
    "programmes": "programs", "centre": "center", "centres": "centers", "cheque": "check",
    "catalogue": "catalog", "dialogue": "dialog", "judgement": "judgment", "whilst": "while",
    "amongst": "among", "fulfil": "fulfill", "fulfils": "fulfills", "instalment": "installment",
    "instalments": "installments", "enrolment": "enrollment", "cancelled": "canceled",
    "cancelling": "canceling", "cancellable": "cancelable", "labelled": "labeled",
    "modelling": "modeling", "travelled": "traveled", "levelled": "leveled", "analyse": "analyze",
    "analysed": "analyzed", "analysing": "analyzing", "grey": "gray", "aluminium": "aluminum",
    "nonexclusive": "non exclusive", "nontransferable": "non transferable",
    "nonrefundable": "non refundable", "noncancelable": "non cancelable",
    "noncancellable": "non cancelable", "noncompete": "non compete",
    "noncompetition": "non competition", "nonsolicitation": "non solicitation",
    "subprocessor": "sub processor", "subprocessors": "sub processors",
    "sublicensee": "sub licensee", "subcontractor": "sub contractor", "prepaid": "pre paid",
    "prepay": "pre pay", "prepayment": "pre payment", "prepayments": "pre payments",
    "onetime": "one time", "cancelation": "cancellation", "cotermination": "co termination",
    "coterminous": "co terminous", "renewable": "renewable", "autorenew": "auto renew",
    "autorenews": "auto renews", "autorenewal": "auto renewal", "preexisting": "pre existing",
    "healthcare": "health care", "wholesale": "wholesale", "hereto": "hereto",
}  # fmt: skip
_OUR = re.compile(r"^(fav|hon|lab|behavi|col|endeav|harb|neighb|rum|vig|fl?av)our")
_ISE = re.compile(
    r"^(.*(?:author|organ|recogn|util|custom|minim|maxim|final|real|optim|penal|capital|"
    r"monet|special|central|standard|anonym|pseudonym|aggreg|character|prior|priorit|synchron|"
    r"local|"
    r"categor|summar|apolog|emphas|general|normal|material|commercial|critic|legal|initial|"
    r"subsid|neutral|mobil|modern|equal|token|serial|industrial|virtual|visual))"
    r"is(e|ed|es|ing|er|ers|ation|ations|able)$"
)


@lru_cache(maxsize=65536)
def canonical(word: str) -> tuple[str, ...]:
    """The word or words that one written, lower-cased word stands for."""
    if "'" in word:
        if word in _CONTRACTIONS:
            return _CONTRACTIONS[word]
        for ending, full in _ENDINGS.items():
            if word.endswith(ending):
                return (word[: -len(ending)], full)
        return (word.split("'", maxsplit=1)[0],)
    if word == "cannot":
        return ("can", "not")
    if word in _SPELLING:
        return tuple(_SPELLING[word].split())
    if "our" in word:
        word = _OUR.sub(r"\1or", word)
    if "is" in word:
        word = _ISE.sub(r"\1iz\2", word)
    return (word,)


def words(text: str) -> list[str]:
    """The canonical words of a text; for the prefilter, without offsets."""
    folded = _folded(text)
    if "-" in folded and "\n" in folded:
        folded = _JOIN.sub(_joined, folded)
    return list(chain.from_iterable(map(_WRITTEN.__getitem__, folded.split())))


class _Written(dict[str, tuple[str, ...]]):
    """The canonical words of what stands between two blanks; the same comes again and again."""

    def __missing__(self, written: str) -> tuple[str, ...]:
        made = tuple(chain.from_iterable(map(canonical, _WORD.findall(written))))
        if len(written) <= _LONGEST_WRITTEN:
            if len(self) >= _MOST_WRITTEN:
                self.clear()
            self[written] = made
        return made


_WRITTEN = _Written()


def words_with_spans(text: str, offset: int = 0) -> tuple[list[str], list[tuple[int, int]]]:
    """The same words, each with where it starts and ends (``offset`` is added).

    A contraction gives two words with one span.
    """
    folded = _folded(text)
    places = _places(text) if len(folded) != len(text) or _ANY_UNEVEN.search(text) else None
    joins = {}
    if "-" in folded and "\n" in folded:
        joins = {m.start(1): m for m in _JOIN.finditer(folded)}
    found: list[str] = []
    spans: list[tuple[int, int]] = []
    skip_until = 0
    for match in _WORD.finditer(folded):
        start, end = match.span()
        if start < skip_until:
            continue
        written = match[0]
        if joins and start in joins and " " not in _joined(joins[start]):
            written, end = _joined(joins[start]), joins[start].end()
            skip_until = end
        if places is not None:
            start, end = places[start], places[end - 1] + 1
        forms = canonical(written)
        found += forms
        span = (start + offset, end + offset)
        if len(forms) == 1:
            spans.append(span)
        else:
            spans += [span] * len(forms)
    return found, spans


def _folded(text: str) -> str:
    """Lower case with straight apostrophes, without soft hyphens and ligatures."""
    if text.isascii():
        return text.lower()
    if _ANY_UNEVEN.search(text):
        text = _ANY_UNEVEN.sub(lambda match: _UNEVEN[match.group()], text)
    for apostrophe in _APOSTROPHES:
        text = text.replace(apostrophe, "'")  # much faster than translate()
    return text.lower()


def _places(text: str) -> list[int]:
    """For each character of the folded text, where it comes from."""
    return [
        place for place, char in enumerate(text) for _ in _UNEVEN.get(char, char.lower())
    ]


_KEEP_HYPHEN = frozenset(
    "non most self third co sub pre re anti long short multi cross take first end well on off "
    "up pay right no all best so down cost full high low year".split()
)


def _joined(match: re.Match[str]) -> str:
    """A word broken at a line end: joined, unless its first half is a word that hyphenates."""
    first, second = match.groups()
    return f"{first} {second}" if first in _KEEP_HYPHEN else first + second
