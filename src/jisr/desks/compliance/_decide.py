"""May somebody do this, with this party, on this day, as known then?

Every doubt that the acts leave open is read both ways. Where the answer is the same in all readings, that is the
answer; where it hangs on a doubt, the answer is `review` and the doubt is named: a person looks. Nothing known of a
party is not an all-clear, and neither is the end of one listing while another binds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from jisr import tables
from jisr.desks.compliance._course import Act
from jisr.desks.compliance._instrument import Instrument
from jisr.desks.compliance._lexis import followed, outcome_of
from jisr.desks.compliance._moments import Doubt, Reading, boundaries
from jisr.desks.compliance._ownership import Holding, Law, holding, law_of
from jisr.desks.compliance._question import ASKED, Counterparty, Query
from jisr.desks.compliance._standing import Listing, standings
from jisr.desks.compliance._weigh import RELIEFS, SEVERITY, Found, Sheet, relevant, weigh
from jisr.records import Precision, When

ENGINE = "1"
_ROUNDS = 4
_MOST = 24  # doubts read both ways; more than that is for a person anyway
_DAY = timedelta(days=1)
_EFFECT = {"restricts": "lists", "ends": "delists"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OnList:
    """A party's entry on a list, as a listing of its own: the act it amounts to, and what its editions say."""

    act: Instrument
    listing: Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """All that is known: acts, entries on lists, and the parties that own the one asked about (id -> party)."""

    acts: tuple[Instrument, ...]
    listed: tuple[OnList, ...] = ()
    owners: Mapping[str, Counterparty] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`status` and why. `found`: each restriction; `doubts`: what it hangs on; `holding`: how its owners hold it.

    `until`: the printed end of the relief it rests on. `next_change`: the first known point at which the answer may
    change, as printed; "" none is known. `change`: the same as a point in time.
    """

    status: str
    found: tuple[Found, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    holding: Holding | None = None
    law: Law | None = None
    elsewhere: tuple[Found, ...] = ()
    codes: tuple[str, ...] = ()
    until: str = ""
    next_change: str = ""
    change: When | None = None
    becomes: str = ""


@dataclass(slots=True, kw_only=True)
class _Desk:
    """One question laid out: its sheet, the UN's where that binds too, and its owners'."""

    query: Query
    sheet: Sheet
    world: Sheet | None
    owners: Mapping[str, _Desk]
    book: Book
    at: datetime


def decide(query: Query, book: Book, *, known: datetime) -> Answer:
    """The answer as known at that instant, with the next date on which it may change."""
    desk = _lay_out(query, book, known)
    answer = _resolve(desk, query.on)
    return _with_change(desk, answer)


def _lay_out(query: Query, book: Book, known: datetime, *, deep: bool = True) -> _Desk:
    row = next((row for row in tables.rows("question_laws") if row["asked"] == query.jurisdiction), None)
    law = row["jurisdiction"] if row else query.jurisdiction
    measures = frozenset({row["measure"]}) if row and row["measure"] else frozenset()
    world = None if law == "un" or measures else _sheet(query, book, "un", frozenset())
    owners = {
        thing: _lay_out(replace(query, counterparty=owner), book, known, deep=False)
        for thing, owner in book.owners.items()
        if deep
    }
    return _Desk(query=query, sheet=_sheet(query, book, law, measures), world=world, owners=owners, book=book, at=known)


def _sheet(query: Query, book: Book, law: str, measures: frozenset[str]) -> Sheet:
    acts = [act for act in book.acts if act.jurisdiction == law]
    lists = [one.act for one in book.listed if one.act.jurisdiction == law and one.act.refs & query.counterparty.things]
    return Sheet(query=query, law=law, acts=(*relevant(acts, query), *lists), measures=measures)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    status: str
    found: tuple[Found, ...]
    holding: Holding | None = None
    law: Law | None = None
    elsewhere: tuple[Found, ...] = ()
    codes: tuple[str, ...] = ()


def _resolve(desk: _Desk, on: When) -> Answer:
    """Read every doubt both ways."""
    first = Reading()
    plain = _once(desk, on, first)
    outcomes = {first.taken: plain}
    met: dict[tuple[str, str], Doubt] = dict(first.met)
    for _ in range(_ROUNDS):
        before = len(met)
        keys = list(met)[:_MOST]
        every = frozenset(keys)
        for taken in (*(frozenset({key}) for key in keys), every, *(every - {key} for key in keys)):
            if taken not in outcomes:
                reading = Reading(taken=taken)
                outcomes[taken] = _once(desk, on, reading)
                met.update({key: doubt for key, doubt in reading.met.items() if key not in met})
        if len(met) == before:
            break
    return _answer(plain, outcomes, met)


def _answer(
    plain: _Outcome, outcomes: Mapping[frozenset[tuple[str, str]], _Outcome], met: Mapping[tuple[str, str], Doubt]
) -> Answer:
    statuses = {one.status for one in outcomes.values()}
    if len(statuses) == 1:
        doubts: tuple[Doubt, ...] = ()
        status = plain.status
    else:
        deciding = [key for key in met if _matters(key, outcomes)]
        doubts = tuple(met[key] for key in deciding or met)
        status = "review"
    merged = tuple({_key(one): one for outcome in reversed(list(outcomes.values())) for one in outcome.found}.values())
    return Answer(
        status=status,
        found=tuple(plain.found) if not doubts else merged,
        doubts=doubts,
        holding=plain.holding,
        law=plain.law,
        elsewhere=plain.elsewhere,
        codes=tuple(dict.fromkeys((*plain.codes, *(("hangs-on-doubt",) if doubts else ())))),
        until=_until(plain.found) if status in RELIEFS.values() else "",
    )


def _key(one: Found) -> tuple[str, str]:
    return one.act.id if one.act else "", one.measure


def _matters(key: tuple[str, str], outcomes: Mapping[frozenset[tuple[str, str]], _Outcome]) -> bool:
    return any(
        taken ^ {key} in outcomes and outcomes[frozenset(taken ^ {key})].status != outcome.status
        for taken, outcome in outcomes.items()
    )


def _until(found: Iterable[Found]) -> str:
    """The earliest day on which a restriction loses its last relief, as printed; "" open."""
    last: list[tuple[When, str]] = []
    for one in found:
        if one.state != "relieved":
            continue
        ends = [(act.ends, act.ends_as_printed or act.ends.text) for act in one.by if act.ends]
        if len(ends) == len(one.by) and ends:
            last.append(max(ends, key=lambda end: end[0].first))
    return min(last, key=lambda end: end[0].first)[1] if last else ""


def _once(desk: _Desk, on: When, reading: Reading) -> _Outcome:
    """One reading: own law, then the UN's, then the owners'."""
    elsewhere: tuple[Found, ...] = ()
    if desk.world is not None:
        _note_lists(desk, desk.world, on)
        elsewhere = weigh(desk.world, on, desk.at, reading)
    _note_lists(desk, desk.sheet, on)
    desk.sheet.states = {**desk.sheet.states, **_followed(elsewhere)}
    found = weigh(desk.sheet, on, desk.at, reading)
    held, law = _held(desk, on, reading)
    return _conclude(desk, found, elsewhere, held, law)


def _followed(elsewhere: tuple[Found, ...]) -> Mapping[str, str]:
    own = [one for one in elsewhere if one.act is not None]
    gone = bool(own) and all(one.state == "ended" for one in own)
    return {"follows:un": "ended"} if gone else {}


def _note_lists(desk: _Desk, sheet: Sheet, on: When) -> None:
    """How each entry on a list stands that day, by its editions and the acts about it."""
    day = on.first.date()
    states: dict[str, str] = {}
    ids = {act.id for act in sheet.acts}
    for one in desk.book.listed:
        if one.act.id in ids:
            told = [act for act in sheet.acts if act.id != one.act.id and act.measures & one.act.measures]
            named = [
                _as_act(act) for act in told if act.refs & desk.query.counterparty.things and _spoken(act, desk.at)
            ]
            said = standings([one.listing], named, on=day)
            states[one.act.id] = next((each.state for each in said if each.jurisdiction == one.act.jurisdiction), "")
    sheet.states = states


def _spoken(act: Instrument, at: datetime) -> bool:
    return act.announced is None or act.announced.after <= at + timedelta(microseconds=1)


def _as_act(act: Instrument) -> Act:
    return Act(
        jurisdiction=act.jurisdiction,
        effect=_EFFECT.get(act.decides, "other"),
        title=act.title,
        announced=act.announced,
        effective=act.effective,
        ends=act.ends,
        certain=act.confidence not in {"low", "to_verify"},
        record=act.record,
        amends=act.amends,
    )


def _held(desk: _Desk, on: When, reading: Reading) -> tuple[Holding | None, Law | None]:
    who = desk.query.counterparty
    if not who.stakes:
        return None, None
    law = law_of(desk.sheet.query.jurisdiction)
    if law is None:
        return Holding(state="minority", stakes=who.stakes), None
    listed = {thing for thing, owner in desk.owners.items() if _binds(owner, on, reading)}
    start = next(iter(sorted(who.things & {stake.owned for stake in who.stakes})), ASKED)
    return holding(start, who.stakes, listed=frozenset(listed) | who.listed, law=law), law


def _binds(owner: _Desk, on: When, reading: Reading) -> bool:
    return _once(owner, on, reading).status in {"prohibited", "sanctionable"}


def _conclude(
    desk: _Desk, found: tuple[Found, ...], elsewhere: tuple[Found, ...], held: Holding | None, law: Law | None
) -> _Outcome:
    codes: list[str] = []
    statuses = [one.status for one in found]
    if not desk.query.activity:
        codes.append("activity-unknown")
        statuses.append("review")
    if held is not None and held.state != "free":
        codes.append(f"owners-{held.state}")
        hit = outcome_of("asset_freeze", desk.query.activity, desk.sheet.law)[0]
        statuses.append(hit or "review" if held.state == "held" else "review")
    if any(one.state == "bound" and one.status in {"prohibited", "review"} for one in elsewhere):
        codes.append("un-binds")
        statuses.append("review")
    if not found and held is None:
        codes.append("nothing-known")
        statuses.append("review")
    elif not found and held is not None and held.state == "free":
        codes.append("owners-free")
        statuses.append("review")
    status = max(statuses, key=lambda one: SEVERITY[one], default="review")
    return _Outcome(status=status, found=found, holding=held, law=law, elsewhere=elsewhere, codes=tuple(codes))


def _with_change(desk: _Desk, answer: Answer) -> Answer:
    for when, printed in _coming(desk):
        later = _resolve(desk, when)
        if later.status != answer.status:
            return replace(answer, next_change=printed, change=when, becomes=later.status)
    return answer


def _coming(desk: _Desk) -> list[tuple[When, str]]:
    """Every point after the one asked about at which an act begins or ends, the earliest first."""
    found: dict[str, tuple[When, str]] = {}
    after = desk.query.on.after
    sheets = (desk.sheet, desk.world, *(owner.sheet for owner in desk.owners.values()))
    for act in (act for sheet in sheets if sheet is not None for act in sheet.acts):
        for when, printed in _points(act):
            if when.first >= after and when.first > desk.query.on.first:
                found.setdefault(when.text, (when, printed))
    return sorted(found.values(), key=lambda one: one[0].first)


def _points(act: Instrument) -> Iterator[tuple[When, str]]:
    for when, printed in boundaries(act):
        if when.precision is Precision.INSTANT:
            yield when, printed
            continue
        first, last = When.on(when.first.date()), When.on((when.after - _DAY).date())
        yield first, printed if when.precision is Precision.DAY else first.text
        yield last, last.text
        after = When.on(when.after.date())
        yield after, after.text


def follows_source(act: Instrument) -> str:
    """Where it is written that the act's regime follows another; ""."""
    return followed(act.title, act.jurisdiction)[1]
