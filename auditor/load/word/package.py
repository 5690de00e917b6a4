"""Opens the ZIP container of a Word file within limits, and finds its parts."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from auditor.errors import Damaged, Encrypted, LimitReached, LoadError, Unsupported
from auditor.load.options import LoadOptions
from auditor.load.word import salvage
from auditor.load.word.xml import parse
from auditor.model import Reason

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_RATIO_FROM = 1 << 20  # small parts compress well by nature; the ratio is judged above 1 MiB
_MAIN_TYPES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
_OTHER_TYPES = {
    "spreadsheetml": "a spreadsheet",
    "presentationml": "a presentation",
    "visio": "a drawing",
}


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from a part: the last word of its type, the target part or address."""

    type: str
    target: str
    external: bool


class Package:
    """The parts of a Word file by name; everything that could not be read is in ``reasons``.

    Part names are compared without regard to case (OPC 6.2.2.3), without a leading slash.

    Raises:
        Damaged: no part can be read.
        Encrypted: the members of the ZIP file are encrypted.
        LimitReached: the container declares more than the limits allow.
    """

    def __init__(self, data: bytes, options: LoadOptions) -> None:
        self.reasons: list[Reason] = []
        self._limits = options.limits
        self._budget = options.limits.unpacked_mb << 20
        self._zip: zipfile.ZipFile | None = None
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._salvaged: dict[str, bytes] = {}
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
            self._salvage(data)
        else:
            self._index(self._zip.infolist())

    def _index(self, members: list[zipfile.ZipInfo]) -> None:
        twice: list[str] = []
        for member in members:
            key = _key(member.filename)
            if key in self._members:
                twice.append(key)
            if member.flag_bits & 0x1:
                raise Encrypted("the members of the ZIP container are encrypted; unpack it first")
            self._members[key] = member
        if twice:
            self.partial(
                "duplicate-entries",
                f"the container holds {', '.join(sorted(set(twice))[:5])} more than once, and "
                "programs differ in which they show; the last was read: open it in Word and save",
            )

    def _salvage(self, data: bytes) -> None:
        self._salvaged = {
            _key(name): content
            for name, content in salvage.members(data, self._budget, self._limits.ratio)
        }
        if not self._salvaged:
            raise Damaged("not a readable ZIP container, and no part of it can be recovered")
        self.partial(
            "damaged",
            "the file is cut off or its directory is missing; "
            f"{len(self._salvaged)} parts were recovered: get a fresh copy",
        )

    @property
    def is_partial(self) -> bool:
        """Whether any reason so far means that something was not read."""
        return self._partial

    _partial = False

    def partial(self, code: str, message: str) -> None:
        """Say that something is unread; the document becomes ``partial``."""
        self._partial = True
        reason = Reason(code, message)
        if reason not in self.reasons:
            self.reasons.append(reason)

    def note(self, code: str, message: str) -> None:
        """Say something a reader should know, though everything was read."""
        self.reasons.append(Reason(code, message))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all parts, in lower case."""
        return tuple(self._members) or tuple(self._salvaged)

    def has(self, name: str) -> bool:
        """Whether the container has a part of this name."""
        return _key(name) in self._members or _key(name) in self._salvaged

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            Damaged: the part is missing or its compressed data is broken; what could be
                unpacked before the break is returned instead where there is any.
            LimitReached: it unpacks to more than the limits allow.
        """
        key = _key(name)
        if key in self._salvaged:
            return self._salvaged[key]
        member = self._members.get(key)
        if member is None or self._zip is None:
            raise Damaged(f"the part {name} is missing")
        return self._unpack(member, name)

    def _unpack(self, member: zipfile.ZipInfo, name: str) -> bytes:
        assert self._zip is not None
        ceiling = max(_RATIO_FROM, member.compress_size * self._limits.ratio)
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(1 << 16):
                    size += len(chunk)
                    if size > ceiling or size > self._budget:
                        raise LimitReached(
                            f"{name} unpacks to more than {min(ceiling, self._budget) >> 20} MiB "
                            f"(limits unpacked_mb {self._limits.unpacked_mb}, "
                            f"ratio {self._limits.ratio})"
                        )
                    chunks.append(chunk)
        except (
            zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError
        ) as error:  # fmt: skip
            if not chunks:
                raise Damaged(f"the part {name} cannot be unpacked ({error})") from error
            self.partial("damaged", f"{name} is broken ({error}); read up to the break")
        self._budget -= size
        return b"".join(chunks)

    def xml(self, name: str) -> Element | None:
        """The root of an XML part; None, with a reason, when it cannot be read."""
        try:
            return self.required_xml(name)
        except LoadError as error:
            self.partial(error.code, f"{error}; read without it")
            return None

    def required_xml(self, name: str) -> Element:
        """The root of an XML part that nothing can be read without.

        Raises:
            Damaged, LimitReached: see ``read`` and ``xml.parse``.
        """
        root, recovered = parse(self.read(name), name)
        if recovered:
            self.partial("damaged", f"the XML of {name} is broken; read as far as it goes")
        return root

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The links of a part by id; empty when it has none."""
        folder, _, file = part.rpartition("/")
        name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        root = self.xml(name) if self.has(name) else None
        found: dict[str, Relationship] = {}
        for link in root.iter("{*}Relationship") if root is not None else ():
            target, external = link.get("Target") or "", link.get("TargetMode") == "External"
            if not external:
                target = _resolve(folder, target)
            kind = (link.get("Type") or "").rpartition("/")[2]
            found[link.get("Id") or ""] = Relationship(kind, target, external)
        return found

    def content_types(self) -> dict[str, str]:
        """Content type by part name, for the parts that declare one of their own."""
        root = self.xml("[Content_Types].xml") if self.has("[Content_Types].xml") else None
        if root is None:
            return {}
        return {
            _key(o.get("PartName") or ""): o.get("ContentType") or ""
            for o in root.iter("{*}Override")
        }

    def main_part(self) -> str:
        """The name of the part that holds the document's body.

        Raises:
            Unsupported: the container is another kind of Office file.
            Damaged: there is none.
        """
        types = self.content_types()
        named = [r.target for r in self.relationships("").values() if r.type == "officeDocument"]
        typed = [name for name, kind in types.items() if kind in _MAIN_TYPES]
        usual = [n for n in self.names if n.endswith("word/document.xml")]
        for name in (*named, *typed, *usual):
            if self.has(name):
                kind = types.get(_key(name), "")
                other = next((_OTHER_TYPES[word] for word in _OTHER_TYPES if word in kind), None)
                if other is not None:
                    raise Unsupported(f"{other}, not a Word file; export it as PDF or DOCX")
                return name
        if self._salvaged:
            raise Damaged("the file is cut off before its text begins: ask for it again")
        raise Damaged("the container has no Word document in it (no main document part)")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _resolve(folder: str, target: str) -> str:
    target = unquote(target.replace("\\", "/"))
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("./")
