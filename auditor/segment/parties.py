"""Who the parties are, and on which side each sits.

Looks at the beginning of the text (and, for roles that names leave open, at a few hundred
mentions), so its cost does not grow with the contract.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from auditor.model import Party, Role, Span
from auditor.segment import names, roles
from auditor.segment.actors import acting
from auditor.segment.preamble import Found, parens, preamble, terms_of, with_terms

_HEAD = 40_000
_STANDARD = 12  # times that standard terms say "you", or "we", at the least
_MOST = 12
#: Where a label may begin: a line, a cell, or after a wide gap.
_LINE_STARTS = re.compile(r"[A-Zt](?:(?<![^\n].)|(?<=\|\s.)|(?<=\s\s.))")
_LINE = re.compile(
    r"(?P<term>(?:Party\s+[A-D1-4]\b|(?:the\s+)?[A-Z][a-z]+(?:[ ][A-Z][a-z]+)?"
    r"|[A-Z]{5,14}))(?:\s*\(\s*[\"“]?(?P<second>[A-Z][\w ]{1,30})[\"”]?\s*\))?"
    r"(?:\s+Name|\s+Legal\s+Name|\s+Entity)?\s*(?::|\|)\s*"
    r"(?P<name>[A-Z0-9][^\n|]{2,120})(?=(?P<next>(?:\n[^\n|]{2,80})?))"
)
_COLUMNS = re.compile(
    r"(?<![^\n])[^\S\n]*\|?[^\S\n]*(?P<first>[A-Z][\w. ]{1,30})"
    r"\|[ ]?(?P<second>[A-Z][\w. ]{1,30})\n"
    r"(?i:(?:legal|company|entity|party|full)?[ ]?name)[ ]?\|[ ]?(?P<first_name>[^|\n]{2,80})"
    r"\|[ ]?(?P<second_name>[^|\n]{2,80})"
)
_SIGNED = re.compile(
    r"(?P<name>[A-Z][\w&.,'’/() -]{3,70}?)[\s:*_]{1,60}(?:By|BY|Signed|Signature|Per)\s*:"
)
_BY = re.compile(r"(?:By|BY|Signed|Signature|Per)\s*:")
_LONGEST_NAME = 140  # characters of a match of ``_SIGNED`` before "By:"
_YOU = re.compile(r"[Yy](?<=\b.)our?\b")
_WE = re.compile(r"[WwOou](?<=\b.)(?:(?<=[Ww])e|(?<=[Oo])ur|(?<=u)s)\b")
_YOURS = ("you", "your")
_OURS = ("we", "us", "our")
_PRONOUNS = (*_YOURS, *_OURS)
_MEANS = re.compile(
    r"(?P<terms>[\"“][A-Za-z][\w ’'-]{1,30},?[\"”],?\s*(?:and|or)?\s*"
    r"(?:[\"“][A-Za-z][\w ’'-]{1,30},?[\"”],?\s*(?:and|or)?\s*){0,3})"
    r"(?:shall\s+|each\s+)?(?:means?|refers?\s+to)\s+"
)
_ROLE_WORD = re.compile(r"(?:the\s+|each\s+|a\s+)?(?P<word>[A-Za-z]+)")
_QUOTED = re.compile(r"[\"“]([^\"“”]{1,40})[\"”]")
_SPEAKERS = re.compile(
    r"\b(?:between\s+you\s+and|agreement\s+with|[Ww]elcome\s+to|(?:provided|operated|offered|made\s+available)"
    r"\s+by|interest\s+in|We[’']re|We\s+are|call\s+ourselves)\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w.&’'-]*(?:\s[A-Z][\w.&’'-]*){0,4})"
)
_CAPITALISED = re.compile(r"[A-Z](?<=[a-z,] .)[\w&-]+")
_GENERIC = frozenset("company corporation agency firm association institution".split())


def find(text: str, title: str) -> tuple[Party, ...]:
    """The parties in order of appearance, with roles; empty when none are named.

    Args:
        text: the whole text of the document.
        title: of the agreement; terms of service often name their publisher only there.
    """
    words = _Words(text)
    found = preamble(text)
    _merge(found, _lines(text))
    _merge(found, _columns(text))
    _merge(found, _speakers(text))
    _merge(found, _called(text, found))
    named = [party for party in found if not set(party.terms) & set(_PRONOUNS)]
    if len(found) < 2:
        _merge(found, _signatories(text))
    decided = _decide(text, found)
    if len(named) < 2 or not {"customer", "vendor"} <= set(decided):
        before = [party.names for party in found]
        _merge(found, _defined(text))
        if [party.names for party in found] != before:
            decided = _decide(text, found)
        if with_terms(named) < 2 or set(decided) != {"unknown"}:
            _merge(found, _role_words(words, set(decided)))
        _readers(words, found)
        _merge(found, _pronouns(words, title, found))
        if [party.names for party in found] != before:
            decided = _decide(text, found)
    if set(decided) == {"customer"} and words.actor:
        _merge(found, [Found(words.actor, [words.actor])])
        decided = _decide(text, found)
    return tuple(_party(party, role) for party, role in zip(found[:_MOST], decided, strict=True))


def _decide(text: str, found: list[Found]) -> list[Role]:
    return roles.decide(text, [party.names for party in found[:_MOST]])


def _party(party: Found, role: Role) -> Party:
    term = party.terms[0] if party.terms else party.name
    for pronouns in (_YOURS, _OURS):
        if any(word.lower() in pronouns for word in party.terms):
            party.terms.extend(word for word in pronouns if word not in party.terms)
    return Party(
        term=term,
        name=party.name,
        role=role,
        aliases=tuple(party.names),
        span=party.span,
    )


def _lines(text: str) -> Iterator[Found]:
    """ "Customer: Acme Ltd" and "Provider | Acme" at the beginning, a role word as label."""
    stop, end = min(len(text), 8_000), 0
    for start in _LINE_STARTS.finditer(text, 0, stop):
        match = _LINE.match(text, start.start(), stop) if start.start() >= end else None
        if match is None:
            continue
        end = match.end()
        term = match["term"].removeprefix("the ")
        second = match["second"] or ""
        if not term.startswith("Party") and roles.role_of_term(term) == "unknown":
            continue
        name = names.first_line(match["name"] + match["next"])
        if name:
            terms = [" ".join(word.split()) for word in (second, term) if word]
            yield Found(name, terms, Span(match.start("term"), match.start("name") + len(name)))


def _columns(text: str) -> Iterator[Found]:
    """A table with a column per party: " | Acme | Customer", then "Legal name | A | B"."""
    for match in _COLUMNS.finditer(text, 0, min(len(text), 8_000)):
        for side in ("first", "second"):
            name = names.first_line(match[f"{side}_name"])
            if name:
                start, end = match.span(f"{side}_name")
                yield Found(name, [" ".join(match[side].split())], Span(start, end))


def _speakers(text: str) -> Iterator[Found]:
    """Whoever is defined as "we" or "you" anywhere at the beginning."""
    end = 0
    for match in parens(text, 0, min(len(text), 15_000)):
        terms = terms_of(match)
        start, end = max(end, match.start() - 200), match.end()
        if not any(term.lower() in _PRONOUNS for term in terms):
            continue
        span = names.best_in(text, start, match.start(), terms, first=False)
        name = names.clean(span.of(text)) if span else terms[0]
        yield Found(name, terms, Span(span.start if span else match.start(), match.end()))


def _signatories(text: str) -> Iterator[Found]:
    """Names above "By:" in the signature block, where the opening names nobody."""
    start = max(0, len(text) - 12_000)
    first = _BY.search(text, start)
    if first is None:
        return
    for match in _SIGNED.finditer(text, max(start, first.start() - _LONGEST_NAME)):
        spans = list(names.with_legal_form(text, match.start("name"), match.end("name")))
        if spans:
            yield Found(names.clean(spans[-1].of(text)), [], spans[-1])


def _called(text: str, found: list[Found]) -> Iterator[Found]:
    """A short name that only a definition gives: "Acme" means Acme Ireland, Limited if ...; of a
    party that is found already, or where the opening names too few."""
    known = {party.name for party in found}
    for match in _MEANS.finditer(text, 0, _HEAD):
        terms = [word.strip(" ,") for word in _QUOTED.findall(match["terms"])]
        begin, short = match.end(), terms[0].lower()
        if len(terms) > 1 or text[begin : begin + len(short)].lower() != short:
            continue
        span = next(names.with_legal_form(text, begin, begin + 120), None)
        if span is not None and span.start == begin:
            name = names.clean(span.of(text))
            longer = name.lower().startswith(short + " ")
            if longer and (name in known or with_terms(found) < 2):
                yield Found(name, terms, Span(match.start(), span.end))


def _defined(text: str) -> Iterator[Found]:
    """Pronouns that only the definitions explain: "We", "us" and "our" means Acme Ltd."""
    for match in _MEANS.finditer(text, 0, _HEAD):
        terms = [word.strip(" ,") for word in _QUOTED.findall(match["terms"])]
        if not any(term.lower() in _PRONOUNS for term in terms):
            continue
        stop = min(len(text), match.end() + 120)
        word = _ROLE_WORD.match(text, match.end(), stop)
        if word is not None and roles.role_of_term(word["word"]) != "unknown":
            terms.append(word["word"])
        span = next(names.with_legal_form(text, match.end(), stop), None)
        name = names.clean(span.of(text)) if span else terms[-1]
        yield Found(name, terms, Span(match.start(), span.end if span else match.end()))


class _Words:
    """The beginning of a text: how often it has certain words, and who acts in it; looked up
    when asked for, once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def you(self) -> int:
        """How often it says "you"."""
        return len(_YOU.findall(self.text, 0, _HEAD))

    @cached_property
    def capitalised(self) -> Counter[str]:
        """How often it has each capitalised word inside a sentence."""
        return Counter(_CAPITALISED.findall(self.text, 0, _HEAD))

    @cached_property
    def actor(self) -> str:
        """The name that acts throughout; "" when none does."""
        return acting(self.text, _HEAD)


