"""What waits, what came, who has signed, what was asked, and what a partner would see."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jisr.errors import NotFound, WrongUse
from jisr.node.actions import feedback as telling
from jisr.node.actions import share as sharing
from jisr.node.actions.share_finding import what_if_finding
from jisr.node.queries import flow
from jisr.node.queries import partners as asked
from jisr.node.queries.party import find
from jisr.node.values import Verdict
from jisr.sharing import Reader, Role
from jisr.workspace.views.page import highest, reader_of, show

_MOST = 200
_DIGITS = 18


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """What of ours is for others: what waits, and why."""
    reader = reader_of(request)
    member, state = request.GET.get("partner", ""), request.GET.get("state", "")
    page = flow.outbox(reader=reader, member=member, state=state)
    values = {
        "page": page,
        "partners": asked.partners(reader=reader),
        "partner": member,
        "state": state,
        "tab": "outbox",
    }
    return show(request, "outbox.html", values, desk="partners")


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What came, and what it changed."""
    reader = reader_of(request)
    page = flow.inbox(reader=reader, origin=request.GET.get("partner", ""))
    theirs = flow.theirs(reader=reader)
    values = {"page": page, "theirs": theirs, "marking": highest(one.marking for one in theirs), "tab": "inbox"}
    return show(request, "inbox.html", values, desk="partners")


@require_GET
def receipts(request: HttpRequest) -> HttpResponse:
    """Who has signed for which correction, and who has not."""
    page = flow.receipts(reader=reader_of(request), thing=request.GET.get("thing", ""))
    return show(request, "receipts.html", {"page": page, "tab": "receipts"}, desk="partners")


@require_http_methods(["GET", "POST"])
def requests(request: HttpRequest) -> HttpResponse:
    """What is asked, proposed and seen between us and others; a form to ask."""
    reader = reader_of(request)
    if request.method == "POST":
        due = request.POST.get("due", "")
        wanted = telling.Wanted(
            subject=request.POST.get("subject", ""),
            question=request.POST.get("question", ""),
            purpose=request.POST.get("purpose", ""),
            due=parse_date(due) if due else None,
        )
        telling.ask(request.POST.get("partner", ""), wanted, reader=reader)
        messages.success(request, _("Asked. The request leaves with the next round."))
        return redirect("requests")
    values = {
        "page": asked.feedback(reader=reader),
        "partners": [row for row in asked.partners(reader=reader) if row.state == "joined"],
        "may_settle": reader.has(Role.SUPERVISOR, Role.EXCHANGE),
        "may_ask": reader.has(Role.SUPERVISOR, Role.EXCHANGE, Role.ANALYST),
        "tab": "requests",
    }
    return show(request, "requests.html", values, desk="partners")


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Answer a partner's request, or say no."""
    telling.answer(
        request.POST.get("uid", ""),
        request.POST.get("answer", ""),
        reader=reader_of(request),
        decline=request.POST.get("act") == "decline",
    )
    messages.success(request, _("Answered. It leaves with the next round."))
    return redirect("requests")


@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """Accept or discard a suggested correction."""
    accept = request.POST.get("act") == "accept"
    telling.settle(
        request.POST.get("uid", ""), accept=accept, why=request.POST.get("why", ""), reader=reader_of(request)
    )
    messages.success(request, _("Settled; the one who proposed it will read why."))
    return redirect("requests")


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Suggest a correction of a record to the member it came from."""
    suggested = telling.Suggested(
        thing=request.POST.get("thing", ""),
        property=request.POST.get("property", ""),
        value=request.POST.get("value", ""),
        why=request.POST.get("why", ""),
    )
    telling.propose(suggested, reader=reader_of(request))
    messages.success(request, _("Proposed. Nothing changes here until its source changes it."))
    return redirect("requests")


@require_http_methods(["GET", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """What would a partner see?  For each record and each partner: it may go, or the first rule that refuses."""
    reader = reader_of(request)
    if request.method == "POST":
        return _share(request, reader)
    every = [row.name for row in asked.partners(reader=reader) if row.state != "invited"]
    chosen = [name for name in request.GET.getlist("partner") if name] or every
    finding = request.GET.get("finding", "")
    finding = finding if finding.isdecimal() and len(finding) < _DIGITS else ""
    things, party = ([], "") if finding else _things(request, reader)
    told = None
    if finding and chosen:
        told = what_if_finding(int(finding), chosen, reader=reader)
    elif things and chosen:
        told = sharing.what_if(things, chosen, reader=reader)
    verdicts = told.verdicts if told else ()
    values = {
        "rows": _rows(verdicts, chosen),
        "members": chosen,
        "partners": every,
        "partner": chosen[0] if len(chosen) == 1 else "",
        "asked": request.GET.get("q", ""),
        "party": party,
        "things": things,
        "finding": finding,
        "picked": bool(finding or party or request.GET.getlist("thing")),
        "may_go": sum(not one.code for one in verdicts),
        "stays": sum(bool(one.code) for one in verdicts),
        "may_share": reader.has(Role.SUPERVISOR, Role.EXCHANGE),
        "marking": highest(()),
        "tab": "share",
    }
    return show(request, "share.html", values, desk="partners")


def _things(request: HttpRequest, reader: Reader) -> tuple[list[str], str]:
    """What is asked about: the records named, those of a party, or the newest; and the party."""
    named = request.GET.getlist("thing")[:_MOST]
    if named:
        return named, ""
    party, text = request.GET.get("party", ""), request.GET.get("q", "").strip()
    if text:
        party = find(text, reader=reader)
    if party:
        found = flow.things_of(party, reader=reader)
        if not found:
            raise NotFound(f"no party {party!r}", thing=party)
        return list(found[:_MOST]), party
    return list(flow.newest(reader=reader)), ""


def _rows(verdicts: tuple[Verdict, ...], members: list[str]) -> list[tuple[str, str, list[Verdict]]]:
    """A line a record: its thing, its name, and a verdict for each member in their order."""
    by_thing: dict[str, dict[str, Verdict]] = {}
    for one in verdicts:
        by_thing.setdefault(one.thing, {})[one.member] = one
    return [
        (thing, next(iter(found.values())).caption, [found[member] for member in members if member in found])
        for thing, found in by_thing.items()
    ]


def _share(request: HttpRequest, reader: Reader) -> HttpResponse:
    things, members = request.POST.getlist("thing")[:_MOST], request.POST.getlist("member")
    if not things or not members:
        raise WrongUse("choose whom to share with", field="member")
    done = sharing.share(things, members, reader=reader)
    went = len(done.verdicts) - len(done.refused)
    if went:
        said = ngettext("%(n)d record goes with the next round.", "%(n)d records go with the next round.", went)
        messages.success(request, said % {"n": went})
    if done.refused:
        said = ngettext(
            "%(n)d may not go: the rule stands below.", "%(n)d may not go: the rules stand below.", len(done.refused)
        )
        messages.warning(request, said % {"n": len(done.refused)})
    return redirect("outbox")
