"""What words mean by the words around them: vectors of stems, learned from contracts.

Latent semantics (Deerwester and others, 1990) on how much more often two stems stand near each
other than chance would have it (positive pointwise mutual information, Levy and Goldberg, 2014).
"fee", "charge" and "price" come out alike. The vector of a sentence is the sum of those of its
words, rare ones weighing more (Arora and others, 2017); since that is linear in the features of
``engine.bags``, a model over it is folded back into weights of the features, and words that were
never seen in a judged sentence weigh what their neighbours in meaning do. No label is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from auditor.engine.bags import WORDS, Bags

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SIZE = 150  # of a vector
SHARE = 0.3  # of a vector against the other features, chosen by cross-validation
REACH = 5  # words to either side, the nearest counting most
FEWEST = 4  # times a stem must be met
SMOOTHING = 0.75  # of how often contexts are met, which keeps rare ones from counting too much
RARE = 1e-3  # share of all words from which a stem begins to weigh less


class Meanings:
    """Vectors of stems, and what they add to a model over ``engine.bags``."""

    def __init__(self, sentences: Iterable[Bags], matrix: Any) -> None:
        """Learn the vectors.

        Args:
            sentences: what to learn from, a document or many at a time.
            matrix: sentences by slots (``wordings.matrix_of``); their vectors are to have the
                length SHARE on average, where their other features have one.
        """
        import numpy as np

        vectors = _vectors(sentences)
        lengths = ((matrix[:, :WORDS] @ vectors) ** 2).sum(axis=1)
        self._vectors: Floats = vectors * (SHARE / np.sqrt(max(lengths.mean(), 1e-12)))

    def of(self, matrix: Any) -> Any:
        """The vectors of sentences given as rows by slots, as columns for a sparse matrix."""
        from scipy.sparse import csr_matrix

        return csr_matrix(matrix[:, :WORDS] @ self._vectors)

    def folded(self, coefficients: Floats) -> Floats:
        """Coefficients (a row for each model) whose last columns are those of the vectors, as
        coefficients of the other columns alone, of which the slots are the first."""
        split = coefficients.shape[1] - SIZE
        folded = coefficients[:, :split].copy()
        folded[:, :WORDS] += coefficients[:, split:] @ self._vectors.T
        return folded


def _vectors(sentences: Iterable[Bags]) -> Floats:
    """A row for each slot of stems, weighed by how rare they are; zeros where hardly met."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.utils.extmath import randomized_svd

    near = csr_matrix((WORDS, WORDS))
    met = np.zeros(WORDS)
    for bags in sentences:
        alone = bags.slots < WORDS
        stems = bags.slots[alone]
        met += np.bincount(stems, minlength=WORDS)
        near += _near(stems, np.repeat(np.arange(len(bags.counts)), bags.counts)[alone])
    known = met >= FEWEST
    shares = met / max(met.sum(), 1)
    left, strengths, _ = randomized_svd(_information(near + near.T, known), SIZE, random_state=0)
    placed = left * np.sqrt(strengths)
    placed -= (placed * shares[:, None]).sum(axis=0)
    return np.asarray(placed * (known * RARE / (RARE + shares))[:, None], dtype=np.float64)


def _near(stems: NDArray[np.intp], sentence: NDArray[np.intp]) -> Any:
    """How often stems, each with the number of its sentence, stand before others."""
    import numpy as np
    from scipy.sparse import coo_matrix

    pairs = []
    for distance in range(1, REACH + 1):
        inside = (sentence[:-distance] == sentence[distance:]).nonzero()[0]
        weights = np.full(len(inside), 1 / distance)
        pairs.append((stems[inside], stems[inside + distance], weights))
    first, second, weights = map(np.concatenate, zip(*pairs, strict=True))
    return coo_matrix((weights, (first, second)), shape=(WORDS, WORDS)).tocsr()


def _information(near: Any, known: NDArray[np.bool_]) -> Any:
    """Positive pointwise mutual information of the stems that are known."""
    import numpy as np
    from scipy.sparse import csr_matrix, diags

    mask = diags(known.astype(float))
    counts = (mask @ near @ mask).tocoo()
    totals = np.asarray(counts.sum(axis=1)).ravel()
    smoothed = totals**SMOOTHING
    contexts = smoothed / max(smoothed.sum(), 1e-12)
    information = np.log(counts.data / (totals[counts.row] * contexts[counts.col]))
    above = information > 0
    return csr_matrix(
        (information[above], (counts.row[above], counts.col[above])), shape=counts.shape
    )
