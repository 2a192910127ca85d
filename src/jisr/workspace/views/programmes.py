"""Projects: which there are, what each says, who of its partners is listed."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jisr.errors import WrongUse
from jisr.node.actions import brief as briefs
from jisr.node.queries import presence
from jisr.node.queries import programmes as asked
from jisr.workspace.views.page import highest, number_of, reader_of, show

_SHOWN = 50
_COUNTRIES = 12


@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """The list of projects, those with a partner to look at first; their money together."""
    reader = reader_of(request)
    text, country = request.GET.get("q", ""), request.GET.get("country", "")
    offset = number_of(request, "from")
    page = asked.projects(text, reader=reader, country=country, offset=offset, limit=_SHOWN)
    values = {
        "page": page,
        "asked": {"q": text, "country": country},
        "countries": page.countries[:_COUNTRIES],
        "before": max(0, offset - _SHOWN) if offset else None,
        "after": offset + _SHOWN if offset + _SHOWN < page.total else None,
        "marking": highest(row.marking for row in page.rows),
    }
    return show(request, "programmes.html", values, desk="programmes")


@require_GET
def programme(request: HttpRequest, thing: str) -> HttpResponse:
    """One project: its words in every language, money, partners, results, places, documents, and what to look at."""
    page = asked.project(thing, reader=reader_of(request))
    told = briefs.issued(thing, reader=reader_of(request))
    values = {"page": page, "row": page.row, "marking": page.marking, "briefs": told}
    return show(request, "programme.html", values, desk="programmes")


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Projects as they were published, one IATI document."""
    things = tuple(request.GET.getlist("project"))
    data = asked.export(things, reader=reader_of(request))
    response = HttpResponse(data, content_type="application/xml; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="jisr-projects.xml"'
    return response


@require_http_methods(["GET", "POST"])
def overlaps(request: HttpRequest) -> HttpResponse:
    """A sheet of who does what where: what stands twice, who shares a task at a place, where nobody is."""
    page = None
    if request.method == "POST":
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile):
            message = "choose a CSV or XLSX file of who does what where"
            raise WrongUse(message, field="file")
        page = presence.sheet(file.name or "sheet", file.read(), reader=reader_of(request))
    return show(request, "overlaps.html", {"page": page}, desk="overlaps")


@require_POST
def brief(request: HttpRequest, kind: str) -> HttpResponse:
    """A brief of one page, as PDF; that it was issued is kept."""
    data = briefs.issue(kind, request.POST.get("thing", ""), reader=reader_of(request))
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="jisr-{kind}.pdf"'
    return response
