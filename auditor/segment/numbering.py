"""Which candidates are clause numbers, and how a lawyer cites them.

A stack holds the lists open at a point: 7. -> 7.2 -> (a) -> (ii). A candidate continues
one of them, opens a new one under the last, starts one again, or is not a number at all.
Looking a bounded number of candidates ahead tells "(i)" after "(h)" from roman one, and
a nested "1." from a new count.
"""

from __future__ import annotations

from typing import NamedTuple

from auditor.segment.labels import Label, Reading

_AHEAD = 30
_LIST_STYLES = frozenset(
    ("a()", "i()", "(1)", "a)", "i)", "a.", "i.", "1)", "1.)", "A()", "I()", "A)", "I)", "(?)")
)


class Numbered(NamedTuple):
    """An accepted clause number.

    Attributes:
        label: the label itself.
        number: composed with its parents: "7.2(a)", "Schedule 1, paragraph 3".
        parent: index of the enclosing number in the list of accepted ones, or None.
        series: the same for all items of one list.
        in_list: whether it is an item of a list rather than a section.
        schedule: whether it stands in a schedule, exhibit or annex.
    """

    label: Label
    number: str
    parent: int | None
    series: int
    in_list: bool
    schedule: bool


class _Level(NamedTuple):
    style: str
    path: tuple[int, ...]
    number: str
    at: int  # in the accepted numbers
    series: int
    level: int  # of the list item, 0 unknown


class _Place(NamedTuple):
    """Put ``reading`` at ``depth`` of the stack; ``fit`` as in ``_FIT``."""

    reading: Reading
    depth: int
    fit: int
    new: bool


# How well a candidate fits: 4 continues, 3 opens a list, 2 starts one again, 1 leaves a
# gap of one or two, 0 fits nowhere.
_CONTINUES, _OPENS, _RESTARTS, _GAP, _STRAY = 4, 3, 2, 1, 0


def resolve(labels: list[Label], text: str) -> list[Numbered]:
    """The accepted labels in order, numbered. Linear in the number of labels."""
    return _Resolver(labels, text).run()


