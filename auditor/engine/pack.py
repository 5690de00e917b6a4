"""Loads rule packs: YAML files in, one validated ``Pack`` out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from auditor.engine.places import line_of, loader
from auditor.engine.rules import Catalogue, Family, Rule
from auditor.errors import RuleError
from auditor.resources import rules_dir

_Model = TypeVar("_Model", bound=BaseModel)
_CATALOGUE_LISTS = tuple(name for name in Catalogue.model_fields if name != "vocabulary")


@dataclass(frozen=True, slots=True)
class Pack:
    """All rules in force.

    Attributes:
        version: hash of the files' contents; part of every cache key.
        rules: id -> rule, in order of id.
        families: id -> family.
        catalogue: vocabulary, cues, factors, interactions ...
        sources: id -> file, for messages.
    """

    version: str
    rules: dict[str, Rule]
    families: dict[str, Family]
    catalogue: Catalogue
    sources: dict[str, Path]


def load_pack(folders: Iterable[Path] = (), *, builtin: bool = True) -> Pack:
    """Our rules, merged with those of ``folders`` (later ones may not redefine an id).

    Raises:
        RuleError: a file is not YAML, has an unknown key, a wrong value, an id that is
            not its name or already taken, or the folder holds no rule.
    """
    roots = ([rules_dir()] if builtin else []) + [Path(folder) for folder in folders]
    digest = hashlib.sha256()
    rules: dict[str, Rule] = {}
    families: dict[str, Family] = {}
    sources: dict[str, Path] = {}
    shared: dict[str, Any] = {name: [] for name in _CATALOGUE_LISTS} | {"vocabulary": {}}
    for root in roots:
        for path in _yaml_files(root):
            raw = path.read_bytes()
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + raw)
            _read_file(
                path, root, raw, rules=rules, families=families, sources=sources, shared=shared
            )
        for weights in sorted(root.glob("_reader/*.npz")):
            digest.update(weights.read_bytes())
    catalogue = _validate(Catalogue, shared, path=None, raw=b"")
    pack = Pack(
        version=digest.hexdigest()[:12],
        rules=dict(sorted(rules.items())),
        families=families,
        catalogue=catalogue,
        sources=sources,
    )
    _check_references(pack)
    return pack


def _yaml_files(root: Path) -> list[Path]:
    if not root.is_dir():
        raise RuleError(f"no such rule folder: {root}; give a folder of YAML rules")
    files = sorted(p for p in root.rglob("*.y*ml") if p.suffix in {".yaml", ".yml"})
    if not files:
        raise RuleError(f"no rule in {root}; a rule is a file FAMILY/TYPE.yaml")
    return files


def _read_file(
    path: Path, root: Path, raw: bytes, *, rules: dict[str, Rule], families: dict[str, Family],
    sources: dict[str, Path], shared: dict[str, Any],
) -> None:  # fmt: skip
    data = parse_yaml(path, raw)
    folder = path.relative_to(root).parts[0] if len(path.relative_to(root).parts) > 1 else ""
    if folder == "_vocabulary":
        for name, entries in data.items():
            if name in shared["vocabulary"]:
                raise RuleError(
                    f"the word list @{name} is already defined elsewhere; choose another name",
                    path=path, line=line_of(raw, (name,)),
                )  # fmt: skip
            shared["vocabulary"][name] = tuple(entries)
    elif folder == "_catalogue":
        for key, entries in data.items():
            if key not in _CATALOGUE_LISTS:
                raise RuleError(
                    f"unknown list {key!r}; allowed: {', '.join(_CATALOGUE_LISTS)}",
                    path=path, line=line_of(raw, (key,)),
                )  # fmt: skip
            shared[key] += entries
    elif path.stem == "_family":
        family = _validate(Family, data, path=path, raw=raw)
        families[family.id] = family
    elif not path.stem.startswith("_"):
        rule = _validate(Rule, data, path=path, raw=raw)
        if rule.id != path.stem:
            raise RuleError(
                f"id {rule.id!r} is not the file's name {path.stem!r}",
                path=path, line=line_of(raw, ("id",)),
            )  # fmt: skip
        if rule.id in rules:
            raise RuleError(
                f"id {rule.id!r} is already taken by {sources[rule.id]}; choose another",
                path=path, line=line_of(raw, ("id",)),
            )  # fmt: skip
        rules[rule.id] = rule
        sources[rule.id] = path


def parse_yaml(path: Path, raw: bytes) -> dict[str, Any]:
    """The mapping a YAML file holds.

    Raises:
        RuleError: not YAML, or not a mapping at its top.
    """
    import yaml

    try:
        data = yaml.load(raw, Loader=loader())  # noqa: S506 - the safe loader, in C
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not readable as YAML"
        raise RuleError(str(problem), path=path, line=mark.line + 1 if mark else None) from None
    if not isinstance(data, dict):
        raise RuleError("a rule file is a mapping of keys to values", path=path, line=1)
    return data


def _validate(model: type[_Model], data: Any, *, path: Path | None, raw: bytes) -> _Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        location = tuple(part for part in first["loc"] if part != "function-before")
        where = ".".join(str(part) for part in location)
        raise RuleError(
            f"{where}: {_explain(first, model)}", path=path, line=line_of(raw, location)
        ) from None


def _explain(error: Any, model: type[BaseModel]) -> str:
    if error["type"] != "extra_forbidden":
        return str(error["msg"]).removeprefix("Value error, ")
    key = str(error["loc"][-1])
    allowed = _fields_at(model, error["loc"][:-1])
    close = get_close_matches(key, allowed, n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"unknown key; {hint}allowed: {', '.join(allowed)}"


def _fields_at(model: type[BaseModel], location: tuple[Any, ...]) -> list[str]:
    """Field names of the model that ``location`` leads to."""
    for part in location:
        field = model.model_fields.get(part) if isinstance(part, str) else None
        if field is not None:
            model = next(_models_in(field.annotation), model)
    return list(model.model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models_in(inner)


def _check_references(pack: Pack) -> None:
    """Ids that one file uses and no file defines are errors, not silence."""
    cues = {cue.id for cue in pack.catalogue.cues}
    factors = {factor.code for factor in pack.catalogue.factors}
    for rule in pack.rules.values():
        family = pack.families.get(rule.family)
        authorities = {a.id for a in family.authorities} if family else set()
        for what, used, known in (
            ("cue", rule.cues, cues),
            ("factor", rule.factors, factors),
            ("authority", rule.authorities, authorities),
            ("type", rule.primary_over, pack.rules.keys()),
            ("type", rule.parent, pack.rules.keys()),
        ):
            for name in used:
                if name not in known:
                    close = get_close_matches(name, list(known), n=1)
                    hint = f"; did you mean {close[0]!r}?" if close else ""
                    raise RuleError(f"unknown {what} {name!r}{hint}", path=pack.sources[rule.id])
