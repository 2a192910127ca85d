"""What did a delivery change, entry by entry?"""

from __future__ import annotations

from dataclasses import dataclass

from jisr.node.values._delivery import BatchRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One property that is told otherwise: its name and label, the values that went and those that came."""

    name: str
    label: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One entry that came, changed or went.

    `why`: removed, merged, relisted (of one that went), back (of one that came and had gone under another number);
    `other`: the entry it went into or came from. `relied`: findings, by number.
    """

    batch: int
    source: str
    day: str
    thing: str
    caption: str
    kind: str
    record: int
    why: str = ""
    other: str = ""
    differences: tuple[Difference, ...] = ()
    relied: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """The changes of some deliveries, the newest delivery first. `total`: all there are; `rows` may be fewer."""

    batches: tuple[BatchRow, ...]
    rows: tuple[ChangeRow, ...]
    total: int
    added: int
    changed: int
    removed: int
