"""``auditor bench labelled DIR``: agreements read whole and labelled by clause type.

DIR holds documents and a ``labels.jsonl`` (document, type, quote, binds, strength), where a
type ``trap:exc`` marks vocabulary of a family without the clause. Such labels are of passages:
what a document lacks, and what only two provisions together say, they do not cover, so findings
of these types are set aside and counted. A folder with ``truth/*.yaml`` as our fixtures have it,
where these are marked, is read as well.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.bench.scores import Counts
from auditor.bench.truth import Comparison, Mark, compare
from auditor.engine import Pack, load_pack
from auditor.engine.ready import ready_engine
from auditor.errors import UsageError
from auditor.load import load
from auditor.load.options import LoadOptions

_BEYOND_PASSAGES = frozenset({"absence", "structural"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """All comparisons, a document each."""

    comparisons: tuple[Comparison, ...]

    def presence(self, family: str = "") -> Counts:
        """Types per agreement, over all documents."""
        return sum((c.presence(family) for c in self.comparisons), Counts())

    def spans(self, family: str = "") -> Counts:
        """Clear marks met and missed, and reported findings that meet no mark."""
        return sum(
            (
                Counts(
                    tp=sum(m.type.startswith(family) for m, _ in c.met),
                    fp=sum(f.type.startswith(family) for f in c.alarms),
                    fn=sum(m.type.startswith(family) for m in c.missed),
                )
                for c in self.comparisons
            ),
            Counts(),
        )

    def bound(self) -> tuple[int, int]:
        """Met marks whose bound party is right, of those that state one."""
        stated = [(m, f) for c in self.comparisons for m, f in c.met if m.bound]
        return sum(m.bound == f.bound_party for m, f in stated), len(stated)

    def parameters(self) -> tuple[int, int]:
        """Stated parameters found with their value, of all stated."""
        right = total = 0
        for comparison in self.comparisons:
            for mark, finding in comparison.met:
                values = {(p.name, str(p.value)) for p in finding.parameters}
                total += len(mark.parameters)
                right += sum((k, str(v)) in values for k, v in mark.parameters.items())
        return right, total


def run(folder: Path) -> Labelled:
    """Scan the documents of ``folder`` and compare them with its labels.

    Raises:
        UsageError: no labels are there.
    """
    engine = ready_engine(load_pack())
    found = []
    for path, marks, unmarked in _marked(folder, engine.pack):
        document = load(str(path), path.read_bytes(), LoadOptions())[0]
        found.append(compare(document, marks, engine, path.name, unmarked))
    if not found:
        raise UsageError(f"no labels.jsonl and no truth/*.yaml in {folder}")
    return Labelled(tuple(found))


def _marked(folder: Path, pack: Pack) -> Iterator[tuple[Path, list[Mark], frozenset[str]]]:
    labels = folder / "labels.jsonl"
    if labels.is_file():
        by_document: dict[str, list[Mark]] = {}
        for line in labels.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            by_document.setdefault(row["document"], []).append(_label(row))
        beyond = frozenset(r.id for r in pack.rules.values() if r.mode in _BEYOND_PASSAGES)
        beyond -= {mark.type for marks in by_document.values() for mark in marks}
        for name, marks in by_document.items():
            yield folder / name, marks, beyond
    if (folder / "truth").is_dir():
        import yaml

        for path in sorted((folder / "truth").glob("*.yaml")):
            truth = yaml.safe_load(path.read_text(encoding="utf-8"))
            for name in truth["files"]:
                yield folder / name, list(_truth(truth)), frozenset()


def _label(row: dict[str, Any]) -> Mark:
    family = row["type"].removeprefix("trap:")
    return Mark(
        family, row["quote"], row["strength"], row["type"].startswith("trap:"),
        row.get("binds") or "",
    )  # fmt: skip


def _truth(truth: dict[str, Any]) -> Iterator[Mark]:
    for clause in truth["clauses"]:
        if clause["kind"] == "risk":
            yield Mark(
                clause["type"], clause["quote"], clause.get("strength", "clear"), False,
                clause.get("bound_party") or "", clause.get("parameters") or {},
            )  # fmt: skip
    for trap in truth["traps"]:
        yield Mark(trap["family"], trap["quote"], trap=True)


def render(result: Labelled) -> str:
    """The scores per family, then what was missed and wrongly reported most."""
    families = sorted(
        {m.family for c in result.comparisons for m in c.missed}
        | {m.family for c in result.comparisons for m, _ in c.met}
        | {f.family for c in result.comparisons for f in c.alarms}
    )
    head = (
        f"{'family':<8}{'presence F1':>12}{'prec':>6}{'rec':>6}{'span prec':>11}{'rec':>6}"
        f"{'clear':>7}{'traps taken':>13}"
    )
    lines = [head, "-" * len(head), *(_line(result, family) for family in (*families, ""))]
    right, stated = result.bound()
    lines.append(f"bound party right in {right} of {stated}")
    right, stated = result.parameters()
    lines.append(f"parameters right: {right} of {stated}")
    set_aside = sum(c.set_aside for c in result.comparisons)
    if set_aside:
        lines.append(f"set aside, of types that labels of passages do not cover: {set_aside}")
    unplaced = sum(len(c.unplaced) for c in result.comparisons)
    if unplaced:
        lines.append(f"{unplaced} labelled quotes do not stand in the text as read")
    missed = Counter(m.type for c in result.comparisons for m in c.missed)
    alarms = Counter(f.type for c in result.comparisons for f in c.alarms)
    lines.append("missed: " + ", ".join(f"{t} {n}" for t, n in missed.most_common(12)))
    lines.append("wrong:  " + ", ".join(f"{t} {n}" for t, n in alarms.most_common(12)))
    return "\n".join(lines)


def _line(result: Labelled, family: str) -> str:
    presence, spans = result.presence(family), result.spans(family)
    traps = [m for c in result.comparisons for m in c.traps if m.family.startswith(family)]
    taken = [m for c in result.comparisons for m, _ in c.traps_taken if m.family.startswith(family)]
    return (
        f"{family or 'all':<8}{presence.f1:>12.3f}{presence.precision:>6.2f}{presence.recall:>6.2f}"
        f"{spans.precision:>11.2f}{spans.recall:>6.2f}{spans.tp + spans.fn:>7}"
        f"{f'{len(taken)} of {len(traps)}':>13}"
    )
