"""HTML: one self-contained page, documents worst first, readable without script.

Each document's part is rendered as it comes (or by a worker, see ``render_document``) and
kept in a temporary file; ``close`` puts the parts behind the portfolio page. Playbooks and
authorities are the same for all findings of a type, so they are stored once a page.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple

from auditor.model import Band, DocumentAudit, Finding, Portfolio, Status
from auditor.report import wording
from auditor.report.overview import overview
from auditor.report.writer import Output, Prepared, RunMeta
from auditor.resources import templates_dir

if TYPE_CHECKING:
    from jinja2 import Environment, Template

MARKER = "<!--here-->"
"""Splits the page; contract text cannot contain it, since its ``<`` is escaped."""

CHANGES = {
    "introduced": "This redline introduces this term",
    "removed": "This redline removes this term",
    "reworded": "This redline rewords this term",
    "moved": "This redline moves this term, or joins or divides its paragraphs; its words stay",
}


UNREAD_SHOWN = 25
"""Unread documents listed at the top of the page."""


class _Place(NamedTuple):
    """Where the spool holds a document: its row, then its part; and which group it is in."""

    start: int
    row: int
    body: int
    group: int


def writer(output: Output, meta: RunMeta) -> HtmlWriter:
    """Begin the report; see ``writer.open_writer``."""
    return HtmlWriter(output, meta)


class HtmlWriter:
    """See ``writer.Writer``. In memory: a few numbers a document, and the guidance by type."""

    def __init__(self, output: Output, meta: RunMeta) -> None:
        self._output = output
        self._meta = meta
        self._spool = TemporaryFile()  # noqa: SIM115 - closed by close() or discard()
        self._places: dict[str, _Place] = {}
        self._guidance: dict[str, str] = {}
        self._families: dict[str, None] = dict.fromkeys(wording.FAMILIES)
        self._unread: list[dict[str, Any]] = []
        self._unread_count = 0

    def add(self, document: DocumentAudit, *, prepared: Prepared | None = None) -> None:
        row = json.dumps(_row(document)).encode()
        ready = prepared.html if prepared else None
        body = render_document(document) if ready is None else ready
        start = self._spool.tell()
        self._spool.write(row + body)
        self._places[document.path] = _Place(start, len(row), len(body), _group(document))
        for finding in document.findings:
            if finding.kind == "risk":
                self._families.setdefault(finding.family)
            key = guidance_key(finding)
            if key and key not in self._guidance:
                self._guidance[key] = _template("guidance.html.j2").render(key=key, f=finding)
        if document.status is not Status.SCANNED:
            self._note_unread(document)

    def close(self, portfolio: Portfolio) -> None:
        families = [
            {"id": f, "name": wording.family_name(f), "title": wording.family_title(f)}
            for f in self._families
        ]
        head, between, tail = self._page(portfolio, families).split(MARKER)
        self._output.write(head)
        row_template = _template("row.html.j2")
        places = self._worst_first(portfolio)
        for place in places:
            self._spool.seek(place.start)
            row = json.loads(self._spool.read(place.row))
            self._output.write(row_template.render(row=row, families=families))
        self._output.write(between)
        for place in places:
            self._spool.seek(place.start + place.row)
            self._output.write_bytes(self._spool.read(place.body))
        self._output.write(tail)
        self._spool.close()
        self._output.commit()

    def discard(self) -> None:
        self._spool.close()
        self._output.discard()

    def _note_unread(self, document: DocumentAudit) -> None:
        """Keep what the top of the page lists; the table has all."""
        self._unread_count += 1
        self._unread.append({
            "rank": (Status.FAILED, Status.PARTIAL, Status.SKIPPED).index(document.status),
            "id": document_id(document.path),
            "path": document.path,
            "status": wording.STATUSES[document.status],
            "reasons": document.reasons,
        })  # fmt: skip
        self._unread.sort(key=lambda item: (item["rank"], item["path"]))
        del self._unread[UNREAD_SHOWN:]

    def _worst_first(self, portfolio: Portfolio) -> list[_Place]:
        """In the portfolio's order, what could not be read before what is clean."""
        order = [path for path in portfolio.worst if path in self._places]
        order += sorted(self._places.keys() - set(order))
        return sorted((self._places[path] for path in order), key=lambda place: place.group)

    def _page(self, portfolio: Portfolio, families: list[dict[str, str]]) -> str:
        from markupsafe import Markup

        css, early, js = (_asset(name) for name in ("report.css", "early.js", "report.js"))
        return _template("report.html.j2").render(
            **overview(portfolio),
            unread=self._unread,
            unread_count=self._unread_count,
            unread_sentence=wording.unread_sentence(self._unread_count),
            csp=(
                f"default-src 'none'; style-src {_hash(css)}; script-src {_hash(early)} "
                f"{_hash(js)}; img-src data:; base-uri 'none'; form-action 'none'"
            ),
            css=Markup(css),  # noqa: S704 - our own files
            early_js=Markup(early),  # noqa: S704
            js=Markup(js),  # noqa: S704
            marker=Markup(MARKER),  # noqa: S704
            guidance=Markup("".join(self._guidance[k] for k in sorted(self._guidance))),  # noqa: S704
            families=families,
            meta=self._meta,
            side=wording.SIDES[self._meta.perspective],
            total=len(self._places),
            single=len(self._places) == 1,
        )


