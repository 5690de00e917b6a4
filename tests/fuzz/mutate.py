"""Ways to damage a file, all of them decided by one random generator."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutation:
    """A damaged file.

    Attributes:
        kind: name of the damage.
        data: the bytes.
        structural: a reader that knows the format can see that something is wrong.
    """

    kind: str
    data: bytes
    structural: bool


_Change = Callable[[random.Random, bytes], bytes]


def flip(dice: random.Random, data: bytes) -> bytes:
    """A few bytes become others."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 2, 8, 40))):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def truncate(dice: random.Random, data: bytes) -> bytes:
    """The end is missing."""
    return data[: dice.randrange(len(data) + 1)]


def behead(dice: random.Random, data: bytes) -> bytes:
    """The beginning is missing."""
    return data[dice.randrange(1, 1 + min(len(data), 2000)) :]


def repeat(dice: random.Random, data: bytes) -> bytes:
    """A piece stands twice."""
    start, size = _piece(dice, data)
    return data[: start + size] + data[start:]


def cut(dice: random.Random, data: bytes) -> bytes:
    """A piece is missing."""
    start, size = _piece(dice, data)
    return data[:start] + data[start + size :]


def blank(dice: random.Random, data: bytes) -> bytes:
    """A piece is NULs, as after a failed download."""
    start, size = _piece(dice, data)
    return data[:start] + b"\0" * size + data[start + size :]


def insert(dice: random.Random, data: bytes) -> bytes:
    """Random bytes in between."""
    start, _ = _piece(dice, data)
    return data[:start] + dice.randbytes(dice.choice((1, 30, 3000))) + data[start:]


def _piece(dice: random.Random, data: bytes) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, dice.randrange(1, 2 + min(len(data) - start, dice.choice((16, 600, 20_000))))


BYTES: tuple[_Change, ...] = (flip, truncate, behead, repeat, cut, blank, insert)

_TAG = re.compile(rb"<[^<>]*>")


def drop_tag(dice: random.Random, data: bytes) -> bytes:
    """One tag is missing: the XML is no longer well formed."""
    tags = list(_TAG.finditer(data))
    if not tags:
        return data
    tag = dice.choice(tags)
    return data[: tag.start()] + data[tag.end() :]


def swap_tags(dice: random.Random, data: bytes) -> bytes:
    """Two tags change places."""
    tags = list(_TAG.finditer(data))
    if len(tags) < 2:
        return data
    one, two = sorted(dice.sample(range(len(tags)), 2))
    first, second = tags[one], tags[two]
    between = data[first.end() : second.start()]
    return data[: first.start()] + second[0] + between + first[0] + data[second.end() :]


def nest(dice: random.Random, data: bytes) -> bytes:
    """A tag is opened thousands of times."""
    tags = [tag for tag in _TAG.finditer(data) if not tag[0].startswith((b"</", b"<?", b"<!"))]
    if not tags:
        return data
    tag = dice.choice(tags)
    times = dice.choice((10, 300, 5000))
    name = re.match(rb"<([\w:]+)", tag[0])
    close = b"</" + name[1] + b">" if name and not tag[0].endswith(b"/>") else b""
    return data[: tag.start()] + tag[0] * times + close * times + data[tag.start() :]


def entity(dice: random.Random, data: bytes) -> bytes:
    """Entities that multiply, or that name a file."""
    kind = dice.choice((
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
            b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(9)
        ) + b"]>",
        b'<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>',
    ))  # fmt: skip
    end = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
    text = data[end:]
    at = dice.choice([tag.end() for tag in _TAG.finditer(text)] or [0])
    return data[:end] + kind + text[:at] + b"&j;" + text[at:]


def number(dice: random.Random, data: bytes) -> bytes:
    """A number becomes an impossible one."""
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return data
    at = dice.choice(found)
    value = dice.choice((b"-1", b"0", b"99999999999999999999", b"2147483648", b"1e309", b"x"))
    return data[: at.start()] + value + data[at.end() :]


XML: tuple[_Change, ...] = (drop_tag, swap_tags, nest, entity, number, truncate, flip)


def member(dice: random.Random, data: bytes) -> tuple[str, bytes]:
    """One member of a ZIP is damaged, and its checksum is right all the same."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        entries = [(entry, source.read(entry)) for entry in source.infolist()]
    chosen = dice.randrange(len(entries))
    target = io.BytesIO()
    kind = ""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for index, (entry, content) in enumerate(entries):
            if index == chosen:
                markup = content.lstrip()[:1] == b"<" and dice.random() < 0.8
                change = dice.choice(XML if markup else BYTES)
                kind = f"{entry.filename}:{change.__name__}"
                out.writestr(entry.filename, change(dice, content))
            else:
                out.writestr(entry.filename, content)
    return kind, target.getvalue()


def mutate(dice: random.Random, name: str, data: bytes) -> Mutation:
    """One damaged version of a good file."""
    suffix = name.rpartition(".")[2]
    if suffix in {"docx", "zip"} and dice.random() < 0.5:
        kind, changed = member(dice, data)
        # A well-formed part with other words in it is another document, not a damaged one.
        damaged = kind.endswith(("drop_tag", "truncate")) and ".txt:" not in kind
        return Mutation(kind, changed, damaged)
    if suffix in {"html", "md"} and dice.random() < 0.5:
        change = dice.choice(XML)
        return Mutation(change.__name__, change(dice, data), False)
    change = dice.choice(BYTES)
    # Characters that are missing from plain text leave no trace, nor do those of a letter.
    traced = suffix in {"docx", "pdf", "zip", "gz"}
    traced = traced or (suffix == "msg" and change in {truncate, behead, insert, cut})
    return Mutation(change.__name__, change(dice, data), traced)
