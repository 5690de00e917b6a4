"""HTML: the words a browser would show, and those it would hide, said to be hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from auditor.errors import Damaged
from auditor.load import paragraphs, styles, text
from auditor.load.builder import TextBuilder
from auditor.load.flow import Flow, Paragraph, Piece, Tone
from auditor.load.options import LoadOptions
from auditor.model import Document, Reason, Span, Status, View

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset "
    "figcaption figure footer form header hgroup hr html legend main nav noframes option p "
    "pre section summary table tbody tfoot thead caption ul ol menu dir li "
    "h1 h2 h3 h4 h5 h6 tr td th".split()
)
_DROPPED = frozenset(
    "script style template noscript head svg math canvas audio video iframe object embed "
    "applet datalist".split()
)
_OUTSIDE = frozenset({"iframe", "object", "embed", "applet", "frame"})
#: libxml2's own limit on nesting, and the error it reports (XML_ERR_RESOURCE_LIMIT).
_DEEPEST = 2048
_TOO_DEEP = 114
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE
)
_TAG = re.compile(
    r"<(script|style|template|noscript|head|svg|iframe)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>",
    re.IGNORECASE | re.DOTALL,
)


def read(data: bytes, path: str, options: LoadOptions) -> Document:
    """An HTML or XML file as a document.

    Whitespace is collapsed as a browser does, list numbers are computed, table cells are
    separated by " | ". Anchors give the index of the paragraph (``paragraph``) and count
    characters in it (``source``).

    Args:
        data: the bytes of the file.
        path: its name, for messages.
        options: ``view`` chooses between ``<ins>`` and ``<del>``.

    Raises:
        Damaged: no tree can be made of it.
        Unsupported: the bytes are not text.
    """
    declared = _CHARSET.search(data[:4096])
    name = declared.group(1).decode("ascii") if declared else ""
    decoded = text.decode(data, path, declared=name)
    page = parse(decoded.text, path)
    builder = TextBuilder()
    write(builder, page.paragraphs, view=options.view)
    reasons = [*decoded.reasons, *_notes(builder, path, page, decoded.text)]
    unread = any(reason.code in {"lost-text", "limit", "embedded-content"} for reason in reasons)
    document = builder.document(
        path=path, data=data, format="html", title=page.title, reasons=reasons,
        status=Status.PARTIAL if unread else Status.SCANNED,
    )  # fmt: skip
    return text.with_mojibake(document)


@dataclass(frozen=True, slots=True)
class Page:
    """What markup shows.

    Attributes:
        paragraphs: its words, in order.
        title: of its head.
        frames: how many other documents it embeds.
        too_deep: reading stopped at markup nested too deep.
    """

    paragraphs: list[Paragraph]
    title: str = ""
    frames: int = 0
    too_deep: bool = False


def _notes(builder: TextBuilder, path: str, page: Page, source: str) -> Iterable[Reason]:
    if page.frames:
        files = "another file" if page.frames == 1 else f"{page.frames} other files"
        yield Reason(
            "embedded-content",
            f"{path} shows {files} inside frames, not part of it and not read: open the page in "
            "a browser and save it as PDF",
        )
    ways = sorted({p.tone.hidden for paragraph in page.paragraphs for p in paragraph.pieces} - {""})
    if ways:
        yield Reason(
            "hidden-text",
            f"{path} has words that a browser does not show ({', '.join(ways)}); they were read "
            "and marked: look at them with care",
        )
    if page.too_deep:
        yield Reason(
            "limit",
            f"{path} is nested more than {_DEEPEST} elements deep and was not read beyond; open "
            "it in a browser and save it as PDF",
        )
    kept = len(re.sub(r"\W", "", builder.text))
    there = len(re.sub(r"\W|&\w+;", "", _TAG.sub(" ", source)))
    if there > 200 and kept < 0.7 * there:
        yield Reason(
            "lost-text",
            f"{path}: about {100 - 100 * kept // there} % of its characters lie in markup that "
            "could not be understood; open it in a browser and save it as PDF",
        )


def parse(source: str, path: str) -> Page:
    """What some markup shows.

    Raises:
        Damaged: no tree can be made of it.
    """
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, huge_tree=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(source.replace("\0", " ").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Damaged(f"{path} cannot be parsed as HTML: {error}") from error
    if root is None:
        return Page([])
    walker = _Walker(styles.hiding_rules(root.iter("style")))
    walker.walk(root)
    title = root.findtext(".//title") or ""
    too_deep = any(entry.type == _TOO_DEEP for entry in parser.error_log)
    return Page(walker.flow.finish(), " ".join(title.split()), walker.frames, too_deep)


class _Walker:
    """Walks a tree without recursion and tells a ``Flow`` what it meets."""

    def __init__(self, rules: styles.HidingRules) -> None:
        self.flow = Flow()
        self.frames = 0
        self._rules = rules
        self._tones: list[tuple[Tone, styles.Ground]] = [(Tone(), styles.Ground())]
        self._lists: list[styles.Numbering] = []

    def walk(self, root: _Element) -> None:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: _Element | None = None
        for event, element in walk:
            tag = element.tag.lower() if isinstance(element.tag, str) else "#"
            if event == "start":
                if tag in _DROPPED or tag == "#":
                    self.frames += tag in _OUTSIDE and self._is_shown(element, tag)
                    walk.skip_subtree()
                    skipped = element
                    continue
                self._enter(element, tag)
                self.flow.text(element.text or "", self._tones[-1][0])
                continue
            if skipped is element:
                skipped = None
            else:
                self._leave(tag)
            if element is not root:
                self.flow.text(element.tail or "", self._tones[-1][0])

    def _is_shown(self, element: _Element, tag: str) -> bool:
        """Whether a frame has room on the page; those that count visits have none."""
        sizes = {(element.get(name) or "").removesuffix("px") for name in ("width", "height")}
        tone, _ = styles.apply(element, tag, *self._tones[-1], self._rules)
        return not sizes & {"0", "1"} and not tone.hidden

    def _enter(self, element: _Element, tag: str) -> None:
        tone, ground = self._tones[-1]
        if tag == "br":
            self.flow.line_break()
        elif tag == "sup" and (element.text or "").strip().isdigit():
            self.flow.text(" ", tone)
        elif tag in _BLOCKS:
            self._open_block(element, tag)
        elif tag in {"input", "textarea"}:
            self._field(element, tone)
        self._tones.append(styles.apply(element, tag, tone, ground, self._rules))

    def _field(self, element: _Element, tone: Tone) -> None:
        if (element.get("type") or "text").lower() in {"text", "number", "date", "email"}:
            self.flow.text(f" {element.get('value') or ''} ", tone)

    def _open_block(self, element: _Element, tag: str) -> None:
        self.flow.end_paragraph()
        if tag in {"ul", "ol", "menu", "dir"}:
            self._lists.append(styles.Numbering.of(element))
        elif tag == "li":
            numbering = self._lists[-1] if self._lists else styles.Numbering()
            self.flow.item(numbering.next(element), max(1, len(self._lists)))
        elif tag == "tr":
            self.flow.open_row()
        elif tag in {"td", "th"}:
            self.flow.open_cell()
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.flow.heading(int(tag[1]))
        elif tag == "pre":
            self.flow.preserve(True)

    def _leave(self, tag: str) -> None:
        self._tones.pop()
        if tag not in _BLOCKS:
            return
        self.flow.end_paragraph()
        if tag in {"ul", "ol", "menu", "dir"}:
            self._lists.pop()
        elif tag == "li":
            self.flow.end_item()
        elif tag == "tr":
            self.flow.close_row()
        elif tag in {"td", "th"}:
            self.flow.close_cell()
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.flow.heading(0)
        elif tag == "pre":
            self.flow.preserve(False)


def write(builder: TextBuilder, flow: list[Paragraph], *, view: View, part: str = "") -> None:
    """Append paragraphs to ``builder``; struck or inserted words are marked per ``view``."""
    for index, paragraph in enumerate(flow):
        if paragraph.preserved:
            _write_preserved(builder, paragraph, index, part)
            continue
        builder.begin_block()
        if paragraph.number:
            builder.insert(paragraph.number_text)
        source, last = 0, " "
        for piece in paragraph.pieces:
            words = piece.text[last == " " and piece.text.startswith(" ") :]
            source += len(piece.text) - len(words)
            _write_piece(
                builder, replace(piece, text=words), view=view, part=part, paragraph=index,
                source=source,
            )  # fmt: skip
            source += len(words)
            last = words[-1:] if words and piece.tone.change != _absent(view) else last
        builder.end_block(paragraph.kind, number=paragraph.number, level=paragraph.level)


def _absent(view: View) -> Literal["inserted", "deleted"]:
    """The kind of change whose words are not in this view of the text."""
    return "inserted" if view == "original" else "deleted"


def _write_piece(
    builder: TextBuilder, piece: Piece, *, view: View, part: str, paragraph: int, source: int
) -> None:
    tone = piece.tone
    absent = _absent(view)
    if tone.change == absent:
        here = Span(builder.length, builder.length)
        builder.mark(here, absent, piece.text.strip())
        return
    span = builder.add(piece.text, source=source, part=part, paragraph=paragraph)
    if tone.change:
        builder.mark(span, tone.change)
    if tone.hidden and piece.text.strip():
        builder.mark(span, "hidden", tone.hidden)


def _write_preserved(builder: TextBuilder, paragraph: Paragraph, index: int, part: str) -> None:
    """Preformatted text: its own lines, cut into paragraphs as a text file is."""
    words = "".join(piece.text for piece in paragraph.pieces)
    hidden = next((piece.tone.hidden for piece in paragraph.pieces if piece.tone.hidden), "")
    for span, kind in paragraphs.paragraphs(words):
        builder.begin_block()
        added = builder.add(span.of(words), source=span.start, part=part, paragraph=index)
        if hidden:
            builder.mark(added, "hidden", hidden)
        builder.end_block(kind)
