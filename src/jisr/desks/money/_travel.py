"""What does a transfer fail to say of its ends?  FATF Recommendation 16, as `tables/travel_rule.csv` has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jisr import tables

__all__ = ["Duty", "duties", "lacking", "limit_of"]

Truths = NDArray[np.bool_]
_EVERY: Final = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing that must be told: one of the columns `any_of`. `abroad`: only of larger ones between countries."""

    rule: str
    any_of: tuple[str, ...]
    abroad: bool


@cache
def duties() -> tuple[Duty, ...]:
    """Every duty, in the order of the table."""
    return tuple(
        Duty(rule=row["rule"], any_of=tuple(row["any_of"].split("|")), abroad=row["when"] == "abroad")
        for row in tables.rows("travel_rule")
    )


@cache
def limit_of(currency: str) -> float:
    """From which amount, in units of the currency, a transfer abroad must identify its originator; 0: from any."""
    return next((float(row["limit"]) for row in tables.rows("travel_limits") if row["currency"] == currency), _EVERY)


def lacking(told: Mapping[str, Truths], *, large_abroad: Truths) -> Mapping[str, Truths]:
    """For each duty the transfers that fail it. `told`: column -> which transfers tell it, all of one length."""
    found = {}
    for duty in duties():
        silent = ~np.logical_or.reduce([told[column] for column in duty.any_of])
        found[duty.rule] = silent & large_abroad if duty.abroad else silent
    return found
