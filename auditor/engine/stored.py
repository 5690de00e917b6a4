"""A loaded and compiled pack as JSON and back, so that a run need not read YAML again.

Nothing in it is executed: rules are validated anew, and the prefilter's index is plain
numbers and strings. Lines are kept as text and parsed when a sentence first needs them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from auditor.engine.compile import Program, Trigger, compiled_pattern
from auditor.engine.language import Language, Line
from auditor.engine.pack import Pack
from auditor.engine.rules import Catalogue, CueData, Examples, FactorData, Family, Rule
from auditor.engine.selection import Entry, Needed, Selection

Json = dict[str, Any]


def without_examples(pack: Pack) -> Pack:
    """The pack as it is kept: examples are for those who write rules."""
    rules = {
        name: rule.model_copy(update={"examples": Examples()}) for name, rule in pack.rules.items()
    }
    return replace(pack, rules=rules)


def pack_to_dict(pack: Pack) -> Json:
    """The pack as JSON values, without examples."""
    return {
        "version": pack.version,
        "rules": [
            rule.model_dump(mode="json", exclude={"examples"}) for rule in pack.rules.values()
        ],
        "families": [family.model_dump(mode="json") for family in pack.families.values()],
        "catalogue": pack.catalogue.model_dump(mode="json"),
        "sources": {name: str(path) for name, path in pack.sources.items()},
    }


def pack_from_dict(data: Json) -> Pack:
    """The pack that ``pack_to_dict`` wrote; its rules have no examples.

    Raises:
        ValueError, KeyError, TypeError: it is not one.
    """
    rules = [Rule.model_validate(rule) for rule in data["rules"]]
    families = [Family.model_validate(family) for family in data["families"]]
    return Pack(
        version=data["version"],
        rules={rule.id: rule for rule in rules},
        families={family.id: family for family in families},
        catalogue=Catalogue.model_validate(data["catalogue"]),
        sources={name: Path(path) for name, path in data["sources"].items()},
    )


def program_to_dict(program: Program) -> Json:
    """What compiling worked out, as JSON values; the lines themselves are in the pack."""
    numbers = {pattern.key: number for number, pattern in enumerate(program.patterns)}
    groups: dict[tuple[int, ...], int] = {}  # thousands of phrases belong to the same few atoms

    def group(atoms: Iterable[int]) -> int:
        return groups.setdefault(tuple(sorted(atoms)), len(groups))

    return {
        "wide": any(pattern.data.wide for pattern in program.patterns),
        "triggers": [
            [numbers[trigger.pattern.key], _place(trigger), trigger.atoms]
            for trigger in program.triggers
        ],
        "words": {word: group(atoms) for word, atoms in program.words.items()},
        "pairs": {
            " ".join(pair): [[text, group(atoms)] for text, atoms in entries]
            for pair, entries in program.pairs.items()
        },
        "groups": list(groups),
        "many_atoms": program.many_atoms,
        "facts": program.fact_atoms,
        "cues": _needed_to_list(program.cues.needed),
        "factors": _needed_to_list(program.factors.needed),
        "lists": {
            name: sorted(" ".join(phrase) for phrase in phrases)
            for name, phrases in program.lists.items()
        },
    }


def program_from_dict(pack: Pack, data: Json) -> Program:
    """The program that ``program_to_dict`` wrote of the same pack; the two atom tables that
    only compiling uses stay empty.

    Raises:
        ValueError, KeyError, TypeError, IndexError: it is not one, or of another pack.
    """
    language = Language(pack.catalogue.vocabulary)
    groups = [set(atoms) for atoms in data["groups"]]
    program = Program(
        patterns=[
            compiled_pattern(rule, pattern, lambda texts: _lines(texts, language))
            for rule in pack.rules.values()
            for pattern in rule.patterns
            if data["wide"] or not pattern.wide
        ],
        words={word: groups[number] for word, number in data["words"].items()},
        pairs={
            cast("tuple[str, str]", tuple(pair.split(" "))): [
                (text, groups[number]) for text, number in entries
            ]
            for pair, entries in data["pairs"].items()
        },
        many_atoms=data["many_atoms"],
        cues=Selection(_entries(pack.catalogue.cues, language), _needed(data["cues"])),
        factors=Selection(
            _entries((f for f in pack.catalogue.factors if f.find), language),
            _needed(data["factors"]),
        ),
        lists={
            name: frozenset(tuple(phrase.split(" ")) for phrase in phrases)
            for name, phrases in data["lists"].items()
        },
    )
    for number, place, atoms in data["triggers"]:
        pattern = program.patterns[number]
        line = None if place is None else pattern.find[place]
        program.triggers.append(Trigger(pattern, line, tuple(atoms)))
    for text, atoms in data["facts"].items():
        program.facts[text] = language.later(text)
        program.fact_atoms[text] = tuple(atoms)
    return program


def dumps(pack: Pack, program: Program) -> str:
    """Both as one JSON text."""
    both = {"pack": pack_to_dict(pack), "program": program_to_dict(program)}
    return json.dumps(both, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _place(trigger: Trigger) -> int | None:
    """Which of its pattern's lines a trigger asks for."""
    if trigger.line is None:
        return None
    return next(n for n, line in enumerate(trigger.pattern.find) if line is trigger.line)


def _lines(texts: Iterable[str], language: Language) -> tuple[Line, ...]:
    return tuple(language.later(text) for text in texts)


def _entries(
    data: Iterable[CueData] | Iterable[FactorData], language: Language
) -> list[Entry[Any]]:
    return [
        Entry(entry, _lines(entry.find, language), _lines(entry.unless, language)) for entry in data
    ]


def _needed_to_list(needed: Iterable[Needed]) -> list[list[str] | None]:
    return [None if words is None else sorted(words) for words in needed]


def _needed(data: Iterable[list[str] | None]) -> list[Needed]:
    return [None if words is None else frozenset(words) for words in data]
