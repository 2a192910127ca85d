"""What every page needs: who asks, as of when, and the frame around the answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from jisr.errors import WrongUse
from jisr.node import clock
from jisr.node.queries.clocks import clocks as read_clocks
from jisr.node.queries.reader import reader_of as reader_named
from jisr.node.values import Clocks
from jisr.sharing import Reader
from jisr.workspace.words import Words

_LONGEST_NUMBER = 15  # digits
_COMMON = frozenset({"openings", "members", "assistance", "policies", "integrations"})
_TLP = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One line of the side list. `key`: the letter after g. `group`: the heading above it, where a group begins."""

    name: str
    icon: str
    key: str
    title: Words
    group: Words | str = ""

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse("common", args=(self.name,)) if self.name in _COMMON else reverse(self.name)


DESKS = (
    Desk(name="today", icon="today", key="t", title=_("Today")),
    Desk(name="check", icon="check", key="c", title=_("Check")),
    Desk(name="may", icon="may", key="m", title=_("May we?")),
    Desk(name="parties", icon="parties", key="s", title=_("Status of a party")),
    Desk(name="portfolios", icon="star", key="p", title=_("Portfolio"), group=_("Watch")),
    Desk(name="calendar", icon="clock", key="l", title=_("Relief calendar")),
    Desk(name="vettings", icon="person", key="v", title=_("Vetting")),
    Desk(name="money", icon="money", key="y", title=_("Money"), group=_("Follow")),
    Desk(name="cases", icon="case", key="e", title=_("Money cases")),
    Desk(name="programmes", icon="organisation", key="j", title=_("Projects"), group=_("Common work")),
    Desk(name="overlaps", icon="file", key="z", title=_("Overlaps and gaps")),
    Desk(name="commitments", icon="documents", key="o", title=_("Commitments")),
    Desk(name="openings", icon="out", key="w", title=_("Openings")),
    Desk(name="members", icon="person", key="r", title=_("Members")),
    Desk(name="assistance", icon="partners", key="h", title=_("Assistance")),
    Desk(name="policies", icon="documents", key="q", title=_("Joint policies")),
    Desk(name="integrations", icon="organisation", key="i", title=_("Integration")),
    Desk(name="trust", icon="may", key="u", title=_("Work with a member")),
    Desk(name="flights", icon="journeys", key="f", title=_("Flights")),
    Desk(name="documents", icon="documents", key="d", title=_("Documents"), group=_("What came in")),
    Desk(name="campaigns", icon="campaigns", key="k", title=_("Campaigns")),
    Desk(name="changes", icon="changes", key="n", title=_("Changes")),
    Desk(name="batches", icon="batches", key="b", title=_("Deliveries")),
    Desk(name="partners", icon="partners", key="x", title=_("Exchange")),
    Desk(name="audit", icon="audit", key="a", title=_("Audit")),
)


def reader_of(request: HttpRequest) -> Reader:
    """The reader who is signed in."""
    return reader_named(request.user.get_username())


def clocks_of(request: HttpRequest) -> Clocks:
    """The two clocks of the address, `on` and `known`. Raises `WrongUse`."""
    return read_clocks(request.GET.get("on", ""), request.GET.get("known", ""))


def show(  # the frame's few choices, each by name
    request: HttpRequest,
    template: str,
    values: Mapping[str, Any],
    *,
    desk: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page in its frame. `marking` and `clocks` among the values show in the bar on top."""
    frame = {"desks": DESKS, "desk": desk, "today": clock.today(), **_as_of(request, values.get("clocks"))}
    return render(request, f"workspace/{template}", {**frame, **values}, status=status)


def part(request: HttpRequest, template: str, values: Mapping[str, Any], *, said: str = "") -> HttpResponse:
    """A piece of a page for htmx; `said` is read aloud by screen readers."""
    response = render(request, f"workspace/parts/{template}", {"today": clock.today(), **values})
    if said:
        response.headers["HX-Trigger"] = json.dumps({"say": said})
    return response


def number_of(request: HttpRequest, name: str) -> int:
    """A whole number from the address; 0 where there is none, or nonsense."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece rather than a person for a page."""
    return request.headers.get("HX-Request") == "true"


def highest(markings: Iterable[str]) -> str:
    """The narrowest label among some markings, for the bar on top; "" for none."""
    labels = {marking.partition(" ")[0] for marking in markings}
    return max(labels, key=lambda label: _TLP.index(label) if label in _TLP else len(_TLP), default="")


def _as_of(request: HttpRequest, clocks: Clocks | None) -> dict[str, Any]:
    """The as-of chip: what else is in the address stays there."""
    if clocks is None:
        return {}
    kept = request.GET.copy()
    asked = {name: kept.pop(name, [""])[-1] for name in ("on", "known")}
    pairs = [(name, value) for name, values in kept.lists() for value in values]
    return {
        "kept_query": pairs,
        "known_asked": bool(asked["known"]),
        "asked_before": clocks.on != clock.today() or bool(asked["known"]),
        "now_url": f"{request.path}?{urlencode(pairs)}" if pairs else request.path,
        "as_of_query": urlencode({name: value for name, value in asked.items() if value}),
    }


def read_day(text: str, *, field: str) -> datetime | None:
    """The first instant of a day as a form gives it, UTC; None: nothing was given. Raises `WrongUse`."""
    if not text.strip():
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        message = f"{text!r} is no day: write it as 2025-11-06"
        raise WrongUse(message, field=field)
    return datetime.combine(day, time(), UTC)
