"""The ids of the rules in force, without reading the rules."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from auditor.resources import rules_dir


def known_types(folders: Iterable[str] = ()) -> tuple[str, ...]:
    """Ids of all rules of the built-in pack and of ``folders``; a rule's id is its file's name."""
    ids = {
        path.stem
        for root in (rules_dir(), *map(Path, folders))
        for path in root.rglob("*.y*ml")
        if not path.stem.startswith("_") and not path.parent.name.startswith("_")
    }
    return tuple(sorted(ids))
