"""Values that contracts state, each with its own words."""

from __future__ import annotations

from auditor.model import Parameter, Span


def extract(
    names: tuple[str, ...], text: str, *, sentence: Span, clause: Span
) -> tuple[Parameter, ...]:
    """The parameters ``names`` stated in the sentence, or failing that in its clause.

    Spans are offsets into ``text``. A value that is not stated is left out: unknown is not zero.
    """
    return ()
