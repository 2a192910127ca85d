"""Whom do I watch, whom do they resemble, and what changed?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import orjson
from django.db.models import Q, QuerySet

from jisr.errors import NotFound
from jisr.node import chain, good_guys, portfolio_file
from jisr.node.convert import facts_of, reasons_of
from jisr.node.models import Portfolio, WatchEvent, WatchHit, WatchRow
from jisr.node.parties import Parties
from jisr.node.portfolio_file import Customer
from jisr.node.queries.clocks import clocks
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.status import Statuses
from jisr.node.values import (
    Cleared,
    PortfolioPage,
    PortfolioRow,
    Preview,
    Standing,
    WatchChange,
    WatchedRow,
    WatchHitRow,
    WatchRecord,
)
from jisr.sharing import Reader, Role, require

_SHOWN = 500
_FIRST = 8
_READS = (Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)


def portfolios(*, reader: Reader) -> tuple[PortfolioRow, ...]:
    """One's own portfolios; everybody's for a supervisor or auditor who may know of them. The newest first."""
    require(reader, *_READS)
    parties = Parties(markings=visible_markings(reader))
    return tuple(_row(one, reader, parties) for one in _visible(reader).order_by("-pk"))


def portfolio(number: int, *, reader: Reader) -> PortfolioPage:
    """One portfolio with rows, hits and history. Raises `NotFound`. Audited."""
    require(reader, *_READS)
    row = _visible(reader).filter(pk=number).select_related("marking").first()
    if row is None:
        message = f"no portfolio {number}"
        raise NotFound(message, portfolio=str(number))
    chain.note(reader, "read-portfolio", row.name)
    hits = _hits(WatchHit.objects.filter(row__portfolio=row, ended_at=None), reader)
    counted = Counter(hit.row for hit in hits)
    rows = row.rows.filter(ended_at=None).order_by("number", "pk")
    return PortfolioPage(
        row=_row(row, reader, Parties(markings=visible_markings(reader))),
        rows=tuple(_watched(one, counted[one.pk]) for one in rows.filter(problem="")[:_SHOWN]),
        aside=tuple(_watched(one, 0) for one in rows.exclude(problem="")[:_SHOWN]),
        hits=hits,
        changes=changes(reader=reader, portfolio_id=number),
        marking=row.marking.text,
    )


def changes(*, reader: Reader, portfolio_id: int = 0) -> tuple[WatchChange, ...]:
    """What was different for those one watches, the newest first."""
    require(reader, *_READS)
    visible = visible_findings(reader)
    rows = WatchEvent.objects.filter(
        row__portfolio__in=_visible(reader), record__marking__in=visible_markings(reader)
    ).filter(Q(finding__in=visible) | Q(finding=None, row__portfolio__by=reader.name))
    rows = rows.filter(row__portfolio=portfolio_id) if portfolio_id else rows
    parties = Parties(markings=visible_markings(reader))
    return tuple(_change(one, parties) for one in rows.select_related("row", "record").order_by("-pk")[:_SHOWN])


def starred(thing: str, *, reader: Reader) -> bool:
    """Whether the reader watches this party."""
    rows = WatchRow.objects.filter(portfolio__by=reader.name, portfolio__stars=True, ended_at=None)
    return rows.filter(thing=thing).exists()


def preview(file: tuple[str, bytes], *, reader: Reader, mapping: Mapping[str, str] | None = None) -> Preview:
    """What a file would be read as; nothing is kept. Raises `Unreadable`, `TooLarge`, `WrongUse`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    columns, customers = portfolio_file.read(*file, mapping or {})
    return Preview(
        file=file[0],
        columns=tuple(columns.items()),
        headings=tuple(portfolio_file.headings(*file)),
        total=len(customers),
        rows=tuple(_offered(one) for one in customers if not one.problem)[:_FIRST],
        aside=tuple(_offered(one) for one in customers if one.problem)[:_SHOWN],
    )


def _visible(reader: Reader) -> QuerySet[Portfolio]:
    rows = Portfolio.objects.filter(marking__in=visible_markings(reader))
    return rows if reader.has(Role.SUPERVISOR, Role.AUDITOR) else rows.filter(by=reader.name)


