"""A sample of damaged files in every run of the tests, and many with ``--slow``."""

from __future__ import annotations

import pytest

from tests.fuzz.mutate import Mutation
from tests.fuzz.runner import Child, Outcome, _verdict, mutations, run
from tests.fuzz.seeds import seeds


def test_seeds_are_read_whole() -> None:
    child = Child()
    try:
        for name, data in seeds().items():
            outcome = child.load(name, data)
            assert not outcome.error, name
            assert outcome.letters > 500, name
    finally:
        child.close()


def test_sample_of_damaged_files() -> None:
    assert run(seeds(), 120, 7).failures == []


@pytest.mark.slow
def test_many_damaged_files() -> None:
    assert run(seeds(), 4000, 11).failures == []


def test_number_of_a_seed_is_always_the_same_file() -> None:
    good = {"a.txt": b"words " * 50, "b.html": b"<p>words</p>" * 50}
    first, again = list(mutations(good, 6, 3)), list(mutations(good, 6, 3))
    assert first == again
    assert first != list(mutations(good, 6, 4))


@pytest.mark.parametrize(
    ("outcome", "structural", "verdict"),
    [
        (Outcome(error="KeyError"), True, "crash"),
        (Outcome(error="hang"), True, "hang"),
        (Outcome(letters=10, said=True), True, "said"),
        (Outcome(letters=10), True, "silent"),
        (Outcome(letters=10), False, "whole"),
        (Outcome(letters=90), True, "whole"),
    ],
)
def test_verdicts(outcome: Outcome, structural: bool, verdict: str) -> None:
    assert _verdict(outcome, Mutation("cut", b"", structural), 100) == verdict


def test_process_that_dies_is_noticed_and_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    child = Child()
    try:
        child._process.kill()
        child._process.join()
        assert child.load("a.txt", b"words").error == "died"
        assert child.load("a.txt", b"The Supplier shall deliver.").letters == 23
    finally:
        child.close()
