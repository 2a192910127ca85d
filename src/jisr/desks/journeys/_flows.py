"""How many went where, told so that nobody can be told from it.

Counts of ten and more; the others hidden, and enough hidden beside them that no subtraction brings them back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

LEAST: Final = 10
_MAD: Final = 1.4826  # of a normal distribution's median deviation
_STRANGE: Final = 5.0  # deviations
_HISTORY: Final = 6  # months before one can be strange


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table: `count` None: hidden."""

    month: str
    origin: str
    destination: str
    nationality: str
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """What may be published: the cells, the totals of their routes (None: hidden), and how many cells are hidden."""

    cells: tuple[Cell, ...]
    routes: Mapping[tuple[str, str, str], int | None]
    hidden: int
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Strange:
    """A month unlike those before: the count, the usual one, and how many deviations lie between."""

    month: str
    origin: str
    destination: str
    count: int
    usual: float
    deviations: float


def flows(counted: Mapping[tuple[str, str, str, str], int], *, least: int = LEAST) -> Flows:
    """From (month, origin, destination, nationality) -> travellers. Nationality "" is a route without that split.

    A row is a route in a month. Cells under `least` are hidden. Where a hidden cell, or all hidden cells of a row
    together, could be taken from the row's total, more cells are hidden, the smallest first, until what is hidden
    sums to `least` or more over two cells or more; where that cannot be, the row's total is hidden too.
    """
    rows: defaultdict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for (month, origin, destination, nationality), count in sorted(counted.items()):
        if count:
            rows[month, origin, destination][nationality] = count
    cells: list[Cell] = []
    routes: dict[tuple[str, str, str], int | None] = {}
    for (month, origin, destination), row in rows.items():
        hidden, total = _hidden(row, least)
        routes[month, origin, destination] = total
        cells += [
            Cell(
                month=month,
                origin=origin,
                destination=destination,
                nationality=name,
                count=None if name in hidden else count,
            )
            for name, count in row.items()
        ]
    return Flows(cells=tuple(cells), routes=routes, hidden=sum(one.count is None for one in cells), least=least)


def _hidden(row: Mapping[str, int], least: int) -> tuple[frozenset[str], int | None]:
    """Which cells of a row are hidden, and the row's total as it may be told."""
    ordered = sorted(row, key=lambda name: (row[name], name))
    hidden = [name for name in ordered if row[name] < least]
    if not hidden:
        return frozenset(), sum(row.values())
    for name in ordered[len(hidden) :]:
        if len(hidden) > 1 and sum(row[one] for one in hidden) >= least:
            break
        hidden.append(name)
    enough = len(hidden) > 1 and sum(row[one] for one in hidden) >= least
    return frozenset(hidden), sum(row.values()) if enough else None


def attack(told: Flows) -> tuple[Cell, ...]:
    """Try to take hidden cells from what is told: the cells of rows whose total leaves less than `least`, or one cell.

    () is what must come out: a hidden count can at best be known as one of several that sum to `least` or more.
    """
    rows: defaultdict[tuple[str, str, str], list[Cell]] = defaultdict(list)
    for cell in told.cells:
        rows[cell.month, cell.origin, cell.destination].append(cell)
    found: list[Cell] = []
    for route, cells in rows.items():
        hidden = [cell for cell in cells if cell.count is None]
        total = told.routes[route]
        if total is None or not hidden:
            continue
        left = total - sum(cell.count or 0 for cell in cells)
        if len(hidden) == 1 or left < told.least:
            found += hidden
    return tuple(found) + tuple(cell for cell in told.cells if cell.count is not None and cell.count < told.least)


def strange(monthly: Mapping[tuple[str, str], Mapping[str, int]]) -> tuple[Strange, ...]:
    """Months unlike the median of those before, in robust deviations; (origin, destination) -> month -> travellers."""
    found = []
    for (origin, destination), months in monthly.items():
        ordered = sorted(months)
        for place in range(_HISTORY, len(ordered)):
            before = [months[month] for month in ordered[:place]]
            usual = median(before)
            spread = max(_MAD * median(abs(one - usual) for one in before), usual**0.5, 1.0)
            deviations = (months[ordered[place]] - usual) / spread
            if abs(deviations) >= _STRANGE and max(months[ordered[place]], usual) >= LEAST:
                found.append(
                    Strange(
                        month=ordered[place],
                        origin=origin,
                        destination=destination,
                        count=months[ordered[place]],
                        usual=usual,
                        deviations=deviations,
                    )
                )
    return tuple(found)


def count(rows: Iterable[Sequence[str]]) -> Mapping[tuple[str, str, str, str], int]:
    """Travellers counted from (month, origin, destination, nationality) rows."""
    return Counter((row[0], row[1], row[2], row[3]) for row in rows)
