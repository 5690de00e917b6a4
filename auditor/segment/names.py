"""Names of companies and people in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.model import Span

_FORM = (
    r"(?:Inc(?:orporated)?|INC(?:ORPORATED)?|Corp(?:oration)?|CORP(?:ORATION)?|L\.?L\.?C|LLC|Ltd|LTD|"
    r"Limited|LIMITED|GmbH|GMBH|PLC|plc|P\.L\.C|Co|CO|Company|COMPANY|S\.?A\.?S?|S\.?p\.?A|S\.?r\.?l|"
    r"B\.?V|N\.?V|L\.?P|L\.?L\.?P|AG|A\.G|AB|ApS|A/S|Oy|OY|Pty|PTY|N\.?A|Bank|BANK|University|"
    r"UNIVERSITY|Trust|TRUST|Partnership|Holdings|HOLDINGS|KG|SE|K\.K|Sdn|Bhd|Pte|PTE|Partners)"
)
_WITH_FORM = re.compile(
    rf"(?:[A-Z0-9][\w&.'’/-]*|&)(?:,?[ \n]{{1,3}}(?:[A-Z0-9(][\w&.'’/)-]*|&|of|and|the|de)){{0,9}}?"
    rf",?[ \n]{{1,3}}{_FORM}\b\.?(?:,?[ \n]{{1,3}}{_FORM}\b\.?){{0,2}}"
)
_LEADING = re.compile(
    r"(?:[\s,;:.*_\-–—]+|(?:and|or|by|between|among|with|the\s+undersigned|both|each\s+of|either|is)\b|"
    r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\)(?=\s)|\d\.(?=\s)|on\s+the\s+(?:one|other)\s+(?:hand|part)|of\s+the\s+(?:one|first|"
    r"other|second)\s+part|as\s+of\s+[^,]{4,40},(?:\s*\d{4},?)?|as\s+(?:the\s+)?\w+|(?:Mr|Ms|Mrs|Dr)\.)+",
    re.IGNORECASE,
)
_CUT = re.compile(
    rf",?\s+(?:an?|whose|with|having|located|organi[sz]ed|incorporated|existing|residing|acting|formed|"
    rf"established|registered|doing|on\s+behalf|together|individually|in\s+its|as|through|which|who|"
    rf"including|for\s+itself|its|duly|at|ABN|ACN|company\s+(?:number|no))\b|,(?!\s*{_FORM}\b)|\s*[;|]|\s+\(|\n\s*\n|\s{{4,}}|[.]\s+(?=The\b|This\b)"
)
_ARTICLE = re.compile(r"(?:the|THE|The)\s+")
_SUFFIX = re.compile(rf",?\s+{_FORM}\b\.?(?:,?\s+{_FORM}\b\.?)*\W*$")
_PUBLISHER = re.compile(
    r"\b(?:between\s+you\s+and|agreement\s+with|[Ww]elcome\s+to|provided\s+by|operated\s+by|offered\s+by)\s+"
    r"(?:the\s+)?(?P<name>[A-Z][\w.&’'-]*(?:\s[A-Z][\w.&’'-]*){0,4})"
)
_TITLE_NAME = re.compile(
    r"^(?P<name>[A-Z][\w.&’-]*(?:\s[A-Z][\w.&’-]*){0,3}?)(?:[’']s)?\s+(?:\w+\s){0,4}?"
    r"(?:Terms|Agreement|Conditions|Policy)\b"
)


def in_chunk(text: str, start: int, stop: int, *, last: bool) -> Span | None:
    """The party's name in the words before its defined term.

    Args:
        text: the document.
        start, stop: the words after the previous term, up to this one's parenthesis.
        last: other parties came before, so the chunk may open with words about them.
    """
    chunk = text[start:stop]
    lead = _LEADING.match(chunk)
    begin = lead.end() if lead else 0
    found = _name_at(chunk, begin)
    if found is None or (last and begin == 0 and len(chunk) > 200):
        forms = list(_WITH_FORM.finditer(chunk))
        if forms:
            form = forms[-1] if last else forms[0]
            return Span(start + form.start(), start + form.end())
    if found is None:
        return None
    return Span(start + found[0], start + found[1])


def _name_at(chunk: str, begin: int) -> tuple[int, int] | None:
    """First comma-separated part that looks like a name: it starts with a capital or "you"."""
    position = begin
    for _ in range(4):
        article = _ARTICLE.match(chunk, position)
        cut = _CUT.search(chunk, article.end() if article else position)
        end = cut.start() if cut else len(chunk)
        words = chunk[position:end].strip()
        if words and (words[0].isupper() or words[0].isdigit() or words.lower() in ("you", "we")
                      or words[1:2].isupper() or words[0] == "[") and len(words) < 110:
            first = chunk.index(words, position)
            return first, first + len(words)
        if cut is None:
            return None
        position = cut.end()
        lead = _LEADING.match(chunk, position)
        position = lead.end() if lead else position
    return None


def with_legal_form(text: str, start: int, stop: int) -> Iterator[Span]:
    """Company names with their legal form ("Acme Holdings, Inc.") in a stretch of text."""
    for match in _WITH_FORM.finditer(text, start, stop):
        yield Span(match.start(), match.end())


def clean(name: str) -> str:
    """One line, without quotes, markup and trailing punctuation (the dot of "Inc." stays)."""
    flat = " ".join(name.split()).strip(" ,;:*_\"“”(")
    return flat[:-1] if flat.endswith("..") else flat


def first_line(value: str) -> str:
    """The name in the value of an order-form line, "" when there is none to speak of."""
    line = value.split("\n", 1)[0]
    cut = re.search(r"\s{3,}|\s+\(|;|,(?!\s*" + _FORM + r"\b)", line)
    name = clean(line[: cut.start()] if cut else line)
    if not any(map(str.isalpha, name)) or len(name.split()) > 8 or name.lower() in ("name", "address"):
        return ""
    if re.search(r"_{2,}|\b(?:shall|will|means|is|are|may|must|has|agrees)\b", name):
        return ""
    return name


def short_forms(name: str, known: Sequence[str]) -> tuple[str, ...]:
    """The name without its legal form, when the contract does not already define it."""
    short = _SUFFIX.sub("", name).strip(" ,")
    taken = {word.lower() for word in known}
    if len(short) > 2 and short.lower() not in taken and short != name:
        return (short,)
    return ()


def publisher(text: str, title: str) -> str:
    """Who speaks in standard terms, from "between you and X", "provided by X" or the title."""
    match = _PUBLISHER.search(text, 0, 15_000)
    if match is not None:
        return clean(match["name"]).rstrip(".")
    match = _TITLE_NAME.match(title)
    return clean(match["name"]) if match else ""
