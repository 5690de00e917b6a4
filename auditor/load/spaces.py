"""Text that lost the spaces between its words, and how they are put back.

The boundaries are those of the cheapest sequence of words (a unigram model, Norvig,
"Natural Language Corpus Data", in Beautiful Data, 2009), with the document's own words beside
a list of words usual in contracts. Spaces that stand where no word ends are taken out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from auditor.load import lexicon
from auditor.model import Anchor, Block, Document, Reason, Span, Status

#: A run of letters longer than any word of a contract ("indemnification" has 15).
_GLUED = 23
#: Share of letters in glued runs from which on a paragraph has lost its spaces.
_SHARE = 0.25
#: Share of letters in unknown words up to which the mended text can be relied on.
_SAFE = 0.12
_LONGEST = 20
#: Cost of an unknown word by its length; one or two letters are hardly ever a word.
_UNKNOWN_COSTS = tuple(14.0 + 2.2 * n + (6.0 if n < 3 else 0.0) for n in range(_LONGEST + 1))
#: Longer texts are not mended: it takes about ten seconds for each million characters.
_TOO_LONG = 2_000_000
#: No paragraph has this many characters.
_BLOCK = 4000

_RUN = re.compile(r"[^\W\d_]+")
_LONG_RUN = re.compile(rf"[^\W\d_]{{{_GLUED},}}")
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w./%#?=&-]+|[\w.-]+@[\w.-]+")
#: A single capital torn out of its word.
_TORN = re.compile(r" (?=[A-Z](?: |$))|(?<= [A-Z]) (?=[A-Za-z’'.,;:)”-])|(?<=^[A-Z]) (?=[A-Za-z])")
_CAMEL = re.compile(
    r"(?<=[a-z])(?=[A-Z])|(?<=[a-z])(?=\d)|(?<=\d)(?=(?!(?:st|nd|rd|th)\b)[A-Za-z]{2})"
)
_AFTER = re.compile(
    r"(?<=[,;:)”!?])(?=[\w“(])|(?<=[a-z0-9”)]\.)(?=[A-Z“])|(?<=[A-Z]{2}\.)(?=[A-Z“][A-Za-z])"
    r"|(?<=[\w.,;])(?=[“(])|(?<=[a-zA-Z][’']s)(?=[A-Za-z])"
)
_QUOTED = re.compile(r"\"[^\"\n]{1,60}\"")
_LINE_END = re.compile(r"(?<=[.;:”]),(?=[A-Z“(\d])")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``text[at:end]`` by ``new``."""

    at: int
    end: int
    new: str


def lost(text: str) -> bool:
    """Whether a stretch of text has no spaces where words end.

    Scripts without spaces (Chinese, Thai) are no such case: only Latin letters count.
    """
    text = _ADDRESS.sub(" ", text)
    glued = sum(len(run) for run in _LONG_RUN.findall(text) if run.isascii())
    return glued > 60 and glued > _SHARE * sum(map(str.isalpha, text))


def _dense(text: str, span: Span) -> bool:
    """Whether there are far fewer spaces than English has words: one in six characters."""
    start, end = span.start, span.end
    length = end - start
    spaces = text.count(" ", start, end)  # enough of them in nearly every paragraph
    return 60 < length > 12 * spaces and 12 * (spaces + text.count("\n", start, end)) < length


def mend(document: Document) -> Document:
    """``document`` with spaces put back where whole paragraphs lost them, and a reason.

    Where more than a few words stay unknown the document becomes ``partial``. Documents
    that kept their spaces are returned as they are.
    """
    text = document.text
    spans = [b.span for b in document.blocks] or [Span(0, len(text))]
    broken = [span for span in spans if _dense(text, span) and lost(span.of(text))]
    if not broken:
        return document
    if sum(map(len, broken)) > _TOO_LONG:
        return _unmended(document, "too many to be told apart")
    words = _Words(_TORN.sub("", text))
    edits: list[Edit] = []
    for span in broken:
        edits.extend(words.edits(span.of(document.text), span.start))
    share = words.unknown / max(1, words.letters)
    mended = _apply(document, edits)
    if share > _SAFE:
        return _unmended(mended, f"{share:.0%} of them in words not known here")
    where = "all of" if len(broken) == len(spans) else f"{len(broken)} paragraphs of"
    restored = Reason(
        "spaces-restored",
        f"{where} {document.path} had lost the spaces between words; they were put back by "
        "a list of words, so compare quotations with the original",
    )
    return replace(mended, reasons=(*mended.reasons, restored))


def _unmended(document: Document, why: str) -> Document:
    reason = Reason(
        "lost-spaces",
        f"{document.path} lost the spaces between words, and not all of its letters could be "
        f"told apart into words ({why}): clauses may be missed; ask for a better copy",
    )
    return replace(document, status=Status.PARTIAL, reasons=(*document.reasons, reason))