def _role_words(words: _Words, decided: set[Role]) -> Iterator[Found]:
    """The role words a template uses throughout ("Provider", "Customer") for a missing side; of
    standard terms whose vendor acts by name, "Developer" and the like are whom it speaks to."""
    counts, you = words.capitalised, words.you
    to_readers = you >= _STANDARD and "vendor" not in decided and words.actor != ""
    common = [(word, count) for word, count in counts.most_common(80) if count >= 6]
    top: dict[Role, tuple[str, int]] = {}
    for word, count in common:
        side = roles.role_of_term(word)
        if to_readers and roles.is_reader([word]):
            side = "customer"
        # Where the contract says "you", its "Customers" are somebody else's.
        theirs = side == "customer" and count * 3 < you
        if side in ("customer", "vendor") and not theirs and word.lower() not in _PRONOUNS:
            singular = word[:-1] if word.endswith("s") and word[:-1] in counts else word
            top.setdefault(side, (singular, count))
    most = max((count for _, count in top.values()), default=0)
    for side, (word, count) in top.items():
        if side not in decided and count * 4 >= most:
            yield Found(word, [word])
    if len(top) == 1 and not decided & set(top):
        for word, count in common:
            if word.lower() in _GENERIC and count * 3 >= most:
                yield Found(word, [word])
                return


