"""Regulatory flags: legal exposure, told apart from commercial harm (brief 5.1, 5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.judge import members
from auditor.judge.draft import Draft
from auditor.judge.index import Index
from auditor.judge.interactions import Combination, standing
from auditor.judge.options import JudgeOptions
from auditor.model import RegulatoryFlag


def flags_of(
    drafts: Iterable[Draft], combined: Iterable[Combination], index: Index, options: JudgeOptions
) -> tuple[RegulatoryFlag, ...]:
    """The flags of findings and combinations, whichever side they bind, "yes" before "review".

    A clause in our favour can still be unlawful for us to hold.
    """
    pool = [d for d in standing(drafts) if d.rule.kind == "risk"]
    found = [
        RegulatoryFlag(
            level=data.level,
            sentence=data.sentence,
            authority=_authority(data.authorities, index),
            findings=tuple(d.id for d in met),
        )
        for data in index.pack.catalogue.flags
        if (met := [d for d in pool if members.any_met(data.types, d, options)])
    ]
    found += [
        RegulatoryFlag(
            level=c.data.flag,
            sentence=c.data.flag_sentence or c.sentence,
            authority=_authority(c.data.authorities, index),
            findings=tuple(d.id for d in c.drafts),
        )
        for c in combined
        if c.data.flag is not None
    ]
    return tuple(sorted(found, key=lambda flag: flag.level != "yes"))


def _authority(references: Sequence[str], index: Index) -> str:
    found = [a.ref for reference in references if (a := index.authority(reference)) is not None]
    return "; ".join(found)
