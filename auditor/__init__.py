"""Finds exclusivity, most-favoured-nation, milestone-termination and lock-in clauses."""

__version__ = "0.1.0"
