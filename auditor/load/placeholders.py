"""Finds blanks nobody filled in, notes of the drafters, and words blanked out, by wording.

Shared by all formats. Content controls that show their prompt are marked by the Word
loader; this module only knows text. Every pattern is bounded, so that hostile text costs
linear time, and is tried only where one of the few characters stands that it may begin with:
looking for those is a hundred times faster than trying it everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from auditor.model import Mark, MarkKind, Span

_ADDRESSEE = (
    r"(?:draft(?:er|ers|ing|s|sperson)?|reviewers?|counsel|customer|client|vendor|supplier|"
    r"self|form|users?|template)"
)
_SUBJECT = (
    r"insert|enter|specify|complete|add|fill(?:\s+in)?|provide|describe|choose|select|"
    r"name\s+of|tbd|tba|tbc|to\s+be\s+(?:determined|agreed|confirmed|completed|inserted|"
    r"advised|provided|discussed|negotiated|added)|"
    r"(?:(?:full|legal|registered|effective|start|end|customer|supplier|vendor|company|party|"
    r"buyer|seller|provider|client|entity|product|service|governing|signatory|contact|email|"
    r"street)\s*['’]?s?\s+){0,3}"
    r"(?:date|amount|number|address|name|names|title|jurisdiction|state|country|currency|"
    r"percentage|email|entity|customer|supplier|vendor|company|party|client|provider|law|term|"
    r"description)"
)

_NOTE = re.compile(
    rf"""
    \[\s{{0,5}}(?:
        (?:drafting|drafter['’]?s?|drafters['’]?)\s+note
      | note\s*(?:to|for)\s+(?:the\s+)?{_ADDRESSEE}
      | (?:ntd|n2d|notes?|comments?|guidance(?:\s+notes?)?|explanatory\s+note)\s*[:–—-]
      | (?:internal|legal|drafting|negotiation)\s+(?:comment|note|guidance)
      | subject\s+to\s+(?:[\w'’]+\s+){{0,4}}(?:review|comment|confirmation|approval)s?\b
      | (?:delete|remove|include|use|keep)\s+
        (?:this|the|if|where|when|only|as|one|before|whichever)\b
      | (?:optional|alternative)\s*(?:\d|[:–—-]|clause|language|provision|text)
      | drafting\b
    )
    (?:[^\[\]\n]|\[[^\[\]\n]{{0,200}}\]|\n(?!\s*\n)){{0,600}}\]
  | <!--(?:[^-<]|-(?!->)|<(?!!--)){{0,4000}}-->
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BLANK = re.compile(
    rf"""
    \[[\s●•○◦∙·⚫⬤■□▪_.…?\#\-–—]{{0,80}}[●•○◦∙·⚫⬤■□▪_…?\#\-–—][\s.]{{0,5}}\]   # [●] [____]
  | \[\s?\.{{2,10}}\s?\] | \[\s{{2,40}}\](?!\s*\t) | \[[xX#]{{2,20}}\] | \[\*\]
  | \[\s{{0,5}}(?i:please\s+)?(?i:{_SUBJECT})(?i:\s*[:,(/-][^\[\]\n]{{0,200}})?\s{{0,5}}\]
  | \[\s{{0,5}}(?i:please\s+)?(?i:insert|enter|specify|complete|add|fill\s+in|provide|describe|
        choose|select|name\s+of|tbd|tbc|to\s+be)\b[^\[\]\n]{{1,300}}\]
  | \[(?:\d{{1,4}}|[A-Za-z]{{3,12}}(?:[ ]\(\d{{1,4}}\))?)\]
        (?=\s{{1,2}}(?:calendar\s|business\s|consecutive\s)?(?:day|week|month|year|hour)s?\b
          |\s?%|\spercent\b)
  | \{{\{{[^{{}}\n]{{1,80}}\}}\}}                                                # {{{{ name }}}}
  | (?<![{{$])\{{[a-z][a-z0-9]*(?:[_.][a-z0-9]+)*\}}(?!\}})                        # {{name}}
  | «[A-Za-z_][\w .]{{0,60}}» | <<[A-Za-z_][\w .]{{0,60}}>>                      # «Merge_Field»
  | <\s?(?i:insert|enter|specify|name\s+of)\b[^<>\n]{{0,200}}>
  | (?<![\w_])_{{3,}}(?!_)                                                       # ________
  | \b(?:TBD|TBC|TBA)\b
  | \bto\s+be\s+(?:determined|inserted|completed|agreed)\s+(?:by\s+the\s+parties\s+)?
        (?:prior\s+to|before)\s+(?:signing|signature|execution)\b
  | \bClick\s+(?:or\s+tap\s+)?here\s+to\s+enter\s+(?:text|a\s+date)\b\.?
  | \bChoose\s+an\s+item\b\.?
    """,
    re.VERBOSE,
)
# What the SEC's confidential treatment leaves: [***], [* * *], [REDACTED] (17 CFR 229.601(b)(10))
_REDACTED = re.compile(
    r"\[\s{0,5}\*(?:\s{0,3}\*){1,40}\s{0,5}\]|\[\s{0,5}(?i:redacted|confidential|omitted)\s{0,5}\]"
    r"|(?<!\*)\*{3}(?!\*)|█{2,}"
)
_TO_BE = re.compile(r"to\s+be\s+(?:determined|inserted|completed|agreed)\s")
_CONFIDENTIAL = re.compile(r"confidential\s+treatment|\bredacted\b|\bomitted\b", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"(?:\b(?:by|name|title|date|dated|signed|signature|its|witness|per|place|print|/s/|attest|"
    r"position|capacity)\b[^\n_]{0,20})$",
    re.IGNORECASE,
)


def find(text: str) -> tuple[Mark, ...]:
    """Marks of kind ``placeholder``, ``drafting_note`` and ``redacted`` over ``text``.

    A blank line to sign on (after "By:", "Name:", "Date:", or alone on its line) is none.

    Args:
        text: the whole text of a document.

    Returns:
        Sorted by position, not overlapping; a note wins over the blanks in it. The detail
        is the words themselves, cut at 80 characters.
    """
    brackets = [*_places(text, "["), *_places(text, "<")]
    found = [_mark(match, "drafting_note") for match in _matches(_NOTE, text, brackets)]
    stars = [*_runs(text, "*"), *_places(text, "█")]
    redacted = _matches(_REDACTED, text, [*brackets, *stars])
    found += _outside(found, [_mark(match, "redacted") for match in redacted])
    words = [match.start() for match in _TO_BE.finditer(text)]
    for literal in ("{", "«", "TB", "Click", "Choose"):
        words += _places(text, literal)
    star = _star(text) if "[*]" in text else "placeholder"
    blanks = [
        _mark(match, star if match[0] == "[*]" else "placeholder")
        for match in _matches(_BLANK, text, [*brackets, *words, *_runs(text, "_")])
        if not match[0].startswith("_") or not _is_signature(text, match)
    ]
    found += _outside(found, blanks)
    return tuple(sorted(found, key=lambda mark: mark.span))


def _star(text: str) -> MarkKind:
    """What "[*]" is: a passage kept from the public if the text speaks of such."""
    return "redacted" if _CONFIDENTIAL.search(text) else "placeholder"


def _places(text: str, literal: str) -> Iterator[int]:
    """Offsets at which ``literal`` stands."""
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + 1)


def _runs(text: str, char: str) -> Iterator[int]:
    """Offsets at which three or more of ``char`` begin."""
    end = 0
    while (at := text.find(char * 3, end)) >= 0:
        yield at
        end = at + 3
        while text.startswith(char, end):
            end += 1


def _matches(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """As ``pattern.finditer(text)``, if each of its matches begins at one of ``starts``."""
    end = 0
    for start in sorted(starts):
        match = pattern.match(text, start) if start >= end else None
        if match is not None:
            yield match
            end = match.end()


def _outside(taken: list[Mark], marks: list[Mark]) -> list[Mark]:
    """Those that lie in none of ``taken``; both are sorted within their kind."""
    ends = sorted((mark.span for mark in taken), reverse=True)
    kept: list[Mark] = []
    for mark in marks:
        while ends and ends[-1].end <= mark.span.start:
            ends.pop()
        if not ends or not ends[-1].overlaps(mark.span):
            kept.append(mark)
    return kept


def _is_signature(text: str, match: re.Match[str]) -> bool:
    begin = text.rfind("\n", max(0, match.start() - 200), match.start()) + 1
    before = text[max(begin, match.start() - 60) : match.start()]
    after = text[match.end() : match.end() + 1]
    alone = not before.strip(" |\t_") and after in ("", "\n", "_")
    return alone or _SIGNATURE.search(before) is not None


def _mark(match: re.Match[str], kind: MarkKind) -> Mark:
    words = " ".join(match[0].split())
    short = words if len(words) <= 80 else words[:79] + "…"
    return Mark(Span(match.start(), match.end()), kind, short)
