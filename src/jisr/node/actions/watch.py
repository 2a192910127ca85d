"""Watch customers and parties: take a portfolio in, star a party, look again after a delivery, end it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import orjson
from django.db.models import QuerySet

from jisr.errors import Conflict, NotFound, WrongUse
from jisr.node import chain, clock, deliveries, following, name_index, portfolio_file, record_keys
from jisr.node.convert import dumps, marking_row, typed
from jisr.node.models import Member, Portfolio, Record, WatchHit, WatchKey, WatchRow
from jisr.node.portfolio_file import Customer
from jisr.node.queries.reader import visible_markings
from jisr.node.store import bulk, insert, queue, write
from jisr.node.uploads import let_go
from jisr.node.watch_difference import Difference, settle
from jisr.node.watching import Watcher, row_keys
from jisr.records import TLP, Marking
from jisr.sharing import Reader, Role, require

WORK = "watch"
STARS = "stars"
_CHUNK = 400
_MARKING = Marking(tlp=TLP.AMBER_STRICT)


def add(file: tuple[str, bytes], *, reader: Reader, name: str, mapping: Mapping[str, str] | None = None) -> int:
    """Watch the customers of a CSV or XLSX file under a name; one's portfolio of that name is brought up to date by it.

    Returns its id. Raises `NotAllowed`, `Unreadable`, `TooLarge`, `WrongUse`.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    name = typed(name).strip()[:150]
    if not name:
        message = "a portfolio needs a name"
        raise WrongUse(message, field="name")
    title, data = file
    _columns, customers = portfolio_file.read(title, data, mapping or {})
    _ready()
    digest = deliveries.keep(data)
    with write():
        queue("watch")
        row = _portfolio(name, reader, stars=False)
        before, row.file, row.sha256 = row.sha256, typed(title)[:300], digest
        row.save(update_fields=("file", "sha256"))
        fresh = _bring_up_to_date(row, customers)
        watcher = Watcher(row)
        first = row.screened_at is None
        found = settle(watcher, watcher.of_rows(fresh), {}, tell=not first)
        row.screened_at = clock.now()
        row.save(update_fields=("screened_at",))
        aside = str(sum(bool(one.problem) for one in customers))
        facts = {"rows": str(len(customers)), "aside": aside, "sha256": digest, "hits": str(found.new)}
        chain.note(reader, "watch-add", name, **facts)
    let_go(before)
    return row.pk


def star(thing: str, *, reader: Reader, why: str = "") -> int:
    """Watch a party: every change of its records is told. Returns the row. Raises `NotAllowed`, `NotFound`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    there = Record.objects.filter(thing=thing, marking__in=visible_markings(reader)).order_by("-pk").first()
    if there is None:
        message = f"no party {thing!r}"
        raise NotFound(message, thing=thing)
    with write():
        queue("watch")
        portfolio = _portfolio(STARS, reader, stars=True)
        known = WatchRow.objects.filter(portfolio=portfolio, thing=thing, ended_at=None).first()
        if known is not None:
            return known.pk
        row = WatchRow.objects.create(
            portfolio=portfolio,
            number=portfolio.rows.count() + 1,
            identity=thing,
            name=there.caption,
            said=dumps({"schema": there.schema, "properties": {}}),
            thing=thing,
            reference=typed(why).strip()[:200],
            added_at=clock.now(),
        )
        watcher = Watcher(portfolio)
        settle(watcher, watcher.of_stars([row]), {}, tell=False)
        chain.note(reader, "watch-star", thing, why=typed(why).strip())
    return row.pk


def unstar(thing: str, *, reader: Reader) -> None:
    """Watch a party no more. Raises `NotFound`."""
    with write():
        rows = WatchRow.objects.filter(portfolio__by=reader.name, portfolio__stars=True, thing=thing, ended_at=None)
        if not _end_rows(list(rows)):
            message = f"you do not watch {thing!r}"
            raise NotFound(message, thing=thing)
        chain.note(reader, "watch-unstar", thing)


def remove(number: int, *, reader: Reader) -> None:
    """End a portfolio; what was told of it stays on record. Raises `NotAllowed`, `NotFound`, `Conflict`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    with write():
        row = Portfolio.objects.filter(pk=number, marking__in=visible_markings(reader)).first()
        if row is None or not (row.by == reader.name or reader.has(Role.SUPERVISOR)):
            message = f"no portfolio {number}"
            raise NotFound(message, portfolio=str(number))
        if row.ended_at is not None:
            message = f"portfolio {number} is ended already"
            raise Conflict(message, portfolio=str(number))
        _end_rows(list(row.rows.filter(ended_at=None)))
        row.ended_at = clock.now()
        row.save(update_fields=("ended_at",))
        chain.note(reader, "watch-remove", row.name)


@bulk()
def catch_up() -> Difference:
    """Look at what the deliveries since touched, for every portfolio; what is different becomes events and findings."""
    due = following.due(WORK)
    if not due:
        return Difference()
    _ready()
    total = Difference()
    portfolios = live()
    things = touched(due) if portfolios else set()
    with write():
        queue("watch")
        mine = [batch for batch in due if following.done(WORK, batch)]  # else another process was faster
        for portfolio in portfolios if mine else ():
            total = _plus(total, _look(portfolio, things))
    return total


def look_at_all_again() -> Difference:
    """Every portfolio against everything that stands: what a judgement or the day changed. For every night."""
    _ready()
    total = Difference()
    for portfolio in live():
        with write():
            queue("watch")
            total = _plus(total, again(portfolio))
    return total


