"""Values that contracts state, each with its own words."""

from __future__ import annotations

from auditor.engine.parameters.extraction import extract

__all__ = ["extract"]
