"""How far did the money come: pledged, committed, paid, spent?  Never one added to another.

A revised budget replaces the original of its period. A parent does not count again what its children tell, and a flow
that several countries share counts once. Amounts are decimals of the currency they were told in, never converted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from jisr.desks.programmes._xml import Element

STAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "pledged": ("12", "13"),
    "incoming": ("1", "11"),
    "committed": ("2",),
    "paid": ("3",),
    "spent": ("4",),
}
_REVISED = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """An amount of one currency (ISO 4217) at one stage. `type`: the standard's code of the transaction type."""

    type: str
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A budget line: type 1 original, 2 revised; status 1 indicative, 2 committed. `counts`: no other replaces it."""

    type: str
    status: str
    begins: str
    ends: str
    currency: str
    value_date: str
    amount: Decimal
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The money of one activity: sums of transactions by type and currency, budgets, and what could not be read."""

    sums: tuple[Sum, ...]
    budgets: tuple[Budget, ...]
    unread: tuple[str, ...] = ()

    @property
    def budget(self) -> tuple[Sum, ...]:
        """The budget that holds, by currency: every period once."""
        return _summed(("", one.currency, one.amount) for one in self.budgets if one.counts)

    def stage(self, name: str) -> tuple[Sum, ...]:
        """The sums of a stage of `STAGES`, by currency."""
        return _summed(("", one.currency, one.amount) for one in self.sums if one.type in STAGES[name])


def chain_of(activity: Element) -> Chain:
    """The money of an activity, as its element tells it."""
    currency = activity.get("default-currency", "")
    unread: list[str] = []
    told = []
    for one in activity.findall("transaction"):
        amount = _amount(one, unread)
        kind = one.find("transaction-type")
        if amount is not None:
            told.append((kind.get("code", "") if kind is not None else "", _currency(one, currency), amount))
    return Chain(sums=_summed(told), budgets=_budgets(activity, currency, unread), unread=tuple(unread))


def _budgets(activity: Element, currency: str, unread: list[str]) -> tuple[Budget, ...]:
    lines = [(one, amount) for one in activity.findall("budget") if (amount := _amount(one, unread)) is not None]
    revised = {_period(one) for one, _ in lines if one.get("type", "1") == _REVISED}
    return tuple(
        Budget(
            type=one.get("type", "1"),
            status=one.get("status", "1"),
            begins=_period(one)[0],
            ends=_period(one)[1],
            currency=_currency(one, currency),
            value_date=_value(one).get("value-date", ""),
            amount=amount,
            counts=one.get("type", "1") == _REVISED or _period(one) not in revised,
        )
        for one, amount in lines
    )


def _period(one: Element) -> tuple[str, str]:
    ends = (one.find(name) for name in ("period-start", "period-end"))
    first, last = (at.get("iso-date", "").strip() if at is not None else "" for at in ends)
    return first, last


def _value(one: Element) -> Mapping[str, str]:
    value = one.find("value")
    return {str(name): str(said) for name, said in value.attrib.items()} if value is not None else {}


def _currency(one: Element, default: str) -> str:
    return (_value(one).get("currency") or default).strip()


def _amount(one: Element, unread: list[str]) -> Decimal | None:
    text = (one.findtext("value") or "").strip()
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        unread.append(f"{one.tag}, line {one.sourceline}: {text[:40]!r}")
        return None
    return amount


def _summed(told: Iterable[tuple[str, str, Decimal]]) -> tuple[Sum, ...]:
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for kind, currency, amount in told:
        sums[kind, currency] += amount
    return tuple(Sum(type=kind, currency=code, amount=amount) for (kind, code), amount in sorted(sums.items()))


def together(chains: Mapping[str, Chain], parents: Mapping[str, Sequence[str]], *, stage: str) -> tuple[Sum, ...]:
    """The sum of a stage (or `budget`) over several activities by id. `parents`: id -> those it is part of.

    Where a child tells the stage, its parents near and far do not count again.
    """
    own = {key: chain.budget if stage == "budget" else chain.stage(stage) for key, chain in chains.items()}
    covered: set[str] = set()
    for key, sums in own.items():
        waiting = list(parents.get(key, ())) if sums else []
        while waiting:
            parent = waiting.pop()
            if parent not in covered:
                covered.add(parent)
                waiting += parents.get(parent, ())
    return _summed(("", one.currency, one.amount) for key, sums in own.items() if key not in covered for one in sums)


def flows_together(flows: Iterable[tuple[str, str, str, Decimal]]) -> tuple[Sum, ...]:
    """Flows (id, status, currency, amount) by status: one that was told for several countries counts once."""
    seen: dict[str, tuple[str, str, Decimal]] = {}
    for key, status, currency, amount in flows:
        seen.setdefault(key, (status, currency, amount))
    return _summed(seen.values())
