"""Findings compared with what a careful reader marked in the same documents, span by span."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from auditor.bench.scores import Counts
from auditor.engine import Engine
from auditor.judge import JudgeOptions, judge
from auditor.model import Document, Finding, Role, Span
from auditor.segment import outline

_LINK = re.compile(r"!?\[([^\]]+)\]\([^)]*\)")
_MARKS = re.compile(
    r"^[ \t]*[-*+][ \t]+|\\(?=[^\w\s])|\*+|(?<!\w)_+|_+(?!\w)|`+", re.MULTILINE
)  # bullets, escapes, emphasis, code
Strength = Literal["clear", "arguable"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reader marked: a clause of a type, or a trap of a family.

    Attributes:
        type: "exc-supplier", or the family ("exc") for a trap.
        quote: the words, verbatim up to white space.
        strength: an arguable mark is no error when missed, nor when reported.
        bound: the role it binds, "" when not stated.
        parameters: values stated in the words.
    """

    type: str
    quote: str
    strength: Strength = "clear"
    trap: bool = False
    bound: Role | Literal[""] = ""
    parameters: dict[str, object] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """The first three letters of the type."""
        return self.type[:3]


@dataclass(slots=True)
class Comparison:
    """One document's findings against its marks.

    ``met`` and ``missed`` are clear marks of risks; ``alarms`` are reported risks that meet no
    mark of their type; ``traps_taken`` are traps under a reported finding of their family;
    ``set_aside`` counts reported risks of types that were not marked at all.
    """

    name: str
    met: list[tuple[Mark, Finding]] = field(default_factory=list)
    missed: list[Mark] = field(default_factory=list)
    alarms: list[Finding] = field(default_factory=list)
    traps: list[Mark] = field(default_factory=list)
    traps_taken: list[tuple[Mark, Finding]] = field(default_factory=list)
    types_clear: set[str] = field(default_factory=set)
    types_arguable: set[str] = field(default_factory=set)
    types_reported: set[str] = field(default_factory=set)
    unplaced: list[Mark] = field(default_factory=list)
    set_aside: int = 0

    def presence(self, family: str = "") -> Counts:
        """Types per document, arguable ones left out (clear ones count even if also arguable)."""
        clear = {t for t in self.types_clear if t.startswith(family)}
        reported = {t for t in self.types_reported if t.startswith(family)}
        wrong = reported - clear - self.types_arguable
        return Counts(len(clear & reported), len(wrong), len(clear - reported))


def findings_of(document: Document, engine: Engine) -> tuple[Finding, ...]:
    """The document's findings from the buyer's side."""
    lines = outline(document)
    return judge(
        document, lines, engine.match(document, lines), engine.pack, JudgeOptions()
    ).findings


def compare(
    document: Document, marks: Iterable[Mark], engine: Engine, name: str,
    unmarked: Collection[str] = (),
) -> Comparison:  # fmt: skip
    """Scan ``document`` and lay the findings over the marks; types that were ``unmarked``, whether
    there or not, are set aside."""
    result = Comparison(name)
    reported = [
        f for f in findings_of(document, engine) if f.reported and f.kind == "risk" and f.span
    ]
    result.set_aside = sum(f.type in unmarked for f in reported)
    reported = [f for f in reported if f.type not in unmarked]
    result.types_reported = {f.type for f in reported}
    explained: set[int] = set()
    for mark in marks:
        places = list(_places(document.text, mark.quote))
        if not places:
            result.unplaced.append(mark)
        touching = [f for f in reported if any(_overlap(f, place) for place in places)]
        if mark.trap:
            result.traps.append(mark)
            taken = [f for f in touching if f.family == mark.family]
            result.traps_taken += [(mark, f) for f in taken[:1]]
            continue
        same = [f for f in touching if f.type == mark.type]
        explained.update(id(f) for f in same)
        if mark.strength == "arguable":
            result.types_arguable.add(mark.type)
            continue
        result.types_clear.add(mark.type)
        if same:
            result.met.append((mark, same[0]))
        else:
            result.missed.append(mark)
    result.alarms = [f for f in reported if id(f) not in explained]
    return result


def _overlap(finding: Finding, place: Span) -> bool:
    spans = (finding.span, *finding.occurrences)
    return any(span is not None and span.overlaps(place) for span in spans)


def _places(text: str, quote: str) -> Iterator[Span]:
    """Where the quote stands; white space, the bars between table cells, and marks of Markdown
    that reading takes out may differ."""
    for form in dict.fromkeys((quote, _MARKS.sub("", _LINK.sub(r"\1", quote)))):
        places = list(_exact_places(text, form))
        if places:
            yield from places
            return


def _exact_places(text: str, quote: str) -> Iterator[Span]:
    words = re.findall(r"[^\s|]+", quote)
    pattern = r"[\s|]*".join(re.escape(word) for word in words)
    for match in re.finditer(pattern, text):
        yield Span(*match.span())
