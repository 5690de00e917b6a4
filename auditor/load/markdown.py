"""Markdown: the words without their markup, each with its way back to the source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.load import html, paragraphs, text
from auditor.load.builder import TextBuilder
from auditor.load.flow import is_title
from auditor.load.options import LoadOptions
from auditor.model import BlockKind, Document, Reason, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
#: Tokens around others: their lines say nothing about where the next words stand.
_CONTAINERS = frozenset(
    {"bullet_list_open", "ordered_list_open", "list_item_open", "blockquote_open", "table_open",
     "thead_open", "tbody_open"}
)  # fmt: skip
#: A line with its end, and blank lines after it left out.
_LINE = re.compile(r"[^\n]+\n?")
_WORD = re.compile(r"\S+|\s+")
#: Markup that stands in the way of words where no parser takes it out.
_INLINE_MARKUP = re.compile(r"\\(?=[!-/:-@\[-`{-~])|\*\*|^#{1,6}[ \t]+", re.MULTILINE)


def read(data: bytes, path: str, options: LoadOptions) -> Document:
    """A Markdown file (CommonMark, and tables) as a document.

    Anchors count characters of the decoded file, line ends as "\\n". A file whose every
    line is followed by a blank one has no Markdown paragraphs, and is read as plain text.

    Args:
        data: the bytes of the file.
        path: its name, for messages.
        options: passed on to the reader of embedded HTML.

    Raises:
        Unsupported: the bytes are not text.
    """
    decoded = text.decode(data, path)
    source, reasons = decoded.text, list(decoded.reasons)
    title, begin = "", 0
    front = _FRONT_MATTER.match(source)
    if front and ":" in front.group(1):
        begin = front.end()
        named = _TITLE.search(front.group(1))
        title = named.group(1) if named else ""
        reasons.append(
            Reason("front-matter", f"the settings at the top of {path} are not contract text")
        )
    builder = TextBuilder()
    writer = _Writer(builder, source, begin, options)
    if paragraphs.spaced_out(source):
        writer.write_spaced_out()
    else:
        writer.write()
    document = builder.document(
        path=path, data=data, format="markdown", reasons=reasons, title=title
    )
    return text.with_mojibake(document)


@dataclass(slots=True)
class _List:
    ordered: bool
    number: str = ""
    fresh: bool = False


class _Writer:
    """Walks markdown-it's tokens, and finds their words again in the source."""

    def __init__(self, builder: TextBuilder, source: str, begin: int, options: LoadOptions) -> None:
        self._builder = builder
        self._source = source
        self._cursor = begin
        self._begin = begin
        self._end = len(source)
        self._options = options
        self._lists: list[_List] = []
        self._cells = -1
        self._bold = 0
        self._plain = False
        self._shown: list[str] = []
        self._after_strike = False
        self._struck: list[str] | None = None

    def write_spaced_out(self) -> None:
        """Append a source whose every line stands alone, its paragraphs put together."""
        for span, kind in paragraphs.paragraphs(self._source):
            if span.start < self._begin:
                continue
            self._builder.begin_block()
            for line in _LINE.finditer(self._source, span.start, span.end):
                at = line.start()
                for markup in _INLINE_MARKUP.finditer(self._source, line.start(), line.end()):
                    self._builder.add(self._source[at : markup.start()], source=at)
                    at = markup.end()
                self._builder.add(self._source[at : line.end()], source=at)
            self._builder.end_block(kind)

    def write(self) -> None:
        """Append all of the source after ``begin`` to the builder."""
        from markdown_it import MarkdownIt

        parser = MarkdownIt("commonmark", {"maxNesting": self._options.limits.nesting}).enable(
            ["table", "strikethrough"]
        )
        kind: BlockKind = "paragraph"
        level = 0
        body = self._source[self._begin :]
        lines = [self._begin, *(self._begin + m.end() for m in re.finditer("\n", body))]
        lines.append(len(self._source))
        for token in parser.parse(body):
            if token.map and token.type not in _CONTAINERS:
                self._cursor = max(self._cursor, lines[min(token.map[0], len(lines) - 1)])
                self._end = lines[min(token.map[1], len(lines) - 1)]
            match token.type:
                case "heading_open":
                    kind, level = "heading", int(token.tag[1])
                case "heading_close":
                    kind, level = "paragraph", 0
                case "bullet_list_open" | "ordered_list_open":
                    self._lists.append(
                        _List(token.type[0] == "o", str(int(token.attrGet("start") or 1) - 1))
                    )
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    self._next_item()
                case "tr_open":
                    self._builder.begin_block()
                    self._cells = 0
                case "tr_close":
                    self._builder.end_block("table_row")
                    self._cells = -1
                case "inline":
                    self._inline_block(token, kind, level)
                case "fence" | "code_block":
                    self._verbatim(token.content)
                case "html_block":
                    self._html(token.content)

    def _next_item(self) -> None:
        items = self._lists[-1]
        items.fresh = True
        if items.ordered:
            items.number = str(int(items.number) + 1)

    def _inline_block(self, token: Token, kind: BlockKind, level: int) -> None:
        if self._cells >= 0:
            if self._cells:
                self._builder.insert(" | ")
            self._cells += 1
            self._inline(token)
            return
        self._builder.begin_block()
        number = ""
        if self._lists:
            items = self._lists[-1]
            if kind == "paragraph":
                kind, level = "list_item", len(self._lists)
            if items.fresh and items.ordered:
                number = items.number
                self._builder.insert(f"{number}. ")
            items.fresh = False
        self._plain = False
        self._shown.clear()
        self._inline(token)
        bold = kind in {"paragraph", "list_item"} and not self._plain
        if bold and is_title("".join(self._shown)):
            kind, level = "heading", 0
        self._builder.end_block(kind, number=number, level=level)

    def _inline(self, token: Token) -> None:
        for child in token.children or ():
            match child.type:
                case "text" | "text_special" | "code_inline":
                    self._plain = self._plain or (not self._bold and bool(child.content.strip()))
                    self._words(child.content)
                case "softbreak" | "hardbreak":
                    self._words("\n")
                case "strong_open":
                    self._bold += 1
                case "strong_close":
                    self._bold -= 1
                case "s_open":
                    self._struck = []
                case "s_close":
                    self._strike()
                case "html_inline" if _LINE_BREAK.match(child.content):
                    self._builder.insert("\n")

    def _strike(self) -> None:
        """Struck words: out of the text in the final view, marked in either."""
        words, self._struck = "".join(self._struck or ()), None
        if self._options.view == "final":
            here = Span(self._builder.length, self._builder.length)
            self._builder.mark(here, "deleted", words)
            self._after_strike = True
            return
        start = self._builder.length
        self._words(words)
        self._builder.mark(Span(start, self._builder.length), "deleted")

    def _words(self, words: str) -> None:
        """Append words of the source; what an entity or escape stands for has no anchor."""
        if not words:
            return
        if self._struck is not None:
            self._struck.append(words)
            return
        if self._after_strike and words[0] == " " and self._shown and self._shown[-1][-1] == " ":
            words = words[1:]
        self._after_strike = False
        if not words:
            return
        self._shown.append(words)
        at = self._find(words)
        if at >= 0:
            self._builder.add(words, source=at)
            return
        for match in _WORD.finditer(words):
            at = self._find(match.group())
            if at >= 0:
                self._builder.add(match.group(), source=at)
            else:
                self._builder.insert(match.group())

    def _find(self, words: str) -> int:
        at = self._source.find(words, self._cursor, self._end)
        if at >= 0:
            self._cursor = at + len(words)
        return at

    def _verbatim(self, content: str) -> None:
        for span, kind in paragraphs.paragraphs(content):
            self._builder.begin_block()
            for index, line in enumerate(span.of(content).split("\n")):
                if index:
                    self._builder.insert("\n")
                self._words(line)
            self._builder.end_block(kind)

    def _html(self, content: str) -> None:
        inner = TextBuilder()
        html.write(inner, html.parse(content, "").paragraphs, view=self._options.view)
        part = inner.document(path="", data=b"", format="html")
        for block in part.blocks:
            self._builder.begin_block()
            self._words(block.span.of(part.text))
            self._builder.end_block(block.kind, number=block.number, level=block.level)
