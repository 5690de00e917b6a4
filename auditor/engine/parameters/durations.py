# ruff: noqa: E501 (patterns are read whole)
"""What a length of time is for: notice, cure, tail, renewal ... told by the words around it.

Each duration gets one role, the first that fits, so that one number never becomes two
parameters (brief 3.5: cure, transition, retrieval and notice are four different periods).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from auditor.engine.parameters.quantities import Duration, quantities

_REACH = 150
_END = (
    r"(?:end|expir\w+|terminat\w+|conclusion|completion|anniversar\w+|renew\w*|close|closing|lapse|"
    r"(?:then[- ]?current|initial|first|current|original|renewal|subscription|such|each|any|that)[^.;]{0,30}?\b(?:term|period|year|renewal)|"
    r"commencement of (?:the|any|each|such)|start of (?:the|any|each|such)|beginning of (?:the|any|each|such)|year is up|term is up|date on which)"
)
_OVER = r"(?:after|following|from|upon|of|on|beyond|past|since)"
_ENDING = (
    r"(?:terminat\w+|expir\w+|end(?:s|ed|ing)?\b|ceas\w+|leav\w+|laps\w+|cancel\w*|clos\w+|complet\w+|departure|"
    r"last day|separation|conclusion)"
)
_LAST = r"(?:terminat\w+|expir\w+|end(?:s|ed|ing)\b|end of (?:the|this|that|its|such) (?:\w+ )?(?:term|agreement|period|engagement|employment)|ceas\w+|leav\w+|departure|separation|closing\b)"
_SUCCESSIVE = (
    r"(?:successive|additional|further|subsequent|consecutive|renewals?|renewed|another|extended|extension|"
    r"like|more|succeeding|new|similar)"
)
_DOWN = r"(?:not|no|nor) (?:less|fewer|later|earlier|more) than |at least |a minimum of |minimum "


class Context(NamedTuple):
    """A duration with the words before it (up to its sentence's beginning) and after it."""

    duration: Duration
    before: str
    after: str


class Rule(NamedTuple):
    """A way to tell a role: words right before the duration, right after it, and nowhere near."""

    role: str
    before: str
    after: str
    unless: str = ""


# In order: the first that fits wins. " " stands for any white space.
_RULES = (
    Rule("rate", r"(?:\b(?:per|every|once in (?:each|any|every)|times? (?:a|per|each)|aged?|older than)) $", ""),
    Rule("reminder", r"\bremind\w*[^.;]{0,90}", ""),
    Rule("reminder", "", r"[^.;]{0,50}\bremind"),
    # Cure before notice: "thirty days' notice to cure".
    Rule("cure", "", r"['s]{0,2}(?: (?:prior|written|advance))*(?: notice)?(?: period)?(?: (?:in which|within which|and an? opportunity|with an? opportunity|opportunity|period))? (?:to|for|of) (?:cur\w+|remed\w+|rectif\w+|correct\w*)\b"),
    Rule("cure", "", r"['s]{0,2}(?: opportunity to)? (?:cure|grace|remedy|remediation|rectification)\b(?: period)?"),
    Rule("cure", r"(?:cure|grace|remedy|remediation|rectification) period (?:of |is |shall be )?(?:\w+ ){0,3}$", ""),
    Rule("cure", r"\b(?:un)?(?:cur(?:e|ed|ing)|remed(?:y|ied|ying)|rectif\w+|correct(?:ed|ing)?)\b[^.;\d]{0,60}\b(?:within|for|in|of|during|continues)(?: a| an| the)?(?: \w+)?(?: period)?(?: of)? $", ""),
    Rule("cure", r"\bwithin (?:a (?:further )?period of )?$", r" (?:after|of|from|following)[^.;]{0,60}(?:notice|notif\w+)[^.;]{0,60}\b(?:breach|default|failure|non-?payment|specifying)", r"\b(?:elect|accept|exercise)"),
    Rule("cure", r"\b(?:breach|default|fail\w*)[^.;]{0,140}\bwithin (?:a period of )?$", r" (?:after|of|from|following)[^.;]{0,40}(?:notice|notif\w+)", r"\b(?:elect|accept|exercise|pay)"),
    Rule("cure", r"\b(?:breach|default|fail\w*)[^.;]{0,60}\b(?:continues?|persists?)[^.;]{0,30}$", ""),
    Rule("makeup", r"\bnot (?:yet )?(?:called for|taken(?: up)?|drawn down)[^.;]{0,30}\bwithin $", ""),
    Rule("payment", r"\b(?:pay(?:ment|able|s|ing)?|paid|invoice[ds]?|remit\w*|net|reimburse\w*)\b[^.;]{0,80}\b(?:within|net|in|of|than) $", "", r"notice"),
    Rule("payment", r"\b(?:within|net) $", r" (?:of|after|from|following)[^.;]{0,30}\b(?:invoice|pay(?:ment|s|able)?|due date|its due|past due)"),
    Rule("payment", r"\bwithin $", r"[^.;]{0,140}\bpay\b", r"notice|elect"),
    Rule("payment", r"\bnet[- ]$", ""),
    Rule("renewal_notice", "", rf"['s]{{0,2}}(?: (?:prior|advance|written|in|previous))*,? ?(?:notice )?(?:in writing )?(?:before|prior to|in advance of|preceding|previous to|ahead of|of the end|out from) (?:the )?(?:[^.;]{{0,60}}?\b)?{_END}", r"\b(?:cure|effective date of (?:such|the|any) (?:termination|change|increase))\b"),
    Rule("renewal_notice", r"\b(?:renew\w*|extend\w*|extension|expire|prolong\w*|roll\w*)\b[^.;]{0,140}(?:unless|except|notice|if)[^.;]{0,90}$", r"['s]{0,2}(?: (?:prior|advance|written|in|previous|before|and|or))*[ ,]+(?:notice|beforehand|(?:in advance|prior|before))"),
    Rule("renewal_notice", "", r"['s]{0,2}(?: (?:prior|advance|written|in|previous))* notice (?:to expire|of (?:non-?renewal|its intent\w* not to|intention not to|its desire not to|its election not to))"),
    Rule("renewal_notice", r"\b(?:non-?renewal|not to renew|not renew|intent\w*|renew\w*|terminate|extend\w*)\b[^.;]{0,90}$", rf"(?: calendar| business)? (?:before|prior to|in advance of|beforehand|preceding) [^.;]{{0,40}}{_END}", r"effective date of"),
    Rule("renewal_notice", r"\b(?:not later than|no later than|at least|not less than) $", r",? beforehand"),
    Rule("notice", "", r"(?:['s]{0,2}|') ?(?:or more |days )?(?:(?:prior|advance|advanced|previous|written|formal|clear|such|before|further|reasonable|in|our|its|their)[ ,]{1,3}|and ){0,5}(?:notice|notification|warning)\b(?! (?:from|is received))"),
    Rule("notice", rf"\b(?:notice|notification)(?: period)?(?: in writing)? (?:of|is|being|shall be|will be|with)(?: a)? (?:{_DOWN})?$", "", r"breach"),
    Rule("notice", rf"\bnotice (?:to|by|from)[^.;]{{0,60}} of (?:{_DOWN})?$", ""),
    Rule("notice", r"\b(?:notice|notif\w+|inform\w*|tell\w*|told|advis\w+|announc\w+|publish\w*|communicat\w+|word|writing|email\w*|warn\w*)\b[^.;]{0,110}$", r"(?: calendar| business)?,? ?(?:before|prior(?: to)?|in advance|ahead|beforehand|preceding|earlier)\b"),
    Rule("notice", r"\b(?:terminate|cancel|withdraw|end)\w*\b[^.;]{0,60}\b(?:upon|on|by|with|giving) (?:at least |not less than |no less than )?$", r" (?:prior |in )?(?:writing|written)"),
    Rule("lead", "", r",? (?:before|prior to|ahead of|in advance of|earlier than)\b"),
    Rule("lead", r"\b(?:exclusive|preview|early|first|advance|launch)[^.;]{0,50}(?:for|of|within) $", "", r"\bterm\b"),
    Rule("response", r"\b(?:shall|will|may|must|to)? ?(?:have|has|within|in|during|for|of)(?: the| a| an)?(?: period of)?(?: further)? $", r"(?: period)?[^.;]{0,120}\b(?:accept|elect|exercise|respond|match|equal|better|notify|advise|decide|decline|refus\w+|submit|make an offer|require|do so|reply|offer\w*|review|consider|negotiat\w+)\b", r"^ (?:in which |within which )?to (?:sell|complete|close|consummate|transfer|dispose)"),
    Rule("response", r"\b(?<!not so )(?:accept|elect|exercise|exercisable|respond|match\w*|equals?|betters?|decide|offer|reply|matching|refusal|option|right|negotiat\w+|require|do|alone|offers|approach)\b[^.;]{0,140}\b(?:within|for|during|of|in)(?: the| a| an)?(?: exclusive)?(?: period of)? $", ""),
    Rule("retrieval", r"\b(?:retriev\w+|export\w*|download\w*|access|copy|copies|obtain|return\w*|retain\w*|kept|keep|made? available|available)\b[^.;]{0,120}\b(?:for|within|until|during|of|after|than|least|to)(?: a| the| up to| at least)?(?: further)?(?: period of)? $", ""),
    Rule("retrieval", r"\b(?:for|within|during|of|least)(?: a| the)?(?: period of)? $", rf"[^.;]{{0,90}}(?:{_OVER}[^.;]{{0,60}}{_ENDING})?[^.;]{{0,90}}\b(?:retriev\w+|export\w*|download\w*|access|copy|copies|extract\w*)\b", r"\b(?:assist|transition|migrat)"),
    Rule("retrieval", r"\b(?:delet\w+|eras\w+|destroy\w*|purg\w+|wip\w+|remov\w+)\b[^.;]{0,80}\b(?:within|after|for|than|least) (?:more than )?$", ""),
    Rule("retrieval", "", rf" {_OVER}[^.;]{{0,60}}{_ENDING}[^.;]{{0,80}}\b(?:delet\w+|eras\w+|destroy\w*|purg\w+|wip\w+|remov\w+)"),
    Rule("transition", r"\b(?:transition\w*|transfer\w*|migrat\w+|assist\w*|wind(?:ing)?[- ]?down|exit|hand-?over|disengage\w*|run-?off|sell-?off|continu\w+|help|phase-?out|post-termination)\b[^.;]{0,140}\b(?:for|up to|of|within|during|than|throughout|to|over|exceed)(?: a| an| the| up to| at least| not more than)?(?: further| additional)?(?: period of| period not to exceed)?(?: up to| at least)? $", "", r"\bin (?:full )?(?:force|effect)\b|\bterm of $"),
    Rule("transition", r"\b(?:for|up to|of|during|within|than)(?: a| an| the| up to| at least)?(?: period of)?(?: up to)? $", r"[^.;]{0,140}\b(?:transition\w*|transfer\w*|migrat\w+|assist\w*|wind(?:ing)?[- ]?down|exit plan|hand-?over|continue to (?:provide|perform|use|operate|supply)|help\b|sell)"),
    Rule("expiry", r"\b(?:expir\w+|laps\w+|forfeit\w*|void|lost|run\w* out|valid|redeem\w*|used?|appl(?:y|ied)|claim\w*|disappear\w*|unused|good|available|issue)\b[^.;]{0,80}$", ""),
    Rule("expiry", "", r"[^.;]{0,80}\b(?:expir\w+|laps\w+|forfeit\w*|void|lost|run\w* out|disappear\w*)\b"),
    Rule("lookback", r"\b(?:preceding|previous|prior|past|last|before|back|retroactive\w*|up to)\b[^.;]{0,40}$", ""),
    Rule("lookback", "", r" (?:before|preceding|prior|previous|back|earlier|look-?back)"),
    Rule("makeup", r"\b(?:make-?up|carr\w+|recover\w*|take[ns]?|catch|roll\w*|credit\w*|call(?:ed)? for|made good)\b[^.;]{0,90}$", "", r"\bpay"),
    Rule("prepay", r"\b(?:prepa\w+|pre-pa\w+|advance|upfront|up front|fees? for|in full)\b[^.;]{0,80}$", ""),
    Rule("prepay", "", r"[^.;]{0,50}\b(?:in advance|up-?front|prepa\w+)\b"),
    Rule("parallel", r"\b(?:parallel|alongside|available|side by side|overlap|maintain|keep|support\w*|continue\w*)\b[^.;]{0,90}$", ""),
    Rule("age", r"\b(?:old|older|historic|aged?|least|than)\b[^.;]{0,20}$", r"(?: old\b| of age)?"),
    Rule("earliest", r"\b(?:before|until|during|within|after|first|initial)\b[^.;]{0,50}$", ""),
    Rule("survival", r"\b(?:surviv\w+|continu\w+|remain\w*)\b[^.;]{0,90}$", ""),
    Rule("standstill", r"\b(?:for|until|during|of|within|period)(?: a| an| the| that is)?(?: period)?(?: of| ending on)?(?: at least)? $", ""),
    Rule("renewal", rf"(?<!any )\b{_SUCCESSIVE},?(?: (?:and|or|equal|automatic))?(?: (?:{_SUCCESSIVE}|one|two|three|terms?|periods?|\(\d+\)|automatic|\d+))*(?:,? (?:each )?(?:of|for|equal to))?(?: up to)?(?: a(?:n)?)?(?: term| period)?(?: of)? ?(?:\(\w\) )?$", r"(?:['s]{0,2})?(?! (?:after|following|prior|before|from the date|notice))", r"\b(?:cure|remed)"),
    Rule("renewal", r"\b(?:renew\w*|roll\w* (?:over|on)|extend\w*|prolong\w*|prorogu\w*|re-?new)\b[^.;]{0,110}\b(?:for|by|of|each|every|into|on|to|is|be|a|an|another)(?: (?:an?|up to|the|each|single|like|one|equal|\(\d+\)|consecutive|successive|additional|further|period|terms?|periods?|renewal|and|automatic))*(?: of| for)? ?$", r"(?! ?(?:prior|before|notice|in advance|days))"),
    Rule("renewal", r"\brenewal terms?\b[^.;]{0,60}\b(?:of|for|is|be|means?|[|:])(?: an?)?(?: further| additional| period| of)* ?$", ""),
    Rule("renewal", "", r"[- ]?(?:renewal|extension) (?:terms?|periods?|options?)"),
    Rule("tail", r"\b(?:for|during|and|or|until|for at least|,|plus)(?: a| an| the| any| up to)?(?: further| additional| subsequent)?(?: period| term)?(?: of)?(?: at least| up to| not less than)? ?$", rf"['s]{{0,2}},? ?(?:immediately |next )?(?:after|following|from|subsequent to|beyond|post|succeeding)(?: the| such| any| that| its| date| of| effective)*[^.;]{{0,60}}?\b{_LAST}"),
    Rule("tail", "", r",? ?(?:thereafter|afterwards?\b|post-?term\w*|after(?: it)?(?: ends)?[,.]|after it\b)", r"\b(?:day|month|quarter|interest)\b|renew|extend"),
    Rule("tail", rf"\b(?:after|following|upon)[^.;]{{0,50}}{_LAST}[^.;]{{0,60}}\bfor(?: a| an)?(?: further| additional)?(?: period)?(?: of)? $", ""),
    Rule("tail", r"\b(?:until) $", rf" (?:after|following|from)[^.;]{{0,60}}{_LAST}"),
    Rule("term", r"\b(?:term|duration|life)\b(?: of (?:this |the )?[\w ]{1,40}?| hereof)?(?: ?\([^)]{0,60}\))?,? ?(?:\"|”)?(?: shall| will| unless[^.;]{0,60},?)?(?: initially)?(?: ?(?:be|is|are|means?|lasts?|continues?|runs?|extends?|remains?|expires?|for|of|[|:-]|commence\w*[^.;]{0,60}?(?:and )?(?:continu\w+|end\w*|expir\w+|remain\w*|last\w*|run\w*|extend\w*)[^.;]{0,30}?(?: for)?))*(?: on| the date)?(?: a| an| the)?(?: initial| fixed| minimum| period| term)*(?: of| for)?(?: at least| up to)? ?[|:]? ?$", "", r"\b(?:within|notice)"),
    Rule("term", r"\b(?:continue|remain|last|run|be|endure|subsist|stay|valid|effective|force|effect)\w*(?: in (?:full )?(?:force|effect|operation)(?: and effect)?)?(?: hereunder)?(?: for| through| until)?(?: a| an| the)?(?: initial| fixed| minimum| period| term| total)*(?: of)?(?: up to)? $", "", r"\bwithin $|notice"),
    Rule("term", r"\b(?:initial|first|original|minimum|fixed|primary|subscription|committed|commitment)(?: service| contract| subscription)? (?:term|period)\b[^.;]{0,60}$", "", r"within|notice"),
    Rule("term", r"\b(?:for|of|is|be|lasts|expires?|terminates?|end|ends)(?: a| an| the)?(?: initial| fixed| period| term)*(?: of)? $", r"[- ]?(?:period|term)?,? ?\(?(?:commencing|beginning|starting|running|from|after|following)(?: on| from| with| upon| the| date| of| and| including| as)*[ ,\"“]{1,3}(?:effective|commencement|date|start|signature|execution|hereof|delivery|order|first|launch|acceptance|last|\w+ \d)", r"\bwithin|\btermination"),
    Rule("term", "", r"[- ](?:initial |fixed |subscription )?term\b(?! of (?:payment|notice))", r"renew|additional|successive|extend"),
    Rule("duration", r"\b(?:for|during|of|until|lasting|over|throughout)(?: a| an| the| any| up to)?(?: further| initial| exclusive| exclusivity| restricted| period| term)*(?: of)?(?: at least| up to| not less than| not more than)? $", "", r"\bnotice of $|^ (?:immediately )?(?:preceding|prior|before)\b"),
    Rule("duration", r"\bexclusiv\w+[^.;]{0,80}$", "", r"\bwithin\b|notice|\bpay"),
    Rule("duration", "", r"[- ](?:period|exclusiv\w+)", r"\b(?:prior|preceding|previous|past|each|any|every) (?:\w+ )?$"),
    Rule("within", r"\bwithin\b[^.;]{0,20}$", ""),
)  # fmt: skip

#: Roles that any text may show; the rest are only looked for when a rule asks for such a value.
_ALWAYS = frozenset(
    "rate cure payment renewal_notice notice renewal tail term duration within".split()
)
#: Parameter name -> roles, best first.
ROLES: dict[str, tuple[str, ...]] = {
    "notice_days": ("notice", "renewal_notice"),
    "vendor_notice_days": ("notice", "renewal_notice"),
    "change_notice_days": ("notice", "renewal_notice"),
    "notice_days_min": ("renewal_notice", "notice"),
    "notice_days_max": ("renewal_notice", "notice"),
    "cure_days": ("cure",),
    "reminder_days": ("reminder",),
    "response_days": ("response",),
    "offer_window_days": ("response",),
    "negotiation_days": ("response",),
    "window_days": ("lead",),
    "launch_window_days": ("lead", "response"),
    "retrieval_days": ("retrieval",),
    "deletion_deadline_days": ("retrieval",),
    "payment_days": ("payment",),
    "parallel_run_days": ("parallel",),
    "duration_days": ("standstill", "duration", "tail", "term"),
    "duration_months": ("duration", "term"),
    "tail_months": ("tail",),
    "term_months": ("term", "duration"),
    "renewal_term_months": ("renewal",),
    "expiry_months": ("expiry",),
    "transition_months": ("transition",),
    "assistance_months": ("transition",),
    "makeup_months": ("makeup",),
    "catch_up_months": ("makeup",),
    "lookback_months": ("lookback",),
    "survival_months": ("survival", "tail"),
    "prepay_months": ("prepay",),
    "age_months": ("age",),
    "earliest_exit_month": ("earliest",),
}


@cache
def _wanted(names: tuple[str, ...]) -> tuple[Rule, ...]:
    wanted = {role for name in names for role in ROLES[name]} | _ALWAYS
    return tuple(rule for rule in _RULES if rule.role in wanted)


@cache
def _rx(pattern: str, *, end: bool = False) -> re.Pattern[str] | None:
    if not pattern:
        return None
    return re.compile(pattern + ("$" if end and not pattern.endswith("$") else ""))


def contexts(low: str) -> Iterable[Context]:
    """The durations of a text with their surroundings; white space is made single."""
    for duration in quantities(low).durations[:12]:
        before = low[max(0, duration.start - _REACH) : duration.start]
        after = low[duration.end : duration.end + _REACH]
        before = _squeeze(before[_last_stop(before) :]).rstrip("[(")
        after = _squeeze(after)
        yield Context(duration, before, after)


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _last_stop(text: str) -> int:
    """Where the last sentence in ``text`` begins; abbreviations cost only some context."""
    return max(text.rfind(". "), text.rfind(".\n"), text.rfind("; "), -1) + 1


@lru_cache(maxsize=1024)
def classified(low: str, names: tuple[str, ...]) -> tuple[tuple[str, Duration], ...]:
    """The durations of ``low`` with their roles, as far as told, among the roles of ``names``."""
    found = []
    for context in contexts(low):
        rule = next((rule for rule in _wanted(names) if _tells(rule, context)), None)
        if rule is not None:
            found.append((rule.role, context.duration))
    return tuple(found)


def _tells(rule: Rule, context: Context) -> bool:
    """Whether a duration so surrounded has the rule's role; patterns compile when first asked."""
    before = _rx(rule.before, end=True)
    if before is not None and not before.search(context.before):
        return False
    after = _rx(rule.after)
    if after is not None and not after.match(context.after):
        return False
    unless = _rx(rule.unless)
    return unless is None or not (
        unless.search(context.before[-70:]) or unless.search(context.after[:70])
    )
