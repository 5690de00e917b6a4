"""Learns the sentence classifier: ``auditor bench train --cuad DIR --ordinary DIR``.

One logistic regression per type of mode "presence", over the features of
``engine.classifier``. Counter-examples are the look-alikes written for the type (which count
most), the sentences of other types, and ordinary contract text, of which the sentences that a
first model mistakes are all used. Probabilities are calibrated (Platt, 1999) and thresholds set
on sentences the model in question has not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.bench.thresholds import platt
from auditor.bench.train import need_scikit_learn
from auditor.bench.wordings import matrix_of
from auditor.bench.written import Sentence, ordinary, written
from auditor.engine import Engine, Pack, load_pack
from auditor.engine.bags import SIZE, bags_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
Arrays = dict[str, Any]

STRENGTH = 30.0  # inverse of the regularisation
LOOKALIKE = 30.0  # weight of a look-alike written for the type, against any other sentence
ROUNDS = 100  # of the solver
FOLDS = 3
SAMPLE = 8_000  # ordinary sentences of the first model
MISTAKEN = 0.02  # share of the ordinary sentences that the second model is shown besides
ALONE = 0.8  # probability from which a passage given alone is taken for the clause
WITHIN = 0.95  # the same in a contract, where most sentences are no clause of any type
MISHEARD = 5e-5  # share of ordinary sentences that may sound like a type, at most
SEED = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """How a type was told, on sentences not learned from: at the threshold for passages."""

    type: str
    clauses: int
    found: int
    lookalikes: int
    mistaken: int
    within_found: int


def run(
    cuad: Path, others: Sequence[Path], *, held_out: int | None, say: Callable[[str], object]
) -> tuple[Arrays, list[Heard]]:
    """Read what is written and what is ordinary, and train.

    Args:
        cuad, others: folders of contracts for ordinary sentences.
        held_out: a fold of CUAD that is not looked at.
        say: told of each type that is done.

    Raises:
        UsageError: scikit-learn is not installed, or ``cuad`` is not laid out as CUAD is.
        RuleError: the pack or the written sentences cannot be read.
    """
    need_scikit_learn()
    pack = load_pack()
    data = list(written(pack))
    say(f"{len(data):,} written sentences")
    data += ordinary(cuad, others, Engine(pack), held_out=held_out)
    say(f"{len(data):,} with the ordinary ones")
    return train(data, presence_types(pack), say)


def render(told: Sequence[Heard]) -> str:
    """A line per type: clauses found and look-alikes mistaken, out of fold."""
    lines = [
        f"{'type':<28}{'clauses':>9}{'found':>8}{'in contracts':>14}"
        f"{'look-alikes':>13}{'mistaken':>10}"
    ]
    lines += [
        f"{t.type:<28}{t.clauses:>9}{t.found:>8}{t.within_found:>14}{t.lookalikes:>13}{t.mistaken:>10}"
        for t in told
    ]
    clauses, lookalikes = sum(t.clauses for t in told), sum(t.lookalikes for t in told)
    if clauses and lookalikes:
        lines.append(
            f"found {sum(t.found for t in told) / clauses:.3f} of the clauses, mistaken "
            f"{sum(t.mistaken for t in told) / lookalikes:.3f} of the look-alikes (out of fold); "
            f"within contracts {sum(t.within_found for t in told) / clauses:.3f}"
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
        "alone": np.zeros(len(types), dtype=np.float32),
        "within": np.zeros(len(types), dtype=np.float32),
    }
    told = []
    for column, type_id in enumerate(types):
        told.append(_learn(learner, type_id, column, arrays))
        say(f"{type_id}: {told[-1].found} of {told[-1].clauses}, "
            f"{told[-1].mistaken} of {told[-1].lookalikes}")  # fmt: skip
    return arrays, told


def _learn(learner: _Learner, type_id: str, column: int, arrays: Arrays) -> Heard:
    import numpy as np

    truth, lookalike, other = learner.truth(type_id)
    used = learner.sample(truth, lookalike, other)
    raw = np.zeros(len(truth))
    for fold in range(FOLDS):
        unseen = learner.folds == fold
        model = learner.model(truth, lookalike, used & ~unseen)
        raw[unseen] = model.decision_function(learner.matrix[unseen])
    model = learner.model(truth, lookalike, used)
    about = truth | lookalike
    slope, offset = platt(raw[about], truth[about])
    scores: Floats = 1 / (1 + np.exp(-(slope * raw + offset)))
    weights = model.coef_[0] * slope
    scale = np.abs(weights).max() / 127
    plain = np.sort(scores[other & learner.ordinary])[::-1]
    worst = float(plain[int(len(plain) * MISHEARD)]) if len(plain) else 0.0
    within = max(WITHIN, worst + 1e-6)
    arrays["weights"][:, column] = np.round(weights / scale)
    arrays["scale"][column] = scale
    arrays["bias"][column] = model.intercept_[0] * slope + offset
    arrays["alone"][column] = ALONE
    arrays["within"][column] = within
    return Heard(
        type_id, int(truth.sum()), int((scores[truth] >= ALONE).sum()),
        int(lookalike.sum()), int((scores[lookalike] >= ALONE).sum()),
        int((scores[truth] >= within).sum()),
    )  # fmt: skip


class _Learner:
    """The sentences as a matrix, and one model of them."""

    def __init__(self, data: Sequence[Sentence]) -> None:
        import numpy as np

        self.data = data
        self.matrix = matrix_of(bags_of([sentence.words for sentence in data]))
        self.folds = np.array([sentence.fold % FOLDS for sentence in data])
        self.ordinary = np.array([sentence.ordinary for sentence in data])
        self._chance = np.random.RandomState(SEED).random(len(data))

    def truth(self, type_id: str) -> tuple[Bools, Bools, Bools]:
        """Which sentences are the clause, which were written as look-alikes, which are neither."""
        import numpy as np

        family = type_id[:3]
        truth, lookalike, other = (np.zeros(len(self.data), dtype=bool) for _ in range(3))
        for number, sentence in enumerate(self.data):
            if sentence.ordinary:  # near ones might be the clause, unlabelled
                other[number] = not any(found[:3] == family for found in sentence.types)
            elif type_id in sentence.types:
                truth[number] = True
            elif sentence.looks_like == type_id:
                lookalike[number] = True
            else:
                other[number] = True
        return truth, lookalike, other

    def sample(self, truth: Bools, lookalike: Bools, other: Bools) -> Bools:
        """What to learn from: all that is written, and of the ordinary sentences some, with
        those that a model of these takes for the clause."""
        import numpy as np

        plain = np.flatnonzero(other & self.ordinary)
        chance = self._chance[plain]
        some = plain[np.argsort(chance)[:SAMPLE]]
        used: Bools = truth | lookalike | (other & ~self.ordinary)
        used[some] = True
        raw = self.model(truth, lookalike, used).decision_function(self.matrix[plain])
        used[plain[np.argsort(-raw)[: int(len(plain) * MISTAKEN)]]] = True
        return used

    def model(self, truth: Bools, lookalike: Bools, used: Bools) -> Any:
        """A model of the sentences ``used``."""
        import warnings

        import numpy as np
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.linear_model import LogisticRegression

        weight = np.ones(len(truth))
        weight[lookalike] = LOOKALIKE
        negatives = weight[used & ~truth].sum()
        weight[truth] = 2 * (negatives / max(1, (used & truth).sum())) ** 0.5
        model = LogisticRegression(
            C=STRENGTH, solver="liblinear", dual=True, tol=0.1, max_iter=ROUNDS, random_state=SEED
        )
        with warnings.catch_warnings():  # what is left after so many rounds changes no score
            warnings.simplefilter("ignore", ConvergenceWarning)
            return model.fit(self.matrix[used], truth[used], sample_weight=weight[used])
