"""Documents inside a Word file: embedded files, OLE objects, and imported chunks."""

from __future__ import annotations

import io
import posixpath
import struct
from collections.abc import Iterator, Sequence

from auditor.errors import LoadError
from auditor.load.archive import Member
from auditor.load.word.encrypted import OLE
from auditor.load.word.package import Package

_NATIVE = "\x01Ole10Native"
_WHOLE = ("CONTENTS", "Package", "EmbeddedOdf")  # streams that are a file as it is


def names(package: Package) -> list[str]:
    """Names of the embedded parts, without the workbooks behind charts."""
    chart_data = chart_workbooks(package)
    found = (n for n in package.names if "/embeddings/" in n and "/_rels/" not in n)
    return sorted(name for name in found if name not in chart_data)


def chart_workbooks(package: Package) -> set[str]:
    """Names of the parts that only hold the numbers of a chart."""
    charts = (
        name
        for name in package.names
        if "/charts/" in name and name.endswith(".xml") and "/_rels/" not in name
    )
    return {link.target.lower() for n in charts for link in package.relationships(n).values()}


def members(package: Package, parts: Sequence[str]) -> Iterator[Member]:
    """The files in these parts; an OLE object is unwrapped where its form is known.

    A part that cannot be unpacked is a member with an error.
    """
    for part in parts:
        name = posixpath.basename(part)
        try:
            data = package.read(part)
        except LoadError as error:
            yield Member(name, error=error)
            continue
        yield _unwrapped(name, data) if data.startswith(OLE) else Member(name, data)


def _unwrapped(name: str, data: bytes) -> Member:
    """The file inside an OLE object, or the object itself when it is of another kind."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            for stream in _WHOLE:
                if compound.exists(stream):
                    return Member(name, compound.openstream(stream).read())
            if compound.exists(_NATIVE):
                found = _native(compound.openstream(_NATIVE).read())
                return Member(found[0] or name, found[1])
    except (OSError, ValueError, IndexError, struct.error):
        return Member(name, data)
    return Member(name, data)


def _native(stream: bytes) -> tuple[str, bytes]:
    """Name and bytes of a packaged file (the stream of the OLE packager).

    Layout: size, flags, label, path (both ended by a zero byte), eight bytes and a path
    with its length before it, the size of the file, the file.
    """
    label_end = stream.index(b"\0", 6)
    path_end = stream.index(b"\0", label_end + 1)
    (length,) = struct.unpack_from("<I", stream, path_end + 5)
    begin = path_end + 9 + length
    (size,) = struct.unpack_from("<I", stream, begin)
    label = stream[6:label_end].decode("latin-1").replace("\\", "/")
    return posixpath.basename(label), stream[begin + 4 : begin + 4 + size]
