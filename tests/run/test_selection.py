"""Waivers, baselines and thresholds."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest
from standin import finding

from auditor.errors import UsageError
from auditor.model import Band, Confidence, DocumentAudit, Level, Portfolio, Reason, Span, Status
from auditor.run.baseline import Baseline, BaselineWriter
from auditor.run.rows import bare_row
from auditor.run.selection import Outcome, counts
from auditor.run.waivers import Waivers, find_waivers, read_waivers

KNOWN = ("com-auto-renewal", "exc-supplier", "exc-field")
TODAY = datetime.date(2026, 6, 1)
RENEWAL = finding("com-auto-renewal", Band.MEDIUM, "renews")
NOTHING = Portfolio({}, {}, {}, ())
SUPPLIER = finding("exc-supplier", Band.HIGH, "sole supplier")


def audit(*findings: object, path: str = "docs/msa.docx") -> DocumentAudit:
    row = bare_row(path, Status.SCANNED, Reason("note", "read"))
    return replace(row, findings=findings)


def waivers(tmp_path: Path, text: str) -> Waivers:
    path = tmp_path / "auditor-waivers.yaml"
    path.write_text(text)
    return Waivers(read_waivers(path, KNOWN), TODAY)


def test_a_waiver_sets_aside_what_it_names_with_its_reason(tmp_path: Path) -> None:
    applied = waivers(
        tmp_path,
        "waivers:\n- rule: com-auto-renewal\n  document: 'msa*.docx'\n  owner: jd\n"
        "  reason: in the calendar\n  expires: 2026-06-01\n",
    )
    done = applied.apply(audit(RENEWAL, SUPPLIER))
    assert [f.status for f in done.findings] == ["waived", "open"]
    assert not done.findings[0].reported
    assert "in the calendar" in done.findings[0].confidence.reasons[0]
    assert applied.apply(audit(RENEWAL, path="other.docx")).findings == (RENEWAL,)
    assert applied.notes() == [f"1 finding waived by {tmp_path}/auditor-waivers.yaml"]


def test_expired_and_unused_waivers_are_said_and_not_applied(tmp_path: Path) -> None:
    applied = waivers(
        tmp_path,
        "- {rule: exc-supplier, reason: r, expires: 2026-05-31}\n"
        "- {rule: exc-field, reason: r, expires: 2027-01-01}\n"
        "- {rule: exc-field, document: not-here.pdf, reason: r, expires: 2027-01-01}\n",
    )
    assert applied.apply(audit(SUPPLIER)).findings == (SUPPLIER,)
    notes = applied.notes()
    assert len(notes) == 2
    assert ":1: expired on 2026-05-31" in notes[0]
    assert ":2: matched no finding" in notes[1]


def test_a_fingerprint_waives_one_finding(tmp_path: Path) -> None:
    other = finding("exc-supplier", Band.HIGH, "other words")
    applied = waivers(
        tmp_path, f"- {{fingerprint: '{SUPPLIER.id}', reason: r, expires: 2027-01-01}}\n"
    )
    done = applied.apply(audit(SUPPLIER, other))
    assert [f.status for f in done.findings] == ["waived", "open"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {rule: exc-supplier, expires: 2027-01-01}", ":1: a waiver needs a reason"),
        ("- {rule: exc-supplier, reason: r}", ":1: a waiver needs an end"),
        ("- {rule: exc-supplier, reason: r, expires: soon}", "expires: YYYY-MM-DD"),
        ("- {reason: r, expires: 2027-01-01}", "needs a rule or a fingerprint"),
        ("\n- {rule: exc-suplier, reason: r, expires: 2027-01-01}", ":2: no rule 'exc-suplier'"),
        ("- {rule: exc-supplier, raeson: r}", "unknown key 'raeson', did you mean 'reason'"),
        ("waivers: 3", "list of entries"),
        ("- [", "not YAML"),
        ("- just words", "a waiver is a mapping"),
    ],
)  # fmt: skip
def test_a_waiver_file_that_is_wrong_says_where(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=r"auditor-waivers\.yaml") as caught:
        waivers(tmp_path, text)
    assert message in str(caught.value)


def test_waivers_are_found_upwards_and_beside_the_documents(tmp_path: Path) -> None:
    (tmp_path / "work/deep").mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    for folder in (tmp_path / "work", tmp_path / "docs"):
        (folder / "auditor-waivers.yaml").write_text("")
    found = find_waivers([tmp_path / "docs", tmp_path / "docs/a.pdf"], tmp_path / "work/deep")
    assert [p.parent.name for p in found] == ["work", "docs"]


def test_a_folder_closed_to_us_has_no_waivers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own row says that it cannot be listed; the run goes on."""
    real = Path.is_file

    def closed(path: Path) -> bool:
        if path.parent.name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    (tmp_path / "closed").mkdir()
    monkeypatch.setattr(Path, "is_file", closed)
    assert find_waivers([tmp_path / "closed"], tmp_path) == ()


