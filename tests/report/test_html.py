"""The HTML report as a file: self-contained, escaped, complete, legible; see also tests/browser."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import time
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from auditor.model import Band, Change, Confidence, Level, Portfolio, Span, Status
from auditor.report import open_writer
from auditor.report.html import document_id, render_document
from auditor.report.wording import headline, quote_in_context, visible
from auditor.report.writer import Prepared
from auditor.resources import templates_dir
from report import samples

VOID = {"meta", "link", "br", "img", "input", "rect", "path"}


class Dom(HTMLParser):
    """Collects what the tests ask about, and refuses markup that is not well nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline: dict[str, list[str]] = {"script": [], "style": []}
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.stack and self.stack[-1] == tag, f"</{tag}> closes {self.stack[-3:]}"
        self.stack.pop()

    def handle_data(self, data):
        if self.stack and self.stack[-1] in self.inline:
            self.inline[self.stack[-1]].append(data)
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def values(self, name: str) -> list[str]:
        return [str(attrs[name]) for _, attrs in self.tags if name in attrs]


@pytest.fixture(scope="module")
def page(render, audits):
    return render("html", audits)


@pytest.fixture(scope="module")
def dom(page):
    return Dom(page)


def test_nothing_is_asked_of_anybody(dom):
    for tag, attrs in dom.tags:
        assert tag not in ("iframe", "object", "embed", "base", "img", "image", "use")
        for name in ("src", "srcset", "action", "poster", "background", "ping"):
            assert name not in attrs
        assert "href" not in attrs or re.match(r"#|data:,$", str(attrs["href"]))
    assert "url(" not in "".join(dom.inline["style"])
    assert "@import" not in "".join(dom.inline["style"])


def test_policy_allows_exactly_the_inline_style_and_scripts(dom):
    policy = next(a["content"] for _, a in dom.tags if a.get("http-equiv"))
    directives = {part.split()[0]: part.split()[1:] for part in policy.split(";")}
    assert directives["default-src"] == ["'none'"]

    def hashes(texts):
        digests = (hashlib.sha256(text.encode()).digest() for text in texts)
        return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]

    assert directives["style-src"] == hashes(dom.inline["style"])
    assert directives["script-src"] == hashes(dom.inline["script"])
    assert not any(name == "style" or name.startswith("on") for _, a in dom.tags for name in a)


