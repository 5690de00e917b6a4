"""Which files of a walked folder are worth opening at all.

The loader decides by content what a file is. Here only names are looked at, and the first
bytes of files whose names say nothing, so that a folder full of pictures and programs
costs next to nothing; every such file still gets its row.
"""

from __future__ import annotations

from pathlib import Path

from auditor.errors import LoadError
from auditor.load.detect import EXTENSIONS
from auditor.model import Reason, Status
from auditor.run.sources import open_regular

# What the loader knows by name, and reads or refuses in words of its own.
READ = frozenset(EXTENSIONS) | {".rst"}
_PACKED = frozenset({".gz", ".bz2", ".xz"})

# Files that no one mistakes for a contract: they are listed, and an otherwise complete run
# over their folder still counts as complete.
NEVER = frozenset(
    ".py .pyc .pyi .ipynb .js .mjs .cjs .ts .tsx .jsx .css .scss .less .java .class .jar .c .h .cc"
    " .cpp .hpp .o .a .so .dll .dylib .exe .go .rs .rb .php .pl .sh .bash .bat .ps1 .sql .r .swift"
    " .kt .lua .json .jsonl .ndjson .yaml .yml .toml .ini .cfg .conf .lock .log .csv .tsv .parquet"
    " .sqlite .db .xsd .xsl .map .wasm .woff .woff2 .ttf .otf .eot .ico .svg .gif .mp3 .mp4 .wav"
    " .m4a .mov .avi .mkv .webm .iso .dmg .bin .sarif .sig .asc .pem .crt .key .sha256".split()
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (b"%PDF-", b"PK\x03\x04", _OLE, b"{\\rtf", b"From ", b"<!DOC", b"<html")


def unread(path: Path) -> tuple[Status, Reason] | None:
    """Why a file met in a folder is listed and not read; None when it is to be read."""
    suffix = path.suffix.lower()
    inner = Path(path.stem).suffix.lower() if suffix in _PACKED else suffix
    if refusal := unread_by_name(inner):
        return refusal
    if suffix in READ or _looks_readable(path):
        return None
    message = f"nothing here reads {suffix or 'such'} files; save it as PDF or Word and scan again"
    return Status.SKIPPED, Reason("unsupported-format", message)


def unread_by_name(suffix: str) -> tuple[Status, Reason] | None:
    """Why a file with this extension is never read, though it lies in a folder of contracts."""
    if suffix not in NEVER:
        return None
    message = f"{suffix} files are not contracts; not read (give the file itself to have it read)"
    return Status.SKIPPED, Reason("not-a-document", message)


def _looks_readable(path: Path) -> bool:
    """Whether the first bytes are those of a format that is read, or of plain text."""
    try:
        with open_regular(path) as file:
            head = file.read(4096)
    except (LoadError, OSError):
        return True  # the reader will say why it cannot be opened
    if any(magic in head[:1024] for magic in _MAGIC):
        return True
    if path.suffix and path.suffix[1:].isalpha() and len(path.suffix) <= 5:
        return False
    return bool(head) and b"\0" not in head
