# ruff: noqa: E501 (patterns are read whole)
"""Values in the contract's own words: carve-outs, territories, named firms, and who decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from auditor.engine.parameters.shares import Found
from auditor.model import Role

_UP_TO_STOP = r"\s(?:[^.;]|\.(?=\d)){3,300}"
_EXCEPT = re.compile(
    r"\b(?:except(?:ing)?(?: that| where| as| for| with| to| in)?|other than|save(?: that| as| for| where| through| by)?|unless|provided,?(?: however,?)? that|excluding|with the exception of|but may|notwithstanding the foregoing)"
    + _UP_TO_STOP
)
_EXEMPT = re.compile(
    r"\b(?:except(?:ing)?(?: that| where| as| for| with| to| in)?|other than|save(?: that| as| for| where| through| by)?|unless|excluding|with the exception of)"
    + _UP_TO_STOP
)
_RELEASE = re.compile(
    r"\b(?:(?:ceas\w+|laps\w+|terminat\w*|end\w*|not apply|released?|fall away|suspended?)\s(?:if|when|once|upon|where|in the event)|(?:unless|until|if)\b[^.;]{0,50}(?:unable|fails?|cannot|insolven|breach|abandon|ceas|unavailable))[^.;]{0,250}"
)
_WORLD = re.compile(
    r"\b(?:worldwide|world-?wide|throughout the (?:world|universe)|in all countries|anywhere in the world|global(?:ly)?)\b"
)
_PLACE = (
    r"north america|south america|latin america|europe|european union|eea|emea|apac|asia(?:[- ]pacific)?|africa|middle east|"
    r"united states(?: of america)?|u\.s\.a?\.?|usa|canada|mexico|united kingdom|uk|great britain|england(?: and wales)?|scotland|wales|"
    r"(?:northern )?ireland|island of ireland|isle of man|france|germany|italy|spain|netherlands|belgium|switzerland|austria|sweden|norway|"
    r"denmark|finland|poland|portugal|greece|japan|china|prc|people's republic of china|hong kong|taiwan|korea|south korea|republic of korea|"
    r"india|singapore|malaysia|indonesia|thailand|vietnam|australia|new zealand|brazil|argentina|chile|colombia|israel|turkey|russia|"
    r"ukraine|south africa|nigeria|egypt|saudi arabia|uae|united arab emirates|puerto rico|california|texas|new york|florida|new jersey|illinois"
)
_PLACES = re.compile(
    rf"\b(?:{_PLACE})\b(?:(?:,\s|\sand\s|,\sand\s|\sor\s|\sand the\s)(?:the\s)?(?:{_PLACE})\b){{0,30}}"
)
_OF_LAW = re.compile(
    r"(?:laws?|courts?|state|organi[sz]ed|commonwealth|currency|dollars) (?:of|in)(?: the)?\s?(?:state of )?$"
)
_UNDEFINED = re.compile(r"\b(?:the|such|that|its|exclusive|licensed) territor(?:y|ies)\b")
_NAME = r"(?:[A-Z][\w&.-]*)(?:\s(?:[A-Z][\w&.-]*|of|and(?=\s[A-Z])|&)){0,3}?"
_LIST = re.compile(
    r"(?:from|of|with|to|being|by|on|by|including|namely|by either|than|for)\s(?P<list>(?:(?:the\s)?[A-Z][\w&'-]*(?:\s[A-Z][\w&'-]*){0,3},\s){1,15}(?:(?:and|or)\s)?(?:any\s|the\s)?[A-Z]?[\w&'-]*(?:\s[A-Z][\w&'-]*){0,3}(?:,?\s(?:and|or)\s[A-Z][\w&'-]*(?:\s[A-Z][\w&'-]*){0,3})?)"
)
_PAIR = re.compile(
    r"(?:from|of|with|to|being|by)\s(?P<list>[A-Z][\w&'-]*(?:\s[A-Z][\w&'-]*){0,2}\s(?:and|or)\s[A-Z][\w&'-]*(?:\s[A-Z][\w&'-]*){0,2})"
)
_NOT_NAMES = frozenset(
    "the any party parties section article agreement licensee licensor customer supplier provider company buyer seller "
    "vendor distributor affiliates affiliate products services term territory field exhibit schedule host client a an "
    "product service software notwithstanding party's each all such this that confidential laboratory models model".split()
)
_VENDORS = "supplier vendor provider licensor seller manufacturer contractor host operator publisher franchisor platform marketplace"
_CUSTOMERS = "customer buyer client licensee purchaser distributor reseller subscriber merchant franchisee authority user"
_VERBS = r"(?:determin\w*|decid\w*|conclud\w*|declar\w*|judg\w*|consider\w*|deem\w*|find\w*|certif\w*|form\w* the (?:view|opinion)|class(?:es|ify|ifies)?\b|designat\w*|elect\w*|believ\w*|thinks?|sees? fit)"
_BODY = re.compile(r"\b(?:board|directors|management|nonprofit|safety council|council|committee)\b")
_OF_A_LAB = re.compile(
    r"\bnonprofit|safety (?:council|board|committee)\b"
)  # none but a lab has one
_EXPERT = re.compile(
    r"\b(?:independent|third[- ]party|neutral|expert|panel)\b[^.;]{0,60}\b(?:expert|panel|auditor|assessor|committee|body|verif\w*|determin\w*|evaluat\w*|find\w*)\b|\bthe panel\b"
)
_JOINT = re.compile(
    r"\b(?:mutual(?:ly)?|joint(?:ly)?|both parties|the parties) (?:agree\w*|determin\w*|decid\w*|declar\w*)|joint (?:committee|determination)"
)
_COURT = re.compile(
    r"\b(?:court|arbitrat(?:or|ion|al)|tribunal)\b[^.;]{0,60}\b(?:determin|decid|find|found|held|award)\w*|determined by (?:a|the) (?:court|arbitrator|tribunal)"
)


_DECIDES = re.compile(rf"\b(?:{_VERBS}|opinion|judge?ment|discretion|view|matter for)")


def exceptions(text: str, low: str, roles: Mapping[str, Role]) -> Found | None:
    """The carve-out, from its first word on; a party itself is none ("nobody other than we")."""
    for match in _EXCEPT.finditer(low):
        first = re.match(r"(?:other than|except(?:ing)?|save)\s(?:for\s)?(?:the\s)?", match.group())
        excepted = low[match.start() + first.end() :] if first else ""
        if not any(re.match(rf"{re.escape(term)}(?!\w)", excepted) for term in roles if term):
            return _cut(match, text)
    return None


def exempt_events(text: str, low: str) -> Found | None:
    """Ends of the contract for which nothing is due."""
    match = _EXEMPT.search(low)
    return _cut(match, text) if match else None


def release_events(text: str, low: str) -> Found | None:
    """What sets the bound party free."""
    match = _RELEASE.search(low)
    return _cut(match, text) if match else None


#: The main clause again, after an exception that was put in between.
_MAIN_CLAUSE = re.compile(
    r",\s(?:[\w'()-]+\s){1,4}(?:shall|will|may|must|agrees?|covenants?)(?:\snot)?\b"
)


def _cut(match: re.Match[str], text: str) -> Found:
    """The words matched, without the main clause after them and what closes a bracket."""
    words = match.group()
    if not match.string[: match.start()].strip(" (),.0123456789abciv"):
        words = re.split(r",\s", words, maxsplit=1)[0] if len(words) > 20 else words
    main = _MAIN_CLAUSE.search(words, 12)
    words = words[: main.start()] if main else words
    depth = 0
    for at, sign in enumerate(words):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            words = words[:at]
            break
    end = match.start() + len(words.rstrip(" ,\n\t"))
    return Found(text[match.start() : end], match.start(), end)


_CONSENT = (
    ("sole_discretion", r"\b(?:consent|approval)[^.;]{0,80}(?:sole|absolute)(?: and absolute)? discretion|\bwithh[eo]ld[^.;]{0,40}(?:any reason|sole|absolute)"),
    ("reasonable", r"\b(?:not|never) (?:to )?(?:be )?unreasonably (?:withh[eo]ld|delay|condition)\w*|\breasonable (?:consent|approval)|\bnot (?:to )?be withheld unreasonably"),
    ("consent", r"\b(?:without|with|subject to|prior)[^.;]{0,40}\b(?:consent|approval|agreement) (?:of|from|in writing)|\bwithout[^.;]{0,40} (?:consent|approval)|\bunless we have agreed"),
)  # fmt: skip
_BANNED = re.compile(
    r"\b(?:not|no|neither|nor|none|never|cannot|void|prohibit\w*|breach|attempt\w*|purported|default|upon an)\b"
)
_ALLOWED = re.compile(
    r"\b(?:may|can|(?:has|have|retains?|reserves?) the right|permitted|entitled|free(?:ly)?)\b"
)


def consent_standard(low: str) -> Found | None:
    """How consent is given, or "none" where the text lets a party act without it."""
    for value, pattern in _CONSENT:
        match = re.search(pattern.replace(" ", r"\s{1,3}"), low)
        if match is None:
            continue
        before = low[max(0, match.start() - 250) : match.start()]
        if (
            match.group().startswith("without")
            and _ALLOWED.search(before)
            and not _BANNED.search(low[: match.start()] + low[match.end() : match.end() + 60])
        ):
            return Found("none", match.start(), match.end())
        return Found(value, match.start(), match.end())
    return None


def territory(text: str, low: str) -> Found | None:
    """Worldwide, the places named, or "undefined" for a defined term whose meaning is elsewhere."""
    match = _WORLD.search(low)
    if match:
        return Found("worldwide", match.start(), match.end())
    for match in _PLACES.finditer(low):
        before, after = low[max(0, match.start() - 40) : match.start()], text[match.end() :]
        place = text[match.start() : match.end()]
        if (
            _OF_LAW.search(before)
            or (not place.isupper() and re.match(r"\s[A-Z][a-z]", after))
            or re.match(r"['’]s\b", after, re.I)
        ):
            continue  # the laws of England; China Telecommunications Corporation
        return Found(place, match.start(), match.end())
    match = _UNDEFINED.search(low)
    return Found("undefined", match.start(), match.end()) if match else None


def named(text: str, low: str) -> Found | None:
    """Firms named in a list: "from Alpha, Beta or Gamma"."""
    for match in (*_LIST.finditer(text), *_PAIR.finditer(text)):
        words = re.split(r",\s(?:and|or)\s|,\s|\s(?:and|or)\s", match["list"])
        names = [w.removeprefix("the ").strip() for w in words]
        names = [
            n
            for n in names
            if n[:1].isupper() and n.split()[0].lower() not in _NOT_NAMES and len(n) > 2
        ]
        if len(names) >= 2:
            start = text.index(names[0], match.start("list"))
            end = text.index(names[-1], start) + len(names[-1])
            return Found(names, start, end)
    return None


@cache
def _generic() -> dict[str, Role]:
    vendors: dict[str, Role] = dict.fromkeys(_VENDORS.split(), "vendor")
    return vendors | dict.fromkeys(_CUSTOMERS.split(), "customer")


def role_at(words: str, roles: Mapping[str, Role]) -> Role | None:
    """The role of the party that ``words`` name last, by the document's own parties first."""
    best: tuple[int, Role] | None = None
    for term, role in roles.items():
        at = _rfind(words, term)
        if at >= 0 and (best is None or at > best[0]):
            best = (at, role)
    if best is None:
        for term, role in _generic().items():
            at = _rfind(words, term)
            if at >= 0 and (best is None or at > best[0]):
                best = (at, role)
    return best[1] if best else None


