"""Flights, one traveller at a time, what waits for a person, rules, flows, and how the safeguards stand."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jisr.node.actions import journey_rules, journeys_keep
from jisr.node.queries import journeys as asked
from jisr.node.queries import journeys_flows
from jisr.node.values import HitRow
from jisr.workspace.journey_words import told
from jisr.workspace.views.page import highest, reader_of, show


@require_GET
def flights(request: HttpRequest) -> HttpResponse:
    """The newest flights; travellers by name, document or booking."""
    reader = reader_of(request)
    q, who = request.GET.get("q", "").strip()[:40], request.GET.get("who", "").strip()[:80]
    people = asked.search(who, reader=reader) if who else ()
    rows = () if who else asked.flights(q, reader=reader)
    values = {"rows": rows, "people": people, "q": q, "who": who, "marking": highest(row.marking for row in rows)}
    return show(request, "flights.html", values, desk="flights")


@require_GET
def flight(request: HttpRequest, key: str) -> HttpResponse:
    """One flight, its travellers by seat."""
    page = asked.flight(key, reader=reader_of(request))
    return show(request, "flight.html", {"page": page, "row": page.row, "marking": page.row.marking}, desk="flights")


@require_GET
def traveller(request: HttpRequest, number: int) -> HttpResponse:
    """One traveller on one flight; the look is recorded."""
    page = asked.traveller(number, reader=reader_of(request))
    values = {"page": page, "told": told(page.said), "marking": page.flight.marking}
    return show(request, "traveller.html", values, desk="flights")


@require_POST
def unmask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask that a masked traveller be shown again."""
    journeys_keep.ask(number, reader=reader_of(request), why=request.POST.get("why", ""))
    messages.success(request, _("Asked. A second supervisor must grant it."))
    return redirect("traveller", number=number)


@require_POST
def unmask_grant(request: HttpRequest, number: int) -> HttpResponse:
    """Grant what somebody else asked."""
    person = journeys_keep.grant(number, reader=reader_of(request))
    messages.success(request, _("Granted for a day."))
    return redirect("traveller", number=person)


@require_GET
def hits(request: HttpRequest) -> HttpResponse:
    """What waits for a person, by kind."""
    groups: defaultdict[str, list[HitRow]] = defaultdict(list)
    for one in asked.hits(reader=reader_of(request)):
        groups[one.kind].append(one)
    marking = highest(one.row.marking for rows in groups.values() for one in rows)
    return show(request, "journey_hits.html", {"groups": list(groups.items()), "marking": marking}, desk="flights")


@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule; or, with a form, a new one."""
    reader = reader_of(request)
    if request.method == "POST":
        clauses = [line.strip() for line in request.POST.get("clauses", "").splitlines() if line.strip()]
        journey_rules.add(
            request.POST.get("name", ""),
            clauses,
            reader=reader,
            purpose=request.POST.get("purpose", ""),
            legal_basis=request.POST.get("basis", ""),
        )
        messages.success(request, _("Written and tried. Another person must approve it."))
        return redirect("journey-rules")
    language = "ar" if (get_language() or "").startswith("ar") else "en"
    values = {
        "rows": journeys_flows.rules(reader=reader),
        "fields": journeys_flows.rule_fields(language, reader=reader),
    }
    return show(request, "journey_rules.html", values, desk="flights")


@require_POST
def rule(request: HttpRequest, number: int) -> HttpResponse:
    """Approve a rule, or end it."""
    if request.POST.get("act") == "approve":
        journey_rules.approve(number, reader=reader_of(request))
        messages.success(request, _("The rule looks from now on."))
    else:
        journey_rules.end(number, reader=reader_of(request))
        messages.success(request, _("The rule is ended; its open hits are withdrawn."))
    return redirect("journey-rules")


@require_GET
def flows(request: HttpRequest) -> HttpResponse:
    """Who travelled where by month, so that nobody can be told from it."""
    split = request.GET.get("split") == "on"
    page = journeys_flows.flows(reader=reader_of(request), split=split)
    largest = max((row.count or 0 for row in page.rows), default=1)
    return show(request, "journey_flows.html", {"page": page, "split": split, "largest": largest}, desk="flights")


@require_GET
def safeguards(request: HttpRequest) -> HttpResponse:
    """The figures of data protection."""
    return show(
        request, "safeguards.html", {"page": journeys_flows.protection(reader=reader_of(request))}, desk="flights"
    )
