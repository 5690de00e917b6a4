"""``auditor bench``: the measurements, the same that CI runs.

Each benchmark is a module of ``auditor.bench`` with two functions: ``run``, whose signature
becomes the command's arguments and options, and ``render``, which makes its result text.
"""

from __future__ import annotations

import importlib
import inspect
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import click

from auditor.run.messages import did_you_mean

BENCHES = {
    "accuracy": "Score findings against CUAD's labels: clause yes/no, presence, span.",
    "reading": "How much of a PDF's text is read, and at what cost, against bare pdfium.",
    "speed": "Pages and megabytes a second, memory, cold start, against bare extraction.",
    "rules": "Throughput of each rule, the slowest first.",
    "labelled": "Score findings against contracts that were read and labelled whole.",
    "train": "Learn the second reader's weights again from labelled clauses.",
}


class Benches(click.Group):
    """One command for each benchmark, built from its ``run`` when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all benchmarks."""
        return list(BENCHES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The benchmark of that name."""
        if cmd_name not in BENCHES:
            ctx.fail(f"no benchmark {cmd_name!r}{did_you_mean(cmd_name, BENCHES)}")
        module = importlib.import_module(f"auditor.bench.{cmd_name}")
        return _command(cmd_name, module.run, module.render)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of benchmarks, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(BENCHES.items()))


def _command(name: str, run: Callable[..., Any], render: Callable[..., str]) -> click.Command:
    hints = get_type_hints(run)
    parameters = [
        _parameter(parameter, hints.get(parameter.name, str))
        for parameter in inspect.signature(run).parameters.values()
    ]

    def callback(**given: Any) -> None:
        click.echo(render(run(**{key: value for key, value in given.items() if value is not None})))

    summary = (inspect.getdoc(run) or BENCHES[name]).split("\n\nReturns:")[0]
    text = "\n\n".join("\b\n" + part for part in summary.split("\n\n"))
    return click.Command(name, callback=callback, params=parameters, help=text)


def _parameter(parameter: inspect.Parameter, hint: Any) -> click.Parameter:
    required = parameter.default is inspect.Parameter.empty
    kind = _kind(hint)
    if required:
        return click.Argument([parameter.name], type=kind, metavar=parameter.name.upper())
    flag = "--" + parameter.name.replace("_", "-")
    if kind is bool:
        return click.Option([f"{flag}/--no-{flag[2:]}", parameter.name], default=parameter.default)
    shown = "" if parameter.default is None else f"default: {parameter.default}"
    return click.Option([flag, parameter.name], type=kind, default=None, help=shown)


def _kind(hint: Any) -> Any:
    """The click type of an annotation; ``X | None`` is X."""
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if hint is Path:
        return click.Path(path_type=Path)
    return hint if hint in (int, float, bool) else str


command = Benches("bench", help="Measure accuracy and speed.", no_args_is_help=True)
