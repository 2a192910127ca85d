"""What is done on the pages of the exchange: a sighting told, a roster written, a finding shared, a log made whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jisr.errors import WrongUse
from jisr.node.actions import feedback as telling
from jisr.node.actions import hand_over, meet
from jisr.node.actions import partners as acting
from jisr.node.actions.share_finding import share_finding
from jisr.workspace.views.page import reader_of

_MOST = 200


@require_POST
def sight(request: HttpRequest) -> HttpResponse:
    """Tell the member a record came from that the thing was met, or that it was somebody else."""
    times = request.POST.get("times", "1")
    telling.sight(
        request.POST.get("thing", ""),
        request.POST.get("kind", ""),
        reader=reader_of(request),
        times=int(times) if times.isdecimal() and len(times) <= 6 else 0,  # noqa: PLR2004  # digits of a million
        note=request.POST.get("note", ""),
    )
    messages.success(request, _("Told. It leaves with the next round."))
    return redirect("requests")


@require_POST
def group(request: HttpRequest) -> HttpResponse:
    """A working group of ours: a new roster, told to each of its members."""
    name = request.POST.get("name", "").strip()
    version = telling.roster(name, tuple(request.POST.getlist("member")), reader=reader_of(request))
    messages.success(request, _("Version %(n)d of the roster goes to its members.") % {"n": version})
    return redirect("partners")


@require_POST
def finding(request: HttpRequest, number: int) -> HttpResponse:
    """Share a finding with all it rests on."""
    members = request.POST.getlist("member")
    if not members:
        raise WrongUse("choose whom to share with", field="member")
    done = share_finding(number, members, reader=reader_of(request))
    if done.refused:
        messages.warning(request, _("It may not go to everyone: the outbox has what goes."))
    if len(done.refused) < len(done.verdicts):
        messages.success(request, _("The finding goes with the next round; what becomes of it follows."))
    return redirect("outbox")


@require_POST
def stix(request: HttpRequest) -> HttpResponse:
    """A file of STIX for one partner: of what was shared with it, what may go now."""
    member = request.POST.get("stix", "")
    data = hand_over.as_stix(request.POST.getlist("thing")[:_MOST], member, reader=reader_of(request))
    headers = {"Content-Disposition": f'attachment; filename="{member}.stix.json"'}
    return HttpResponse(data, content_type="application/stix+json;version=2.1", headers=headers)


@require_POST
def recover(request: HttpRequest) -> HttpResponse:
    """This node was restored from a copy: it says nothing before it heard what it said."""
    meet.begin_recovery(reader=reader_of(request))
    messages.success(request, _("The log stands still until every partner gave back what it has of it."))
    return redirect("partners")


@require_POST
def without(request: HttpRequest, name: str) -> HttpResponse:
    """Go on without a partner that is gone for good; two people say so."""
    why = request.POST.get("why", "").strip()
    if not why:
        raise WrongUse("say why: it is kept beside the partner", field="why")
    done = meet.recover_without(name, why, reader=reader_of(request))
    said = _("The log goes on without it.") if done else _("Noted. A second person must say so as well.")
    messages.success(request, said)
    return redirect("partners")


@require_POST
def close(request: HttpRequest, name: str) -> HttpResponse:
    """Trust nothing more of a partner that left."""
    acting.close(name, reader=reader_of(request))
    messages.success(request, _("Closed: its key and its password count for nothing any more."))
    return redirect("partner", name=name)
