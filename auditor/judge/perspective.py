"""Whose risk a finding is (brief 1.1)."""

from __future__ import annotations

from auditor.judge.draft import Draft
from auditor.judge.index import Index
from auditor.judge.members import opposite
from auditor.judge.options import JudgeOptions
from auditor.model import Band, Factor


def is_power(draft: Draft, index: Index) -> bool:
    """Whether the type is a power of the other side, so that the subject is not the one hurt."""
    return index.is_power(draft.rule)


def binds_other_side(draft: Draft, index: Index, options: JudgeOptions) -> bool:
    """Whether the words bind the other side only, and so help ours or leave it cold.

    Unknown parties keep the default: silence is never read as good news. Of a power ("may
    change the terms") it is the holder that tells: ours, and the risk is theirs.
    """
    bound, holder = draft.candidate.bound, draft.candidate.beneficiary
    if is_power(draft, index):
        return holder == options.us and bound != options.us
    return bound == options.them


def default_band(draft: Draft, options: JudgeOptions) -> Band:
    """The default of the reader's column (brief 1.1).

    A type that either side may bear, and that is no risk to our side in its usual role, is
    read from the other column when it is our side that is bound (``pri-allocation``: the
    customer who must grant priority over its own needs).
    """
    severity = draft.rule.severity
    own = severity.buyer if options.perspective == "buyer" else severity.vendor
    if own is Band.INFO and draft.rule.bears == "either" and draft.candidate.bound == options.us:
        return severity.vendor if options.perspective == "buyer" else severity.buyer
    return own


def other_side_factor(draft: Draft, options: JudgeOptions) -> Factor:
    """Says why a finding is only recorded."""
    side = opposite(options.us)
    return Factor(
        code="binds-other-side",
        direction="down",
        sentence=f"It binds the {side}, not you; it is recorded, not counted against the contract.",
        span=draft.span if len(draft.span) else None,
    )
