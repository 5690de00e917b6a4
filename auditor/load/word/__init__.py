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

from auditor.errors import Damaged, LimitReached
from auditor.load.options import LoadOptions
from auditor.load.word.encrypted import OLE, decrypt
from auditor.load.word.extras import core_title, note_extras
from auditor.load.word.package import Package
from auditor.load.word.reader import Reader
from auditor.model import Document, Status

__all__ = ["read"]


def read(data: bytes, path: str, options: LoadOptions) -> Document | tuple[Document, ...]:
    """Read a Word file.

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
    content = decrypt(data, options.passwords) if data.startswith(OLE) else data
    package = Package(content, options)
    main = package.main_part()
    body = package.xml(main)
    if body is None:
        raise Damaged(str(package.reasons[-1].message))
    reader = Reader(package, main, body, options)
    try:
        reader.read()
    except LimitReached as error:
        reader.emitter.finish()
        package.partial("limit", str(error))
    pending = reader.revisions.reason()
    if pending is not None:
        package.note(pending.code, pending.message)
    note_extras(package, reader)
    for chunk in reader.chunks:
        package.partial(
            "part-not-read",
            f"an imported document ({chunk}) was not read; open the file in Word and save it",
        )
    return reader.emitter.builder.document(
        path=path,
        data=data,
        format="docx",
        reasons=package.reasons,
        status=Status.PARTIAL if package.is_partial else Status.SCANNED,
        title=core_title(package) or reader.emitter.title,
    )
