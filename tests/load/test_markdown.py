"""Markdown: words without markup, each with its way back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.load import markdown
from auditor.load.options import LoadOptions
from auditor.model import Document

SOURCE = """---
title: "Partner Terms"
draft: true
---
Partner Terms
=============

1. #### Fees
    1. The **exclusive** fee is *due* at [the rate](https://x.y/z "t") of `5 %`.
       It is &amp; stays payable.
    2. No ~~refund~~ credit.
3. Next

**4\\. Term**

> Quoted words.

| Tier | Price |
|------|-------|
| One  | **10** |

- bullet

<div>Some <b>HTML</b> text</div>

    indented contract words
    that go on.
"""


def read(source: str, **options: str) -> Document:
    return markdown.read(source.encode(), "a.md", LoadOptions(**options))  # type: ignore[arg-type]


def test_words_kinds_and_numbers() -> None:
    document = read(SOURCE)
    shown = [(b.kind, b.number, b.level, b.span.of(document.text)) for b in document.blocks]
    assert shown == [
        ("heading", "", 1, "Partner Terms"),
        ("heading", "1", 4, "1. Fees"),
        ("list_item", "1", 2,
         "1. The exclusive fee is due at the rate of 5 %.\nIt is & stays payable."),
        ("list_item", "2", 2, "2. No credit."),
        ("list_item", "2", 1, "2. Next"),
        ("heading", "", 0, "4. Term"),
        ("paragraph", "", 0, "Quoted words."),
        ("table_row", "", 0, "Tier | Price"),
        ("table_row", "", 0, "One | 10"),
        ("list_item", "", 1, "bullet"),
        ("paragraph", "", 0, "Some HTML text"),
        ("paragraph", "", 0, "indented contract words\nthat go on."),
    ]  # fmt: skip
    assert document.title == "Partner Terms"
    assert [reason.code for reason in document.reasons] == ["front-matter"]


def test_struck_words() -> None:
    final, original = read("No ~~refund~~ credit."), read("No ~~refund~~ credit.", view="original")
    assert final.text == "No credit.\n"
    assert original.text == "No refund credit.\n"
    assert [(m.kind, m.detail) for m in final.marks] == [("deleted", "refund")]


def check_anchors(document: Document, source: str) -> None:
    end = 0
    for anchor in document.anchors:
        assert anchor.start >= end
        end = anchor.end
        there = source[anchor.source : anchor.source + anchor.end - anchor.start]
        assert document.text[anchor.start : anchor.end] == there


def test_anchors_lead_to_the_source() -> None:
    document = read(SOURCE)
    check_anchors(document, SOURCE)
    covered = sum(a.end - a.start for a in document.anchors)
    assert covered > 0.8 * len(document.text)


def test_lines_spaced_out_are_put_together() -> None:
    line = "The Supplier shall deliver the goods in the\n\nmanner set out in the order"
    document = read("\n\n\n\n".join(["**1\\. FEES**", *[line] * 9]))
    words = [block.span.of(document.text) for block in document.blocks]
    assert words[0] == "1. FEES"
    assert words[1:] == [line.replace("\n\n", "\n")] * 9
    check_anchors(document, "\n\n\n\n".join(["**1\\. FEES**", *[line] * 9]))


def test_a_list_under_short_headings_is_not_spaced_out() -> None:
    item = "a. [Acme.io](http://acme.io) shall deliver all goods that are named in the order. " * 3
    document = read("\n\n".join(f"**{n}. Part**\n\n{item}" for n in range(1, 12)))
    assert "http" not in document.text and "Acme.io shall deliver" in document.text


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.sampled_from("ab1 *_#->|`~[]()\\&;.\n<d>"), max_size=200))
def test_any_source_is_read_with_true_anchors(source: str) -> None:
    check_anchors(read(source), source)
