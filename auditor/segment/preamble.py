"""The parties that the opening of a contract names: "between A ("X") and B ("Y")"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from auditor.model import Span
from auditor.segment import names, roles

_WINDOW = 20_000
_REGION = 4_000
_BETWEEN = re.compile(
    r"\b(?:by\s+and\s+(?:between|among(?:st)?)|between|among(?:st)?|entered\s+into\s+(?:by|with)|"
    r"made\s+(?:by|with)|is\s+from|the\s+parties\s+(?:to\s+this\s+agreement\s+)?are)\b:?"
    r"|\n[^\S\n]{0,40}(?:the\s)?parties[^\S\n]{0,9}:?[^\S\n]{0,9}\n",
    re.IGNORECASE,
)
_REGION_END = re.compile(
    r"\b(?:WITNESSETH|W\s?I\s?T\s?N\s?E\s?S\s?S\s?E\s?T\s?H|RECITALS?|WHEREAS|Whereas|BACKGROUND|"
    r"NOW,?\s+THEREFORE|agree\s+as\s+follows|DEFINITIONS)\b|\n[^\S\n]{0,40}(?:1|I|Section 1)\.?0?\s"
)
_PAREN = re.compile(
    r"\((?P<inside>[^()]{0,120}?[\"“][^()]{1,160}?[\"”][^()]{0,80}?)\)"
    r"|\((?P<plain>(?:the\s+)?[A-Z][\w&’'-]{1,20}(?:\s[A-Z][\w&’'-]{1,20})?)\)(?!\s*[A-Z])"
    r"|\b(?:(?P<called>referred\s+to\s+(?:(?:herein(?:after)?|(?i:in\s+this\s+agreement)|hereafter|below|"
    r"individually)\s+)?as|hereinafter|hereafter|called)|known\s+as)\s*,?\s*(?:(?:the|as|a|each)\s+)*"
    r"(?P<bare>[\"“][^\"”]{1,50}[\"”](?:,?\s*(?:or|and|and/or)\s+(?:the\s+)?[\"“][^\"”]{1,50}[\"”])*"
    r"|(?(called)[A-Z][\w&-]{2,20}\b|(?!)))"
)
_NAMELESS = re.compile(
    r"\bbetween\s+(?:(?:an?|the|each)\s+)?(?P<one>[A-Z][\w.&-]*(?:\s[A-Z][\w.&-]*){0,2})\s+and\s+"
    r"(?:(?:an?|the|each)\s+)?(?P<two>[A-Z][\w.&-]*(?:\s[A-Z][\w.&-]*){0,2})\s*"
    r"\((?:hereinafter\s+)?(?:each|individually|collectively|together|jointly|the\s)[^()]{0,60}[Pp]art(?:y|ies)"
)
#: What a match of ``_PAREN`` begins with.
_OPENS = ("(", "referred", "hereinafter", "hereafter", "called", "known")
_QUOTED = re.compile(r"[\"“](?P<term>[^\"“”]{1,60})[\"”]")
_THINGS = (
    "agreement contract date parties party term territory product products service services "
    "software period documents document exhibit exhibits schedule marks mark act terms "
    "conditions commission sec deed amendment lease license licence project property premises "
    "field program site website business closing order msa transaction plan shares share stock "
    "note notes loan system technology patents patent content event trial study code policy "
    "policies state affiliate affiliates subsidiary information data materials equipment "
    "facility facilities area zone region appointment engagement fees fee application "
    "applications letter offering registration units securities prospectus statement addendum "
    "regulations form forms appendix proposal quote model models api attachments attachment "
    "deposit account accounts app apps "
)
THING_WORDS = frozenset(_THINGS.split())
_OWN_OTHERS = re.compile(r"\b(?:our|your|its|their)\s(?:[\w-]+\s){0,4}\Z")
_ARTICLE = re.compile(r"^(?:the|this|each|a|an)\s+", re.IGNORECASE)
_NOT_ALONE = frozenset(
    "us usa uk u.s. eu eea emea apac inc ltd llc s nasdaq nyse platform".split()
)


@dataclass(slots=True)
class Found:
    """A party on the way: name, the terms it is called by, where it is introduced."""

    name: str
    terms: list[str] = field(default_factory=list)
    span: Span | None = None
    others: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Every word it is called by, the defined terms first."""
        every = [*self.terms, self.name, *self.others, names.short_form(self.name)]
        return list(dict.fromkeys(name for name in every if name))


def with_terms(found: Iterable[Found]) -> int:
    """How many of them are called by a defined term."""
    return sum(1 for party in found if party.terms)


def preamble(text: str) -> list[Found]:
    """Parties of the first "between ..." that defines at least two, else of the richest one;
    where there is no such clause, whoever is given a short name at the beginning."""
    best: list[Found] = []
    window = min(len(text), _WINDOW)
    for count, anchor in enumerate(_BETWEEN.finditer(text, 0, window)):
        if count >= 12:
            break
        start = anchor.end()
        stop = min(len(text), start + _REGION)
        end = _REGION_END.search(text, start + 30, stop)
        found = _region(text, start, end.start() if end else stop)
        named = with_terms(found)
        if named >= 2:
            return found
        if (named, len(found)) > (with_terms(best), len(best)):
            best = found
    if with_terms(best) < 2:
        plain = list(_plain(text))
        if plain:
            return plain
        introduced = _introduced(text)
        earlier = bool(introduced) and bool(best) and _start(introduced[0]) < _start(best[0])
        if len(introduced) > len(best) or (len(introduced) > 1 and earlier):
            return introduced
    return best


