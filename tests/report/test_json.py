"""The JSON form: as the design shows it, as its schema says, and back again."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import UsageError
from auditor.model import Parameter, Span
from auditor.report import (
    document_from_dict,
    document_to_dict,
    finding_from_dict,
    finding_to_dict,
    portfolio_from_dict,
    portfolio_to_dict,
)
from auditor.report.jsonl import read_lines
from report import samples

SCHEMA = json.loads(files("auditor.report").joinpath("schema/audit.schema.json").read_text("utf-8"))

DESIGN_KEYS = (
    "id type family kind mode title band base_band perspective confidence status reported span "
    "quote clause heading page bound_party beneficiary parameters factors cues interactions cuad "
    "why what_would_lower_it question playbook authorities"
).split()


def test_report_is_valid(render, audits):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(render("json", audits)), SCHEMA)


def test_schema_refuses_an_unread_document_without_reason(render):
    report = json.loads(render("json", [samples.document(1)]))
    report["documents"][0]["status"] = "partial"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, SCHEMA)


def test_a_finding_has_the_keys_of_the_design_in_its_order():
    data = finding_to_dict(samples.finding(samples.SPECS[0]))
    assert list(data)[: len(DESIGN_KEYS)] == DESIGN_KEYS
    assert data["confidence"].keys() == {"level", "score", "reasons"}
    assert data["parameters"]["duration_months"] == {
        "value": 48,
        "span": data["parameters"]["duration_months"]["span"],
        "text": "forty-eight (48) months",
    }
    assert set(data["factors"][0]) == {"code", "direction", "sentence", "span"}


def test_every_document_comes_back(audits):
    for document in audits:
        through = json.loads(json.dumps(document_to_dict(document)))
        assert document_from_dict(through) == document


def test_portfolio_comes_back(audits):
    portfolio = samples.portfolio(audits)
    assert portfolio_from_dict(json.loads(json.dumps(portfolio_to_dict(portfolio)))) == portfolio


def test_a_name_stated_twice_keeps_both_values():
    twice = (
        Parameter("duration_months", 12, Span(0, 4), "a year"),
        Parameter(
            "duration_months", 36, Span(9, 14), "three years", note="words and digits differ"
        ),
    )
    finding = replace(samples.finding(samples.SPECS[0]), parameters=twice)
    data = finding_to_dict(finding)
    assert data["parameters"]["duration_months"]["others"][0]["value"] == 36
    assert finding_from_dict(data).parameters == twice


@given(st.text(), st.text())
def test_any_text_comes_back_even_what_utf8_cannot_hold(quote, heading):
    finding = replace(samples.finding(samples.SPECS[0]), quote=quote, heading=heading)
    through = json.loads(json.dumps(finding_to_dict(finding), ensure_ascii=False))
    assert finding_from_dict(through) == finding


def test_lone_surrogates_reach_the_file_as_json_escapes(tmp_path):
    from auditor.report import open_writer

    document = replace(samples.document(0), path="bad\udce9name.pdf")
    writer = open_writer("json", tmp_path / "a.json", samples.META)
    writer.add(document)
    writer.close(samples.portfolio((document,)))
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert data["documents"][0]["path"] == document.path


def test_same_input_same_bytes_and_no_clock(render, audits):
    assert render("json", audits) == render("json", audits)
    assert "started" not in json.loads(render("json", audits))
    dated = render("json", audits, replace(samples.META, started="2025-01-02T03:04:05Z"))
    assert json.loads(dated)["started"] == "2025-01-02T03:04:05Z"


def test_no_document_is_still_json(render):
    report = json.loads(render("json", []))
    assert report["documents"] == []
    jsonschema.validate(report, SCHEMA)


def test_nan_is_refused(render):
    finding = samples.finding(samples.SPECS[0])
    broken = replace(finding, confidence=replace(finding.confidence, score=math.nan))
    with pytest.raises(ValueError, match="JSON"):
        render("json", [replace(samples.document(0), findings=(broken,))])


def test_lines_come_back_with_their_run(render, audits):
    text = render("jsonl", audits)
    assert len(text.splitlines()) == len(audits)
    for line in text.splitlines():
        jsonschema.validate(json.loads(line), {**SCHEMA["$defs"]["line"], "$defs": SCHEMA["$defs"]})
    read = list(read_lines(text.splitlines(), "shard.jsonl"))
    assert [document for _, document in read] == list(audits)
    assert {meta.pack_version for meta, _ in read} == {samples.META.pack_version}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{not json", "not a line of an audit"),
        ("[]", "not a line of an audit"),
        ('{"schema_version": 1}', "not a line of an audit"),
        (
            '{"schema_version":9,"perspective":"buyer","tool":{"version":"1"},"pack_version":"",'
            '"options":{}}',
            "schema version 9",
        ),
        (
            '{"schema_version":1,"perspective":"buyer","tool":{"version":"1"},"pack_version":"",'
            '"options":{},"path":"a.pdf"}',
            "a.pdf: not a document",
        ),
    ],
)
def test_other_lines_are_refused_with_their_place(line, words):
    with pytest.raises(UsageError, match=words):
        list(read_lines(["", line], "shard.jsonl"))
