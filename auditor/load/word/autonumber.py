"""Numbers that old documents keep in fields: LISTNUM and the AUTONUM family.

These fields store no result, Word computes it. The three built-in lists are those of
Word's own help ("Field codes: ListNum field").
"""

from __future__ import annotations

import re

from auditor.load.word.numerals import format_number

_FIELD = re.compile(
    r"(LISTNUM|AUTONUMLGL|AUTONUMOUT|AUTONUM)\b\s*(?:\"?(?P<list>[A-Za-z]\w*)\"?)?", re.IGNORECASE
)
_LEVEL = re.compile(r"\\l\s*\"?(\d)")
_START = re.compile(r"\\s\s*\"?(\d{1,5})")
_LISTS = {
    "numberdefault": ("%d)", "%a)", "%i)", "(%d)", "(%a)", "(%i)", "%d.", "%a.", "%i."),
    "outlinedefault": ("%I.", "%A.", "%d.", "%a)", "(%d)", "(%a)", "(%i)", "(%a)", "(%i)"),
    "autonum": ("%d.",) * 9,
}
_FORMATS = {
    "d": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
}  # fmt: skip
_USUAL = {"autonum": "autonum", "autonumlgl": "legaldefault", "autonumout": "outlinedefault"}


class AutoNumbers:
    """The running numbers of one story."""

    def __init__(self) -> None:
        self._counts: dict[str, list[int]] = {}

    def show(self, instruction: str, outline: int) -> str | None:
        """What Word writes for a field, or None when the field is of another kind.

        Args:
            instruction: the field's code ("LISTNUM LegalDefault \\\\l 2").
            outline: outline level of its paragraph, 0 outermost, which AUTONUM fields count by.
        """
        field = _FIELD.match(instruction)
        if field is None:
            return None
        kind = field[1].lower()
        list_name = _USUAL.get(kind) or (field["list"] or "NumberDefault").lower()
        level = _LEVEL.search(instruction)
        depth = min(8, int(level[1]) - 1 if level and level[1] != "0" else outline)
        if kind == "listnum" and level is None:
            depth = 0
        counts = self._counts.setdefault(list_name, [0] * 9)
        start = _START.search(instruction)
        counts[depth] = int(start[1]) if start else counts[depth] + 1
        counts[depth + 1 :] = [0] * (8 - depth)
        if list_name == "legaldefault":
            return ".".join(str(max(1, count)) for count in counts[: depth + 1]) + "."
        form = _LISTS.get(list_name, _LISTS["numberdefault"])[depth]
        return re.sub("%([dAaIi])", lambda m: format_number(counts[depth], _FORMATS[m[1]]), form)
