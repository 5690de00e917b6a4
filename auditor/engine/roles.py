"""Who is who in a sentence: party mentions with their roles, and whom a clause binds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.engine.composition import Hit
from auditor.engine.words import words
from auditor.model import Party, Role

ROLE_LISTS: tuple[tuple[str, Role], ...] = (
    ("party-terms", "unknown"),
    ("vendor", "vendor"),
    ("customer", "customer"),
    ("either-party", "either"),
)
POWERS = frozenset({"power", "permission", "may"})
BINDS = ("bound", "grantor")
GAINS = ("beneficiary", "holder")
ACTS = ("ban", "duty", "power", "permission", "grant", "act")
_OTHER: dict[Role, Role] = {"customer": "vendor", "vendor": "customer", "either": "either"}
MAY = frozenset({"may", "can", "consent", "consents", "approval", "s"})
RECEIVES = frozenset({"receive", "receives", "enjoy", "enjoys"})
GRANTS = frozenset({"grants", "appoints", "licenses"})
REACH = 25


@dataclass(frozen=True, slots=True)
class Mention:
    """A party named in a sentence: its words, and its role in the contract."""

    hit: Hit
    role: Role


class Roles:
    """Recognises party mentions: the generic terms, overruled by the document's own parties."""

    def __init__(self, generic: Mapping[tuple[str, ...], Role], parties: Iterable[Party]) -> None:
        terms = dict(generic)
        for party in parties:
            for name in {party.term, party.name, *party.aliases}:
                phrase = tuple(words(name))
                if phrase and (party.role != "unknown" or phrase not in terms):
                    terms[phrase] = party.role
        self._by_first: dict[str, list[tuple[tuple[str, ...], Role]]] = {}
        for phrase, role in sorted(terms.items(), key=lambda item: -len(item[0])):
            self._by_first.setdefault(phrase[0], []).append((phrase, role))
        self._firsts = frozenset(self._by_first)

    def mentions(self, sentence: list[str]) -> list[Mention]:
        """Mentions in order; the longest term wins where several begin."""
        found: list[Mention] = []
        here = self._firsts.intersection(sentence)
        if not here:
            return found
        taken = 0
        for start in [place for place, word in enumerate(sentence) if word in here]:
            if start < taken:
                continue
            for phrase, role in self._by_first[sentence[start]]:
                end = start + len(phrase)
                if len(phrase) == 1 or tuple(sentence[start:end]) == phrase:
                    found.append(Mention((start, end), role))
                    taken = end
                    break
        return found


def role_hits(mentions: Iterable[Mention]) -> dict[str, list[Hit]]:
    """The mentions as hits of ``@customer``, ``@vendor`` and ``@party``.

    A mention of unknown role counts for either side: a pattern that needs the supplier must
    not miss "Company" because nobody said what Company is.
    """
    hits: dict[str, list[Hit]] = {}
    for mention in mentions:
        for key, role in (("@customer", "customer"), ("@vendor", "vendor")):
            if mention.role in (role, "unknown"):
                hits.setdefault(key, []).append(mention.hit)
        hits.setdefault("@party", []).append(mention.hit)
    return hits


def bound_and_beneficiary(
    sentence: list[str],
    mentions: list[Mention],
    slots: Mapping[str, Hit],
    *,
    bears: Role,
    fixed_bound: Role | str = "",
    fixed_beneficiary: Role | str = "",
) -> tuple[Role, Role]:
    """Whom the clause binds and who gains, as roles.

    Order of evidence: what the pattern states; a slot that names the party; where only "either
    party" is named, both; the subject of the operative verb (of a duty or ban it is bound, of
    a power it gains); who is said to have a power; whoever normally bears the risk of the type.

    Args:
        sentence: its words.
        mentions: party mentions in the sentence.
        slots: slot name -> hit.
        bears: the role that normally bears the risk.
    """
    bound: Role = fixed_bound or _named(mentions, slots, BINDS)  # type: ignore[assignment]
    gains: Role = fixed_beneficiary or _named(mentions, slots, GAINS)  # type: ignore[assignment]
    subject, is_power = _subject(sentence, mentions, slots)
    if not slots.keys() & {*ACTS, *BINDS, *GAINS}:  # nothing says what the subject does
        holder = next((m.role for m in mentions if _may(sentence, m)), "")
        grantor = next((m.role for m in mentions if _grants(sentence, m)), "")
        if grantor:
            subject, is_power = grantor, False
        elif holder:
            subject, is_power = holder, True
    if {mention.role for mention in mentions} == {"either"}:
        subject = "either"
    if subject == "either":
        bound, gains = bound or "either", gains or "either"
    elif bears in ("customer", "vendor"):
        bound = bound or bears
    elif subject not in ("", "unknown"):
        if is_power:
            gains = gains or subject
        else:
            bound = bound or subject
    if not bound and gains:
        bound = _OTHER.get(gains, "unknown")
    if not bound and not gains:
        gains = _object(mentions, slots)
        bound = _OTHER.get(gains, "unknown")
    if not bound or bound == "unknown":
        bound = "either" if bears == "either" and not mentions else "unknown"
    return bound, gains or _OTHER.get(bound, "unknown")


def _named(mentions: list[Mention], slots: Mapping[str, Hit], names: tuple[str, ...]) -> Role | str:
    for name in names:
        hit = slots.get(name)
        if hit is None:
            continue
        for mention in mentions:
            if mention.hit[0] < hit[1] and hit[0] < mention.hit[1]:
                return mention.role
    return ""


def _pivot(slots: Mapping[str, Hit]) -> tuple[str, Hit] | None:
    for name in ACTS:
        if name in slots:
            return name, slots[name]
    return next(iter(slots.items()), None)


def _subject(
    sentence: list[str], mentions: list[Mention], slots: Mapping[str, Hit]
) -> tuple[Role | str, bool]:
    pivot = _pivot(slots)
    if pivot is None:
        return "", False
    name, hit = pivot
    before = [m for m in mentions if m.hit[1] <= hit[1] and hit[0] - m.hit[1] <= REACH]
    if not before:
        return "", name in POWERS
    return before[-1].role, name in POWERS or (name == "act" and _may(sentence, before[-1]))


def _may(sentence: list[str], mention: Mention) -> bool:
    """Whether it is said of the party that it may, shall receive, or must consent."""
    after = [*sentence[mention.hit[1] : mention.hit[1] + 2], "", ""]
    return (after[0] in MAY and after[1] not in ("not", "only")) or after[1] in RECEIVES


def _grants(sentence: list[str], mention: Mention) -> bool:
    """Whether it is said of the party that it grants or appoints: it is bound by that."""
    return not GRANTS.isdisjoint(sentence[mention.hit[1] : mention.hit[1] + 2])


def _object(mentions: list[Mention], slots: Mapping[str, Hit]) -> Role:
    """The party after the verb of a passive sentence: "shall be sourced from the Provider"."""
    pivot = _pivot(slots)
    after = [m for m in mentions if pivot is None or m.hit[0] >= pivot[1][0]]
    return after[0].role if after else "unknown"
