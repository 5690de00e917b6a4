"""Ctrl-C, once: stop, and keep what is done. Twice: stop at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupt:
    """Whether the user asked to stop; call it to ask."""

    def __init__(self) -> None:
        self._asked = False
        self._calm = False

    def __call__(self) -> bool:
        """True once the user has asked."""
        self._calm = True  # whoever asks will stop by itself
        return self._asked

    def handle(self, number: int, frame: FrameType | None) -> None:
        """Signal handler: remembers the first time, raises where nobody asks and the second time.

        Raises:
            KeyboardInterrupt: the run is not at a place where it can stop by itself.
        """
        if self._asked or not self._calm:
            raise KeyboardInterrupt
        self._asked = True


@contextmanager
def listening() -> Iterator[Interrupt]:
    """An ``Interrupt`` that hears SIGINT and SIGTERM, in the main thread; elsewhere a deaf one."""
    interrupt = Interrupt()
    if threading.current_thread() is not threading.main_thread():
        yield interrupt
        return
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, interrupt.handle) for number in numbers]
    try:
        yield interrupt
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
