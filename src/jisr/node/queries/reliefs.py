"""What runs out when, who relies on it, and which acts speak of a party?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from datetime import datetime, timedelta

from jisr.desks import compliance
from jisr.node import books, chain
from jisr.node.models import Dependence
from jisr.node.parties import Parties
from jisr.node.queries.clocks import clocks as read_clocks
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.values import CalendarPage, CalendarRow, Clocks, Reliance, ReliefRow
from jisr.records import Precision, When
from jisr.sharing import Reader, Role, require

_SHOWN = 20
_CHUNK = 400
_RELIEFS = frozenset({"licence", "conditions"})
_TICK = timedelta(microseconds=1)


def calendar(*, reader: Reader, clocks: Clocks | None = None) -> CalendarPage:
    """Every relief, and every listing that has to be renewed, by its printed end. Audited."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.EXCHANGE)
    times = clocks or read_clocks()
    chain.note(reader, "read-calendar", times.on.isoformat())
    rows = rows_of(times, reader=reader)
    return CalendarPage(
        on=times.on,
        known=times.known,
        coming=tuple(row for row in rows if row.ends and row.left >= 0),
        over=tuple(row for row in reversed(rows) if row.ends and row.left < 0),
        open_ended=tuple(row for row in rows if not row.ends),
    )


def rows_of(clocks: Clocks, *, reader: Reader) -> list[CalendarRow]:
    """The rows of the calendar, the first to end first; what prints no end last."""
    kept = [one for one in books.shelf(visible_markings(reader)).acts if one.then(clocks.known)]
    acts = [one for one in kept if _told(one.act, clocks.known) and _ends(one.act)]
    successors = _successors([one.act for one in kept if _told(one.act, clocks.known)])
    relying = _relying([one.pk for one in acts], reader=reader)
    rows = [_row(one, clocks, successors.get(one.act.id, ()), relying.get(one.pk, [])) for one in acts]
    return sorted(rows, key=lambda row: (not row.ends, row.day, row.id))


def _ends(act: compliance.Instrument) -> bool:
    """What the calendar tells of: each relief in force, and listings that print an end."""
    return act.effective is not None and (act.decides in _RELIEFS or (act.decides == "restricts" and bool(act.ends)))


def _told(act: compliance.Instrument, known: datetime) -> bool:
    said = act.announced
    if said is None or (act.known_from is not None and act.known_from > said.first):
        return True
    return known >= said.after - _TICK if said.after > said.first else known >= said.first


def _successors(acts: Iterable[compliance.Instrument]) -> dict[str, tuple[str, ...]]:
    """Which later relief, or end, says that it takes an act's place; a renewal of the same listings too."""
    found: dict[str, list[str]] = defaultdict(list)
    every = list(acts)
    eases = {act.id for act in every if act.decides in _RELIEFS}
    for act in every:
        for other in act.amends:
            if act.decides == "ends" or (act.id in eases and other in eases):
                found[other].append(act.title)
    renewals = [act for act in every if act.action == "renew" and act.effective]
    for old in renewals:
        for new in renewals:
            if _renews(new, old):
                found[old.id].append(new.title)
    return {act: tuple(titles) for act, titles in found.items()}


def _renews(new: compliance.Instrument, old: compliance.Instrument) -> bool:
    if new.effective is None or old.effective is None or old.ends is None or new.jurisdiction != old.jurisdiction:
        return False
    who = {one for scope in new.covers for one in scope.who} & {one for scope in old.covers for one in scope.who}
    return bool(who) and old.effective.first < new.effective.first <= old.ends.after


def _relying(records: list[int], *, reader: Reader) -> dict[int, list[Reliance]]:
    found: dict[int, list[Reliance]] = defaultdict(list)
    for start in range(0, len(records), _CHUNK):
        rows = Dependence.objects.filter(record_id__in=records[start : start + _CHUNK])
        rows = rows.filter(finding__in=visible_findings(reader)).exclude(finding__kind="relief-ends")
        told = rows.order_by("-finding_id").values_list(
            "record_id", "finding_id", "finding__kind", "finding__title", "finding__state"
        )
        for record, number, kind, title, state in told:
            found[record].append(Reliance(finding=number, kind=kind, title=title, state=state))
    return found