def render_document(document: DocumentAudit) -> bytes:
    """The part of the page about one document, UTF-8: a function of the document alone.

    Worker processes call it, so that the process that writes the report only copies bytes.
    """
    name = document_name(document.path)
    shown = wording.shown(document)
    possible, aside = wording.possible(document), wording.set_aside(document)
    protections = wording.protections(document)
    struck = wording.struck(document)
    listed = (*shown, *struck, *possible, *aside, *protections)
    base, rating = document_id(document.path), document.rating
    anchors: dict[str, str] = {}
    for finding in listed:  # an id met twice links to its first, worst card
        anchors.setdefault(finding.id, f"{base}-{len(anchors)}")
    text = _template("document.html.j2").render(
        d=document,
        id=base,
        name=name,
        rating=rating,
        band_key=rating.band.value if rating and rating.band else "none",
        band_word=rating.band.value.capitalize() if rating and rating.band else "Nothing found",
        groups=[
            (band, group)
            for band in wording.BANDS
            if (group := [f for f in shown if f.band is band])
        ],
        possible=possible,
        set_aside=aside,
        struck=struck,
        protections=protections,
        ids=anchors,
        anchor=_once(anchors),
        told=_told(anchors),
        titles={f.id: f.title for f in listed},
        side=wording.SIDES[listed[0].perspective] if listed else "",
        lists=(
            ("Protections missing", [sentence for _, sentence in rating.missing]),
            ("Key dates", rating.key_dates),
            ("Exposure", rating.exposure),
            ("Not resolved", rating.unresolved),
            ("Open questions", rating.open_questions),
            ("Reading", wording.reasons(document, quiet=True)),
        )
        if rating
        else (),
    )
    return text.encode("utf-8")


def _once(anchors: dict[str, str]) -> Callable[[Finding], str]:
    """Hands out each anchor once, since an id may stand in a page only once."""
    left = dict(anchors)
    return lambda finding: left.pop(finding.id, "")


def _told(anchors: dict[str, str]) -> Callable[[Finding], tuple[str, str]]:
    """Where a document has already told why a type matters: (anchor, words for the link).

    A contract may hold a dozen findings of a type; the second and later ones point at the
    first, as long as they would say the same.
    """
    first: dict[tuple[str, ...], Finding] = {}

    def told(finding: Finding) -> tuple[str, str]:
        texts = (finding.type, finding.why, finding.what_would_lower_it, finding.question)
        known = first.setdefault(texts, finding)
        if known.id == finding.id:
            return "", ""
        clause = f"clause {known.clause}" if known.clause else "the first of this type"
        return anchors[known.id], clause

    return told


def document_id(path: str) -> str:
    """The anchor of a document in the page: a function of its path."""
    return "d-" + hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def document_name(path: str) -> str:
    """The last part of a path; for a part of a container that of the inner file."""
    return PurePosixPath(path.replace("\\", "/").replace("!/", "/")).name or path


def guidance_key(finding: Finding) -> str:
    """The anchor of the playbook and authorities of a finding; "" when it has none.

    Findings of a type share it as long as their texts are the same.
    """
    playbook = finding.playbook
    texts = (playbook.accept, playbook.negotiate, playbook.reject, playbook.fallback)
    if not any(texts) and not finding.authorities:
        return ""
    return _guidance_key(finding.type, texts, finding.authorities)


@lru_cache(maxsize=1024)
def _guidance_key(type_: str, texts: tuple[str, ...], authorities: tuple[Any, ...]) -> str:
    digest = hashlib.sha256(repr((type_, texts, authorities)).encode("utf-8", "backslashreplace"))
    return f"g-{digest.hexdigest()[:10]}"


def _group(document: DocumentAudit) -> int:
    """0 where something was found, 1 where nothing could be read, 2 where nothing was found."""
    if document.rating is None:
        return 1
    return 2 if document.rating.band is None else 0


def _row(document: DocumentAudit) -> dict[str, Any]:
    """What the portfolio table shows of a document, as plain values."""
    rating = document.rating
    findings = [f for f in wording.shown(document) if f.band is not Band.INFO]
    band = rating.band if rating else None
    cells: dict[str, tuple[str, int, int, str]] = {}
    for finding in findings:  # worst first: the first of a family is its worst
        worst, count, order, letter = cells.get(
            finding.family,
            (finding.band.value, 0, finding.band.order, wording.LETTERS[finding.band]),
        )
        cells[finding.family] = (worst, count + 1, order, letter)
    name = document_name(document.path)
    return {
        "id": document_id(document.path),
        "name": name,
        "folder": document.path[: -len(name)].rstrip("/\\") if document.path != name else "",
        "read": rating is not None,
        "band": band.value if band else "",
        "label": band.value if band else "nothing found",
        "letter": wording.LETTERS[band],
        "could": rating.could_raise_to.value if rating and rating.could_raise_to else "",
        "order": band.order if band else -1 if rating else -0.5,
        "count": len(findings),
        "cells": cells,
        "status": document.status.value,
        "status_label": wording.STATUSES[document.status].lower(),
        "duplicate": document.duplicate_of,
    }


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    return (templates_dir() / name).read_text("utf-8")


def _template(name: str) -> Template:
    return _environment().get_template(name)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(templates_dir()),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_show,
    )
    environment.globals.update(
        letters=wording.LETTERS,
        advice=wording.ADVICE,
        statuses=wording.STATUSES,
        levels=wording.LEVELS,
        change_words=CHANGES,
        bands=wording.BANDS,
        place=wording.place,
        whom=wording.whom,
        reasons=wording.reasons,
        verdict=wording.verdict,
        label=wording.parameter_label,
        value=wording.parameter_value,
        in_context=wording.quote_in_context,
        factor_words=wording.factor_words,
        guidance_key=guidance_key,
        short=lambda text: wording.one_line(text, 180),
    )
    return environment


def _show(value: Any) -> Any:
    """Every expression of every template passes here: control characters become visible."""
    return wording.visible(value) if type(value) is str else value
