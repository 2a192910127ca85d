"""What did two members do with one another in a period: counts and medians, each with its list, and no score?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median

import orjson

from jisr.errors import WrongUse
from jisr.node import chain
from jisr.node.models import CommitmentStep, Partner, Proposal, Record, Request
from jisr.node.queries.commitments import FACT, SCHEMA
from jisr.node.queries.reader import visible_markings
from jisr.node.values import TrustItem, TrustPanel, TrustRow
from jisr.sharing import Reader, Role, require

FEW = 5  # fewer say nothing by a share or a median
_READS = (Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
_MEETINGS = frozenset({"visit", "embassy", "meeting"})
_SETTLED = frozenset({"met", "met-late", "partly-met", "not-met", "withdrawn", "superseded"})
_HOUR = 3600
_MOST = 200
Period = tuple[date, date]


@dataclass
class _Count:
    """Grows while one number is counted."""

    items: list[TrustItem] = field(default_factory=list)
    hours: list[float] = field(default_factory=list)

    def add(self, item: TrustItem, begun: datetime | None = None, done: datetime | None = None) -> None:
        self.items.append(item)
        if item.counted and begun and done:
            self.hours.append((done - begun).total_seconds() / _HOUR)

    def row(self, code: str, *, share: bool = True) -> TrustRow:
        few = len(self.items) < FEW
        return TrustRow(
            code=f"trust-{code}",
            number=sum(one.counted for one in self.items),
            of=len(self.items) if share else None,
            hours=None if few or len(self.hours) < FEW else round(median(self.hours)),
            few=few,
            items=tuple(self.items),
        )


def panel(pair: tuple[str, str], period: Period, *, reader: Reader) -> TrustPanel:
    """The panel of a pair; both members see the same. Raises `NotAllowed`, `WrongUse`. Audited.

    `pair`: two members as their records write them, or as partners of the exchange; an empty name: nothing is counted
    yet. `period`: the first day, and the first that is outside (UTC).
    """
    require(reader, *_READS)
    if period[0] >= period[1]:
        message = "a period begins before it ends"
        raise WrongUse(message, field="begins")
    names = tuple(" ".join(one.split()) for one in pair)
    rows: tuple[TrustRow, ...] = ()
    if all(names) and names[0].casefold() != names[1].casefold():
        chain.note(reader, "read-trust", " / ".join(names), begins=str(period[0]), ends=str(period[1]))
        rows = tuple(make((names[0], names[1]), period, reader) for make in _ROWS)
    return TrustPanel(
        one=names[0], other=names[1], begins=period[0], ends=period[1], rows=rows, members=_members(reader)
    )


def _members(reader: Reader) -> tuple[str, ...]:
    """Everybody a promise, a fact or the exchange names."""
    found = {name.casefold(): name for name in Partner.objects.values_list("name", flat=True)}
    for _thing, _caption, said in _told(reader, SCHEMA, FACT):
        for name in ("promisorText", "promiseeText", "party"):
            for one in said.get(name, ()):
                found.setdefault(one.casefold(), one)
    return tuple(sorted(found.values(), key=str.casefold))[:_MOST]


def _told(reader: Reader, *schemas: str) -> Iterable[tuple[str, str, dict[str, list[str]]]]:
    rows = Record.objects.filter(schema__in=schemas, known_to=None, marking__in=visible_markings(reader))
    for thing, caption, text in rows.order_by("thing").values_list("thing", "caption", "properties"):
        yield thing, caption, orjson.loads(text)


def _within(day: str, period: Period) -> bool:
    """Whether a day, a month or a year begins in the period; no day never does."""
    whole = f"{day[:10]}-01-01"[:10] if len(day) < 10 else day[:10]  # noqa: PLR2004  # 2025, 2025-06, 2025-06-30
    return bool(day) and period[0].isoformat() <= whole < period[1].isoformat()


def _both(pair: tuple[str, str], names: Sequence[str]) -> bool:
    folded = {one.casefold() for one in names}
    return all(one.casefold() in folded for one in pair)


def _partner_rows(pair: tuple[str, str]) -> tuple[str, ...]:
    """The one of the two that is a partner of this node's: what the exchange knows is between it and us."""
    rows = Partner.objects.filter(name__in=[one.casefold() for one in pair]) | Partner.objects.filter(name__in=pair)
    return tuple(rows.values_list("name", flat=True))


