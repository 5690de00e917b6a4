"""From the bytes of a file to documents: the face of this room is ``load``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from auditor.errors import Damaged, LimitReached, LoadError, Unsupported
from auditor.load import archive, finish, office
from auditor.load.archive import Budget, Contents, Member
from auditor.load.detect import Detected, detect
from auditor.load.options import LoadOptions
from auditor.model import Document, Reason, Status

__all__ = ["load"]

_CONTAINERS = frozenset({"zip", "tar", "gzip", "bzip2", "xz"})
_REFUSED = {
    "xlsx": "a spreadsheet; export the sheet that holds contract text as PDF",
    "xls": "a spreadsheet; export the sheet that holds contract text as PDF",
    "ods": "a spreadsheet; export the sheet that holds contract text as PDF",
    "pptx": "a presentation; export it as PDF",
    "ppt": "a presentation; export it as PDF",
    "odp": "a presentation; export it as PDF",
    "epub": "an e-book; export it as PDF or HTML",
    "pages": "an Apple Pages file; export it as DOCX or PDF",
    "mbox": "a mailbox of many letters; save the letters you need as EML",
    "7z": "a 7z archive; unpack it and scan the folder",
    "rar": "a RAR archive; unpack it and scan the folder",
    "compound": "an OLE file of a kind nothing here reads; save it as DOCX or PDF",
}


def load(
    path: str, data: bytes, options: LoadOptions, *, depth: int = 0
) -> tuple[Document, ...]:
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
    budget = Budget.of(options.limits)
    return tuple(_Reader(options, budget).read(path, data, depth, ()))


class _Reader:
    """Reads one input file and, within one budget, all that lies inside it."""

    def __init__(self, options: LoadOptions, budget: Budget) -> None:
        self._options = options
        self._budget = budget

    def read(
        self, path: str, data: bytes, depth: int, above: tuple[str, ...]
    ) -> Iterator[Document]:
        """The documents of one file; ``above`` holds the hashes of the containers around it."""
        sha256 = hashlib.sha256(data).hexdigest()
        found = Detected("", "")
        try:
            self._admit(path, data)
            found = detect(path, data)
            documents = list(self._dispatch(found.format, path, data, depth, (*above, sha256)))
        except LoadError as error:
            yield _unread(path, sha256, found.format, error)
            return
        except (RecursionError, MemoryError) as error:
            limit = LimitReached(f"{path} needs more memory or nesting than is allowed")
            limit.__cause__ = error
            yield _unread(path, sha256, found.format, limit)
            return
        first = documents[0]
        if found.mismatch:
            note = Reason(
                "format-mismatch",
                f"{path} is named like {found.claimed} but holds {found.format}; it was read "
                f"as {found.format}",
            )
            first = replace(first, reasons=(note, *first.reasons))
        yield first
        yield from documents[1:]

    def _admit(self, path: str, data: bytes) -> None:
        if not data:
            raise _Empty(f"{path} is empty (0 bytes); ask for a new copy")
        if len(data) > self._options.limits.bytes:
            raise LimitReached(
                f"{path} is {len(data) >> 20} MiB, more than the limit of "
                f"{self._options.limits.bytes >> 20} MiB; not opened"
            )

    def _dispatch(
        self, format: str, path: str, data: bytes, depth: int, above: tuple[str, ...]
    ) -> Iterator[Document]:
        if format in _REFUSED:
            raise Unsupported(f"{path} is {_REFUSED[format]}")
        if format in _CONTAINERS:
            yield from self._container(format, path, data, depth, above)
        elif format in {"eml", "msg"}:
            yield from self._mail(format, path, data, depth, above)
        elif format in office.CONVERTED:
            inner = office.convert(data, path, format, self._options)
            document = _read("docx", inner, path, self._options)[0]
            sha256 = above[-1]
            yield self._finish(office.converted(document, format, sha256))
        else:
            for document in _read(format, data, path, self._options):
                yield self._finish(document)

    def _finish(self, document: Document) -> Document:
        return finish.finish(document, self._options)

    def _container(
        self, format: str, path: str, data: bytes, depth: int, above: tuple[str, ...]
    ) -> Iterator[Document]:
        self._descend(path, depth, above)
        contents = Contents()
        members = archive.members(
            format, data, path, self._options, budget=self._budget, contents=contents
        )
        inside = list(self._members(members, path, depth, above))
        reasons = contents.close(path)
        if not inside and not reasons:
            reasons = (Reason("no-text", f"{path} holds no files"),)
        cut = not inside or any(reason.code in {"limit", "damaged"} for reason in reasons)
        status = (Status.PARTIAL if inside else Status.FAILED) if cut else Status.SCANNED
        yield Document(
            path=path, sha256=above[-1], format=format, status=status, reasons=reasons,
            language="",
        )  # fmt: skip
        yield from inside

    def _mail(
        self, format: str, path: str, data: bytes, depth: int, above: tuple[str, ...]
    ) -> Iterator[Document]:
        from auditor.load import mail, outlook

        reader = outlook.read if format == "msg" else mail.read
        letter, members = reader(data, path, self._options)
        if members:
            self._descend(path, depth, above)
        yield finish.finish(letter, self._options, container=bool(members))
        yield from self._members(self._counted(members, path), path, depth, above)

    def _counted(self, members: Iterable[Member], path: str) -> Iterator[Member]:
        contents = Contents()
        for member in members:
            name = contents.name(member.name)
            if self._budget.files <= 0:
                error = LimitReached(f"{path} holds more attachments than allowed; not opened")
                yield Member(name, error=error)
                return
            self._budget.files -= 1
            yield replace(member, name=name)

    def _descend(self, path: str, depth: int, above: tuple[str, ...]) -> None:
        if above[-1] in above[:-1]:
            raise LimitReached(f"{path} contains itself; not opened again")
        if depth >= self._options.limits.depth:
            raise LimitReached(
                f"{path} lies {depth} containers deep, the limit; unpack it and scan it alone"
            )

    def _members(
        self, members: Iterable[Member], path: str, depth: int, above: tuple[str, ...]
    ) -> Iterator[Document]:
        for member in members:
            name = f"{path}!/{member.name}"
            if member.error is not None:
                yield _unread(name, hashlib.sha256(member.data).hexdigest(), "", member.error)
                continue
            try:
                yield from self.read(name, member.data, depth + 1, above)
            except Exception as error:  # a defect of ours costs this member's row, no other
                sha256 = hashlib.sha256(member.data).hexdigest()
                yield _unread(name, sha256, "", _InternalError(f"{name}: {error!r}; please report"))


class _Empty(Damaged):
    code = "empty"


class _InternalError(LoadError):
    code = "internal-error"


def _read(format: str, data: bytes, path: str, options: LoadOptions) -> tuple[Document, ...]:
    """Hand the bytes to the reader of their format; modules are imported when first needed."""
    if format == "docx":
        from auditor.load import word

        return _several(word.read(data, path, options))
    if format == "pdf":
        from auditor.load import pdf

        return _several(pdf.read(data, path, options))
    if format == "image":
        from auditor.load import image

        return _several(image.read(data, path, options))
    if format in {"html", "xml"}:
        from auditor.load import html

        return (html.read(data, path, options),)
    if format == "markdown":
        from auditor.load import markdown

        return (markdown.read(data, path, options),)
    from auditor.load import text

    return (text.read(data, path, options),)


def _several(read: Document | tuple[Document, ...]) -> tuple[Document, ...]:
    return read if isinstance(read, tuple) else (read,)


def _unread(path: str, sha256: str, format: str, error: LoadError) -> Document:
    """The row of a file that could not be read."""
    status = Status.SKIPPED if isinstance(error, Unsupported) else Status.FAILED
    return Document(
        path=path, sha256=sha256, format=format, status=status,
        reasons=(Reason(error.code, str(error)),), language="",
    )  # fmt: skip
