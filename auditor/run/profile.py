"""Where the time of a run goes, per stage and per rule (``--profile``)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.engine import Profile

_RULES_SHOWN = 25


class StageProfile:
    """Seconds per stage, and per pattern in ``rules``."""

    def __init__(self) -> None:
        from auditor.engine import Profile

        self.seconds: dict[str, float] = {}
        self.rules: Profile = Profile()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Counts the time within under ``name``."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started

    def table(self, total: float) -> str:
        """Stages, then the dearest rules, of a run that took ``total`` seconds."""
        other = total - sum(self.seconds.values())
        lines = [f"{'stage':<34}{'seconds':>9}{'share':>8}"]
        for name, seconds in (*self.seconds.items(), ("start, reports, the rest", other)):
            lines.append(f"{name:<34}{seconds:>9.2f}{seconds / total:>8.1%}")
        matching = self.seconds.get("matching", 0.0) or total
        by_rule: dict[str, tuple[float, int]] = {}
        for key, seconds in self.rules.seconds.items():
            rule = key.partition("/")[0]
            before, tries = by_rule.get(rule, (0.0, 0))
            by_rule[rule] = (before + seconds, tries + self.rules.tries[key])
        lines += ["", f"{'rule':<34}{'seconds':>9}{'share':>8}{'tries':>9}   (of matching)"]
        dearest = sorted(by_rule.items(), key=lambda item: (-item[1][0], item[0]))
        for rule, (seconds, tries) in dearest[:_RULES_SHOWN]:
            lines.append(f"{rule:<34}{seconds:>9.2f}{seconds / matching:>8.1%}{tries:>9}")
        rest = dearest[_RULES_SHOWN:]
        if rest:
            seconds = sum(cost[0] for _, cost in rest)
            tries = sum(cost[1] for _, cost in rest)
            name = f"{len(rest)} more rules"
            lines.append(f"{name:<34}{seconds:>9.2f}{seconds / matching:>8.1%}{tries:>9}")
        return "\n".join(lines)
