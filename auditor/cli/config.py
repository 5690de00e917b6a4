"""``auditor config``: the settings in force."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from auditor.run.config import KEYS, settings


@click.group("config", no_args_is_help=True)
def command() -> None:
    """Show the settings in force and where each comes from.

    Settings are read from auditor.toml, or [tool.auditor] in pyproject.toml: the nearest
    one from the working directory upwards. The command line comes before the file.

    \b
      as = "buyer"
      fail-on = "medium"
      rules = ["our-rules"]
      context = ["critical-function"]
      exclude = ["drafts"]
      [limits]
      seconds = 60
    """


@command.command("show")
@click.option("--config", metavar="FILE", help="Settings from this file, not the nearest one.")
@click.option("--isolated", is_flag=True, help="Ignore configuration files.")
def show(config: str | None, isolated: bool) -> None:
    """Print every setting, its value and its origin."""
    chosen = settings({}, config=Path(config) if config else None, use_config=not isolated)
    rows = [(name, _toml(chosen[name]), chosen.origin(name), KEYS[name].about) for name in KEYS]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for name, value, origin, about in rows:
        click.echo(
            f"{name:<{widths[0]}} = {value:<{widths[1]}}  ({origin})".ljust(sum(widths) + 8)
            + f"# {about}"
        )


def _toml(value: Any) -> str:
    """A value as TOML writes it; JSON's strings, lists and booleans are TOML's too."""
    if isinstance(value, dict):
        inner = ", ".join(f"{key} = {json.dumps(item)}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
