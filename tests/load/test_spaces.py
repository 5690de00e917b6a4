"""Lost spaces: found, put back, and everything that points into the text moved along."""

from __future__ import annotations

from auditor.load.spaces import lost, mend
from auditor.model import Anchor, Block, Document, Mark, Span, Status

WORDS = (
    "The Supplier shall not, during the Term of this Agreement, supply the Services to any other "
    "customer without the prior written consent of the Customer. This Agreement is effective as "
    "of the date of acceptance (the “Effective Date”) and continues for 36 months. "
)


def document(*parts: str) -> Document:
    text, blocks = "", []
    for part in parts:
        blocks.append(Block(Span(len(text), len(text) + len(part))))
        text += part + "\n"
    return Document(
        path="a.html", sha256="", format="html", status=Status.SCANNED, text=text,
        blocks=tuple(blocks), anchors=(Anchor(0, len(text), source=7),),
        marks=(Mark(Span(4, 12), "hidden"), Mark(Span(20, 20), "deleted", "x")),
    )  # fmt: skip


def test_ordinary_text_is_left_alone() -> None:
    whole = document(WORDS * 2, "https://www.example.com/" + "averylongpathwithoutanyspace" * 3)
    assert mend(whole) is whole


def test_one_glued_paragraph_among_others() -> None:
    glued = WORDS.replace(" ", "")
    before = document(WORDS, glued, WORDS)
    after = mend(before)
    middle = after.blocks[1].span.of(after.text)
    assert "shall not, during the Term of this Agreement, supply the Services" in middle
    assert "(the “Effective Date”)" in middle
    assert after.blocks[0].span.of(after.text) == WORDS
    assert after.blocks[2].span.of(after.text) == WORDS
    assert after.reasons[0].code == "spaces-restored"
    assert after.reasons[0].message.startswith("1 paragraphs of")
    assert after.status is Status.SCANNED


def test_offsets_move_along() -> None:
    glued = WORDS.replace(" ", "")
    before = document(glued)
    after = mend(before)
    for anchor in after.anchors:
        there = before.text[anchor.source - 7 : anchor.source - 7 + anchor.end - anchor.start]
        assert after.text[anchor.start : anchor.end] == there
    assert "".join(after.text[a.start : a.end] for a in after.anchors) == before.text
    first, second = after.marks
    assert first.span.of(after.text).replace(" ", "") == before.text[4:12]
    assert len(second.span) == 0


def test_capitals_torn_out_of_their_words() -> None:
    glued = WORDS.replace(" ", "").replace("C", " C ") * 3
    after = mend(document(glued))
    assert "consent of the Customer" in after.text
    assert " C " not in after.text


def test_what_cannot_be_told_apart_is_said() -> None:
    after = mend(document("zqxwvkjzqxwkvjzqkxwvjzqxkwvj" * 12))
    assert after.status is Status.PARTIAL
    assert after.reasons[0].code == "lost-spaces"


def test_scripts_without_spaces_have_lost_none() -> None:
    assert not lost("供应商应按照本合同的约定向客户提供服务客户应按照约定支付费用" * 9)
    assert lost(WORDS.replace(" ", ""))
    assert not lost(WORDS)
