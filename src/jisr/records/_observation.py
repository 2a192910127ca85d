"""What of a delivery is not a thing: a payment, a journey, a post. There are many; they are kept in columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType

from jisr import tables
from jisr.records._record import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A row of a kind: its columns stand in `tables/observations.csv`; a column that is not told is absent here.

    `key`: what the same one is called everywhere (a payment's UETR). `at`: when it happened, UTC. Numbers are whole:
    money in minor units of its currency.
    """

    kind: str
    key: str
    at: datetime
    values: Mapping[str, str | int]
    place: Place


@cache
def columns_of(kind: str) -> Mapping[str, str]:
    """The columns of a kind and their types (text, number), in order; empty for a kind that is not known."""
    rows = (row for row in tables.rows("observations") if row["kind"] == kind)
    return MappingProxyType({row["column"]: row["type"] for row in rows})
