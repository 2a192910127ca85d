"""Who promised what to whom, until when, and what became of it, as of any day?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import orjson

from jisr import tables
from jisr.errors import NotFound
from jisr.node import chain, clock
from jisr.node.convert import place_of
from jisr.node.models import CommitmentStep, Record
from jisr.node.queries.reader import visible_markings
from jisr.node.values import Board, CommitmentPage, CommitmentRow, CommitmentStepRow
from jisr.sharing import Reader, Role, require

SCHEMA = "Commitment"
FACT = "CommonFact"
STATUSES = tuple(row["status"] for row in tables.rows("commitment_statuses"))
_READS = (Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
_OPEN = frozenset(row["status"] for row in tables.rows("commitment_statuses") if row["open"] == "y")
_SOON = timedelta(days=30)
_ORDER = ("overdue", "due", "open", "met", "closed")
_SHOWN = (
    *("kind", "promisorText", "promiseeText", "promisor", "promisee", "instrumentText", "instrument", "article"),
    *("measure", "condition", "date", "due", "dueText", "amount", "currency", "detail", "party"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of the board is wanted: `text` in title or names; `state`: overdue, due, open, met, closed; `promisor`."""

    text: str = ""
    state: str = ""
    promisor: str = ""
    offset: int = 0
    limit: int = 100


Said = Mapping[str, Sequence[str]]
Steps = Mapping[str, Sequence[tuple[str, str, str]]]  # thing -> (day, status, verdict), in order


def board(on: date | None = None, *, reader: Reader, asked: Asked | None = None) -> Board:
    """The commitments as they stood on a day (None: today); what was not given by then is not on it."""
    require(reader, *_READS)
    day, wanted = on or clock.today(), asked or Asked()
    days, steps = _days(day), _steps()
    found = [one for one in _promises(reader, days, steps) if _fits(one, wanted)]
    counts = Counter(one.state for one in found)
    promisors = Counter(name for one in found if (name := _first(one.said, "promisorText", "promisor")))
    kept = [one for one in found if not wanted.state or one.state == wanted.state]
    kept.sort(key=lambda one: (_ORDER.index(one.state), one.due or "9", one.thing))
    return Board(
        on=day,
        rows=tuple(_row(one, steps.get(one.thing, ())) for one in kept[wanted.offset : wanted.offset + wanted.limit]),
        total=len(kept),
        counts=tuple((state, counts[state]) for state in _ORDER if counts[state]),
        promisors=tuple(promisors.most_common(50)),
    )


class _Promise(NamedTuple):
    """What a board needs of each of thousands: a tuple, made in a third of a frozen value's time."""

    thing: str
    caption: str
    said: Said
    due: str
    status: str
    since: str
    state: str


def _fits(one: _Promise, wanted: Asked) -> bool:
    if wanted.promisor and _first(one.said, "promisorText", "promisor") != wanted.promisor:
        return False
    text = wanted.text.casefold().strip()
    if not text:
        return True
    names = ("promisorText", "promiseeText", "promisor", "promisee", "instrumentText", "instrument", "article")
    told = " ".join(value for name in names for value in one.said.get(name, ()))
    return text in f"{one.caption} {told} {one.thing}".casefold()


def _steps(thing: str = "") -> Steps:
    rows = CommitmentStep.objects.order_by("as_of", "pk")
    rows = rows.filter(thing=thing) if thing else rows
    found: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for name, day, status, verdict in rows.values_list("thing", "as_of", "status", "verdict"):
        found[name].append((day.isoformat(), status, verdict))
    return found


def _promises(reader: Reader, days: tuple[str, str], steps: Steps) -> Iterator[_Promise]:
    rows = Record.objects.filter(schema=SCHEMA, known_to=None, marking__in=visible_markings(reader))
    for thing, caption, text in rows.values_list("thing", "caption", "properties"):
        one = _promise((thing, caption), orjson.loads(text), steps.get(thing, ()), days)
        if one.said.get("date", ("",))[0][:10] <= days[0]:
            yield one


def _first(said: Said, *names: str) -> str:
    return next((said[name][0] for name in names if said.get(name)), "")


_NONE = ("",)


def _promise(
    named: tuple[str, str], said: Said, steps: Sequence[tuple[str, str, str]], days: tuple[str, str]
) -> _Promise:
    status, since = said.get("state", _NONE)[0] or "accepted", said.get("date", _NONE)[0]
    for at, now, verdict in steps:
        if verdict == "approved" and at <= days[0]:
            status, since = now, at
    due = said.get("due", _NONE)[0] or said.get("endDate", _NONE)[0]
    return _Promise(*named, said, due, status, since, _state(status, due, days))


def _row(one: _Promise, steps: Sequence[tuple[str, str, str]]) -> CommitmentRow:
    said = one.said
    return CommitmentRow(
        thing=one.thing,
        title=one.caption,
        promisor=_first(said, "promisorText", "promisor"),
        promisee=_first(said, "promiseeText", "promisee"),
        instrument=", ".join(filter(None, (_first(said, "instrumentText", "instrument"), _first(said, "article")))),
        due=one.due,
        status=one.status,
        state=one.state,
        since=one.since,
        evidence=any(verdict == "approved" for _, _, verdict in steps) or bool(said.get("quote")),
        waiting=any(verdict == "waiting" for _, _, verdict in steps),
        kind=_first(said, "kind"),
    )


