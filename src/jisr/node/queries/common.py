"""What of the common work is open, agreed or done: openings, members, assistance, policies, integrations?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import orjson
from django.db.models import QuerySet

from jisr import tables
from jisr.errors import NotFound
from jisr.node import chain, clock
from jisr.node.convert import place_of
from jisr.node.models import CommitmentStep, Partner, Record, Vetting
from jisr.node.queries import commitments
from jisr.node.queries.clocks import clocks
from jisr.node.queries.commitments import FACT, step_row
from jisr.node.queries.reader import visible_markings
from jisr.node.queries.reliefs import rows_of
from jisr.node.values import CommonField, CommonList, CommonPage, CommonRow, Milestone, Rests
from jisr.sharing import Reader, Role, require

_FIELDS = tables.rows("common_fields")
_STATUSES = {(row["kind"], row["status"]): row for row in tables.rows("common_statuses")}
KINDS = tuple(dict.fromkeys(row["kind"] for row in _FIELDS))
BY_HAND = "common-by-hand"
_READS = (Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
_SHOWN = 500
_FAR = 1_000_000  # days: what prints no end stands last
_QUOTES = frozenset({"title", "quote", "quoteLanguage", "quoteStart", "milestone", "relief", "vetting"})

Said = Mapping[str, Sequence[str]]
Steps = Mapping[str, Sequence[CommitmentStep]]


def pieces(kind: str, text: str = "", *, reader: Reader, status: str = "", on: date | None = None) -> CommonList:
    """The pieces of one kind as of a day (None: today), those that wait or rest on what ends soon first."""
    require(reader, *_READS)
    day, found = on or clock.today(), []
    reliefs, steps = _reliefs(reader) if kind == "opening" else {}, _steps(())
    for row in _records(reader).select_related("marking"):
        said = orjson.loads(row.properties)
        if _first(said, "kind") == kind and _first(said, "date")[:10] <= day.isoformat():
            found.append(_row(row, said, _counted(steps.get(row.thing, ()), day), reliefs))
    wanted = text.casefold().strip()
    found = [one for one in found if wanted in f"{one.title} {' '.join(one.party)} {one.counterpart}".casefold()]
    kept = sorted((one for one in found if status in {"", one.status}), key=_urgency)
    counts = Counter(one.status for one in found)
    return CommonList(
        kind=kind,
        rows=tuple(kept[:_SHOWN]),
        total=len(kept),
        counts=tuple((name, counts[name]) for of, name in _STATUSES if of == kind and counts[name]),
        fields=_form(kind, {}),
    )


def _urgency(one: CommonRow) -> tuple[bool, int, int, str]:
    left = min((rest.left for rest in one.rests if rest.left is not None), default=_FAR)
    return not one.open, left, int(Decimal(one.order or 0)), one.title.casefold()


def _records(reader: Reader) -> QuerySet[Record]:
    return Record.objects.filter(schema=FACT, known_to=None, marking__in=visible_markings(reader)).order_by("thing")


def _steps(things: Iterable[str]) -> Steps:
    rows = CommitmentStep.objects.order_by("as_of", "pk")
    wanted = tuple(things)
    found: defaultdict[str, list[CommitmentStep]] = defaultdict(list)
    for row in rows.filter(thing__in=wanted) if wanted else rows:
        found[row.thing].append(row)
    return found


def _counted(steps: Sequence[CommitmentStep], day: date) -> tuple[Sequence[CommitmentStep], int]:
    """Those approved by then, and how many wait."""
    told = [one for one in steps if one.verdict == "approved" and one.as_of <= day]
    return told, sum(one.verdict == "waiting" for one in steps)


def _first(said: Said, name: str) -> str:
    return next(iter(said.get(name, ())), "")


def _row(
    row: Record, said: Said, told: tuple[Sequence[CommitmentStep], int], reliefs: Mapping[str, Rests]
) -> CommonRow:
    kind, steps = _first(said, "kind"), told[0]
    moves = [one for one in steps if (kind, one.status) in _STATUSES and _STATUSES[kind, one.status]["moves"] == "y"]
    begins = next((name for of, name in _STATUSES if of == kind), "")
    state = _first(said, "state")
    status = moves[-1].status if moves else state if (kind, state) in _STATUSES else begins
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in steps:
        if one.amount:
            sums[one.currency] += Decimal(one.amount)
    named = said.get("relief", ())
    rests = sorted((reliefs[one] for one in named if one in reliefs), key=lambda one: (one.left is None, one.left or 0))
    return CommonRow(
        thing=row.thing,
        kind=kind,
        title=row.caption,
        sort=_first(said, "sort") or _told(said, "kind" if kind == "opening" else "role"),
        direction=_first(said, "direction"),
        party=tuple(said.get("party", ())),
        counterpart=_first(said, "counterpart"),
        day=_first(said, "date"),
        due=_first(said, "due") or _first(said, "reviewDate"),
        status=status,
        since=moves[-1].as_of.isoformat() if moves else _first(said, "date"),
        open=_STATUSES[kind, status]["open"] == "y" if (kind, status) in _STATUSES else True,
        amount=_first(said, "amount"),
        currency=_first(said, "currency"),
        realised=tuple(sorted(sums.items())),
        rests=tuple(rests),
        missing=tuple(one for one in named if one not in reliefs) if kind == "opening" else (),
        order=_first(said, "orderNumber") or _told(said, "ordinal"),
        quote=_first(said, "quote"),
        waiting=told[1],
        marking=row.marking.text,
    )


def _told(said: Said, name: str) -> str:
    """A detail of a fact as its source wrote it: `name: value`."""
    return next((one.partition(": ")[2] for one in said.get("detail", ()) if one.startswith(f"{name}: ")), "")


def _reliefs(reader: Reader) -> Mapping[str, Rests]:
    """Every relief the reader may know of, by its id (with and without its source) and title."""
    found: dict[str, Rests] = {}
    for one in rows_of(clocks(), reader=reader):
        rests = Rests(id=one.id, record=one.record, title=one.title, ends=one.ends, left=one.left if one.ends else None)
        found |= {one.id: rests, one.title: rests, one.id.partition(":")[2]: rests}
    return found


def relief_names(*, reader: Reader) -> tuple[tuple[str, str], ...]:
    """The reliefs a form may name: id and title."""
    require(reader, *_READS)
    return tuple(dict.fromkeys((one.id, one.title) for one in _reliefs(reader).values()))


def fields(kind: str) -> tuple[CommonField, ...]:
    """The fields of a kind: of the form and of the table alike; nothing of any record."""
    return _form(kind, {})


def _form(kind: str, said: Said) -> tuple[CommonField, ...]:
    lists = tables.rows("common_lists")
    return tuple(
        CommonField(
            name=row["field"],
            kind=row["type"].partition(":")[0],
            needed=row["required"] == "y",
            en=row["en"],
            ar=row["ar"],
            choices=tuple(one["code"] for one in lists if f"list:{one['list']}" == row["type"]),
            value="; ".join(said.get(row["property"], ())),
        )
        for row in _FIELDS
        if row["kind"] == kind
    )


def piece(thing: str, *, reader: Reader, on: date | None = None) -> CommonPage:
    """One piece with all that hangs on it. Raises `NotFound`. Audited."""
    require(reader, *_READS)
    row = _records(reader).filter(thing=thing).select_related("marking").first()
    said: Said = orjson.loads(row.properties) if row else {}
    if row is None or _first(said, "kind") not in KINDS:
        message = f"no piece of the common work {thing!r}"
        raise NotFound(message, thing=thing)
    chain.note(reader, "read-common", thing)
    steps = _steps((thing,)).get(thing, ())
    told = _counted(steps, on or clock.today())
    shown = _row(row, said, told, _reliefs(reader))
    return CommonPage(
        row=shown,
        record=row.pk,
        place=str(place_of(row)),
        quote=shown.quote,
        quote_lang=_first(said, "quoteLanguage"),
        offset=_first(said, "quoteStart"),
        facts=_facts(shown.kind, said),
        steps=tuple(step_row(one) for one in reversed(steps)),
        statuses=tuple(name for of, name in _STATUSES if of == shown.kind),
        milestones=_milestones(said, told[0]),
        positions=_positions(said, told[0]),
        versions=_versions(thing, reader) if shown.kind == "policy" else (),
        obliges=commitments.under((thing, row.caption), reader=reader) if shown.kind == "policy" else (),
        matches=_matches(shown, reader) if shown.kind == "assistance" else (),
        cases=_cases(said.get("vetting", ()), reader),
        partner=_partner(shown),
        fields=_form(shown.kind, said),
        own=thing.startswith(f"{BY_HAND}:"),
        marking=row.marking.text,
    )


def _facts(kind: str, said: Said) -> tuple[tuple[str, str, str], ...]:
    fields = [row for row in _FIELDS if row["kind"] == kind and row["property"] not in _QUOTES]
    return tuple((one["en"], one["ar"], value) for one in fields for value in said.get(one["property"], ())) + tuple(
        ("", "", value) for value in said.get("detail", ())
    )


def _milestones(said: Said, steps: Sequence[CommitmentStep]) -> tuple[Milestone, ...]:
    """What was planned, each with the step that reached it; then what was reached without a plan."""
    reached = {one.step: one for one in steps if one.status == "milestone"}
    planned = [one.partition(" ") for one in said.get("milestone", ())]
    pairs = [(day, name.strip()) if day[:4].isdecimal() else ("", f"{day} {name}") for day, _, name in planned]
    pairs += [("", name) for name in reached if name not in {title for _, title in pairs}]
    return tuple(
        Milestone(
            planned=day,
            title=name,
            reached=reached[name].as_of.isoformat() if name in reached else "",
            step=step_row(reached[name]) if name in reached else None,
        )
        for day, name in pairs
    )


def _positions(said: Said, steps: Sequence[CommitmentStep]) -> tuple[tuple[str, str], ...]:
    """Each member to be heard, and what it said last; "" has yet to say it."""
    told = dict.fromkeys(said.get("member", ()), "")
    beside = {name for of, name in _STATUSES if of == "policy" and _STATUSES[of, name]["moves"] == "n"}
    told |= {one.step: one.status for one in steps if one.status in beside}
    return tuple(told.items())


def _versions(thing: str, reader: Reader) -> tuple[tuple[int, datetime, str], ...]:
    rows = Record.objects.filter(thing=thing, schema=FACT, marking__in=visible_markings(reader)).order_by("-pk")
    return tuple((row.pk, row.known_from, _first(orjson.loads(row.properties), "text")) for row in rows)


def _matches(row: CommonRow, reader: Reader) -> tuple[CommonRow, ...]:
    """What answers a request, or asks for an offer: of the same kind, the other way round, still open, of others."""
    others = pieces("assistance", reader=reader).rows
    return tuple(
        one
        for one in others
        if one.sort == row.sort and one.direction != row.direction and one.open and one.party != row.party
    )


def _cases(numbers: Iterable[str], reader: Reader) -> tuple[tuple[int, str], ...]:
    wanted = [int(one) for one in numbers if one.isdecimal()]
    rows = Vetting.objects.filter(pk__in=wanted, marking__in=visible_markings(reader)).order_by("pk")
    return tuple(rows.values_list("pk", "state"))


def _partner(row: CommonRow) -> str:
    """The partner of the exchange a member is, by its name or title; "" where none is called so."""
    if row.kind != "membership" or not row.party:
        return ""
    rows = Partner.objects.filter(name__iexact=row.party[0]) | Partner.objects.filter(title__iexact=row.party[0])
    return next(iter(rows.values_list("name", flat=True)), "")
