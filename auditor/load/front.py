"""From the bytes of a file to documents: detection, containers within containers, dispatch."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from auditor.errors import Damaged, LimitReached, LoadError, Unsupported
from auditor.load import archive, finish, office
from auditor.load.archive import Budget, Contents, Member
from auditor.load.detect import Detected, detect
from auditor.load.options import LoadOptions
from auditor.model import Document, Reason, Status

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


def read(path: str, data: bytes, options: LoadOptions, *, depth: int) -> tuple[Document, ...]:
    """See ``auditor.load.load``."""
    return tuple(_Reader(options, Budget.of(options.limits)).read(path, data, depth, ()))


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
        except RecursionError:
            deep = LimitReached(f"{path} is nested deeper than can be read; ask for a PDF of it")
            yield _unread(path, sha256, found.format, deep)
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
            return
        if format in office.CONVERTED:
            inner = office.convert(data, path, format, self._options)
            document, members = _read("docx", inner, path, self._options)
            document = office.converted(document, format, above[-1])
        else:
            document, members = _read(format, data, path, self._options)
        shut = bool(members) and depth >= self._options.limits.depth
        document = finish.finish(document, self._options, container=bool(members))
        yield _with_shut(document, len(members), depth) if shut else document
        if not shut:
            yield from self._members(self._counted(members, path), path, depth, above)

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
                f"{path} lies {depth} container{'s' if depth > 1 else ''} deep, the limit; unpack "
                "it and scan it alone"
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
            except MemoryError:
                raise
            except Exception as error:  # a defect of ours costs this member's row, no other
                sha256 = hashlib.sha256(member.data).hexdigest()
                yield _unread(name, sha256, "", _InternalError(f"{name}: {error!r}; please report"))


class _Empty(Damaged):
    code = "empty"


class _InternalError(LoadError):
    code = "internal-error"


def _read(
    format: str, data: bytes, path: str, options: LoadOptions
) -> tuple[Document, tuple[Member, ...]]:
    """Hand the bytes to the reader of their format; modules are imported when first needed.

    Returns:
        The document, and the files inside it that are still to be loaded.
    """
    members: tuple[Member, ...] = ()
    match format:
        case "docx":
            from auditor.load import word

            document, members = word.read_with_members(data, path, options)
        case "eml":
            from auditor.load import mail

            document, members = mail.read(data, path, options)
        case "msg":
            from auditor.load import outlook

            document, members = outlook.read(data, path, options)
        case "pdf":
            from auditor.load import pdf

            document, attached = pdf.read_with_members(data, path, options)
            document = _whole(document, data)
            members = tuple(Member(name, content) for name, content in attached)
        case "image":
            from auditor.load import image

            document = image.read(data, path, options)
        case "html" | "xml":
            from auditor.load import html

            document = html.read(data, path, options)
        case "markdown":
            from auditor.load import markdown

            document = markdown.read(data, path, options)
        case _:
            from auditor.load import text

            document = text.read(data, path, options)
    return document, members


def _whole(document: Document, data: bytes) -> Document:
    """A PDF as read, and said to be partial where its own structure shows a loss."""
    from auditor.load import integrity

    if document.status is not Status.SCANNED:
        return document
    cuts = (*document.page_starts, len(document.text))
    blank = sum(not document.text[a:b].strip() for a, b in pairwise(cuts))
    reason = integrity.damage(data, pages=document.pages, blank=blank)
    if reason is None:
        return document
    return replace(document, status=Status.PARTIAL, reasons=(*document.reasons, reason))


def _with_shut(document: Document, count: int, depth: int) -> Document:
    """The document with a word on attachments that lie too deep to be opened."""
    reason = Reason(
        "limit",
        f"{count} files inside {document.path} lie {depth + 1} containers deep and were not "
        "opened: save and scan them on their own",
    )
    status = Status.PARTIAL if document.status is Status.SCANNED else document.status
    return replace(document, status=status, reasons=(*document.reasons, reason))


def _unread(path: str, sha256: str, format: str, error: LoadError) -> Document:
    """The row of a file that could not be read."""
    status = Status.SKIPPED if isinstance(error, Unsupported) else Status.FAILED
    return Document(
        path=path, sha256=sha256, format=format, status=status,
        reasons=(Reason(error.code, str(error)),), language="",
    )  # fmt: skip
