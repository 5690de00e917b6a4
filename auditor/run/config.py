"""Settings of a run: defaults, then the configuration file, then the command line.

The file is ``auditor.toml``, or ``[tool.auditor]`` in ``pyproject.toml``: the nearest one
going up from the working directory, never one that lies among the documents only, since
documents come from strangers.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from auditor.errors import UsageError
from auditor.model import Band
from auditor.run.messages import did_you_mean, safe_name
from auditor.run.options import CONTEXTS

CONFIG_NAME = "auditor.toml"
BANDS = (*(band.value for band in Band), "never")

Kind = Literal["word", "words", "path", "paths", "flag", "number", "table"]


@dataclass(frozen=True, slots=True)
class Key:
    """A setting: its name, what kind of value it has, the words allowed, and its default."""

    name: str
    kind: Kind
    default: Any
    choices: tuple[str, ...] = ()
    about: str = ""


KEYS = {
    key.name: key
    for key in (
        Key("as", "word", "buyer", ("buyer", "vendor", "template"), "whose side you are on"),
        Key("rules", "paths", (), about="folders of further rules"),
        Key("types", "words", (), about="report these clause types only"),
        Key("family", "words", (), about="report these families only"),
        Key("severity", "table", {}, about="the band a type begins from, instead of its rule's"),
        Key("view", "word", "final", ("final", "original"), "the side of tracked changes to read"),
        Key("complete", "flag", False, about="the documents given are the whole contract"),
        Key("context", "words", (), CONTEXTS, "facts the contract does not state"),
        Key("ocr", "flag", True, about="read pages that are pictures"),
        Key("limits", "table", {}, about="bounds on one document"),
        Key("exclude", "words", (), about="glob patterns of files to leave out"),
        Key("fail-on", "word", "", BANDS, "the band at which the exit code becomes 1"),
        Key("allow-partial", "flag", False, about="exit 0 though something was not fully read"),
        Key("waivers", "paths", (), about="files of accepted findings"),
        Key("baseline", "path", "", about="findings known before, not reported again"),
        Key("jobs", "number", 0, about="worker processes; 0 is one for each core"),
        Key("cluster", "word", "", about="a Dask scheduler's address, or local"),
        Key("https", "flag", False, about="read https URLs, not only buckets and archives"),
        Key("cache", "flag", True, about="keep results, and take them when nothing has changed"),
        Key("format", "word", "", about="what is printed"),
        Key("output", "paths", (), about="reports to write"),
        Key("shards", "path", "", about="folder for results as JSON Lines and Parquet"),
        Key("quiet", "flag", False, about="print no progress, notes or summary"),
        Key("color", "flag", True, about="colour on a terminal"),
        Key("password-file", "path", "", about="passwords to try, one a line"),
    )
}


@dataclass(frozen=True, slots=True)
class Setting:
    """A value in force and where it came from ("default", "command line", "FILE")."""

    value: Any
    origin: str


class Settings(Mapping[str, Any]):
    """Values in force by key; ``origin`` says where each came from."""

    def __init__(self, values: Mapping[str, Setting]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self._values[name].value

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def origin(self, name: str) -> str:
        """Where the value of ``name`` came from."""
        return self._values[name].origin


def settings(
    given: Mapping[str, Any], *, config: Path | None = None, use_config: bool = True
) -> Settings:
    """Merge defaults, the configuration file and what the command line gives.

    Args:
        given: values by key from the command line or a call; None and () mean not given.
        config: the file to use instead of the nearest one.
        use_config: False leaves configuration files alone.

    Raises:
        UsageError: the file cannot be read, or a key or value in it is wrong.
    """
    merged = {name: Setting(key.default, "default") for name, key in KEYS.items()}
    path = config or (find_config(Path.cwd()) if use_config else None)
    if path is not None:
        for name, value in read_config(path).items():
            merged[name] = Setting(value, safe_name(str(path)))
    for name, value in given.items():
        if value is None or value in ((), {}):
            continue
        whole = {**merged[name].value, **value} if KEYS[name].kind == "table" else value
        merged[name] = Setting(check(name, whole, "command line"), "command line")
    return Settings(merged)


def find_config(start: Path) -> Path | None:
    """The nearest configuration file, from ``start`` upwards."""
    for folder in (start, *start.parents):
        own = folder / CONFIG_NAME
        if own.is_file():
            return own
        shared = folder / "pyproject.toml"
        if shared.is_file() and b"[tool.auditor" in shared.read_bytes():
            return shared
    return None


def read_config(path: Path) -> dict[str, Any]:
    """The settings a file holds, checked; its paths are relative to its own folder.

    Raises:
        UsageError: it cannot be read, is not TOML, or a key or value is wrong.
    """
    name = safe_name(str(path))
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{name}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{name}: not valid TOML: {error}") from None
    if path.name == "pyproject.toml":
        data = data.get("tool", {}).get("auditor", {})
    values = {}
    for key, value in data.items():
        checked = check(key, value, name)
        if KEYS[key].kind == "paths":
            checked = tuple(str(path.parent / part) for part in checked)
        elif KEYS[key].kind == "path":
            checked = str(path.parent / checked)
        values[key] = checked
    return values


def check(name: str, value: Any, where: str) -> Any:
    """``value`` in its normal form (lists become tuples).

    Raises:
        UsageError: no such key, or a value that is not allowed; names what is.
    """
    key = KEYS.get(name)
    if key is None:
        hint = did_you_mean(name, KEYS)
        raise UsageError(f"{where}: unknown setting {name!r}{hint}; allowed: {', '.join(KEYS)}")
    if key.kind in ("words", "paths"):
        parts = [value] if isinstance(value, str) else value
        if not isinstance(parts, list | tuple) or not all(isinstance(p, str) for p in parts):
            raise UsageError(f"{where}: {name} is a list of strings")
        for part in parts:
            _check_word(key, part, where)
        return tuple(parts)
    wanted, article = _TYPES[key.kind]
    if not isinstance(value, wanted) or (key.kind == "number" and isinstance(value, bool)):
        raise UsageError(f"{where}: {name} is {article}, not {value!r}")
    if isinstance(value, int) and value < 0:
        raise UsageError(f"{where}: {name} is 0 or more, not {value}")
    if key.kind == "word" and isinstance(value, str):
        _check_word(key, value, where)
    return value


_TYPES: dict[str, tuple[type, str]] = {
    "word": (str, "a string"),
    "path": (str, "a path"),
    "flag": (bool, "true or false"),
    "number": (int, "a whole number"),
    "table": (dict, "a table of names and values"),
}


def _check_word(key: Key, word: str, where: str) -> None:
    if key.choices and word not in key.choices:
        hint = did_you_mean(word, key.choices)
        raise UsageError(
            f"{where}: {key.name} {word!r} is not known{hint}; allowed: {', '.join(key.choices)}"
        )


def choose(kind: str, wanted: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    """The wanted ids, each of which must be known.

    Raises:
        UsageError: one is not; names the closest.
    """
    allowed = list(known)
    chosen = frozenset(wanted)
    for name in sorted(chosen - set(allowed)):
        hint = did_you_mean(name, allowed)
        raise UsageError(f"unknown {kind} {name!r}{hint}; see them with: auditor rules list")
    return chosen
