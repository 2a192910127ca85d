"""What was true when, and what did the node know when?  The rows of a party's timeline, for the chart and its table."""

from __future__ import annotations

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

    clock: str  # world: a listing; node: a record as the node held it
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
    world = tuple(_listing(standing) for standing in page.standings)
    listings = {source.record: source for standing in page.standings for source in standing.sources}
    known = {source.record: source for source in page.records} | listings
    node = tuple(_held(source) for source in sorted(known.values(), key=lambda one: (one.known_from, one.record)))
    bars = (*world, *node)
    return Timeline(bars=bars, chart=_chart(bars, on=page.clocks.on) if bars else {})


def _listing(standing: Standing) -> Bar:
    name = str(labels.JURISDICTIONS.get(standing.jurisdiction, standing.jurisdiction.upper()))
    programme = f" · {isolate.isolated(standing.programme)}" if standing.programme else ""
    return Bar(
        clock="world",
        label=f"{name}{programme}",
        state=standing.state,
        begins=standing.since,
        ends=standing.until,
        source=standing.sources[0] if standing.sources else None,
    )


def _held(source: Source) -> Bar:
    return Bar(
        clock="node",
        label=f"{properties.source(source.source, source.title)} · {isolate.isolated(source.thing)}",
        state="",
        begins=source.known_from.date().isoformat(),
        ends=source.known_to.date().isoformat() if source.known_to else "",
        source=source,
    )


def _chart(bars: tuple[Bar, ...], *, on: date) -> dict[str, Any]:
    """Names isolated, days as ISO dates; an open end reaches past today so that it reads as open."""
    days = [day for bar in bars for day in (bar.begins, bar.ends) if day]
    first = min((_whole(day) for day in days), default=on.isoformat())
    last = max([*(_whole(day) for day in days), (on + timedelta(days=60)).isoformat()])
    return {
        "on": on.isoformat(),
        "first": first,
        "last": last,
        "today": _("as of"),
        "world": _("True in the world"),
        "node": _("Known to this node"),
        "open": _("open"),
        "bars": [
            {
                "clock": bar.clock,
                "label": isolate.isolated(bar.label),
                "word": str(labels.STATES[bar.state].word) if bar.state in labels.STATES else "",
                "tone": labels.STATES[bar.state].tone if bar.state in labels.STATES else "old",
                "from": _whole(bar.begins) if bar.begins else first,
                "to": _whole(bar.ends) if bar.ends else "",
            }
            for bar in bars
        ],
    }


def _whole(text: str) -> str:
    """A day of the calendar for a point in time of any precision: its first day."""
    day = text[:_DAY]
    return day + "-01-01"[len(day) - 4 :] if len(day) < _DAY else day
