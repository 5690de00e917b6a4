"""The sentence classifier: its features, its judgement, and where it is heard."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.engine import Engine, load_pack
from auditor.engine.bags import CHUNK, MAX_WORDS, SIZE, bags_of
from auditor.engine.classifier import Classifier
from auditor.engine.hearing import WORDING
from auditor.engine.pack import Pack
from auditor.engine.testing import candidates_for
from auditor.engine.words import words
from auditor.model import Level

WORDS = st.lists(
    st.sampled_from("shall not buy sole supplier from any other person save 12".split()),
    max_size=MAX_WORDS + 5,
)
TYPE = "exc-supplier"


def weights(said: dict[str, int], *, within: float = 0.9) -> Classifier:
    """A classifier of one type for which each text's words weigh as much as is said."""
    table = np.zeros((SIZE, 1), dtype=np.int8)
    for word, weight in said.items():
        table[bags_of([[word]]).slots[:1], 0] = weight
    return Classifier({
        "types": np.array([TYPE]), "weights": table,
        "scale": np.ones(1, np.float32), "bias": np.full(1, -2, np.float32),
        "alone": np.full(1, 0.5, np.float32), "within": np.full(1, within, np.float32),
    })  # fmt: skip


def with_topic(topic: tuple[str, ...]) -> Pack:
    """Our pack in which the type has this topic and no patterns but one that never matches."""
    pack = load_pack()
    data: dict[str, Any] = {"topic": topic, "patterns": ()}
    pack.rules[TYPE] = pack.rules[TYPE].model_copy(update=data)
    return pack


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_a_sentence_has_the_same_features_in_any_company(sentences: list[list[str]]) -> None:
    bags = bags_of(sentences)
    assert bags.counts.sum() == len(bags.slots) and (bags.counts > 0).all()
    for sentence, start, count in zip(sentences, bags.starts, bags.counts, strict=True):
        alone = bags_of([sentence]).slots
        assert sorted(bags.slots[start : start + count]) == sorted(alone)


def test_a_long_document_is_hashed_in_pieces() -> None:
    sentence = "shall not buy from any other person".split()
    many = 2 * CHUNK // len(sentence)
    bags = bags_of([sentence] * many)
    one = bags_of([sentence])
    assert (bags.slots.reshape(many, -1) == one.slots).all()
    assert (bags.starts == np.arange(many) * one.counts[0]).all()
    assert len(bags_of([]).counts) == 0


@given(st.lists(WORDS, max_size=8))
def test_long_documents_are_scored_in_pieces(sentences: list[list[str]]) -> None:
    classifier = weights({"sole": 90, "not": -40})
    whole = classifier.probabilities(sentences)
    for sentence, row in zip(sentences, whole, strict=True):
        assert classifier.probabilities([sentence])[0] == pytest.approx(row)


def test_a_negation_changes_the_words_after_it() -> None:
    plain, negated = (
        set(bags_of([words(text)]).slots)
        for text in ("Buyer may buy elsewhere", "Buyer may not buy elsewhere")
    )
    assert plain - negated and negated - plain
    stems = [set(bags_of([[word]]).slots) for word in ("purchases", "purchased")]
    assert stems[0] == stems[1]  # stems, not forms


def test_what_is_heard_needs_a_topic_and_says_its_words() -> None:
    text = "The Mill takes its grain from nobody but Farm."
    heard = weights({"nobody": 127, "grain": 30})
    engine = Engine(with_topic(("nobody none", "grain flour")), classifier=heard)
    found = [c for c in candidates_for(engine, text) if c.type == TYPE]
    assert [(c.pattern, c.level) for c in found] == [(WORDING, Level.LIKELY)]
    assert "“nobody”" in found[0].reasons[0] and "“grain”" in found[0].reasons[0]
    assert text[found[0].span.start : found[0].span.end] == text
    for topic in (("iron", "steel"), ()):
        engine = Engine(with_topic(topic), classifier=heard)
        assert not [c for c in candidates_for(engine, text) if c.type == TYPE]


def test_within_a_contract_more_is_asked_for() -> None:
    clause = "The Mill takes its grain from nobody but Farm."
    contract = "\n\n".join([clause, *(f"Notice number {n} is sent by post." for n in range(9))])
    for within, expected in ((0.55, 1), (0.9999, 0)):
        heard = weights({"nobody": 20, "takes": 20}, within=within)
        engine = Engine(with_topic(("nobody takes",)), classifier=heard)
        assert len([c for c in candidates_for(engine, clause) if c.type == TYPE]) == 1
        assert len([c for c in candidates_for(engine, contract) if c.type == TYPE]) == expected


def test_what_sentences_of_a_passage_say_together_counts() -> None:
    heard = weights({"nobody": 6, "grain": 6})  # too little for a sentence by itself
    engine = Engine(with_topic(("nobody", "grain")), classifier=heard)
    together = "The Mill uses grain. Its source is nobody but Farm."
    for passage, expected in ((together, 1), *((part, 0) for part in together.split(". "))):
        found = [c for c in candidates_for(engine, passage) if c.type == TYPE]
        assert len(found) == expected, passage
