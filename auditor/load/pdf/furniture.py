"""Running headers and footers, page numbers, stamps: what repeats on pages is no clause.

Conservative by rule: a line goes only when it repeats at the same place on several pages,
every line between it and the page's edge goes too, and it is on nearly every other page or
white space parts it from the text; or when it is a bare page number in a sequence. The
last lines of forms that a contract repeats page after page are thus kept.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from auditor.load.pdf.page import Page

_LONGEST_NUMBER = 24  # characters of a page number in full dress, "Page 12 of 345"
_DEPTH = 5  # lines from either edge that may be furniture
_OFTEN = 0.4  # share of the pages on which a line is furniture however close it stands
_PLACE = 5.0  # points a repeated line may move
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]+")
_NUMBER = re.compile(
    r"(?P<dress>[-–—\[(|]\s?)?(?P<page>(?:page|p\.|pg\.?)\s*)?"
    r"(?P<prefix>[a-z]{1,2}\s?-\s?)?(?P<value>\d{1,4}|[ivxlc]{1,6})"
    r"(?P<total>\s*(?:of|/)\s*\d{1,4})?\s?[-–—\])|]?",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"(?:draft|confidential|copy|specimen|sample|void|execution (?:copy|version)|do not copy"
    r"|for review only|privileged(?: (?:and|&) confidential)?|strictly confidential)[.!]?"
)
_FEWEST_LINE_NUMBERS = 8
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

Place = tuple[int, int]  # index of the page, index of the line on it


def find_furniture(pages: Sequence[Page]) -> dict[Place, str]:
    """The lines that are no contract text, each with what it is.

    Returns:
        (index into ``pages``, index into its lines) -> "header", "footer", "page number",
        "line number" or "watermark".
    """
    found: dict[Place, str] = {}
    edges = [_edges(page) for page in pages]
    for side, name in ((0, "header"), (1, "footer")):
        _repeated(pages, [edge[side] for edge in edges], name, found)
    _lone_numbers(pages, found)
    _watermarks(pages, found)
    for number, page in enumerate(pages):
        _line_numbers(number, page, found)
    return found


def _edges(page: Page) -> tuple[list[int], list[int]]:
    """Indexes of the topmost lines, outermost first, and of the lowest ones."""
    lines = page.lines
    if len(lines) <= 2 * _DEPTH:
        order = sorted(range(len(lines)), key=lambda i: lines[i].top)
        half = (len(order) + 1) // 2
        return order[:half], order[::-1][: len(order) - half + 1]
    tops = [line[3] for line in lines]
    order = sorted(range(len(lines)), key=tops.__getitem__)
    return order[:_DEPTH], order[: -_DEPTH - 1 : -1]


def _normal(text: str) -> str:
    text = text.lower()
    return text if text.isalpha() else _DIGITS.sub("#", text)


def _repeated(
    pages: Sequence[Page], edges: list[list[int]], name: str, found: dict[Place, str]
) -> None:
    """Lines at one edge of the pages that repeat, and page numbers among them."""
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    normal: dict[Place, str] = {}
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        for index in edge:
            line = page.lines[index]
            text = normal[number, index] = _normal(line[0])
            places[text].append((number, line[3]))
    wanted = 2 if len(pages) < 4 else 3
    homes = {text: _homes(spots, wanted) for text, spots in places.items() if len(spots) >= wanted}
    often = {text for text, spots in places.items() if len(spots) >= _OFTEN * len(pages)}
    numbers = _numbered(pages, edges)
    covered: list[tuple[int, list[int]]] = []
    known: set[str] = set()
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        signs: list[tuple[int, bool]] = []
        for index in edge:
            text = normal[number, index]
            numbered = (number, index) in numbers
            if not numbered and not _is_home(page.lines[index].top, homes.get(text)):
                break
            signs.append((index, numbered or text in often))
        full = len(signs) == len(edge)
        if full:
            covered.append((number, edge))
        while signs and (full or not signs[-1][1]) and not _stands_apart(page, edge, len(signs)):
            signs.pop()
        for index, _ in signs:
            found[number, index] = "page number" if (number, index) in numbers else name
            known.add(normal[number, index])
    # A page that repeats all through is one of a form's copies, or holds nothing else.
    for number, edge in covered:
        for index in edge:
            if (number, index) in numbers or normal[number, index] in known:
                found.setdefault((number, index), name)


def _is_home(top: float, homes: Sequence[float] | None) -> bool:
    return homes is not None and any(abs(top - home) <= _PLACE for home in homes)


def _stands_apart(page: Page, edge: Sequence[int], count: int) -> bool:
    """Whether white space parts the outer ``count`` lines from the rest of the page."""
    if count >= len(edge):
        return False
    last, inner = page.lines[edge[count - 1]], page.lines[edge[count]]
    return abs(inner.top - last.top) > 1.7 * max(last.height, inner.height)


def _homes(spots: list[tuple[int, float]], wanted: int) -> list[float]:
    """Heights at which the line stands on at least ``wanted`` different pages."""
    homes: list[float] = []
    group: list[tuple[float, int]] = []
    for top, number in sorted((top, number) for number, top in spots):
        if group and top - group[0][0] > _PLACE:
            group = []
        group.append((top, number))
        if len({n for _, n in group}) >= wanted and (not homes or homes[-1] != group[0][0]):
            homes.append(group[0][0])
    return homes


def page_number(text: str) -> tuple[str, int, bool] | None:
    """A line that may be a page number: its dress, its value, and whether it says so itself.

    Example: "- 12 -" -> ("", 12, True); "A-3" -> ("a-", 3, False); "7." -> None.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    value = match["value"]
    number = int(value) if value.isdigit() else _roman(value.lower())
    if number <= 0:
        return None
    certain = bool(match["page"] or match["total"] or (match["dress"] and text[-1] in "-–—])|"))
    style = "" if value.isdigit() else "roman"
    return (match["prefix"] or "").lower().replace(" ", "") + style, number, certain


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[char] for char in text]
    return sum(-a if a < b else a for a, b in pairwise([*values, 0]))


