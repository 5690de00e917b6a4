"""The command ``auditor``: finds the sub-command, and turns every error into one line."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from auditor import __version__
from auditor.errors import AuditorError
from auditor.run.messages import did_you_mean, safe_name

INTERRUPTED = 130
INTERNAL = 70
# What a full or broken disk says, for which no file is named.
_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EMFILE)
READER_GONE = 141  # what a shell says of a program that SIGPIPE ended
COMMANDS = {
    "scan": "Read contracts and report what binds you, in every format.",
    "check": "Check contracts against a threshold; for terminals, hooks and CI.",
    "report": "Draw reports from results in JSON Lines.",
    "rules": "List, show, test, check and begin rules.",
    "explain": "Say what a clause type is, why it matters, and what to ask for.",
    "bench": "Measure accuracy and speed.",
    "cache": "Show or clear the results kept from former runs.",
    "config": "Show the settings in force and where each comes from.",
    "completion": "Print shell completion for bash, zsh or fish.",
}
HELP = """Find exclusivity, preferred access, most-favoured-nation, milestone-termination
and lock-in clauses in vendor contracts, and say why they matter.

\b
  auditor check contract.docx              before you sign one contract
  auditor scan contracts/ -o report.html   a folder, as one report
  auditor check templates/ --as template --fail-on medium -o out.sarif
  auditor explain mfn-price                what a clause type is about

No contract is sent to any service.
"""
EPILOG = """\b
Exit codes:
  0    nothing at or above the threshold
  1    findings at or above it
  2    wrong usage, configuration or rule; no file matched, or one cannot be written
  3    some input was not fully read (see --allow-partial); findings weigh more
  70   a defect of the auditor (--debug shows where)
  130  interrupted
"""


class ReaderGoneError(Exception):
    """Whoever read our output has stopped: ``auditor scan . | head``."""


class Commands(click.Group):
    """Sub-commands that are imported when they are called."""

    def invoke(self, ctx: click.Context) -> object:
        """As click's, which would make exit code 1, a finding, of a reader that is gone."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            raise ReaderGoneError from None
        return result

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, the most used first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"auditor.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's, with a hint for a misspelt command or a forgotten one."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            shown = safe_name(name)
            if Path(name).exists():
                ctx.fail(f"no command {shown!r}; to check the file, say: auditor check {shown}")
            hint = did_you_mean(name, COMMANDS)
            ctx.fail(f"no command {shown!r}{hint}; commands: {', '.join(COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def program() -> click.Group:
    """The root command."""
    group = Commands("auditor", help=HELP, epilog=EPILOG, no_args_is_help=True)
    group.context_settings = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
    click.version_option(__version__, "-V", "--version", message="auditor %(version)s")(group)
    return group


def main() -> None:
    """Entry point of the console script."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"auditor {__version__}")
        return
    # Importing and loading make millions of objects that stay; counting them again and again
    # is a third of a cold start. What is dropped goes at once all the same, unless in a ring.
    gc.set_threshold(100_000, 20, 20)
    code = run(sys.argv[1:])
    gc.freeze()  # the process ends: a last collection would walk over all of them once more
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command line; returns the exit code and never raises."""
    args = [argument for argument in arguments if argument != "--debug"]
    if len(args) < len(arguments):
        os.environ["AUDITOR_DEBUG"] = "1"
    # Workers divide the cores among documents; libraries must not do so again.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # We use none of pydantic's plugins; looking for them reads the metadata of every package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        code = program().main(args=args, prog_name="auditor", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.ctx.get_help() if error.ctx else "", file=sys.stderr)
        return 2
    except click.ClickException as error:
        return _fail(_one_line(error), error.exit_code)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _fail("interrupted", INTERRUPTED)
    except AuditorError as error:
        _trace()
        return _fail(str(error), 2)
    except ReaderGoneError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except OSError as error:
        _trace()
        return _refused(error)
    except Exception as error:
        _trace()
        return _defect(error)
    return code if isinstance(code, int) else 0


def _refused(error: OSError) -> int:
    """The system does not let a file be read or written, which is no defect of ours."""
    if error.filename is None and error.errno not in _DISK:
        return _defect(error)
    where = f"{safe_name(str(error.filename))}: " if error.filename is not None else ""
    return _fail(f"{where}{error.strerror}; check the path, its rights and the space left", 2)


def _defect(error: Exception) -> int:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    message = f"unexpected {type(error).__name__} at {where}: {safe_name(str(error))}"
    return _fail(f"{message}; please report it (--debug shows more)", INTERNAL)


def _trace() -> None:
    if os.environ.get("AUDITOR_DEBUG"):
        traceback.print_exc()


def _fail(message: str, code: int) -> int:
    print(f"auditor: {message}", file=sys.stderr)
    return code


def _one_line(error: click.ClickException) -> str:
    message = " ".join(error.format_message().split())
    if isinstance(error, click.UsageError) and error.ctx is not None:
        return f"{message} (see {error.ctx.command_path} --help)"
    return message
