"""SARIF, CSV and text: valid, stable, and safe to open."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from auditor.model import Band, Confidence, Level, Status
from auditor.report.text import wants_color
from report import samples

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def sarif(render, audits):
    return json.loads(render("sarif", audits))


def test_sarif_is_valid(sarif, render):
    schema = json.loads((DATA / "sarif-schema-2.1.0.json").read_text("utf-8"))
    validator = jsonschema.Draft4Validator(schema)
    assert list(validator.iter_errors(sarif)) == []
    assert list(validator.iter_errors(json.loads(render("sarif", [])))) == []


def test_sarif_rules_are_unique_and_complete(sarif):
    run = sarif["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    for rule in rules:
        assert "Why it matters" in rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")


def test_sarif_results_are_the_reported_open_risks(sarif, audits):
    expected = [
        finding.id
        for document in audits
        for finding in document.findings
        if finding.kind == "risk" and finding.reported and finding.status == "open"
    ]
    results = sarif["runs"][0]["results"]
    assert [r["partialFingerprints"]["auditorFinding/v1"] for r in results] == expected
    by_band = {(r["properties"]["band"], r["level"]) for r in results}
    assert by_band <= {("critical", "error"), ("high", "error"), ("medium", "warning")}


def test_sarif_low_is_a_note_and_a_waiver_suppresses(render):
    finding = replace(
        samples.finding(samples.SPECS[0], level=Level.CONFIRMED),
        band=Band.LOW, status="waived", reported=False,
        confidence=Confidence(Level.CONFIRMED, 0.9, ("agreed with the board", "all parts")),
    )  # fmt: skip
    document = replace(samples.document(0), findings=(finding,))
    result = json.loads(render("sarif", [document]))["runs"][0]["results"][0]
    assert result["level"] == "note"
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "agreed with the board"}
    ]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/ü.pdf", "a%20b/%C3%BC.pdf"),
        ("mail.zip!/in 100%.docx", "mail.zip!/in%20100%25.docx"),
        ("a#b?c:d.txt", "a%23b%3Fc%3Ad.txt"),
        ("dir\\sub\\x.pdf", "dir/sub/x.pdf"),
        (str(Path.cwd() / "sub" / "x.pdf"), "sub/x.pdf"),
        ("/elsewhere/x y.pdf", "file:///elsewhere/x%20y.pdf"),
    ],
)
def test_sarif_uris(render, path, uri):
    finding = samples.finding(samples.SPECS[0], level=Level.CONFIRMED)
    document = replace(samples.document(0), path=path, findings=(finding,))
    result = json.loads(render("sarif", [document]))["runs"][0]["results"][0]
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == uri
    assert location["region"]["charLength"] == len(finding.quote)
    assert location["region"]["properties"] == {"page": finding.page}


def test_sarif_says_what_was_not_read(sarif, audits):
    unread = [document for document in audits if document.status is not Status.SCANNED]
    invocation = sarif["runs"][0]["invocations"][0]
    notes = invocation["toolExecutionNotifications"]
    assert len(notes) == len(unread) > 0
    assert invocation["executionSuccessful"] is False
    assert any("no-text-layer" in note["message"]["text"] for note in notes)


def _rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_a_row_a_reported_finding_and_an_unread_document(render, audits):
    rows = _rows(render("csv", audits))
    reported = sum(finding.reported for document in audits for finding in document.findings)
    unread = sum(document.status is not Status.SCANNED for document in audits)
    assert len(rows) == reported + unread
    failed = [row for row in rows if row["status"] == "failed"]
    assert failed and all("encrypted: " in row["reasons"] for row in failed)


@pytest.mark.parametrize(
    "start",
    ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1"],
)
def test_csv_cells_are_no_formulas(render, start):
    finding = replace(
        samples.finding(samples.SPECS[0], level=Level.CONFIRMED), quote=start, heading=start
    )
    document = replace(samples.document(0), path=start, findings=(finding,))
    row = _rows(render("csv", [document]))[0]
    assert all(row[column].startswith("'") for column in ("document", "quote", "heading"))


def test_csv_file_opens_as_utf8_in_a_spreadsheet(tmp_path):
    from auditor.report import open_writer

    writer = open_writer("csv", tmp_path / "a.csv", samples.META)
    writer.close(samples.portfolio(()))
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfdocument,")


def test_compact_lines_name_path_clause_page_band_type_and_quote(render):
    document = replace(
        samples.document(0, path="a.pdf"),
        findings=(samples.finding(samples.SPECS[0], level=Level.CONFIRMED),),
    )
    finding = document.findings[0]
    line = render("compact", [document])
    assert line.startswith(
        f"a.pdf:7.2:{finding.page}: {finding.band.value} exc-supplier Exclusive supplier — “the "
    )
    assert line.endswith("…”\n")
    assert "a.pdf: failed encrypted: " in render(
        "compact",
        [samples.document(1, status=Status.FAILED, reasons=("encrypted: no",), path="a.pdf")],
    )


def test_full_text_holds_what_a_reviewer_needs(render, audits):
    text = render("text", audits)
    for words in (
        "Do not sign without senior approval", "Can we choose others?", "“48”" and "48",
        "Why: ", "Lower if: ", "Ask for instead: ", "Protections found:", "Possible, not reported:",
        "no-text-layer: pages 4 to 9", "Not legal advice", "6 documents were not read in full",
    ):  # fmt: skip
        assert words in text
    assert max(len(line) for line in text.splitlines()) < 240


@pytest.mark.parametrize("format", ["text", "compact", "summary", "csv"])
def test_contract_text_cannot_act_on_the_terminal(render, format):
    evil = "\x1b]0;owned\x07 [bold red]x[/] \u202egnp.exe\x9b31m"
    finding = replace(samples.finding(samples.SPECS[0], level=Level.CONFIRMED), quote=evil)
    document = replace(samples.document(0), path=f"{evil}.pdf", title=evil, findings=(finding,))
    plain = render(format, [document], color=False)
    assert not set(plain) & set("\x1b\x07\u202e\x9b")
    assert "⟨U+001B⟩]0;owned" in plain
    assert "[bold red]x[/]" in plain


def test_colour_only_on_a_terminal_and_not_against_no_color(render, audits, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert wants_color(Terminal())
    assert not wants_color(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_color(Terminal())
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not wants_color(Terminal())
    coloured = render("summary", audits, color=True)
    assert "\x1b[" in coloured
    assert "[bold red]" not in coloured
    assert "\x1b" not in render("summary", audits, color=False)
