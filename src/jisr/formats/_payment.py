"""A payment as any message tells it, and the rules that every one must keep: our own, beyond any schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from jisr import tables
from jisr.formats._base import Quarantined, set_aside
from jisr.records import Observation, Place

PAYMENT = "payment"
_LIKE_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{0,9})?")
_MOD, _ONE = 97, 1
_ROLES = ("payer", "payee")


@dataclass(slots=True, kw_only=True)
class Draft:
    """What a message says, as it says it. `date`: ISO 8601; `clock`: an instant on that day, if one is told.

    `ibans`: accounts that the message calls IBANs. `named`: which ends must have a name.
    """

    place: Place
    piece: bytes
    amount: str = ""
    currency: str = ""
    date: str = ""
    date_field: str = "date"
    clock: str = ""
    key: str = ""
    values: dict[str, str] = field(default_factory=dict)
    ibans: tuple[str, ...] = ()
    named: tuple[str, ...] = _ROLES


@cache
def digits_of() -> Mapping[str, int]:
    """Each currency in use and the digits of its minor unit (ISO 4217)."""
    return {row["code"]: int(row["digits"]) for row in tables.rows("currencies")}


@cache
def iban_holds(account: str) -> bool:
    """Whether the check digits are right (ISO 13616, ISO 7064 MOD 97-10)."""
    if not _LIKE_IBAN.fullmatch(account):
        return False
    return int("".join(str(int(char, 36)) for char in account[4:] + account[:4])) % _MOD == _ONE


def finished(draft: Draft, source: str) -> Observation | Quarantined:
    """The payment; or the piece set aside, with the first rule that it breaks."""
    digits = digits_of().get(draft.currency)
    minor = _minor(draft.amount, digits or 0)
    at = _at(draft.date, draft.clock)
    nameless = next((role for role in draft.named if not draft.values.get(f"{role}_name")), "")
    wrong = next((account for account in draft.ibans if not iban_holds(account)), "")
    if digits is None:
        why, value = ("pay-currency", draft.currency) if draft.currency else ("pay-no-currency", draft.amount)
        return set_aside(draft.place, why, draft.piece, value=value)
    if minor is None:
        return set_aside(draft.place, "pay-amount", draft.piece, value=draft.amount, digits=str(digits))
    if at is None:
        return set_aside(draft.place, "pay-date", draft.piece, field=draft.date_field, value=draft.date)
    if nameless:
        return set_aside(draft.place, "pay-no-party", draft.piece, role=nameless)
    if wrong:
        return set_aside(draft.place, "pay-iban", draft.piece, value=wrong)
    told = {name: value for name, value in draft.values.items() if value}
    key = draft.key.lower() or _key(draft, source, minor)
    values: dict[str, str | int] = {"currency": draft.currency, "amount": minor, **told}
    return Observation(kind=PAYMENT, key=key, at=at, values=values, place=draft.place)


def _key(draft: Draft, source: str, minor: int) -> str:
    """Without a UETR a payment is known by its reference with its source; without one by where it stood."""
    named = draft.values.get("reference") or str(draft.place)
    return f"{source}:{named}:{draft.date[:10]}:{minor}"


def plain(text: str) -> Decimal | None:
    """A number written out, as amounts are: no exponent, no more digits than money has; None for another text."""
    return Decimal(text) if _PLAIN.fullmatch(text) else None


def _minor(text: str, digits: int) -> int | None:
    """In minor units; None: no number, not above zero, or finer than the currency."""
    amount = plain(text)
    scaled = amount.scaleb(digits) if amount is not None else Decimal()
    return int(scaled) if scaled > 0 and scaled == scaled.to_integral_value() else None


def _at(day: str, clock: str) -> datetime | None:
    """The start of the day, or the instant where it is of that day."""
    try:
        begins = date.fromisoformat(day[:10])
        told = datetime.fromisoformat(clock or day)
    except ValueError:
        return _start(day)
    instant = told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
    return instant if instant.date() == begins else datetime(begins.year, begins.month, begins.day, tzinfo=UTC)


def _start(day: str) -> datetime | None:
    try:
        begins = date.fromisoformat(day[:10])
    except ValueError:
        return None
    return datetime(begins.year, begins.month, begins.day, tzinfo=UTC)
