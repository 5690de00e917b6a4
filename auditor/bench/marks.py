"""Verdicts on sentences of real contracts, kept without the sentences.

``rules/_reader/marks.tsv`` names a document on a line "## source, file" (of the labelled contracts
"cuad", or of other "contracts"), with "read whole" where every sentence was read, and below it a
line per verdict: a hash of the sentence's words, the type, and y (it is the clause), n (it only
looks like it) or a (arguable). Columns are parted by tabs. A sentence is met again by its hash
when whoever has the contract reads it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from auditor.errors import RuleError

FILE = "_reader/marks.tsv"
WHOLE = "read whole"
DIGITS = 12  # of a hash; two sentences of one contract will not share them

Verdict = Literal["y", "n", "a"]
VERDICTS: dict[str, Verdict] = {"y": "y", "n": "n", "a": "a"}


@dataclass(slots=True)
class Marked:
    """One document's verdicts.

    Attributes:
        whole: every sentence was read: a type not marked in a sentence is not there.
        verdicts: hash of a sentence -> type -> verdict.
        met: hashes that were asked for and are there.
    """

    whole: bool = False
    verdicts: dict[str, dict[str, Verdict]] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)

    def on(self, words: Iterable[str]) -> dict[str, Verdict]:
        """Type -> verdict on a sentence of the document, given its canonical words."""
        key = hash_of(words) if self.verdicts else ""
        if key in self.verdicts:
            self.met.add(key)
        return self.verdicts.get(key, {})


@dataclass(frozen=True, slots=True)
class Marks:
    """All verdicts, by source and file name."""

    documents: dict[tuple[str, str], Marked] = field(default_factory=dict)

    def of(self, source: str, name: str) -> Marked:
        """The verdicts on a document; none for one that nobody marked."""
        return self.documents.get((source, name)) or Marked()

    def __len__(self) -> int:
        """How many verdicts there are."""
        return sum(len(found) for m in self.documents.values() for found in m.verdicts.values())

    def unmet(self) -> int:
        """How many verdicts are on sentences that nobody has met so far."""
        return sum(
            len(found)
            for marked in self.documents.values()
            for key, found in marked.verdicts.items()
            if key not in marked.met
        )


def hash_of(words: Iterable[str]) -> str:
    """The hash of a sentence's canonical words; numbers and letters of lists do not matter."""
    telling = [word for word in words if len(word) > 1 and not any(map(str.isdigit, word))]
    return hashlib.sha256(" ".join(telling).encode()).hexdigest()[:DIGITS]


def load_marks(path: Path, types: Sequence[str]) -> Marks:
    """Read the verdicts.

    Args:
        types: those there are.

    Raises:
        RuleError: a line is neither a document nor a verdict on one of its sentences, or its
            type is unknown.
    """
    marks, known = Marks(), frozenset(types)
    marked: Marked | None = None
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        match line.removeprefix("## ").split("\t"):
            case [source, name, *rest] if line.startswith("## ") and rest in ([], [WHOLE]):
                marked = marks.documents.setdefault((source, name), Marked())
                marked.whole = bool(rest)
            case [key, type_id, verdict] if marked is not None and verdict in VERDICTS:
                if type_id not in known:
                    raise RuleError(f"no such type: {type_id}", path=path, line=number)
                marked.verdicts.setdefault(key, {})[type_id] = VERDICTS[verdict]
            case _:
                raise RuleError(
                    "a line is '## source, file' or 'hash, type, y|n|a', parted by tabs",
                    path=path, line=number,
                )  # fmt: skip
    return marks
