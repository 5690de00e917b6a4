"""Compiles rule packs and matches them against a document's sentences."""

from auditor.engine.attempt import Profile
from auditor.engine.compile import Program, compile_pack
from auditor.engine.engine import Engine
from auditor.engine.pack import Pack, load_pack

__all__ = ["Engine", "Pack", "Profile", "Program", "compile_pack", "load_pack"]
