"""HTML as a browser shows it, and what a browser hides."""

from __future__ import annotations

import pytest

from auditor.load import html
from auditor.load.options import LoadOptions
from auditor.model import Block, Document, Status


def read(body: str, **options: str) -> Document:
    return html.read(body.encode(), "a.html", LoadOptions(**options))  # type: ignore[arg-type]


def lines(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


def of(document: Document, text: str) -> Block:
    return next(b for b in document.blocks if text in b.span.of(document.text))


def test_whitespace_entities_and_scripts() -> None:
    document = read(
        "<html><head><title> Terms\n of Use </title><style>p{}</style></head><body>"
        "<script>var secret='x'</script><noscript>no</noscript><template>t</template>"
        "<p>The&nbsp;<b>Supplier</b>\n   shall&amp;will <!-- not --> deliver.<br>Now.</p></body>"
    )
    assert lines(document) == ["The Supplier shall&will deliver.\nNow."]
    assert document.title == "Terms of Use"


def test_headings_lists_and_computed_numbers() -> None:
    document = read(
        "<h2>Fees</h2><ol start=3 type=a><li>one<li value=7>two<ol type=I reversed><li>x<li>y</ol>"
        "</ol><ul><li>dot</ul><ol><li>1.1 own number</ol>"
    )
    assert lines(document) == ["Fees", "c. one", "g. two", "II. x", "I. y", "dot", "1.1 own number"]
    assert of(document, "Fees").level == 2
    assert of(document, "II. x").level == 2
    assert of(document, "g. two").number == "g."


def test_number_goes_to_the_first_paragraph_of_an_item() -> None:
    document = read("<ol><li><p>First.</p><p>More.</p></li><li><h3>Head</h3>body</li></ol>")
    assert lines(document) == ["1. First.", "More.", "2. Head", "body"]
    assert of(document, "Head").kind == "heading"


def test_tables_are_rows_and_layout_tables_are_not() -> None:
    document = read(
        "<table><tr><th>Tier<th>Price</tr><tr><td>1<td>10</tr></table>"
        "<table><tr><td>(a)</td><td>The Supplier shall deliver.</td></tr></table>"
        "<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>"
    )
    assert lines(document) == [
        "Tier | Price", "1 | 10", "(a) The Supplier shall deliver.", "One.", "Two.",
    ]  # fmt: skip
    assert of(document, "Tier").kind == "table_row"
    assert of(document, "(a)").kind == "list_item"


@pytest.mark.parametrize(
    "how",
    [
        'style="display:none"', 'style="visibility: hidden"', "hidden", 'style="font-size:1px"',
        'style="color:#fff"', 'style="color: rgb(255,255,255); background: white"',
        'style="position:absolute; left:-9999px"', 'style="opacity:0"', 'class="gone"', 'id="off"',
        'style="FONT-SIZE: 0pt"', 'style="height:0;overflow:hidden"',
    ],
)  # fmt: skip
def test_hidden_words_are_read_and_marked(how: str) -> None:
    sheet = "<style>.gone{display:none} div#off { visibility : hidden !important }</style>"
    document = read(f"{sheet}<p>Shown.</p><div {how}>No <b>refund</b> at all.</div><p>End.</p>")
    assert "No refund at all." in lines(document)
    marks = [m for m in document.marks if m.kind == "hidden"]
    assert "".join(m.span.of(document.text) for m in marks) == "No refund at all."
    assert any(reason.code == "hidden-text" for reason in document.reasons)


def test_white_on_dark_is_not_hidden() -> None:
    document = read('<div style="background:#003"><p style="color:white">Welcome</p></div>')
    assert document.marks == ()


def test_struck_and_inserted_words_follow_the_view() -> None:
    source = "<p>Term of <del>two</del><ins>three</ins> years.</p>"
    final, original = read(source), read(source, view="original")
    assert final.text.strip() == "Term of three years."
    assert original.text.strip() == "Term of two years."
    assert [(m.kind, m.detail) for m in final.marks] == [("deleted", "two"), ("inserted", "")]
    assert {m.kind for m in original.marks} == {"deleted", "inserted"}


def test_bold_lines_are_headings() -> None:
    document = read("<p><b>4. Fees</b></p><p><b>THE SUPPLIER SHALL PAY. NO EXCEPTIONS.</b></p>")
    assert [b.kind for b in document.blocks] == ["heading", "paragraph"]


def test_double_breaks_part_paragraphs_and_pre_is_cut_like_text() -> None:
    assert lines(read("a b<br><br>c<br>d")) == ["a b", "c\nd"]
    assert lines(read("<pre>ARTICLE I\n\nOne\ntwo.\n</pre>")) == ["ARTICLE I", "One\ntwo."]


def test_anchors_count_characters_of_the_paragraph() -> None:
    document = read("<ol><li>one <b>two</b> three</ol>")
    for anchor in document.anchors:
        words = "one two three"[anchor.source : anchor.source + anchor.end - anchor.start]
        assert words == document.text[anchor.start : anchor.end]
        assert anchor.paragraph == 0


def test_hostile_markup_is_bounded() -> None:
    assert read("<div>" * 1500 + "The Supplier delivers.").text == "The Supplier delivers.\n"
    deeper = read("<p>Shown.</p>" + "<div>" * 20_000 + "The Supplier shall deliver.")
    assert deeper.status is Status.PARTIAL
    assert [reason.code for reason in deeper.reasons] == ["limit"]
    entity = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><p>x&a;y</p>'
    assert "root:" not in read(entity).text
    assert read("<td>loose <tr><td>row</td> <li>item").text == "loose\nrow | item\n"


def test_charset_of_the_document_is_used() -> None:
    data = '<html><meta charset="iso-8859-15"><p>Preis: 5 €, größer</p>'.encode("iso-8859-15")
    assert "5 €, größer" in html.read(data, "a.html", LoadOptions()).text


def test_frames_are_said() -> None:
    document = read('<p>See</p><iframe src="http://x/terms.html"></iframe>')
    assert document.reasons[0].code == "embedded-content"
    assert document.status is Status.PARTIAL
    for unseen in ('width="1" height="1"', 'style="display:none"', 'height="0px"'):
        counter = f'<p>See</p><iframe src="http://x/count" {unseen}></iframe>'
        assert read(counter).status is Status.SCANNED


def test_glued_words_get_their_spaces_back() -> None:
    words = (
        "The Supplier shall not during the term of this Agreement supply the services to any "
        "other customer without the prior written consent of the Customer. "
    )
    from auditor.load import load

    source = f"<html><p>{words.replace(' ', '') * 3}</p></html>"
    (document,) = load("a.html", source.encode(), LoadOptions())
    assert "shall not during the term of this Agreement supply the services" in document.text
    assert "spaces-restored" in [reason.code for reason in document.reasons]
    rebuilt = "".join(document.text[a.start : a.end] for a in document.anchors)
    assert rebuilt == words.replace(" ", "") * 3
