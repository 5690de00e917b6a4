# ruff: noqa: E501 (patterns are read whole)
"""What a clause is about, in the contract's own words: components, goods, milestones, terms.

Each name has patterns whose group ``x`` is the value. They are narrow on purpose: a name whose
words are not found in a known place is left out.
"""

from __future__ import annotations

import re
from functools import cache

from auditor.engine.parameters.shares import Found

_NAME = r"(?:[A-Z][\w&-]*)"
#: A thing in a few words, up to what begins the next part of the sentence.
_THING = r"(?:[\w&'’-]+\s){0,4}?[\w&'’-]+"
_END = r"(?=[,.;:)]|\s(?:with|for|from|bought|in|on|at|and|if|to|of|or|by|through|exclusively|solely|only|as|is|are|shall|will|which|that|during|under|listed|required|consistent)\b)"
_TOOLS = r"(?:[Cc]ompiler|[Rr]untime|[Tt]ools?|[Tt]ool(?:kit|chain)|SDK|[Ff]ramework|[Ll]ibrar(?:y|ies)|[Ee]ngine|[Oo]rchestrator|[Oo]perating [Ss]ystem|Stack|Platform|Software)"
_TERM = r"(?:(?:delivery|principal|payment|commercial|material|other|unit|net|room|list|lead|service|cancellation|warranty|discount|commission|license|licence)\s){0,2}(?:prices?|pricing|terms?|conditions|rates?|fees|charges|royalt(?:y|ies)|dates?|times?|warrant(?:y|ies)|availability|quantit(?:y|ies)|discounts?|rebates|service levels|specifications|content|inventory|levels)\b"
_TERMS = (
    rf"(?:(?:unit|net|room|commercial)\s)?(?:prices?|pricing|rates?|terms|fees|royalt(?:y|ies))"
    rf"(?:(?:,\s(?:the\s|any\s)?(?:other\s)?[a-z]+(?:\s[a-z]+)?){{1,8}},?\s(?:and|or)\s(?:other\s|the\s)?{_TERM}|(?:,?\s(?:and|or)\s(?:the\s|any\s|other\s)?{_TERM}){{1,3}})"
)
_BETTER = (
    r"(?:lower|lowest|best|same|better|more\sfavou?rable|less|higher|no\sworse)\s(?:[a-z]+\s){0,2}?"
)
_OTHERS = r"(?:customers?|purchasers?|buyers?|clients?|licensees?|distributors?|resellers?|retailers?|dealers?|subscribers?|merchants?|suppliers?|vendors?|users?|person|part(?:y|ies)|entit(?:y|ies)|company)"
_BUYS = r"(?:purchase|buy|obtain|procure|acquire|order|source|satisfy)"
_BODY = r"(?:Board(?:\sof\sDirectors)?|Council|Committee|Trust|Foundation|board(?:\sof\sdirectors)?|directors|council|committee)"
_DECIDES = r"(?:may|shall|will|can|decides?|determin\w+|judges?|concludes?|considers?|believes?)"
_METRIC = r"(?:(?:gross|net|annual|operating|monthly|active|recurring)\s){0,3}(?:revenues?|profits?|receipts|earnings|turnover|market share|users|benchmark score|score)"

