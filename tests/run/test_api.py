"""The Python API over real contracts, with the real pipeline."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import auditor
from auditor.model import Status


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "msa.txt"
    path.write_text(
        'This Agreement is made between Acme Ltd ("Supplier") and Beta Inc ("Customer").\n\n'
        "1. Exclusivity. During the Term the Customer shall purchase all of its requirements for"
        " the Services exclusively from the Supplier.\n"
    )
    return path


def test_audit_finds_and_quotes(contract: Path) -> None:
    result = auditor.audit(contract)
    assert result.documents[0].status is Status.SCANNED
    found = next(f for f in result.findings if f.type == "exc-supplier")
    assert found.quote in contract.read_text()
    assert found.bound_party == "customer"
    assert result.portfolio.statuses == {"scanned": 1}
    assert auditor.audit(contract, isolate=False).documents == result.documents
    other = auditor.audit(contract, "vendor")
    assert {f.perspective for d in other.documents for f in d.findings} == {"vendor"}


def test_scan_gives_documents_in_order(contract: Path) -> None:
    second = contract.with_name("a.txt")
    second.write_bytes(contract.read_bytes())
    documents = list(auditor.scan(contract.parent, jobs=2))
    assert [Path(d.path).name for d in documents] == ["a.txt", "msa.txt"]
    assert documents[1].duplicate_of == documents[0].path


def test_a_severity_of_ones_own(contract: Path) -> None:
    plain = auditor.audit(contract)
    other = auditor.audit(contract, severity={"exc-supplier": "low"})
    bases = {f.base_band.value for f in other.findings if f.type == "exc-supplier"}
    assert bases == {"low"}
    assert other.pack_version != plain.pack_version


def test_wrong_arguments_are_said_at_once(contract: Path) -> None:
    for arguments in (
        {"perspectives": "x"}, {"view": "both"}, {"context": "nothing"}, {"limits": {"secs": 3}},
        {"rules": "none"}, {"severity": {"exc-supplier": "worst"}},
    ):  # fmt: skip
        with pytest.raises(auditor.UsageError):
            auditor.scan(contract, **arguments)
    with pytest.raises(auditor.UsageError):
        auditor.audit(contract.with_name("nothing.txt"))


def test_importing_the_package_costs_nothing() -> None:
    script = "import sys, auditor; print(sorted(m for m in sys.modules if m.startswith('auditor')))"
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        cwd=Path(auditor.__file__).parent.parent,
    )  # fmt: skip
    assert ran.stdout.strip() == "['auditor']"
    with pytest.raises(AttributeError):
        auditor.nothing  # noqa: B018
