"""Old and foreign office formats, by way of LibreOffice where it is installed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from auditor.errors import Damaged, LimitReached, Unsupported
from auditor.load.options import LoadOptions
from auditor.model import Document, Reason

_NAMES = {
    "doc": "Word 97-2003",
    "rtf": "RTF",
    "odt": "OpenDocument text",
    "wordxml": "Word 2003 XML",
    "wpd": "WordPerfect",
}
_SUFFIX = {"wordxml": ".xml"}

#: Formats this module can convert.
CONVERTED = frozenset(_NAMES)

_COMMON, _INET = "org.openoffice.Office.Common", "org.openoffice.Inet/Settings"
#: What the profile forbids: macros and active content, and fetching what a document links to
#: (a picture behind a URL tells its owner who reads the contract); whatever would connect all
#: the same is sent to a port of this machine where nobody listens.
_SETTINGS = (
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_COMMON}/Security/Scripting", "DisableActiveContent", "true"),
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    (_INET, "ooInetProxyType", "2"),
    *((_INET, f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS", "FTP")),
    *((_INET, f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS", "FTP")),
    (_INET, "ooInetNoProxy", ""),
)


def program() -> str | None:
    """The path of LibreOffice's command, None where it is not installed."""
    import shutil

    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(data: bytes, path: str, format: str, options: LoadOptions) -> bytes:
    """The same document as DOCX.

    LibreOffice runs without a window, with a profile of its own in a temporary folder that
    forbids macros, active content and links to elsewhere, and is stopped after half of
    ``limits.seconds``.

    Args:
        data: the bytes of the file.
        path: its name, for messages.
        format: one of ``CONVERTED``.
        options: limits.

    Raises:
        Unsupported: LibreOffice is not installed.
        LimitReached: it took too long.
        Damaged: it could not read the file.
    """
    import tempfile

    command = program()
    if command is None:
        raise Unsupported(
            f"{path} is {_NAMES[format]}, which is read by way of LibreOffice, and that is not "
            "installed: install it (package libreoffice-writer) or save the file as DOCX or PDF"
        )
    with tempfile.TemporaryDirectory(prefix="auditor-") as folder:
        source = Path(folder) / f"document{_SUFFIX.get(format, '.' + format)}"
        source.write_bytes(data)
        _forbid(Path(folder) / "profile")
        _run(command, source, Path(folder), path, options.limits.seconds / 2)
        target = source.with_suffix(".docx")
        if not target.is_file():
            raise Damaged(f"{path}: LibreOffice could not read it; ask for a new copy")
        return target.read_bytes()


def _forbid(profile: Path) -> None:
    """Write ``_SETTINGS`` where LibreOffice looks for what its user has chosen."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    )


def _run(command: str, source: Path, folder: Path, path: str, seconds: float) -> None:
    import os
    import signal
    import subprocess

    arguments = [
        command, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "docx", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    process = subprocess.Popen(  # noqa: S603 - the program is found on PATH, the name is ours
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True, cwd=folder,
        env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise LimitReached(
            f"{path}: LibreOffice did not finish within {seconds:.0f} s; save it as DOCX or PDF"
        ) from error


def converted(document: Document, format: str, sha256: str) -> Document:
    """``document``, read from the conversion, as the row of the original file."""
    note = Reason(
        "converted",
        f"{document.path} is {_NAMES[format]} and was read after conversion by LibreOffice: "
        "numbers and layout may differ from the original",
    )
    return replace(document, format=format, sha256=sha256, reasons=(note, *document.reasons))
