"""From candidates to findings, ratings and the portfolio (brief section 5)."""

from auditor.judge.document import judge
from auditor.judge.options import JudgeOptions
from auditor.judge.portfolio import PortfolioBuilder, portfolio

__all__ = ["JudgeOptions", "PortfolioBuilder", "judge", "portfolio"]
