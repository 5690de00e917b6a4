"""The way back from JSON values to value objects, for shards that become a report later."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from auditor.errors import UsageError
from auditor.model import (
    Answer,
    Authority,
    Band,
    Change,
    Confidence,
    Cue,
    DocumentAudit,
    Factor,
    Finding,
    Interaction,
    Level,
    Parameter,
    Party,
    Playbook,
    Portfolio,
    Rating,
    RegulatoryFlag,
    Span,
    Status,
)
from auditor.report.serial import Json

T = TypeVar("T")


def document_from_dict(data: Json) -> DocumentAudit:
    """The document that ``document_to_dict`` wrote; further keys are ignored.

    Raises:
        UsageError: a key is missing or has a value of another kind.
    """
    try:
        return _document(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        path = data.get("path", "?") if isinstance(data, dict) else "?"
        raise UsageError(
            f"{path}: not a document of an audit ({type(error).__name__}: {error}); "
            "give a file that `auditor scan` wrote as JSON or JSON Lines"
        ) from error


def finding_from_dict(data: Json) -> Finding:
    """The finding that ``finding_to_dict`` wrote.

    Raises:
        KeyError, TypeError, ValueError: it is not one.
    """
    confidence, playbook = data["confidence"], data["playbook"]
    return Finding(
        id=data["id"],
        type=data["type"],
        family=data["family"],
        kind=data["kind"],
        mode=data["mode"],
        title=data["title"],
        band=Band(data["band"]),
        base_band=Band(data["base_band"]),
        perspective=data["perspective"],
        confidence=Confidence(
            Level(confidence["level"]), confidence["score"], tuple(confidence["reasons"])
        ),
        status=data["status"],
        reported=data["reported"],
        span=_optional(_span, data["span"]),
        quote=data["quote"],
        clause=data["clause"],
        heading=data["heading"],
        page=data["page"],
        bound_party=data["bound_party"],
        beneficiary=data["beneficiary"],
        parameters=_parameters(data["parameters"]),
        factors=_each(_factor, data["factors"]),
        cues=_each(_cue, data["cues"]),
        interactions=tuple(data["interactions"]),
        cuad=tuple(data["cuad"]),
        why=data["why"],
        what_would_lower_it=data["what_would_lower_it"],
        question=data["question"],
        playbook=Playbook(
            playbook["accept"], playbook["negotiate"], playbook["reject"], playbook["fallback"]
        ),
        authorities=tuple(Authority(a["ref"], a["status"], a["why"]) for a in data["authorities"]),
        context=data["context"],
        context_start=data["context_start"],
        occurrences=_each(_span, data["occurrences"]),
        change=_optional(_change, data["change"]),
        hidden=data["hidden"],
        parent=data["parent"],
        related=tuple(data["related"]),
        primary=data["primary"],
    )


def portfolio_from_dict(data: Json) -> Portfolio:
    """The portfolio that ``portfolio_to_dict`` wrote.

    Raises:
        KeyError, TypeError, ValueError: it is not one.
    """
    return Portfolio(
        statuses=dict(data["statuses"]),
        bands=dict(data["bands"]),
        families={family: dict(bands) for family, bands in data["families"].items()},
        worst=tuple(data["worst"]),
        notes=tuple(data["notes"]),
    )


def _document(data: Json) -> DocumentAudit:
    return DocumentAudit(
        path=data["path"],
        sha256=data["sha256"],
        format=data["format"],
        status=Status(data["status"]),
        reasons=tuple(data["reasons"]),
        language=data["language"],
        pages=data["pages"],
        words=data["words"],
        title=data["title"],
        parties=_each(_party, data["parties"]),
        findings=_each(finding_from_dict, data["findings"]),
        rating=_optional(_rating, data["rating"]),
        duplicate_of=data["duplicate_of"],
    )


def _optional(build: Callable[[Any], T], data: Any) -> T | None:
    return None if data is None else build(data)


def _each(build: Callable[[Any], T], items: Iterable[Any]) -> tuple[T, ...]:
    return tuple(build(item) for item in items)


def _span(data: Json) -> Span:
    return Span(data["start"], data["end"])


def _parameters(data: Json) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(name, item["value"], _span(item["span"]), item["text"], item.get("note", ""))
        for name, first in data.items()
        for item in (first, *first.get("others", ()))
    )


def _factor(data: Json) -> Factor:
    return Factor(data["code"], data["direction"], data["sentence"], _optional(_span, data["span"]))


def _cue(data: Json) -> Cue:
    return Cue(
        data["id"], data["effect"], _span(data["span"]), data["text"], data["applied"], data["note"]
    )


def _change(data: Json) -> Change:
    return Change(
        data["effect"], data["final"], data["original"],
        tuple(data["authors"]), tuple(data["dates"]),
    )  # fmt: skip


def _party(data: Json) -> Party:
    return Party(
        data["term"], data["name"], data["role"],
        tuple(data["aliases"]), _optional(_span, data["span"]),
    )  # fmt: skip


def _band(value: str | None) -> Band | None:
    return None if value is None else Band(value)


def _rating(data: Json) -> Rating:
    return Rating(
        band=_band(data["band"]),
        verdict=data["verdict"],
        could_raise_to=_band(data["could_raise_to"]),
        answers=_each(_answer, data["answers"]),
        interactions=tuple(
            Interaction(i["code"], i["sentence"], tuple(i["findings"]), i["effect"])
            for i in data["interactions"]
        ),
        flags=tuple(
            RegulatoryFlag(f["level"], f["sentence"], f["authority"], tuple(f["findings"]))
            for f in data["flags"]
        ),
        missing=tuple((item["type"], item["sentence"]) for item in data["missing"]),
        key_dates=tuple(data["key_dates"]),
        exposure=tuple(data["exposure"]),
        unresolved=tuple(data["unresolved"]),
        open_questions=tuple(data["open_questions"]),
    )


def _answer(data: Json) -> Answer:
    return Answer(
        data["question"], _band(data["band"]), tuple(data["reasons"]), tuple(data["findings"])
    )
