"""From the bytes of a file to documents: the face of this room is ``load``."""

from __future__ import annotations

from auditor.load.options import LoadOptions
from auditor.model import Document

__all__ = ["load"]


def load(path: str, data: bytes, options: LoadOptions, *, depth: int = 0) -> tuple[Document, ...]:
    """Read one file and everything inside it.

    Args:
        path: the file's name as the user gave it, "outer.zip!/inner.docx" for a member.
        data: its bytes.
        options: view, passwords, limits.
        depth: how many containers it already lies in.

    Returns:
        The file's document first, then those of its attachments or members. What cannot be
        read is a document too: ``failed`` (damaged, encrypted, a limit) or ``skipped`` (not
        supported, another language), with the reason. A document without any text is never
        ``scanned``, unless it is a container of others.
    """
    from auditor.load import front

    return front.read(path, data, options, depth=depth)
