"""What workers prepare under a stand-in's name is what the audit itself would give."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
import standin

from auditor.model import Band, DocumentAudit, Rating, Status
from auditor.report.html import render_document
from auditor.report.json import dumps
from auditor.report.serial import document_to_dict
from auditor.report.writer import RunMeta, open_writer
from auditor.run import codec
from auditor.run.codec import StandIn

LABELS = (
    "a.pdf", "deep/er/a.pdf", 'we<i>r"d & co/it\'s {{x}}.pdf', "C:\\docs\\a.pdf",
    "s3://bucket/a b/ü.pdf", "box.zip!/in/a.pdf", "\\x1b[31m.pdf", "no-suffix",
)  # fmt: skip


def read_as(path: str) -> DocumentAudit:
    """An audit of a document that was read under ``path``, which it also quotes."""
    rating = Rating(Band.HIGH, "Bad.", None, (), (), ())
    findings = (standin.finding("exc-supplier", Band.HIGH, "only us"),)
    return replace(
        standin.row(path, b"bytes", "x", []),
        status=Status.PARTIAL, rating=rating, findings=findings,
        reasons=(f"limit: {path} is long", f"note: see {path.rpartition('/')[2]} in “it”"),
    )  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("inside", ["", "!/in <b>/x.docx"])
def test_prepared_parts_are_those_of_the_audit(label: str, inside: str) -> None:
    stand_in = StandIn("ab" * 32, ".pdf", label)
    decoded = codec.decode(codec.encode(read_as(stand_in.path + inside), html=True), stand_in)
    assert decoded.audit.path == label + inside
    assert decoded.audit.reasons[0] == f"limit: {label}{inside} is long"
    assert "\u27e6" not in repr(decoded.audit)
    assert decoded.prepared.html == render_document(decoded.audit)
    assert decoded.prepared.json == dumps(document_to_dict(decoded.audit)).encode()


def test_surrogates_come_back_as_they_were() -> None:
    audit = replace(read_as("a.pdf"), title="cut \ud800 off")
    assert codec.decode(codec.encode(audit)).audit == audit


@pytest.mark.parametrize("kind", ["json", "jsonl", "html", "csv", "sarif", "text"])
def test_reports_are_the_same_from_prepared_parts(kind: str) -> None:
    from auditor.judge import portfolio

    decoded = [codec.decode(codec.encode(read_as(name), html=True)) for name in ("a.pdf", "b.pdf")]
    written = []
    for prepared in (True, False):
        stream = io.StringIO()
        writer = open_writer(kind, stream, RunMeta("buyer", "1", "2", {"view": "final"}))
        for one in decoded:
            writer.add(one.audit, prepared=one.prepared if prepared else None)
        writer.close(portfolio([one.audit for one in decoded]))
        written.append(stream.getvalue())
    assert written[0] == written[1]


@pytest.mark.parametrize("data", [b"", b"x", codec.encode(read_as("a"))[:-3]])
def test_damaged_bytes_are_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"not an encoded|cut short"):
        codec.decode(data)
