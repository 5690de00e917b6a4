"""The catalogue, arranged so that judging a finding is a few look-ups."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.engine.pack import Pack
from auditor.engine.rules import CueData, FactorData, Rule
from auditor.judge import conditions, members
from auditor.judge.members import Member
from auditor.model import Authority, Playbook

_KEPT = 4
_cache: dict[int, tuple[Pack, Index]] = {}


@dataclass(slots=True)
class Index:
    """What the judge looks up in a pack.

    Attributes:
        cues, factors: by id and code.
        plain: type -> words for a reader who is no lawyer.
        over: type -> types it is told before (brief 1.5).
        powers: members for types in which the other side holds a power.
    """

    pack: Pack
    cues: dict[str, CueData]
    factors: dict[str, FactorData]
    plain: dict[str, str]
    over: dict[str, frozenset[str]]
    powers: tuple[Member, ...]
    _eligible: dict[str, tuple[FactorData, ...]]
    _authorities: dict[str, Authority]
    _power: dict[str, bool] = field(default_factory=dict)
    _guidance: dict[str, tuple[Playbook, tuple[Authority, ...]]] = field(default_factory=dict)

    def factors_of(self, rule: Rule) -> tuple[FactorData, ...]:
        """The factors that may move this type's band, in the catalogue's order."""
        found = self._eligible.get(rule.id)
        if found is None:
            found = tuple(f for f in self.factors.values() if _factor_applies(f, rule))
            self._eligible[rule.id] = found
        return found

    def authority(self, reference: str) -> Authority | None:
        """The authority named "family/id"."""
        return self._authorities.get(reference)

    def is_power(self, rule: Rule) -> bool:
        """Whether the type is a power that the other side holds."""
        found = self._power.get(rule.id)
        if found is None:
            found = any(member.names(rule.id) for member in self.powers)
            self._power[rule.id] = found
        return found

    def guidance_of(self, rule: Rule) -> tuple[Playbook, tuple[Authority, ...]]:
        """What a reviewer may do about the type, and why it matters in law."""
        found = self._guidance.get(rule.id)
        if found is None:
            data = rule.playbook
            playbook = Playbook(data.accept, data.negotiate, data.reject, data.fallback)
            found = self._guidance[rule.id] = (playbook, self.authorities_of(rule))
        return found

    def authorities_of(self, rule: Rule) -> tuple[Authority, ...]:
        """The authorities a rule names, in its order; else those of the flags on its type."""
        names = [f"{rule.family}/{name}" for name in rule.authorities]
        if not names:
            names = [
                name
                for flag in self.pack.catalogue.flags
                if any(members.parse(text).type == rule.id for text in flag.types)
                for name in flag.authorities
            ]
        found = (self.authority(name) for name in dict.fromkeys(names))
        return tuple(a for a in found if a is not None)


def cue_applies(cue: CueData, rule: Rule) -> bool:
    """Whether the cue may do something to findings of this type."""
    if cue.id in rule.cues:
        return True
    if rule.id in cue.except_types:
        return False
    if not cue.families and not cue.types:
        return True
    return rule.family in cue.families or rule.id in cue.types


def _factor_applies(factor: FactorData, rule: Rule) -> bool:
    if rule.factors:
        return factor.code in rule.factors
    if rule.id in factor.except_types:
        return False
    if not factor.families and not factor.types:
        return True
    return rule.family in factor.families or rule.id in factor.types


def index_of(pack: Pack) -> Index:
    """The pack's index, made once per pack and process.

    Raises:
        RuleError: a member or condition of the catalogue cannot be read.
    """
    kept = _cache.get(id(pack))
    if kept is not None and kept[0] is pack:
        return kept[1]
    index = _build(pack)
    while len(_cache) >= _KEPT:
        _cache.pop(next(iter(_cache)))
    _cache[id(pack)] = (pack, index)  # the pack is kept too, so that its id stays its own
    return index


def _build(pack: Pack) -> Index:
    catalogue = pack.catalogue
    for factor in catalogue.factors:
        if factor.when:
            conditions.parse(factor.when)
    over: dict[str, frozenset[str]] = {
        rule.id: frozenset(rule.primary_over) for rule in pack.rules.values()
    }
    for entry in catalogue.precedence:
        over[entry.primary] = over.get(entry.primary, frozenset()) | frozenset(entry.over)
    authorities = {
        f"{family.id}/{a.id}": Authority(ref=a.ref, status=a.status, why=a.why)
        for family in pack.families.values()
        for a in family.authorities
    }
    return Index(
        pack=pack,
        cues={cue.id: cue for cue in catalogue.cues},
        factors={factor.code: factor for factor in catalogue.factors},
        plain={entry.type: entry.text for entry in catalogue.plain},
        over=over,
        powers=members.parse_all(catalogue.powers),
        _eligible={},
        _authorities=authorities,
    )
