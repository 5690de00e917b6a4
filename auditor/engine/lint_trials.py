"""Tries every pattern of a pack alone on the examples: which never match, which are slow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from auditor.engine.attempt import Profile
from auditor.engine.engine import Engine
from auditor.engine.pack import Pack
from auditor.engine.rules import Examples, Rule
from auditor.engine.testing import candidates_for

_JOIN = "--"
# A pattern that takes this share of all patterns' time, and this many times its even share,
# is worth another look; a single try on a busy machine may take long by chance.
_SHARE = 0.05
_TIMES = 20


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying patterns, each as (rule id, pattern id).

    Attributes:
        silent: patterns that match none of their rule's must_flag examples.
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
    met: set[tuple[str, str]] = set()
    for rule in tried.values():
        for example in rule.examples.must_flag:
            for candidate in candidates_for(engine, example.text):
                met.add(_names(candidate.type))
        for example in rule.examples.must_pass:
            candidates_for(engine, example.text)
    named = [_names(name) for name, one in apart.items() if not one.patterns[0].wide]
    silent = [pair for pair in named if pair[0] in tried and pair not in met]
    return Trial(tuple(silent), _slow(profile, set(tried)))


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
