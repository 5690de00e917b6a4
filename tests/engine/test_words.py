"""Contracts and patterns go through the same door, and every word knows its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.words import words, words_with_spans

TEXT = st.text(
    alphabet=st.sampled_from(list("abcdeINTöß'’-–\n\t .,;:()%$€£0123456789“”\u00adﬁİ")), max_size=80
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("non-exclusive", "non exclusive"),
        ("nonexclusive", "non exclusive"),
        ("most\nfavoured  nation", "most favored nation"),
        ("the Licensor’s licence", "the licensor license"),
        ("won't can’t cannot shan't", "will not can not can not shall not"),
        ("you'll we've they're", "you will we have they are"),
        ("fa-\nvoured", "favored"),
        ("most-\nfavoured", "most favored"),
        ("90% of $1,000.50", "90 % of $ 1,000.50"),
        ("organisation, utilised", "organization utilized"),
        ("take-or-pay", "take or pay"),
    ],
)
def test_one_spelling(written: str, read: str) -> None:
    assert words(written) == read.split()


@given(TEXT)
def test_both_readings_agree_and_spans_lie_in_the_text(text: str) -> None:
    found, spans = words_with_spans(text, 7)
    assert len(found) == len(spans)
    for start, end in spans:
        assert 7 <= start < end <= len(text) + 7
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


@given(st.text(alphabet=st.sampled_from(list("abcde INT'’-.,;%$012")), max_size=80))
def test_the_words_are_the_same_with_and_without_spans(text: str) -> None:
    assert words(text) == words_with_spans(text)[0]
