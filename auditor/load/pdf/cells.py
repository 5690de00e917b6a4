"""The cells of ruled tables: where rules cross, and the smallest boxes that crossings make.

The same crossings and cells that pdfplumber's ``edges_to_intersections`` and
``intersections_to_cells`` give (tested), which look at every pair and describe every edge again
each time: on a page with a large table that took longer than the rest of its reading.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

Edge = Mapping[str, Any]  # as pdfplumber describes one
Point = tuple[float, float]  # left, top
Cell = tuple[float, float, float, float]

_BOX = itemgetter("x0", "top", "x1", "bottom")
_SLACK = 1.0  # points: more than rounding could move a rule


@dataclass(slots=True)
class Crossing:
    """The rules that meet at a point, each by its box: edges in one place are one."""

    upright: set[Cell] = field(default_factory=set)
    level: set[Cell] = field(default_factory=set)


def crossings_of(edges: Sequence[Edge], reach: float) -> dict[Point, Crossing]:
    """Where upright edges meet level ones, give or take ``reach`` points."""
    level = sorted((e for e in edges if e["orientation"] == "h"), key=itemgetter("top"))
    tops = [edge["top"] for edge in level]
    rules = [(edge["top"], edge["x0"], edge["x1"], _BOX(edge)) for edge in level]
    found: dict[Point, Crossing] = {}
    for edge in edges:
        if edge["orientation"] != "v":
            continue
        box = x, top, _, bottom = _BOX(edge)
        for at in range(bisect_left(tops, top - reach - _SLACK), len(rules)):
            y, left, right, rule = rules[at]
            if y > bottom + reach + _SLACK:
                break
            if top <= y + reach and bottom >= y - reach and left - reach <= x <= right + reach:
                crossing = found.get((x, y))
                if crossing is None:
                    crossing = found[x, y] = Crossing()
                crossing.upright.add(box)
                crossing.level.add(rule)
    return found


def cells_of(crossings: Mapping[Point, Crossing]) -> list[Cell]:
    """For each crossing the smallest box below and right of it, if one is ruled all around."""
    columns: dict[float, list[Point]] = {}
    rows: dict[float, list[Point]] = {}
    for point in sorted(crossings, reverse=True):  # so that those left are below and right
        columns.setdefault(point[0], []).append(point)
        rows.setdefault(point[1], []).append(point)
    found: list[Cell] = []
    for point in sorted(crossings):
        below, right = columns[point[0]], rows[point[1]]
        below.pop()
        right.pop()
        cell = _smallest(point, below, right, crossings)
        if cell is not None:
            found.append(cell)
    return found


def _smallest(
    point: Point, below: Sequence[Point], right: Sequence[Point],
    crossings: Mapping[Point, Crossing],
) -> Cell | None:  # fmt: skip
    """The cell at ``point``; those below and right of it are given from the farthest on."""
    here = crossings[point]
    beside: list[Point] | None = None
    for under in reversed(below):
        upright = crossings[under]
        if upright.upright.isdisjoint(here.upright):
            continue
        if beside is None:
            beside = [p for p in reversed(right) if not crossings[p].level.isdisjoint(here.level)]
        for level in beside:
            corner = crossings.get((level[0], under[1]))
            if (
                corner is not None
                and not corner.upright.isdisjoint(crossings[level].upright)
                and not corner.level.isdisjoint(upright.level)
            ):
                return (*point, level[0], under[1])
    return None