class _Words:
    """A vocabulary, and how well it explains what it has met."""

    def __init__(self, text: str) -> None:
        self._costs = lexicon.costs()
        self.unknown = 0
        self.letters = 0
        for word in _own_words(text):
            if self._unknown_letters(word):
                self._costs[word] = 8.5
        self.unknown = self.letters = 0

    def _unknown_letters(self, word: str) -> int:
        before = self.unknown
        self._segment(word)
        return self.unknown - before

    def edits(self, text: str, offset: int) -> Iterator[Edit]:
        """Edits of one paragraph; ``offset`` is where it begins in the document."""
        torn = {match.start() for match in _TORN.finditer(text)}
        if len(torn) < 6 or len(torn) < 0.5 * text.count(" "):
            torn = set()
        kept = [index for index in range(len(text)) if index not in torn]
        dense = "".join(text[index] for index in kept)
        for index in sorted(torn):
            yield Edit(offset + index, offset + index + 1, "")
        kept.append(len(text))
        ends = set()
        for match in _LINE_END.finditer(dense):
            ends.add(match.end())
            yield Edit(offset + kept[match.start()], offset + kept[match.end()], "\n")
        for index in sorted(self._boundaries(dense) - ends):
            yield Edit(offset + kept[index], offset + kept[index], " ")

    def _boundaries(self, text: str) -> set[int]:
        """Offsets at which a space is missing."""
        taken = [match.span() for match in _ADDRESS.finditer(text)]
        found = {match.start() for match in _CAMEL.finditer(text)}
        found |= {match.start() for match in _AFTER.finditer(text)}
        for quoted in _QUOTED.finditer(text):
            found |= set(quoted.span())
        for run in _RUN.finditer(text):
            found.update(list(self._split(run.group(), run.start(), found)))
        for start, end in taken:
            found -= set(range(start + 1, end))
        return {
            index
            for index in found
            if 0 < index < len(text)
            and not text[index - 1].isspace()
            and not text[index].isspace()
            and text[index - 1] not in "(“"
            and text[index] not in ".,;:)”"
        }

    def _split(self, run: str, start: int, known: set[int]) -> Iterator[int]:
        """Boundaries inside a run of letters, between the ones its capitals show."""
        begin = 0
        for end in range(1, len(run) + 1):
            if end == len(run) or start + end in known:
                for cut in self._segment(run[begin:end]):
                    yield start + begin + cut
                begin = end

    def _segment(self, run: str) -> list[int]:
        """Inner boundaries of the cheapest words that make up ``run``."""
        low, costs, unknown = run.lower(), self._costs, _UNKNOWN_COSTS
        best = [0.0] + [1e9] * len(low)
        back = [0] * (len(low) + 1)
        for end in range(1, len(low) + 1):
            for begin in range(max(0, end - _LONGEST), end):
                cost = costs.get(low[begin:end]) or unknown[end - begin]
                if best[begin] + cost < best[end]:
                    best[end], back[end] = best[begin] + cost, begin
        cuts = []
        end = len(low)
        self.letters += end
        while end > 0:
            if low[back[end] : end] not in self._costs:
                self.unknown += end - back[end]
            end = back[end]
            if end:
                cuts.append(end)
        return cuts


def _own_words(text: str) -> Iterable[str]:
    """Words the document itself sets off: in quotation marks, or met often as a whole run."""
    quoted = re.findall(r"[“\"]([A-Za-z]{3,14})[”\"]", text)
    counts: dict[str, int] = {}
    for run in _RUN.findall(text):
        for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]{2,}(?![a-z])", run):
            if 3 <= len(part) <= 14:
                counts[part.lower()] = counts.get(part.lower(), 0) + 1
    often = (word for word, count in counts.items() if count >= 4)
    return (*(word.lower() for word in quoted), *often)


class _Shift:
    """Where offsets of the old text lie in the new one."""

    def __init__(self, edits: list[Edit]) -> None:
        self._edits = edits
        self._ends = [edit.end for edit in edits]
        self._after = list(accumulate(len(e.new) - (e.end - e.at) for e in edits))

    def at(self, offset: int) -> int:
        """The new offset of the character that stood at ``offset``."""
        done = bisect_right(self._ends, offset)
        return offset + (self._after[done - 1] if done else 0)

    def span(self, span: Span) -> Span:
        """The new place of a stretch; one of no length stays so."""
        start = self.at(span.start)
        return Span(start, self.at(span.end - 1) + 1 if len(span) else start)

    def anchor(self, anchor: Anchor) -> Iterator[Anchor]:
        """The anchor, cut wherever something was put in or taken out."""
        begin = anchor.start
        first = bisect_right(self._ends, anchor.start)
        for edit in self._edits[first:]:
            if edit.at >= anchor.end:
                break
            yield from self._part(anchor, begin, edit.at)
            begin = edit.end
        yield from self._part(anchor, begin, anchor.end)

    def _part(self, anchor: Anchor, begin: int, end: int) -> Iterator[Anchor]:
        if begin < end:
            start = self.at(begin)
            yield replace(
                anchor, start=start, end=start + end - begin,
                source=anchor.source + begin - anchor.start,
            )  # fmt: skip


def _apply(document: Document, edits: list[Edit]) -> Document:
    """The document with its text edited, and everything that points into it moved along."""
    edits.sort(key=lambda edit: (edit.at, edit.end))
    pieces: list[str] = []
    cursor = 0
    for edit in edits:
        pieces += [document.text[cursor : edit.at], edit.new]
        cursor = edit.end
    text = "".join([*pieces, document.text[cursor:]])
    move = _Shift(edits)
    return replace(
        document,
        text=text,
        blocks=tuple(part for b in document.blocks for part in _lines(b, move.span(b.span), text)),
        anchors=tuple(part for anchor in document.anchors for part in move.anchor(anchor)),
        marks=tuple(replace(mark, span=move.span(mark.span)) for mark in document.marks),
        page_starts=tuple(move.at(start) for start in document.page_starts),
    )


def _lines(block: Block, span: Span, text: str) -> Iterator[Block]:
    """The block as one for each line, when it is so long that it must have been many."""
    if len(span) < _BLOCK:
        yield replace(block, span=span)
        return
    for line in re.compile(r"[^\n]+").finditer(text, span.start, span.end):
        yield replace(block, span=Span(*line.span()))
