"""Does a company share the standing of its owners?

Each law's test is a row of `ownership_laws.csv`. A chain is followed link by link: a company that is itself held counts
as a listed owner of what it owns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jisr import tables
from jisr.records import Dependence


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """`owner` has `share` percent of `owned` (None: not said), or controls it."""

    owner: str
    owned: str
    share: Decimal | None = None
    control: bool = False
    record: Dependence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One jurisdiction's test. `share`: percent; `at_least`: that very share is enough."""

    jurisdiction: str
    share: Decimal
    at_least: bool
    aggregates: bool
    control: str
    minority: str
    title: str
    source: str

    def reached(self, share: Decimal) -> bool:
        """Whether a share is enough."""
        return share >= self.share if self.at_least else share > self.share


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """How listed parties hold one company. `state`: free, held (as if listed), minority, control, circle.

    `share`: percent that counts; `owners`: the listed ones, sorted; `circle`: the companies that own one another;
    `stakes`: every link that was followed.
    """

    state: str
    share: Decimal = Decimal(0)
    owners: tuple[str, ...] = ()
    circle: tuple[str, ...] = ()
    stakes: tuple[Stake, ...] = ()


def law_of(jurisdiction: str) -> Law | None:
    """The test of a jurisdiction; None where no table names one."""
    row = next((row for row in tables.rows("ownership_laws") if row["jurisdiction"] == jurisdiction), None)
    if row is None:
        return None
    return Law(
        jurisdiction=jurisdiction,
        share=Decimal(row["share"]),
        at_least=row["at_least"] == "yes",
        aggregates=row["aggregates"] == "yes",
        control=row["control"],
        minority=row["minority"],
        title=row["title"],
        source=row["source"],
    )


def holding(company: str, stakes: Iterable[Stake], *, listed: frozenset[str], law: Law) -> Holding:
    """How `listed` parties hold `company` by that law. A circle on the way up is told, never resolved."""
    above: dict[str, list[Stake]] = defaultdict(list)
    for stake in stakes:
        above[stake.owned].append(stake)
    circle = circle_from(company, above)
    if circle:
        return Holding(state="circle", circle=circle, stakes=tuple(_reached(company, above)))
    return _held(company, above, listed, law)


def circle_from(start: str, above: Mapping[str, Iterable[Stake]]) -> tuple[str, ...]:
    """The first circle of owners that is reached from `start` going up; () without one. In the order of owning."""
    done: set[str] = set()
    path: list[str] = []
    waiting: list[tuple[str, bool]] = [(start, False)]
    while waiting:
        each, leaving = waiting.pop()
        if leaving:
            path.pop()
            done.add(each)
            continue
        if each in path:
            return (*path[path.index(each) :], each)
        if each in done:
            continue
        path.append(each)
        waiting.append((each, True))
        waiting += [(stake.owner, False) for stake in above.get(each, ())]
    return ()


def _reached(company: str, above: Mapping[str, list[Stake]]) -> list[Stake]:
    found: list[Stake] = []
    seen, waiting = {company}, [company]
    while waiting:
        for stake in above.get(waiting.pop(), ()):
            found.append(stake)
            if stake.owner not in seen:
                seen.add(stake.owner)
                waiting.append(stake.owner)
    return found


def _held(company: str, above: Mapping[str, list[Stake]], listed: frozenset[str], law: Law) -> Holding:
    order = _owners_first(company, above)
    found: dict[str, Holding] = {}
    for each in order:
        found[each] = _one(above.get(each, ()), found, listed, law)
    return found[company]


def _owners_first(company: str, above: Mapping[str, list[Stake]]) -> list[str]:
    order: list[str] = []
    waiting: list[tuple[str, bool]] = [(company, False)]
    while waiting:
        each, ready = waiting.pop()
        if ready:
            order.append(each)
        elif each not in order:
            waiting.append((each, True))
            waiting += [(stake.owner, False) for stake in above.get(each, ())]
    return list(dict.fromkeys(order))


def _one(stakes: Iterable[Stake], above: Mapping[str, Holding], listed: frozenset[str], law: Law) -> Holding:
    counting = [stake for stake in stakes if stake.owner in listed or above[stake.owner].state in {"held", "control"}]
    weak = [stake for stake in stakes if stake not in counting and above[stake.owner].state == "minority"]
    owners = {owner for stake in counting for owner in _names(stake, above, listed)}
    owners |= {owner for stake in weak for owner in above[stake.owner].owners}
    used = (*counting, *weak, *(link for stake in (*counting, *weak) for link in above[stake.owner].stakes))
    shares = [stake.share or Decimal(0) for stake in counting]
    share = sum(shares, Decimal(0)) if law.aggregates else max(shares, default=Decimal(0))
    if law.reached(share):
        state = "held"
    elif any(stake.control for stake in counting):
        state = "held" if law.control == "yes" else "control"
    else:
        state = "minority" if counting or weak else "free"
    return Holding(state=state, share=share, owners=tuple(sorted(owners)), stakes=used)


def _names(stake: Stake, above: Mapping[str, Holding], listed: frozenset[str]) -> tuple[str, ...]:
    return (stake.owner,) if stake.owner in listed else above[stake.owner].owners
