"""Vectors of words, learned from the words around them."""

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="training needs scikit-learn (extra: train)")

from scipy.sparse import hstack

from auditor.bench.vectors import SIZE, Meanings
from auditor.bench.wordings import matrix_of
from auditor.engine.bags import SIZE as SLOTS
from auditor.engine.bags import bags_of

FRAMES = (
    "the customer shall pay the {} within thirty days of the invoice",
    "any {} not paid when due bears interest at the rate below",
    "the {} is payable monthly in advance and is not refundable",
)
PLACES = (
    "the goods are shipped from the {} in hamburg by sea",
    "at the {} the carrier unloads all cargo and inspects it",
    "storage in the {} is at the risk of the carrier",
)
SENTENCES = [
    frame.format(word).split()
    for frames, words in ((FRAMES, ("fee", "charge", "price")), (PLACES, ("harbor", "dock")))
    for frame in frames
    for word in words
    for _ in range(3)
]


@pytest.fixture(scope="module")
def meanings() -> Meanings:
    bags = bags_of(SENTENCES)
    return Meanings([bags], matrix_of(bags))


def alike(meanings: Meanings, one: str, other: str) -> float:
    a, b = meanings.of(matrix_of(bags_of([[one], [other]]))).toarray()
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))


def test_words_used_alike_come_out_alike(meanings: Meanings) -> None:
    assert alike(meanings, "fee", "charge") > alike(meanings, "fee", "dock") + 0.3
    assert alike(meanings, "harbor", "dock") > alike(meanings, "harbor", "price") + 0.3


def test_a_word_that_was_never_met_means_nothing(meanings: Meanings) -> None:
    unknown, nothing = meanings.of(matrix_of(bags_of([["zymurgy"], []]))).toarray()
    # Features count by one over the root of their number: a word and the end, and the end alone.
    assert np.allclose(unknown * np.sqrt(2), nothing)


def test_a_model_over_vectors_is_one_over_the_words(meanings: Meanings) -> None:
    matrix = matrix_of(bags_of(SENTENCES))
    coefficients = np.random.RandomState(0).normal(size=(4, SLOTS + SIZE))
    said = hstack([matrix, meanings.of(matrix)]) @ coefficients.T
    assert np.allclose(matrix @ meanings.folded(coefficients).T, said)
