"""Fields: their result is read, their instruction is not (ISO 29500-1, 17.16).

A complex field runs from a ``begin`` over an optional ``separate`` to an ``end`` character,
through runs and paragraphs, and may hold other fields. Some fields have no stored result,
because Word computes what it shows: check boxes, drop-down lists, click-here prompts and
automatic numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditor.load.word.autonumber import AutoNumbers
from auditor.load.word.xml import VAL, W, is_on, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TYPE = W + "fldCharType"
_PROMPT = re.compile(r"MACROBUTTON\s+\S+\s+(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class _Field:
    begin: Element
    instruction: list[str] = field(default_factory=list)
    in_result: bool = False
    text_in_result: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What a field without a stored result shows, and whether it is a prompt to fill in."""

    text: str
    placeholder: bool = False


class Fields:
    """The fields open at a point of one story.

    Args:
        root: the story; a ``begin`` without its ``end`` is ignored, so that a broken (or
            malicious) field cannot swallow the text after it.

    ``outline`` is the outline level of the paragraph being read, 0 outermost.
    """

    def __init__(self, root: Element) -> None:
        self._open: list[_Field] = []
        self._unbalanced = _unbalanced(root)
        self._numbers = AutoNumbers()
        self.outline = 0

    @property
    def in_instruction(self) -> bool:
        """Whether what follows is an instruction, which nobody sees."""
        return any(not field.in_result for field in self._open)

    def instruct(self, text: str) -> None:
        """A piece of the innermost instruction."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].instruction.append(text)

    def character(self, element: Element) -> Shown | None:
        """Take a ``w:fldChar``; what Word shows in its place, if it computes that."""
        kind = element.get(TYPE)
        if element in self._unbalanced:
            return None
        if kind == "begin":
            self._open.append(_Field(element))
        elif kind == "separate" and self._open:
            self._open[-1].in_result = True
        elif kind == "end" and self._open:
            closed = self._open.pop()
            if not self.in_instruction:
                return self._shown(closed)
        return None

    def note_text(self) -> None:
        """Words were read inside the results of all open fields."""
        for open_field in self._open:
            open_field.text_in_result = True

    def _shown(self, closed: _Field) -> Shown | None:
        instruction = "".join(closed.instruction).strip()
        data = closed.begin.find(W + "ffData")
        if data is not None and not closed.text_in_result:
            return _form(data)
        if closed.in_result:
            return None
        prompt = _PROMPT.match(instruction)
        if prompt:
            return Shown(prompt[1].strip(), placeholder=True)
        number = self._numbers.show(instruction, self.outline)
        return None if number is None else Shown(number)


def _form(data: Element) -> Shown | None:
    """A legacy form field: the box or the chosen entry."""
    box = data.find(W + "checkBox")
    if box is not None:
        checked = is_on(box, W + "checked")
        checked = is_on(box, W + "default") if checked is None else checked
        return Shown("☒" if checked else "☐")
    choices = data.find(W + "ddList")
    if choices is not None:
        entries = [entry.get(VAL, "") for entry in choices.iter(W + "listEntry")]
        chosen = number(value(choices, W + "result"), None)
        chosen = number(value(choices, W + "default"), 0) if chosen is None else chosen
        if chosen is not None and 0 <= chosen < len(entries):
            return Shown(entries[chosen])
    return None


def _unbalanced(root: Element) -> set[Element]:
    open_begins: list[list[Element]] = []
    stray: set[Element] = set()
    for element in root.iter(W + "fldChar"):
        kind = element.get(TYPE)
        if kind == "begin":
            open_begins.append([element])
        elif not open_begins:
            stray.add(element)
        elif kind == "separate":
            open_begins[-1].append(element)
        else:
            open_begins.pop()
    stray.update(element for group in open_begins for element in group)
    return stray
