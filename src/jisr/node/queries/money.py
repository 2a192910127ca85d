"""Payments: who paid whom, where an account's money went or came from, and which shapes they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np

from jisr.desks import money
from jisr.errors import NotFound
from jisr.node import chain, clock, observations
from jisr.node.money_book import DIGITS, KIND, Book, books
from jisr.node.observations import Wish, newest
from jisr.node.queries.reader import visible_markings
from jisr.node.values import AccountRow, Held, MoneyTotal, PaymentRow, ShapeFound, ShapeSetting, TraceFound, TraceWish
from jisr.sharing import Reader, Role, require

_MOST_ACCOUNTS = 500
_SHOWN = 20  # payments shown of one shape
SHAPES = tuple(money.SHAPES)
METHODS = money.METHODS


Period = tuple[date | None, date | None]
_ALWAYS: Period = (None, None)


def _wish(reader: Reader, known: datetime | None, period: Period = _ALWAYS) -> Wish:
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    since, until = period
    return Wish(kind=KIND, known=known or clock.now(), markings=visible_markings(reader), since=since, until=until)


def totals(*, reader: Reader, batch: int = 0, known: datetime | None = None) -> tuple[MoneyTotal, ...]:
    """How many payments there are and their sum, by currency; of one delivery, its own files alone, if it is named."""
    table = observations.read(replace(_wish(reader, known), batch=batch))
    found = table.group_by("currency").aggregate([("amount", "sum"), ("amount", "count")]).to_pylist()
    return tuple(
        MoneyTotal(
            currency=row["currency"],
            digits=DIGITS.get(row["currency"], 0),
            payments=row["amount_count"],
            total=row["amount_sum"],
        )
        for row in sorted(found, key=lambda row: (-row["amount_count"], row["currency"]))
    )


def payments(
    text: str = "", *, reader: Reader, known: datetime | None = None, limit: int = 100, period: Period = _ALWAYS
) -> tuple[PaymentRow, ...]:
    """The newest payments that name `text` as (part of) an account, a party, a reference or in their text. Audited.

    `period`: from that day to before this; no other day is read, nor more of the newest than are shown.
    """
    wish = _wish(reader, known, period)
    chain.note(reader, "read-payments", text[:100])
    if not text and wish.since is None:
        wish = replace(wish, since=newest(wish, limit))
    found: list[PaymentRow] = []
    for book in books(wish):
        places = _naming(book, text.casefold())[-limit:]
        found += book.shown(places)
    return tuple(sorted(found, key=lambda row: row.at, reverse=True)[:limit])


def _naming(book: Book, text: str) -> list[int]:
    """The places of the payments that name it; all where nothing is asked for."""
    if not text:
        return list(range(len(book.paid)))
    columns = ("key", "reference", "payer_name", "payer_account", "payee_name", "payee_account", "text")
    hits: set[int] = set()
    for name in columns:
        values = book.table.column(name).to_pylist()
        hits |= {place for place, value in enumerate(values) if value and text in value.casefold()}
    return sorted(hits)


def accounts(text: str, *, reader: Reader, period: Period = _ALWAYS, limit: int = 20) -> tuple[AccountRow, ...]:
    """The accounts whose number or holder has `text` in it, those that moved most first. Audited."""
    wish = _wish(reader, None, period)
    chain.note(reader, "read-payments", text[:100])
    found = [row for book in books(wish) for row in _accounts(book, text.casefold())]
    return tuple(sorted(found, key=lambda row: -(row.paid + row.got) / 10**row.digits)[:limit])


def _accounts(book: Book, text: str) -> Iterator[AccountRow]:
    paid = book.paid
    wanted = [
        number
        for number, (account, name) in enumerate(zip(book.accounts, book.names, strict=True))
        if text in account.casefold() or text in name.casefold()
    ]
    for number in wanted[:_MOST_ACCOUNTS]:
        out, into = np.flatnonzero(paid.source == number), np.flatnonzero(paid.target == number)
        days = paid.at[np.concatenate([out, into])]
        yield AccountRow(
            account=book.accounts[number],
            name=book.names[number],
            currency=book.currency,
            digits=book.digits,
            payments=int(out.size + into.size),
            paid=int(paid.amount[out].sum()),
            got=int(paid.amount[into].sum()),
            first=datetime.fromtimestamp(int(days.min()), UTC),
            last=datetime.fromtimestamp(int(days.max()), UTC),
        )


def trace(wish: TraceWish, *, reader: Reader, known: datetime | None = None) -> TraceFound:
    """Where the money of an account went, or came from. Raises NotFound, WrongUse. Audited."""
    asked = _wish(reader, known, (wish.since, wish.until))
    chain.note(reader, "traced-money", wish.account[:100], method=wish.method)
    book = _holding(books(asked, currency=wish.currency), wish.account)
    number = book.number(wish.account)
    paid = money.turned(book.paid) if wish.back else book.paid
    least = max(1, round(wish.least * 10**book.digits))
    found = money.trace(paid, [number], method=wish.method, least=least, most=wish.most)
    target = book.number(wish.target) if wish.target else None
    held = sorted(found.held.items(), key=lambda one: -one[1])
    sums = found.sums
    return TraceFound(
        account=book.accounts[number],
        name=book.names[number],
        method=wish.method,
        back=wish.back,
        currency=book.currency,
        digits=book.digits,
        payments=_pieces(book, found, back=wish.back),
        held=tuple(Held(account=book.accounts[one], name=book.names[one], amount=round(much)) for one, much in held),
        paid=round(sums.paid),
        held_sum=round(sums.held),
        returned=round(sums.returned),
        left=round(sums.left),
        cut=round(sums.cut),
        at_most=None if target is None else money.most_that_came(paid, [number], target),
    )


def _holding(found: Sequence[Book], account: str) -> Book:
    for book in found:
        try:
            book.number(account)
        except NotFound:
            continue
        return book
    message = f"no payment has the account {account!r}"
    raise NotFound(message, account=account)


def _pieces(book: Book, found: money.Trace, *, back: bool) -> tuple[PaymentRow, ...]:
    """The payments with the part that came from the origin; several parts of one payment are one."""
    parts: dict[int, tuple[float, int]] = {}
    for piece in found.pieces:
        before = parts.get(piece.payment, (0.0, piece.depth))
        parts[piece.payment] = (before[0] + piece.amount, min(before[1], piece.depth))
    places = [len(book.paid) - 1 - one if back else one for one in parts]
    rows = zip(book.shown(places), parts.values(), strict=True)
    return tuple(replace(row, part=round(part), steps=steps) for row, (part, steps) in rows)


def shapes(
    wanted: Sequence[str] = (),
    *,
    reader: Reader,
    known: datetime | None = None,
    changed: Mapping[str, float] | None = None,
    period: Period = _ALWAYS,
) -> tuple[ShapeFound, ...]:
    """The shapes in all payments, the largest sums first; `changed`: parameters set otherwise. Audited. WrongUse."""
    wish = _wish(reader, known, period)
    for shape in wanted:
        money.set_to(shape, changed)
    chain.note(reader, "searched-shapes", ",".join(wanted))
    made = []
    for book in books(wish):
        for shape in wanted or SHAPES:
            found = money.find(book.paid, shape, minor=10**book.digits, changed=changed)
            made += [_shape(book, one) for one in money.matches(shape, found)]
    return tuple(sorted(made, key=lambda one: (one.shape, -one.total, one.account)))


def _shape(book: Book, one: money.Match) -> ShapeFound:
    return ShapeFound(
        shape=one.shape,
        account=book.accounts[one.account],
        name=book.names[one.account],
        currency=book.currency,
        digits=book.digits,
        total=int(book.paid.amount[list(one.payments)].sum()),
        payments=tuple(book.shown(one.payments[:_SHOWN])),
    )


def settings_of(shape: str, *, reader: Reader) -> tuple[ShapeSetting, ...]:
    """The parameters a shape is searched with. Raises WrongUse."""
    require(reader, *Role)
    return tuple(
        ShapeSetting(shape=one.shape, parameter=one.parameter, value=one.value, unit=one.unit)
        for one in money.settings(shape)
    )
