"""Compiled rule packs kept between runs: reading and compiling YAML is most of a cold start.

A pack lies in the cache folder as JSON under a name made of all its files' contents, their
places, and the code; a checksum stands before it. What is damaged, or was made by another
version, is passed over and made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.resources import rules_dir
from auditor.run.cache import cache_dir, private
from auditor.run.identity import code_hash, rules_hash
from auditor.run.options import RunOptions

if TYPE_CHECKING:
    from auditor.engine import Pack, Program

_PREFIX = "pack-"
_KEPT = 8  # packs of other rules, options or versions


def compiled_pack(options: RunOptions) -> tuple[Pack, Program]:
    """The rules in force and their program, from the cache folder where they are kept there.

    The rules come without their examples, which no run needs.

    Raises:
        RuleError: a pack cannot be used.
    """
    from auditor.engine import compile_pack, load_pack, stored

    path = cache_dir() / f"{_PREFIX}{_key(options)}.json"
    kept = _read(path)
    if kept is not None:
        return kept
    pack = stored.without_examples(load_pack([Path(folder) for folder in options.rules]))
    program = compile_pack(pack)
    _write(path, pack, program)
    return pack, program


def forget(folder: Path | None = None) -> None:
    """Delete all kept packs."""
    for path in _all(folder or cache_dir()):
        with suppress(OSError):
            path.unlink()


def _key(options: RunOptions) -> str:
    places = [str(rules_dir()), *(str(Path(folder).absolute()) for folder in options.rules)]
    words = [rules_hash(options), code_hash("engine"), *places]
    return hashlib.sha256("\0".join(words).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _all(folder: Path) -> list[Path]:
    return list(folder.glob(f"{_PREFIX}*.json"))


def _read(path: Path) -> tuple[Pack, Program] | None:
    from auditor.engine import stored

    try:
        checksum, _, body = path.read_bytes().partition(b"\n")
        if checksum.decode("ascii") != _checksum(path, body):
            return None
        data = json.loads(body)
        pack = stored.pack_from_dict(data["pack"])
        return pack, stored.program_from_dict(pack, data["program"])
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _write(path: Path, pack: Pack, program: Program) -> None:
    """Keep a pack, unless it would not come back as it is, or cannot be written."""
    from auditor.engine import stored

    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        body = stored.dumps(pack, program).encode("utf-8")
        if stored.pack_from_dict(json.loads(body)["pack"]) != pack:
            return
        private(path.parent)
        part.write_bytes(_checksum(path, body).encode("ascii") + b"\n" + body)
        part.chmod(0o600)
        part.replace(path)
        newest = sorted(_all(path.parent), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in newest[_KEPT:]:
            old.unlink()
    except (OSError, ValueError, TypeError):  # read-only, full, or rules that are no JSON
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _checksum(path: Path, body: bytes) -> str:
    return hashlib.sha256(path.name.encode("ascii") + b"\n" + body).hexdigest()
