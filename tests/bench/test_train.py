"""Training the second reader: on contracts made up here, and the trees as arrays."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from auditor.bench.cuad import AUDIT_CATEGORIES
from auditor.engine import Engine, load_pack
from auditor.engine.reader import Reader
from auditor.engine.testing import candidates_for
from auditor.engine.trees import Trees

pytest.importorskip("sklearn", reason="training needs scikit-learn: pip install '.[train]'")

CLAUSES = {
    "Exclusivity": "Distributor {n} shall be the exclusive seller of the Pumps in Ruritania.",
    "Renewal Term": "This agreement renews for successive terms of {n} years.",
    "Audit Rights": "Producer may audit the books of Distributor {n} once a year.",
}
OTHERS = (
    "Notice number {n} is sent by post.",
    "The courts of Ruritania have exclusive jurisdiction over matter {n}.",
    "Pump {n} weighs less than the exclusive model shown in the catalogue.",
    "Books on renewal of pumps are on sale in shop {n}.",
)


@pytest.fixture
def cuad(tmp_path: Path) -> Path:
    """Thirty contracts in CUAD's layout; each clause stands in every other one."""
    (tmp_path / "full_contract_txt").mkdir()
    rows = []
    for number in range(30):
        held = [c for place, c in enumerate(CLAUSES) if (number >> place) & 1]
        text = [other.format(n=number + 100 * k) for k in range(3) for other in OTHERS]
        row: dict[str, str] = {"Filename": f"contract {number}.pdf"}
        for place, category in enumerate(held):
            clause = CLAUSES[category].format(n=number)
            text.insert(3 * place, clause)
            row[category] = repr([clause])
        path = tmp_path / "full_contract_txt" / f"contract {number}.txt"
        path.write_text("\n\n".join(text), "utf-8")
        rows.append(row)
    with (tmp_path / "master_clauses.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, ["Filename", *AUDIT_CATEGORIES], restval="[]")
        table.writeheader()
        table.writerows(rows)
    return tmp_path


def test_a_reader_learns_from_contracts_and_judges_others(
    cuad: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditor.bench import stacking, train

    monkeypatch.setattr(stacking, "SMALLEST", 2)
    trained = train.run(cuad, held_out=0)
    assert 20 < trained.contracts < 30
    assert {c: n > 5 for c, n in trained.sentences.items() if n} == dict.fromkeys(CLAUSES, True)
    train.save(trained.arrays, tmp_path / "reader.npz")
    engine = Engine(load_pack(), reader=Reader.load(tmp_path / "reader.npz"))
    clauses = [clause.format(n=77) for clause in CLAUSES.values()]
    text = "\n\n".join([*(other.format(n=70) for other in OTHERS), *clauses])
    judged = {c.span.of(text): c for c in candidates_for(engine, text) if c.cuad}
    for clause in clauses:
        assert judged[clause].score > 0.6, clause
    assert all(c.score < 0.3 for quote, c in judged.items() if quote not in clauses)


def test_trees_as_arrays_say_what_the_trained_ones_say() -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    from auditor.bench.stacking import arrays_of

    chance = np.random.default_rng(5)
    rows = chance.normal(size=(400, 5)).astype(np.float32)
    truth = (rows[:, 0] * rows[:, 1] + chance.normal(size=400) / 3) > 0
    model = HistGradientBoostingClassifier(max_iter=20, max_leaf_nodes=8).fit(rows, truth)
    said = Trees(arrays_of(model)).logits(rows)
    assert said == pytest.approx(model.decision_function(rows), abs=1e-4)


def test_a_run_kept_to_compare_with_holds_no_text_of_a_contract(cuad: Path, tmp_path: Path) -> None:
    from auditor.bench import accuracy
    from auditor.bench.accuracy_report import compare, to_json

    result = accuracy.run(cuad, folds=(0, 1, 2, 3, 4), ready=True, limit=8)
    assert result.findings and any("Distributor" in quote for _, _, quote in result.findings)
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps(to_json(result)), "utf-8")
    assert "Distributor" not in kept.read_text("utf-8")
    assert "no finding gained or lost" in compare(result, kept)
    lost = result.findings.pop()
    assert f"{lost[1]:<34} +0     -1" in compare(result, kept)
