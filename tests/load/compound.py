"""Writes small OLE compound files ([MS-CFB], version 3), for tests of what reads them."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Union

Tree = Mapping[str, Union[bytes, "Tree"]]

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NONE = 0xFFFFFFFF


def compound_file(tree: Tree) -> bytes:
    """A compound file with these streams (bytes) and storages (mappings).

    Streams are padded to 4096 bytes in the file, so that none lies in the mini stream; their
    size is given as padded with NULs.
    """
    entries: list[dict[str, int | str]] = [
        {"name": "Root Entry", "kind": 5, "child": _NONE, "right": _NONE, "start": _END, "size": 0}
    ]
    streams: list[tuple[int, bytes]] = []
    _add(tree, 0, entries, streams)
    fat: list[int] = []
    body = b""
    for index, data in streams:
        padded = data.ljust(4096, b"\0")
        padded += b"\0" * (-len(padded) % _SECTOR)
        entries[index]["start"], entries[index]["size"] = len(fat), max(4096, len(data))
        count = len(padded) // _SECTOR
        fat += [len(fat) + step + 1 for step in range(count - 1)] + [_END]
        body += padded
    directory = b"".join(_entry(entry) for entry in entries)
    directory += b"\0" * (-len(directory) % _SECTOR)
    first = len(fat)
    count = len(directory) // _SECTOR
    fat += [len(fat) + step + 1 for step in range(count - 1)] + [_END]
    body += directory
    sectors = 1
    while (len(fat) + sectors) * 4 > sectors * _SECTOR:
        sectors += 1
    places = [len(fat) + step for step in range(sectors)]
    fat += [_FAT] * sectors
    table = b"".join(struct.pack("<I", value) for value in fat)
    body += table.ljust(sectors * _SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, sectors, first, 0, 4096,
                          _END, 0, _END, 0)  # fmt: skip
    header += b"".join(struct.pack("<I", place) for place in places)
    return header.ljust(_SECTOR, b"\xff") + body


def _add(
    tree: Tree, parent: int, entries: list[dict[str, int | str]], streams: list[tuple[int, bytes]]
) -> None:
    """Append the entries of a storage, siblings chained to the right as olefile follows them."""
    before = -1
    for name, content in sorted(tree.items(), key=lambda item: (len(item[0]), item[0])):
        index = len(entries)
        kind = 2 if isinstance(content, bytes) else 1
        entries.append(
            {"name": name, "kind": kind, "child": _NONE, "right": _NONE, "start": 0, "size": 0}
        )
        if before < 0:
            entries[parent]["child"] = index
        else:
            entries[before]["right"] = index
        before = index
        if isinstance(content, bytes):
            streams.append((index, content))
        else:
            _add(content, index, entries, streams)


def _entry(entry: Mapping[str, int | str]) -> bytes:
    name = str(entry["name"]).encode("utf-16-le")
    return name.ljust(64, b"\0") + struct.pack(
        "<HBBIII16x4x16xIQ", len(name) + 2, entry["kind"], 1, _NONE, entry["right"],
        entry["child"], entry["start"], entry["size"],
    )  # fmt: skip
