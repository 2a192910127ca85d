"""How is a trace drawn?  A lane an account, time from one side to the other, a ribbon a payment, as thick as its part.

The layout is made here, in numbers; the page shows it as SVG with nothing to run. Right to left, time runs leftwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jisr.node.values import PaymentRow, TraceFound

_WIDE, _LABEL, _END, _TOP = 960.0, 210.0, 30.0, 34.0
_LANE, _GAP = 34.0, 16.0
_MOST = 18  # lanes; more are told, not drawn
_TICKS = 5
_CASH = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbon:
    """One payment: its outline, its place in the list below, whether it leaves in cash."""

    path: str
    number: int
    cash: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One account: where its line lies, its label, and the outline of what it held."""

    y: float
    label_x: float
    account: str
    name: str
    held: str
    origin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A day on the scale of time."""

    x: float
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sankey:
    """What a page draws. `hidden`: accounts that had no room; their payments stand in the table alone."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    ribbons: tuple[Ribbon, ...]
    ticks: tuple[Tick, ...]
    hidden: int
    anchor: str


def sankey(found: TraceFound, *, right_to_left: bool) -> Sankey | None:
    """The layout; None where nothing was followed."""
    rows = sorted((row for row in found.payments if row.part), key=lambda row: row.at)
    if not rows:
        return None
    lanes = _lanes(rows, found.account)
    shown = lanes[:_MOST]
    return _Drawing(rows, shown, right_to_left=right_to_left).drawn(found, hidden=len(lanes) - len(shown))


def _lanes(rows: Sequence[PaymentRow], origin: str) -> list[str]:
    """The accounts, the origin first, then in the order in which money reached them."""
    told = [origin]
    for row in sorted(rows, key=lambda row: (row.steps, row.at)):
        told += [row.payer, row.payee]
    return list(dict.fromkeys(told))


class _Drawing:
    def __init__(self, rows: Sequence[PaymentRow], shown: Sequence[str], *, right_to_left: bool) -> None:
        self._rows, self._rtl = rows, right_to_left
        self._y = {account: _TOP + (_LANE + _GAP) * (place + 0.5) for place, account in enumerate(shown)}
        self._first, self._last = rows[0].at.timestamp(), rows[-1].at.timestamp()
        self._scale = _LANE / max(self._most_held(), 1)

    def drawn(self, found: TraceFound, *, hidden: int) -> Sankey:
        names = {row.payer: row.payer_name for row in self._rows} | {row.payee: row.payee_name for row in self._rows}
        lanes = tuple(
            Lane(
                y=round(y, 1),
                label_x=self._x(0.0),
                account=account,
                name=names.get(account, "") or account,
                held=self._held(account),
                origin=account == found.account,
            )
            for account, y in self._y.items()
        )
        ribbons = tuple(
            Ribbon(path=self._ribbon(row), number=number, cash=row.payee == _CASH)
            for number, row in enumerate(self._rows, 1)
            if row.payer in self._y and row.payee in self._y
        )
        return Sankey(
            width=_WIDE,
            height=_TOP + (_LANE + _GAP) * len(self._y) + 8,
            lanes=lanes,
            ribbons=ribbons,
            ticks=tuple(self._ticks()),
            hidden=hidden,
            anchor="start",
        )

    def _x(self, x: float) -> float:
        return round(_WIDE - x if self._rtl else x, 1)

    def _at(self, seconds: float) -> float:
        room = _WIDE - _LABEL - 3 * _END
        share = (seconds - self._first) / (self._last - self._first) if self._last > self._first else 0.5
        return _LABEL + _END + share * room

    def _steps(self, account: str) -> list[tuple[float, float]]:
        """(when, how much of it the account holds from then on), never below nothing."""
        held, steps = 0.0, []
        for row in self._rows:
            part = float(row.part or 0)
            change = part * ((row.payee == account) - (row.payer == account))
            if change:
                held += change
                steps.append((row.at.timestamp(), held))
        lowest = min((0.0, *(each for _, each in steps)))
        return [(self._first, -lowest), *((when, each - lowest) for when, each in steps)] if steps else []

    def _most_held(self) -> float:
        return max((each for account in self._y for _, each in self._steps(account)), default=1.0)

    def _held(self, account: str) -> str:
        """What an account held over time, as an area about its line."""
        points: list[tuple[float, float]] = []
        before = 0.0
        for when, each in [*self._steps(account), (self._last, -1.0)]:
            x = self._at(when) + (6 if when > self._first else 0)
            points.append((x, before))
            before = before if each < 0 else each * self._scale
            points.append((x, before))
        y = self._y[account]
        upper = [(x, y - thick / 2) for x, thick in points]
        lower = [(x, y + thick / 2) for x, thick in reversed(points)]
        return self._path([*upper, *lower])

    def _ribbon(self, row: PaymentRow) -> str:
        thick = max(float(row.part or 0) * self._scale, 1.5) / 2
        begin = self._at(row.at.timestamp())
        x0, x1, x2 = (self._x(begin + along) for along in (0, 7, 14))
        y, to = self._y[row.payer], self._y[row.payee]
        (up, down), (to_up, to_down) = ((f"{each - thick:.1f}", f"{each + thick:.1f}") for each in (y, to))
        there = f"M{x0} {up}C{x1} {up} {x1} {to_up} {x2} {to_up}"
        return f"{there}L{x2} {to_down}C{x1} {to_down} {x1} {down} {x0} {down}Z"

    def _ticks(self) -> Iterable[Tick]:
        days = sorted({row.at.date() for row in self._rows})
        wanted = (
            days if len(days) <= _TICKS else [days[place * (len(days) - 1) // (_TICKS - 1)] for place in range(_TICKS)]
        )
        at: dict[str, float] = defaultdict(float)
        for row in self._rows:
            at.setdefault(row.at.date().isoformat(), self._at(row.at.timestamp()))
        return [Tick(x=self._x(at[day.isoformat()]), day=day.isoformat()) for day in wanted]

    def _path(self, points: Sequence[tuple[float, float]]) -> str:
        return "M" + "L".join(f"{self._x(x)} {y:.1f}" for x, y in points) + "Z" if points else ""