def _numbered(pages: Sequence[Page], edges: list[list[int]]) -> set[Place]:
    """Outer lines that are page numbers: in step with the pages, or saying so."""
    seen: dict[Place, tuple[str, int]] = {}
    result: set[Place] = set()
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        for index in edge:
            text = page.lines[index][0]
            parsed = page_number(text) if len(text) <= _LONGEST_NUMBER else None
            if parsed is None:
                continue
            style, value, certain = parsed
            if certain:
                result.add((number, index))
            seen[number, index] = (style, value - number)
    votes = Counter(seen.values())
    result.update(place for place, step in seen.items() if votes[step] >= 2)
    return result


def _lone_numbers(pages: Sequence[Page], found: dict[Place, str]) -> None:
    """Page numbers of an earlier paging left in mid-page: 11, 12, 13 ... a page apart.

    All stand at the same distance from the left, and not at the left edge of the text,
    where the numbers of clauses stand.
    """
    chain: list[tuple[Place, int, int, float]] = []
    chains: list[list[tuple[Place, int, int, float]]] = []
    above = 0
    for number, page in enumerate(pages):
        short = [(i, line) for i, line in enumerate(page.lines) if 0 < len(line[0]) <= 8]
        for index, line in short:
            parsed = page_number(line[0])
            if parsed is None or parsed[0]:
                continue
            value, distance, middle = parsed[1], above + index, (line.left + line.right) / 2
            near = bool(chain) and abs(middle - chain[-1][3]) < 12
            if near and value == chain[-1][1] + 1 and distance - chain[-1][2] >= 15:
                chain.append(((number, index), value, distance, middle))
            elif line.left > min(other[2] for other in page.lines) + 40:
                if near and distance - chain[-1][2] < 15:
                    continue
                chains.append(chain)
                chain = [((number, index), value, distance, middle)]
        above += len(page.lines)
    chains.append(chain)
    for links in chains:
        if len(links) >= 4:
            for place, *_ in links:
                found.setdefault(place, "page number")


def _watermarks(pages: Sequence[Page], found: dict[Place, str]) -> None:
    """Large or slanting words at the same place on several pages."""
    large: dict[tuple[str, int, int], list[Place]] = defaultdict(list)
    for number, page in enumerate(pages):
        for index, line in enumerate(page.lines):
            if line[5] - line[3] > 30 and len(line[0]) < 60:
                key = (_normal(line.text), round(line.left / 20), round(line.top / 20))
                large[key].append((number, index))
    for (text, _, _), places in large.items():
        lone = len(pages) < 3 and _STAMP.fullmatch(text) is not None
        if len({number for number, _ in places}) >= 3 or lone:
            for place in places:
                found.setdefault(place, "watermark")


def _line_numbers(number: int, page: Page, found: dict[Place, str]) -> None:
    """The numbers 1, 2, 3 ... down the margin of a numbered draft or pleading.

    Told from a list by where they stand: all in one column, one a line, left of every
    line of the text.
    """
    lines = [(index, line) for index, line in enumerate(page.lines) if line[0].isdigit()]
    if len(lines) < _FEWEST_LINE_NUMBERS:
        return
    edge = min(line.right for _, line in lines)
    column = [(index, line) for index, line in lines if abs(line.right - edge) < 8]
    values = [int(line.text) for _, line in column]
    steps = {after - before for before, after in pairwise(values)}
    if len(column) < _FEWEST_LINE_NUMBERS or steps not in ({1}, {5}):
        return
    taken = {index for index, _ in column}
    others = [line for index, line in enumerate(page.lines) if index not in taken and line.text]
    if sum(1 for line in others if line.left < edge) > 0.1 * len(others):
        return
    for index in taken:
        found.setdefault((number, index), "line number")