def live() -> list[Portfolio]:
    """The portfolios that are watched, of people who are still here."""
    here = set(Member.objects.filter(is_active=True).values_list("name", flat=True))
    rows = Portfolio.objects.filter(ended_at=None).order_by("pk")
    return [row for row in rows if row.by in here or row.by.startswith("terminal:")]


def look_again(number: int, *, reader: Reader) -> Difference:
    """Look at everything anew: what a judgement or the day changed shows too. Raises `NotAllowed`, `NotFound`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    _ready()
    with write():
        queue("watch")
        row = Portfolio.objects.filter(pk=number, ended_at=None, marking__in=visible_markings(reader)).first()
        if row is None:
            message = f"no portfolio {number}"
            raise NotFound(message, portfolio=str(number))
        found = again(row)
        chain.note(reader, "watch-again", row.name, new=str(found.new), gone=str(found.gone))
    return found


def again(portfolio: Portfolio) -> Difference:
    """Every row of a portfolio against everything that stands. Inside a write."""
    watcher = Watcher(portfolio)
    rows = list(portfolio.rows.filter(ended_at=None, problem=""))
    now = watcher.of_stars(rows) if portfolio.stars else watcher.of_rows(rows)
    before = {(hit.row_id, hit.thing): hit for hit in WatchHit.objects.filter(row__in=rows, ended_at=None)}
    found = settle(watcher, now, before, tell=True)
    _looked(portfolio)
    return found


def _look(portfolio: Portfolio, things: set[str]) -> Difference:
    """The rows of a portfolio against the things that were touched, and what is said of their parties."""
    watcher = Watcher(portfolio)
    parties = {member for thing in things for member in watcher.parties.members(thing)}
    hits = WatchHit.objects.filter(row__portfolio=portfolio, ended_at=None)
    before = {(hit.row_id, hit.thing): hit for hit in _of_things(hits, parties)}
    if portfolio.stars:
        rows = _of_things(WatchRow.objects.filter(portfolio=portfolio, ended_at=None), parties)
        now = watcher.of_stars(rows)
        before = {(hit.row_id, hit.thing): hit for hit in hits.filter(row__in=rows)}
    else:
        now = watcher.of_things(parties)
    found = settle(watcher, now, before, tell=True)
    _looked(portfolio)
    return found


Watched = TypeVar("Watched", WatchHit, WatchRow)


def _of_things(rows: QuerySet[Watched], things: set[str]) -> list[Watched]:
    wanted = sorted(things)
    return [
        one for start in range(0, len(wanted), _CHUNK) for one in rows.filter(thing__in=wanted[start : start + _CHUNK])
    ]


def touched(batches: Sequence[int]) -> set[str]:
    """The things these deliveries said something of: new versions, closed ones, listings and acts about them."""
    found: set[str] = set()
    for batch in batches:
        for rows in (Record.objects.filter(batch=batch), Record.objects.filter(closed_by=batch)):
            for thing, about in rows.values_list("thing", "about").iterator(chunk_size=2000):
                found.update(filter(None, (thing, about)))
            for text in rows.filter(schema="Instrument").values_list("properties", flat=True):
                found.update(subject for subject in _subjects(text))
    return found


def _subjects(text: str) -> Sequence[str]:
    said: dict[str, list[str]] = orjson.loads(text)
    return said.get("subject", ())


def _looked(portfolio: Portfolio) -> None:
    portfolio.screened_at = clock.now()
    portfolio.save(update_fields=("screened_at",))


def _plus(one: Difference, other: Difference) -> Difference:
    return Difference(new=one.new + other.new, gone=one.gone + other.gone, changed=one.changed + other.changed)


def _ready() -> None:
    name_index.catch_up()
    record_keys.catch_up()


def _portfolio(name: str, reader: Reader, *, stars: bool) -> Portfolio:
    """One's own portfolio of that name, made if new. Inside a write."""
    known = Portfolio.objects.filter(name=name, by=reader.name, stars=stars, ended_at=None).first()
    return known or Portfolio.objects.create(
        name=name, by=reader.name, stars=stars, marking=marking_row(_MARKING), created_at=clock.now()
    )


def _bring_up_to_date(portfolio: Portfolio, customers: Sequence[Customer]) -> list[WatchRow]:
    """End the rows that are no longer in the file, keep those that are as they were, add the new; returns these."""
    standing = list(portfolio.rows.filter(ended_at=None))
    kept = {row.identity: row for row in standing if not row.problem}
    wanted = {one.identity: one for one in customers if not one.problem}
    changed = {key for key, row in kept.items() if key in wanted and row.said != _said(wanted[key])}
    same = (kept.keys() & wanted.keys()) - changed
    _end_rows([row for row in standing if row.problem or row.identity not in same])
    added = [
        WatchRow.objects.create(
            portfolio=portfolio,
            number=one.number,
            identity=one.identity,
            reference=one.reference,
            name=one.name,
            said=_said(one),
            problem=one.problem,
            facts=dumps(dict(one.facts)),
            added_at=clock.now(),
        )
        for one in customers
        if one.problem or one.identity not in same
    ]
    fresh = [row for row in added if not row.problem]
    keys = [(key, row.pk) for row in fresh for key in row_keys(wanted[row.identity].schema, wanted[row.identity].said)]
    insert(WatchKey, ("key", "row"), keys)
    return fresh


def _said(one: Customer) -> str:
    return dumps({"schema": one.schema, "properties": {name: list(values) for name, values in one.said.items()}})


def _end_rows(rows: list[WatchRow]) -> int:
    now, ids = clock.now(), [row.pk for row in rows]
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        WatchHit.objects.filter(row__in=chunk, ended_at=None).update(ended_at=now)
        WatchRow.objects.filter(pk__in=chunk).update(ended_at=now)
    return len(ids)
