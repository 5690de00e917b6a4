"""From candidates to findings, ratings and the portfolio (brief section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from auditor.judge.options import JudgeOptions
from auditor.judge.portfolio import PortfolioBuilder, portfolio
from auditor.model import Candidate, Document, DocumentAudit, Outline

if TYPE_CHECKING:
    from auditor.engine import Pack

__all__ = ["JudgeOptions", "PortfolioBuilder", "judge", "portfolio"]

_DEFAULT = JudgeOptions()


def judge(
    document: Document,
    outline: Outline,
    candidates: Iterable[Candidate],
    pack: Pack,
    options: JudgeOptions = _DEFAULT,
    *,
    references: Sequence[str] = (),
) -> DocumentAudit:
    """Judge what the engine proposes for one document.

    Args:
        document, outline: as read and segmented; the text is only quoted.
        candidates: the engine's, of the same document and pack.
        pack: the rules in force, with the catalogue the judgement rests on.
        options: the reader's side and what is known of the deal.
        references: texts named in the document that were not supplied ("Schedule 4").

    Returns:
        The audit: findings in order of position (those about the whole document last) and
        the rating; a document that was not read has neither.

    Raises:
        RuleError: the catalogue holds a member or condition that cannot be read.
    """
    from auditor.judge import document as judging  # who only sums up need not know how to judge

    return judging.judge(document, outline, candidates, pack, options, references=references)
