"""The few facts of a contract that matter beside other contracts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from auditor.judge.dates import KeyDate, key_dates, values
from auditor.judge.exposure import commitments, totals
from auditor.judge.phrases import clause_name
from auditor.model import DocumentAudit, Finding, Role

# Words that say nothing of who a company is.
_FORMS = re.compile(
    r"\b(?:inc|incorporated|llc|l\.l\.c|ltd|limited|plc|corp|corporation|co|company|gmbh|ag|sa|"
    r"s\.a|sas|sarl|bv|nv|pty|lp|llp|pbc|kk|oy|ab|as|spa|srl)\b\.?"
)
_EXCLUSIVE = frozenset(
    {"exc-supplier", "exc-requirements", "exc-negative-covenant", "exc-hosting", "exc-sole-source"}
)
_MOST_FAVOURED = frozenset({"mfn-price", "mfn-customer-terms"})


@dataclass(frozen=True, slots=True)
class Restraint:
    """An exclusivity or most-favoured promise: where, of what, against whom."""

    type: str
    place: str
    category: str = ""
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What is kept of one contract.

    Attributes:
        path: of the document.
        vendors, customers: normalised name -> name as written.
        exclusive: promises that bind the customer to one supplier.
        most_favoured: promises of best terms that the vendor gave.
        dates: key dates that can be computed.
        sums: currency -> fixed commitment.
        unknown_sums: commitments that could not be computed.
    """

    path: str
    vendors: tuple[tuple[str, str], ...]
    customers: tuple[tuple[str, str], ...]
    exclusive: tuple[Restraint, ...]
    most_favoured: tuple[Restraint, ...]
    dates: tuple[tuple[date, date | None, str], ...]
    sums: tuple[tuple[str, float], ...]
    unknown_sums: int


def facts_of(audit: DocumentAudit) -> ContractFacts | None:
    """The facts of one audit, or None when nothing of it matters beside other contracts."""
    standing = [f for f in audit.findings if f.reported]
    found = commitments(standing)
    facts = ContractFacts(
        path=audit.path,
        vendors=_names(audit, "vendor"),
        customers=_names(audit, "customer"),
        exclusive=_restraints(standing, _EXCLUSIVE, "customer"),
        most_favoured=_restraints(standing, _MOST_FAVOURED, "vendor"),
        dates=tuple(_dated(k) for k in key_dates(standing) if k.day is not None),
        sums=tuple(sorted(totals(found).items())),
        unknown_sums=sum(1 for c in found if c.fixed and c.total is None),
    )
    if not (facts.vendors or facts.dates or facts.sums or facts.unknown_sums):
        return None
    return facts


def _dated(key: KeyDate) -> tuple[date, date | None, str]:
    assert key.day is not None
    return key.day, key.opens, key.sentence


def _names(audit: DocumentAudit, role: Role) -> tuple[tuple[str, str], ...]:
    """Names that tell a company apart; "you", or "Provider" without a name, tell nothing."""
    names = {
        normal_name(p.name): p.name
        for p in audit.parties
        if p.role == role and normal_name(p.name) != normal_name(p.term)
    }
    return tuple((key, name) for key, name in names.items() if len(key) > 1)


def normal_name(name: str) -> str:
    """A company's name without its legal form, case and punctuation."""
    bare = _FORMS.sub(" ", name.lower())
    return " ".join(re.findall(r"[^\W_]+", bare))


def _restraints(
    standing: Iterable[Finding], types: frozenset[str], bound: Role
) -> tuple[Restraint, ...]:
    return tuple(
        _restraint(f)
        for f in standing
        if f.type in types and f.primary and f.bound_party in (bound, "either", "unknown")
    )


def _restraint(finding: Finding) -> Restraint:
    stated = values(finding)
    rivals = stated.get("named_competitors") or ()
    return Restraint(
        type=finding.type,
        place=clause_name(finding.clause, finding.heading, finding.page),
        category=str(stated.get("category") or ""),
        rivals=tuple(str(r) for r in ([rivals] if isinstance(rivals, str) else rivals)),  # type: ignore[attr-defined]
    )
