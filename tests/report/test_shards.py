"""Results in pieces, read by `auditor report` and by SQL."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from auditor.errors import UsageError
from auditor.report import open_writer
from auditor.report.shards import ShardWriter, read_shards
from report import samples

AUDITS = [samples.document(number, path=f"d{number}.pdf") for number in range(5)]


def write(folder: Path) -> None:
    writer = ShardWriter(folder, samples.META, documents=2)
    for audit in AUDITS:
        writer.add(audit)
    writer.close(samples.portfolio(AUDITS))


def test_pieces_hold_what_was_added_and_give_the_same_report(tmp_path: Path) -> None:
    write(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").glob("*.jsonl")) == [
        f"part-0000{number}.jsonl" for number in range(3)
    ]
    read = list(read_shards([tmp_path / "out"]))
    assert [audit for _, audit in read] == AUDITS
    pages = []
    for audits, meta in ((AUDITS, samples.META), ([a for _, a in read], read[0][0])):
        stream = io.StringIO()
        writer = open_writer("html", stream, meta)
        for audit in audits:
            writer.add(audit)
        writer.close(samples.portfolio(audits))
        pages.append(stream.getvalue())
    assert pages[0] == pages[1]


def test_a_run_that_ends_early_leaves_whole_pieces(tmp_path: Path) -> None:
    writer = ShardWriter(tmp_path, samples.META, documents=2)
    for audit in AUDITS:
        writer.add(audit)
    writer.discard()
    assert [audit for _, audit in read_shards([tmp_path])] == AUDITS[:4]
    assert not list(tmp_path.glob(".*"))


def test_pieces_of_another_run_are_not_mixed_with(tmp_path: Path) -> None:
    write(tmp_path)
    with pytest.raises(UsageError, match="holds results already"):
        ShardWriter(tmp_path, samples.META)


def test_what_is_no_piece_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no \.jsonl file"):
        list(read_shards([tmp_path]))
    (tmp_path / "a.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="is no text"):
        list(read_shards([tmp_path]))
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_shards([tmp_path / "b.jsonl"]))


def test_sql_over_findings(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="needs DuckDB")
    pytest.importorskip("pyarrow", reason="needs pyarrow")
    write(tmp_path)
    found = duckdb.sql(
        "SELECT path, f.type, f.band, f.reported"
        f" FROM '{tmp_path}/*.parquet', UNNEST(findings) AS t(f)"
    ).fetchall()
    assert sorted(found) == sorted(
        (audit.path, f.type, f.band.value, f.reported) for audit in AUDITS for f in audit.findings
    )
    lines = duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/*.jsonl'").fetchall()
    assert lines == [(len(AUDITS),)]
