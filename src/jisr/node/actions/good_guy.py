"""Settle that a question does not mean a party: one asks, another supervisor approves; it ends by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from jisr.errors import Conflict, NeedsSecond, NotFound, WrongUse
from jisr.node import chain, clock, good_guys
from jisr.node.convert import marking_row, typed
from jisr.node.found import New, find
from jisr.node.models import GoodGuy, GoodGuyRecord, Record
from jisr.node.parties import Parties
from jisr.node.profiles import country
from jisr.node.queries.reader import visible_markings
from jisr.node.store import queue, write
from jisr.node.values import Question
from jisr.records import TLP, Marking, Reason
from jisr.sharing import Reader, Role, require

LONGEST = timedelta(days=366)
_MARKING = Marking(tlp=TLP.AMBER_STRICT)


def ask(question: Question, thing: str, *, reader: Reader, why: str, expires: datetime | None = None) -> int:
    """Ask that `question` be settled not to mean the party of `thing`, as its records stand now. Returns the number.

    `expires`: at most a year from now, the default. Raises `NotAllowed`, `NotFound`, `WrongUse`.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    until = expires or clock.now() + LONGEST
    code = country(question.country)
    if question.country.strip() and not code:
        message = f"{question.country!r} is no country: write its name or its two letters"
        raise WrongUse(message, field="country")
    asked = good_guys.asked(question.name, question.born, code)
    if not why.strip() or not asked.folded:
        message = "to clear somebody, give the name and say why it is another person"
        raise WrongUse(message, field="why")
    if not clock.now() < until <= clock.now() + LONGEST:
        message = "it must end within a year from now"
        raise WrongUse(message, field="expires")
    there = Record.objects.filter(thing=thing, marking__in=visible_markings(reader), known_to=None).first()
    if there is None:
        message = f"no party {thing!r}"
        raise NotFound(message, thing=thing)
    with write():
        queue("good-guys")
        row = GoodGuy.objects.create(
            name=typed(question.name).strip(),
            folded=asked.folded,
            born=asked.born,
            country=asked.country,
            thing=thing,
            caption=there.caption,
            why=typed(why).strip(),
            state="asked",
            asked_by=reader.name,
            asked_at=clock.now(),
            expires=until,
            marking=marking_row(_MARKING),
        )
        ids = good_guys.bound_to(thing)
        GoodGuyRecord.objects.bulk_create(GoodGuyRecord(good_guy=row, record_id=pk) for pk in ids)
        chain.note(reader, "good-guy-ask", thing, number=str(row.pk), name=row.name, why=row.why)
    return row.pk


def approve(number: int, *, reader: Reader, why: str = "") -> None:
    """Let it apply. Raises `NotAllowed`, `NotFound`, `NeedsSecond` (who asked), `Conflict` (the records changed)."""
    _settle(number, reader=reader, state="approved", why=why)


def refuse(number: int, *, reader: Reader, why: str) -> None:
    """Never let it apply. Raises as `approve`, and `WrongUse` without a reason."""
    if not why.strip():
        message = "to refuse, say why"
        raise WrongUse(message, field="why")
    _settle(number, reader=reader, state="refused", why=why)


def _settle(number: int, *, reader: Reader, state: str, why: str) -> None:
    require(reader, Role.SUPERVISOR)
    with write():
        queue("good-guys")
        row = _visible(number, reader)
        if row.state != "asked":
            message = f"good guy {number} is {row.state} already"
            raise Conflict(message, number=str(number), state=row.state)
        if row.asked_by.removeprefix("terminal:") == reader.name.removeprefix("terminal:"):
            message = "who asked for it may not settle it"
            raise NeedsSecond(message, number=str(number))
        if state == "approved" and not good_guys.still_stands(row):
            message = f"the records of {row.thing} changed since it was asked: ask anew"
            raise Conflict(message, number=str(number))
        row.state, row.settled_by, row.settled_at = state, reader.name, clock.now()
        row.settled_why = typed(why).strip()
        row.save(update_fields=("state", "settled_by", "settled_at", "settled_why"))
        chain.note(reader, f"good-guy-{state}", row.thing, number=str(number), why=row.settled_why)


def revoke(number: int, *, reader: Reader, why: str) -> None:
    """End it at once: what protects needs no second person. Raises `NotAllowed`, `NotFound`, `Conflict`, `WrongUse`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    if not why.strip():
        message = "to revoke, say why"
        raise WrongUse(message, field="why")
    with write():
        row = _visible(number, reader)
        if row.state not in {"asked", "approved"}:
            message = f"good guy {number} is {row.state} already"
            raise Conflict(message, number=str(number), state=row.state)
        _end(row, "revoked")
        chain.note(reader, "good-guy-revoke", row.thing, number=str(number), why=typed(why).strip())


def review() -> int:
    """End those whose day has come or whose records changed; each becomes a finding. Returns how many."""
    ended = 0
    for row in GoodGuy.objects.filter(state="approved").order_by("pk"):
        why = "expired" if row.expires <= clock.now() else "" if good_guys.still_stands(row) else "changed"
        if why:
            with write():
                _end(row, why)
                _tell(row, why)
                chain.note(_NODE, "good-guy-ended", row.thing, number=str(row.pk), why=why)
            ended += 1
    return ended


_NODE = Reader(name="node", member="", roles=frozenset())


def _end(row: GoodGuy, why: str) -> None:
    row.state, row.ended_at, row.ended_why = "ended", clock.now(), why
    row.save(update_fields=("state", "ended_at", "ended_why"))


def _tell(row: GoodGuy, why: str) -> None:
    """The question is open again: a finding on what the party's records are now, and were then."""
    members = Parties(markings=None).members(row.thing)
    bound = list(GoodGuyRecord.objects.filter(good_guy=row).values_list("record_id", flat=True))
    now = Record.objects.filter(thing__in=members, known_to=None).values_list("pk", flat=True)
    records = tuple(sorted({*bound, *now}))
    if not records:
        return
    find(
        New(
            desk="compliance",
            kind="good-guy-ended",
            subject=row.thing,
            about=f"good-guy:{row.pk}",
            title=f"{row.name} ~ {row.caption}",
            score=0.7,
            reasons=(Reason(code=f"good-guy-{why}", facts=(("by", row.settled_by),)),),
            records=records,
            digest=f"good-guy-{row.pk}-{why}",
        ),
        by="node:good-guys",
    )


def _visible(number: int, reader: Reader) -> GoodGuy:
    row = GoodGuy.objects.filter(pk=number, marking__in=visible_markings(reader)).first()
    if row is None or not _may_see_party(row, reader):
        message = f"no good guy {number}"
        raise NotFound(message, number=str(number))
    return row


def _may_see_party(row: GoodGuy, reader: Reader) -> bool:
    return Record.objects.filter(thing=row.thing, marking__in=visible_markings(reader)).exists()
