"""Finds exclusivity, most-favoured-nation, milestone-termination and lock-in clauses.

    import auditor

    for finding in auditor.audit("contract.docx").findings:
        print(finding.band, finding.type, finding.quote)

``audit`` and ``scan`` are described in ``auditor.api``, what they give in ``auditor.model``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditor.api import audit, scan
    from auditor.errors import AuditorError, UsageError
    from auditor.model import Audit, Band, DocumentAudit, Finding, Level, Status

__version__ = "0.1.0"
__all__ = [
    "Audit", "AuditorError", "Band", "DocumentAudit", "Finding", "Level", "Status",
    "UsageError", "__version__", "audit", "scan",
]  # fmt: skip

_HOMES = {"audit": "api", "scan": "api", "AuditorError": "errors", "UsageError": "errors"}


def __getattr__(name: str) -> Any:
    """Public names are imported when they are used, so that importing this costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'model')}"), name)
