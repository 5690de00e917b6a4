"""SARIF 2.1.0, for code scanning and editors: reported open findings as results.

Waived findings are suppressed results; what a cue cleared is no result. Documents not fully
read are notifications, and make the invocation unsuccessful. Characters are counted as Unicode
code points of the text the auditor read, since the layouts it reads have no lines; no ``startLine``
is invented. Source: OASIS SARIF 2.1.0 (errata 01), sections 3.14 to 3.60.
"""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from typing import Any
from urllib.parse import quote

from auditor.model import Band, DocumentAudit, Finding, Level, Portfolio, Status
from auditor.report.json import dumps
from auditor.report.wording import family_title, one_line, place, whom
from auditor.report.writer import Output, Prepared, RunMeta

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

LEVELS = {
    Band.CRITICAL: "error",
    Band.HIGH: "error",
    Band.MEDIUM: "warning",
    Band.LOW: "note",
    Band.INFO: "note",
}

Json = dict[str, Any]


def writer(output: Output, meta: RunMeta) -> SarifWriter:
    """Begin the report; see ``writer.open_writer``."""
    return SarifWriter(output, meta)


class SarifWriter:
    """See ``writer.Writer``. In memory: a rule a clause type, a notification an unread document."""

    def __init__(self, output: Output, meta: RunMeta) -> None:
        self._output = output
        self._meta = meta
        self._rules: dict[str, Json] = {}
        self._notifications: list[Json] = []
        self._between = "\n"
        start = {"$schema": SCHEMA, "version": "2.1.0"}
        output.write(dumps(start)[:-1] + ',"runs":[{"columnKind":"unicodeCodePoints","results":[')

    def add(self, document: DocumentAudit, *, prepared: Prepared | None = None) -> None:
        artifact = _artifact(document.path)
        for finding in document.findings:
            if not _is_result(finding):
                continue
            self._note_rule(finding)
            result = _result(finding, artifact, list(self._rules).index(finding.type))
            self._output.write(self._between + dumps(result))
            self._between = ",\n"
        if document.status is not Status.SCANNED:
            self._notifications.extend(_notification(document, artifact))

    def close(self, portfolio: Portfolio) -> None:
        rest: Json = {
            "tool": {
                "driver": {
                    "name": "auditor",
                    "version": self._meta.tool_version,
                    "semanticVersion": self._meta.tool_version,
                    "rules": list(self._rules.values()),
                    "properties": {"packVersion": self._meta.pack_version},
                }
            },
            "invocations": [
                {
                    "executionSuccessful": not any(
                        note["level"] == "error" for note in self._notifications
                    ),
                    "toolExecutionNotifications": self._notifications,
                }
            ],
            "properties": {
                "perspective": self._meta.perspective,
                "options": dict(self._meta.options),
            },
        }
        if self._meta.started:
            rest["invocations"][0]["startTimeUtc"] = self._meta.started
        self._output.write("\n]," + dumps(rest)[1:] + "]}\n")
        self._output.commit()

    def discard(self) -> None:
        self._output.discard()

    def _note_rule(self, finding: Finding) -> None:
        """One rule a type; its default level is that of the worst base band met."""
        rule = self._rules.get(finding.type)
        if rule is None:
            self._rules[finding.type] = _rule(finding)
        elif finding.base_band.order > Band(rule["properties"]["baseBand"]).order:
            rule["properties"]["baseBand"] = finding.base_band.value
            rule["defaultConfiguration"]["level"] = LEVELS[finding.base_band]


def _is_result(finding: Finding) -> bool:
    """Risks that are reported, or were until a waiver set them aside."""
    waived = finding.status == "waived" and finding.confidence.level is not Level.POSSIBLE
    return finding.kind == "risk" and (waived or (finding.reported and finding.status == "open"))


