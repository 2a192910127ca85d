"""What is watched for news; and taking two articles apart that are not one story."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jisr.errors import WrongUse
from jisr.exchange import news_job
from jisr.node.actions import join_copies, news_sources
from jisr.node.queries import news
from jisr.records import TLP, Marking
from jisr.sharing import Role
from jisr.workspace.views.page import highest, reader_of, show

_EVERY = (15, 60, 360, 1440)  # minutes


@require_http_methods(["GET", "POST"])
def sources(request: HttpRequest) -> HttpResponse:
    """The watched folders and feeds; a form to add one."""
    reader = reader_of(request)
    if request.method == "POST":
        return _add(request)
    rows = news.sources(reader=reader)
    values = {
        "rows": rows,
        "may_add": reader.has(Role.SUPERVISOR, Role.ADMINISTRATOR),
        "inbox": str(news_sources.inbox()),
        "every": _EVERY,
        "labels": [label.value for label in TLP],
        "marking": highest(row.marking for row in rows),
    }
    return show(request, "sources.html", values, desk="documents")


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Watched no longer; what came stays."""
    news_sources.remove(number, reader=reader_of(request))
    messages.success(request, _("It is watched no longer; what came from it stays."))
    return redirect("sources")


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """The job of the node looks at every source that is due, at once."""
    news_sources.all_due(reader=reader_of(request))
    news_job.plan(at_once=True)
    messages.success(request, _("The node looks now; load the page again in a moment."))
    return redirect("sources")


@require_POST
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Two articles are not one story."""
    join_copies.part(number, reader=reader_of(request))
    messages.success(request, _("They are counted as two stories from now on."))
    return redirect("document", thing=request.POST.get("thing", ""))


def _add(request: HttpRequest) -> HttpResponse:
    label, every = request.POST.get("marking") or TLP.CLEAR.value, request.POST.get("every", "60")
    if label not in set(TLP) or not every.isdecimal():
        message = f"{label!r}, every {every!r}: one of {', '.join(TLP)}, and minutes"
        raise WrongUse(message, field="marking")
    news_sources.add(
        request.POST.get("address", ""),
        reader=reader_of(request),
        every=int(every[:6]),
        marking=Marking(tlp=TLP(label)),
    )
    news_job.plan(at_once=True)
    messages.success(request, _("It is watched; the node looks at it now."))
    return redirect("sources")
