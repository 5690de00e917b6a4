# ruff: noqa: E501 (patterns are read whole)
"""Who may end the contract or hand it on, and who may not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from auditor.engine.parameters.phrases import role_at
from auditor.engine.parameters.shares import Found
from auditor.model import Role

_RIGHT = re.compile(
    r"\b(?:(?P<no>(?:may|shall|can|will|must) not|cannot|(?:has|have|having) no right to|not (?:be )?(?:entitled|permitted) to|not have (?:the|any|a) right to)"
    r"|(?P<yes>may(?: then| also| at any time| instead)?|can|(?P<shall>shall|will)|(?:has|have) (?:the|a) right to|(?:is|are|be) entitled to|reserves? the right to))"
    r",?\s(?:(?:(?!\b(?:shall|may|will|must|not|can)\b)[^.;]){0,60}?\s)?(?P<act>terminate|cancel|end|leave|exit|withdraw|assign|transfer|novate)\b"
    r"|\bha(?:s|ve|ving) no (?:such|corresponding|equivalent|similar|reciprocal|like) right\b"
)
_FOR_CAUSE = re.compile(
    r"[^.;]{0,90}\b(?:breach|default|cause|insolven\w+|bankrupt\w*|fails?|failure|force majeure)\b"
)
_AT_WILL = re.compile(r"\b(?:convenience|any reason|no reason|without cause|at any time|at will)\b")
_ASIDE = re.compile(r",[^,.;]{0,80},\s?$")
_BOTH = re.compile(r"\b(?:either|each|both|any|all)(?: of the)? part(?:y|ies)\s?$")
_NONE = re.compile(
    r"\b(?:neither|no)(?: of the)? part(?:y|ies)\s?$|\bneither\b[^.;]{1,60}\bnor\b[^.;]{1,40}$"
)
#: The ban, before which a permission is a carve-out: "may not be assigned ..., except that X may assign".
_BAN = re.compile(
    r"\b(?:not|neither|nor|no|without)\b[^.;]{0,120}\b(?:assign|transfer|terminat|cancel)"
)
_HANDING_ON = ("assign", "transfer", "novate")
_HINTS = (*_HANDING_ON, "terminat", "cancel", "end", "leave", "exit", "withdraw", "right")


def right(name: str, low: str, roles: Mapping[str, Role]) -> Found | None:
    """Whether the party in ``name`` may end the contract (or assign it), as the text says.

    A right to end it for the other's breach is neither: it is no way out.
    """
    if not any(hint in low for hint in _HINTS):
        return None
    wanted = "vendor" if name == "vendor_right" else "customer"
    for match, allowed in _statements(low):
        if match["act"] in _HANDING_ON and name == "exit_right":
            continue
        if allowed and _BAN.search(low, 0, match.start()):
            continue
        before = _ASIDE.sub(" ", low[max(0, match.start() - 90) : match.start()])
        before = before[max(before.rfind(". "), before.rfind("; ")) + 1 :]
        if _NONE.search(before):
            return Found(False, match.start(), match.end())
        if match["shall"]:
            continue  # a duty is no right
        if _BOTH.search(before) or role_at(before, roles) == wanted:
            return Found(allowed, match.start(), match.end())
    return None


def _statements(low: str) -> Iterator[tuple[re.Match[str], bool]]:
    for match in _RIGHT.finditer(low):
        allowed = match["yes"] is not None
        if allowed and match["act"] not in _HANDING_ON:
            after = _FOR_CAUSE.match(low, match.end())
            if after and not _AT_WILL.search(low, match.start(), after.end()):
                continue
        yield match, allowed
