"""What the sentence classifier hears, where a type's own words point at it too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.engine.attempt import Match
from auditor.engine.bags import Bags, stem
from auditor.engine.classifier import Classifier
from auditor.engine.compile import CompiledPattern, compiled_pattern
from auditor.engine.pack import Pack
from auditor.engine.rules import Pattern
from auditor.engine.views import SentenceView
from auditor.model import Level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORDING = "wording"
"""Id of the pattern that a type's ``topic`` makes."""
SHORTEST = 6
"""Words of its own that a sentence of a contract needs; fewer are a heading or an item."""
POINTING = 2
"""Words of its topic that a sentence of a contract needs; one where a topic has a single, telling
group, and in a passage given alone."""
DOUBT_ALONE = 0.55
DOUBT_WITHIN = {Level.POSSIBLE: 0.5, Level.LIKELY: 0.3, Level.CONFIRMED: 0.2}
"""Probabilities below which a sentence speaks against a pattern of that level: in a passage
given alone, and within a contract. The latter, and that from which a sentence of a contract is
heard at all, were chosen on agreements read whole, most of them audited before their errors were
known to whoever writes the patterns, and heard by a classifier that had not seen them. A wide
pattern ("possible") is doubted when the second reader would raise it; of a precise one it takes
twice as much to doubt what that reader is sure of."""
DOUBTS = "clauses of this type are worded otherwise"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a type's topic makes: its pattern, its words' stems, and how many must stand."""

    pattern: CompiledPattern
    stems: frozenset[str]
    least: int


@dataclass(frozen=True, slots=True)
class Heard:
    """Probabilities per sentence and type, and whether the document is but a passage."""

    views: list[SentenceView]
    probabilities: NDArray[np.float32]
    alone: bool


class Hearing:
    """Asks the classifier about all sentences of a document.

    Only types that state a ``topic`` are heard, and only in sentences with its words: others
    are not taken for the clause, however much they sound like it.
    """

    def __init__(self, pack: Pack, classifier: Classifier) -> None:
        self._classifier = classifier
        self._rules = {
            column: rule
            for type_id, column in classifier.types.items()
            if (rule := pack.rules.get(type_id)) is not None and rule.topic
        }
        self._topics: dict[int, Topic] = {}

    def _topic(self, column: int) -> Topic:
        """The topic of a type, made when a sentence first sounds like it."""
        if column not in self._topics:
            rule = self._rules[column]
            words = " ".join(rule.topic).split()
            data = Pattern(id=WORDING, level=Level.LIKELY, find=(f"({'|'.join(words)})",))
            self._topics[column] = Topic(
                compiled_pattern(rule, data, lambda _: ()),  # it is never laid
                frozenset(map(stem, words)),
                min(POINTING, len(rule.topic)),
            )
        return self._topics[column]

    def listen(self, views: list[SentenceView], bags: Bags, *, alone: bool) -> Heard:
        """What is heard in the sentences of a document, whose features are ``bags``.

        A passage given ``alone`` is heard as a whole too: what its sentences say together
        counts for the one that says most of it.
        """
        import numpy as np

        heard = self._classifier.probabilities(bags)
        if not alone or len(views) < 2:
            return Heard(views, heard, alone)
        whole = [word for view in views for word in view.words]
        together = self._classifier.probabilities([whole])[0]
        most = heard.argmax(axis=0), np.arange(heard.shape[1])
        heard[most] = np.maximum(heard[most], together)
        return Heard(views, heard, alone)

    def matches(self, heard: Heard) -> Iterator[Match]:
        """A match for every sentence and type that reads like it, in order of position."""
        import numpy as np

        threshold = self._classifier.alone if heard.alone else self._classifier.within
        for index, column in np.argwhere(heard.probabilities >= threshold).tolist():
            if column not in self._rules:
                continue
            topic = self._topic(column)
            view = heard.views[index]
            if not heard.alone and len(view.words) - view.lead < SHORTEST:
                continue
            pointing = len(topic.stems.intersection(map(stem, view.words)))
            if pointing < (1 if heard.alone else topic.least):
                continue
            telling = self._classifier.telling(view.words, column)
            # What only the lead-in of a list says, its items do not say.
            if telling and telling[-1] >= view.lead:
                yield Match(topic.pattern, view, {}, float(heard.probabilities[index, column]))

    def doubted(self, heard: Heard, match: Match, *, seconded: bool) -> bool:
        """Whether the sentence does not read like the type that a pattern found in it; the second
        reader may have ``seconded`` that."""
        column = self._classifier.types.get(match.pattern.rule.id)
        if column not in self._rules:
            return False
        doubt = DOUBT_ALONE if heard.alone else DOUBT_WITHIN[match.pattern.data.level]
        if seconded and not heard.alone and not match.pattern.data.wide:
            doubt /= 2
        return bool(heard.probabilities[match.view.index, column] < doubt)

    def reason(self, match: Match) -> str:
        """The words that counted most, as the contract has them."""
        column = self._classifier.types[match.pattern.rule.id]
        view = match.view
        places = self._classifier.telling(view.words, column)
        text, tokens = view.document.text, view.tokens
        said = dict.fromkeys(tokens.span((place, place + 1)).of(text) for place in places)
        named = ", ".join(f"“{word}”" for word in said)
        return f"reads like clauses written for this type, most of all for {named}"