def _requests(pair: tuple[str, str], period: Period, _reader: Reader) -> TrustRow:
    """Requests for information that were answered, of those asked; in time where a day was named."""
    count = _Count()
    rows = Request.objects.filter(partner__name__in=_partner_rows(pair)).order_by("asked_at")
    for row in rows.filter(asked_at__date__gte=period[0], asked_at__date__lt=period[1]):
        late = bool(row.due and row.answered_at and row.answered_at.date() > row.due)
        item = TrustItem(
            title=row.subject,
            day=row.asked_at.date().isoformat(),
            page="requests",
            key="",
            counted=row.answered_at is not None and not late,
        )
        count.add(item, row.asked_at, row.answered_at)
    return count.row("requests")


def _corrections(pair: tuple[str, str], period: Period, _reader: Reader) -> TrustRow:
    """Corrections one suggested to the other that were settled, of those sent."""
    count = _Count()
    rows = Proposal.objects.filter(partner__name__in=_partner_rows(pair)).order_by("at")
    for row in rows.filter(at__date__gte=period[0], at__date__lt=period[1]):
        item = TrustItem(
            title=f"{row.thing} {row.property}",
            day=row.at.date().isoformat(),
            page="requests",
            key="",
            counted=row.settled_at is not None,
        )
        count.add(item, row.at, row.settled_at)
    return count.row("corrections")


def _commitments(pair: tuple[str, str], period: Period, reader: Reader) -> TrustRow:
    """Promises one gave the other that were met, of those due in the period."""
    count, met = _Count(), _latest(period)
    for thing, caption, said in _told(reader, SCHEMA):
        due = next(iter(said.get("due", said.get("endDate", ()))), "")
        if _both(pair, (*said.get("promisorText", ()), *said.get("promiseeText", ()))) and _within(due, period):
            status = met.get(thing, next(iter(said.get("state", ())), ""))
            count.add(
                TrustItem(title=caption, day=due, page="commitment", key=thing, counted=status in {"met", "met-late"})
            )
    return count.row("commitments")


def _latest(period: Period) -> dict[str, str]:
    rows = CommitmentStep.objects.filter(verdict="approved", as_of__lt=period[1]).order_by("as_of", "pk")
    return dict(rows.values_list("thing", "status"))


def _disputes(pair: tuple[str, str], period: Period, reader: Reader) -> TrustRow:
    """Disputes about a promise between the two that were settled after, of those raised."""
    count = _Count()
    captions = {
        thing: caption
        for thing, caption, said in _told(reader, SCHEMA)
        if _both(pair, (*said.get("promisorText", ()), *said.get("promiseeText", ())))
    }
    rows = CommitmentStep.objects.filter(verdict="approved", thing__in=captions).order_by("as_of", "pk")
    for row in rows.filter(status="disputed", as_of__gte=period[0], as_of__lt=period[1]):
        after = rows.filter(thing=row.thing, status__in=_SETTLED, as_of__gte=row.as_of, pk__gt=row.pk).first()
        item = TrustItem(
            title=captions[row.thing],
            day=row.as_of.isoformat(),
            page="commitment",
            key=row.thing,
            counted=after is not None,
        )
        count.add(item, row.at, after.at if after else None)
    return count.row("disputes")


def _meetings(pair: tuple[str, str], period: Period, reader: Reader) -> TrustRow:
    """Visits, meetings and steps of embassies that a document tells of both."""
    count = _Count()
    for thing, caption, said in _told(reader, FACT):
        day = next(iter(said.get("date", ())), "")
        if _MEETINGS & set(said.get("kind", ())) and _both(pair, said.get("party", ())) and _within(day, period):
            count.add(TrustItem(title=caption, day=day, page="commitment", key=thing, counted=True))
    return count.row("meetings", share=False)


def _assistance(pair: tuple[str, str], period: Period, reader: Reader) -> TrustRow:
    """Assistance asked or offered between the two that was delivered, of all."""
    count, now = _Count(), _latest(period)
    for thing, caption, said in _told(reader, FACT):
        day = next(iter(said.get("date", ())), "")
        named = (*said.get("party", ()), *said.get("counterpart", ()))
        if "assistance" in said.get("kind", ()) and _both(pair, named) and _within(day, period):
            done = now.get(thing, "") in {"delivered", "evaluated"}
            count.add(TrustItem(title=caption, day=day, page="common-item", key=thing, counted=done))
    return count.row("assistance")


_ROWS: tuple[Callable[[tuple[str, str], Period, Reader], TrustRow], ...] = (
    _requests,
    _corrections,
    _commitments,
    _disputes,
    _assistance,
    _meetings,
)
