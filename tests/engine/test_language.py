"""The pattern language: what a line means, and what is said about a line that means nothing."""

from __future__ import annotations

import pytest

from auditor.engine.composition import compose
from auditor.engine.language import Language, LineError
from auditor.engine.order import Positions
from auditor.engine.words import words

VOCABULARY = {
    "duty": ("shall|must", "~agree to"),
    "procure": ("~buy|~purchase",),
    "nested": ("(any|no) @thing",),
    "thing": ("supplier|provider",),
    "loop": ("@loop",),
}


def matches(line: str, sentence: str) -> bool:
    parsed = Language(VOCABULARY).line(line)
    positions = Positions(words(sentence))
    return compose(parsed, positions.hits) is not None


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("@duty .. @procure", "The Buyer shall at once purchase"),
        ("@duty @procure", "agrees to buy"),
        ("sole (and exclusive)? supplier", "the sole supplier"),
        ("sole (and exclusive)? supplier", "the sole and exclusive supplier"),
        ("(sole (and exclusive)?|only) supplier", "sole and exclusive supplier"),
        ("from no? other", "from other"),
        ("from ... no? other", "from a b c d e other"),
        ("@nested", "no supplier"),
        ("favoured", "favored"),
        ("non-exclusive", "nonexclusive"),
    ],
)
def test_lines_that_match(line: str, sentence: str) -> None:
    assert matches(line, sentence)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("@duty @procure", "shall not purchase"),
        ("@duty .. @procure", "shall a b c d e purchase"),
        ("@procure ... @duty", "shall purchase"),
        ("sole supplier", "sole, exclusive supplier"),
    ],
)
def test_lines_that_do_not(line: str, sentence: str) -> None:
    assert not matches(line, sentence)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "no words"),
        (".. shall", "begins with a gap"),
        ("shall ..", "ends with a gap"),
        ("shall?", "every step may be missing"),
        ("@nobody", "no word list @nobody"),
        ("@loop", "refers to itself"),
        ("#weight", "unknown '#weight'"),
        ("(a|b", "parentheses"),
        ("a)", "parentheses"),
        ("(a .. b|c)", "gap cannot stand inside"),
        ("()", "empty"),
        ("—", "not a word"),
    ],
)
def test_a_line_that_cannot_be_read_is_explained(line: str, says: str) -> None:
    with pytest.raises(LineError, match=says):
        Language(VOCABULARY).line(line)


def test_a_step_is_named_after_its_list_or_as_the_line_says() -> None:
    line = Language(VOCABULARY).line("@duty .. act=@procure from")
    assert [step.slot for step in line.steps] == ["duty", "act", ""]
