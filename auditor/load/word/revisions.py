"""Tracked changes: who changed what, and which view of the text holds it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from auditor.load.word.content import Change, Revision
from auditor.load.word.xml import W
from auditor.model import Reason, View

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_KINDS: dict[str, tuple[Change, View]] = {
    W + "ins": ("inserted", "final"),
    W + "del": ("deleted", "original"),
    W + "moveTo": ("moved", "final"),
    W + "moveFrom": ("moved", "original"),
    W + "cellIns": ("inserted", "final"),
    W + "cellDel": ("deleted", "original"),
}


class Revisions:
    """Reads change elements and keeps count of them.

    Args:
        view: the view being read, for the message and for former properties.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self._counts: Counter[str] = Counter()
        self._authors: dict[str, None] = {}
        self._dates: list[str] = []

    def read(self, element: Element) -> Revision | None:
        """The change an element (``w:ins``, ``w:moveFrom`` ...) stands for; None for others."""
        known = _KINDS.get(element.tag)
        if known is None:
            return None
        kind, view = known
        author, date = element.get(W + "author", ""), element.get(W + "date", "")
        self._counts["moved from" if (kind, view) == ("moved", "original") else kind] += 1
        if author:
            self._authors[author] = None
        if date:
            self._dates.append(date)
        return Revision(kind, view, author, date)

    def within(self, properties: Element | None) -> tuple[Revision, ...]:
        """The changes stated inside properties: of a paragraph mark, a row, a cell."""
        if properties is None:
            return ()
        found = (self.read(child) for child in properties if child.tag in _KINDS)
        return tuple(revision for revision in found if revision is not None)

    def properties(self, element: Element | None) -> Element | None:
        """The properties in this view: the former ones in the original, if they changed."""
        if element is None or self.view == "final":
            return element
        former = element.find(element.tag + "Change")
        if former is None:
            return element
        inner = former.find(element.tag)
        return element if inner is None else inner

    def reason(self) -> Reason | None:
        """What to say about pending changes; None when there are none."""
        if not self._counts:
            return None
        counts = ", ".join(
            f"{count} {kind if count == 1 else kind + 's'}"
            for kind, count in (
                ("insertion", self._counts["inserted"]),
                ("deletion", self._counts["deleted"]),
                ("move", max(self._counts["moved"], self._counts["moved from"])),
            )
            if count
        )
        authors = list(self._authors)
        by = ", ".join(authors[:8]) + (f" and {len(authors) - 8} more" if len(authors) > 8 else "")
        days = sorted({date[:10] for date in self._dates})
        when = f", {days[0]} to {days[-1]}" if len(days) > 1 else f", {days[0]}" if days else ""
        read_as = (
            "accepted" if self.view == "final" else "rejected (the wording before the changes)"
        )
        return Reason(
            "tracked-changes",
            f"the document has pending tracked changes ({counts}; by {by or 'unnamed'}{when}); "
            f"it is read as if all were {read_as}",
        )
