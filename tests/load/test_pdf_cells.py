"""Crossings and cells are those that pdfplumber finds, which is slower."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import edges_to_intersections, intersections_to_cells, merge_edges

from auditor.load.pdf.cells import cells_of, crossings_of

PLACES = st.sampled_from([0.0, 3.5, 7.0, 40.0, 41.2, 80.0, 120.0, 126.1])
REACH = 6.0


@st.composite
def edges(draw: st.DrawFn) -> dict[str, Any]:
    start, end, across = [*sorted([draw(PLACES), draw(PLACES)]), draw(PLACES)]
    if draw(st.booleans()):
        x0, x1, top, bottom, kind = start, end, across, across, "h"
    else:
        x0, x1, top, bottom, kind = across, across, start, end, "v"
    return {
        "orientation": kind, "x0": x0, "x1": x1, "top": top, "bottom": bottom,
        "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip


@given(st.lists(edges(), max_size=24), st.booleans())
def test_the_same_cells_as_pdfplumbers(drawn: list[dict[str, Any]], merged: bool) -> None:
    rules = merge_edges(drawn, 3, 3, 3, 3) if merged else drawn
    crossings = crossings_of(rules, REACH)
    theirs = edges_to_intersections(rules, REACH, REACH)
    assert set(crossings) == set(theirs)
    assert cells_of(crossings) == intersections_to_cells(theirs)


def test_a_grid_has_all_its_cells() -> None:
    level = [(0.0, y, 30.0, y, "h") for y in (0.0, 10.0, 20.0)]
    upright = [(x, 0.0, x, 20.0, "v") for x in (0.0, 10.0, 20.0, 30.0)]
    keys = ("x0", "top", "x1", "bottom", "orientation")
    rules = [dict(zip(keys, values, strict=True)) for values in level + upright]
    wanted = [(x, y, x + 10, y + 10) for x in (0.0, 10.0, 20.0) for y in (0.0, 10.0)]
    assert cells_of(crossings_of(rules, 1.0)) == wanted
