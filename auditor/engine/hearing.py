"""What the sentence classifier hears, where a type's own words point at it too."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.attempt import Match
from auditor.engine.classifier import Classifier, stem
from auditor.engine.compile import CompiledPattern
from auditor.engine.pack import Pack
from auditor.engine.reading import SNIPPET
from auditor.engine.rules import Pattern
from auditor.engine.views import DocumentView
from auditor.model import Level

WORDING = "wording"
"""Id of the pattern that a type's ``topic`` makes."""
POINTING = 2
"""Words of its topic that a sentence needs to be pointed at."""


class Hearing:
    """Asks the classifier about all sentences of a document.

    Only types that state a ``topic`` are heard, and only in sentences with at least two of its
    words: others are not taken for the clause, however much they sound like it.
    """

    def __init__(self, pack: Pack, classifier: Classifier) -> None:
        self._classifier = classifier
        self._topics: dict[int, tuple[CompiledPattern, frozenset[str]]] = {}
        for type_id, column in classifier.types.items():
            rule = pack.rules.get(type_id)
            if rule is not None and rule.topic:
                words = " ".join(rule.topic).split()
                data = Pattern(id=WORDING, level=Level.LIKELY, find=(f"({'|'.join(words)})",))
                pattern = CompiledPattern(rule, data, *[()] * 8)
                self._topics[column] = pattern, frozenset(map(stem, words))

    def matches(self, around: DocumentView) -> Iterator[Match]:
        """A match for every sentence and type that reads like it, in order of position."""
        import numpy as np

        views = [around.sentence(index) for index in range(len(around.outline.sentences))]
        if not views:
            return
        found = self._classifier.probabilities([view.words for view in views])
        alone = len(views) < SNIPPET
        threshold = self._classifier.alone if alone else self._classifier.within
        for index, column in np.argwhere(found >= threshold).tolist():
            if column not in self._topics:
                continue
            pattern, topic = self._topics[column]
            if len(topic.intersection(map(stem, views[index].words))) >= POINTING:
                yield Match(pattern, views[index], {}, float(found[index, column]))

    def reason(self, match: Match) -> str:
        """The words that counted most, as the contract has them."""
        column = self._classifier.types[match.pattern.rule.id]
        view = match.view
        places = self._classifier.telling(view.words, column)
        text, tokens = view.document.text, view.tokens
        said = ", ".join(f"“{tokens.span((place, place + 1)).of(text)}”" for place in places)
        return f"reads like clauses written for this type, most of all for {said}"
