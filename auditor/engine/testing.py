"""Runs a pack's own examples: for our test suite, and for anyone's pack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from auditor.engine.engine import Engine
from auditor.engine.pack import Pack
from auditor.engine.rules import Example, Rule
from auditor.load import text as text_loader
from auditor.load.options import LoadOptions
from auditor.model import Candidate, Document, Level
from auditor.segment import outline

Expectation = Literal["must_flag", "must_pass", "todo_flag", "todo_pass"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example tried. ``ok`` is whether it met its expectation."""

    rule: str
    expectation: Expectation
    example: Example
    found: tuple[Candidate, ...]
    ok: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ExampleReport:
    """All outcomes; ``failures`` are the broken promises, todo examples never are."""

    outcomes: tuple[Outcome, ...]

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """Outcomes of must_flag and must_pass that are not as promised."""
        return tuple(o for o in self.outcomes if not o.ok and o.expectation.startswith("must"))

    @property
    def mended(self) -> tuple[Outcome, ...]:
        """Todo examples that now pass and should be promoted."""
        return tuple(o for o in self.outcomes if o.ok and o.expectation.startswith("todo"))


def run_examples(pack: Pack, *, only: Iterable[str] = ()) -> ExampleReport:
    """Try every example of the pack (or of the types ``only``).

    A must_flag sentence must give a finding of its own type at level likely or better (an
    attribute at possible or better); a must_pass sentence must give none at likely or better
    that no cue cancels.
    """
    wanted = set(only)
    engine = Engine(pack)
    outcomes = []
    for rule in pack.rules.values():
        if wanted and rule.id not in wanted:
            continue
        examples = rule.examples
        for expectation, entries in (
            ("must_flag", examples.must_flag), ("must_pass", examples.must_pass),
            ("todo_flag", examples.todo_flag), ("todo_pass", examples.todo_pass),
        ):  # fmt: skip
            outcomes += [_try(engine, rule, expectation, entry) for entry in entries]  # type: ignore[arg-type]
    return ExampleReport(tuple(outcomes))


def example_document(text: str) -> Document:
    """A text read as a plain text file would be."""
    return text_loader.read(text.encode(), "example.txt", LoadOptions())


def candidates_for(engine: Engine, text: str) -> tuple[Candidate, ...]:
    """What the engine proposes for a text alone."""
    document = example_document(text)
    return engine.match(document, outline(document))


def counts(candidate: Candidate, rule: Rule) -> bool:
    """Whether the default run would report a candidate, as far as the engine can say."""
    if any(cue.effect in ("cancel", "false-friend") for cue in candidate.cues):
        return False
    return rule.mode == "attribute" or candidate.level is not Level.POSSIBLE


def _try(engine: Engine, rule: Rule, expectation: Expectation, example: Example) -> Outcome:
    found = [c for c in candidates_for(engine, example.text) if c.type == rule.id]
    strong = [c for c in found if counts(c, rule)]
    should = expectation.endswith("flag")
    ok = bool(strong) == should
    problem = "" if ok else ("not found" if should else f"found by {_patterns(strong)}")
    if ok and should:
        problem = _wrong_details(strong, example)
    return Outcome(rule.id, expectation, example, tuple(found), ok and not problem, problem)


def _patterns(found: Sequence[Candidate]) -> str:
    return ", ".join(sorted({c.pattern for c in found}))


def _wrong_details(found: Sequence[Candidate], example: Example) -> str:
    if example.bound and all(c.bound != example.bound for c in found):
        return f"bound party {found[0].bound}, not {example.bound}"
    for name, value in example.parameters.items():
        values = [p.value for c in found for p in c.parameters if p.name == name]
        if value not in values:
            return f"{name} is {values or 'not found'}, not {value!r}"
    return ""
