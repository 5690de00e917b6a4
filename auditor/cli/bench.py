"""``auditor bench``: the measurements, the same that CI runs.

Each benchmark is a module of ``auditor.bench`` with a function ``run``, whose signature
becomes the command's arguments and options (``say`` takes lines of progress), and ``render``,
here or in the module's ``_report``, which makes its result text.
"""

from __future__ import annotations

import importlib
import inspect
import re
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import click

from auditor.errors import UsageError
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
        if not hasattr(module, "render"):
            renderer = importlib.import_module(f"auditor.bench.{cmd_name}_report")
            return _command(cmd_name, module.run, renderer.render)
        return _command(cmd_name, module.run, module.render)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of benchmarks, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(BENCHES.items()))


def _numbers(words: str) -> tuple[int, ...]:
    """Whole numbers with commas between them."""
    try:
        return tuple(int(word) for word in words.split(","))
    except ValueError:
        raise UsageError(f"{words!r} is not whole numbers with commas between them") from None


def _command(name: str, run: Callable[..., Any], render: Callable[..., str]) -> click.Command:
    hints = get_type_hints(run)
    summary, described = _documented(inspect.getdoc(run) or BENCHES[name])
    signature = inspect.signature(run).parameters
    parameters = [
        _parameter(parameter, hints.get(parameter.name, str), described.get(parameter.name, ""))
        for parameter in signature.values()
        if parameter.name != "say"
    ]
    told = {"say": lambda line: click.echo(line, err=True)} if "say" in signature else {}

    def callback(**given: Any) -> None:
        chosen = {key: value for key, value in given.items() if value is not None}
        click.echo(render(run(**chosen, **told)))

    taken = {parameter.name for parameter in parameters if isinstance(parameter, click.Argument)}
    arguments = [f"{key.upper()}: {about}" for key, about in described.items() if key in taken]
    text = "\n\n".join([summary, *arguments])
    return click.Command(name, callback=callback, params=parameters, help=text)


def _documented(docstring: str) -> tuple[str, dict[str, str]]:
    """What a function's docstring says of it (before "Args:"), and of each argument."""
    summary, _, rest = docstring.partition("\n\nArgs:\n")
    described: dict[str, str] = {}
    name = ""
    for line in rest.split("\n\n")[0].splitlines():
        entry = re.match(r"    (\w+): (.*)", line)
        if entry:
            name = entry.group(1)
            described[name] = entry.group(2)
        elif name:
            described[name] += " " + line.strip()
    return summary.split("\n\nReturns:")[0].split("\n\nRaises:")[0], described


def _parameter(parameter: inspect.Parameter, hint: Any, about: str) -> click.Parameter:
    required = parameter.default is inspect.Parameter.empty
    kind = _kind(hint)
    if required:
        return click.Argument([parameter.name], type=kind, metavar=parameter.name.upper())
    flag = "--" + parameter.name.replace("_", "-")
    if kind is bool:
        names = [f"{flag}/--no-{flag[2:]}", parameter.name]
        return click.Option(names, default=parameter.default, help=about)
    shown = "" if parameter.default is None else f" (default: {parameter.default})"
    metavar = "N,N" if kind is _numbers else None
    return click.Option(
        [flag, parameter.name], type=kind, default=None, help=about + shown, metavar=metavar
    )


def _kind(hint: Any) -> Any:
    """The click type of an annotation; ``X | None`` is X."""
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if hint is Path:
        return click.Path(path_type=Path)
    if get_origin(hint) is tuple:
        return _numbers
    return hint if hint in (int, float, bool) else str


command = Benches("bench", help="Measure accuracy and speed.", no_args_is_help=True)
