"""May we do this?  The question, the answer with its reasons, the note for paper, and the answers that were kept."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jisr import wording
from jisr.node.actions import keep_may
from jisr.node.ics import ics
from jisr.node.queries import reliefs, rulings
from jisr.node.queries.may import may as ask
from jisr.node.queries.party import party as party_query
from jisr.node.values import MayQuestion
from jisr.workspace.timeline import timeline
from jisr.workspace.views.page import clocks_of, reader_of, show

FIELDS = ("jurisdiction", "kind", "counterparty", "on", "known")
_EXAMPLES = (
    {"jurisdiction": "us", "kind": "transact", "counterparty": "Central Bank of Syria", "on": "2025-05-24"},
    {"jurisdiction": "un", "kind": "travel", "counterparty": "Anas Hasan Khattab", "on": "2025-11-08"},
    {"jurisdiction": "eu", "kind": "transact", "counterparty": "a company 49% owned by one listed person, no control"},
)
_AHEAD = timedelta(days=365)


@require_GET
def may(request: HttpRequest) -> HttpResponse:
    """The form, and below it the answer."""
    return show(request, "may.html", _asked(request), desk="may")


@require_GET
def note(request: HttpRequest) -> HttpResponse:
    """The answer in both languages on one sheet of paper."""
    return show(request, "may_note.html", _asked(request), desk="may")


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the answer to a question, with what it is relied on for."""
    number = keep_may.keep(_question(request.POST.dict()), reader=reader_of(request), why=request.POST.get("why", ""))
    messages.success(request, _("Kept, word for word."))
    return redirect("may-kept-one", number=number)


@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """The answers that were kept."""
    changed = request.GET.get("changed") == "1"
    rows = rulings.kept(reader=reader_of(request), changed=changed)
    return show(request, "may_kept.html", {"rows": rows, "changed": changed, "lang": _lang()}, desk="may")


@require_GET
def kept_one(request: HttpRequest, number: int) -> HttpResponse:
    """One kept answer, and the same question today."""
    page = rulings.ruling(number, reader=reader_of(request))
    return show(request, "may_kept_one.html", {"page": page, "lang": _lang()}, desk="may")


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """What runs out when."""
    clocks = clocks_of(request)
    page = reliefs.calendar(reader=reader_of(request), clocks=clocks)
    return show(request, "calendar.html", {"page": page, "clocks": clocks, "lang": _lang()}, desk="calendar")


@require_GET
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The same for a calendar program."""
    page = reliefs.calendar(reader=reader_of(request), clocks=clocks_of(request))
    response = HttpResponse(ics(page, lang=_lang()), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="jisr-reliefs.ics"'
    return response


@require_GET
def party_status(request: HttpRequest, thing: str) -> HttpResponse:
    """Status and relief of one party, with the two clocks to move."""
    reader, clocks = reader_of(request), clocks_of(request)
    page = party_query(thing, reader=reader, clocks=clocks)
    acts = reliefs.reliefs(page.id, reader=reader, clocks=clocks)
    first = min([*(act.effective[:10] for act in acts if len(act.effective) >= len("2025-01-01")), str(clocks.on)])
    values = {
        "page": page,
        "acts": acts,
        "timeline": timeline(page),
        "clocks": clocks,
        "marking": page.marking,
        "lang": _lang(),
        "first": first,
        "last": str(_later(clocks.on)),
    }
    return show(request, "party_status.html", values, desk="parties")


def _later(on: date) -> date:
    return on + _AHEAD


def _asked(request: HttpRequest) -> dict[str, object]:
    asked = {field: request.GET.get(field, "").strip() for field in (*FIELDS, "origins")}
    answer = ask(_question(asked), reader=reader_of(request)) if asked["counterparty"] and asked["kind"] else None
    return {
        "asked": asked,
        "answer": answer,
        "activities": wording.activities(lang=_lang()),
        "laws": wording.laws(lang=_lang()),
        "lang": _lang(),
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "examples": () if answer else tuple((one["counterparty"], urlencode(one)) for one in _EXAMPLES),
        "marking": "",
    }


def _question(asked: dict[str, str]) -> MayQuestion:
    origins = tuple(part for part in asked.get("origins", "").replace(",", " ").split() if part)
    texts = {field: asked.get(field, "") for field in FIELDS}
    return MayQuestion(**texts, origins=origins, owners=())


def _lang() -> str:
    return "ar" if (get_language() or "en").startswith("ar") else "en"
