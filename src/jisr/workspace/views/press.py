"""What happened by all that was read, what the press says of a party, and how well the rules read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from jisr.node.queries import timeline as told
from jisr.node.queries.reading import rules as rules_query
from jisr.workspace.views.page import clocks_of, highest, reader_of, show


@require_GET
def timeline(request: HttpRequest) -> HttpResponse:
    """Each happening once, with every outlet that told it."""
    asked = {
        name: request.GET.get(name, "").strip()
        for name in ("party", "country", "other", "type", "step", "since", "until")
    }
    wish = told.Wish(
        party=asked["party"],
        country=asked["country"],
        other=asked["other"],
        type=asked["type"],
        step=asked["step"],
        since=asked["since"],
        until=asked["until"],
    )
    clocks = clocks_of(request)
    page = told.timeline(wish, reader=reader_of(request), clocks=clocks)
    marking = highest(report.marking for one in page.happenings for report in one.reports)
    values = {"page": page, "wish": wish, "marking": marking, "clocks": clocks}
    values["known_text"] = request.GET.get("known", "")
    return show(request, "timeline.html", values, desk="documents")


@require_GET
def press(request: HttpRequest, thing: str) -> HttpResponse:
    """What articles say of a party, a country, a body or a place."""
    who = reader_of(request)
    page = told.press(thing, reader=who, clocks=clocks_of(request))
    marking = highest(line.report.marking for line in page.lines)
    title = page.name_ar if get_language() == "ar" else page.name_en
    values = {"lines": page.lines, "thing": thing, "title": title, "is_party": page.is_party, "marking": marking}
    return show(request, "press.html", values, desk="documents")


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """What each rule read, and how often it was right."""
    return show(request, "rules.html", {"page": rules_query(reader=reader_of(request))}, desk="documents")
