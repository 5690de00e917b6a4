"""From candidates to findings, ratings and the portfolio (brief section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.judge.options import JudgeOptions
from auditor.judge.portfolio import PortfolioBuilder, portfolio

if TYPE_CHECKING:
    from auditor.judge.document import judge

__all__ = ["JudgeOptions", "PortfolioBuilder", "judge", "portfolio"]


def __getattr__(name: str) -> Any:
    """``judge`` is imported when it is used: who only sums up need not know how to judge."""
    if name != "judge":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from auditor.judge.document import judge

    return judge
