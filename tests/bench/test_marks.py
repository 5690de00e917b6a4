"""Verdicts on sentences of real contracts: kept as hashes, met while the contracts are read."""

import csv

import pytest

from auditor.bench.cuad import fold_of
from auditor.bench.marks import FILE, Marked, Marks, hash_of, load_marks
from auditor.bench.train_types import _Learner, presence_types, verdicts
from auditor.bench.written import Sentence, ordinary
from auditor.engine import Engine, load_pack
from auditor.engine.words import words
from auditor.errors import RuleError
from auditor.resources import rules_dir

CLAUSE = "Customer shall purchase all of its requirements for the Products from Supplier."
OTHER = "This Agreement is governed by the laws of the State of New York."


@pytest.fixture(scope="module")
def types():
    return presence_types(load_pack())


def test_numbering_does_not_change_the_hash_of_a_sentence_but_its_words_do():
    assert hash_of(words("4.2 (b) " + CLAUSE)) == hash_of(words("5.3 (c) " + CLAUSE))
    assert hash_of(words(CLAUSE)) != hash_of(words(CLAUSE.replace("all", "none")))


def test_our_verdicts_name_types_there_are_and_no_contract_of_the_fold_set_aside(types):
    marks = load_marks(rules_dir() / FILE, types)
    assert len(marks) > 5000
    names = [name for source, name in marks.documents if source == "cuad"]
    assert names
    assert not [name for name in names if fold_of(name.removesuffix(".txt").strip()) == 0]


def test_our_verdicts_hold_no_text():
    for line in (rules_dir() / FILE).read_text("utf-8").splitlines():
        if not line.startswith("## "):
            key, type_id, verdict = line.split("\t")
            assert int(key, 16) >= 0
            assert " " not in type_id
            assert verdict in {"y", "n", "a"}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("0a\texc-buyer\ty\n", ":1: a line is"),
        ("## cuad\ta.txt\n0a\texc-buyer\tmaybe\n", ":2: a line is"),
        ("## cuad\ta.txt\n0a\texc-byer\ty\n", "no such type: exc-byer"),
        ("## cuad\ta.txt\tread half\n", ":1: a line is"),
    ],
)
def test_a_line_that_is_no_verdict_is_an_error_with_its_place(tmp_path, types, lines, said):
    path = tmp_path / "marks.tsv"
    path.write_text(lines)
    with pytest.raises(RuleError, match=said):
        load_marks(path, types)


def test_verdicts_are_met_while_contracts_are_read_and_the_others_counted(tmp_path, types):
    texts = tmp_path / "cuad" / "full_contract_txt"
    texts.mkdir(parents=True)
    for name in ("Alpha", "Beta"):
        (texts / f"{name}.txt").write_text(f"1. Supply\n\n1.1 {CLAUSE}\n\n1.2 {OTHER}\n")
    with (tmp_path / "cuad" / "master_clauses.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([["Filename"], ["Alpha.pdf"], ["Beta.pdf"]])
    path = tmp_path / "marks.tsv"
    key = hash_of(words(CLAUSE))
    path.write_text(
        f"## cuad\tAlpha.txt\tread whole\n{key}\texc-requirements\ty\n{key}\texc-buyer\tn\n"
        f"## cuad\tGamma.txt\n{key}\texc-requirements\ty\n"
    )
    marks = load_marks(path, types)
    read = list(ordinary(tmp_path / "cuad", (), Engine(load_pack()), marks, held_out=None))
    judged = [sentence for sentence in read if sentence.verdicts]
    assert [sentence.verdicts for sentence in judged] == [
        {"exc-requirements": "y", "exc-buyer": "n"}
    ]
    assert sum(sentence.whole for sentence in read) * 2 == len(read)
    assert (len(marks), marks.unmet()) == (3, 1)


def test_a_document_nobody_marked_has_no_verdicts():
    marked = Marks().of("cuad", "a.txt")
    assert marked == Marked()
    assert marked.on(words(CLAUSE)) == {}


def sentence(text, *found, **told):
    return Sentence(tuple(words(text)), 0, frozenset(found), **told)


def test_what_a_sentence_is_to_a_type():
    data = [
        sentence("a", "exc-buyer"),
        sentence("b", looks_like="exc-buyer"),
        sentence("c", "exc-field"),
        sentence("d", ordinary=True, verdicts={"exc-buyer": "y"}),
        sentence("e", ordinary=True, whole=True, verdicts={"exc-buyer": "n"}),
        sentence("f", "exc-buyer", ordinary=True, whole=True, verdicts={"exc-buyer": "a"}),
        sentence("g", "exc-field", ordinary=True, whole=True),
        sentence("h", "exc-field", ordinary=True),
        sentence("i", ordinary=True, verdicts={"exc-field": "y"}),
        sentence("j", ordinary=True, verdicts={"exc-field": "n"}),
        sentence("k", "com-shortfall", ordinary=True),
    ]
    groups = _Learner(data).groups("exc-buyer")
    told = {
        name: "".join(
            s.words[0] for s, inside in zip(data, getattr(groups, name), strict=True) if inside
        )
        for name in ("clause", "lookalike", "granted", "denied", "other", "unread")
    }
    assert told == {
        "clause": "a", "lookalike": "b", "granted": "d", "denied": "e", "other": "cg",
        "unread": "jk",
    }  # fmt: skip


def test_what_is_heard_is_measured_in_contracts_read_whole_where_no_pattern_spoke():
    data = [
        sentence("a", ordinary=True, verdicts={"exc-buyer": "y"}),
        sentence("b", ordinary=True, whole=True, verdicts={"exc-buyer": "a"}),
        sentence("c", "exc-buyer", ordinary=True, whole=True, verdicts={"exc-buyer": "y"}),
        sentence("d", ordinary=True, whole=True, verdicts={"exc-buyer": "y"}),
    ]
    truth, known = verdicts(data, ["exc-buyer", "exc-field"])
    assert truth.tolist() == [[False, False], [False, False], [False, False], [True, False]]
    assert known.tolist() == [[False, False], [False, True], [False, True], [True, True]]
