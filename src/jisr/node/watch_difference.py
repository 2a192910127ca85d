"""What is different for those that are watched?  New hits, hits gone, facts changed: written down with reasons."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import orjson

from jisr.node import clock, good_guys
from jisr.node.convert import dumps, reasons_text
from jisr.node.found import New, find
from jisr.node.models import Finding, Portfolio, Record, WatchEvent, WatchHit, WatchRow
from jisr.node.profiles import of_type
from jisr.node.queries.clocks import clocks
from jisr.node.status import Statuses
from jisr.node.values import Standing
from jisr.node.watching import Pair, Watcher
from jisr.records import Reason

_TLP = ("clear", "green", "amber", "amber+strict", "red")
_MOST_TOLD = 12  # changed properties told one by one
_NOT_TOLD = frozenset({"modifiedAt", "createdAt", "retrievedAt", "indexText", "bodyText"})
Key = tuple[int, str]  # row, thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How many hits were new, gone, changed."""

    new: int = 0
    gone: int = 0
    changed: int = 0


def settle(watcher: Watcher, now: Mapping[Key, Pair], before: Mapping[Key, WatchHit], *, tell: bool) -> Difference:
    """Write the difference between the hits `now` and `before` down. Inside a write.

    `tell`: as events and findings; else the hits alone, as when a portfolio is new and its hits are all there is.
    """
    standings = _standings(watcher, [*(key[1] for key in now), *(key[1] for key in before)])
    rows = WatchRow.objects.in_bulk({key[0] for key in (*now, *before)})
    writer = _Writer(watcher.portfolio, rows, standings, tell=tell)
    counts = {"new": 0, "gone": 0, "changed": 0}
    for key in sorted(now.keys() | before.keys()):
        what = writer.settle(now.get(key), before.get(key))
        if what:
            counts[what] += 1
    return Difference(**counts)


def tell(watcher: Watcher, hit: WatchHit, reason: Reason, *, record: int) -> bool:
    """An event of its own about a hit, as a finding that rests on `record` too; False: it was told, or is cleared.

    Inside a write.
    """
    watched = WatchRow.objects.get(pk=hit.row_id)
    if good_guys.for_question(good_guys.asked_of(watched), hit.thing) is not None:
        return False
    what = reason.code.removeprefix("watch-")
    known = WatchEvent.objects.filter(row=watched, thing=hit.thing, what=what, reasons=reasons_text((reason,)))
    if known.exists():
        return False
    standings = {hit.thing: _standings(watcher, (hit.thing,))[hit.thing]}
    writer = _Writer(watcher.portfolio, {watched.pk: watched}, standings, tell=True)
    writer.event(what, replace(_as_pair(hit), record=record), (reason,))
    return True


def _standings(watcher: Watcher, things: Iterable[str]) -> dict[str, tuple[Standing, ...]]:
    statuses = Statuses(clocks=clocks(), markings=watcher.markings, parties=watcher.parties)
    return statuses.of_many(sorted(set(things)))


def _plain(standings: Iterable[Standing]) -> list[list[str]]:
    """What of a standing makes a difference."""
    return sorted([one.jurisdiction, one.state, one.since, one.until, one.programme] for one in standings)


