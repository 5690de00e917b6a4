"""What the judge is told about the reader and the deal."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model import Perspective, Role


@dataclass(frozen=True, slots=True)
class JudgeOptions:
    """Facts that the contract's text does not state (brief 5.1, principle 6).

    Attributes:
        perspective: the side of the table the reader sits on; ``template`` reads the vendor
            column of the severities (brief 1.1).
        complete: the documents given are the whole contract, so a protection that is not
            found is likely missing, not only possibly.
        context: codes of the catalogue's context factors that hold ("critical-function").
    """

    perspective: Perspective = "buyer"
    complete: bool = False
    context: tuple[str, ...] = ()

    @property
    def us(self) -> Role:
        """The role of the reader's side."""
        return "customer" if self.perspective == "buyer" else "vendor"

    @property
    def them(self) -> Role:
        """The role of the other side."""
        return "vendor" if self.perspective == "buyer" else "customer"