def _readers(words: _Words, found: list[Found]) -> None:
    """The one word of a vendor by which standard terms call their reader is "you" there:
    "Carrier" and "Developer" of a platform that acts under its own name."""
    if words.you < _STANDARD or any(set(_PRONOUNS) & set(party.terms) for party in found):
        return
    nameless = [p for p in found if p.terms == [p.name] and roles.is_reader(p.terms)]
    others = [p for p in found if p not in nameless and roles.role_of_term(p.name) == "customer"]
    counts = words.capitalised
    if len(nameless) == 1 and all(
        counts[nameless[0].name] > 2 * counts[other.name] for other in others
    ):
        nameless[0].terms.extend(_YOURS)


def _pronouns(words: _Words, title: str, found: list[Found]) -> Iterator[Found]:
    """ "You" and "we" of standard terms, when nobody is defined by these words."""
    defined = {term.lower() for party in found for term in party.terms}
    we = len(_WE.findall(words.text, 0, _HEAD))
    if words.you >= _STANDARD and not defined & {"you", "your"}:
        customers = [
            party
            for party in found
            if roles.decide("", [party.names]) == ["customer"]
            and not set(_OURS) & {term.lower() for term in party.terms}
        ]
        if len(customers) == 1:
            customers[0].terms.extend(_YOURS)
        else:
            yield Found("you", list(_YOURS))
    if we >= _STANDARD and not defined & {"we", "us", "our"}:
        yield Found(_publisher(words, title) or "we", list(_OURS))


def _publisher(words: _Words, title: str) -> str:
    """Who speaks in standard terms: a name introduced as the speaker, with a legal form or
    in the title, that is also used in the text; the most used one wins."""
    text, counts = words.text, words.capitalised
    candidates: dict[str, int] = {}
    for match in _SPEAKERS.finditer(text, 0, 20_000):
        name = names.clean(match["name"]).rstrip(".!")
        candidates[name] = counts[name.split()[0]] * 2
    for span in names.with_legal_form(text, 0, 20_000):
        name = names.clean(span.of(text))
        candidates.setdefault(name, counts[name.split()[0].strip(",")])
    named = title.split()
    if named and named[0].lower() not in ("terms", "master", "general", "service"):
        candidates.setdefault(named[0], counts[named[0]])
    usable = {
        name: count
        for name, count in candidates.items()
        if count >= 3 and roles.role_of_term(name) == "unknown" and len(name) > 2
    }
    return max(usable, key=lambda name: usable[name], default="")


def _merge(found: list[Found], more: Iterable[Found]) -> None:
    for party in list(more):
        known = {name.lower() for name in party.names}
        same = next((old for old in found if known & {name.lower() for name in old.names}), None)
        if same is None:
            found.append(party)
            continue
        same.terms.extend(term for term in party.terms if term not in same.terms)
        if party.name not in same.names:
            if same.name.lower() in _PRONOUNS or same.name in same.terms:
                same.name = party.name
            else:
                same.others.append(party.name)
