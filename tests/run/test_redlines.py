"""Pending changes of every kind, from the Word file to the findings of both views."""

from __future__ import annotations

from pathlib import Path

import pytest

import auditor
from auditor.model import Change, View
from tests.load.word_files import CHANGE, cell, docx, ins, p, r, table

BAN = "The Customer shall not purchase competing products from any third party during the Term."
COMMITMENT = "The Customer shall purchase at least 500,000 units in each Contract Year."
PRICE = "The Supplier may increase the Fees at any time in its sole discretion."


def changed(inner: str, kind: str) -> str:
    return f"<w:p><w:{kind} {CHANGE}>{inner}</w:{kind}></w:p>"


def redline() -> bytes:
    """A clause moved, a table row and a footnote inserted, a "not", and a mark deleted."""
    inserted = (changed(r(text), "ins") for text in ("Minimum annual commitment", COMMITMENT))
    row = f"<w:tr><w:trPr><w:ins {CHANGE}/></w:trPr>{''.join(map(cell, inserted))}</w:tr>"
    return docx(
        p("Supply Agreement between Acme Ltd (the “Supplier”) and Beta Ltd (the “Customer”).")
        + changed(r(BAN), "moveFrom")
        + p("The goods are delivered in thirty days.", '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + changed(r(BAN), "moveTo")
        + table(("Item", "Term")).replace("</w:tbl>", f"{row}</w:tbl>")
        + p("The Supplier shall ", ins("not "), "be the exclusive supplier of the Customer.")
        + p("The Customer shall not", mark=f"<w:del {CHANGE}/>")
        + p(" terminate this Agreement for convenience."),
        footnotes=f'<w:footnote w:id="2">{p(ins(PRICE))}</w:footnote>',
    )


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("redline") / "mix.docx"
    file.write_bytes(redline())
    return file


def changes(path: Path, view: View) -> dict[str, Change | None]:
    audit = auditor.audit(str(path), view=view)
    return {f.type: f.change for f in audit.documents[0].findings}


def test_what_each_kind_of_change_does_to_the_final_view(path: Path) -> None:
    found = changes(path, "final")
    price, commitment = found["uni-price-change"], found["com-minimum-commitment"]
    assert price and price.effect == "introduced" and PRICE in price.final
    assert commitment and commitment.effect == "introduced" and COMMITMENT in commitment.final
    exclusive = found["exc-supplier"]
    assert exclusive and exclusive.effect == "removed" and "be the exclusive" in exclusive.original
    for type_id in ("exc-negative-covenant", "com-no-convenience-termination"):
        same = found[type_id]
        assert same and same.effect == "moved" and same.authors == ("Ann Lee",)


def test_the_original_view_mirrors_it(path: Path) -> None:
    found = changes(path, "original")
    effects = {type_id: change.effect for type_id, change in found.items() if change}
    assert effects["exc-supplier"] == "removed"
    assert effects["exc-negative-covenant"] == "moved"
    assert effects["com-no-convenience-termination"] == "moved"
    assert effects["uni-price-change"] == "introduced"
