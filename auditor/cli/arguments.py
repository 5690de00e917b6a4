"""The options that ``scan`` and ``check`` share, and what they mean to a run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from auditor.errors import UsageError
from auditor.load.options import Limits, LoadOptions
from auditor.run.config import BANDS, KEYS, Settings, settings
from auditor.run.options import RunOptions, severities, with_limits

_Command = TypeVar("_Command", bound=Callable[..., Any])

_OPTIONS = (
    click.argument("paths", nargs=-1, metavar="PATH..."),
    click.option(
        "--as", "as_", metavar="SIDE", help="Your side: buyer (default), vendor or template."
    ),
    click.option(
        "-o",
        "--output",
        multiple=True,
        metavar="FILE",
        help="Write a report; the extension chooses its format (html, json, jsonl, sarif,"
        " csv, txt), or say FORMAT=FILE. Repeatable.",
    ),
    click.option(
        "--format",
        metavar="FORMAT",
        help="What is printed: text, compact, summary, json, jsonl, sarif, csv, html.",
    ),
    click.option(
        "--fail-on", metavar="BAND", help=f"Exit 1 from this band on: {', '.join(BANDS)}."
    ),
    click.option(
        "--types",
        multiple=True,
        metavar="TYPE",
        help="Report these clause types only; ratings stay those of the whole contract.",
    ),
    click.option("--family", multiple=True, metavar="FAMILY", help="Report these families only."),
    click.option(
        "--severity",
        multiple=True,
        metavar="TYPE=BAND",
        help="Begin from another band than the rule's own. Repeatable.",
    ),
    click.option(
        "--rules", multiple=True, metavar="DIR", help="A folder of further rules. Repeatable."
    ),
    click.option(
        "--view",
        metavar="VIEW",
        help="Which side of tracked changes is read: final (default) or original.",
    ),
    click.option(
        "--complete/--no-complete",
        default=None,
        help="The documents given are the whole contract, nothing is annexed elsewhere.",
    ),
    click.option(
        "--context",
        multiple=True,
        metavar="FACT",
        help="What the contract does not state: " + ", ".join(KEYS["context"].choices) + ".",
    ),
    click.option(
        "--ocr/--no-ocr", default=None, help="Read pages that are pictures (default: yes)."
    ),
    click.option(
        "--password",
        "passwords",
        multiple=True,
        metavar="WORD",
        help="Try this on encrypted files; others can see it in the process list.",
    ),
    click.option("--password-file", metavar="FILE", help="Passwords to try, one a line."),
    click.option(
        "--limit",
        "limits",
        multiple=True,
        metavar="NAME=VALUE",
        help="A bound on one document: " + ", ".join(Limits.__dataclass_fields__) + ".",
    ),
    click.option(
        "--exclude", multiple=True, metavar="GLOB", help="Leave out files of this name or path."
    ),
    click.option(
        "--stdin-name", default="", metavar="NAME", help="What to call standard input (PATH -)."
    ),
    click.option(
        "--waivers",
        multiple=True,
        metavar="FILE",
        help="Accepted findings (default: auditor-waivers.yaml, here and upwards,"
        " and beside the documents).",
    ),
    click.option("--baseline", metavar="FILE", help="Set aside findings known from before."),
    click.option(
        "--write-baseline", metavar="FILE", help="Write this run's findings as a baseline."
    ),
    click.option(
        "--allow-partial/--no-allow-partial",
        default=None,
        help="Do not exit 3 when something was not fully read.",
    ),
    click.option(
        "-j", "--jobs", type=int, metavar="N", help="Worker processes (default: one for each core)."
    ),
    click.option(
        "--cluster",
        metavar="ADDRESS",
        help="Spread the work over a Dask cluster: tcp://HOST:8786, or local.",
    ),
    click.option("--https/--no-https", default=None, help="Read https URLs as well (default: no)."),
    click.option(
        "--shards",
        metavar="DIR",
        help="Write results as JSON Lines (and Parquet) for `auditor report` and SQL.",
    ),
    click.option(
        "--cache/--no-cache", default=None, help="Keep results and take them again (default: yes)."
    ),
    click.option(
        "--config", metavar="FILE", help="Settings from this file, not from the nearest one."
    ),
    click.option("--isolated", is_flag=True, help="Ignore configuration files."),
    click.option(
        "-q", "--quiet", is_flag=True, default=None, help="No progress, notes or summary."
    ),
    click.option("--color/--no-color", default=None, help="Colour on a terminal (also: NO_COLOR)."),
    click.option(
        "--profile",
        is_flag=True,
        help="Say where the time went, per stage and rule; reads in one process, without limits"
        " on time and memory.",
    ),
    click.option(
        "--debug", is_flag=True, expose_value=False, help="Show tracebacks of unexpected errors."
    ),
)


def run_options(command: _Command) -> _Command:
    """Adds the shared options to a command; they arrive as keyword arguments."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def settings_of(given: dict[str, Any]) -> Settings:
    """Settings in force, from a command's keyword arguments and the configuration.

    Raises:
        UsageError: a value is not allowed.
    """
    values = {
        "as": given["as_"], "family": _words(given["family"]), "types": _words(given["types"]),
        "context": _words(given["context"]), "limits": _pairs("limit", given["limits"]),
        "severity": _pairs("severity", given["severity"]),
    } | {
        name: given[name.replace("-", "_")]
        for name in (
            "rules", "view", "complete", "ocr", "exclude", "fail-on", "allow-partial", "waivers",
            "baseline", "jobs", "cluster", "https", "shards", "cache", "format", "output", "quiet",
            "color", "password-file",
        )
    }  # fmt: skip
    config = Path(given["config"]) if given["config"] else None
    return settings(values, config=config, use_config=not given["isolated"])


def options_of(chosen: Settings, passwords: tuple[str, ...] = ()) -> RunOptions:
    """What the settings mean to a run.

    Args:
        chosen: the settings in force.
        passwords: given on the command line, tried before those of the password file.

    Raises:
        UsageError: a limit is unknown, or the password file cannot be read.
    """
    limits = with_limits(Limits(), {k: str(v) for k, v in chosen["limits"].items()})
    if chosen["password-file"]:
        passwords += _lines(chosen["password-file"])
    return RunOptions(
        perspective=chosen["as"],
        load=LoadOptions(
            view=chosen["view"], passwords=passwords, ocr=chosen["ocr"], limits=limits
        ),
        complete=chosen["complete"],
        context=tuple(sorted(set(chosen["context"]))),
        rules=chosen["rules"],
        severity=severities(chosen["severity"], chosen["rules"]),
        jobs=chosen["jobs"],
        cache=chosen["cache"],
        cluster=chosen["cluster"],
    )


def _words(values: tuple[str, ...]) -> tuple[str, ...]:
    """Repeated and comma-separated values alike."""
    return tuple(word for value in values for word in value.replace(",", " ").split())


def _pairs(option: str, values: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for value in values:
        name, equals, word = value.partition("=")
        if not equals:
            raise UsageError(f"--{option} {value}: say NAME=VALUE")
        pairs[name.strip()] = word.strip()
    return pairs


def _lines(path: str) -> tuple[str, ...]:
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"password file {path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"password file {path}: is no UTF-8 text; save it as such") from None
    return tuple(line for line in text.splitlines() if line)
