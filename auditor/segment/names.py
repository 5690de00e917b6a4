"""Names of companies and people in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.model import Span

# Legal forms that end a name, and words that often do but may stand inside one.
_STRONG = (
    r"(?:Inc(?:orporated)?|INC(?:ORPORATED)?|inc|Corp(?:oration)?|CORP(?:ORATION)?|L\.?L\.?C|Ltd|LTD"
    r"|(?:Limited|LIMITED)(?!\s+(?i:warrant|liabilit|licen[sc]e|remed|right|purpose))|GmbH|GMBH|PLC|plc|P\.L\.C|Co|CO|S\.?A\.?S?|S/A|S\.?p\.?A|S\.?[rR]\.?[lL]|S\.L(?:\.U)?|SLU?"
    r"|B\.?V|N\.?V|L\.?P|L\.?L\.?P|AG|A\.G|AB|ApS|A/S|Oy|OY|Pty|PTY|N\.?A|KG|SE|K\.K|Sdn"
    r"|Bhd|Pte|PTE|FSB)"
)
_WEAK = (
    r"(?:Company|COMPANY|Bank|BANK|University|UNIVERSITY|Trust|TRUST|Partnership|PARTNERSHIP"
    r"|Holdings|HOLDINGS|Partners|PARTNERS|Fund|FUND|Foundation|FOUNDATION|Association|ASSOCIATION)"
)
_FORM = rf"(?:{_STRONG}|{_WEAK})"
_HEAD = (
    r"(?!(?:AND|OR|BETWEEN|BY|And|Between)\b)"
    r"(?:\d*[A-ZÀ-Þ]|[a-z]{1,2}[-A-Z0-9]|[a-z]+\.com)[\w&.'’/!®-]*"
)
_NAME_WORD = r"(?:\(?[A-Z0-9À-Þ][\w&.'’/®-]*\)?|&|of|and|the|de|for)"
_WITH_FORM = re.compile(
    rf"(?<![\w.]){_HEAD}(?:,?[ \n]{{1,4}}{_NAME_WORD}){{0,9}}?,?[ \n]{{1,4}}{_FORM}\b\.?"
    rf"(?:,?[ \n]{{1,3}}{_FORM}\b\.?){{0,2}}"
    rf"(?:(?:[ ](?:[A-Z&][\w&.'’/-]*|of)){{0,4}}?,?[ ]{_STRONG}\b\.?)?"
)
_ONLY_FORM = re.compile(rf"(?:{_FORM}\b[.,]?\s*)+|(?i:limited\s+)?[Ll]iability\s+Company")
_LEAD_WORDS = (
    r"by\s+and\s+(?:between|among(?:st)?)|between|among(?:st)?|and|or|by|with|both|each\s+of|either|is"
    r"|the\s+undersigned|on\s+the\s+(?:one|other)\s+(?:hand|part)|of\s+the\s+(?:one|first|other|second)\s+part"
    r"|its\s+(?:parent|affiliate|subsidiary)|Mr\.|Ms\.|Mrs\.|Dr\."
)
_LEADING = re.compile(
    rf"(?:[\s,;:.*_\-–—\])]+|(?:{_LEAD_WORDS})(?!\w)|\(?(?:\d{{1,2}}|[a-zA-Z]|[ivx]{{1,4}})\)(?=\s)"
    r"|\d\.(?=\s)|Party\s[A-D]:)+",
    re.IGNORECASE,
)
_START = re.compile(r"(?:^|\b(?i:and|between|among)\b|[,;:]|\n|\bor\b|\bwith\b)")
_CUT = re.compile(
    rf",?\s+(?:an?|whose|with|having|located|organi[sz]ed|incorporated|existing|residing|acting|formed|"
    rf"established|registered|doing|on\s+behalf|together|individually|in\s+its|as|through|which|who|"
    rf"including|for\s+itself|its|duly|at|and/or|f/s/o|[df]/[bks]/a|a/k/a|dba|also|formerly|under|"
    rf"corporation|limited|company|private|public|\(?ABN|\(?ACN)\b"
    rf"|,(?!\s*{_FORM}\b)|\s*[;|:]"
    rf"|\s+[(\[](?![A-Z][\w. ]{{1,20}}\)\s+[A-Z])|\n\s*\n|\s{{4,}}|[a-z]{{3}}\.\s"
)
_ARTICLE = re.compile(r"(?:the|THE|The)\s+")
_SUFFIX = re.compile(rf",?\s+{_FORM}\b\.?(?:,?\s+{_FORM}\b\.?)*\W*$")
_ADDRESS = re.compile(
    r"\b(?:Street|St\.|Suite|Avenue|Ave|Road|Rd|Floor|Box|Drive|Boulevard|Blvd|Lane|Plaza|Parkway|"
    r"Highway|Building|Square|Court|Way|Circle|Zip|Tel|Fax|Address|\d{5,6})\b|\b\d{1,2}, \d{4}",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(
    r"\s*(?:corporation|company|limited|public|private|non|general|partnership|law|a\s|an\s)"
)
_CLAUSE_NUMBER = re.compile(r"\s\d+\.\d")
_NOT_NAMES = re.compile(
    r"(?:The|This|These|Each|All|Any|If|By|Please|In|It|Our|Your|Section|Article|Exhibit|Agreement|"
    r"Whereas|WHEREAS|Subject|January|February|March|April|May|June|July|August|September|October|"
    r"November|December|State|Delaware|Nevada|California|Florida|Texas|New York|No|Under|For)\b"
)
# The dot after these ends the sentence; after "Inc" or "B.V" it belongs to the name.
_FULL_STOP = re.compile(
    r"\b(?:LLC|LLP|LP|GmbH|GMBH|AG|AB|PLC|plc|Oy|SE|KG|Limited|LIMITED|Corporation|CORPORATION|"
    r"Incorporated|[A-Z][a-z]{4,})\.$"
)
#: "General. Acme Inc.", "the Customer and Acme Inc.": what is before is no part of the name.
_SENTENCE_BEFORE = re.compile(
    r"^(?:[A-Z][a-z]{4,}\.\s+(?=[A-Z])|(?:the\s+)?(?:Customer|Client|User|Buyer|Licensee)\s+and\s+(?=[A-Z]))"
)
_INDEFINITE = re.compile(r"\b[Aa]n?\s+\Z")
_TITLES = re.compile(
    r"\b(?:Officer|President|Director|Secretary|Treasurer|Manager|Member|Title|Name|Date|Initialed|"
    r"Chairman|Counsel|Esq\.|[Ss]igned (?:for|by)|on behalf of|[Ee]xecuted by|"
    r"(?:Stock|Shares|Securities) of|Partner|Signatory|CEO|CFO|COO|Its)\b[:,.]?\s*"
)
_ROLES_JOINED = re.compile(
    r"(?:the\s+)?(?:Company|Corporation|Customer|Supplier|Provider|Consultant|Bank|Party|Parties|"
    r"Buyer|Seller|Licensor|Licensee|Agent)\s+(?:and|or)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\b(?:Terms|Agreement|Conditions|Policy|AGREEMENT|TERMS|Contract)\b")
_OTHER_NAME = re.compile(
    r"(?:d/b/a|dba|doing\s+business\s+as|a/k/a|a\.k\.a\.?|also\s+known\s+as|f/k/a|formerly(?:\s+known\s+as)?|"
    r"trading\s+as|t/a|f/s/o|f/b/o)\s+[\"“]?"
    r"(?P<name>[A-Z][\w&.'’ -]{1,60}?)(?=[\"”,;()]|\s+(?:an?|with|having)\s|\n|$)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


def best_in(text: str, start: int, stop: int, terms: Sequence[str], *, first: bool) -> Span | None:
    """The party's name among the words before its defined term.

    Candidates are company names with a legal form, and what stands after "and", a comma or
    the start; each is weighed by likeness to the term ("NAI" - "Network Associates, Inc."),
    legal form and place. None when nothing looks like a name.

    Args:
        text: the document.
        start, stop: the words after the previous party's term, up to this one's.
        terms: the defined terms given to the party.
        first: no party came before, so the name is more likely to open the words.
    """
    chunk = text[start:stop]
    best: tuple[float, int, int] | None = None
    for begin, end in _candidates(chunk):
        weight = _weight(chunk, begin, end, terms)
        # Of equals the first is the name of the first party; later ones follow addresses.
        weight += -begin / 4000 if first else begin / 4000
        if weight >= 1 and (best is None or weight > best[0]):
            best = (weight, begin, end)
    return None if best is None else Span(start + best[1], start + best[2])


def _candidates(chunk: str) -> Iterator[tuple[int, int]]:
    seen: set[tuple[int, int]] = set()
    for match in _WITH_FORM.finditer(chunk):
        seen.add(match.span())
        if _INDEFINITE.search(chunk, max(0, match.start() - 4), match.start()) is None:
            yield match.span()
    for count, match in enumerate(_START.finditer(chunk)):
        if count > 40:
            return
        lead = _LEADING.match(chunk, match.end())
        begin = lead.end() if lead else match.end()
        article = _ARTICLE.match(chunk, begin)
        cut = _CUT.search(chunk, article.end() if article else begin)
        end = cut.start() if cut else len(chunk)
        if cut is not None and cut[0][:1].islower():
            end = cut.end() - 1  # the sentence ended: keep its last word
        while end > begin and chunk[end - 1] in ' \t\n,;"“”(':
            end -= 1
        words = chunk[begin:end]
        if (
            (begin, end) not in seen
            and 1 < len(words) < 110
            and _capital(words)
            and not _ONLY_FORM.fullmatch(words)
        ):
            seen.add((begin, end))
            yield begin, end


def _capital(words: str) -> bool:
    bare = _ARTICLE.sub("", words, count=1)
    return (
        bare[:1].isupper()
        or bare[:1].isdigit()
        or (bare[1:2].isupper() and len(bare) > 2)
        or words.lower() in ("you", "we")
    )


def _weight(chunk: str, begin: int, end: int, terms: Sequence[str]) -> float:
    words = chunk[begin:end]
    weight = 0.0
    formal = _SUFFIX.search(" " + words) is not None
    if formal:
        weight += 2
    if any(_alike(words, term) for term in terms):
        weight += 3
    lead = _LEADING.match(chunk)
    if begin == (lead.end() if lead else 0) or chunk[max(0, begin - 5) : begin].strip() == "and":
        weight += 1.5
    if words.isupper() and len(words) > 5:
        weight += 0.5
    if len(words.split()) > 1 and not chunk[end:].strip(" ,\n"):
        weight += 0.7
    digits = any(map(str.isdigit, words))
    if _ADDRESS.search(words) and (digits or not (formal or words.isupper())):
        weight -= 4  # "Harrowby Building Society" and "Plaza Homes Inc." are no addresses
    if _DESCRIBES.match(chunk, end):
        weight -= 4
    if _NOT_NAMES.match(words):
        weight -= 3
    tokens = words.split()
    if len(tokens) > 10:
        weight -= 3
    lower = sum(1 for token in tokens if token[0].islower() and len(token) > 3)
    return weight - lower


def _alike(name: str, term: str) -> bool:
    """Whether a term shortens a name: a word of it, or the initials of its words."""
    low, short = name.lower(), term.lower()
    if len(short) > 2 and (short in low or low in short):
        return True
    words = [word for word in _WORD.findall(low) if len(word) > 2 or word.isdigit()]
    if any(len(word) > 3 and word in words for word in _WORD.findall(short)):
        return True
    initials = "".join(word[0] for word in _WORD.findall(low))
    letters = "".join(filter(str.isalpha, short))
    return term.isupper() and len(letters) >= 2 and initials.startswith(letters[:3])


def with_legal_form(text: str, start: int, stop: int) -> Iterator[Span]:
    """Company names with their legal form ("Acme Holdings, Inc.") in a stretch of text."""
    for match in _WITH_FORM.finditer(text, start, stop):
        begin, words = match.start(), match[0]
        for title in _TITLES.finditer(words):  # "J. Roe, President Acme Inc." in signatures
            begin = match.start() + title.end()
        words = text[begin : match.end()]
        if (
            len(words.split()) > 1
            and not _ADDRESS.search(words)
            and not _NOT_NAMES.match(words)
            and not _CLAUSE_NUMBER.search(words)
            and not _DOCUMENT.search(words)
            and not _ONLY_FORM.fullmatch(words)
            and not _ROLES_JOINED.match(words)
            and not short_form(words).lower().endswith((" and", " or", "article"))
            and _INDEFINITE.search(text, max(0, begin - 4), begin) is None
        ):
            yield Span(begin, match.end())


def other_names(words: str) -> list[str]:
    """Names after "d/b/a", "formerly known as" and the like."""
    return [clean(match["name"]) for match in _OTHER_NAME.finditer(words)]


def clean(name: str) -> str:
    """One line, without quotes, markup and trailing punctuation (the dot of "Inc." stays)."""
    flat = " ".join(name.split()).strip(' ,;:*_"“”([]')
    flat = _SENTENCE_BEFORE.sub("", flat)
    if flat.endswith(" and"):
        flat = flat[:-4]
    if flat.endswith("..") or _FULL_STOP.search(flat):
        return flat[:-1]
    return flat


def first_line(value: str) -> str:
    """The name in the value of an order-form line, "" when there is none to speak of.

    A second line of ``value`` counts when it brings the legal form the first one lacks.
    """
    line, _, after = value.partition("\n")
    after = after.strip()
    if not _SUFFIX.search(line) and len(after) < 60 and _SUFFIX.search(after) and ":" not in after:
        line = f"{line.rstrip()} {after}"
    cut = re.search(r"\s{3,}|\s+\(|;|,(?!\s*" + _FORM + r"\b)", line)
    name = clean(line[: cut.start()] if cut else line)
    words = name.split()
    if (
        not words
        or len(words) > (12 if _SUFFIX.search(name) else 8)
        or name.lower() in ("name", "address", "company", "title")
    ):
        return ""
    if not any(map(str.isalpha, name)) or _ADDRESS.search(name):
        return ""
    if re.search(r"_{2,}|\[|\b(?:shall|will|means|is|are|may|must|has|agrees)\b", name):
        return ""
    return name


def short_form(name: str) -> str:
    """The name without its legal form; "" when it has none."""
    short = _SUFFIX.sub("", name).strip(" ,")
    return short if 2 < len(short) < len(name) else ""
