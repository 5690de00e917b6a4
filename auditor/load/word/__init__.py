"""Word files: DOCX, DOCM, DOTX, DOTM, in both dialects of Office Open XML.

How anchors lead back into the file:

- ``paragraph`` is the index of the ``w:p`` among all ``w:p`` elements of its XML part, in
  document order (``list(root.iter(W + "p"))``), text boxes and tables included;
- ``run`` is the index of the ``w:r`` among all ``w:r`` elements under that paragraph
  (``list(p.iter(W + "r"))``);
- ``source`` is the offset in the run's text, which is what python-docx calls ``Run.text``:
  ``w:t`` (and ``w:delText``) as they are, one character for each tab, line break and
  no-break hyphen.

Numbers, cell separators, symbols and results of check boxes stand in no anchor.

lxml and zipfile are used directly: python-docx neither reads tracked changes, numbers, text
boxes and notes, nor starts fast enough for a pre-commit hook.
"""

from __future__ import annotations

from auditor.errors import LimitReached
from auditor.load.archive import Member
from auditor.load.options import LoadOptions
from auditor.load.word import embedded
from auditor.load.word.encrypted import OLE, decrypt
from auditor.load.word.extras import core_title, note_extras
from auditor.load.word.package import Package
from auditor.load.word.reader import Reader
from auditor.model import Document, Status

__all__ = ["read", "read_with_members"]


def read(data: bytes, path: str, options: LoadOptions) -> Document:
    """Read a Word file; documents embedded in it are named in the reasons, and not opened.

    Args:
        data: the file's bytes.
        path: as the user gave it.
        options: view of tracked changes, passwords, limits.

    Returns:
        The document; ``partial`` with reasons when something in it could not be read.

    Raises:
        Encrypted: a password is needed.
        Unsupported: the bytes are another kind of Office file.
        Damaged: nothing can be recovered.
        LimitReached: the container is larger than the limits allow.
    """
    package, reader = _open(data, options)
    files = [*embedded.names(package), *_chunks(package, reader)]
    if files:
        package.partial(
            "attachments-not-opened",
            f"{len(files)} embedded file{'s' if len(files) > 1 else ''} not opened: "
            f"{', '.join(name.rpartition('/')[2] for name in files[:10])}; "
            "save and scan them on their own",
        )
    return _document(data, path, package, reader)


def read_with_members(
    data: bytes, path: str, options: LoadOptions
) -> tuple[Document, tuple[Member, ...]]:
    """Read a Word file, and take out the documents in it for whoever opens them.

    Embedded files and imported chunks (``w:altChunk``, which Word merges into the text when
    it opens the file) become members, at most ``limits.attachments`` of them.

    Raises as ``read`` does.
    """
    package, reader = _open(data, options)
    files = [*_chunks(package, reader), *embedded.names(package)]
    most = options.limits.attachments
    if len(files) > most:
        package.partial(
            "attachments-not-opened",
            f"{len(files) - most} of {len(files)} embedded files not opened (limit attachments)",
        )
    members = tuple(embedded.members(package, files[:most]))
    return _document(data, path, package, reader), members


def _open(data: bytes, options: LoadOptions) -> tuple[Package, Reader]:
    content = decrypt(data, options.passwords) if data.startswith(OLE) else data
    package = Package(content, options)
    main = package.main_part()
    reader = Reader(package, main, package.required_xml(main), options)
    try:
        reader.read()
    except LimitReached as error:
        reader.emitter.finish()
        package.partial("limit", str(error))
    pending = reader.revisions.reason()
    if pending is not None:
        package.note(pending.code, pending.message)
    note_extras(package, reader)
    return package, reader


def _chunks(package: Package, reader: Reader) -> list[str]:
    """The parts of imported chunks; one that is not in the file is said to be missing."""
    found: list[str] = []
    for chunk in reader.chunks:
        link = reader.links.get(chunk)
        if link is not None and not link.external and package.has(link.target):
            found.append(link.target)
        else:
            package.partial(
                "part-not-read",
                f"the text imports a document ({chunk}) that is not in the file; open it in Word "
                "and save it",
            )
    return found


def _document(data: bytes, path: str, package: Package, reader: Reader) -> Document:
    return reader.emitter.builder.document(
        path=path,
        data=data,
        format="docx",
        reasons=package.reasons,
        status=Status.PARTIAL if package.is_partial else Status.SCANNED,
        title=core_title(package) or reader.emitter.title,
    )