def test_a_baseline_counts_occurrences_off(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    twice = replace(SUPPLIER, occurrences=(Span(5, 9),))
    writer = BaselineWriter(path)
    writer.add(audit(twice, RENEWAL, path=str(tmp_path / "a.txt")))
    writer.close(NOTHING)
    assert writer.count == 3
    assert "sole supplier" not in json.dumps(
        [list(d.values()) for d in json.loads(path.read_text())["documents"].values()]
    ).replace(SUPPLIER.id, "")

    def statuses(*findings: object) -> list[str]:
        applied = Baseline(path).apply(audit(*findings, path=str(tmp_path / "a.txt")))
        return [f.status for f in applied.findings]

    assert statuses(twice) == ["waived"]
    assert statuses(SUPPLIER, SUPPLIER) == ["waived", "waived"]
    assert statuses(SUPPLIER, SUPPLIER, SUPPLIER) == ["waived", "waived", "open"]
    assert statuses(replace(twice, occurrences=(Span(5, 9), Span(20, 24)))) == ["open"]
    new = finding("exc-supplier", Band.HIGH, "new words")
    assert statuses(new) == ["open"]
    other = Baseline(path).apply(audit(SUPPLIER, path=str(tmp_path / "b.txt")))
    assert other.findings[0].status == "open"


def test_a_baseline_says_what_it_did_and_what_is_stale(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    writer = BaselineWriter(path)
    writer.add(audit(SUPPLIER, RENEWAL, path=str(tmp_path / "a.txt")))
    writer.close(NOTHING)
    baseline = Baseline(path)
    baseline.apply(audit(SUPPLIER, path=str(tmp_path / "a.txt")))
    assert baseline.notes()[0].startswith("1 finding known")
    assert "no longer there: 1 known finding;" in baseline.notes()[1]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"auditor_baseline": 1, "documents": {"a": []}}']
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "known.json"
    path.write_text(text)
    with pytest.raises(UsageError, match="not a baseline"):
        Baseline(path)


def test_only_open_risks_that_are_likely_count() -> None:
    assert counts(SUPPLIER, Band.HIGH)
    assert not counts(SUPPLIER, Band.CRITICAL)
    possible = replace(SUPPLIER, confidence=Confidence(Level.POSSIBLE, 0.5, ()))
    for other in (
        possible, replace(SUPPLIER, kind="protection"), replace(SUPPLIER, status="waived"),
        replace(SUPPLIER, reported=False),
    ):  # fmt: skip
        assert not counts(other, Band.INFO)


def test_exit_codes() -> None:
    def code(
        *audits: DocumentAudit, threshold: Band | None = Band.HIGH, allow: bool = False
    ) -> int:
        outcome = Outcome(threshold)
        for row in audits:
            outcome.add(row)
        return outcome.exit_code(allow_partial=allow)

    partial = replace(audit(), status=Status.PARTIAL)
    script = replace(audit(), status=Status.SKIPPED, reasons=("not-a-document: .py files ...",))
    assert code(audit()) == 0
    assert code(audit(SUPPLIER)) == 1
    assert code(audit(SUPPLIER), threshold=None) == 0
    assert code(partial) == 3
    assert code(partial, allow=True) == 0
    assert code(partial, audit(SUPPLIER)) == 1
    assert code(script) == 0
