"""Every error the auditor raises on purpose.

    AuditorError                 what, where and what to do, in one line
    ├── UsageError               wrong option, path or configuration      (exit 2)
    │   └── RuleError            a rule pack that cannot be used, with file and line
    └── LoadError                one document that cannot be read; never ends a run
        ├── Encrypted            a password is needed, or the one given is wrong
        ├── Unsupported          a format nothing here reads, or a tool is missing
        ├── Damaged              the bytes are not what the format promises
        └── LimitReached         a limit on time, size, pages, nesting or ratio bit

Anything else that escapes is a defect of ours; the run layer turns it into a
``failed`` document with the reason ``internal-error`` and goes on.
"""

from __future__ import annotations

from pathlib import Path


class AuditorError(Exception):
    """Base of all errors raised on purpose; ``str()`` is fit to show a user."""


class UsageError(AuditorError):
    """The command line, the configuration or an API call asks for what cannot be done."""


class RuleError(UsageError):
    """A rule pack cannot be used.

    Args:
        message: what is wrong and what is allowed instead.
        path: the YAML file, when known.
        line: 1-based line in that file, when known.
    """

    def __init__(self, message: str, *, path: Path | None = None, line: int | None = None) -> None:
        where = "" if path is None else f"{path}:{line}: " if line else f"{path}: "
        super().__init__(where + message)
        self.path = path
        self.line = line


class LoadError(AuditorError):
    """One document cannot be read. ``code`` is the reason code of the document's row."""

    code = "unreadable"


class Encrypted(LoadError):  # noqa: N818
    """The file needs a password that was not given, or the given ones do not open it."""

    code = "encrypted"


class Unsupported(LoadError):  # noqa: N818
    """No loader reads this format, or a needed tool is not installed."""

    code = "unsupported-format"


class Damaged(LoadError):  # noqa: N818
    """The bytes are not a readable file of the format they claim to be."""

    code = "damaged"


class LimitReached(LoadError):  # noqa: N818
    """A limit on time, memory, size, pages, nesting or compression ratio was reached."""

    code = "limit"
