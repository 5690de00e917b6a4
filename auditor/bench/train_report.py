"""How training of the second reader is shown."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.bench.examples import Row
from auditor.bench.train import Trained


def render(data: Sequence[Row], trained: Trained) -> str:
    """What was learned from, the thresholds, and whether probabilities are to be believed."""
    lines = [
        f"{len(data):,} sentences of {len({row.contract for row in data}):,} contracts",
        "",
        f"{'category':<36}{'labelled':>9}{'likely':>8}{'possible':>10}",
    ]
    for number, name in enumerate(trained.arrays["categories"]):
        labelled = sum(str(name) in row.labels for row in data)
        likely, possible = (float(trained.arrays[key][number]) for key in ("likely", "possible"))
        lines.append(f"{name!s:<36}{labelled:>9}{likely:>8.3f}{possible:>10.3f}")
    lines += ["", f"{'probability from':<18}{'mean':>8}{'right':>8}{'number':>9}   (out of fold)"]
    lines += [
        f"{edge:<18.1f}{mean:>8.3f}{right:>8.3f}{count:>9}"
        for edge, mean, right, count in trained.reliability
    ]
    return "\n".join(lines)
