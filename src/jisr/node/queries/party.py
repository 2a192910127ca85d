"""Who is this party, what does each source say of it, and how does it stand?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from jisr.errors import NotFound
from jisr.node import chain
from jisr.node.convert import as_known, properties_of, source_of
from jisr.node.models import Record
from jisr.node.parties import Parties, judgements
from jisr.node.queries.check import Checker
from jisr.node.queries.clocks import clocks as read_clocks
from jisr.node.queries.findings import finding_row
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.status import Statuses
from jisr.node.values import Clocks, Event, Fact, JudgementRow, PartyPage, Question, Source, Standing, Value
from jisr.node.withdrawn import STANDS
from jisr.records import schema
from jisr.sharing import Reader

_ONE_EXPECTED = frozenset({"birthDate", "gender", "birthPlace", "deathDate", "imoNumber"})
_NOT_FACTS = frozenset({"entity", "proof"})
_SURE = 0.9


def standings(thing: str, *, reader: Reader, clocks: Clocks | None = None) -> tuple[Standing, ...]:
    """How the party of `thing` stands with each jurisdiction. Raises `NotFound`. Audited."""
    times = clocks or read_clocks()
    parties = Parties(times.known, markings=visible_markings(reader))
    _rows(thing, reader=reader, parties=parties, clocks=times)
    chain.note(reader, "read-party", thing, on=times.on.isoformat())
    return Statuses(clocks=times, markings=visible_markings(reader), parties=parties).of(thing)


def party(thing: str, *, reader: Reader, clocks: Clocks | None = None) -> PartyPage:
    """Everything the reader may see about the party of `thing`. Raises `NotFound`. Audited."""
    times = clocks or read_clocks()
    markings = visible_markings(reader)
    parties = Parties(times.known, markings=markings)
    rows = _rows(thing, reader=reader, parties=parties, clocks=times)
    members = parties.members(thing)
    shown = {row.thing for row in rows} | {row.about for row in rows}
    main = [row for row in rows if not row.about]
    current = [row for row in main if row.known_to is None] or main
    head = max(main, key=lambda row: (-members.index(row.thing), row.pk))
    chain.note(reader, "read-party", members[0], on=times.on.isoformat())
    return PartyPage(
        id=members[0],
        caption=head.caption,
        other_names=_other_names(current, head.caption),
        schema=head.schema,
        things=tuple(member for member in members if member in shown),
        marking=max((row.marking for row in rows), key=lambda one: _rank(one.tlp)).text,
        clocks=times,
        standings=Statuses(clocks=times, markings=markings, parties=parties).of(thing),
        facts=_facts(current),
        records=tuple(source_of(row) for row in rows),
        history=_history(rows),
        judgements=_judgements(members, times),
        findings=tuple(
            finding_row(row)
            for row in visible_findings(reader)
            .filter(subject__in=members, created_at__lte=times.known)
            .select_related("marking")
            .prefetch_related("corrections")
            .order_by("-pk")[:50]
        ),
    )


def find(text: str, *, reader: Reader, clocks: Clocks | None = None) -> str:
    """The party a person means: a thing's id, or a name that fits exactly one party well. Raises `NotFound`."""
    times = clocks or read_clocks()
    asked, markings = text.strip(), visible_markings(reader)
    if Record.objects.filter(STANDS, thing=asked, marking__in=markings).exists():
        return Parties(times.known, markings=markings).party_of(asked)
    hits = Checker(reader=reader, clocks=times).answer(Question(name=asked)).hits
    best = [hit for hit in hits if hit.score >= _SURE] or list(hits[:1] if len(hits) == 1 else ())
    if len(best) == 1:
        return best[0].party
    resembling = "; ".join(f"{hit.party} ({hit.caption}, {hit.score:.2f})" for hit in hits[:5])
    message = f"{asked!r} names {'several parties' if hits else 'no party'} here"
    if resembling:
        message += f": {resembling}"
    raise NotFound(message, name=asked, resembling=resembling)


def _rows(thing: str, *, reader: Reader, parties: Parties, clocks: Clocks) -> list[Record]:
    members = parties.members(thing)
    visible = Record.objects.filter(STANDS, marking__in=visible_markings(reader), known_from__lte=clocks.known)
    joined = visible.select_related("batch", "marking", "closed_by").order_by("known_from", "pk")
    rows = as_known([*joined.filter(thing__in=members), *joined.filter(about__in=members)], clocks.known)
    if not any(not row.about for row in rows):
        message = f"no party {thing!r}"
        raise NotFound(message, thing=thing)
    return rows


def _rank(tlp: str) -> int:
    return ("clear", "green", "amber", "amber+strict", "red").index(tlp)


def _other_names(rows: Iterable[Record], caption: str) -> tuple[str, ...]:
    every = [
        value
        for row in rows
        for name in ("name", "alias", "weakAlias", "previousName")
        for value in properties_of(row).get(name, ())
    ]
    return tuple(dict.fromkeys(value for value in every if value != caption))


def _facts(rows: Iterable[Record]) -> tuple[Fact, ...]:
    """Each property with its values, each value with every source that says it; contradictions side by side."""
    said: dict[str, dict[str, list[Source]]] = defaultdict(lambda: defaultdict(list))
    labels: dict[str, tuple[str, str]] = {}
    by_source: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        known = schema(row.schema).properties
        for name, values in properties_of(row).items():
            if name in _NOT_FACTS:
                continue
            labels[name] = (known[name].label, known[name].type) if name in known else (name, "string")
            for value in values:
                said[name][value].append(source_of(row))
                by_source[name][row.thing].add(value)
    return tuple(
        Fact(
            name=name,
            label=labels[name][0],
            type=labels[name][1],
            values=tuple(Value(text=text, sources=tuple(sources)) for text, sources in values.items()),
            contested=name in _ONE_EXPECTED and _disagree(by_source[name].values()),
        )
        for name, values in said.items()
    )


def _disagree(values: Iterable[set[str]]) -> bool:
    everyone = list(values)
    return any(not (one & other) for one in everyone for other in everyone)


def _history(rows: Iterable[Record]) -> tuple[Event, ...]:
    """What each delivery brought or took away, and what began or ended in the world, the newest first."""
    events: list[Event] = []
    for row in rows:
        source = source_of(row)
        what = (("caption", row.caption), ("source", row.source), ("schema", row.schema))
        events.append(Event(at=row.known_from.isoformat(), code="known", clock="node", facts=what, source=source))
        if row.known_to is not None:
            code = f"closed-{row.closed_why}"
            events.append(Event(at=row.known_to.isoformat(), code=code, clock="node", facts=what, source=source))
        if row.about and row.valid_from:
            events.append(Event(at=row.valid_from, code="listed", clock="world", facts=what, source=source))
    return tuple(sorted(events, key=lambda event: event.at, reverse=True))


def _judgements(members: tuple[str, ...], clocks: Clocks) -> tuple[JudgementRow, ...]:
    """What joined or parted the party's things, as known then; not what speaks of a thing the reader may not see."""
    rows = judgements(clocks.known).filter(left__in=members, right__in=members)
    return tuple(
        JudgementRow(id=row.pk, left=row.left, right=row.right, verdict=row.verdict, by=row.by, why=row.why, at=row.at)
        for row in rows
    )
