"""What is shown of money: payments, where it went, the shapes it makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRow:
    """One payment, and where it was read. `amount`: minor units of `currency`, which has `digits` of them.

    `payer`, `payee`: the account's id; "" for cash or an end that was not told. `part`: of a trace, what came from the
    origin.
    """

    key: str
    at: datetime
    amount: int
    currency: str
    digits: int
    payer: str
    payer_name: str
    payee: str
    payee_name: str
    text: str
    batch: int
    place: str
    part: int | None = None
    steps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """So much of it lies with an account at the end, in minor units."""

    account: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceWish:
    """What to trace. `method`: fifo, haircut, poison. `back`: where it came from. `least`: in units of the currency.

    `most`: over so many payments at most. `target`: also at most how much can have come there. `since`, `until`: only
    payments from that day to before this.
    """

    account: str
    currency: str = ""
    method: str = "fifo"
    back: bool = False
    least: float = 0.0
    most: int = 50
    target: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """An account of one currency: what it paid and got, minor units, over so many payments."""

    account: str
    name: str
    currency: str
    digits: int
    payments: int
    paid: int
    got: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRule:
    """A rule and how often it was right. `on`: searched after every delivery. `weight`: sure before anybody looked."""

    rule: str
    on: bool
    weight: float
    open: int
    confirmed: int
    dismissed: int

    @property
    def precision(self) -> float | None:
        """The share confirmed of what was decided; None: nothing was."""
        decided = self.confirmed + self.dismissed
        return self.confirmed / decided if decided else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceFound:
    """Where the money of an account went. All sums in minor units of `currency`: `paid` is the sum of the four others.

    `at_most`: what can have come to the target at most, whatever the method; None where none was asked.
    """

    account: str
    name: str
    method: str
    back: bool
    currency: str
    digits: int
    payments: tuple[PaymentRow, ...]
    held: tuple[Held, ...]
    paid: int
    held_sum: int
    returned: int
    left: int
    cut: int
    at_most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeFound:
    """A shape and its evidence: the payments that make it. `total`: their sum, minor units."""

    shape: str
    account: str
    name: str
    currency: str
    digits: int
    total: int
    payments: tuple[PaymentRow, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeSetting:
    """A parameter of a shape, its value and unit."""

    shape: str
    parameter: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyTotal:
    """What a delivery brought in one currency: so many payments, so much, minor units."""

    currency: str
    digits: int
    payments: int
    total: int
