"""Who may have it, for what, and until when?  The words on a record; the rules are in `sharing`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
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
    `named`: recipients by name, whom TLP:RED needs. `onward`: to whom others may pass it on; None: as the label says,
    (): to nobody. `expires`: the instant (UTC, whole seconds) it goes to nobody from, and holders drop it.
    """

    tlp: TLP
    releasable_to: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    retain_until: date | None = None
    named: tuple[str, ...] = ()
    onward: tuple[str, ...] | None = None
    expires: datetime | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        """From what `str` writes: `TLP:AMBER REL JOR,IRQ FOR screening UNTIL 2026-12-31`. Raises `Unreadable`."""
        label, *rest = text.split() or [""]
        said = dict(zip(rest[::2], rest[1::2], strict=False))
        try:
            tlp = TLP(label.lower().removeprefix("tlp:"))
            until = date.fromisoformat(said["UNTIL"]) if "UNTIL" in said else None
            expires = _instant(said["EXPIRES"]) if "EXPIRES" in said else None
        except ValueError as error:
            raise _unreadable(text) from error
        lists = {word: _words(said, word) for word in _LISTS if word in said}
        if said.keys() - {*_LISTS, "UNTIL", "EXPIRES"} or len(rest) != 2 * len(said) or not all(lists.values()):
            raise _unreadable(text)  # a list of nobody would read as no list at all
        onward = lists.get("ONWARD")
        return cls(
            tlp=tlp,
            releasable_to=lists.get("REL", ()),
            purposes=lists.get("FOR", ()),
            retain_until=until,
            named=lists.get("TO", ()),
            onward=() if onward == (_NOBODY,) else onward,
            expires=expires,
        )

    def __str__(self) -> str:
        """The label as FIRST writes it, then what narrows it."""
        parts = [f"TLP:{self.tlp.value.upper()}"]
        if self.releasable_to:
            parts.append("REL " + ",".join(self.releasable_to))
        if self.named:
            parts.append("TO " + ",".join(self.named))
        if self.purposes:
            parts.append("FOR " + ",".join(self.purposes))
        if self.onward is not None:
            parts.append("ONWARD " + (",".join(self.onward) or _NOBODY))
        if self.expires:
            parts.append(f"EXPIRES {self.expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
        if self.retain_until:
            parts.append(f"UNTIL {self.retain_until.isoformat()}")
        return " ".join(parts)


_LISTS = ("REL", "TO", "FOR", "ONWARD")
_NOBODY = "nobody"


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _words(said: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(sorted({word for word in said.get(name, "").split(",") if word}))


def _unreadable(text: str) -> Unreadable:
    wanted = "TLP:CLEAR, GREEN, AMBER, AMBER+STRICT or RED, then REL …, TO …, FOR …, ONWARD …, EXPIRES …, UNTIL …"
    return Unreadable(source="marking", place=repr(text[:60]), wanted=wanted)


CLEAR = Marking(tlp=TLP.CLEAR)
