"""What supervisor and workers say to each other: tagged bytes, JSON inside, no pickles."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

READY = b"Y"
"""The worker is set up, or is not: the rest is the error's text, for the user to read."""
START = b"S"
"""The worker has taken a task; its time runs from here."""
BEGIN = b"B"
"""The path of the document worked on from now on; its time runs from here."""
RESULT = b"R"
"""An encoded ``DocumentAudit``."""
END = b"E"
"""The task is done; the rest is an ``End``."""

OUT_OF_MEMORY = 77
"""Exit code of a worker that reached its limit on memory."""


@dataclass(frozen=True, slots=True)
class Task:
    """One file for a worker.

    Attributes:
        index: the supervisor's number for it.
        name: what to call the file.
        path: where it lies; "" when its bytes follow in a message of their own.
        byte_limit: how many bytes of it may be read.
        sha256: of its bytes when the supervisor looked.
        skip: documents inside it that are done, or that ended a worker before.
        html: whether documents are to be rendered for the HTML report as well.
    """

    index: int
    name: str
    path: str
    byte_limit: int
    sha256: str = ""
    skip: tuple[str, ...] = ()
    html: bool = False

    def to_bytes(self) -> bytes:
        """The task as JSON."""
        return json.dumps(asdict(self)).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> Task:
        """The task that ``to_bytes`` wrote."""
        fields = json.loads(data)
        return cls(**(fields | {"skip": tuple(fields["skip"])}))


@dataclass(frozen=True, slots=True)
class End:
    """How a task ended.

    Attributes:
        keep: the same bytes will give the same results, so they may be cached.
        pages: pages read.
        last: the worker will not take another task.
    """

    keep: bool
    pages: int = 0
    last: bool = False

    def to_bytes(self) -> bytes:
        """The end as JSON."""
        return json.dumps(asdict(self)).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> End:
        """The end that ``to_bytes`` wrote."""
        return cls(**json.loads(data))
