"""Reads CUAD v1 in its own layout: full_contract_txt/, full_contract_pdf/, master_clauses.csv.

Hendrycks, Burns, Chen, Ball: CUAD: An Expert-Annotated NLP Dataset for Legal Contract Review,
2021. CC BY 4.0, The Atticus Project.
"""

from __future__ import annotations

import ast
import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import UsageError

AUDIT_CATEGORIES = (
    "Exclusivity", "Most Favored Nation", "Non-Compete", "Rofr/Rofo/Rofn", "Change Of Control",
    "Anti-Assignment", "Minimum Commitment", "Volume Restriction", "Price Restrictions",
    "Termination For Convenience", "Renewal Term", "Notice Period To Terminate Renewal",
    "Source Code Escrow", "Post-Termination Services", "Competitive Restriction Exception",
    "No-Solicit Of Customers", "No-Solicit Of Employees", "Liquidated Damages",
    "Revenue/Profit Sharing", "Irrevocable Or Perpetual License", "Audit Rights",
)  # fmt: skip
METADATA = frozenset(
    {"Document Name", "Parties", "Agreement Date", "Effective Date", "Expiration Date"}
)
FOLDS = 5


@dataclass(frozen=True, slots=True)
class LabelledContract:
    """A contract and what lawyers marked in it.

    Attributes:
        name: file name without extension.
        text_path, pdf_path: its files; either may be missing.
        clauses: category -> passages as labelled (a passage may hold "<omitted>").
    """

    name: str
    text_path: Path | None
    pdf_path: Path | None
    clauses: dict[str, tuple[str, ...]]

    @property
    def fold(self) -> int:
        """0 to FOLDS - 1 by hash of the name; fold 0 is set aside and looked at last."""
        return fold_of(self.name)


def fold_of(name: str) -> int:
    """The fold of a name, by its hash."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS


def contracts(folder: Path) -> Iterator[LabelledContract]:
    """The labelled contracts of ``folder``, in the order of master_clauses.csv.

    Raises:
        UsageError: the folder is not laid out as CUAD v1 is.
    """
    table = folder / "master_clauses.csv"
    if not table.is_file():
        raise UsageError(f"no master_clauses.csv in {folder}; give the folder of CUAD v1")
    texts = {path.stem.strip(): path for path in (folder / "full_contract_txt").glob("*.txt")}
    pdfs = {
        path.stem.strip(): path for path in (folder / "full_contract_pdf").rglob("*.[pP][dD][fF]")
    }
    with table.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            name = Path(row["Filename"]).stem.strip()
            if name in texts or name in pdfs:
                yield LabelledContract(name, texts.get(name), pdfs.get(name), _clauses(row))


def _clauses(row: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for column, value in row.items():
        category = column.strip()
        if category == "Filename" or category.lower().endswith("answer") or not value:
            continue
        passages = ast.literal_eval(value) if value.startswith("[") else []
        found[category] = tuple(dict.fromkeys(p for p in passages if p.strip()))
    return found