def _rfind(words: str, term: str) -> int:
    at = words.rfind(term)
    while at >= 0:
        before = words[at - 1] if at else " "
        after = words[at + len(term)] if at + len(term) < len(words) else " "
        if not before.isalnum() and not after.isalnum():
            return at
        at = words.rfind(term, 0, at)
    return -1


def decider(low: str, roles: Mapping[str, Role]) -> Found | None:
    """Who decides: a role, its board, an expert, both parties, a court, or unspecified."""
    for pattern, value in ((_EXPERT, "independent_expert"), (_JOINT, "joint"), (_COURT, "court")):
        match = pattern.search(low)
        if match:
            return Found(value, match.start(), match.end())
    if not _DECIDES.search(low):
        return None
    for match in _decisions().finditer(low):
        who = match["by"] or match["who"] or match["opinion"] or match["matter"]
        if who is None:
            continue
        role = role_at(who, roles)
        group = next(g for g in ("by", "who", "opinion", "matter") if match[g])
        if _BODY.search(who) and (role != "customer" or _OF_A_LAB.search(who)):
            return Found("board_of_vendor", match.start(group), match.end())
        if role in ("vendor", "customer"):
            return Found(role, match.start(group), match.end())
    return None


@cache
def _decisions() -> re.Pattern[str]:
    return re.compile(
        rf"\b{_VERBS}\s(?:solely\s|exclusively\s)?by\s(?P<by>[^.;,]{{2,60}})"
        rf"|\b(?:in|at)\sthe\s(?:\w+\s){{0,3}}(?:opinion|judge?ment|discretion|view)\sof\s(?P<opinion>[^.;,]{{2,60}})"
        rf"|(?P<who>\b(?:[\w'’-]+\s){{0,5}}[\w'’-]+)\s(?:(?:may|shall|will|alone|itself|has|have|in\sits\s(?:sole\s|absolute\s|own\s)*(?:discretion|opinion|judge?ment)),?\s){{0,4}}{_VERBS}"
        r"|a\smatter\sfor\s(?P<matter>[^.;,]{2,80})"
    )