def _rule(finding: Finding) -> Json:
    playbook = finding.playbook
    parts = [
        ("Why it matters", finding.why),
        ("Accept", playbook.accept),
        ("Negotiate", playbook.negotiate),
        ("Reject", playbook.reject),
        ("Fallback wording", playbook.fallback),
        ("Authorities", "; ".join(authority.ref for authority in finding.authorities)),
    ]
    told = [(label, one_line(text)) for label, text in parts if text] or [
        ("Clause type", finding.title)
    ]
    return {
        "id": finding.type,
        "name": "".join(word.capitalize() for word in finding.type.split("-")),
        "shortDescription": {"text": one_line(finding.title) or finding.type},
        "fullDescription": {"text": one_line(finding.why) or finding.title or finding.type},
        "help": {
            "text": "\n".join(f"{label}: {text}" for label, text in told),
            "markdown": "\n\n".join(
                f"**{label}.** {_plain_markdown(text)}" for label, text in told
            ),
        },
        "defaultConfiguration": {"level": LEVELS[finding.base_band]},
        "properties": {
            "tags": [finding.family, family_title(finding.family)],
            "baseBand": finding.base_band.value,
        },
    }


def _result(finding: Finding, artifact: Json, index: int) -> Json:
    where = place(finding)
    said = one_line(finding.title)
    if finding.quote:
        said += f": “{one_line(finding.quote, 300)}”"
    if where:
        said += f" ({one_line(where)})"
    result: Json = {
        "ruleId": finding.type,
        "ruleIndex": index,
        "level": LEVELS[finding.band],
        "kind": "fail",
        "message": {"text": said},
        "locations": [_location(finding, artifact)],
        "partialFingerprints": {"auditorFinding/v1": finding.id},
        "properties": {
            "band": finding.band.value,
            "confidence": finding.confidence.level.value,
            "score": finding.confidence.score,
            "clause": finding.clause,
            "page": finding.page,
            "mode": finding.mode,
            "parties": whom(finding),
            "whatWouldLowerIt": finding.what_would_lower_it,
        },
    }
    if finding.status == "waived":
        reason = " ".join(finding.confidence.reasons[:1])
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": one_line(reason)}
        ]
    return result


def _location(finding: Finding, artifact: Json) -> Json:
    physical: Json = {"artifactLocation": artifact}
    if finding.span is not None:
        region: Json = {
            "charOffset": finding.span.start,
            "charLength": len(finding.span),
            "snippet": {"text": finding.quote},
        }
        if finding.page is not None:
            region["properties"] = {"page": finding.page}
        physical["region"] = region
    location: Json = {"physicalLocation": physical}
    if finding.clause or finding.heading:
        location["logicalLocations"] = [
            {
                "name": finding.clause or finding.heading,
                "fullyQualifiedName": " ".join(filter(None, (finding.clause, finding.heading))),
                "kind": "clause",
            }
        ]
    return location


def _notification(document: DocumentAudit, artifact: Json) -> list[Json]:
    """One a reason; not reading a document at all is an error, reading it in part a warning."""
    level = "error" if document.status is Status.FAILED else "warning"
    reasons = document.reasons or (f"{document.status.value}: no reason given",)
    return [
        {
            "level": level,
            "message": {"text": f"{document.status.value}: {one_line(reason)}"},
            "descriptor": {"id": reason.partition(":")[0]},
            "locations": [{"physicalLocation": {"artifactLocation": artifact}}],
        }
        for reason in reasons
    ]


def _artifact(path: str) -> Json:
    """A relative, percent-encoded URI; a path outside the working folder stays absolute."""
    if "\\" in path or PureWindowsPath(path).drive:
        path = PureWindowsPath(path).as_posix()
    name = Path(path)
    if name.is_absolute():
        try:
            name = name.relative_to(Path.cwd())
        except ValueError:
            return {"uri": "file://" + _encoded(name.as_posix())}
    relative = name.as_posix()
    return {"uri": _encoded(relative), "uriBaseId": "%SRCROOT%"}


def _encoded(path: str) -> str:
    return quote(path.encode("utf-8", "surrogatepass"), safe="/!@$&'()*+,;=~-._")


def _plain_markdown(text: str) -> str:
    return "".join(f"\\{c}" if c in r"\`*_{}[]<>#|" else c for c in text)
