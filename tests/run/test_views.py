"""Findings compared across pending tracked changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from standin import finding

from auditor.load.options import LoadOptions
from auditor.model import Band, Document, DocumentAudit, Finding, Mark, Reason, Span, Status
from auditor.run.options import RunOptions
from auditor.run.pipeline import Pipeline
from auditor.run.rows import bare_row
from auditor.run.views import compare, has_changes

FINAL = (
    "1. Heading\n2. The Supplier is the exclusive supplier.\n"
    "3. Renewal for three years.\n4. Same.\n"
)
ORIGINAL = (
    "1. Heading\n2. The Supplier is a supplier.\n3. Renewal for one year.\n4. Same.\n5. Exit.\n"
)


def document(text: str, *marks: Mark) -> Document:
    return Document("a.docx", "0", "docx", Status.SCANNED, text=text, marks=marks)


def on(text: str, words: str, type_: str) -> Finding:
    start = text.index(words)
    return finding(type_, Band.HIGH, words, span=Span(start, start + len(words)))


def audit(*findings: Finding) -> DocumentAudit:
    return replace(bare_row("a.docx", Status.SCANNED, Reason("note", "x")), findings=findings)


def test_findings_are_introduced_reworded_removed_or_left_alone() -> None:
    marks = [
        Mark(
            Span(FINAL.index("the exclusive"), FINAL.index(" supplier.")),
            "inserted",
            "",
            "Kim",
            "2026-01-02",
        ),
        Mark(Span(FINAL.index("three"), FINAL.index("three") + 11), "inserted", "", "Lee"),
    ]
    final = document(FINAL, *marks)
    mine = audit(
        on(FINAL, "the exclusive supplier", "exc-supplier"),
        on(FINAL, "Renewal for three years", "com-auto-renewal"),
        on(FINAL, "Same", "exc-field"),
    )
    theirs = audit(
        on(ORIGINAL, "Renewal for one year", "com-auto-renewal"),
        on(ORIGINAL, "Same", "exc-field"),
        on(ORIGINAL, "Exit", "pro-transition-assistance"),
    )
    done = compare(final, mine, document(ORIGINAL), theirs, "final").findings
    changes = {f.type: f.change for f in done}
    introduced, reworded = changes["exc-supplier"], changes["com-auto-renewal"]
    assert introduced and introduced.effect == "introduced" and introduced.authors == ("Kim",)
    assert introduced.dates == ("2026-01-02",)
    assert reworded and reworded.effect == "reworded"
    assert (reworded.final, reworded.original) == (
        "Renewal for three years",
        "Renewal for one year",
    )
    assert changes["exc-field"] is None
    removed = done[-1]
    assert (
        removed.change and removed.change.effect == "removed" and removed.change.original == "Exit"
    )
    assert (removed.status, removed.reported, removed.span) == ("cleared", False, None)

    back = compare(document(ORIGINAL), theirs, final, mine, "original").findings
    effects = {f.type: (f.change.effect if f.change else None, f.reported) for f in back}
    assert effects == {
        "com-auto-renewal": ("reworded", True), "exc-field": (None, True),
        "pro-transition-assistance": ("removed", True), "exc-supplier": ("introduced", False),
    }  # fmt: skip


def test_a_possibility_that_becomes_a_finding_is_introduced() -> None:
    mine = audit(on(FINAL, "the exclusive supplier", "exc-supplier"))
    theirs = audit(replace(on(ORIGINAL, "a supplier", "exc-supplier"), reported=False))
    (found,) = compare(document(FINAL), mine, document(ORIGINAL), theirs, "final").findings
    assert found.change and found.change.effect == "introduced"
    assert found.change.original == "a supplier"


def test_repeated_words_are_counted_off() -> None:
    twice = (on(FINAL, "Same", "exc-field"), on(FINAL, "Heading", "exc-field"))
    same = [replace(f, id="one") for f in twice]
    done = compare(document(FINAL), audit(*same), document(ORIGINAL), audit(same[0]), "final")
    assert [f.change.effect if f.change else None for f in done.findings] == [None, "introduced"]


def test_a_redlined_contract_shows_what_its_changes_do(fixtures_dir: Path) -> None:
    path = fixtures_dir / "contracts/tracked-changes.docx"
    data = path.read_bytes()

    def effects(view: str) -> dict[str, set[tuple[str, bool]]]:
        options = RunOptions(load=LoadOptions(view=view))  # type: ignore[arg-type]
        steps = list(Pipeline(options)(str(path), data, frozenset()))
        result = steps[1]
        assert isinstance(result, DocumentAudit) and result.status is Status.SCANNED
        found: dict[str, set[tuple[str, bool]]] = {}
        for f in result.findings:
            if f.change:
                if f.quote and (f.reported or f.status == "cleared"):
                    assert f.change.authors == ("Redfern legal",)
                found.setdefault(f.type, set()).add((f.change.effect, f.reported))
        return found

    final, original = effects("final"), effects("original")
    assert ("introduced", True) in final["exc-negative-covenant"]
    assert ("removed", False) in final["pro-convenience-termination"]
    assert ("removed", False) in final["pro-price-cap"]
    assert ("introduced", False) in original["exc-negative-covenant"]
    assert ("removed", True) in original["pro-convenience-termination"]
    assert ("removed", True) in original["pro-price-cap"]


def test_only_changes_call_for_a_comparison() -> None:
    assert not has_changes(document("x", Mark(Span(0, 1), "hidden")))
    assert has_changes(document("x", Mark(Span(0, 0), "deleted", "y")))
