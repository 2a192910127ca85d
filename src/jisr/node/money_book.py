"""Payments as one currency's columns: whose account has which number, and how a row is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa

from jisr import tables
from jisr.desks import money
from jisr.errors import NotFound
from jisr.node import observations
from jisr.node.observations import Wish
from jisr.node.values import PaymentRow

KIND = "payment"
DESK = "financial"
DIGITS = {row["code"]: int(row["digits"]) for row in tables.rows("currencies")}
_LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """`paid` has the accounts by the place of their id in `accounts`; `rows` are the columns in the same order."""

    currency: str
    digits: int
    paid: money.Payments
    accounts: tuple[str, ...]
    names: tuple[str, ...]
    table: pa.Table

    def number(self, account: str) -> int:
        """The account of that id, or of that holder's name. Raises NotFound."""
        if account in self.accounts:
            return self.accounts.index(account)
        named = [place for place, name in enumerate(self.names) if name.casefold() == account.casefold()]
        if len(named) != 1:
            message = f"no payment in {self.currency} has the account {account!r}"
            raise NotFound(message, account=account)
        return named[0]

    def shown(self, wanted: Sequence[int]) -> list[PaymentRow]:
        """These payments (places in `paid`)."""
        rows = self.table.take(pa.array([int(self.paid.given[one]) for one in wanted], pa.int64())).to_pylist()
        return [self._row(row) for row in rows]

    def _row(self, row: dict[str, object]) -> PaymentRow:
        text = {name: str(row[name] or "") for name in ("payer_name", "payee_name", "text", "file", "xpath", "key")}
        place = ", ".join(filter(None, (text["file"], f"line {row['line']}" if row["line"] else "", text["xpath"])))
        return PaymentRow(
            key=text["key"],
            at=datetime.fromtimestamp(int(str(row["at"])), UTC),
            amount=int(str(row["amount"])),
            currency=self.currency,
            digits=self.digits,
            payer=_id(row["payer_account"], row["payer_name"], row["payer_bank"]),
            payer_name=text["payer_name"],
            payee=_id(row["payee_account"], row["payee_name"], row["payee_bank"]),
            payee_name=text["payee_name"],
            text=text["text"][:_LONGEST],
            batch=int(str(row["batch"])),
            place=place,
        )


def _id(account: object, name: object, bank: object) -> str:
    """What an account is called: its number; without one its holder, with the bank if it is told; "" for neither."""
    if account:
        return str(account)
    return f"{name}@{bank}" if name and bank else str(name or "")


def books(wish: Wish, *, currency: str = "") -> list[Book]:
    """A book a currency, the one with most payments first; only that of `currency` if one is named."""
    table = observations.read(wish)
    spoken = Counter(table.column("currency").to_pylist())
    wanted = [currency] if currency else [code for code, _ in spoken.most_common()]
    return [book_of(code, table) for code in wanted]


def book_of(currency: str, table: pa.Table) -> Book:
    """The payments of one currency out of the columns."""
    table = table.filter(pa.compute.equal(table.column("currency"), currency))
    numbers: dict[str, int] = {}
    names: list[str] = []
    payer, payee = (_numbered(table, end, numbers, names) for end in ("payer", "payee"))
    paid = money.payments(payer, payee, table.column("at").to_numpy(), table.column("amount").to_numpy())
    digits = DIGITS.get(currency, 0)
    ids = tuple(numbers)
    return Book(currency=currency, digits=digits, paid=paid, accounts=ids, names=tuple(names), table=table)


def _numbered(table: pa.Table, end: str, numbers: dict[str, int], names: list[str]) -> np.ndarray:
    columns: Iterable[tuple[object, object, object]] = zip(
        *(table.column(f"{end}_{part}").to_pylist() for part in ("account", "name", "bank")), strict=True
    )
    made = np.full(len(table), -1, np.int32)
    for place, (account, name, bank) in enumerate(columns):
        called = _id(account, name, bank)
        if not called:
            continue
        if called not in numbers:
            numbers[called] = len(numbers)
            names.append(str(name or ""))
        made[place] = numbers[called]
        names[made[place]] = names[made[place]] or str(name or "")
    return made
