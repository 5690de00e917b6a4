"""Damaged files by the thousand: ``python -m tests.fuzz --count 2000 --seed 1``."""
