"""Conditions over parameters: "duration_months > 36 and notice_days == null"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple

from auditor.errors import RuleError

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "<=": le, ">=": ge, "==": eq, "!=": ne, "<": lt, ">": gt,
}  # fmt: skip
_COMPARISON = re.compile(r"([a-z][a-z0-9_]*)\s*(<=|>=|==|!=|<|>)\s*(\S+)")
_WORDS = {"true": True, "false": False, "null": None}


class Comparison(NamedTuple):
    """One parameter compared with a number, a word, true, false or null."""

    name: str
    operator: str
    operand: object


@lru_cache(maxsize=1024)
def parse(text: str) -> tuple[tuple[Comparison, ...], ...]:
    """Alternatives ("or") of comparisons that must all hold ("and").

    Raises:
        RuleError: ``text`` is not of that form.
    """
    return tuple(
        tuple(_comparison(part, text) for part in alternative.split(" and "))
        for alternative in text.split(" or ")
    )


def _comparison(part: str, whole: str) -> Comparison:
    match = _COMPARISON.fullmatch(part.strip())
    if match is None:
        raise RuleError(
            f"cannot read the condition {whole!r}; write NAME < > <= >= == != VALUE, "
            "joined by 'and' or 'or'"
        )
    name, operator, operand = match.groups()
    return Comparison(name, operator, _value(operand))


def _value(text: str) -> object:
    if text in _WORDS:
        return _WORDS[text]
    try:
        return float(text)
    except ValueError:
        return text.strip("'\"")


def held_by(text: str, values: Mapping[str, object]) -> str | None:
    """The name of the first parameter of the alternative that holds, or None if none does.

    An unknown value is not zero (brief 3.5): only "== null" and "!= VALUE" speak of it, the
    latter never true. A list holds if one of its values does.
    """
    for alternative in parse(text):
        for comparison in alternative:
            if not _holds(comparison, values.get(comparison.name)):
                break
        else:
            return alternative[0].name
    return None


def _holds(comparison: Comparison, value: object) -> bool:
    if value is None:
        return comparison.operand is None and comparison.operator == "=="
    if isinstance(value, list | tuple):
        return any(_holds(comparison, item) for item in value)
    if comparison.operand is None:
        return comparison.operator != "=="
    if isinstance(comparison.operand, float):
        number = _number(value)
        return number is not None and _OPERATORS[comparison.operator](number, comparison.operand)
    if comparison.operator not in ("==", "!="):
        return False
    return _OPERATORS[comparison.operator](value, comparison.operand)


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    try:
        return float(str(value).replace(",", "").rstrip("% "))
    except ValueError:
        return None
