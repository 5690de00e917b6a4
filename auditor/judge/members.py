"""Members: how the catalogue names findings ("exc-*:customer+dur-gt-60m[percentage > 80]").

type            a type id, or ``exc-*`` for a family, or ``*`` for any
:role           customer, vendor, either, us, them: who is bound; of a protection: who
                holds it. ``not-them``: anybody but the other side
+code           a factor that fired on the finding
[condition]     a condition on its parameters (see ``conditions``)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from auditor.errors import RuleError
from auditor.judge import conditions
from auditor.judge.options import JudgeOptions
from auditor.model import Role

if TYPE_CHECKING:
    from auditor.judge.draft import Draft

_ROLES = frozenset({"customer", "vendor", "either", "third_party", "us", "them", "not-them"})
_MEMBER = re.compile(
    r"(?P<type>[a-z0-9-]*[a-z0-9*])(?::(?P<role>[a-z_-]+))?(?P<codes>(?:\+[a-z0-9-]+)*)"
    r"(?:\[(?P<condition>[^\]]+)\])?"
)


class Member(NamedTuple):
    """A parsed member; ``prefix`` is set for ``exc-*``."""

    type: str
    prefix: str
    role: str
    codes: frozenset[str]
    condition: str

    def names(self, type_id: str) -> bool:
        """Whether the type is one the member means, whatever else it asks."""
        return type_id.startswith(self.prefix) if not self.type else type_id == self.type

    def is_met_by(self, draft: Draft, options: JudgeOptions) -> bool:
        """Whether the finding is of the type, role, factors and condition."""
        if not self.names(draft.rule.id) or not self.codes <= draft.codes:
            return False
        if self.role and not self._role_is_met(draft, options):
            return False
        return not self.condition or conditions.held_by(self.condition, draft.values) is not None

    def _role_is_met(self, draft: Draft, options: JudgeOptions) -> bool:
        held = draft.holder if draft.rule.kind == "protection" else draft.bound
        if self.role == "not-them":
            return held != options.them
        role: str = {"us": options.us, "them": options.them}.get(self.role, self.role)
        return held in (role, "either")


@lru_cache(maxsize=2048)
def parse(text: str) -> Member:
    """Read one member.

    Raises:
        RuleError: it is not of the form above.
    """
    match = _MEMBER.fullmatch(text.strip())
    if match is None or (match["role"] and match["role"] not in _ROLES):
        raise RuleError(
            f"cannot read the member {text!r}; write TYPE[:ROLE][+FACTOR][[CONDITION]], "
            f"with a role of {', '.join(sorted(_ROLES))}"
        )
    if match["condition"]:
        conditions.parse(match["condition"])
    name = match["type"]
    return Member(
        type="" if name.endswith("*") else name,
        prefix=name[:-1] if name.endswith("*") else "",
        role=match["role"] or "",
        codes=frozenset(filter(None, match["codes"].split("+"))),
        condition=match["condition"] or "",
    )


def parse_all(texts: Iterable[str]) -> tuple[Member, ...]:
    """Read several members."""
    return tuple(parse(text) for text in texts)


_MOST_GROUPS = 4096
_groups: dict[int, tuple[tuple[str, ...], dict[str, tuple[Member, ...]]]] = {}


def _by_type(texts: tuple[str, ...]) -> dict[str, tuple[Member, ...]]:
    """What is known of the group's members by type.

    Found by the group's identity: to hash its strings takes longer than most questions.
    """
    kept = _groups.get(id(texts))
    if kept is None:
        if len(_groups) >= _MOST_GROUPS:
            _groups.clear()
        kept = _groups[id(texts)] = (texts, {})  # the group is kept, so its identity is its own
    return kept[1]


def naming(texts: tuple[str, ...], type_id: str) -> tuple[Member, ...]:
    """Those of the members that mean the type: of most groups, none."""
    known = _by_type(texts)
    found = known.get(type_id)
    if found is None:
        found = tuple(member for member in parse_all(texts) if member.names(type_id))
        known[type_id] = found
    return found


def any_met(texts: tuple[str, ...], draft: Draft, options: JudgeOptions) -> bool:
    """Whether the finding is one of the members."""
    named = naming(texts, draft.rule.id)
    return bool(named) and any(member.is_met_by(draft, options) for member in named)


class Pool:
    """Findings by type, so that looking for members walks types and not findings."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self.drafts = list(drafts)
        self._by_type: dict[str, list[Draft]] = {}
        for draft in self.drafts:
            self._by_type.setdefault(draft.rule.id, []).append(draft)

    def met(self, texts: tuple[str, ...], options: JudgeOptions) -> list[Draft]:
        """The findings that are one of the members."""
        if not texts:
            return []
        known = _by_type(texts)
        found: list[Draft] = []
        for type_id, drafts in self._by_type.items():
            named = known.get(type_id)
            if named is None:
                named = naming(texts, type_id)
            if named:
                found += [d for d in drafts if any(m.is_met_by(d, options) for m in named)]
        return found


def opposite(role: Role) -> Role:
    """The other side of customer or vendor; anything else stays as it is."""
    if role == "customer":
        return "vendor"
    return "customer" if role == "vendor" else role
