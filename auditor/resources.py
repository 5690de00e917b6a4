"""Where the rule packs and the report templates live: the only module that knows.

Both stand at the top of the source tree (``rules/``, ``templates/``), where people look
for them, and are packed into the wheel as ``auditor/data/rules`` and
``auditor/data/templates``.
"""

from __future__ import annotations

from pathlib import Path

from auditor.errors import AuditorError

_PACKAGE = Path(__file__).resolve().parent


def rules_dir() -> Path:
    """The folder of the built-in rule packs, one sub-folder per family.

    Raises:
        AuditorError: the installation is incomplete.
    """
    return _folder("rules")


def templates_dir() -> Path:
    """The folder of the report's templates, style and script.

    Raises:
        AuditorError: the installation is incomplete.
    """
    return _folder("templates")


def _folder(name: str) -> Path:
    candidates = (_PACKAGE / "data" / name, _PACKAGE.parent / name)
    for folder in candidates:
        if folder.is_dir():
            return folder
    looked = " or ".join(str(folder) for folder in candidates)
    raise AuditorError(f"no folder {looked}: the installation is incomplete, install it again")
