"""What a cached result depends on besides the document: the rules, the options, the code."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib import metadata
from pathlib import Path

import auditor
from auditor.errors import RuleError
from auditor.resources import rules_dir, templates_dir
from auditor.run.options import RunOptions

_LIBRARIES = ("spacy", "pypdfium2", "pdfplumber", "lxml", "rapidfuzz", "PyStemmer",
    "rapidocr-onnxruntime",
)  # fmt: skip
_RULES = (".yaml", ".yml", ".npz")


def rules_hash(options: RunOptions) -> str:
    """SHA-256 over names and contents of all rules and weights of all rule packs in force.

    Raises:
        RuleError: a folder of rules does not exist, cannot be read, or holds nothing.
    """
    digest = hashlib.sha256()
    for root in (rules_dir(), *map(Path, options.rules)):
        if not root.is_dir():
            raise RuleError(f"no such rule folder: {root}; give a folder of YAML rules")
        try:
            files = sorted(p for p in root.rglob("*") if p.suffix in _RULES and p.is_file())
            if not files:
                raise RuleError(f"no rule in {root}; a rule is a file FAMILY/TYPE.yaml")
            for path in files:
                name = path.relative_to(root).as_posix()
                digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + path.read_bytes())
        except OSError as error:
            raise RuleError(f"cannot be read: {error.strerror}", path=root) from None
    return digest.hexdigest()


@cache
def code_hash(room: str = "") -> str:
    """SHA-256 over the package's files as they lay (of one room, if named), and its libraries."""
    digest = hashlib.sha256(f"{auditor.__version__} {platform.python_version()}".encode())
    root = Path(auditor.__file__).parent
    files = [*(root / room).rglob("*"), *([] if room else templates_dir().rglob("*"))]
    for path in sorted(files):
        if path.suffix != ".pyc" and path.is_file():
            state = path.stat()
            name = path.relative_to(root.parent).as_posix()
            digest.update(f"\0{name} {state.st_size} {state.st_mtime_ns}".encode())
    for library in _LIBRARIES:
        try:
            digest.update(f"\0{library} {metadata.version(library)}".encode())
        except metadata.PackageNotFoundError:
            digest.update(f"\0{library} absent".encode())
    return digest.hexdigest()


def result_key(sha256: str, suffix: str, run: str) -> str:
    """Key of a document's result: its bytes, its extension (loaders look at it), the run."""
    return hashlib.sha256(f"{sha256} {suffix} {run}".encode()).hexdigest()
