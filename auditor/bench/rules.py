"""What each rule is worth and what it costs: its examples, and its share of the time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from auditor.engine import Profile, load_pack
from auditor.engine.ready import ready_engine
from auditor.engine.testing import run_examples
from auditor.errors import UsageError
from auditor.load import load
from auditor.load.options import LoadOptions
from auditor.segment import outline


@dataclass(frozen=True, slots=True)
class RuleCost:
    """One rule.

    Attributes:
        id: of the rule.
        flagged, to_flag: examples that must be flagged, and how many are.
        passed, to_pass: examples that must pass, and how many do.
        known_misses: examples kept as to do that still fail.
        seconds, tries: spent on it over the texts, and sentences it was tried on.
        megabytes: of the texts.
    """

    id: str
    flagged: int
    to_flag: int
    passed: int
    to_pass: int
    known_misses: int
    seconds: float
    tries: int
    megabytes: float

    @property
    def throughput(self) -> float:
        """Megabytes of text a second that this rule alone would allow."""
        return self.megabytes / self.seconds if self.seconds else float("inf")


@dataclass(frozen=True, slots=True)
class RulesBench:
    """All rules, the dearest first; ``seconds`` is all matching, the parts no rule owns too."""

    rules: tuple[RuleCost, ...]
    documents: int
    megabytes: float
    seconds: float


def run(
    path: Path | None = None, *, rules: tuple[Path, ...] = (),
    say: Callable[[str], None] = lambda _: None,
) -> RulesBench:  # fmt: skip
    """Try all examples, and time each rule on contracts.

    Args:
        path: a folder of contracts to time rules on; without it the examples themselves.
        rules: folders of further rules.
        say: told about progress, a line at a time.

    Raises:
        RuleError: a pack cannot be used.
        UsageError: there is nothing to read at ``path``.
    """
    import time

    pack = load_pack(rules)
    say("examples")
    kept: Counter[tuple[str, str, bool]] = Counter()
    for outcome in run_examples(pack).outcomes:
        kept[outcome.rule, outcome.expectation, outcome.ok] += 1
    texts = _texts(path) if path else _examples(pack)
    profile = Profile()
    engine = ready_engine(pack, profile=profile)
    documents = size = 0
    seconds = 0.0
    for name, data in texts:
        if documents % 25 == 0:
            say(f"{documents} documents")
        document = load(name, data, LoadOptions(ocr=False))[0]
        parts = outline(document)
        started = time.perf_counter()
        engine.match(document, parts)
        seconds += time.perf_counter() - started
        documents += 1
        size += len(document.text)
    costs = [_cost(name, kept, profile, size / 1e6) for name in pack.rules]
    costs.sort(key=lambda cost: -cost.seconds)
    return RulesBench(tuple(costs), documents, size / 1e6, seconds)


def _texts(path: Path) -> list[tuple[str, bytes]]:
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    if not files:
        raise UsageError(f"nothing to read in {path}")
    return [(file.name, file.read_bytes()) for file in files]


def _examples(pack: object) -> list[tuple[str, bytes]]:
    from auditor.engine import Pack

    assert isinstance(pack, Pack)
    return [
        (f"{rule.id}.txt", "\n\n".join(e.text for e in (
            *rule.examples.must_flag, *rule.examples.must_pass)).encode())
        for rule in pack.rules.values()
        if rule.examples.must_flag
    ]  # fmt: skip


def _cost(
    name: str, kept: Counter[tuple[str, str, bool]], profile: Profile, megabytes: float
) -> RuleCost:
    flagged, passed = kept[name, "must_flag", True], kept[name, "must_pass", True]
    own = [key for key in profile.seconds if key.partition("/")[0] == name]
    return RuleCost(
        id=name,
        flagged=flagged,
        to_flag=flagged + kept[name, "must_flag", False],
        passed=passed,
        to_pass=passed + kept[name, "must_pass", False],
        known_misses=kept[name, "todo_flag", False] + kept[name, "todo_pass", False],
        seconds=sum(profile.seconds[key] for key in own),
        tries=sum(profile.tries[key] for key in own),
        megabytes=megabytes,
    )


def render(result: RulesBench) -> str:
    """A rule a line, the dearest first, and the sums."""
    head = (
        f"{'rule':<34}{'flagged':>10}{'passed':>10}{'to do':>7}{'tries':>9}{'seconds':>9}"
        f"{'share':>7}{'MB/s':>9}"
    )
    lines = [head, "-" * len(head)]
    for rule in result.rules:
        throughput = f"{rule.throughput:.1f}" if rule.seconds else "-"
        lines.append(
            f"{rule.id:<34}{f'{rule.flagged}/{rule.to_flag}':>10}"
            f"{f'{rule.passed}/{rule.to_pass}':>10}{rule.known_misses:>7}{rule.tries:>9}"
            f"{rule.seconds:>9.3f}{rule.seconds / result.seconds:>7.1%}{throughput:>9}"
        )
    rules = sum(rule.seconds for rule in result.rules)
    flagged, to_flag = (sum(getattr(r, n) for r in result.rules) for n in ("flagged", "to_flag"))
    passed, to_pass = (sum(getattr(r, n) for r in result.rules) for n in ("passed", "to_pass"))
    lines += [
        "-" * len(head),
        f"{len(result.rules)} rules: {flagged} of {to_flag} examples flagged,"
        f" {passed} of {to_pass} passed, {sum(r.known_misses for r in result.rules)} known misses",
        f"{result.documents} documents, {result.megabytes:.2f} MB in {result.seconds:.2f} s:"
        f" {result.megabytes / result.seconds:.2f} MB/s; {rules / result.seconds:.0%} of it in"
        " patterns, the rest in finding out which to try, and in cues and parameters",
    ]
    return "\n".join(lines)
