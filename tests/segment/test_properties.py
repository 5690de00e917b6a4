"""What holds for any text whatever, and how long hostile text may take."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model import Block, Document, Outline, Span
from auditor.segment import outline

from .support import document

PARTS = st.sampled_from(
    [
        "1.", "2.", "1.1", "7.2(a)", "(a)", "(b)", "(i)", "a)", "A.", "Section 4", "ARTICLE II",
        "Exhibit A", "Schedule 1", "EXCLUSIVITY", "Term.", "The Customer shall", "pay;", "and",
        "buy.", "\n", "\n\n", "  ", "   ", '"Fee" means', "(the “Term”)", "Inc.", "U.S.", "12",
        "WHEREAS", "NOW, THEREFORE", "By: ___", "| cell |", "• item", ":", "between", "you", "we",
        "Acme Inc. (“Acme”)", "–", "é", "中文", "\u00a0", "\u2028", "\x0c", "_____",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PARTS, max_size=60).map(" ".join))
KINDS = st.sampled_from(
    ["heading", "paragraph", "list_item", "table_row", "footer", "footnote", "title", "comment"]
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
    blocks = tuple(
        Block(span, draw(KINDS), draw(st.sampled_from(["", "1.", "(b)", "7.2", "x"])), 1)
        for span in spans
    )
    return document(text, blocks=blocks) if blocks else document(text)


def check(text: str, found: Outline) -> None:
    position = 0
    for clause in found.clauses:  # they tile the text
        assert clause.span.start == position
        assert clause.span.end >= position
        position = clause.span.end
        assert clause.parent is None or 0 <= clause.parent < len(found.clauses)
    assert position == (len(text) if found.clauses else 0)
    last = 0
    for sentence in found.sentences:
        span = sentence.span
        assert last <= span.start < span.end <= len(text)
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
        assert found.clauses[sentence.clause].span.contains(span)
        if sentence.stem is not None:
            assert sentence.stem.start < sentence.stem.end <= span.start
        last = span.end
    for definition in found.definitions:
        assert definition.term
        assert 0 <= definition.span.start < definition.span.end <= len(text)
    for party in found.parties:
        assert party.term
        assert party.name


@settings(max_examples=300, deadline=None)
@given(documents())
def test_invariants(given_document: Document) -> None:
    check(given_document.text, outline(given_document))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("alpha beta gamma delta".split()), min_size=1, max_size=80))
def test_every_word_is_in_a_sentence(words: list[str]) -> None:
    text = ". ".join(" ".join(words[i : i + 7]).capitalize() for i in range(0, len(words), 7))
    covered = " ".join(s.span.of(text) for s in outline(document(text)).sentences)
    assert covered.split() == text.split()


def test_only_numbers_bullets_and_run_in_headings_are_in_no_sentence() -> None:
    text = (
        "MASTER AGREEMENT\n\n7. Exclusivity\n\n7.2 Supply. The Customer shall:\n\n(a) buy;\n\n"
        "• pay. Now.\n\nThe end"
    )
    found = outline(document(text)).sentences
    rest = list(text)
    for sentence in found:
        rest[sentence.span.start : sentence.span.end] = " " * len(sentence.span)
    assert "".join(rest).split() == ["7.", "7.2", "Supply.", "(a)", "•"]


HOSTILE = {
    "labels": "(a) ",
    "dots": ".",
    "spaced dots": ". ",
    "initials": "A. ",
    "blanks": " ",
    "newlines": "\n",
    "numbers": "1. ",
    "decimals": "1.1.1 ",
    "parentheses": "(",
    "quotes": '"',
    "curly quotes": "“a ",
    "capitals": "AA ",
    "semicolons": "a; ",
    "lines of labels": "(a) b\n\n",
    "lines of numbers": "1. Term\n\n",
    "roman": "(i) (ii) ",
    "names": "between Acme, ",
    "parties": 'between Acme Inc. ("A") and ',
    "definitions": '("a" or "b" ',
    "cells": "a | ",
    "one word": "a",
    "digits": "1",
    "letters and dots": "a.b",
    "underscores": "_",
    "headings": "TERM\n\n",
    "bullets": "• a:\n\n",
    "sections": "Section 1 ",
    "tabs": "x\t\t\t\t\t\t\t\t",
    "dashes": "– ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    given = document(text, blocks=(Block(Span(0, len(text))),))
    started = time.process_time()
    found = outline(given)
    assert time.process_time() - started < 10  # a quadratic step would take minutes
    check(text, found)
