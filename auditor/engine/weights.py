"""What was learned, as plain arrays in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def arrays_of(path: Path) -> dict[str, Any]:
    """The arrays of an ``.npz`` file by name; nothing in it is executed (no pickle)."""
    import numpy as np

    with np.load(path, allow_pickle=False) as data:
        return {name: data[name] for name in data.files}