class _Writer:
    """Writes hits, events and findings of one portfolio."""

    def __init__(
        self,
        portfolio: Portfolio,
        rows: Mapping[int, WatchRow],
        standings: Mapping[str, tuple[Standing, ...]],
        *,
        tell: bool,
    ) -> None:
        self._portfolio, self._rows, self._standings, self._tell = portfolio, rows, standings, tell
        self._at = clock.now()

    def settle(self, now: Pair | None, before: WatchHit | None) -> str:
        """What became of one pair: new, gone, changed, or "" nothing."""
        if now is not None and before is None:
            self._begin(now)
            self.event("new", now, _reasons(now))
            return "new"
        if now is None and before is not None:
            self._end(before)
            self.event("gone", _as_pair(before), (_why_gone(before),))
            return "gone"
        if now is None or before is None:
            return ""
        reasons = self._changes(now, before)
        if not reasons and now.record == before.record_id:
            return ""
        self._end(before)
        self._begin(now)
        if not reasons:
            return ""  # another version that says the same
        self.event("changed", now, reasons)
        return "changed"

    def _begin(self, pair: Pair) -> None:
        WatchHit.objects.create(
            row_id=pair.row,
            thing=pair.thing,
            record_id=pair.record,
            score=pair.score,
            reasons=reasons_text(_reasons(pair)),
            standing=dumps(_plain(self._standings[pair.thing])),
            since=self._at,
        )

    def _end(self, hit: WatchHit) -> None:
        hit.ended_at = self._at
        hit.save(update_fields=("ended_at",))

    def _changes(self, now: Pair, before: WatchHit) -> tuple[Reason, ...]:
        """Property by property, then standing by standing."""
        reasons = _standing_changes(orjson.loads(before.standing), _plain(self._standings[now.thing]))
        if now.record != before.record_id:
            old, new = (Record.objects.get(pk=pk) for pk in (before.record_id, now.record))
            countries = frozenset((*of_type(old.schema, "country"), *of_type(new.schema, "country")))
            told = _property_changes(orjson.loads(old.properties), orjson.loads(new.properties), countries=countries)
            reasons = (*told, *reasons)
        return reasons

    def event(self, what: str, pair: Pair, reasons: tuple[Reason, ...]) -> None:
        """A difference that is told, and its finding unless two persons cleared the hit."""
        if not self._tell:
            return
        watched = self._rows[pair.row]
        cleared = good_guys.for_question(good_guys.asked_of(watched), pair.thing) is not None
        event = WatchEvent.objects.create(
            row=watched,
            thing=pair.thing,
            what=what,
            record_id=pair.record,
            score=pair.score,
            reasons=reasons_text(reasons),
            at=self._at,
            cleared=cleared,
        )
        if not cleared:
            event.finding_id = self._finding(event, watched, reasons)
            event.save(update_fields=("finding",))

    def _finding(self, event: WatchEvent, row: WatchRow, reasons: tuple[Reason, ...]) -> int:
        record = Record.objects.get(pk=event.record_id)
        rests_on = {source.record for one in self._standings[event.thing] for source in one.sources}
        who = row.name or record.caption
        told = [event.row_id, event.thing, event.what, event.record_id, reasons_text(reasons), event.at.isoformat()]
        number = find(
            New(
                desk="compliance",
                kind=f"watch-{event.what}",
                subject=event.thing,
                about=f"portfolio:{row.portfolio_id}/{row.number}",
                title=who if row.thing else f"{who} ~ {record.caption}",
                score=event.score,
                reasons=reasons,
                records=(event.record_id, *sorted(rests_on - {event.record_id})),
                question={"portfolio": self._portfolio.name, "row": str(row.number), "reference": row.reference},
                digest=hashlib.sha256(dumps(told).encode()).hexdigest(),
            ),
            by="node:watch",
        )
        _narrow(number, self._portfolio)
        return number


def _narrow(number: int, portfolio: Portfolio) -> None:
    """A finding that names a customer is for those alone who may know of the portfolio."""
    row = Finding.objects.select_related("marking").get(pk=number)
    if _TLP.index(row.marking.tlp) < _TLP.index(portfolio.marking.tlp):
        row.marking = portfolio.marking
        row.save(update_fields=("marking",))


def _as_pair(hit: WatchHit) -> Pair:
    return Pair(row=hit.row_id, thing=hit.thing, record=hit.record_id, score=hit.score, comparison=None)


def _reasons(pair: Pair) -> tuple[Reason, ...]:
    if pair.comparison is None:
        return (Reason(code="watch-starred"),)
    return tuple(replace(one, weight=round(one.weight, 4)) for one in pair.comparison.reasons)


def _why_gone(hit: WatchHit) -> Reason:
    """Removed by its source, or told so otherwise that it resembles no more."""
    newer = Record.objects.filter(thing=hit.thing, known_to=None).exists()
    return Reason(code="watch-resembles-no-more" if newer else "watch-removed", facts=(("thing", hit.thing),))


def _property_changes(
    old: Mapping[str, list[str]], new: Mapping[str, list[str]], *, countries: frozenset[str]
) -> tuple[Reason, ...]:
    """Property by property; `countries`: those whose values are codes of countries, said by name."""
    changed = [
        name
        for name in sorted(old.keys() | new.keys())
        if name not in _NOT_TOLD and sorted(old.get(name, ())) != sorted(new.get(name, ()))
    ]
    return tuple(
        Reason(
            code="watch-country" if name in countries else "watch-property",
            facts=(("property", name), ("was", _listed(old.get(name, ()))), ("now", _listed(new.get(name, ())))),
        )
        for name in changed[:_MOST_TOLD]
    )


def _standing_changes(old: list[list[str]], new: list[list[str]]) -> tuple[Reason, ...]:
    was, now = ({(one[0], one[4]): f"{one[1]} {one[2]}".strip() for one in each} for each in (old, new))
    return tuple(
        Reason(
            code="watch-stands",
            facts=(
                ("jurisdiction", key[0]),
                ("programme", key[1] or "–"),
                ("was", was.get(key, "–")),
                ("now", now.get(key, "–")),
            ),
        )
        for key in sorted(was.keys() | now.keys())
        if was.get(key) != now.get(key)
    )


def _listed(values: Iterable[str]) -> str:
    text = "; ".join(values)
    return f"{text[:200]}…" if len(text) > 200 else text or "–"  # noqa: PLR2004  # a line of a reason
