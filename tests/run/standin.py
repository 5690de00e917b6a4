"""A pipeline that does what a file's words tell it to, for tests of what surrounds pipelines."""

from __future__ import annotations

import ctypes
import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.model import Band, Confidence, DocumentAudit, Finding, Level, Playbook, Status
from auditor.run.options import RunOptions


class StandIn:
    """Handler for ``Pool`` and ``Run``: each line of a file is a document inside it."""

    pack_version = "standin"

    def __init__(self, options: RunOptions) -> None:
        self.options = options

    def warm(self) -> None:
        """Nothing is slow here."""

    def __call__(
        self, path: str, data: bytes, skip: frozenset[str]
    ) -> Iterator[str | DocumentAudit]:
        lines = data.decode().splitlines() or [""]
        if lines[0] == "crash-in-load":
            os.abort()
        for number, line in enumerate(lines):
            inner = path if number == 0 else f"{path}!/{number}"
            if inner in skip:
                continue
            yield inner
            yield row(
                inner,
                data,
                obey(line),
                [w.split("-") for w in line.split() if w.startswith("high-")],
            )


def row(path: str, data: bytes, said: str, found: list[list[str]]) -> DocumentAudit:
    findings = tuple(finding("exc-supplier", Band.HIGH, word[1]) for word in found)
    return DocumentAudit(
        path=path, sha256=hashlib.sha256(data + path.partition("!")[2].encode()).hexdigest(),
        format="text", status=Status.SCANNED, reasons=(f"said: {said} in {path}",), language="en",
        pages=3, words=1, title="", parties=(), findings=findings, rating=None,
    )  # fmt: skip


def finding(type_: str, band: Band, words: str, **changes: Any) -> Finding:
    """A finding of a type on some words; the rest is as plain as can be."""
    made = Finding(
        id=f"{type_}:{words}", type=type_, family=type_[:3], kind="risk", mode="presence",
        title=type_, band=band, base_band=band, perspective="buyer",
        confidence=Confidence(Level.CONFIRMED, 0.9, ("said so",)), status="open", reported=True,
        span=None, quote=words, clause="1", heading="", page=None, bound_party="customer",
        beneficiary="vendor", parameters=(), factors=(), cues=(), interactions=(), cuad=(),
        why="", what_would_lower_it="", question="", playbook=Playbook(), authorities=(),
    )  # fmt: skip
    return replace(made, **changes)


def obey(line: str) -> str:
    command, _, rest = line.partition(" ")
    if command == "sleep":
        time.sleep(float(rest))
    elif command == "log":
        with Path(rest).open("a") as log:
            log.write(f"{os.getpid()}\n")
    elif command == "segfault":
        sys.setrecursionlimit(10**6)
        ctypes.string_at(0)
    elif command == "swell":
        block = bytearray(int(rest) << 20)
        return f"held {len(block)}"
    elif command == "leak":
        kept.append(b"x" * (int(rest) << 20))
    elif command == "program":
        subprocess.run(["sleep", rest], check=True)
    elif command == "call":
        try:
            socket.create_connection(("127.0.0.1", int(rest)), timeout=1)
        except PermissionError as error:
            return str(error)
    elif command == "pid":
        return f"pid {os.getpid()}"
    elif command == "spin":
        while True:
            pass
    return line


kept: list[bytes] = []
