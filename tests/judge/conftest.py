"""Small contracts made by hand, so that each rule of the judgement is tested alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from auditor.engine.pack import Pack, load_pack
from auditor.judge import JudgeOptions, judge
from auditor.model import (
    Candidate,
    Clause,
    ClauseKind,
    Cue,
    Definition,
    Document,
    DocumentAudit,
    Finding,
    Level,
    Mark,
    Outline,
    Parameter,
    Party,
    Reason,
    Role,
    Sentence,
    Slot,
    Span,
    Status,
)


@dataclass
class Contract:
    """A document that grows sentence by sentence, each with the findings proposed for it."""

    pack: Pack
    text: str = ""
    clauses: list[Clause] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def say(
        self,
        words: str,
        *types: str,
        clause: str | None = "",
        kind: ClauseKind = "body",
        **details: object,
    ) -> Span:
        """Add a sentence in a clause of its own (``clause=None``: in the last one)."""
        start = len(self.text)
        self.text += words + "\n"
        span = Span(start, start + len(words))
        if clause is None:
            last = self.clauses[-1]
            self.clauses[-1] = Clause(Span(last.span.start, span.end), last.number, kind=last.kind)
        else:
            number = clause or str(len(self.clauses) + 1)
            self.clauses.append(Clause(span, number, kind=kind))
        self.sentences.append(Sentence(span, len(self.clauses) - 1))
        for type_id in types:
            self.propose(type_id, span, len(self.sentences) - 1, **details)
        return span

    def propose(
        self,
        type_id: str,
        span: Span,
        sentence: int,
        *,
        bound: Role = "customer",
        gains: Role = "vendor",
        level: Level = Level.CONFIRMED,
        factors: Sequence[str] = (),
        slots: Sequence[str] = (),
        cues: Sequence[tuple[str, str]] = (),
        values: dict[str, object] | None = None,
        score: float = 0.5,
        cuad: tuple[str, ...] = (),
    ) -> None:
        """Propose a finding; slots and cues are given by their words."""
        words = span.of(self.text)

        def at(part: str) -> Span:
            start = span.start + words.index(part)
            return Span(start, start + len(part))

        self.candidates.append(
            Candidate(
                type=type_id,
                pattern="test",
                span=span,
                sentence=sentence,
                level=level,
                slots=tuple(Slot(f"words{n}", at(part)) for n, part in enumerate(slots)),
                cues=tuple(Cue(i, "", at(part), part, applied=False) for i, part in cues),
                parameters=tuple(
                    Parameter(name, value, span, str(value))
                    for name, value in (values or {}).items()
                ),
                bound=bound,
                beneficiary=gains,
                score=score,
                cuad=cuad,
                reasons=(),
                factors=tuple((code, span) for code in factors),
            )
        )

    def lack(self, type_id: str, sentence: str = "Nothing of the kind was found.") -> None:
        """Propose a finding about the whole document."""
        self.candidates.append(
            Candidate(
                type=type_id,
                pattern="absence",
                span=Span(0, 0),
                sentence=-1,
                level=Level.POSSIBLE,
                bound="customer",
                beneficiary="vendor",
                reasons=(sentence,),
            )
        )

    def document(self, **changes: object) -> Document:
        values: dict[str, object] = {
            "path": "contract.txt",
            "sha256": "0" * 64,
            "format": "text",
            "status": Status.SCANNED,
            "text": self.text,
            "marks": tuple(sorted(self.marks, key=lambda m: m.span)),
        }
        return Document(**(values | changes))  # type: ignore[arg-type]

    def outline(self) -> Outline:
        return Outline(
            tuple(self.clauses), tuple(self.sentences), tuple(self.parties), tuple(self.definitions)
        )

    def audit(self, options: JudgeOptions | None = None, **changes: object) -> DocumentAudit:
        """Judge it."""
        references = changes.pop("references", ())
        return judge(
            self.document(**changes),
            self.outline(),
            self.candidates,
            self.pack,
            options or JudgeOptions(),
            references=references,  # type: ignore[arg-type]
        )

    def finding(
        self, type_id: str, options: JudgeOptions | None = None, **changes: object
    ) -> Finding:
        """The one finding of that type, judged."""
        found = [f for f in self.audit(options, **changes).findings if f.type == type_id]
        assert len(found) == 1, [f.type for f in self.audit(options, **changes).findings]
        return found[0]


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def contract(pack: Pack) -> Contract:
    return Contract(pack)


@pytest.fixture
def contracts(pack: Pack) -> Callable[[], Contract]:
    return lambda: Contract(pack)


def reason(code: str, message: str) -> Reason:
    return Reason(code, message)


def codes(finding: Finding) -> list[str]:
    return [factor.code for factor in finding.factors]
