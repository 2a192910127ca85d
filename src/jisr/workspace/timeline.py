"""What was true when, and what did the node know when?  The rows of a party's timeline, for the chart and its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from jisr.node.values import PartyPage, Source, Standing
from jisr.workspace import isolate, labels, properties

_DAY = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A half-open interval on one of the two clocks. `begins`, `ends`: ISO 8601, "" unknown or open."""

    clock: str  # world: a state of a listing; node: a record as the node held it
    label: str
    state: str
    begins: str
    ends: str
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The bars, world first, and what the chart draws of them."""

    bars: tuple[Bar, ...]
    chart: dict[str, Any]


def timeline(page: PartyPage) -> Timeline:
    """Listings as true in the world, and the records they rest on as this node knew them."""
    world = tuple(bar for standing in page.standings for bar in _course(standing, page))
    listings = {source.record: source for standing in page.standings for source in standing.sources}
    known = {source.record: source for source in page.records} | listings
    node = tuple(_held(source) for source in sorted(known.values(), key=lambda one: (one.known_from, one.record)))
    bars = (*world, *node)
    return Timeline(bars=bars, chart=_chart(bars, on=page.clocks.on) if bars else {})


def _course(standing: Standing, page: PartyPage) -> Iterator[Bar]:
    """The state of a listing, and before a delisting the time it was listed, where the history says since when."""
    name = properties.jurisdiction(standing.jurisdiction)
    label = f"{name} · {isolate.isolated(standing.programme)}" if standing.programme else name
    source = standing.sources[0] if standing.sources else None
    if standing.state == "delisted":
        records = {one.record for one in standing.sources}
        said = (event for event in page.history if event.code == "listed" and event.source)
        began = min((event.at for event in said if event.source and event.source.record in records), default="")
        yield Bar(clock="world", label=label, state="listed", begins=began, ends=standing.since, source=source)
    yield Bar(
        clock="world", label=label, state=standing.state, begins=standing.since, ends=standing.until, source=source
    )


def _held(source: Source) -> Bar:
    return Bar(
        clock="node",
        label=isolate.isolated(source.thing),
        state="",
        begins=source.known_from.date().isoformat(),
        ends=source.known_to.date().isoformat() if source.known_to else "",
        source=source,
    )


def _chart(bars: tuple[Bar, ...], *, on: date) -> dict[str, Any]:
    """Names isolated, days as ISO dates; an open end reaches past the day asked about so that it reads as open."""
    lines = list(dict.fromkeys((bar.clock, bar.label) for bar in bars))
    days = [_whole(day) for bar in bars for day in (bar.begins, bar.ends) if day]
    first = min([*days, on.isoformat()])
    return {
        "on": on.isoformat(),
        "first": first,
        "last": max([*days, (on + timedelta(days=90)).isoformat()]),
        "asOf": _("as of"),
        "clocks": {"world": _("True in the world"), "node": _("Known to this node")},
        "open": _("open"),
        "unknown": _("unknown"),
        "lines": [{"clock": clock, "label": isolate.isolated(label)} for clock, label in lines],
        "bars": [
            {
                "line": lines.index((bar.clock, bar.label)),
                "word": str(labels.STATES[bar.state].word) if bar.state in labels.STATES else "",
                "tone": labels.STATES[bar.state].tone if bar.state in labels.STATES else "control",
                "from": _whole(bar.begins),
                "to": _whole(bar.ends),
            }
            for bar in bars
        ],
    }


def _whole(text: str) -> str:
    """A day of the calendar for a point in time of any precision: its first day; "" stays ""."""
    day = text[:_DAY]
    return day + "-01-01"[len(day) - 4 :] if day and len(day) < _DAY else day
