"""Loads damaged files in a child process that may crash, hang or swell."""

from __future__ import annotations

import multiprocessing
import random
import resource
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from auditor.load.options import Limits, LoadOptions
from tests.fuzz.mutate import Mutation, mutate

#: Seconds for one file, and bytes of address space for the child.
SECONDS = 20.0
MEMORY = 3 << 30
_OPTIONS = LoadOptions(ocr=False, limits=Limits(unpacked_mb=64))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a file was read: letters kept, whether anything was said, or the error that escaped."""

    letters: int = 0
    said: bool = False
    error: str = ""


@dataclass(slots=True)
class Tally:
    """What a run came to; ``failures`` holds (verdict, seed file, mutation, number, detail)."""

    count: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str, str, int, str]] = field(default_factory=list)


def observe(name: str, data: bytes) -> Outcome:
    """Load a file here and now."""
    from auditor.load import load
    from auditor.model import Status

    documents = load(name, data, _OPTIONS)
    for document in documents:
        if any(reason.code == "internal-error" for reason in document.reasons):
            return Outcome(error=str(document.reasons[-1]))
        if document.status is not Status.SCANNED and not document.reasons:
            return Outcome(error=f"{document.path}: {document.status} without a reason")
    letters = sum(sum(map(str.isalnum, document.text)) for document in documents)
    return Outcome(letters, any(document.reasons for document in documents))


def _serve(link: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while True:
        name, data = link.recv()
        try:
            link.send(observe(name, data))
        except Exception as error:  # what escapes is what we look for
            import traceback

            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{place.filename.rpartition('/')[2]}:{place.lineno}"
            link.send(Outcome(error=f"{type(error).__name__}: {error} at {where}"))


class Child:
    """A process that loads files, started anew whenever it dies."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._link, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there,), daemon=True)
        self._process.start()
        there.close()

    def load(self, name: str, data: bytes) -> Outcome:
        """The outcome; a dead or silent child is one too."""
        try:
            self._link.send((name, data))
            if self._link.poll(SECONDS):
                outcome = self._link.recv()
                assert isinstance(outcome, Outcome)
                return outcome
            verdict = "hang"
        except (EOFError, BrokenPipeError, ConnectionResetError):
            verdict = "died"
        self.close()
        self._start()
        return Outcome(error=verdict)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._link.close()


def mutations(good: dict[str, bytes], count: int, seed: int) -> Iterator[tuple[int, str, Mutation]]:
    """``count`` damaged files; number N of a seed is always the same one."""
    names = sorted(good)
    for number in range(count):
        dice = random.Random(f"{seed}/{number}")
        name = names[number % len(names)]
        yield number, name, mutate(dice, name, good[name])


def run(good: dict[str, bytes], count: int, seed: int) -> Tally:
    """Damage ``good`` files ``count`` times and judge how each is read.

    A file fails by a crash (an exception escapes, or the process dies), by a hang, or by a
    silent pass: its format shows that it is damaged, more than a fifth of its letters is
    gone, and no document says anything.
    """
    tally = Tally()
    child = Child()
    try:
        whole = {name: child.load(name, data).letters for name, data in good.items()}
        for number, name, mutation in mutations(good, count, seed):
            outcome = child.load(name, mutation.data)
            verdict = _verdict(outcome, mutation, whole[name])
            tally.count += 1
            tally.outcomes[verdict] += 1
            if verdict in {"crash", "hang", "silent"}:
                detail = outcome.error or f"{outcome.letters} of {whole[name]} letters"
                tally.failures.append((verdict, name, mutation.kind, number, detail))
    finally:
        child.close()
    return tally


def _verdict(outcome: Outcome, mutation: Mutation, whole: int) -> str:
    if outcome.error:
        return "hang" if outcome.error == "hang" else "crash"
    if outcome.said:
        return "said"
    return "silent" if mutation.structural and outcome.letters < 0.8 * whole else "whole"
