"""Results that wait for their turn, so that output comes in order and memory stays flat."""

from __future__ import annotations

import tempfile

_IN_MEMORY = 32 << 20


class Spool:
    """Numbered strings of bytes, put in any order; beyond 32 MiB they lie in a temporary file.

    The file has no name (or goes with the process) and can be read by its owner only.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._places: dict[int, tuple[int, int]] = {}
        self._end = 0

    def __contains__(self, index: int) -> bool:
        return index in self._places

    def put(self, index: int, data: bytes) -> None:
        """Keep ``data`` under ``index``."""
        self._file.seek(self._end)
        self._file.write(data)
        self._places[index] = (self._end, len(data))
        self._end += len(data)

    def get(self, index: int) -> bytes:
        """What was put under ``index``."""
        start, length = self._places[index]
        self._file.seek(start)
        return self._file.read(length)

    def close(self) -> None:
        """Let go of everything."""
        self._file.close()