def _row(row: Portfolio, reader: Reader, parties: Parties) -> PortfolioRow:
    rows = row.rows.filter(ended_at=None)
    seen, told = visible_markings(reader), visible_findings(reader)
    events = WatchEvent.objects.filter(row__portfolio=row, record__marking__in=seen)
    hits = WatchHit.objects.filter(row__portfolio=row, ended_at=None, record__marking__in=seen)
    return PortfolioRow(
        id=row.pk,
        name=row.name,
        by=row.by,
        stars=row.stars,
        file=row.file,
        rows=rows.filter(problem="").count(),
        aside=rows.exclude(problem="").count(),
        hits=len({(number, parties.party_of(thing)) for number, thing in hits.values_list("row_id", "thing")}),
        changes=events.filter(Q(finding__in=told) | Q(finding=None, row__portfolio__by=reader.name)).count(),
        created_at=row.created_at,
        screened_at=row.screened_at,
        ended_at=row.ended_at,
    )


def _hits(rows: QuerySet[WatchHit], reader: Reader) -> tuple[WatchHitRow, ...]:
    """The parties the reader may see, the best first, with the standing as the reader may know it."""
    markings = visible_markings(reader)
    parties = Parties(markings=markings)
    found: dict[tuple[int, str], list[WatchHit]] = defaultdict(list)
    for one in rows.filter(record__marking__in=markings).select_related("row", "record").order_by("-score", "pk"):
        found[one.row_id, parties.party_of(one.thing)].append(one)
    shown = dict(islice(found.items(), _SHOWN))
    cleared = good_guys.for_questions(
        (good_guys.asked_of(one.row), one.thing) for each in shown.values() for one in each
    )
    statuses = Statuses(clocks=clocks(), markings=markings, parties=parties)
    standings = statuses.of_many({party for _row, party in shown})
    return tuple(_hit(party, each, standings[party], cleared) for (_number, party), each in shown.items())


def _hit(
    party: str,
    each: Sequence[WatchHit],
    standings: Iterable[Standing],
    cleared: Mapping[tuple[good_guys.Asked, str], Cleared],
) -> WatchHitRow:
    """One party with its records beneath. It is cleared when every record of it is."""
    best = each[0]
    asked = good_guys.asked_of(best.row)
    settled = [cleared.get((asked, one.thing)) for one in each]
    return WatchHitRow(
        row=best.row_id,
        number=best.row.number,
        name=best.row.name,
        reference=best.row.reference,
        party=party,
        caption=best.record.caption,
        score=best.score,
        reasons=reasons_of(best.reasons),
        standing=tuple((said.jurisdiction, said.state, said.since) for said in standings),
        since=min(one.since for one in each),
        cleared=settled[0] if all(settled) else None,
        born=asked.born,
        country=asked.country,
        records=tuple(
            WatchRecord(
                thing=one.thing,
                caption=one.record.caption,
                source=one.record.source,
                record=one.record_id,
                score=one.score,
            )
            for one in each
        ),
    )


def _watched(one: WatchRow, hits: int) -> WatchedRow:
    return WatchedRow(
        id=one.pk,
        number=one.number,
        reference=one.reference,
        name=one.name,
        said=_told(orjson.loads(one.said).get("properties", {})),
        thing=one.thing,
        problem=one.problem,
        facts=facts_of(one.facts),
        hits=hits,
    )


def _offered(one: Customer) -> WatchedRow:
    return WatchedRow(
        id=0,
        number=one.number,
        reference=one.reference,
        name=one.name,
        said=_told(one.said),
        thing="",
        problem=one.problem,
        facts=one.facts,
        hits=0,
    )


def _told(said: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(values)) for name, values in said.items() if name != "name")


def _change(one: WatchEvent, parties: Parties) -> WatchChange:
    return WatchChange(
        id=one.pk,
        portfolio=one.row.portfolio_id,
        number=one.row.number,
        name=one.row.name,
        party=parties.party_of(one.thing),
        caption=one.record.caption,
        what=one.what,
        reasons=reasons_of(one.reasons),
        at=one.at,
        finding=one.finding_id,
        cleared=one.cleared,
    )
