"""Learns the sentence classifier: ``auditor bench train-classifier --cuad DIR --ordinary DIR``.

One logistic regression per type of mode "presence", over the features of
``engine.classifier``. It learns from the sentences written for the type and their look-alikes,
from those of other types, from the sentences of contracts that lawyers judged (``bench.marks``),
and from some that nobody judged. Of the latter, those that sound like the type are not singled
out as counter-examples: too many of them are such clauses. Probabilities are calibrated (Platt,
1999) on sentences that the model in question has not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.bench.marks import FILE, load_marks
from auditor.bench.thresholds import platt
from auditor.bench.train import need_scikit_learn
from auditor.bench.vectors import Meanings
from auditor.bench.wordings import fit_quietly, in_bytes, matrix_of
from auditor.bench.written import Sentence, ordinary, written
from auditor.engine import Engine, Pack, load_pack
from auditor.engine.bags import SIZE, bags_of
from auditor.resources import rules_dir

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
Arrays = dict[str, Any]

STRENGTH = 30.0  # inverse of the regularisation
LOOKALIKE = 30.0  # weight of a look-alike written for the type, against any other sentence
DENIED = 10.0  # weight of a sentence of a contract judged not to be the clause
GRANTED = 3.0  # weight of one judged to be it, against one written
ROUNDS = 100  # of the solver
FOLDS = 5
SAMPLE = 8_000  # sentences of contracts that nobody judged
ALONE = 0.78  # probability from which a passage given alone is taken for the clause
FEWEST = 10  # sentences of contracts judged to be the clause, for it to be heard in others
WITHIN = 0.95  # and a sentence of a contract, which holds more kinds than were ever written
SEED = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """How a type was told, on sentences not learned from.

    Attributes:
        clauses, found: written ones, and how many reach the threshold for passages.
        lookalikes, mistaken: the same of written look-alikes.
        marked: sentences of contracts read whole that are the clause and that no pattern found.
        heard, misheard: how many of these, and of the others, reach the threshold within
            contracts.
    """

    type: str
    clauses: int
    found: int
    lookalikes: int
    mistaken: int
    marked: int = 0
    heard: int = 0
    misheard: int = 0


def run(
    cuad: Path, others: Sequence[Path], *, held_out: int | None, say: Callable[[str], object]
) -> tuple[Arrays, list[Heard]]:
    """Read what is written, what is ordinary and what was judged, and train.

    Args:
        cuad, others: folders of contracts; their sentences, and the verdicts on these.
        held_out: a fold of CUAD that is not looked at.
        say: told of each type that is done, and of verdicts whose sentence was not met.

    Raises:
        UsageError: scikit-learn is not installed, or ``cuad`` is not laid out as CUAD is.
        RuleError: the pack, the written sentences or the verdicts cannot be read.
    """
    need_scikit_learn()
    pack = load_pack()
    types = presence_types(pack)
    marks = load_marks(rules_dir() / FILE, types)
    data = list(written(pack))
    say(f"{len(data):,} written sentences")
    data += ordinary(cuad, others, Engine(pack), marks, held_out=held_out)
    say(f"{len(data):,} with the ordinary ones")
    if lost := marks.unmet():
        say(f"{lost:,} of {len(marks):,} verdicts are on sentences that are not there")
    return train(data, types, say)


def render(told: Sequence[Heard]) -> str:
    """A line per type: clauses found and look-alikes mistaken, out of fold."""
    lines = [
        f"{'type':<28}{'clauses':>9}{'found':>8}{'look-alikes':>13}{'mistaken':>10}"
        f"{'in contracts':>14}{'heard':>7}{'misheard':>10}"
    ]
    lines += [
        f"{t.type:<28}{t.clauses:>9}{t.found:>8}{t.lookalikes:>13}{t.mistaken:>10}"
        f"{t.marked:>14}{t.heard:>7}{t.misheard:>10}"
        for t in told
    ]
    clauses, lookalikes = sum(t.clauses for t in told), sum(t.lookalikes for t in told)
    if clauses and lookalikes:
        heard, misheard = sum(t.heard for t in told), sum(t.misheard for t in told)
        lines.append(
            f"found {sum(t.found for t in told) / clauses:.3f} of the clauses, mistaken "
            f"{sum(t.mistaken for t in told) / lookalikes:.3f} of the look-alikes (out of fold); "
            f"within contracts, where no pattern speaks, {heard} of "
            f"{sum(t.marked for t in told)} and {misheard} wrongly"
        )
    return "\n".join(lines)


def presence_types(pack: Pack) -> list[str]:
    """The types that the classifier learns."""
    return [r.id for r in pack.rules.values() if r.mode == "presence" and r.topic]


def train(
    data: Sequence[Sentence], types: Sequence[str], say: Callable[[str], object]
) -> tuple[Arrays, list[Heard]]:
    """Arrays of ``engine.classifier.Classifier``, and how each type is told, cross-validated."""
    import numpy as np

    learner = _Learner(data)
    arrays = {
        "types": np.array(types),
        "weights": np.zeros((SIZE, len(types)), dtype=np.int8),
        "scale": np.zeros(len(types), dtype=np.float32),
        "bias": np.zeros(len(types), dtype=np.float32),
        "alone": np.full(len(types), ALONE, dtype=np.float32),
        "within": np.ones(len(types), dtype=np.float32),
    }
    odds = np.zeros((len(data), len(types)))
    for column, type_id in enumerate(types):
        odds[:, column] = _learn(learner, type_id, column, arrays)
        say(type_id)
    truth, known = verdicts(data, types)
    scores = 1 / (1 + np.exp(-odds))
    alone, within = scores >= arrays["alone"], scores >= arrays["within"]
    return arrays, [
        _heard(
            type_id, learner.groups(type_id), alone[:, n], truth[:, n], within[:, n] & known[:, n]
        )
        for n, type_id in enumerate(types)
    ]


def verdicts(data: Sequence[Sentence], types: Sequence[str]) -> tuple[Bools, Bools]:
    """For each sentence and type: whether it is known to be the clause, and whether that is known
    at all, of sentences of contracts read whole in which no pattern found the type."""
    import numpy as np

    truth, known = (np.zeros((len(data), len(types)), dtype=bool) for _ in range(2))
    column = {type_id: n for n, type_id in enumerate(types)}
    for number, sentence in enumerate(data):
        if not sentence.whole:
            continue
        known[number] = True
        for type_id, verdict in sentence.verdicts.items():
            truth[number, column[type_id]] = verdict == "y"
            known[number, column[type_id]] = verdict != "a"
        for type_id in sentence.types & column.keys():
            known[number, column[type_id]] = False
    return truth & known, known


def _learn(learner: _Learner, type_id: str, column: int, arrays: Arrays) -> Floats:
    """Learn a type; returns the log odds of each sentence, by a model that has not seen it."""
    import numpy as np

    groups = learner.groups(type_id)
    used = learner.sample(groups)
    if groups.granted.sum() >= FEWEST:
        arrays["within"][column] = WITHIN
    raw = np.zeros(len(used))
    for fold in range(FOLDS):
        unseen = learner.folds == fold
        model = learner.model(groups, used & ~unseen)
        raw[unseen] = model.decision_function(learner.matrix[unseen])
    model = learner.model(groups, used)
    about = groups.clause | groups.lookalike
    slope, offset = platt(raw[about], groups.clause[about])
    weights, scale = in_bytes(learner.meanings.folded(model.coef_).T * slope)
    arrays["weights"][:, column] = weights[:, 0]
    arrays["scale"][column] = scale[0]
    arrays["bias"][column] = model.intercept_[0] * slope + offset
    return slope * raw + offset


def _heard(type_id: str, groups: _Groups, alone: Bools, marked: Bools, heard: Bools) -> Heard:
    return Heard(
        type_id,
        int(groups.clause.sum()), int((groups.clause & alone).sum()),
        int(groups.lookalike.sum()), int((groups.lookalike & alone).sum()),
        int(marked.sum()), int((heard & marked).sum()), int((heard & ~marked).sum()),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Groups:
    """Which sentences are what for one type; those in no group are not learned from.

    Attributes:
        clause, lookalike: written as such.
        granted, denied: sentences of contracts that were judged to be the clause, or not.
        other: sentences of other types, and of contracts read whole.
        unread: sentences of contracts that nobody judged, unless a pattern or a verdict says
            that they are a type of the family: these might be the clause.
    """

    clause: Bools
    lookalike: Bools
    granted: Bools
    denied: Bools
    other: Bools
    unread: Bools


class _Learner:
    """The sentences as a matrix, and one model of them."""

    def __init__(self, data: Sequence[Sentence]) -> None:
        import numpy as np
        from scipy.sparse import hstack

        self.data = data
        bags = bags_of([sentence.words for sentence in data])
        slots = matrix_of(bags)
        self.meanings = Meanings([bags], slots)
        self.matrix = hstack([slots, self.meanings.of(slots)]).tocsr()
        self.folds = np.array([sentence.fold % FOLDS for sentence in data])
        self._chance = np.random.RandomState(SEED).random(len(data))

    def groups(self, type_id: str) -> _Groups:
        """What each sentence is to a type."""
        import numpy as np

        groups = _Groups(*(np.zeros(len(self.data), dtype=bool) for _ in range(6)))
        for number, sentence in enumerate(self.data):
            group = _group(groups, sentence, type_id)
            if group is not None:
                group[number] = True
        return groups

    def sample(self, groups: _Groups) -> Bools:
        """What to learn from: all that somebody wrote or judged, and some sentences besides."""
        import numpy as np

        unread = np.flatnonzero(groups.unread)
        used: Bools = (
            groups.clause | groups.lookalike | groups.granted | groups.denied | groups.other
        )
        used[unread[np.argsort(self._chance[unread])[:SAMPLE]]] = True
        return used

    def model(self, groups: _Groups, used: Bools) -> Any:
        """A model of the sentences ``used``."""
        import numpy as np
        from sklearn.linear_model import LogisticRegression

        truth = groups.clause | groups.granted
        weight = np.ones(len(truth))
        weight[groups.lookalike] = LOOKALIKE
        weight[groups.denied] = DENIED
        negatives = weight[used & ~truth].sum()
        weight[truth] = 2 * (negatives / max(1, (used & truth).sum())) ** 0.5
        weight[groups.granted] *= GRANTED
        model = LogisticRegression(
            C=STRENGTH, solver="liblinear", dual=True, tol=0.5, max_iter=ROUNDS, random_state=SEED
        )
        return fit_quietly(model, self.matrix[used], truth[used], weight[used])


def _group(groups: _Groups, sentence: Sentence, type_id: str) -> Bools | None:
    verdict = sentence.verdicts.get(type_id)
    if verdict is not None:
        return {"y": groups.granted, "n": groups.denied, "a": None}[verdict]
    if type_id == sentence.looks_like:
        return groups.lookalike
    if not sentence.ordinary:
        return groups.clause if type_id in sentence.types else groups.other
    if sentence.whole:
        return groups.other
    near = {*sentence.types, *(t for t, found in sentence.verdicts.items() if found != "n")}
    return None if any(found[:3] == type_id[:3] for found in near) else groups.unread
