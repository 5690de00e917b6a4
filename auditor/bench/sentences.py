"""``auditor bench sentences DIR``: sentences written for a type, each put to the whole tool alone.

DIR holds files as the sentence classifier learns from (see ``bench.written``); for a true figure
they must be others than those, and the rules must not have been written with them in view.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from auditor.bench.truth import findings_of
from auditor.bench.written import lines
from auditor.engine import load_pack
from auditor.engine.ready import ready_engine
from auditor.engine.testing import example_document
from auditor.errors import UsageError


@dataclass(frozen=True, slots=True)
class Sentences:
    """Counts per type, and what went wrong.

    Attributes:
        clauses, found: sentences that are the clause (of types of mode "presence"), and how
            many of them are reported with their own type.
        lookalikes, alarms: sentences that only look like it, and how many are reported as it.
        missed, mistaken: (type, sentence).
    """

    clauses: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    lookalikes: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str]] = field(default_factory=list)
    mistaken: list[tuple[str, str]] = field(default_factory=list)


def run(folder: Path) -> Sentences:
    """Audit every sentence as a document of its own.

    Raises:
        UsageError: there is no such file.
        RuleError: a file cannot be read, or names a type that is not there.
    """
    pack = load_pack()
    engine = ready_engine(pack)
    result = Sentences()
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise UsageError(f"no .txt files in {folder}")
    for path in paths:
        for type_id, is_clause, text in lines(path, pack):
            if is_clause and pack.rules[type_id].mode != "presence":
                continue
            findings = findings_of(example_document(text), engine)
            reported = any(f.reported and f.type == type_id for f in findings)
            (result.clauses if is_clause else result.lookalikes)[type_id] += 1
            if reported:
                (result.found if is_clause else result.alarms)[type_id] += 1
            if reported != is_clause:
                (result.missed if is_clause else result.mistaken).append((type_id, text))
    return result


def render(result: Sentences, *, by_type: bool = False, show: bool = False) -> str:
    """A line per family (or type) and the whole; with ``show``, the sentences that went wrong."""
    names = sorted({*result.clauses, *result.lookalikes})
    groups = names if by_type else sorted({name.partition("-")[0] for name in names})
    lines = [f"{'':<28}{'found':>14}{'':>8}{'mistaken':>14}"]
    for group in (*groups, ""):
        members = [n for n in names if n == group or n.startswith(f"{group}-") or not group]
        clauses, found, lookalikes, alarms = (
            sum(counter[name] for name in members)
            for counter in (result.clauses, result.found, result.lookalikes, result.alarms)
        )
        lines.append(
            f"{group or 'all':<28}{found:>6} of {clauses:>4}{found / max(1, clauses):>8.3f}"
            f"{alarms:>6} of {lookalikes:>4}{alarms / max(1, lookalikes):>8.3f}"
        )
    if show:
        lines += ["", "missed:", *(f"  {t}: {text}" for t, text in result.missed)]
        lines += ["", "mistaken:", *(f"  {t}: {text}" for t, text in result.mistaken)]
    return "\n".join(lines)
