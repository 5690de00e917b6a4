"""What is wrong with a rule pack that its schema cannot see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from auditor.engine.compile import compile_pack
from auditor.engine.lint_trials import is_possible, try_patterns
from auditor.engine.pack import Pack, parse_yaml
from auditor.engine.places import line_of, line_saying
from auditor.engine.roles import ROLE_LISTS
from auditor.engine.rules import Catalogue, Pattern, Rule
from auditor.errors import RuleError

LEAST_EXAMPLES = 3
_LINES = ("find", "all", "unless", "near", "unless_near", "heading", "document")
_LIST_NAME = re.compile(r"@([a-z0-9-]+)")
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_STATUTE = re.compile(
    r"\bin force\b|\barts?\.? |§|\bAct\b|\bTFEU\b|\bCode\b|\bLaw\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong (an error) or doubtful (a warning), and where.

    ``str()`` is one line: "file:line: error: what; what to do".
    """

    severity: Literal["error", "warning"]
    message: str
    path: Path
    line: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.severity}: {self.message}"


def lint(pack: Pack, *, only: Collection[str] = ()) -> list[Problem]:
    """All problems of a pack, in order of file and line.

    Args:
        pack: as loaded; what ``load_pack`` refuses never comes here.
        only: look at these rules and at the folders they lie in; default: at everything.
    """
    rules = [rule for name, rule in pack.rules.items() if not only or name in only]
    problems = [problem for rule in rules for problem in _of_rule(pack, rule)]
    problems += _of_catalogue(pack)
    roots = sorted({pack.sources[rule.id].parent.parent for rule in rules})
    for root in roots:
        problems += _of_families(pack, root)
        problems += _of_lists(pack, root)
    unreadable = _unreadable(pack, rules)
    problems += unreadable or _of_trials(pack, [rule.id for rule in rules])
    return sorted(problems, key=lambda p: (str(p.path), p.line, p.message))


def _of_rule(pack: Pack, rule: Rule) -> Iterator[Problem]:
    path = pack.sources[rule.id]
    raw = path.read_bytes()
    if not rule.patterns and rule.absence is None and rule.structural is None:
        yield Problem("error", "nothing to find; give patterns, absence or structural", path)
    for name, count in Counter(pattern.id for pattern in rule.patterns).items():
        if count > 1:
            line = line_saying(raw, name) or 1
            yield Problem("error", f"{count} patterns are called {name!r}", path, line)
    for kind in ("must_flag", "must_pass"):
        given = len(getattr(rule.examples, kind))
        if given < LEAST_EXAMPLES:
            what = "wordings to find" if kind == "must_flag" else "near misses"
            message = f"{given} {kind} examples; give at least {LEAST_EXAMPLES} {what}"
            yield Problem("error", message, path, line_of(raw, ("examples", kind)) or 1)
    texts = Counter(
        " ".join(e.text.split()) for e in (*rule.examples.must_flag, *rule.examples.must_pass)
    )
    for text, count in texts.items():
        if count > 1:
            line = line_of(raw, ("examples",)) or 1
            yield Problem("error", f"example given {count} times: {text[:60]!r}", path, line)
    if rule.family not in pack.families:
        message = f"family {rule.family!r} has no name; add {rule.family}/_family.yaml"
        yield Problem("warning", message, path)
    if rule.kind == "risk":
        for key in ("question", "playbook"):
            if not (rule.question if key == "question" else rule.playbook.fallback):
                missing = "question" if key == "question" else "playbook.fallback"
                yield Problem("warning", f"no {missing}: a reader will not know what to ask", path)


def _of_catalogue(pack: Pack) -> Iterator[Problem]:
    """Ids given twice, and families and types that do not exist."""
    catalogue = pack.catalogue
    for what, ids in (
        ("cue", [cue.id for cue in catalogue.cues]),
        ("factor", [factor.code for factor in catalogue.factors]),
        ("interaction", [entry.code for entry in catalogue.interactions]),
    ):
        for name, count in Counter(ids).items():
            if count > 1:
                yield _in_catalogue(pack, name, f"{what} {name!r} is defined {count} times")
    families = {rule.family for rule in pack.rules.values()} | set(pack.families)
    named = [
        *((cue.id, cue.families, (*cue.types, *cue.except_types)) for cue in catalogue.cues),
        *((f.code, f.families, (*f.types, *f.except_types)) for f in catalogue.factors),
    ]
    for owner, in_families, types in named:
        for name in in_families:
            if name not in families:
                hint = _hint(name, families)
                yield _in_catalogue(pack, owner, f"{owner}: unknown family {name!r}{hint}")
        for name in types:
            if name not in pack.rules:
                hint = _hint(name, pack.rules)
                yield _in_catalogue(pack, owner, f"{owner}: unknown type {name!r}{hint}")


def _in_catalogue(pack: Pack, name: str, message: str) -> Problem:
    """An error at the last place where a catalogue file says ``name``."""
    files = [
        path
        for root in sorted({source.parent.parent for source in pack.sources.values()})
        for path in sorted(root.glob("_catalogue/*.y*ml"))
    ]
    for path in reversed(files):
        line = line_saying(path.read_bytes(), name)
        if line is not None:
            return Problem("error", message, path, line)
    return Problem("error", message, files[0] if files else Path("_catalogue"))


