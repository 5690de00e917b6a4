"""One document's judgement in the making, as the rating sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.judge.draft import Draft
from auditor.judge.index import Index
from auditor.judge.interactions import Combination
from auditor.judge.options import JudgeOptions
from auditor.model import Document, Finding, Outline


@dataclass(frozen=True, slots=True)
class Case:
    """What the rating is made from.

    Attributes:
        drafts, findings: the same, in the same order.
        combined: the combinations that were met.
        references: texts named in the document that were not supplied.
    """

    document: Document
    outline: Outline
    drafts: Sequence[Draft]
    findings: Sequence[Finding]
    combined: Sequence[Combination]
    index: Index
    options: JudgeOptions
    references: Sequence[str] = ()
