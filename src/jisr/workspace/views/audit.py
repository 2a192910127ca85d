"""Who did what, and is the record of it whole?"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jisr.node.queries import audit as trail
from jisr.workspace.views.page import is_part, number_of, part, reader_of, show


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """The lines, newest first, by person and by act."""
    actor, act = request.GET.get("actor", ""), request.GET.get("act", "")
    page = trail.audit(reader=reader_of(request), actor=actor, act=act, before=number_of(request, "before"))
    older = {"actor": actor, "act": act, "before": page.rows[-1].number if page.rows else 0}
    values = {"page": page, "actor": actor, "act": act, "older": urlencode(older) if page.more else ""}
    return show(request, "audit.html", values, desk="audit")


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Recompute every digest of the chain."""
    report = trail.verify(reader=reader_of(request))
    said = _("The chain is whole.") if report.broken_at is None else _("The chain is broken.")
    if is_part(request):
        return part(request, "chain.html", {"report": report}, said=said)
    return show(request, "chain.html", {"report": report}, desk="audit")
