"""The Python API: ``auditor.audit`` and ``auditor.scan``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypedDict, Unpack

from auditor import __version__
from auditor.errors import UsageError
from auditor.load.options import Limits, LoadOptions
from auditor.model import Audit, DocumentAudit, Perspective, View
from auditor.run.config import check
from auditor.run.discover import discover
from auditor.run.messages import did_you_mean
from auditor.run.options import RunOptions, severities, with_limits
from auditor.run.scan import Run

Paths = str | Path | Iterable[str | Path]


class Options(TypedDict, total=False):
    """Keyword arguments of ``audit`` and ``scan``; all may be left out.

    Attributes:
        view: which side of pending tracked changes is read: "final" or "original".
        passwords: tried on encrypted files.
        ocr: read pages that are pictures (default), when the ``ocr`` extra is installed.
        complete: the documents given are the whole contract.
        context: facts the contract does not state, such as ``"critical-function"``.
        rules: folders of further rules.
        severity: the band a type begins from, instead of its rule's own, by type.
        limits: bounds on one document by name, see ``auditor.load.options.Limits``.
        exclude: glob patterns of files to leave out.
        jobs: worker processes; 0 (default) is one for each core.
        cluster: address of a Dask scheduler, or "local" for one on this machine.
        cache: keep results in the user's cache folder, and take them from there
            (default: no).
        isolate: read in worker processes (default), so that a document that crashes or
            hangs costs its own row; False reads in this process and enforces no limit on
            time or memory.
    """

    view: View
    passwords: Iterable[str]
    ocr: bool
    complete: bool
    context: Iterable[str]
    rules: Iterable[str | Path]
    severity: Mapping[str, str]
    limits: Mapping[str, float]
    exclude: Iterable[str]
    jobs: int
    cluster: str
    cache: bool
    isolate: bool


def audit(paths: Paths, perspective: Perspective = "buyer", **options: Unpack[Options]) -> Audit:
    """Audit a file, a folder, or several of either.

    Args:
        paths: a path, a glob pattern, or several of them.
        perspective: whose side of the table the reader sits on.
        options: see ``Options``.

    Returns:
        The documents in order of path, with all findings (``Audit.findings``: those a report
        shows), and the portfolio. A document that cannot be read has a status and reasons.

    Raises:
        UsageError: nothing to read, an unknown option or value, or a rule pack that cannot
            be used.
    """
    from auditor.judge import portfolio

    run = _run(paths, perspective, options)
    documents = tuple(run)
    return Audit(
        documents=documents,
        portfolio=portfolio(documents),
        perspective=perspective,
        pack_version=run.pack_version,
        tool_version=__version__,
        options={
            "view": options.get("view", "final"),
            "complete": options.get("complete", False),
            "context": list(_several(options.get("context", ()))),
        },
    )


def scan(
    paths: Paths, perspective: Perspective = "buyer", **options: Unpack[Options]
) -> Iterator[DocumentAudit]:
    """As ``audit``, but gives one document at a time, in order of path.

    Memory stays flat, so folders of any size can be gone through. Wrong arguments raise
    when ``scan`` is called, not when the first document is asked for.

    Raises:
        UsageError: as ``audit``.
    """
    return iter(_run(paths, perspective, options))


def _run(paths: Paths, perspective: Perspective, options: Options) -> Run:
    for name in options:
        if name not in Options.__annotations__:
            hint = did_you_mean(name, Options.__annotations__)
            raise UsageError(f"unknown option {name!r}{hint}")
    chosen = _options(perspective, options)
    discovery = discover(
        _several(paths),
        exclude=_several(options.get("exclude", ())),
        byte_limit=chosen.load.limits.bytes,
    )
    return Run(discovery, chosen)


def _options(perspective: Perspective, options: Options) -> RunOptions:
    view = options.get("view", "final")
    facts = _several(options.get("context", ()))
    check("as", perspective, "perspective")
    check("view", view, "view")
    check("context", facts, "context")
    rules = _several(options.get("rules", ()))
    limits = {name: str(value) for name, value in options.get("limits", {}).items()}
    return RunOptions(
        perspective=perspective,
        load=LoadOptions(
            view=view,
            passwords=_several(options.get("passwords", ())),
            ocr=options.get("ocr", True),
            limits=with_limits(Limits(), limits),
        ),
        complete=options.get("complete", False),
        context=tuple(sorted(set(facts))),
        rules=rules,
        severity=severities(options.get("severity", {}), rules),
        jobs=options.get("jobs", 0),
        cluster=options.get("cluster", ""),
        cache=options.get("cache", False),
        isolate=options.get("isolate", True),
    )


def _several(values: str | Path | Iterable[str | Path]) -> tuple[str, ...]:
    """One value or several, as strings: a lone string is not a list of letters."""
    if isinstance(values, str | Path):
        return (str(values),)
    return tuple(str(value) for value in values)
