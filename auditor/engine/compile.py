"""Turns a pack into what the matcher runs on: parsed lines and the literal prefilter's index."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from auditor.engine.language import COMMON, Atom, Language, Line, LineError, rarest
from auditor.engine.pack import Pack
from auditor.engine.places import line_saying
from auditor.engine.roles import ROLE_LISTS
from auditor.engine.rules import CueData, FactorData, Pattern, Rule
from auditor.engine.selection import Entry, Selection
from auditor.engine.words import words
from auditor.errors import RuleError
from auditor.model import Level


@dataclass(frozen=True, slots=True, eq=False)
class CompiledPattern:
    """A pattern of a rule with its lines parsed; one object per pattern.

    Attributes:
        key: "type/pattern", for messages and profiles.
        cuad: CUAD categories of direct fit.
    """

    key: str
    rule: Rule
    data: Pattern
    find: tuple[Line, ...]
    all: tuple[Line, ...]
    unless: tuple[Line, ...]
    near: tuple[Line, ...]
    unless_near: tuple[Line, ...]
    heading: tuple[Line, ...]
    document: tuple[Line, ...]
    like: tuple[str, ...]
    cuad: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Trigger:
    """What must be present in a sentence for a pattern to be tried on it.

    ``atoms`` are the literal atoms that must all be there, the least common first.
    """

    pattern: CompiledPattern
    line: Line | None
    atoms: tuple[int, ...]


@dataclass(slots=True)
class Program:
    """The compiled pack.

    Attributes:
        patterns: all patterns, in order of type.
        triggers: in the order of the pack, and of a pattern's lines.
        words: word -> the atoms of which it is a phrase.
        phrases: every phrase met while compiling -> its atoms, the same sets as in the others.
        pairs: two neighbouring words -> (the phrase as " a b c ", its atoms) of longer phrases;
            a phrase that is just the pair stands as "".
        atoms: numbers of the literal atoms, by their keys.
        many_atoms: how many there are.
        commonness: of each atom; the least common of a line is asked for first.
        cues, factors: catalogue entries with their lines.
        facts: lines whose presence anywhere in the document is asked for, by their text.
        fact_atoms: the literal atoms of each, as of a trigger.
        lists: the vocabulary's lists of party terms, expanded.
    """

    patterns: list[CompiledPattern] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    words: dict[str, set[int]] = field(default_factory=dict)
    phrases: dict[tuple[str, ...], set[int]] = field(default_factory=dict)
    pairs: dict[tuple[str, str], list[tuple[str, set[int]]]] = field(default_factory=dict)
    atoms: dict[str, int] = field(default_factory=dict)
    many_atoms: int = 0
    commonness: dict[int, tuple[bool, int]] = field(default_factory=dict)
    cues: Selection[CueData] = field(default_factory=lambda: Selection(()))
    factors: Selection[FactorData] = field(default_factory=lambda: Selection(()))
    facts: dict[str, Line] = field(default_factory=dict)
    fact_atoms: dict[str, tuple[int, ...]] = field(default_factory=dict)
    lists: dict[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)


def compile_pack(pack: Pack, *, wide: bool = True) -> Program:
    """Parse every line of the pack; without ``wide``, not those that only feed a second reader.

    Raises:
        RuleError: a line cannot be read, or has no word rare enough for the prefilter.
    """
    language = Language(pack.catalogue.vocabulary)
    program = Program()
    for rule in pack.rules.values():
        for data in rule.patterns:
            if data.wide and not wide:
                continue
            try:
                pattern = compiled_pattern(rule, data, lambda texts: _lines(texts, language))
                program.patterns.append(pattern)
                program.triggers += _triggers(pattern, program)
                for line in pattern.document:
                    _index_fact(line, program)
            except LineError as error:
                path = pack.sources[rule.id]
                raise RuleError(
                    f"pattern {data.id!r}: {error}",
                    path=path, line=line_saying(path.read_bytes(), error.line, data.id),
                ) from None  # fmt: skip
        if rule.absence is not None:
            for text in rule.absence.expects:
                _index_fact(language.line(text), program)
    for name, _ in ROLE_LISTS:
        if name in pack.catalogue.vocabulary:
            program.lists[name] = language.phrases(name)
    program.cues = Selection(
        [
            Entry(cue, _lines(cue.find, language), _lines(cue.unless, language))
            for cue in pack.catalogue.cues
        ]
    )
    program.factors = Selection(
        [
            Entry(factor, _lines(factor.find, language), _lines(factor.unless, language))
            for factor in pack.catalogue.factors
            if factor.find
        ]
    )
    return program


def _lines(texts: Iterable[str], language: Language) -> tuple[Line, ...]:
    found = []
    for text in texts:
        try:
            found.append(language.line(text))
        except LineError as error:
            raise LineError(str(error), line=text) from None
    return tuple(found)


def compiled_pattern(
    rule: Rule, data: Pattern, lines: Callable[[Iterable[str]], tuple[Line, ...]]
) -> CompiledPattern:
    """The pattern with its lines as ``lines`` reads them: parsed now, or when first needed."""
    return CompiledPattern(
        key=f"{rule.id}/{data.id}",
        rule=rule,
        data=data,
        find=lines(data.find),
        all=lines(data.all),
        unless=lines(data.unless),
        near=lines(data.near),
        unless_near=lines(data.unless_near),
        heading=lines(data.heading),
        document=lines(data.document),
        like=tuple(" ".join(words(text)) for text in data.like),
        cuad=data.cuad if data.cuad is not None else rule.direct_cuad,
    )


def _triggers(pattern: CompiledPattern, program: Program) -> Iterable[Trigger]:
    also = frozenset(atom_id for line in pattern.all for atom_id in _literals(line, program))
    if pattern.find:
        for line in pattern.find:
            atoms = frozenset(_literals(line, program)) | also
            if all(program.commonness[atom][0] for atom in atoms):
                raise LineError(
                    f"{line.text!r} has no word rare enough to look for beforehand; add one",
                    line=line.text,
                )
            yield Trigger(pattern, line, _rarest_first(atoms, program))
        return
    needs = pattern.data.needs or pattern.data.phrases
    if not needs:
        raise LineError("patterns of this kind name literals in 'needs', for the prefilter")
    for literal in needs:
        phrase = tuple(words(literal))
        if all(word in COMMON for word in phrase):
            raise LineError(f"needs: {literal!r} is too common", line=literal)
        atom = Atom(f"needs:{literal}", frozenset({phrase}))
        atoms = also | {_register(atom, program)}
        yield Trigger(pattern, None, _rarest_first(atoms, program))


def _literals(line: Line, program: Program) -> list[int]:
    return [
        _register(step.atom, program)
        for step in line.steps
        if not step.optional and step.atom.literal
    ]


def _register(atom: Atom, program: Program) -> int:
    number = program.atoms.get(atom.key)
    if number is None:
        number = program.atoms[atom.key] = len(program.atoms)
        program.many_atoms = len(program.atoms)
        program.commonness[number] = (not atom.rare, len(atom.phrases))
        for phrase in atom.phrases:
            _register_phrase(phrase, number, program)
    return number


def _register_phrase(phrase: tuple[str, ...], number: int, program: Program) -> None:
    atoms = program.phrases.get(phrase)
    if atoms is not None:
        atoms.add(number)
        return
    atoms = program.phrases[phrase] = {number}
    if len(phrase) == 1:
        program.words[phrase[0]] = atoms
    elif len(phrase) == 2:
        program.pairs.setdefault((phrase[0], phrase[1]), []).append(("", atoms))
    else:
        place = min(phrase.index(rarest(phrase)), len(phrase) - 2)
        pair = (phrase[place], phrase[place + 1])
        program.pairs.setdefault(pair, []).append((f" {' '.join(phrase)} ", atoms))


def _rarest_first(atoms: Iterable[int], program: Program) -> tuple[int, ...]:
    return tuple(sorted(atoms, key=lambda atom: (program.commonness[atom], atom)))


def _index_fact(line: Line, program: Program) -> None:
    if line.text in program.facts:
        return
    atoms = frozenset(_literals(line, program))
    if all(program.commonness[atom][0] for atom in atoms):
        raise LineError(f"{line.text!r} has no word rare enough to look for beforehand; add one")
    program.facts[line.text] = line
    program.fact_atoms[line.text] = _rarest_first(atoms, program)


def level_order(level: Level) -> int:
    """0 possible, 1 likely, 2 confirmed."""
    return {Level.POSSIBLE: 0, Level.LIKELY: 1, Level.CONFIRMED: 2}[level]