_OWNER = re.compile(
    r"\b(?:belongs?\sto|(?:is|are|be|remains?)\s(?:and\sremains?\s)?(?:the\s)?(?:sole\s|exclusive\s)*(?:property\sof|owned\sby)|stays?\swith|vests?\sin|assigned\sto|are\sours)\s?(?P<who>[^.;,]{0,50})|(?P<owner>[^.;,]{2,50}?)\s(?:\w+\s)?owns?\b"
)
_CONTROL = re.compile(
    r"\bcontrol\sof\s(?P<a>[^.;,]{2,40})|(?P<b>[^.;,]{2,60}?)\s(?:comes?\sunder\sthe\scontrol|is\sacquired|undergoes|merges?\b|experiences|is\ssold|(?:are|is)\sbought)|(?:assets|stock|shares|securities)\sof\s(?P<c>[^.;,]{2,40})"
)
_PRONOUN = re.compile(
    r"(?:(?:its|their)(?: own)?(?: (?:books|accounts|records|reports?)(?: and \w+)?)?)?$"
)
_OWN_BOOKS = re.compile(
    r"\b(?:in|by|from)\s(?P<who>[^.;,]{0,40}?)(?:own\s)?(?:accounts|books|records|reports?|measure\w*|calculat\w+|benchmark)\b|which\sexamination\sthe\s(?P<sets>\w+)\ssets|as\s(?:measured|determined|calculated|reported|certified|shown)\sby\s(?P<by>[^.;,]{2,40})"
)


