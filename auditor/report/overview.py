"""The figures at the top of the HTML report, from the portfolio."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from auditor.model import Band, Portfolio
from auditor.report import wording


def overview(portfolio: Portfolio) -> dict[str, Any]:
    """What the template needs of the portfolio, as plain values."""
    keys = [*(band.value for band in wording.BANDS), "none"]
    return {
        "title": "Contract audit",
        "headline": wording.headline(portfolio),
        "band_bars": _bars(portfolio.bands, keys, sum(portfolio.bands.values())),
        "band_legend": [_legend(key, portfolio.bands.get(key, 0)) for key in keys],
        "statuses": [
            {"label": label.lower(), "count": portfolio.statuses.get(status.value, 0)}
            for status, label in wording.STATUSES.items()
        ],
        "status_names": [(status.value, label) for status, label in wording.STATUSES.items()],
        "family_bars": _families(portfolio, keys),
        "notes": portfolio.notes,
    }


def _legend(key: str, count: int) -> dict[str, Any]:
    band = None if key == "none" else Band(key)
    return {
        "key": key,
        "letter": wording.LETTERS[band],
        "label": "nothing found" if band is None else key,
        "count": count,
        "advice": "" if band is None else wording.ADVICE[band],
    }


def _bars(counts: Mapping[str, int], keys: list[str], whole: int) -> list[dict[str, Any]]:
    """Stretches of a bar of 100 units, in the order of ``keys``."""
    bars, position = [], 0.0
    for key in keys:
        width = 100 * counts.get(key, 0) / whole if whole else 0.0
        if width:
            bars.append({"key": key, "x": round(position, 2), "width": round(width, 2)})
            position += width
    return bars


def _families(portfolio: Portfolio, keys: list[str]) -> list[dict[str, Any]]:
    """A bar a family, the fullest as long as the scale."""
    totals = {family: sum(bands.values()) for family, bands in portfolio.families.items()}
    largest = max(totals.values(), default=0)
    order = list(dict.fromkeys([*wording.FAMILIES, *sorted(totals)]))
    return [
        {
            "name": wording.family_name(family),
            "title": wording.family_title(family),
            "bars": _bars(portfolio.families[family], keys, largest),
            "words": ", ".join(
                f"{count} {key}" for key in keys if (count := portfolio.families[family].get(key))
            ),
        }
        for family in order
        if totals.get(family)
    ]
