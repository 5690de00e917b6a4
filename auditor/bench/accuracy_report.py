"""How the accuracy benchmark is shown: a table, a page to read misses from, and JSON to compare."""

from __future__ import annotations

import hashlib
import html
import json
from collections import Counter
from pathlib import Path
from typing import Any

from auditor.bench.accuracy import Accuracy
from auditor.errors import UsageError

PER_CATEGORY = 20  # misses and false alarms shown of each category
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Misses and false alarms</title><style>
body{{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}
blockquote{{border-left:3px solid #999;margin:.3rem 0 1rem;padding:.1rem .8rem}}
small{{color:#555}}</style><h1>Misses and false alarms</h1>{body}</html>"""


def render(result: Accuracy) -> str:
    """The table of scores, a category a line, and the pooled line."""
    head = (
        f"{'category':<35}{'yes/no':>7}{'n':>6}{'F1':>7}{'prec':>6}{'rec':>6}{'n':>5}"
        f"{'AUPR':>7}{'P@80':>6}{'n':>6}"
    )
    lines = [head, "-" * len(head)]
    for name, scores in result.categories.items():
        presence, yes_no, curve = scores.presence, scores.yes_no, scores.curve
        answers = yes_no.tp + yes_no.fn + yes_no.fp + yes_no.tn
        lines.append(
            f"{name:<35}{yes_no.balanced_accuracy:>7.3f}{answers:>6}{presence.f1:>7.3f}"
            f"{presence.precision:>6.2f}{presence.recall:>6.2f}{scores.labelled_contracts:>5}"
            f"{curve.aupr:>7.3f}{curve.precision_at_80:>6.2f}{scores.labelled_spans:>6}"
        )
    low, high = result.presence_interval
    lines += [
        "-" * len(head),
        f"contracts {result.contracts}",
        f"clause yes/no, mean balanced accuracy  {result.yes_no:.3f}",
        f"presence micro-F1  {result.presence.f1:.3f}  (95 % interval {low:.3f} to {high:.3f})  "
        f"precision {result.presence.precision:.3f}  recall {result.presence.recall:.3f}",
        f"span AUPR, pooled  {result.curve.aupr:.3f}  precision at 80 % recall "
        f"{result.curve.precision_at_80:.3f}  highest recall {result.curve.top_recall:.3f}",
        f"quotes not verbatim  {result.not_verbatim}",
    ]
    return "\n".join(lines)


def write_page(result: Accuracy, path: Path) -> None:
    """A page from which a rule writer reads twenty misses and false alarms a category."""
    parts = []
    for category in result.categories:
        misses = [(c, p) for c, name, p in result.misses if name == category][:PER_CATEGORY]
        alarms = [p for p in result.false_alarms if category in p.categories][:PER_CATEGORY]
        parts.append(f"<h2>{html.escape(category)}</h2><h3>Missed ({len(misses)})</h3>")
        parts += [_quote(contract, passage) for contract, passage in misses]
        parts.append(f"<h3>False alarms ({len(alarms)})</h3>")
        parts += [
            _quote(f"{p.contract} · {p.type}", p.quote)
            for p in sorted(alarms, key=lambda p: -p.score)
        ]
    path.write_text(_PAGE.format(body="\n".join(parts)), encoding="utf-8")


def _quote(source: str, text: str) -> str:
    return f"<small>{html.escape(source)}</small><blockquote>{html.escape(text)}</blockquote>"


def to_json(result: Accuracy) -> dict[str, Any]:
    """What ``compare`` needs of a run."""
    return {
        "schema_version": 1,
        "presence_f1": result.presence.f1,
        "yes_no": result.yes_no,
        "aupr": result.curve.aupr,
        "findings": [list(finding) for finding in _marked(result)],
    }


def _marked(result: Accuracy) -> list[tuple[str, str, str]]:
    """The findings with a mark of their quote in its place: a kept run holds no contract's text."""
    return [
        (contract, type_id, hashlib.sha256(quote.encode()).hexdigest()[:12])
        for contract, type_id, quote in result.findings
    ]


def compare(result: Accuracy, against: Path) -> str:
    """Findings gained and lost per type since the run kept in ``against``.

    Raises:
        UsageError: the file is not a run of this benchmark.
    """
    try:
        old = json.loads(against.read_text(encoding="utf-8"))
        before = Counter(tuple(finding) for finding in old["findings"])
        f1 = float(old["presence_f1"])
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{against} is not a run kept by auditor bench accuracy") from None
    now = Counter(_marked(result))
    gained = Counter(finding[1] for finding in (now - before).elements())
    lost = Counter(finding[1] for finding in (before - now).elements())
    lines = [f"presence micro-F1 {f1:.3f} -> {result.presence.f1:.3f}"]
    for type_id in sorted(gained.keys() | lost.keys()):
        lines.append(f"  {type_id:<34} +{gained[type_id]:<5} -{lost[type_id]}")
    if not gained and not lost:
        lines.append("  no finding gained or lost")
    return "\n".join(lines)
