"""How training of the second reader is shown."""

from __future__ import annotations

from auditor.bench.train import Trained


def render(trained: Trained) -> str:
    """What was learned from, the thresholds, and whether probabilities are to be believed."""
    lines = [
        f"{trained.contracts:,} contracts",
        "",
        f"{'category':<36}{'labelled':>9}{'likely':>8}{'alone':>8}",
    ]
    for number, name in enumerate(trained.arrays["categories"]):
        likely, alone = (float(trained.arrays[key][number]) for key in ("likely", "alone"))
        lines.append(f"{name!s:<36}{trained.sentences[str(name)]:>9}{likely:>8.3f}{alone:>8.3f}")
    lines += ["", f"{'probability from':<18}{'mean':>8}{'right':>8}{'number':>9}   (out of fold)"]
    lines += [
        f"{edge:<18.1f}{mean:>8.3f}{right:>8.3f}{count:>9}"
        for edge, mean, right, count in trained.reliability
    ]
    return "\n".join(lines)
