"""Who may have it, for what, and until when?  The words on a record; the rules are in `sharing`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TLP(StrEnum):
    """Traffic Light Protocol 2.0 labels (FIRST, August 2022)."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber+strict"
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """A marking travels with its record.

    `releasable_to`: members or persons, sorted; empty: as the TLP label says. It only ever narrows.
    `purposes`: what it may be used for; empty: any lawful purpose. `retain_until`: first day it must be gone.
    """

    tlp: TLP
    releasable_to: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    retain_until: date | None = None

    def __str__(self) -> str:
        """The label as FIRST writes it, then what narrows it."""
        parts = [f"TLP:{self.tlp.value.upper()}"]
        if self.releasable_to:
            parts.append("REL " + ",".join(self.releasable_to))
        if self.purposes:
            parts.append("FOR " + ",".join(self.purposes))
        if self.retain_until:
            parts.append(f"UNTIL {self.retain_until.isoformat()}")
        return " ".join(parts)


CLEAR = Marking(tlp=TLP.CLEAR)
