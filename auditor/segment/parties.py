"""Who the parties are: preamble, order-form lines, terms of service.

Looks at the beginning of the text only (plus who does what, for roles that the names leave
open), so its cost does not grow with the contract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.model import Party, Span
from auditor.segment import names, roles

_WINDOW = 20_000
_REGION = 4_000
_BETWEEN = re.compile(
    r"\b(?:by\s+and\s+(?:between|among(?:st)?)|between|among(?:st)?|entered\s+into\s+(?:by|with)|"
    r"made\s+(?:by|with)|is\s+from|the\s+parties\s+(?:to\s+this\s+agreement\s+)?are)\b:?",
    re.IGNORECASE,
)
_REGION_END = re.compile(
    r"\b(?:WITNESSETH|W\s?I\s?T\s?N\s?E\s?S\s?S\s?E\s?T\s?H|RECITALS?|WHEREAS|Whereas|BACKGROUND|Background|"
    r"NOW,?\s+THEREFORE|agree\s+as\s+follows|DEFINITIONS)\b|\n\s*(?:1|I|Section 1)\.?0?\s"
)
_PAREN = re.compile(
    r"\((?P<inside>[^()]{0,120}?[\"“][^()]{1,160}?[\"”][^()]{0,80}?)\)"
    r"|,?\s*(?:herein(?:after)?|hereafter)\s+(?:individually\s+|collectively\s+|sometimes\s+|also\s+)?"
    r"(?:referred\s+to\s+(?:herein\s+)?as|called|known\s+as)?\s*(?:the\s+|as\s+)*(?P<bare>[\"“][^\"”]{1,50}[\"”])"
)
_QUOTED = re.compile(r"[\"“](?P<term>[^\"“”]{1,60})[\"”]")
_LINE = re.compile(
    r"(?:^|\n|\|\s|\s{3})\s*(?P<term>(?:Party\s+[A-D1-4]\b|(?:the\s+)?[A-Z][a-z]+(?:\s[A-Z][a-z]+)?|[A-Z]{5,14}))"
    r"(?:\s*\(\s*[\"“]?(?P<second>[A-Z][\w ]{1,30})[\"”]?\s*\))?(?:\s+Name|\s+Legal\s+Name|\s+Entity)?\s*(?::|\|)\s*"
    r"(?P<name>[A-Z0-9][^\n|]{2,120})"
)
_NOT_PARTIES = re.compile(
    r"(?:agreement|contract|date|parties|party|term|territory|products?|services?|software|effective|"
    r"act|commission|sec|exhibit|schedule|deed|amendment|lease|license|project|property|premises|"
    r"field|marks?|program|site|web\s?site|business|closing|order|msa|terms|conditions|transaction|"
    r"plan|shares?|stock|note|loan|system|technology|patents?|content|event|trial|study|code|"
    r"policy|policies|state|united states|joint venture agreement|confidential\w*|affiliates?)",
    re.IGNORECASE,
)
_PRONOUNS = frozenset(("we", "us", "our", "ours", "you", "your", "yours", "ourselves"))


@dataclass(slots=True)
class _Found:
    name: str
    terms: list[str] = field(default_factory=list)
    span: Span | None = None

    @property
    def names(self) -> list[str]:
        """Every word it is called by, the defined term first."""
        every = [*self.terms, self.name]
        return [name for index, name in enumerate(every) if name and name not in every[:index]]


def parties(text: str, title: str) -> tuple[Party, ...]:
    """The parties in order of appearance, with roles; empty when none are named.

    Args:
        text: the whole text of the document.
        title: of the agreement; terms of service often name their publisher only there.
    """
    found = _preamble(text) or []
    _merge(found, _lines(text))
    _merge(found, _pronouns(text, title, found))
    found = found[:12]
    every = [party.names for party in found]
    decided = roles.decide(text, every)
    return tuple(
        Party(
            term=party.terms[0] if party.terms else party.name,
            name=party.name,
            role=role,
            aliases=tuple(every[index]) + names.short_forms(party.name, every[index]),
            span=party.span,
        )
        for index, (party, role) in enumerate(zip(found, decided, strict=True))
    )


def _preamble(text: str) -> list[_Found]:
    """Parties of the first "between ..." that names at least two, else the richest one."""
    best: list[_Found] = []
    window = min(len(text), _WINDOW)
    for count, anchor in enumerate(_BETWEEN.finditer(text, 0, window)):
        if count >= 12:
            break
        start = anchor.end()
        stop = min(len(text), start + _REGION)
        end = _REGION_END.search(text, start, stop)
        found = _region(text, start, end.start() if end else stop)
        named = sum(1 for party in found if party.terms)
        if named >= 2:
            return found
        if len(found) > len(best):
            best = found
    return best


def _region(text: str, start: int, stop: int) -> list[_Found]:
    found: list[_Found] = []
    position = start
    for match in _PAREN.finditer(text, start, stop):
        terms = _terms(match["inside"] or match["bare"])
        chunk_start, position = position, match.end()
        if not terms:
            continue
        if found and match.start() - chunk_start < 12 and not text[chunk_start:match.start()].strip(" ,;and"):
            found[-1].terms.extend(terms)
            continue
        if match.start() - chunk_start > 900:
            break
        name = names.in_chunk(text, chunk_start, match.start(), last=bool(found))
        if name is None:
            continue
        party = _Found(name.of(text), terms, Span(name.start, match.end()))
        party.name = names.clean(party.name)
        found.append(party)
        if len(found) >= 2 and _sentence_over(text, match.end()):
            break
    if len(found) < 2:
        _without_terms(text, start, stop, found)
    return found


def _sentence_over(text: str, position: int) -> bool:
    after = text[position : position + 3]
    return after[:1] == "." or after.startswith((")." , "\n\n"))


def _without_terms(text: str, start: int, stop: int, found: list[_Found]) -> None:
    """Names with a legal form, where the preamble gives no short terms."""
    for span in names.with_legal_form(text, start, min(stop, start + 700)):
        name = names.clean(span.of(text))
        if len(found) >= 4:
            return
        if all(name.lower() != party.name.lower() for party in found):
            found.append(_Found(name, [], span))


def _terms(inside: str) -> list[str]:
    terms = []
    for match in _QUOTED.finditer(inside):
        term = " ".join(match["term"].split()).strip(" ,.;:*_")
        bare = re.sub(r"^(?:the|this|each|a)\s+", "", term, flags=re.IGNORECASE)
        if term and not _NOT_PARTIES.fullmatch(bare) and not _ends_as_thing(bare):
            terms.append(bare)
    return terms


def _ends_as_thing(term: str) -> bool:
    last = term.rsplit(None, 1)[-1]
    return len(term) > len(last) and last.lower() in (
        "agreement", "date", "parties", "party", "term", "territory", "products", "product",
        "services", "software", "period", "documents", "exhibits", "marks", "act", "terms",
    )  # fmt: skip


def _lines(text: str) -> Iterator[_Found]:
    """"Customer: Acme Ltd" and "Provider | Acme" at the beginning, with a role word as label."""
    for match in _LINE.finditer(text, 0, min(len(text), 8_000)):
        term = match["term"].removeprefix("the ")
        second = match["second"] or ""
        if not term.startswith("Party") and roles.role_of_term(term) == "unknown":
            continue
        name = names.first_line(match["name"])
        if name:
            terms = [word for word in (second, term) if word]
            yield _Found(name, terms, Span(match.start("term"), match.start("name") + len(name)))


def _pronouns(text: str, title: str, found: list[_Found]) -> Iterator[_Found]:
    """"You" and "we" of standard terms, when nobody is defined by these words."""
    defined = {term.lower() for party in found for term in party.terms}
    head = text[:60_000]
    you = len(re.findall(r"\b[Yy]ou(?:r)?\b", head))
    we = len(re.findall(r"\b(?:[Ww]e|[Oo]ur|us)\b", head))
    if you >= 12 and not defined & {"you", "your"}:
        yield _Found("you", ["you", "your"])
    if we >= 12 and not defined & {"we", "us", "our"}:
        yield _Found(names.publisher(text, title) or "we", ["we", "us", "our"])


def _merge(found: list[_Found], more: Iterator[_Found]) -> None:
    for party in list(more):
        known = {name.lower() for name in party.names}
        same = next(
            (old for old in found if known & {name.lower() for name in old.names}), None
        )
        if same is None:
            found.append(party)
            continue
        same.terms.extend(term for term in party.terms if term not in same.terms)
        if same.name.lower() in _PRONOUNS or not same.name:
            same.name = party.name