def parens(text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """Where terms are given: "(the "Supplier")", "hereinafter called "Supplier""."""
    starts: list[int] = []
    for words in _OPENS:
        at = text.find(words, start, stop)
        while at >= 0:
            starts.append(at)
            at = text.find(words, at + 1, stop)
    end = start
    for at in sorted(starts):
        match = _PAREN.match(text, at, stop) if at >= end else None
        if match is not None:
            yield match
            end = match.end()


def _plain(text: str) -> Iterator[Found]:
    """ "entered into between an Agent and Acme.com (each a "Party")": two words, no more said."""
    match = _NAMELESS.search(text, 0, min(len(text), 8_000))
    if match is not None:
        for side in ("one", "two"):
            yield Found(match[side], [match[side]], Span(*match.span(side)))


def _start(party: Found) -> int:
    return party.span.start if party.span else 0


def _region(text: str, start: int, stop: int) -> list[Found]:
    found: list[Found] = []
    position = start
    for match in parens(text, start, stop):
        terms = terms_of(match)
        if not terms or _third(text[position : match.start()], terms):
            continue
        chunk_start, position = position, match.end()
        gap = text[chunk_start : match.start()]
        if len(gap) > 900 or (found and len(gap) > 250 and _sentence_over(gap)):
            break
        if found and len(gap) < 12 and not gap.strip(" ,;andor\n"):
            found[-1].terms.extend(term for term in terms if term not in found[-1].terms)
            continue
        if len(found) >= 2 and _sentence_over(gap):
            break
        span = names.best_in(text, chunk_start, match.start(), terms, first=not found)
        if match["plain"] and span is not None:
            apart = match.start() - span.end > 3
            if apart or not names.short_form(span.of(text)):
                span = None
        if span is not None:
            name = names.clean(span.of(text))
            others = names.other_names(gap)
            found.append(Found(name, terms, Span(span.start, match.end()), others))
        elif match["plain"] is None and len(gap) < 300 and _may_be_nameless(gap, terms):
            found.append(Found(terms[0], terms, Span(match.start(), match.end())))
        else:
            position = chunk_start if len(gap) < 300 else position
    if with_terms(found) < 2:
        _without_terms(text, start, stop, found)
    return found


def _third(gap: str, terms: list[str]) -> bool:
    """Whether the terms are of third parties: "our end users ("Users")"."""
    several = all(term.endswith("s") and roles.side_of_term(term) != "unknown" for term in terms)
    return several and _OWN_OTHERS.search(gap) is not None


def _may_be_nameless(gap: str, terms: list[str]) -> bool:
    """ "the organization agreeing to these terms ("Customer")" names no name but a party."""
    if any(roles.role_of_term(term) != "unknown" for term in terms):
        return True
    return gap.lstrip(" ,").lower().startswith(("and ", "you", "the "))


def _sentence_over(gap: str) -> bool:
    """Whether a sentence ends in the words between two terms."""
    after = gap.lstrip(" ”\"')")
    if after[:1] in (".", ";") and len(after) > 1:
        return True
    begins = r"[a-z)]{3}\.\s+(?:The|This|These|In|It|Each|Under|You|We|By)\b"
    return re.search(begins, gap) is not None


def _without_terms(text: str, start: int, stop: int, found: list[Found]) -> None:
    """Names with a legal form, where the preamble gives no short terms."""
    for span in names.with_legal_form(text, start, min(stop, start + 700)):
        name = names.clean(span.of(text))
        if len(found) >= 4:
            return
        known = [old.lower() for party in found for old in party.names]
        if name.lower() not in known:
            found.append(Found(name, [], span))


def _introduced(text: str) -> list[Found]:
    """Companies given a short name at the beginning, outside any "between": letters, deeds."""
    found: list[Found] = []
    position = 0
    for match in parens(text, 0, min(len(text), 8_000)):
        terms = terms_of(match)
        chunk_start, position = max(position, match.start() - 300), match.end()
        if not terms or match["plain"] is not None or text[position : position + 1] == ":":
            continue
        spans = list(names.with_legal_form(text, chunk_start, match.start()))
        if spans and len(found) < 4:
            span = spans[-1]
            if match.start() - span.end < 160:
                name = names.clean(span.of(text))
                found.append(Found(name, terms, Span(span.start, match.end())))
        elif len(found) == 1 and _one_of_a_side(terms[0]):
            found.append(Found(terms[0], terms, Span(match.start(), match.end())))
    return found


def _one_of_a_side(term: str) -> bool:
    """Whether a term says on which side its bearer sits; many of them are somebody else's."""
    return roles.side_of_term(term) != "unknown" and not term.lower().endswith("s")


def terms_of(match: re.Match[str]) -> list[str]:
    """The defined terms in one of ``parens`` that may name a party, articles removed."""
    if match["plain"]:
        inside = f'"{match["plain"]}"'
    elif match["inside"]:
        inside = match["inside"]
    else:
        bare = match["bare"]
        inside = bare if bare[0] in '"“' else f'"{bare}"'
    terms = []
    for quoted in _QUOTED.finditer(inside):
        term = " ".join(quoted["term"].split()).strip(" ,.;:*_")
        bare = _ARTICLE.sub("", term)
        if not bare or bare.lower() in _NOT_ALONE:
            continue
        if bare.rsplit(None, 1)[-1].lower() not in THING_WORDS and len(bare) < 50:
            terms.append(bare)
    return terms