#: Name -> patterns in order; the first that matches gives the value. Case counts.
_PATTERNS: dict[str, tuple[str, ...]] = {
    "auditor": (
        rf"\b(?:[Aa]n?|[Ii]ts|[Aa]ny|[Tt]he)\s(?P<x>(?:(?:independent|certified|public|external|reputable|chief|financial|third[- ]party|nationally|internationally|recogni[sz]ed|registered)\s){{0,5}}(?:officer|director|auditors?|accountants?|accounting firm|audit firm)(?:\sof\s(?:the\s)?{_NAME})?)\b",
    ),
    "category": (
        rf"\b{_BUYS}\s(?:(?:all|of|its|their|the|any|such|every)\s){{0,4}}(?P<x>(?!and\s|or\s){_THING})(?:\s(?:for\s(?:re)?sale|for\suse|for\sresale|as\sit\sneeds))?\s(?:from|through|exclusively|solely|only)\b",
        rf"\b{_BUYS}\s(?:all\s(?:of\s)?)(?:(?:its|their|the)\s){{0,2}}(?P<x>{_THING})\sfor\s(?:re)?(?:sale|use)\b",
        rf"(?:^|\.\s)(?:All\s)?(?P<x>{_THING})(?:\sfor\s{_THING})?\s(?:shall|must|will|may)\s(?:only\s)?be\s(?:purchased|bought|obtained|procured|sourced|ordered)\b",
    ),
    "comparator_class": (
        rf"\b(?P<x>(?:(?:[Aa]ny|[Aa]ll|[Ii]ts|[Ee]ach|[Ee]very|an|the)\s)?(?:other|another|most favou?red|similarly[- ]situated|third)\s(?:(?:similarly[- ]situated|comparable|like|similar|commercial|third|such)\s)?{_OTHERS}(?:\s(?:of|in)\s(?:the\s)?(?!(?:its|any|all|each|same|such|this|connection|respect|accordance|relation|writing|order|which)\b)(?:[\w-]+\s){{0,4}}?[\w-]+(?=[,.;:)]|\s(?:a|an|at|for|on|than|to|is|are|be|shall|will|would|any|with|under|who|that|by|from|price|prices|and|in|during|upon|buying|purchasing|gets?|receives?|pays?|has|have)\b))?)(?![\w’'-])",
    ),
    "component": (
        rf"\b(?P<x>(?!(?:The|All|Any|Our|Your|Its|Each|This|That|Such|No|An|A|Customer|Supplier|Licensed)\s){_NAME}(?:\s{_NAME}){{0,2}}\s{_TOOLS})\b",
    ),
    "consequence_of_breach": (
        r"\b(?P<x>(?:warrant(?:y|ies)|guarantees?)\s(?:ends?|lapses?|ceases?|(?:is|are|becomes?|shall\sbe|will\sbe)\s(?:null\sand\s)?(?:void|voided|invalid\w*)|(?:shall|will)\s(?:lapse|end|cease|be\svoid\w*)))\b",
    ),
    "disclosure_scope": (rf"\b(?P<x>{_TERMS})",),
    "leg_a": (rf"\b(?:shall|will|must|agrees\sto)\s(?:buy|purchase|order|acquire|licen[cs]e)\s(?P<x>{_THING})\sfrom\b",),
    "leg_b": (
        rf"\b(?:shall|will|must|agrees\sto)\s(?:buy|purchase|order|acquire|licen[cs]e)\s[^.;]{{3,120}}?\b(?:paid|pays|spent|spends)\s(?:for|on)\s(?P<x>{_THING})\s(?:in|during|from|to|under)\b",
    ),
    "metric": (rf"\b(?:called|known\sas|entitled)\s(?:the\s)?[“\"]?(?P<x>{_NAME}(?:\s{_NAME}){{0,3}})", rf"\b(?P<x>{_METRIC})\b"),
    "named_model": (
        rf"\b(?P<x>(?!(?:The|Licensed|Any|No|Each|New|Other|Our|Your|Production|Foundation|Large|Language|Custom|Base|Such|This|Replacement|Alternative|Operating|Business|Customer|Supplier)\b){_NAME}(?:\s{_NAME}){{0,3}}\sModel)\b",
        r"\b(?P<x>(?:GPT-\d[\w.-]*|Claude(?:\s[A-Z\d][\w.]*){0,3}|Gemini(?:\s[A-Z\d][\w.]*){0,2}|Llama\s?\d[\w.]*|Mistral(?:\s[A-Z][\w.]*)?))",
    ),
    "override_holder": (
        rf"\b(?P<x>(?:(?!(?:Our|The|Its|A|An|If|When|Where)\s){_NAME}\s){{0,3}}{_BODY})\s(?:[\w’']+\s){{0,3}}?{_DECIDES}\b",
    ),
    "resource": (
        rf"\b(?:first\scall\s(?:up)?on|priority\saccess\sto|first\sclaim\s(?:up)?on)\s(?:(?:all|the|its|any|of)\s){{0,3}}(?P<x>{_THING}){_END}",
    ),
    "terms_covered": (rf"\b(?P<x>{_TERMS})", rf"\b{_BETTER}(?P<x>(?:(?:unit|net|room)\s)?(?:prices?|pricing|rates?|terms|fees))\b"),
    "tied_product": (
        rf"\b(?:only\s(?:together\s)?with|(?:shall|must|will)\salso\s(?:buy|resell|take|purchase|license|subscribe\sto)|conditional\s(?:up)?on\s(?:the\s)?(?:purchase|subscription|licence)\s(?:of|to))\s(?:an?\s|the\s|its\s)?(?:[\w-]+-(?:year|month)\s)?(?P<x>{_THING}){_END}",
    ),
    "tying_product": (
        rf"(?:^|\.\s|;\s)(?:The\s|A\s|An\s)?(?P<x>{_THING})\s(?:is|are)\s(?:made\s)?(?:available|supplied|sold|offered|licen[cs]ed|provided|open)\sonly\s(?:to|together|with|as\spart|in\scombination)\b",
    ),
    "vesting_metric": (
        r"\b(?:vest\w*|exercisable)\s[^.;]{0,90}?\b(?P<x>orders|purchases|spend(?:ing)?|revenues?|shipments|payments|deployments?)\b",
    ),
}  # fmt: skip
OBJECTS = frozenset(_PATTERNS)
_GOODS = ("category", "tied_product", "tying_product")
#: Words of which one must be there before a pattern is tried.
_HINTS: dict[str, tuple[str, ...]] = {
    "auditor": ("officer", "director", "audit", "accountan"),
    "category": ("from", "through", "exclusively", "solely", "only", "resale", "sale", "use", "be "),
    "comparator_class": ("other", "similarly", "favo", "third"),
    "metric": ("called", "known as", "entitled", "revenue", "profit", "receipts", "earnings", "turnover", "share", "users", "score"),
    "named_model": ("model", "gpt", "claude", "gemini", "llama", "mistral"),
    "vesting_metric": ("vest", "exercisable"),
}  # fmt: skip
#: Things that say nothing of what they are.
_EMPTY = re.compile(
    r"(?i)^(?:it|them|they|such|same|any|all|the same|this|that|these|those|products? or services?|goods or services|"
    r"and|or|not|only|exclusively|solely|directly|other|another|anything|nothing|something|or otherwise.*|[\d.,%]+)$|\b(?:not|shall|will|may|must|has|have|been|other than|from|by)\b"
)


@cache
def _compiled(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in _PATTERNS[name])


def stated(name: str, text: str, low: str) -> Found | None:
    """The words that say what ``name`` is, or None. ``text`` as written, ``low`` in lower case."""
    hints = _HINTS.get(name)
    if hints and not any(hint in low for hint in hints):
        return None
    for pattern in _compiled(name):
        for match in pattern.finditer(text):
            value = " ".join(match["x"].split())
            if value and not _EMPTY.search(value):
                start, end = match.span("x")
                opens = name in _GOODS and text[:start].strip()[-1:] in ("", ".", ";")
                return Found(_mid_sentence(value) if opens else value, start, end)
    return None


def _mid_sentence(value: str) -> str:
    """A thing that opens a sentence as it is written within one: "Sensor modules"."""
    first, _, rest = value.partition(" ")
    if rest and rest == rest.lower() and first[1:] == first[1:].lower():
        return first.lower() + " " + rest
    return value
