"""The shapes that are looked for: each a search over columns, with what its parameters are set to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jisr import tables
from jisr.desks.money import _kernel_hub, _kernel_middle, _kernel_paths, _kernel_windows
from jisr.desks.money._columns import Hops, Payments, hops, payments
from jisr.desks.money._kernel import Found, Ints
from jisr.errors import WrongUse

__all__ = ["SHAPES", "Match", "Setting", "find", "matches", "set_to", "settings", "warm"]

_HOUR: Final = 3600
_STEPS: Final = 100_000  # from one start; a start given up is counted
Values = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One parameter of a shape: `value` in `unit`, one of hours, hops, accounts, payments, share, times, money."""

    shape: str
    parameter: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One shape that was found: about which account, of which payments (places in `Payments`, in order of time)."""

    shape: str
    account: int
    payments: tuple[int, ...]


def _share(values: Values) -> tuple[float, float]:
    return values["from_share"], values["to_share"]


def _seconds(values: Values, name: str) -> int:
    return int(values[name] * _HOUR)


def _cycle(seen: Hops, values: Values) -> Found:
    least, most = int(values["least"]), int(values["most"])
    rule = _kernel_paths.Round(_seconds(values, "window"), least, most, _share(values), _STEPS)
    return _kernel_paths.cycles(seen.flow, rule)


def _layering(seen: Hops, values: Values) -> Found:
    rule = _kernel_paths.Links(_seconds(values, "gap"), _share(values), seen.lasts, int(values["least"]))
    return _kernel_paths.chains(seen.flow, rule, *_kernel_paths.longest(seen.flow, rule))


def _scatter_gather(seen: Hops, values: Values) -> Found:
    spread, gap = _seconds(values, "spread"), _seconds(values, "gap")
    rule = _kernel_middle.Middles(spread, gap, int(values["least"]), _share(values))
    return _kernel_middle.scatter_gather(seen.flow, rule)


def _gather_scatter(seen: Hops, values: Values) -> Found:
    rule = _kernel_hub.Hub(_seconds(values, "window"), int(values["least"]), _share(values))
    return _kernel_hub.gather_scatter(seen.flow, rule)


def _burst(seen: Hops, values: Values, *, inward: bool = True) -> Found:
    low, high = int(values.get("low", 0)), int(values.get("high", 2**62))
    rule = _kernel_windows.Burst(
        _seconds(values, "window"),
        int(values["least"]),
        low,
        high,
        float(values.get("share", 0)),
        float(values.get("factor", 0)),
        inward,
    )
    return _kernel_windows.bursts(seen.flow, rule)


def _fan_out(seen: Hops, values: Values) -> Found:
    return _burst(seen, values, inward=False)


def _pass_through(seen: Hops, values: Values) -> Found:
    rule = _kernel_windows.Through(_seconds(values, "window"), int(values["floor"]), _share(values))
    return _kernel_windows.passing_through(seen.flow, rule)


def _dormant(seen: Hops, values: Values) -> Found:
    still, window = _seconds(values, "still"), _seconds(values, "window")
    rule = _kernel_windows.Wake(still, window, int(values["least"]), int(values["floor"]))
    return _kernel_windows.awakenings(seen.flow, rule)


SHAPES: Final[Mapping[str, Callable[[Hops, Values], Found]]] = MappingProxyType(
    {
        "cycle": _cycle,
        "scatter-gather": _scatter_gather,
        "gather-scatter": _gather_scatter,
        "layering": _layering,
        "structuring": _burst,
        "fan-in": _burst,
        "fan-out": _fan_out,
        "pass-through": _pass_through,
        "dormant": _dormant,
    }
)
"""Every shape by its name: the search. Its parameters stand in `tables/money_shapes.csv`."""


def settings(shape: str) -> tuple[Setting, ...]:
    """The parameters of a shape as the table has them. Raises WrongUse for a shape that is not known."""
    if shape not in SHAPES:
        raise WrongUse(f"No shape is called {shape!r}; there are {', '.join(SHAPES)}.", shape=shape)
    rows = (row for row in tables.rows("money_shapes") if row["shape"] == shape)
    return tuple(
        Setting(shape=shape, parameter=row["parameter"], value=float(row["value"]), unit=row["unit"]) for row in rows
    )


def set_to(shape: str, changed: Mapping[str, float] | None) -> tuple[Setting, ...]:
    """The parameters of a shape, with those of `changed` set otherwise. Raises WrongUse for one that it has not."""
    known, values = settings(shape), dict(changed or {})
    if unknown := values.keys() - {one.parameter for one in known}:
        raise WrongUse(f"{shape} has no parameter {', '.join(sorted(unknown))}.", parameter=min(unknown))
    return tuple(replace(one, value=values.get(one.parameter, one.value)) for one in known)


def find(paid: Payments, shape: str, *, minor: int = 100, changed: Mapping[str, float] | None = None) -> Found:
    """Search for one shape; `minor`: minor units in one unit of the currency; `changed`: parameters set otherwise.

    The hops of what is found are places in `paid`: use `matches` for values. Raises WrongUse.
    """
    values = {one.parameter: one.value * (minor if one.unit == "money" else 1) for one in set_to(shape, changed)}
    within = None if values.get("same_hours", -1) < 0 else _seconds(values, "same_hours")
    seen = hops(paid, within=within)
    found = SHAPES[shape](seen, values)
    return found if within is None else _as_payments(seen, found)


def _as_payments(seen: Hops, found: Found) -> Found:
    """The same, with payments in the place of hops."""
    shapes = int(found.count[0])
    pieces: list[NDArray[np.int64]] = []
    begin = 0
    for end in found.end[:shapes]:
        pieces.append(seen.members(found.hop[begin:end]))
        begin = end
    ends = np.cumsum([piece.size for piece in pieces], dtype=np.int64)
    rows: Ints = np.concatenate(pieces).astype(np.int32) if pieces else np.empty(0, np.int32)
    count = np.array([shapes, rows.size, found.count[2]], np.int64)
    return Found(found.key[:shapes], ends, rows, count)


def matches(shape: str, found: Found) -> tuple[Match, ...]:
    """What was found, as values."""
    made, begin = [], 0
    for number in range(int(found.count[0])):
        end = int(found.end[number])
        rows = tuple(sorted({int(row) for row in found.hop[begin:end]}))
        made.append(Match(shape=shape, account=int(found.key[number]), payments=rows))
        begin = end
    return tuple(made)


def warm() -> None:
    """Compile every search, once for this machine: a minute that nobody has to wait for later."""
    none = np.empty(0, np.int64)
    for shape in SHAPES:
        find(payments(none, none, none, none), shape)
