"""What came in, what was set aside, and what waits for a person's yes."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jisr.errors import TooLarge, WrongUse
from jisr.node.actions import settle_delivery
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.queries import batches as came_in
from jisr.node.queries.money import totals
from jisr.node.queries.slots import slots
from jisr.node.values import MoneyTotal
from jisr.records import TLP, Marking
from jisr.sharing import Role
from jisr.workspace.views.page import highest, number_of, read_day, reader_of, show

STATES = ("loaded", "held", "refused", "rejected")
_PER_PAGE = 50


@require_http_methods(["GET", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """The deliveries, newest first; a form to bring one in."""
    if request.method == "POST":
        return _bring_in(request)
    state = request.GET.get("state", "")
    rows = came_in.batches(
        reader=reader_of(request),
        limit=_PER_PAGE + 1,
        before=number_of(request, "before"),
        state=state if state in STATES else "",
    )
    values = {
        "rows": rows[:_PER_PAGE],
        "older": rows[_PER_PAGE - 1].id if len(rows) > _PER_PAGE else 0,
        "state": state,
        "states": STATES,
        "labels": [label.value for label in TLP],
        "slots": slots(reader=reader_of(request)) if reader_of(request).has(Role.SUPERVISOR) else (),
    }
    return show(request, "batches.html", values, desk="batches")


def _totals(request: HttpRequest, state: str, number: int) -> tuple[MoneyTotal, ...]:
    """What a delivery of payments brought, for who works with payments."""
    reader = reader_of(request)
    if state != "loaded" or not reader.has(Role.ANALYST, Role.SUPERVISOR):
        return ()
    return totals(reader=reader, batch=number)


@require_GET
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """One delivery, with what was set aside and why."""
    reader = reader_of(request)
    page = came_in.batch(number, reader=reader)
    values = {
        "page": page,
        "row": page.row,
        "waits": page.row.state == "held" and any(piece.reason == "act-waits" for piece in page.pieces),
        "totals": _totals(request, page.row.state, number),
        "may_settle": reader.has(Role.SUPERVISOR),
        "marking": highest(source.marking for source in page.records),
    }
    return show(request, "batch.html", values, desk="batches")


@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """A person's yes or no, bound to the digest of what they looked at."""
    why = request.POST.get("why", "").strip()
    if not why:
        message = "say why: it is kept beside the delivery"
        raise WrongUse(message, field="why")
    act = settle_delivery.approve if request.POST.get("verdict") == "approve" else settle_delivery.reject
    row = act(number, reader=reader_of(request), sha256=request.POST.get("sha256", ""), why=why)
    said = {
        "loaded": _("Loaded."),
        "held": _("You agreed. One more person has to."),
        "rejected": _("Rejected; nothing was changed."),
    }
    messages.success(request, said[row.state])
    return redirect("batch", number=number)


def _bring_in(request: HttpRequest) -> HttpResponse:
    files = request.FILES.getlist("files")
    size = sum(file.size or 0 for file in files)
    if size > settings.JISR_UPLOAD_MAX:
        wanted = f"at most {settings.JISR_UPLOAD_MAX} bytes"
        raise TooLarge(source=files[0].name or "upload", place=f"{size} bytes", wanted=wanted)
    wanted_as = Wanted(
        source=request.POST.get("source", "").strip(),
        marking=_marking(request.POST.get("marking") or TLP.CLEAR.value),
        received=read_day(request.POST.get("received", ""), field="received"),
    )
    row = ingest([(file.name or "file", file.read()) for file in files], reader=reader_of(request), wanted=wanted_as)
    if row.again:
        messages.info(request, _("The very same delivery came before: nothing was changed."))
    return redirect("batch", number=row.id)


def _marking(label: str) -> Marking:
    if label not in set(TLP):
        message = f"{label!r} is no TLP label: one of {', '.join(TLP)}"
        raise WrongUse(message, field="marking")
    return Marking(tlp=TLP(label))
