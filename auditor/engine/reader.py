"""The second reader: a learned model that orders and calibrates what the patterns propose.

Two linear models for each category weigh every sentence of a document: one by its words, its
heading and the patterns that found it, one by its words alone. Boosted trees then judge a
proposed sentence by both, its neighbours and the rest of the document (``context``). All is
learned from contracts labelled by lawyers (``auditor bench train``); the weights are plain
arrays. It never proposes anything: only candidates of a pattern are read, and without its file
the patterns stand alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from auditor.engine.bags import Bags, Columns, chances, stem
from auditor.engine.compile import CompiledPattern, level_order
from auditor.engine.context import STRENGTHS, Layout, Pairs, Scores, in_context
from auditor.engine.trees import Trees
from auditor.engine.weights import arrays_of
from auditor.engine.words import words
from auditor.resources import rules_dir

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "_reader/cuad.npz"
HEADINGS = 1 << 12  # slots for the words of headings
HEADING_WORDS = 12
HEADING = 0.5  # weight of a heading's words together, against the sentence's
PATTERN = 0.5  # the same of each pattern
WIDE = STRENGTHS - 1
HOPELESS = -6.0
"""Log-odds by the linear models below which the trees are not asked: of more than half of all
proposals, and of one in a thousand that they would have called possible (out of fold)."""

SPARED = 0.5
"""Share of a passage's threshold from which it may still be the clause: thresholds are set on few
passages of a category, and where these ended by chance says little of others. Chosen on folds 1
to 4, where all from 0.3 to 0.5 did as well."""

Found = Mapping[int, Sequence[CompiledPattern]]
"""Sentence -> the patterns that found it, in order of their keys."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model says of one candidate.

    Attributes:
        probability: calibrated, 0 to 1.
        likely, possible: the category's thresholds for these levels.
    """

    probability: float
    likely: float
    possible: float


@dataclass(frozen=True, slots=True)
class Page:
    """A document as the reader sees it.

    Attributes:
        bags: the features of its sentences.
        headings: the heading over each sentence.
        layout: where the sentences stand.
        alone: whether the document is but a passage given alone.
    """

    bags: Bags
    headings: Sequence[str]
    layout: Layout
    alone: bool


class Reader:
    """Weights for a set of categories.

    Attributes:
        categories: name -> its column.
    """

    def __init__(self, arrays: dict[str, Any]) -> None:
        self.categories: dict[str, int] = {
            str(name): number for number, name in enumerate(arrays["categories"])
        }
        self._words = Columns(arrays["weights"], arrays["scale"], arrays["bias"])
        self._headings: NDArray[np.float32] = arrays["headings"].astype("float32")
        self._patterns: dict[str, NDArray[np.float32]] = dict(
            zip(map(str, arrays["pattern_keys"]), arrays["patterns"], strict=True)
        )
        self._trees = Trees(arrays)
        self._commonness: NDArray[np.float32] = arrays["commonness"]
        self._within = _numbers(arrays, "likely", "possible")
        self._alone = _numbers(arrays, "slope", "offset", "alone")

    @classmethod
    def load(cls, path: Path) -> Reader:
        """Read its weights from an ``.npz`` file."""
        return cls(arrays_of(path))

    def read(self, page: Page, found: Found) -> Readings:
        """The readings of all sentences that a pattern found."""
        pairs = pairs_of(found, self.categories)
        if not len(pairs.rows):
            return Readings(self.categories, {})
        scores = self._linear(page, found)
        if page.alone:
            return Readings(self.categories, self._of_passages(scores, pairs))
        judged = chances(self._judged(scores, page.layout, pairs)).tolist()
        read = {
            (index, column): Reading(chance, *self._within[column])
            for (index, column), chance in zip(_places(pairs), judged, strict=True)
        }
        return Readings(self.categories, read)

    def _judged(self, scores: Scores, layout: Layout, pairs: Pairs) -> NDArray[np.float32]:
        """Log-odds of the pairs by the trees; of the hopeless, by the linear models."""
        at = pairs.rows, pairs.columns
        judged = ((scores.clause[at] + scores.wording[at]) / 2).astype("float32")
        hopeful = judged >= HOPELESS
        if hopeful.any():
            asked = Pairs(pairs.rows[hopeful], pairs.columns[hopeful], pairs.strengths[hopeful])
            rows = in_context(scores, layout, asked, self._commonness)
            judged[hopeful] = self._trees.logits(rows)
        return judged

    def _linear(self, page: Page, found: Found) -> Scores:
        both = self._words.logits(page.bags)
        many = len(self.categories)
        clause, wording = both[:, :many].copy(), both[:, many:]
        last, said = "", None
        for index, heading in enumerate(page.headings):
            if heading != last:
                last, said = heading, self._of_heading(heading)
            if said is not None:
                clause[index] += said
        for index, patterns in found.items():
            for pattern in patterns:
                weights = self._patterns.get(pattern.key)
                if weights is not None:
                    clause[index] += weights
        return Scores(clause, wording)

    def _of_heading(self, heading: str) -> NDArray[np.float32] | None:
        slots = heading_slots(heading)
        if not slots:
            return None
        total: NDArray[np.float32] = self._headings[list(slots)].sum(axis=0) / len(slots) ** 0.5
        return total

    def _of_passages(self, scores: Scores, pairs: Pairs) -> dict[tuple[int, int], Reading]:
        """In a passage given alone there is nothing around: the words decide."""
        import numpy as np

        read = {}
        for index, column in _places(pairs):
            slope, offset, least = self._alone[column]
            logit = np.array([scores.clause[index, column] * slope + offset], dtype=np.float32)
            read[index, column] = Reading(float(chances(logit)[0]), least, SPARED * least)
        return read


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read in a document: sentence and column -> reading."""

    categories: Mapping[str, int]
    read: Mapping[tuple[int, int], Reading]

    def of(self, index: int, categories: Iterable[str]) -> dict[str, Reading]:
        """The readings of a sentence for those of the categories that were learned."""
        return {
            name: reading
            for name in categories
            if (column := self.categories.get(name)) is not None
            and (reading := self.read.get((index, column))) is not None
        }


