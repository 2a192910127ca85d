"""After a delivery: screen who pays and is paid, see what transfers fail to say, search the shapes; keep as findings.

A list that changed is held against all payments, a delivery of payments against all lists. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Max, Min

from jisr.desks import money
from jisr.errors import WrongUse
from jisr.node import chain, clock, concluded, following, money_findings
from jisr.node.actions.watch import touched
from jisr.node.convert import reasons_text
from jisr.node.found import New, find
from jisr.node.models import Dependence, Finding, Observed, Record
from jisr.node.money_book import DESK, KIND, Book, book_of, books
from jisr.node.money_evidence import SCHEMA
from jisr.node.money_names import listed
from jisr.node.observations import Wish, read
from jisr.node.own_name import node_name
from jisr.node.queries.reader import visible_markings
from jisr.node.store import queue, write
from jisr.records import TLP
from jisr.sharing import Reader, Role, require

WORK = "money"
MOST = 100  # findings of one shape that one delivery makes; how many more there were is noted
_AROUND = timedelta(days=100)  # the longest window of a shape


def catch_up() -> int:
    """Look at what the deliveries since brought; how many findings it made. Cheap when nothing is due."""
    due = following.due(WORK)
    if not due:
        return 0
    paid = set(Observed.objects.filter(batch__in=due, kind=KIND).values_list("batch_id", flat=True))
    lists = [batch for batch in due if batch not in paid]
    made = 0
    if lists and Observed.objects.filter(kind=KIND).exists():
        made += _lists_changed(lists)
    else:
        _done(lists)
    for batch in sorted(paid):
        made += _payments_came(batch)
    return made


def _node() -> Reader:
    return Reader(name="node:money", member=node_name(), roles=frozenset({Role.SUPERVISOR}), clearance=TLP.AMBER_STRICT)


def _done(batches: Iterable[int]) -> list[int]:
    with write():
        return [batch for batch in batches if following.done(WORK, batch)]


def _lists_changed(batches: list[int]) -> int:
    """Whoever a list names anew may have been paid long ago; whom it names no more leaves what nobody decided."""
    reader = _node()
    things = frozenset(touched(batches))
    named = Record.objects.filter(batch__in=batches).exclude(schema=SCHEMA).exists() or bool(things)
    table = read(_wish(reader)) if named else None
    found = list(listed(table, reader=reader, among=things)) if table is not None and things else []
    with write():
        if not _done(batches):
            return 0
        queue("money")
        made = [_keep(money_findings.of_name(one, table, reader=reader)) for one in found]
        gone = _withdraw(things, {one.subject for one in found})
        if made or gone:
            chain.note(reader, "screen-payments", "", findings=str(len(made)), gone=str(gone))
    return len(made)


def _withdraw(things: frozenset[str], standing: set[str]) -> int:
    """Open findings about touched parties that nothing holds up any more, and that nobody ever decided."""
    rows = Finding.objects.filter(desk=DESK, kind__in=("payment-hit", "account-hit"), state="open", decisions=None)
    gone = [row.pk for row in rows if row.subject in things and row.subject not in standing]
    Finding.objects.filter(pk__in=gone).update(state="withdrawn")
    concluded.tell_anew(gone, by="node:money")
    return len(gone)


def _payments_came(batch: int) -> int:
    reader = _node()
    first, last = _days(batch)
    around = read(_wish(reader, since=first - _AROUND, until=last + _AROUND))
    table = around.filter(pc.equal(around.column("batch"), batch))
    named = list(listed(table, reader=reader)) if len(table) else []
    shapes, cut = _shapes(around, batch)
    with write():
        if not _done([batch]):
            return 0
        queue("money")
        made = [_keep(money_findings.of_name(one, table, reader=reader)) for one in named]
        made += [_keep(one) for one in money_findings.of_silence(table)]
        made += [_keep(money_findings.of_shape(*one, settings=money.settings(one[1].shape))) for one in shapes]
        facts = {"names": len(named), "findings": len(set(made)), "shapes": len(shapes), "shapes-left-out": cut}
        chain.note(reader, "screen-payments", str(batch), **{name: str(number) for name, number in facts.items()})
    return len(made)


def _shapes(around: pa.Table, batch: int) -> tuple[list[tuple[Book, money.Match]], int]:
    """The shapes that some payment of the delivery is part of, the largest sums first, and how many were left out."""
    kept: list[tuple[Book, money.Match]] = []
    cut = 0
    searched = [rule for rule in money_findings.rules(on=True) if rule in money.SHAPES]
    for currency in pc.unique(around.column("currency")).to_pylist():
        book = book_of(currency, around)
        ours = pc.equal(book.table.column("batch"), batch).to_numpy(zero_copy_only=False)[book.paid.given]
        for shape in searched:
            found = money.matches(shape, money.find(book.paid, shape, minor=10**book.digits))
            new = [one for one in found if ours[list(one.payments)].any()]
            new.sort(key=lambda one: -int(book.paid.amount[list(one.payments)].sum()))
            kept += [(book, one) for one in new[:MOST]]
            cut += len(new[MOST:])
    return kept, cut


def _days(batch: int) -> tuple[date, date]:
    told = Observed.objects.filter(batch=batch, kind=KIND).aggregate(first=Min("day"), last=Max("day"))
    return told["first"], told["last"]


def _wish(reader: Reader, *, since: date | None = None, until: date | None = None) -> Wish:
    return Wish(kind=KIND, known=clock.now(), markings=visible_markings(reader), since=since, until=until)


def _keep(new: New) -> int:
    """A finding once. Payments that came since are added to what it rests on; one that was confirmed opens again."""
    before = Finding.objects.filter(digest=new.digest).first()
    number = find(new, by="node:money")
    if before is None:
        return number
    known = set(Dependence.objects.filter(finding=before).values_list("record_id", flat=True))
    fresh = [record for record in new.records if record not in known]
    if fresh:
        Dependence.objects.bulk_create(Dependence(finding=before, record_id=record) for record in fresh)
        state = "open" if before.state in {"confirmed", "withdrawn"} else before.state
        Finding.objects.filter(pk=before.pk).update(state=state, reasons=reasons_text(new.reasons))
        concluded.tell_anew((before.pk,), by="node:money")
    return number


def keep_shapes(
    shape: str, *, reader: Reader, changed: dict[str, float] | None = None, most: int = MOST
) -> tuple[int, ...]:
    """Keep what a search finds as findings, for a person to decide; the largest sums first. Raises `WrongUse`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    settings = money.set_to(shape, changed)
    if most < 1:
        message = "keep at least one"
        raise WrongUse(message, field="most")
    wish = _wish(reader)
    found = [
        (book, one)
        for book in books(wish)
        for one in money.matches(shape, money.find(book.paid, shape, minor=10**book.digits, changed=changed))
    ]
    found.sort(key=lambda pair: -int(pair[0].paid.amount[list(pair[1].payments)].sum()))
    with write():
        queue("money")
        made = tuple(_keep(money_findings.of_shape(book, one, settings=settings)) for book, one in found[:most])
        chain.note(reader, "keep-shapes", shape, findings=str(len(made)), left_out=str(len(found[most:])))
    return made
