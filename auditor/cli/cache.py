"""``auditor cache``: what is kept from former runs."""

from __future__ import annotations

import click

from auditor.run.cache import Cache, clear
from auditor.run.messages import plural
from auditor.run.packs import forget


@click.group("cache", no_args_is_help=True)
def command() -> None:
    """Show or clear the results kept from former runs.

    Results lie in the user's cache folder (AUDITOR_CACHE_DIR, or XDG_CACHE_HOME/auditor),
    readable by the user alone. They hold the passages that findings quote.
    """


@command.command("info")
def info() -> None:
    """Say where results are kept, and how many."""
    cache = Cache()
    state = cache.info()
    cache.close()
    click.echo(f"{state.path}")
    if cache.trouble:
        click.echo(cache.trouble)
    size, bound = state.bytes / (1 << 20), state.max_bytes >> 20
    click.echo(f"{plural(state.entries, 'result')}, {size:.1f} MiB of at most {bound} MiB")


@command.command("clear")
def clear_all() -> None:
    """Delete all kept results, and the compiled rule packs."""
    forget()
    click.echo(f"{plural(clear(), 'result')} deleted")
