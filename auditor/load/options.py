"""What a reader may be told, and the limits that protect it from hostile input."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.model import View


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one input document; reaching one is always said.

    Attributes:
        seconds: wall-clock time for one document, enforced by the worker's supervisor.
        memory_mb: by how much a worker's address space may grow beyond what it has at its
            start, in MiB.
        bytes: size of one file, in bytes.
        pages: pages read; the rest is said to be unread.
        characters: characters of text kept.
        nesting: depth of XML/HTML elements or nested tables.
        unpacked_mb: decompressed size of a container (DOCX, ZIP), in MiB.
        ratio: decompressed to compressed size of one container member.
        attachments: documents taken out of one container (mail, ZIP, PDF portfolio).
        depth: containers inside containers.
        megapixels: size of one image or rendered page.
    """

    seconds: float = 120.0
    memory_mb: int = 2048
    bytes: int = 200 * 1024 * 1024
    pages: int = 5000
    characters: int = 20_000_000
    nesting: int = 200
    unpacked_mb: int = 512
    ratio: int = 200
    attachments: int = 200
    depth: int = 3
    megapixels: int = 60


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How documents are read.

    Attributes:
        view: which reading of tracked changes becomes the text.
        passwords: tried in turn on encrypted files.
        ocr: read pages without a text layer, when the ``ocr`` extra is installed.
        limits: see ``Limits``.
    """

    view: View = "final"
    passwords: tuple[str, ...] = ()
    ocr: bool = True
    limits: Limits = field(default_factory=Limits)