#: Name -> its pattern, and words of which one must be there (the pattern begins with a gap).
_PARTY = {
    "owner": (_OWNER, ("own", "belong", "property", "stay", "vest", "assigned", "ours")),
    "triggering_party": (_CONTROL, ("control", "acquired", "merge", "sold", "bought", "assets", "stock", "shares", "undergoes")),
    "measured_by": (_OWN_BOOKS, ("accounts", "books", "records", "report", "measure", "calculat", "benchmark", "examination", "determined", "certified", "shown")),
}  # fmt: skip


def party(name: str, low: str, roles: Mapping[str, Role]) -> Found | None:
    """The role of the party that owns, changes hands, measures or overrides."""
    pattern, hints = _PARTY[name]
    if not any(hint in low for hint in hints):
        return None
    for match in pattern.finditer(low):
        for group, words in match.groupdict().items():
            if words is None:
                continue
            its = _PRONOUN.match(words.strip()) is not None  # stands for who was named before
            named_by = low[max(0, match.start() - 100) : match.start()] if its else words
            role = role_at(named_by, roles)
            if role in ("vendor", "customer"):
                return Found(role, match.start(group), match.end(group))
    return None


_QUOTED = re.compile(r"[\"“](?P<term>[A-Z][^\"”]{2,60})[\"”]")
_EVENT = re.compile(
    r"\b(?:(?:[A-Z][\w-]*\s){0,4}(?:AGI|Superintelligence)|(?:[A-Z][\w-]*\s){1,4}(?:Intelligence|Event|Milestone|System|Threshold|Capability|Advance))(?:\s(?:Event|Milestone|System|Date|Threshold|Determination))?\b|(?i:\b(?:artificial\s)?general(?:ly)?\sintelligen(?:ce|t)\b|\bsuper-?intelligence\b|\bagi\b)"
)
_ADJECTIVES = re.compile(
    r"\b(?:transformative|significant|substantial\w*|human[- ]level|highly autonomous|most (?:economically )?valuable|material\w*|general(?:ly)?|advanced|sufficient\w*|surpass\w+|beneficial|powerful|comparable|capable)\b"
)