def _row(one: books.Kept, clocks: Clocks, after: tuple[str, ...], relying: list[Reliance]) -> CalendarRow:
    act = one.act
    day = act.ends.first.date() if act.ends else clocks.on
    return CalendarRow(
        id=act.id,
        record=one.pk,
        title=act.title,
        issuer=act.issuer,
        jurisdiction=act.jurisdiction,
        action=act.action,
        relief=act.decides,
        begins=str(act.effective or ""),
        ends=act.ends_as_printed or str(act.ends or ""),
        day=day,
        left=(day - clocks.on).days,
        after=after,
        relying=tuple(relying[:_SHOWN]),
        number=len(relying),
        confidence=act.confidence,
    )


def reliefs(thing: str, *, reader: Reader, clocks: Clocks | None = None) -> tuple[ReliefRow, ...]:
    """The acts that speak of the party of `thing`: what they do, their measures, and how they stand that day."""
    times = clocks or read_clocks()
    markings = visible_markings(reader)
    members = Parties(times.known, markings=markings).members(thing)
    kept = [one for one in books.shelf(markings).acts if one.then(times.known) and _told(one.act, times.known)]
    near = {one.act.id for one in kept if one.act.refs & set(members) or _covers(one.act, members)}
    amended = {other for one in kept if one.act.id in near for other in one.act.amends}
    acts = [one for one in kept if one.act.id in near | amended]
    return tuple(_relief(one, times, _overtaken(acts, kept, times)) for one in sorted(acts, key=_age))


def speaking_of(thing: str, *, among: Container[str], markings: list[int]) -> tuple[str, ...]:
    """Which acts among these speak of the party of a thing."""
    members = Parties(markings=markings).members(thing)
    acts = (one.act for one in books.shelf(markings).acts if one.act.id in among)
    return tuple(sorted({act.id for act in acts if act.refs & set(members) or _covers(act, members)}))


def _overtaken(acts: Iterable[books.Kept], kept: list[books.Kept], clocks: Clocks) -> dict[str, str]:
    """Which of a party's acts another has ended, or a later relief replaced, by the end of the day."""
    after = When.on(clocks.on).after
    going = [one.act for one in kept if one.act.effective and one.act.effective.first < after]
    reliefs_known = {one.act.id for one in kept if one.act.decides in _RELIEFS}
    later = [act for act in going if act.decides in _RELIEFS]
    replaced = {other: "replaced" for act in later for other in act.amends if other in reliefs_known}
    near = {one.act.id for one in acts}
    ended = {other: "ended" for act in going if act.decides == "ends" and act.id in near for other in act.amends}
    return replaced | ended


def _covers(act: compliance.Instrument, members: Iterable[str]) -> bool:
    return any(scope.who & set(members) for scope in act.covers)


def _age(one: books.Kept) -> tuple[str, str]:
    return str(one.act.effective or one.act.announced or ""), one.act.id


def _relief(one: books.Kept, clocks: Clocks, overtaken: dict[str, str]) -> ReliefRow:
    act = one.act
    return ReliefRow(
        id=act.id,
        record=one.pk,
        title=act.title,
        issuer=act.issuer,
        jurisdiction=act.jurisdiction,
        action=act.action,
        decides=act.decides,
        measures=tuple(sorted(act.measures)),
        state=_state(act, clocks, overtaken),
        announced=str(act.announced or ""),
        effective=str(act.effective or ""),
        expires=act.ends_as_printed or str(act.ends or ""),
        confidence=act.confidence,
        sources=act.sources,
    )


def _state(act: compliance.Instrument, clocks: Clocks, overtaken: dict[str, str]) -> str:
    if act.effective is None or act.decides == "announces":
        return "announced"
    day = When.on(clocks.on)
    if act.effective.first >= day.after:
        return "coming"
    if act.ends is not None and act.ends.first < (day.after if act.ends.precision is Precision.INSTANT else day.first):
        return "over"
    return overtaken.get(act.id, "in-force")
