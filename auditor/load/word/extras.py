"""What stands beside the text: title, comments, macros, pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.load.word import embedded
from auditor.load.word.package import Package
from auditor.load.word.reader import Reader
from auditor.load.word.xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_JUNK_TITLE = re.compile(
    r"(microsoft )?word( document)?\b.*|document\d*|untitled.*|title|.*\.(docx?|dotx?|rtf|pdf)",
    re.IGNORECASE,
)
_LISTED = 10
_FEW_WORDS = 50


def core_title(package: Package) -> str:
    """The title in the core properties; "" when there is none or it is a program's default."""
    names = [name for name in package.names if name.endswith("docprops/core.xml")]
    root = package.xml(names[0]) if names else None
    element = None if root is None else root.find("{*}title")
    title = "" if element is None or element.text is None else " ".join(element.text.split())
    return "" if _JUNK_TITLE.fullmatch(title) else title


def note_extras(package: Package, reader: Reader) -> None:
    """Say what the file holds besides the text that was read."""
    _comments(package, reader)
    _macros(package)
    if embedded.chart_workbooks(package):
        package.note("charts-not-read", "the labels and numbers of charts were not read")
    _hidden(package, reader)
    _pictures(package, reader)
    for unread in reader.shared.unread:
        package.partial("part-not-read", f"{unread} lies in another file and was not read")
    if reader.shared.too_deep:
        package.partial(
            "limit",
            f"elements nested deeper than {reader.shared.nesting} were not read (limit nesting)",
        )


def _comments(package: Package, reader: Reader) -> None:
    links = [link for link in reader.links.values() if link.type == "comments"]
    root = package.xml(links[0].target) if links and not links[0].external else None
    comments = [] if root is None else list(root.iter(W + "comment"))
    if not comments:
        return
    listed = "; ".join(_comment(comment) for comment in comments[:_LISTED])
    more = f"; and {len(comments) - _LISTED} more" if len(comments) > _LISTED else ""
    package.note(
        "comments",
        f"{len(comments)} comment{'s' if len(comments) > 1 else ''} in the margin, "
        f"not part of the contract text: {listed}{more}",
    )


def _comment(comment: Element) -> str:
    text = " ".join("".join(t.text or "" for t in comment.iter(W + "t")).split())
    short = text if len(text) <= 80 else text[:79] + "…"
    return f'{comment.get(W + "author") or "unnamed"}: "{short}"'


def _macros(package: Package) -> None:
    if any(name.endswith("vbaproject.bin") for name in package.names):
        package.note("macros", "the file holds macros; they were not run")


def _hidden(package: Package, reader: Reader) -> None:
    hidden = reader.emitter.hidden
    if hidden:
        ways = ", ".join(f"{how}: {count} characters" for how, count in sorted(hidden.items()))
        package.note(
            "hidden-text", f"text that cannot be seen on the page was read and marked ({ways})"
        )


def _pictures(package: Package, reader: Reader) -> None:
    pictures = sum("/media/" in name for name in package.names)
    words = len(reader.emitter.builder.text.split())
    if pictures and words < _FEW_WORDS:
        few = {0: "no words", 1: "only 1 word"}.get(words, f"only {words} words")
        package.partial(
            "no-text",
            f"the file holds {pictures} picture{'s' if pictures > 1 else ''} and {few}; text in "
            "pictures was not read: convert it to PDF and scan that with OCR",
        )
    elif reader.shared.large_pictures:
        package.note(
            "pictures-not-read",
            f"{reader.shared.large_pictures} large pictures; text in them was not read",
        )