def test_ids_are_unique_and_links_lead_somewhere(dom):
    ids = Counter(dom.values("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    assert {href[1:] for href in dom.values("href") if href.startswith("#")} <= set(ids)
    labels = " ".join(dom.values("aria-labelledby") + dom.values("data-g")).split()
    assert set(labels) <= set(ids)


def test_an_id_met_twice_is_shown_twice_and_anchored_once(render):
    finding = samples.finding(samples.SPECS[0], level=Level.CONFIRMED)
    document = replace(samples.document(0), findings=(finding, finding))
    dom = Dom(render("html", [document]))
    assert sum("data-f" in attrs for _, attrs in dom.tags) == 2
    assert max(Counter(dom.values("id")).values()) == 1


def test_every_finding_and_every_unread_document_is_there(dom, audits):
    for document in audits:
        assert document_id(document.path) in dom.values("id")
        for reason in document.reasons:
            assert dom.text.count(" ".join(reason.split())) >= 2  # above all, and in place
        for finding in document.findings:
            assert finding.title in dom.text
            assert " ".join(finding.quote.split()) in dom.text
    for words in (
        "This is not legal advice", "No part of any contract was sent to any service",
        "hidden text", "This redline introduces this term", "Protections missing", "Key dates",
        "Exposure", "Not resolved", "Open questions", "could raise it to", "Likely",
    ):  # fmt: skip
        assert words in dom.text


def test_what_reading_left_out_at_no_cost_stands_below_the_verdict(render):
    """A lawyer's first thirty seconds are for the verdict, said once."""
    quiet, loud = "furniture-removed: 3 footers", "tracked-changes: two are pending"
    document = samples.document(1)
    rating = replace(
        document.rating, band=Band.HIGH, could_raise_to=Band.CRITICAL,
        verdict="Negotiate before signing: you may not leave (clause 2). One point is unclear"
        " and needs a reader: it could become critical.",
    )  # fmt: skip
    document = replace(document, rating=rating, reasons=(quiet, loud), status=Status.SCANNED)
    for kind in ("html", "text"):
        text = render(kind, [document])
        text = " ".join((Dom(text).text if kind == "html" else text).split())
        place = text.index("You may not leave (clause 2).")
        assert text.index(loud) < place < text.index(quiet)
        assert text.count("could become critical") == 1 and "not counted here" not in text
        assert text[place - 30 : place].count("Negotiate before signing") == 1
        assert "Negotiate before signing: " not in text
    unread = replace(document, rating=None, findings=(), status=Status.FAILED)
    assert quiet in render("text", [unread])


def test_what_a_redline_takes_out_is_shown_in_the_open(render):
    protection = replace(
        samples.finding(samples.SPECS[-1], level=Level.CONFIRMED),
        status="cleared", reported=False, span=None, context="",
        change=Change("removed", "", "The Customer may terminate this Agreement at any time"),
    )  # fmt: skip
    document = replace(samples.document(1), findings=(protection,))
    text = Dom(render("html", [document])).text
    open_part = text[: text.index("Protections found")]
    assert "Only in the other wording 1" in open_part
    assert "This redline removes this term" in open_part
    assert "Only in the other wording of a tracked change:" in render("text", [document])


def test_what_a_type_means_is_told_once_a_document(render):
    spec = samples.SPECS[0]
    first, second = (
        replace(samples.finding(spec, seed=seed, level=Level.CONFIRMED), clause=clause)
        for seed, clause in ((1, "7.2"), (2, "9.1"))
    )
    second = replace(second, band=first.band, span=Span(9_000, 9_100))
    other = replace(second, id="other", why="For another reason.")
    page = render("html", [replace(samples.document(0), findings=(first, second, other))])
    assert page.count(spec.why) == 1
    assert "For another reason." in page
    assert "As told of clause 7.2" in Dom(page).text


def test_guidance_stands_once_a_page(page, audits):
    fallback = samples.SPECS[0].fallback
    uses = sum(f.playbook.fallback == fallback for d in audits for f in d.findings)
    assert uses > 3
    assert page.count(fallback) == 1


def test_documents_are_worst_first_whatever_the_order_they_came_in(render, audits):
    def order(text):
        return re.findall(r'<article class="doc wrap" id="(d-[0-9a-f]+)"', text)

    forward = order(render("html", audits))
    found = {document_id(d.path) for d in audits if d.rating and d.rating.band}
    worst = [document_id(path) for path in samples.portfolio(audits).worst]
    assert forward[: len(found)] == [name for name in worst if name in found]
    assert sorted(forward) == sorted(worst)
    assert render("html", audits) == render("html", audits[::-1])


def test_a_part_rendered_elsewhere_gives_the_same_page(page, audits):
    stream = io.StringIO()
    writer = open_writer("html", stream, samples.META)
    for document in audits:
        writer.add(document, prepared=Prepared(b"", render_document(document)))
    writer.close(samples.portfolio(audits))
    assert stream.getvalue() == page


def test_markup_control_characters_and_surrogates_are_shown_not_obeyed(render, tmp_path):
    evil = "</script><b>x</b>{{ 7*7 }}\x00\x1b[31m\u202e\ud800"
    finding = replace(
        samples.finding(samples.SPECS[0], level=Level.CONFIRMED),
        title=evil, quote=evil, context="", clause=evil, heading=evil, why=evil, type=evil,
        family=evil, question=evil, id=evil, interactions=(evil,), cuad=(evil,),
        change=Change("reworded", evil, evil, (evil,), (evil,)),
        confidence=Confidence(Level.CONFIRMED, 0.9, (evil,)),
    )  # fmt: skip
    document = replace(
        samples.document(0, path=f"{evil}/{evil}"), title=evil, findings=(finding,),
        reasons=(evil,), status=Status.PARTIAL, duplicate_of=evil, language=evil,
    )  # fmt: skip
    text = render("html", [document, samples.document(1)])
    assert not set(text) & set("\x00\x1b\u202e\ud800")
    assert "<b>x</b>" not in text
    assert "</script>&lt;b&gt;" not in text
    dom = Dom(text)
    assert "{{ 7*7 }}⟨U+0000⟩⟨U+001B⟩[31m⟨U+202E⟩⟨U+D800⟩" in dom.text
    writer = open_writer("html", tmp_path / "evil.html", samples.META)
    writer.add(document)
    writer.close(samples.portfolio((document,)))
    (tmp_path / "evil.html").read_bytes().decode("utf-8")


def test_no_document_and_one_document(render):
    empty = Dom(render("html", []))
    assert "No contract was read." in empty.text
    one = Dom(render("html", [samples.document(1)]))
    assert dict(one.tags[0][1]).get("class") == "single"


def test_quote_is_marked_where_it_stands_in_its_clause():
    finding = samples.finding(samples.SPECS[0], offset=500)
    before, quote, after = quote_in_context(finding, 40)
    assert quote == finding.quote
    assert finding.context.find(before.strip("…") + quote + after.strip("…")) >= 0
    assert after.endswith("…")
    assert len(before) <= 41 and len(after) <= 41
    elsewhere = replace(finding, context_start=499)
    assert quote_in_context(elsewhere) == ("", finding.quote, "")
    absent = samples.finding(next(s for s in samples.SPECS if s.mode == "absence"))
    assert quote_in_context(absent) == ("", "", "")
    assert finding.span == Span(finding.span.start, finding.span.start + len(finding.quote))


def test_line_ends_of_real_files_are_no_control_characters():
    assert visible("a\r\nb\fc\td\n") == "a\nb\nc\td\n"


def _tokens(css: str, start: str) -> dict[str, str]:
    block = css[css.index(start) :].partition("{")[2].partition("}")[0]
    return dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", block))


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, definitions of relative luminance and contrast ratio."""

    def luminance(color: str) -> float:
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    "start", [":root{", ":root:not([data-theme=light]){", ":root[data-theme=dark]{"]
)
def test_colours_pass_aa(start):
    css = (templates_dir() / "report.css").read_text("utf-8")
    color = _tokens(css, start)
    pairs = [("ink", ground) for ground in ("bg", "card", "soft", "mark", "medium-bg", "none-bg")]
    pairs += [("muted", ground) for ground in ("bg", "card", "soft", "info-bg")]
    pairs += [("accent", ground) for ground in ("bg", "card", "medium-bg")]
    pairs += [("on", "accent"), ("high", "info-bg")]
    for band in ("critical", "high", "medium", "low", "info", "none"):
        pairs += [(band, f"{band}-bg"), (band, "card"), (band, "bg"), ("on", band)]
        pairs += [("ink", f"{band}-bg")]
    weak = {pair: round(_contrast(*(color[name] for name in pair)), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


def test_both_ways_to_dark_are_the_same():
    css = (templates_dir() / "report.css").read_text("utf-8")
    assert _tokens(css, ":root:not([data-theme=light]){") == _tokens(css, ":root[data-theme=dark]{")


def test_many_documents_stay_small_and_fast(tmp_path):
    documents = tuple(samples.documents(60, findings=25))
    target = tmp_path / "many.html"
    begun = time.process_time()
    writer = open_writer("html", target, samples.META)
    for document in documents:
        writer.add(document)
    writer.close(samples.portfolio(documents))
    seconds = time.process_time() - begun
    assert target.stat().st_size / len(documents) < 45_000
    assert seconds / len(documents) < 0.02  # 2 ms where nothing else runs


def test_the_headline_says_which_contract_it_means():
    one = Portfolio({"scanned": 1}, {"critical": 1}, {}, ())
    assert headline(one).startswith("This contract should not be signed")
    beside = replace(one, statuses={"scanned": 1, "failed": 1})
    assert headline(beside).startswith("The one contract that was read should not be signed")
    several = replace(one, statuses={"scanned": 3}, bands={"critical": 1, "none": 2})
    assert headline(several).startswith("1 of 3 contracts should not be signed")
