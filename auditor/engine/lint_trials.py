"""Tries every pattern of a pack alone on the examples: which never match, which are slow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from auditor.engine.attempt import Profile
from auditor.engine.engine import Engine
from auditor.engine.pack import Pack
from auditor.engine.rules import Examples, Pattern, Rule
from auditor.engine.testing import candidates_for
from auditor.model import Level

_JOIN = "--"
# A pattern that takes this share of all patterns' time, and this many times its even share,
# is worth another look; a single try on a busy machine may take long by chance.
_SHARE = 0.05
_TIMES = 20


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying patterns, each as (rule id, pattern id).

    Attributes:
        silent: patterns that match none of their rule's must_flag examples; of those that give
            a possibility only, which no must_flag example may rest on, those that match none
            of its examples at all.
        slow: patterns that take more than their share of the time, with that share (0 to 1).
    """

    silent: tuple[tuple[str, str], ...]
    slow: tuple[tuple[str, str, float], ...]


def try_patterns(pack: Pack, *, only: Collection[str] = ()) -> Trial:
    """Try the patterns of the rules ``only`` (default: all), each as if it were a rule of its own.

    Raises:
        RuleError: a pattern cannot be read.
    """
    profile = Profile()
    tried = {name: rule for name, rule in pack.rules.items() if not only or name in only}
    apart = {one.id: one for rule in pack.rules.values() for one in _apart(rule)}
    engine = Engine(replace(pack, rules=apart), profile=profile)
    flagged, met = set(), set()
    for rule in tried.values():
        for example in rule.examples.must_flag:
            flagged |= _matching(engine, example.text)
        for example in (*rule.examples.must_pass, *rule.examples.todo_flag):
            met |= _matching(engine, example.text)
    silent = []
    for name, one in apart.items():
        pair, pattern = _names(name), one.patterns[0]
        enough = flagged | met if is_possible(one, pattern) else flagged
        if pair[0] in tried and not pattern.wide and pair not in enough:
            silent.append(pair)
    return Trial(tuple(silent), _slow(profile, set(tried)))


def is_possible(rule: Rule, pattern: Pattern) -> bool:
    """Whether a pattern gives possibilities only, which the default run does not report."""
    return pattern.level is Level.POSSIBLE and rule.mode != "attribute"


def _matching(engine: Engine, text: str) -> set[tuple[str, str]]:
    return {_names(candidate.type) for candidate in candidates_for(engine, text)}


def _apart(rule: Rule) -> list[Rule]:
    """The rule once for each of its patterns, with that pattern alone."""
    return [
        rule.model_copy(
            update={
                "id": f"{rule.id}{_JOIN}{pattern.id}",
                "patterns": (pattern,),
                "absence": None,
                "structural": None,
                "parameters": (),
                "factors": (),
                "examples": Examples(),
            }
        )
        for pattern in rule.patterns
    ]


def _names(joined: str) -> tuple[str, str]:
    rule, _, pattern = joined.partition(_JOIN)
    return rule, pattern


def _slow(profile: Profile, tried: set[str]) -> tuple[tuple[str, str, float], ...]:
    total = sum(profile.seconds.values())
    found = []
    for key, seconds in profile.seconds.items():
        rule, pattern = _names(key.partition("/")[0])
        even = total / len(profile.seconds)
        if rule in tried and seconds > _SHARE * total and seconds > _TIMES * even:
            found.append((rule, pattern, seconds / total))
    return tuple(sorted(found))
