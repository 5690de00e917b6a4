"""On which side of the table a party sits: by its defined term, its counterpart, its acts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.model import Role

_CUSTOMER_WORDS = frozenset(
    "customer client buyer purchaser licensee sublicensee subscriber user end-user lessee tenant "
    "franchisee distributor reseller dealer merchant grantee borrower recipient member "
    "wholesaler retailer importer hirer advertiser owner employer sub-distributor insured "
    "shipper authority commonwealth mortgagor guest learner host-site "
    "area-developer multi-franchisee remarketer var accommodation hostel".split()
)
_VENDOR_WORDS = frozenset(
    "supplier vendor provider licensor sublicensor seller manufacturer franchisor lessor landlord "
    "contractor subcontractor consultant developer lender servicer "
    "producer processor carrier transporter builder designer architect adviser advisor grantor "
    "insurer hoster integrator freelancer talent endorser athlete celebrity influencer "
    "speaker trainer maintainer administrator custodian warehouse".split()
)
# Terms whose meaning the last word alone would miss.
_PHRASES: dict[str, Role] = {
    "service provider": "vendor", "channel partner": "customer", "sales agent": "vendor",
    "marketing partner": "vendor", "referral partner": "vendor", "service recipient": "customer",
    "property owner": "customer", "content provider": "vendor", "web host": "vendor",
    "account holder": "customer", "card holder": "customer", "outsourcing provider": "vendor",
    "area developer": "customer", "franchise owner": "customer", "restaurant operator": "customer",
    "franchise operator": "customer", "site host": "customer", "data recipient": "customer",
    "ordering activity": "customer", "product user": "customer",
}  # fmt: skip
# Words of a vendor that standard terms call their reader by.
_READERS = frozenset(
    "developer developers seller sellers host creator publisher driver carrier carriers courier "
    "couriers".split()
)
# Weak words lean to a side only when nothing else decides.
_LEANS_CUSTOMER = frozenset(
    "partner affiliate agent sponsor university hospital bank hotel property "
    "venue salon restaurant owner".split()
)
_LEANS_VENDOR = frozenset("host operator platform".split())
_WORD = re.compile(r"[\w’'-]+")

_ACTS = (
    # (what stands after the party's name, side it speaks for, weight)
    (r"\s+(?:shall|will|must|agrees?\s+to|may|hereby)?\s*"
     r"(?:pay|order|purchase|subscribe|buy|lease|spend|procure)s?\b", 2),
    (r"\s+(?:desires?|wishes)\s+to\s+(?:purchase|obtain|acquire|engage|retain|license\s+from|receive|"
     r"buy|use)\b", 3),
    (r"['’]s?\s+(?:payment|purchase\s+orders?|orders?|use\s+of\s+the|account)\b", 1),
    (r"\s+(?:hereby\s+)?(?:appoints|grants|licenses|sells|supplies|manufactures|provides|"
     r"offers|lists|operates|hosts|runs)\b", -2),
    (r"['’]s?\s+(?:platform|portal|marketplace|web\s?site|app|commission|network"
     r"|(?:\w+\s+)?services|(?:\w+\s+)?products)\b", -1),
    (r"\s+(?:shall|will|agrees\s+to)\s+(?:provide|deliver|supply|manufacture|perform|sell|ship|host|"
     r"invoice|make\s+available|furnish|render)\b", -2),
    (r"\s+is\s+(?:engaged\s+in\s+the\s+business\s+of|the"
     r"\s+owner\s+of|a\s+(?:leading\s+)?provider)", -2),
    (r"['’]s?\s+(?:fees|prices|price\s+list|invoices?"
     r"|then[\s-]current\s+(?:price|rates)|rates)\b", -1),
)  # fmt: skip
_BEFORE = (
    (re.compile(r"(?:provided|performed|supplied|manufactured|sold|delivered|"
                r"invoiced)\s+by\s+\Z"), -2),
    (re.compile(r"(?:purchase[sd]?|buys?|bought|licensed?|obtained?)\s+(?:\w+\s+){0,3}"
                r"from\s+\Z"), -2),
    (re.compile(r"(?:through|via)\s+\Z"), -1),
    (re.compile(r"(?:pay|paid|payable|remit|payments?)\s+(?:\w+\s+){0,2}(?:to\s+)?\Z"), -2),
    (re.compile(r"(?:provide[ds]?|grants?|granted|deliver(?:ed|s)?|appoints?|invoice[sd]?|sells?|sold|"
                r"furnish(?:ed)?|bills?|charges?)\s+(?:\w+\s+){0,2}(?:to\s+)?\Z"), 2),
)  # fmt: skip
#: Words without which none of ``_BEFORE`` matches.
_LEADS = re.compile(
    r"(?:by|from|through|via|pa(?:y|id|yable|yments?)|remit|provide[ds]?|grant(?:s|ed)?"
    r"|deliver(?:ed|s)?|appoints?|invoice[sd]?|sells?|sold|furnish(?:ed)?|bills?|charges?)\s"
)
_WE_BUY = re.compile(
    r"\b[Ww]e\s+(?:will|shall|agree\s+to)\s+pay\s+you\b|\byour\s+(?:invoices?|quotations?|quote)\b"
    r"|(?:supplied|provided|delivered|performed)\s+by\s+you\b|\bour\s+(?:purchase\s+)?orders?\b"
)
_YOU_BUY = re.compile(
    r"\b[Yy]ou\s+(?:will|shall|must|agree\s+to|may)?\s*(?:pay|order|subscribe|purchase)\b|\bpay\s+us\b"
    r"|\b[Oo]ur\s+(?:fees|invoices?|prices|services?|platform|products?)\b"
    r"|(?:supplied|provided|delivered)\s+by\s+us\b|\byour\s+(?:account|subscription|orders?|purchase)\b"
)
#: All acts at once: of the alternatives, the first that matches is taken.
_AFTER = re.compile("|".join(f"({pattern})" for pattern, _ in _ACTS))
_WEIGHTS = tuple(weight for _, weight in _ACTS)
_MENTIONS = 100
_MARGIN = 4
_HEAD = 40_000


def role_of_term(term: str) -> Role:
    """Side a defined term names by itself: "Licensee" customer, "Vendor" vendor, else unknown."""
    low = " ".join(term.lower().split())
    low = re.sub(r"^(?:the|each|a|an|any)\s+", "", low)
    if low in _PHRASES:
        return _PHRASES[low]
    words = _WORD.findall(low)
    if not words:
        return "unknown"
    last = words[-1].removesuffix("’s").removesuffix("'s")
    singular = last.removesuffix("s")
    for word in (last, singular):
        if word in _CUSTOMER_WORDS:
            return "customer"
        if word in _VENDOR_WORDS:
            return "vendor"
    return "unknown"


def lean_of_term(term: str) -> Role:
    """What a weak word ("Partner") leans to when nothing in the contract decides."""
    words = {word.removesuffix("s") for word in _WORD.findall(term.lower())}
    words |= set(_WORD.findall(term.lower()))
    if words & _LEANS_CUSTOMER:
        return "customer"
    if words & _LEANS_VENDOR:
        return "vendor"
    return "unknown"


def side_of_term(term: str) -> Role:
    """The side a term names by itself or, failing that, leans to."""
    role = role_of_term(term)
    return role if role != "unknown" else lean_of_term(term)


def opposite(role: Role) -> Role:
    """The other side of the table; "unknown" stays unknown."""
    if role == "customer":
        return "vendor"
    return "customer" if role == "vendor" else "unknown"


def side_by_acts(text: str, names: Sequence[str]) -> int:
    """How far a party acts as a customer (positive) or as a vendor (negative) in the text.

    Weighs who pays, orders and wishes to obtain against who grants, supplies and charges,
    over the first few hundred mentions of any of ``names``.
    """
    total = 0
    for name in names[:3]:
        position = -1
        for _ in range(_MENTIONS if len(name) > 1 else 0):
            position = text.find(name, position + 1)
            if position < 0:
                break
            end = position + len(name)
            if text[end : end + 1] not in " '’\n" or text[position - 1 : position].isalnum():
                continue
            act = _AFTER.match(text, end, end + 70)
            total += _WEIGHTS[act.lastindex - 1] if act and act.lastindex else 0
            before = text[max(0, position - 50) : position].removesuffix("the ")
            if _LEADS.search(before):
                total += next((weight for act, weight in _BEFORE if act.search(before)), 0)
    return total


def decide(text: str, terms: Sequence[Sequence[str]]) -> list[Role]:
    """Roles of all parties, each given by its names and terms.

    First the term itself; then, where some are left open, the counterpart ("Distributor"
    makes "Company" the vendor); then who does what; then weak words.
    """
    roles = _by_pronoun(text, [_first_known(names) for names in terms], terms)
    if len(terms) == 1 or all(role != "unknown" for role in roles):
        return roles
    sides = [
        0 if role != "unknown" else side_by_acts(text, names)
        for role, names in zip(roles, terms, strict=True)
    ]
    known = {role for role in roles if role != "unknown"}
    if not known and len(terms) >= 2:
        best, worst = max(sides), min(sides)
        if best - worst >= _MARGIN and (best > 0 or worst < 0):
            roles[sides.index(best)] = "customer"
            roles[sides.index(worst)] = "vendor"
    for index, side in enumerate(sides):
        if roles[index] == "unknown" and abs(side) >= 2 * _MARGIN:
            roles[index] = "customer" if side > 0 else "vendor"
    if all(role == "unknown" for role in roles):
        roles = [_lean(names) for names in terms]
    return _by_counterpart(roles)


def _by_pronoun(text: str, roles: list[Role], terms: Sequence[Sequence[str]]) -> list[Role]:
    """ "You" of standard terms is the customer, "we" the vendor - unless "we" do the paying.

    A "developer" who is "you" is then not paid by the drafter, but uses what it offers.
    """
    yours = [bool({"you", "You", "YOU"} & set(names)) for names in terms]
    ours = [bool({"we", "We", "WE"} & set(names)) for names in terms]
    if not any(yours) and not any(ours):
        return _by_counterpart(roles)
    buying = _drafter_buys(text)
    if not buying:
        roles = [
            "customer" if your and role == "vendor" and is_reader(names) else role
            for role, your, names in zip(roles, yours, terms, strict=True)
        ]
    you: Role = "vendor" if buying else "customer"
    return _by_counterpart(
        [
            role if role != "unknown" or your == our else you if your else opposite(you)
            for role, your, our in zip(_by_counterpart(roles), yours, ours, strict=True)
        ]
    )


def _drafter_buys(text: str) -> bool:
    """Whether the "we" of standard terms does the paying."""
    we_buy = len(_WE_BUY.findall(text, 0, _HEAD))
    return we_buy >= 3 and we_buy > 2 * len(_YOU_BUY.findall(text, 0, _HEAD))


def is_reader(names: Sequence[str]) -> bool:
    """Whether standard terms may call their reader so, though the word is a vendor's."""
    return any(word in _READERS for name in names for word in _WORD.findall(name.lower()))


def _first_known(names: Sequence[str]) -> Role:
    return next((role for role in map(role_of_term, names) if role != "unknown"), "unknown")


def _lean(names: Sequence[str]) -> Role:
    return next((role for role in map(lean_of_term, names) if role != "unknown"), "unknown")


def _by_counterpart(roles: list[Role]) -> list[Role]:
    """Of two sides one is known: the rest is the other side."""
    known = {role for role in roles if role != "unknown"}
    if len(known) == 1 and roles.count("unknown") == 1:
        other = opposite(next(iter(known)))
        return [other if role == "unknown" else role for role in roles]
    return roles
