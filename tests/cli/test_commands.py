"""``scan`` and ``check`` as a user meets them: what is printed, written, and the exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
STANDIN = ROOT / "tests/run"
Auditor = Callable[..., Any]


def write(**files: str) -> None:
    for name, words in files.items():
        Path(f"{name}.txt").write_text(words)


def test_a_check_fails_on_findings_at_the_threshold(auditor: Auditor) -> None:
    write(a="high-one", b="nothing")
    ran = auditor("check", "a.txt", "b.txt")
    assert ran.code == 1
    assert ran.out.splitlines() == ["a.txt:1:: high exc-supplier exc-supplier — “one”"]
    assert ran.err == "auditor: 2 documents: 1 finding at high or above\n"
    assert auditor("check", "b.txt").code == 0
    assert auditor("check", "a.txt", "--fail-on", "critical").code == 0
    assert auditor("check", "a.txt", "--fail-on", "never").code == 0
    assert auditor("scan", "a.txt").code == 0
    assert auditor("scan", "a.txt", "--fail-on", "medium").code == 1


def test_input_that_is_not_read_is_exit_3_unless_allowed(auditor: Auditor) -> None:
    write(a="segfault", b="nothing")
    ran = auditor("check", ".")
    assert ran.code == 3
    assert "a.txt: failed crashed: " in ran.out
    assert auditor("check", ".", "--allow-partial").code == 0
    Path("logo.svg").write_text("<svg/>")
    assert auditor("scan", "b.txt", ".", "--exclude", "a.txt").code == 0


def test_several_reports_from_one_run(auditor: Auditor) -> None:
    write(a="high-one")
    ran = auditor(
        "scan", "a.txt", "-o", "r.json", "-o", "out/r.jsonl", "-o", "csv=../table.data", "-q"
    )
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    document = json.loads(Path("r.json").read_text())["documents"][0]
    assert document["findings"][0]["type"] == "exc-supplier"
    assert Path("out/r.jsonl").exists() and "exc-supplier" in Path("../table.data").read_text()
    again = auditor("scan", ".", "-o", "r.json")
    paths = [d["path"] for d in json.loads(Path("r.json").read_text())["documents"]]
    assert "r.json" not in paths
    assert again.code == 0


def test_format_goes_to_standard_output_or_names_a_file_that_does_not_say(auditor: Auditor) -> None:
    write(a="high-one")
    assert json.loads(auditor("scan", "a.txt", "--format", "json").out)["documents"]
    ran = auditor("scan", "a.txt", "--format", "json", "-o", "report")
    assert json.loads(Path("report").read_text())["documents"]
    assert not ran.out.startswith("{")


def test_the_same_bytes_whatever_the_number_of_workers(auditor: Auditor) -> None:
    write(**{f"n{i}": f"high-{i}" for i in range(9)})
    for jobs in ("1", "4"):
        auditor("scan", ".", "-o", f"../{jobs}.json", "--jobs", jobs, "--no-cache")
    assert Path("../1.json").read_bytes() == Path("../4.json").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check"], "no path given"),
        (["check", "nothing.docx"], "no such file or folder: nothing.docx"),
        (["check", "a.tx"], "did you mean 'a.txt'"),
        (["check", "empty"], "no file to read in empty"),
        (["chek", "a.txt"], "no command 'chek', did you mean 'check'?"),
        (["a.txt"], "say: auditor check a.txt"),
        (["check", "a.txt", "--as", "byer"], "did you mean 'buyer'?; allowed: buyer"),
        (["check", "a.txt", "--fail-on", "hihg"], "did you mean 'high'"),
        (["check", "a.txt", "--format", "jsn"], "did you mean 'json'"),
        (["check", "a.txt", "-o", "report.xyz"], "report.xyz: no report format has this extension"),
        (["check", "a.txt", "-o", "a.txt"], "a.txt is a contract to read"),
        (["check", "a.txt", "--limit", "secnds=3"], "did you mean 'seconds'"),
        (["check", "a.txt", "--limit", "seconds=-3"], "give a positive number"),
        (["check", "a.txt", "--limit", "seconds"], "say NAME=VALUE"),
        (["check", "a.txt", "--types", "exc-suplier"], "did you mean 'exc-supplier'"),
        (["check", "a.txt", "--family", "exx"], "unknown family 'exx', did you mean 'exc'"),
        (["check", "a.txt", "--severity", "exc-supplier=hi"], "no band 'hi'"),
        (["check", "a.txt", "--context", "critcal-function"], "did you mean 'critical-function'"),
        (["check", "a.txt", "--view", "both"], "allowed: final, original"),
        (["check", "a.txt", "--baseline", "none.json"], "none.json: No such file"),
        (["check", "a.txt", "--config", "none.toml"], "none.toml: cannot be read"),
        (["check", "a.txt", "--password-file", "none"], "password file none"),
        (["check", "a.txt", "--rules", "none"], "no such rule folder: none"),
        (["check", "a.txt", "--jobs", "many"], "--jobs"),
        (["check", "a.txt", "--jobs", "-2"], "jobs is 0 or more"),
        (["check", "a.txt", "--fromat", "json"], "--fromat"),
        (["explain", "mfn-prise"], "did you mean 'mfn-price'"),
        (["rules", "show", "exc-suplier"], "did you mean 'exc-supplier'"),
        (["rules", "new", "Bad"], "'Bad' is no rule id"),
        (["check", "a.txt", "--rules", "empty"], "no rule in empty"),
        (["check", "a.txt", "--write-baseline", "a.txt/b.json"], "a.txt/b.json: cannot be written"),
        (["check", "a.txt", "--shards", "a.txt"], "a.txt/part-00000.jsonl: cannot be written"),
        (["explain", "exclusivity"], "the titles of ant-loyalty-rebate, exc-buyer"),
        (["bench", "accuracy", "--cuad", ".", "--against", "old"], "--against old: no such file"),
        (["bench", "acuracy"], "Did you mean 'accuracy'"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_line_and_exit_2(
    auditor: Auditor, arguments: list[str], message: str
) -> None:
    write(a="nothing")
    Path("empty").mkdir()
    ran = auditor(*arguments)
    assert ran.code == 2
    assert message in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not ran.out
    assert Path("a.txt").read_text() == "nothing"


def test_a_missing_path_does_not_keep_the_others_from_being_read(auditor: Auditor) -> None:
    write(a="high-one")
    ran = auditor("check", "a.txt", "b.txt")
    assert ran.code == 2
    assert "a.txt:1:: high" in ran.out
    assert "no such file or folder: b.txt" in ran.err


def test_standard_input(auditor: Auditor, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"high-one")))
    ran = auditor("check", "-", "--stdin-name", "msa.txt")
    assert ran.out.startswith("msa.txt:1:: high")


def test_names_cannot_steer_the_terminal(auditor: Auditor) -> None:
    Path("a\x1b[31m.txt").write_text("high-one")
    ran = auditor("check", ".")
    assert "\x1b" not in ran.out + ran.err and "a\\x1b[31m.txt" in ran.out


def test_waivers_and_baseline(auditor: Auditor) -> None:
    write(a="high-one high-two")
    assert auditor("check", "a.txt", "--write-baseline", "known.json").code == 0
    assert auditor("check", "a.txt", "--baseline", "known.json").code == 0
    write(a="high-one high-two high-two")
    ran = auditor("check", "a.txt", "--baseline", "known.json")
    assert ran.code == 1 and ran.out.count("“two”") == 1 and "“one”" not in ran.out
    Path("auditor-waivers.yaml").write_text(
        "waivers:\n- {rule: exc-*, reason: agreed, expires: 2999-01-01}\n"
    )
    ran = auditor("check", "a.txt")
    assert ran.code == 0
    assert "3 findings waived by" in ran.err
    assert auditor("scan", "a.txt", "--format", "json").out.count('"waived"') == 3


def test_configuration_is_found_upwards_and_the_command_line_comes_first(auditor: Auditor) -> None:
    write(a="high-one")
    Path("auditor.toml").write_text('fail-on = "critical"\nlimits = { seconds = 9 }\n')
    Path("deep").mkdir()
    os.chdir("deep")
    assert auditor("check", "../a.txt").code == 0
    assert auditor("check", "../a.txt", "--fail-on", "high").code == 1
    assert auditor("check", "../a.txt", "--isolated").code == 1
    shown = auditor("config", "show").out
    assert 'fail-on       = "critical"' in shown and "auditor.toml" in shown
    Path("pyproject.toml").write_text("[tool.auditor]\nfail-onn = 'x'\n")
    ran = auditor("check", "../a.txt")
    assert ran.code == 2 and "unknown setting 'fail-onn', did you mean 'fail-on'" in ran.err


def test_help_teaches_by_example(auditor: Auditor) -> None:
    for arguments in (["--help"], ["scan", "-h"], ["check", "-h"], ["rules", "-h"]):
        ran = auditor(*arguments)
        assert ran.code == 0 and "  auditor " in ran.out


def test_cache_commands(auditor: Auditor) -> None:
    write(a="high-one")
    auditor("check", "a.txt")
    assert "1 result" in auditor("cache", "info").out
    assert auditor("cache", "clear").out == "1 result deleted\n"
    assert auditor("cache", "clear").out == "0 results deleted\n"


def test_a_defect_is_one_line_and_its_own_exit_code(
    auditor: Auditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(a="nothing")

    def broken(*args: object, **more: object) -> None:
        raise KeyError("oops")

    monkeypatch.setattr("auditor.cli.execute.discover", broken)
    ran = auditor("check", "a.txt")
    assert ran.code == 70 and len(ran.err.splitlines()) == 1 and "KeyError" in ran.err
    assert "Traceback" in auditor("check", "a.txt", "--debug").err


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionError(13, "Permission denied", "ro/x.html"), "ro/x.html: Permission denied"),
        (OSError(28, "No space left on device"), "auditor: No space left on device"),
    ],
)
def test_what_the_system_refuses_is_no_defect(
    auditor: Auditor, monkeypatch: pytest.MonkeyPatch, error: OSError, message: str
) -> None:
    write(a="nothing")

    def refused(*args: object, **more: object) -> None:
        raise error

    monkeypatch.setattr("auditor.cli.execute.discover", refused)
    ran = auditor("check", "a.txt")
    assert ran.code == 2 and message in ran.err and "check the path" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_run_says_what_it_wrote(auditor: Auditor) -> None:
    write(a="high-one")
    ran = auditor("scan", "a.txt", "-o", "r.html", "--shards", "out")
    assert ran.err == "auditor: report written to r.html\nauditor: results written to out\n"
    assert auditor("report", "out", "-o", "s.csv").err == "auditor: report written to s.csv\n"


def start(*arguments: str, cache: Path) -> subprocess.Popen[str]:
    script = (
        "import functools, sys; from auditor.cli import execute, main\n"
        "from auditor.run.scan import Run\n"
        "execute.Run = functools.partial(Run, factory='standin:StandIn')\n"
        "sys.exit(main.run(sys.argv[1:]))"
    )
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{STANDIN}", "AUDITOR_CACHE_DIR": str(cache)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_writes_what_is_done_within_two_seconds(
    auditor: Auditor, tmp_path: Path, number: signal.Signals
) -> None:
    write(done="log log.file\n" + "x" * 99, slow="sleep 50", waiting="x")
    Path("known.json").write_text("as it was")
    process = start(
        "scan", "done.txt", "slow.txt", "waiting.txt", "-j1", "-o", "r.json",
        "--write-baseline", "known.json", cache=tmp_path,
    )  # fmt: skip
    while not Path("log.file").exists():
        assert process.poll() is None
        time.sleep(0.05)
    time.sleep(0.5)
    began = time.monotonic()
    process.send_signal(number)
    _, errors = process.communicate(timeout=10)
    assert time.monotonic() - began < 2
    assert process.returncode == 130
    assert "interrupted" in errors and "Traceback" not in errors
    assert Path("known.json").read_text() == "as it was"
    assert not list(Path().glob(".*.part"))
    documents = json.loads(Path("r.json").read_text())["documents"]
    assert [d["status"] for d in documents] == ["scanned"] * 2 + ["skipped"] * 2
    assert documents[2]["reasons"][0].startswith("interrupted: ")


def test_a_reader_that_goes_away_is_no_defect(auditor: Auditor, tmp_path: Path) -> None:
    write(**{f"n{i:03}": "high-" + "x" * 300 for i in range(300)})
    process = start("scan", ".", cache=tmp_path)
    assert process.stdout and process.stderr
    process.stdout.close()
    assert process.wait(timeout=30) == 141
    assert "Traceback" not in process.stderr.read()


def test_the_version_is_there_at_once() -> None:
    """Under 0.2 s of processor time, which a busy machine does not lengthen."""
    resource = pytest.importorskip("resource", reason="processor time of children needs POSIX")

    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "auditor", "--version"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return float(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    assert min(seconds() for _ in range(3)) < 0.2


def test_nothing_heavy_is_imported_for_help() -> None:
    script = (
        "import sys; from auditor.cli.main import run; run(['check', '--help'])\n"
        "heavy = {'spacy', 'pydantic', 'rich', 'lxml', 'docx', 'pdfplumber', 'numpy', 'yaml'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stderr.strip() == "[]"


def test_benchmarks_say_what_they_need(auditor: Auditor) -> None:
    ran = auditor("bench", "labelled", "nowhere")
    assert ran.code == 2 and "nowhere" in ran.err
    assert "--against FILE" in auditor("bench", "accuracy", "--help").out
    assert "--cuad" in auditor("bench", "train").err
    assert "whole numbers" in auditor("bench", "accuracy", "--cuad", ".", "--folds", "one").err
    assert "no PDF in" in auditor("bench", "speed", ".").err


def test_reports_are_drawn_again_from_shards(auditor: Auditor) -> None:
    write(a="high-one", b="nothing", c="high-two")
    assert auditor("scan", ".", "--shards", "out", "-o", "one.html", "-q").code == 0
    ran = auditor("report", "out", "-o", "two.html", "-o", "two.csv", "-q")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert "exc-supplier" in Path("two.csv").read_text()
    one, two = (Path(name).read_text() for name in ("one.html", "two.html"))
    assert one == two
    auditor("report", "out", "out/part-00000.jsonl", "-o", "twice.csv", "-q")
    assert Path("twice.csv").read_text() == Path("two.csv").read_text()
    assert auditor("scan", ".", "--shards", "out", "-q").code == 2
    assert "no such" in auditor("report", "none.jsonl").err.lower()


def test_the_terminal_gets_the_summary_where_a_file_gets_the_text(auditor: Auditor) -> None:
    write(a="high-one")
    whole = "━━ a.txt"  # heads what the text says of a document
    assert whole in auditor("scan", "a.txt").out
    short = auditor("scan", "a.txt", "-o", "r.html").out
    assert "a.txt" in short and whole not in short
    assert whole in auditor("scan", "a.txt", "-o", "r.html", "--format", "text").out
    assert "“one”" in auditor("check", "a.txt", "-o", "r.html").out