class _Resolver:
    def __init__(self, labels: list[Label], text: str) -> None:
        self.labels = labels
        self.text = text
        self.stack: list[_Level] = []
        self.accepted: list[Numbered] = []
        self.series = 0
        self.base = ""
        first_sections = sum(
            1 for label in labels if label.keyword == "section" and label.readings[0].path == (1,)
        )
        tops = any(label.keyword == "top" for label in labels)
        self.sections_restart = first_sections > 1 and tops

    def run(self) -> list[Numbered]:
        for index, label in enumerate(self.labels):
            if label.keyword and label.keyword not in ("top", "section"):
                self._open_schedule(index, label)
                continue
            place = self._place(index, label)
            if self._accept(index, label, place):
                self._push(index, label, place)
        return self.accepted

    def _open_schedule(self, index: int, label: Label) -> None:
        following = self.labels[index + 1] if index + 1 < len(self.labels) else None
        # A list of exhibits (a table of contents, an "including" list) opens none of them.
        listed = (
            following is not None
            and following.keyword == label.keyword
            and following.start - label.end < 200
        )
        # SEC filings head the whole agreement with "Exhibit 10.14".
        filing = len(label.readings[0].path) > 1 and label.readings[0].path[0] in (4, 10, 99)
        if listed or filing or not self._has_body(label):
            return
        self.stack.clear()
        self.base = label.token
        self._push(index, label, _Place(label.readings[0], 0, _OPENS, True))

    def _has_body(self, label: Label) -> bool:
        return bool(self.accepted) or label.start > 1500

    def _place(self, index: int, label: Label) -> _Place:
        places = []
        for reading in label.readings:
            if label.keyword == "top":
                places.append(self._place_top(reading))
            elif len(reading.path) > 1:
                places.append(self._place_path(reading))
            else:
                places.append(self._place_single(index, reading, label.level))
        if len(places) == 1:
            return places[0]
        both = [place for place in places if place.fit >= _OPENS]
        if len(both) == 2:
            return self._by_what_follows(index, both)
        return max(places, key=lambda place: place.fit)

    def _by_what_follows(self, index: int, both: list[_Place]) -> _Place:
        for label in self.labels[index + 1 : index + 1 + _AHEAD]:
            for place in both:
                wanted = (place.reading.style, (place.reading.value + 1,))
                if label.readings and wanted in label.readings[:1]:
                    return place
        return max(both, key=lambda place: (place.fit, place.depth))

    def _place_top(self, reading: Reading) -> _Place:
        depth = 1 if self.base and self.stack else 0
        if len(self.stack) > depth and self.stack[depth].style == reading.style:
            gap = reading.value - self.stack[depth].path[-1]
            fit = _CONTINUES if gap == 1 else _RESTARTS if reading.value == 1 else _GAP
            return _Place(reading, depth, fit, new=False)
        return _Place(reading, depth, _OPENS if reading.value == 1 else _GAP, new=True)

    def _place_path(self, reading: Reading) -> _Place:
        path = reading.path
        for depth in range(len(self.stack) - 1, -1, -1):
            level = self.stack[depth]
            if level.path == path[:-1] and level.style[:1] in "1st":
                fit = _OPENS if path[-1] == 1 else _GAP if path[-1] < 4 else _STRAY
                return _Place(reading, depth + 1, fit, new=True)
            if len(level.path) == len(path) and level.path[:-1] == path[:-1]:
                gap = path[-1] - level.path[-1]
                fit = _CONTINUES if gap == 1 else _GAP if 1 < gap < 4 else _STRAY
                return _Place(reading, depth, fit, new=False)
        depth = 1 if self.base and self.stack else 0
        root = self.stack[depth].path[0] if len(self.stack) > depth else 0
        expected = path[0] in (1, root + 1) and path[-1] < 4
        fit = _STRAY if not expected else _RESTARTS if path[-1] == 1 else _GAP
        return _Place(reading, depth, fit, new=True)

    def _place_single(self, index: int, reading: Reading, given: int) -> _Place:
        same = -1
        for depth in range(len(self.stack) - 1, -1, -1):
            level = self.stack[depth]
            if level.style == reading.style and len(level.path) == 1:
                if given and level.level and given != level.level:
                    if given > level.level:
                        break  # a list of the same style inside this one
                    continue
                if reading.value - level.path[-1] == 1:
                    return _Place(reading, depth, _CONTINUES, new=False)
                same = max(same, depth)
        section = reading.style in ("1.", "1") and self._has_decimals(index, reading)
        if section and same < 0:
            depth = self._depth_for(Reading("section:1", reading.path))
            return _Place(reading, depth, _OPENS if reading.value == 1 else _GAP, new=True)
        if same < 0 and reading.style in ("1.", "1"):
            implied = self._after_decimals(reading)
            if implied is not None:
                return implied
        if same < 0 and reading.value == 1 and self._leaves_front_matter(index, reading):
            return _Place(reading, self._front_depth(), _OPENS, new=True)
        if same < 0:
            fit = _OPENS if reading.value == 1 else _STRAY
            return _Place(reading, self._depth_for(reading), fit, new=True)
        if reading.value == 1:
            top = len(self.stack)
            nested = same < top - 1 and self._resumes(index, self.stack[-1])
            if not section and (nested or (same == top - 1 and self._introduced(index))):
                return _Place(reading, top, _OPENS, new=True)
            return _Place(reading, same, _RESTARTS, new=True)
        gap = reading.value - self.stack[same].path[-1]
        return _Place(reading, same, _GAP if 1 < gap < 4 else _STRAY, new=False)

    def _front_depth(self) -> int:
        return sum(1 for level in self.stack[:2] if level.number == self.base != "")

    def _leaves_front_matter(self, index: int, reading: Reading) -> bool:
        """Whether a count begins beside, not under, the parties "(1)" or the recitals "(A)"."""
        if reading.style not in ("1.", "1", "A()", "A.", "1)"):
            return False
        front = self.stack[self._front_depth() :]
        lists = all(level.style in _LIST_STYLES or level.style == "A." for level in front)
        return bool(front) and lists and not any(
            self._resumes(index, level, unless=Reading(level.style, (1,))) for level in front
        )

    def _after_decimals(self, reading: Reading) -> _Place | None:
        """The place of "3." where only "2.1", "2.2" stand: its "2." was not printed or read."""
        for depth, level in enumerate(self.stack):
            if level.style == "1.1":
                gap = reading.value - level.path[0]
                if gap == 1:
                    return _Place(reading, depth, _CONTINUES, new=True)
                return _Place(reading, depth, _GAP, new=True) if 1 < gap < 4 else None
        return None

    def _depth_for(self, reading: Reading) -> int:
        """A new list opens under the last item, but a Section never under anything but a Part."""
        if not reading.style.startswith("section"):
            return len(self.stack)
        depth = 0
        for level in self.stack:
            if level.style.startswith("top") or level.number == self.base != "":
                depth += 1
        return depth

    def _resumes(self, index: int, level: _Level, unless: Reading | None = None) -> bool:
        """Whether the list now open goes on after the count that starts at ``index``; ``unless``
        its next item comes after another first one, and so is of another list."""
        wanted = Reading(level.style, (*level.path[:-1], level.path[-1] + 1))
        ends = (self.labels[index].readings[0], unless)
        for label in self.labels[index + 1 : index + 1 + _AHEAD]:
            if wanted in label.readings:
                return True
            if any(end in label.readings for end in ends):
                return False
        return False

    def _introduced(self, index: int) -> bool:
        """Whether the words before announce a list ("in the following order:")."""
        start = self.labels[index].start
        before = self.text[max(0, start - 80) : start].rstrip()
        return before.endswith((":", "—")) and "agree" not in before.lower()

    def _followed(self, index: int, reading: Reading) -> bool:
        """Whether the next item of the list, or a first sub-item, comes soon."""
        path = reading.path
        after = Reading(reading.style, (*path[:-1], path[-1] + 1))
        child = Reading("1.1", (*path, 1))
        for label in self.labels[index + 1 : index + 1 + _AHEAD]:
            if after in label.readings or child in label.readings:
                return True
            again = label.readings[0].path == path and label.readings[0].style[:1] == "1"
            if again and reading.style == "1":
                return False  # printed again: this one was a page number
        return False

    def _has_decimals(self, index: int, reading: Reading) -> bool:
        """Whether "1.1" follows, so that "1." is a section and no item of a list."""
        child = Reading("1.1", (*reading.path, 1))
        for label in self.labels[index + 1 : index + 6]:
            if child in label.readings:
                return True
            if reading in label.readings:
                return False
        return False

    def _accept(self, index: int, label: Label, place: _Place) -> bool:
        if label.hard == 3:
            return True
        fit, style = place.fit, place.reading.style
        if fit == _CONTINUES:
            return True
        if label.hard < 0:
            return fit == _OPENS and style == "1.1"
        lettered = style in ("A.", "a.", "I.", "i.", "A)", "I)")
        unmarked = style == "1" or (style == "1.1" and label.hard < 2)
        if fit in (_OPENS, _RESTARTS):
            child = fit == _OPENS and style == "1.1"  # its parent is open: 2. -> 2.1
            sure = child or (label.hard == 2 and not lettered and not unmarked)
            return sure or self._followed(index, place.reading)
        if fit == _GAP and label.hard < 2:
            return style in ("1.", "1.1") and self._followed(index, place.reading)
        if label.hard < 2 or unmarked:
            return False
        if fit == _GAP:
            return True
        return self._stray(label, place)

    def _stray(self, label: Label, place: _Place) -> bool:
        """A number at the start of a block that fits no list: the text may have gaps."""
        first = self.text[label.end : label.end + 1]
        if place.reading.style in ("1.", "1.1") or label.keyword:
            return max(place.reading.path) <= 60 and (first.isupper() or first in '"“(')
        return place.reading.style in ("a()", "i()", "(1)")

    def _push(self, index: int, label: Label, place: _Place) -> None:
        reading, depth = place.reading, place.depth
        if place.new:
            self.series += 1
            series = self.series
        else:
            series = self.stack[depth].series
        del self.stack[depth:]
        parent = self.stack[-1] if self.stack else None
        # Articles and Parts only group sections that count through, as 3.1 shows.
        grouped = parent is not None and parent.style.startswith("top")
        alone = grouped and reading.style in ("1.", "1") and self._has_decimals(index, reading)
        number = self._compose(label, reading, None if alone else parent)
        self.accepted.append(
            Numbered(
                label,
                number,
                None if parent is None else parent.at,
                series,
                reading.style in _LIST_STYLES,
                bool(self.base),
            )
        )
        self.stack.append(
            _Level(reading.style, reading.path, number, len(self.accepted) - 1, series, label.level)
        )

    def _compose(self, label: Label, reading: Reading, parent: _Level | None) -> str:
        token = label.token
        prefix = ""
        if self.base and token != self.base:
            prefix = self.base + (", paragraph " if self.base.startswith("Schedule") else " ")
        if label.keyword == "section" and len(reading.path) == 1 and self.sections_restart:
            return f"{parent.number}, Section {token}" if parent else prefix + token
        if parent is None or label.keyword or len(reading.path) > 1:
            return prefix + token
        if parent.number == self.base:
            return prefix + token
        if token.startswith("("):
            return parent.number + token
        return (
            f"{parent.number}({token})"
            if parent.number.endswith(")")
            else (f"{parent.number}.{token}")
        )
