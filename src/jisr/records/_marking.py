"""Who may have it, for what, and until when?  The words on a record; the rules are in `sharing`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from jisr.errors import Unreadable


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

    @classmethod
    def read(cls, text: str) -> Self:
        """From what `str` writes: `TLP:AMBER REL JOR,IRQ FOR screening UNTIL 2026-12-31`. Raises `Unreadable`."""
        label, *rest = text.split() or [""]
        said = dict(zip(rest[::2], rest[1::2], strict=False))
        try:
            tlp = TLP(label.lower().removeprefix("tlp:"))
            until = date.fromisoformat(said["UNTIL"]) if "UNTIL" in said else None
        except ValueError as error:
            raise _unreadable(text) from error
        if said.keys() - {"REL", "FOR", "UNTIL"} or len(rest) != 2 * len(said):
            raise _unreadable(text)
        found = cls(tlp=tlp, releasable_to=_words(said, "REL"), purposes=_words(said, "FOR"), retain_until=until)
        if bool(found.releasable_to) != ("REL" in said) or bool(found.purposes) != ("FOR" in said):
            raise _unreadable(text)  # a list of nobody would read as no list at all
        return found

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


def _words(said: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(sorted({word for word in said.get(name, "").split(",") if word}))


def _unreadable(text: str) -> Unreadable:
    wanted = "TLP:CLEAR, GREEN, AMBER, AMBER+STRICT or RED, then REL …, FOR …, UNTIL …"
    return Unreadable(source="marking", place=repr(text[:60]), wanted=wanted)


CLEAR = Marking(tlp=TLP.CLEAR)
