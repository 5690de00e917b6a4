"""``auditor completion``: scripts for the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from auditor.cli.main import program

HELP = """Print a shell's completion script.

\b
  bash: auditor completion bash >> ~/.bashrc
  zsh:  auditor completion zsh >> ~/.zshrc
  fish: auditor completion fish > ~/.config/fish/completions/auditor.fish
"""


@click.command("completion", help=HELP)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """See ``HELP``."""
    completer = get_completion_class(shell)
    assert completer is not None
    click.echo(completer(program(), {}, "auditor", "_AUDITOR_COMPLETE").source())