def pairs_of(found: Found, categories: Mapping[str, int]) -> Pairs:
    """The sentences that patterns found, each with the categories of these."""
    import numpy as np

    counted: dict[tuple[int, int], list[int]] = {}
    for index, patterns in found.items():
        for pattern in patterns:
            kind = WIDE if pattern.data.wide else level_order(pattern.data.level)
            for name in pattern.cuad:
                column = categories.get(name)
                if column is not None:
                    counted.setdefault((index, column), [0] * STRENGTHS)[kind] += 1
    rows, columns = (np.array([pair[k] for pair in counted], dtype=np.intp) for k in (0, 1))
    return Pairs(rows, columns, np.array(list(counted.values()), dtype=np.float32))


def _places(pairs: Pairs) -> Iterator[tuple[int, int]]:
    return zip(pairs.rows.tolist(), pairs.columns.tolist(), strict=True)


@lru_cache(maxsize=4096)
def heading_slots(heading: str) -> tuple[int, ...]:
    """Slots of a heading's stems, sorted and unique."""
    stems = {stem(word) for word in words(heading)[:HEADING_WORDS]}
    return tuple(sorted({crc32(f"h:{word}".encode()) % HEADINGS for word in stems}))


def _numbers(arrays: dict[str, Any], *names: str) -> list[tuple[float, ...]]:
    """Of each category, its numbers of these names."""
    return list(zip(*(arrays[name].tolist() for name in names), strict=True))


def default_reader() -> Reader | None:
    """The reader that comes with our rules; None when its file is not there."""
    path = rules_dir() / FILE
    return Reader.load(path) if path.is_file() else None
