"""The engine as it is used: patterns, second reader and sentence classifier together."""

from __future__ import annotations

from auditor.engine.attempt import Profile
from auditor.engine.classifier import default_classifier
from auditor.engine.compile import Program
from auditor.engine.engine import Engine
from auditor.engine.pack import Pack
from auditor.engine.reader import default_reader


def ready_engine(
    pack: Pack, program: Program | None = None, *, profile: Profile | None = None
) -> Engine:
    """An engine with what was learned, as far as its files are there.

    Args:
        pack: the rules in force.
        program: the pack compiled before, if it was.
        profile: filled with the seconds each pattern takes, when given.
    """
    reader = default_reader()
    # Without a reader the engine compiles anew, leaving out the patterns made for one.
    return Engine(
        pack,
        program=program if reader else None,
        reader=reader,
        classifier=default_classifier(),
        profile=profile,
    )