def trigger_term(text: str) -> Found | None:
    """The term on which rights turn: a quoted definition, or a capitalised event."""
    match = _QUOTED.search(text)
    if match:
        return Found(match["term"], match.start("term"), match.end("term"))
    return event(text)


def event(text: str) -> Found | None:
    """The capitalised event or class of systems on which rights turn."""
    match = _EVENT.search(text)
    if match is None:
        return None
    value = re.sub(r"^(?:The|A|An|Upon|If|When|No|Any|Once|After|Until)\s", "", match.group())
    return Found(value, match.end() - len(value), match.end()) if value else None


def adjectives(text: str, low: str) -> Found | None:
    """The words that nobody can measure."""
    found = list(_ADJECTIVES.finditer(low))
    if not found:
        return None
    return Found(list(dict.fromkeys(m.group() for m in found)), found[0].start(), found[0].end())


def defined(term: str, terms: Iterable[str]) -> bool:
    """Whether the contract defines ``term``."""
    wanted = term.lower().strip()
    return any(t.lower().strip() in (wanted, wanted.rstrip("s")) for t in terms)


_BASE_WORDS = re.compile(
    r"\bat\s(?:its\s|the\s|our\s)?(?P<rate>list|then[- ](?:current|prevailing)|standard|contract|capped|hourly|daily|agreed|prevailing|time[- ]and[- ]materials)\b[^.;,]{0,25}?\b(?:rates?|prices?|basis)\b|\b(?P<tm>time[- ]and[- ]materials)\b|\b(?P<card>rate card)\b|\b(?P<list>list price)"
)


def rate_basis(low: str) -> Found | None:
    """At which rates: list, time_and_materials, contract, capped ..."""
    match = _BASE_WORDS.search(low)
    if match is None:
        return None
    word = match["rate"] or match["tm"] or match["card"] or "list"
    if word.startswith("time") or word in ("hourly", "daily"):
        value = "time_and_materials"
    elif word in ("list", "standard", "prevailing", "rate card") or word.startswith("then"):
        value = "list"
    else:
        value = word
    return Found(value, match.start(), match.end())