def _state(status: str, due: str, days: tuple[str, str]) -> str:
    """What a day makes of status and due; a due year or month runs to its end ("~" sorts behind every day of it)."""
    if status in {"met", "met-late"}:
        return "met"
    if status not in _OPEN:
        return "closed"
    if due and f"{due}~" < days[0]:
        return "overdue"
    return "due" if due and due <= days[1] else "open"


def commitment(thing: str, *, reader: Reader, on: date | None = None) -> CommitmentPage:
    """One commitment, or another fact of the common work, with words and history. Raises `NotFound`. Audited."""
    require(reader, *_READS)
    rows = Record.objects.filter(thing=thing, schema__in=(SCHEMA, FACT), known_to=None)
    row = rows.filter(marking__in=visible_markings(reader)).select_related("marking").first()
    if row is None:
        message = f"no commitment {thing!r}"
        raise NotFound(message, thing=thing)
    chain.note(reader, "read-commitment", thing)
    said = orjson.loads(row.properties)
    day, steps = on or clock.today(), _steps(thing).get(thing, ())
    return CommitmentPage(
        row=_row(_promise((row.thing, row.caption), said, steps, _days(day)), steps),
        record=row.pk,
        source=row.source,
        place=str(place_of(row)),
        quote=_first(said, "quote"),
        quote_lang=_first(said, "quoteLanguage"),
        offset=_first(said, "quoteStart"),
        facts=tuple((name, value) for name in _SHOWN for value in said.get(name, ())),
        steps=tuple(step_row(one) for one in CommitmentStep.objects.filter(thing=thing).order_by("-as_of", "-pk")),
        marking=row.marking.text,
    )


def _days(day: date) -> tuple[str, str]:
    return day.isoformat(), (day + _SOON).isoformat()


def step_row(one: CommitmentStep) -> CommitmentStepRow:
    """A step as it is shown."""
    return CommitmentStepRow(
        number=one.pk,
        thing=one.thing,
        status=one.status,
        as_of=one.as_of,
        by=one.by,
        at=one.at,
        why=one.why,
        evidence=one.evidence,
        record=one.record_id,
        second=one.second,
        second_why=one.second_why,
        verdict=one.verdict,
        step=one.step,
        amount=one.amount,
        currency=one.currency,
    )


def facts(*, reader: Reader) -> tuple[tuple[str, str, tuple[CommitmentPage, ...]], ...]:
    """What else was told of the common work, by kind: its names in English and Arabic, and the facts."""
    require(reader, *_READS)
    rows = Record.objects.filter(schema=FACT, known_to=None, marking__in=visible_markings(reader))
    found: defaultdict[str, list[CommitmentPage]] = defaultdict(list)
    for row in rows.select_related("marking").order_by("thing"):
        page = _fact(row)
        found[page.row.kind].append(page)
    names = tables.rows("fact_kinds")
    return tuple((one["en"], one["ar"], tuple(found[one["kind"]])) for one in names if one["kind"] in found)


def _fact(row: Record) -> CommitmentPage:
    said = orjson.loads(row.properties)
    return CommitmentPage(
        row=_row(_promise((row.thing, row.caption), said, (), _days(clock.today())), ()),
        record=row.pk,
        source=row.source,
        place=str(place_of(row)),
        quote=_first(said, "quote"),
        quote_lang=_first(said, "quoteLanguage"),
        offset=_first(said, "quoteStart"),
        facts=tuple((name, value) for name in ("date", "party", "detail") for value in said.get(name, ())),
        steps=(),
        marking=row.marking.text,
    )


def waiting(*, reader: Reader) -> tuple[tuple[str, CommitmentStepRow], ...]:
    """The steps that wait for a second person, with the promise's title; only of what the reader may see."""
    require(reader, *_READS)
    rows = list(CommitmentStep.objects.filter(verdict="waiting").order_by("pk"))
    titles = _titles((row.thing for row in rows), reader)
    return tuple((titles[row.thing], step_row(row)) for row in rows if row.thing in titles)


def _titles(things: Iterable[str], reader: Reader) -> Mapping[str, str]:
    rows = Record.objects.filter(
        thing__in=set(things), schema__in=(SCHEMA, FACT), known_to=None, marking__in=visible_markings(reader)
    )
    return dict(rows.values_list("thing", "caption"))


def under(names: Iterable[str], *, reader: Reader) -> tuple[CommitmentRow, ...]:
    """The commitments under an instrument that is called one of these names."""
    require(reader, *_READS)
    wanted, steps = set(names), _steps()
    found = (one for one in _promises(reader, _days(clock.today()), steps))
    return tuple(
        _row(one, steps.get(one.thing, ()))
        for one in found
        if _first(one.said, "instrumentText", "instrument") in wanted
    )