def _of_families(pack: Pack, root: Path) -> Iterator[Problem]:
    """Authorities nobody can look up, or nobody cites."""
    for family in pack.families.values():
        path = root / family.id / "_family.yaml"
        if not path.is_file():
            continue
        raw = path.read_bytes()
        cited = {
            name
            for rule in pack.rules.values()
            if rule.family == family.id
            for name in rule.authorities
        } | _flagged(pack.catalogue, family.id)
        for name, count in Counter(a.id for a in family.authorities).items():
            if count > 1:
                line = line_saying(raw, name) or 1
                yield Problem("error", f"authority {name!r} is given {count} times", path, line)
        for authority in family.authorities:
            line = line_saying(raw, authority.id) or 1
            if not authority.status.strip():
                message = f"authority {authority.id!r} has no status; say whether it is in force"
                yield Problem("error", message, path, line)
            elif not _YEAR.search(f"{authority.ref} {authority.status}") and not _STATUTE.search(
                f"{authority.ref} {authority.status}"
            ):
                message = f"authority {authority.id!r} has no year; say of when it is"
                yield Problem("error", message, path, line)
            if authority.id not in cited:
                message = f"authority {authority.id!r} is cited by no rule of its family"
                yield Problem("warning", message, path, line)


def _flagged(catalogue: Catalogue, family: str) -> set[str]:
    """Authorities of a family that flags and combinations cite as "family/id"."""
    groups = [entry.authorities for entry in catalogue.flags]
    groups += [entry.authorities for entry in catalogue.interactions]
    named = [name for names in groups for name in names]
    return {name.partition("/")[2] for name in named if name.partition("/")[0] == family}


def _of_lists(pack: Pack, root: Path) -> Iterator[Problem]:
    """Word lists that are given twice or used by nothing."""
    used = {name for text in _all_lines(pack) for name in _LIST_NAME.findall(text)}
    used |= {name for name, _ in ROLE_LISTS}
    defined: dict[str, Path] = {}
    for path in sorted(root.glob("_vocabulary/*.y*ml")):
        raw = path.read_bytes()
        for name in parse_yaml(path, raw):
            line = line_of(raw, (name,)) or 1
            if name in defined:
                message = f"word list {name!r} is also in {defined[name].name}; rename one"
                yield Problem("error", message, path, line)
            elif name not in used:
                message = (
                    f"word list {name!r} is used by nothing; say @{name} in a line, or drop it"
                )
                yield Problem("warning", message, path, line)
            defined.setdefault(name, path)


def _all_lines(pack: Pack) -> Iterator[str]:
    """Everything in the pack that is written in the pattern language."""
    for rule in pack.rules.values():
        for pattern in rule.patterns:
            yield from _lines_of(pattern)
        yield from rule.absence.expects if rule.absence else ()
    catalogue = pack.catalogue
    for cue in catalogue.cues:
        yield from (*cue.find, *cue.unless)
    for factor in catalogue.factors:
        yield from (*factor.find, *factor.unless)
    for name, entries in catalogue.vocabulary.items():
        yield from (line for line in entries if f"@{name}" not in line.split())


def _lines_of(pattern: Pattern) -> Iterator[str]:
    for field in _LINES:
        yield from getattr(pattern, field)


def _unreadable(pack: Pack, rules: Iterable[Rule]) -> list[Problem]:
    """Lines that the compiler refuses: one for each rule, where the whole pack has any."""
    try:
        compile_pack(pack)
        return []
    except RuleError as error:
        first = error
    lists = Catalogue(vocabulary=pack.catalogue.vocabulary)
    problems = []
    for rule in rules:
        try:
            compile_pack(replace(pack, rules={rule.id: rule}, catalogue=lists))
        except RuleError as error:
            problems.append(_from_error(error))
    return problems or [_from_error(first)]


def _from_error(error: RuleError) -> Problem:
    message = str(error)
    if error.path is not None:
        message = message.partition(f"{error.path}:")[2]
        message = message.removeprefix(f"{error.line}:").strip()
    return Problem("error", message, error.path or Path("rules"), error.line or 1)


def _of_trials(pack: Pack, names: list[str]) -> Iterator[Problem]:
    trial = try_patterns(pack, only=names)
    for name, pattern in trial.silent:
        path = pack.sources[name]
        rule = pack.rules[name]
        possible = any(is_possible(rule, one) for one in rule.patterns if one.id == pattern)
        kind = "must_pass" if possible else "must_flag"
        message = (
            f"no {kind} example is matched by pattern {pattern!r}, so no test would see it break;"
            " add one that it matches, or drop it"
        )
        yield Problem("warning", message, path, line_saying(path.read_bytes(), pattern) or 1)
    for name, pattern, share in trial.slow:
        path = pack.sources[name]
        message = (
            f"pattern {pattern!r} takes {share:.0%} of the time of all patterns;"
            " ask for a rarer word, or narrow its gaps"
        )
        yield Problem("warning", message, path, line_saying(path.read_bytes(), pattern) or 1)


def _hint(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
