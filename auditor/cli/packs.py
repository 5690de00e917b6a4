"""Loading rule packs for the commands that speak of rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.errors import UsageError
from auditor.run.catalogue import known_types
from auditor.run.config import settings
from auditor.run.messages import did_you_mean

if TYPE_CHECKING:
    from auditor.engine import Pack
    from auditor.engine.rules import Rule

_TITLED = 5


def rule_folders(given: tuple[str, ...]) -> list[Path]:
    """Folders of further rules: those given, else those of the configuration."""
    return [Path(folder) for folder in given or settings({})["rules"]]


def load(given: tuple[str, ...]) -> Pack:
    """The built-in rules and those of the folders in force.

    Raises:
        RuleError: a pack cannot be used.
    """
    from auditor.engine import load_pack

    return load_pack(rule_folders(given))


def find(pack: Pack, name: str) -> Rule:
    """The rule ``name``.

    Raises:
        UsageError: there is none; names the closest, or those whose title has the word.
    """
    if name not in pack.rules:
        hint = did_you_mean(name, pack.rules) or _titled(pack, name)
        raise UsageError(f"no clause type {name!r}{hint}; see them with: auditor rules list")
    return pack.rules[name]


def _titled(pack: Pack, words: str) -> str:
    """The types a person may mean who gives words, not an id."""
    titles = {rule.id: rule.title.casefold() for rule in pack.rules.values()}
    named = [rule for rule, title in titles.items() if words.casefold() in title]
    return f"; the word stands in the titles of {', '.join(named[:_TITLED])}" if named else ""


def complete_type(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Shell completion: clause types that begin with what is typed."""
    return [name for name in known_types() if name.startswith(incomplete)]


def own_types(pack: Pack, folders: list[Path]) -> list[str]:
    """Ids of the rules that lie in ``folders``."""
    roots = [folder.resolve() for folder in folders]
    return [
        name
        for name, path in pack.sources.items()
        if any(path.resolve().is_relative_to(root) for root in roots)
    ]
