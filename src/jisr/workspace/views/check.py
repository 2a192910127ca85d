"""Is anyone of this name known?  One name, or a file of them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jisr.errors import WrongUse
from jisr.node.actions import check_file
from jisr.node.actions.keep_check import keep as keep_answer
from jisr.node.queries.batches import batches
from jisr.node.queries.check import check as check_name
from jisr.node.queries.clocks import clocks as read_clocks
from jisr.node.queries.jobs import job as job_row
from jisr.node.queries.jobs import jobs as job_rows
from jisr.node.values import CheckAnswer, CheckHit, Question
from jisr.sharing import Reader
from jisr.workspace.views.page import clocks_of, highest, is_part, part, reader_of, show

EXAMPLES = {  # one person each, written three ways, by a source that holds it
    "member-north": ("وضاح لقمان المنجنيقي", "Waddah Luqman al-Manjaniqi", "Ouaddah Lokman el-Mandjaniqi"),
    "un": ("أحمد الشرع", "Ahmed al-Sharaa", "Ahmed el-Charaa"),
}
KINDS = (
    ("", gettext_lazy("Any")),
    ("person", gettext_lazy("Person")),
    ("organization", gettext_lazy("Organisation")),
    ("vessel", gettext_lazy("Vessel")),
)
FIELDS = ("name", "born", "country", "kind")
_SHOWN = 100
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """One name: the answer in words, then whom it may mean."""
    reader, clocks = reader_of(request), clocks_of(request)
    asked = {field: request.GET.get(field, "").strip() for field in FIELDS}
    answer = check_name(Question(**asked), reader=reader, clocks=clocks) if asked["name"] else None
    values = {
        "asked": asked,
        "clocks": clocks,
        "answer": answer,
        "delisted": _delisted_first(answer),
        "examples": () if answer else _examples(reader),
        "kinds": KINDS,
        "jobs": () if answer else job_rows(reader=reader, limit=5),
        "marking": highest(source.marking for hit in answer.hits for source in hit.sources) if answer else "",
        "question": urlencode({name: value for name, value in asked.items() if value}),
    }
    return show(request, "check.html", values, desk="check")


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the hits of an answer as findings, to be settled by a person."""
    reader = reader_of(request)
    clocks = read_clocks(request.POST.get("on", ""), request.POST.get("known", ""))
    question = Question(**{field: request.POST.get(field, "").strip() for field in FIELDS})
    kept = keep_answer(check_name(question, reader=reader, clocks=clocks), reader=reader)
    told = ngettext("%(n)d finding waits for a decision", "%(n)d findings wait for a decision", len(kept))
    messages.success(request, told % {"n": len(kept)})
    return redirect("today")


@require_POST
def check_a_file(request: HttpRequest) -> HttpResponse:
    """Queue a file of names."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        message = "choose a CSV or XLSX file with a column for names"
        raise WrongUse(message, field="file")
    clocks = read_clocks(request.POST.get("on", ""), request.POST.get("known", ""))
    job = check_file.start(
        (file.name or "names.csv", file.read()),
        reader=reader_of(request),
        clocks=clocks,
        keep_hits=request.POST.get("keep") == "on",
    )
    return redirect("check-job", number=job.id)


@require_GET
def check_job(request: HttpRequest, number: int) -> HttpResponse:
    """How far a file is, and what was found so far."""
    reader = reader_of(request)
    job = job_row(number, reader=reader)
    rows = check_file.results(number, reader=reader)
    hits = [row for row in rows if row.party]
    values = {"job": job, "rows": rows, "hits": hits[:_SHOWN], "found": len(hits), "marking": ""}
    values["problems"] = [row for row in rows if row.problem][:_SHOWN]
    if is_part(request):
        return part(request, "job.html", values, said=_("Done.") if job.state == "done" else "")
    return show(request, "check_file.html", values, desk="check")


@require_GET
def check_result(request: HttpRequest, number: int, as_: str) -> HttpResponse:
    """The result as a file: CSV with a byte-order mark, or a sheet laid out in the reader's direction."""
    rows = check_file.results(number, reader=reader_of(request))
    body = check_file.table(rows, headings=_headings(), as_=as_, right_to_left=(get_language() or "").startswith("ar"))
    response = HttpResponse(body, content_type=_TYPES[as_])
    response.headers["Content-Disposition"] = f'attachment; filename="jisr-check-{number}.{as_}"'
    return response


def _examples(reader: Reader) -> tuple[str, ...]:
    """Names to try that this node can answer."""
    loaded = {row.source for row in batches(reader=reader, state="loaded")}
    return next((names for source, names in EXAMPLES.items() if source in loaded), ())


def _headings() -> tuple[str, ...]:
    return (
        *(_("Row"), _("Name asked"), _("Score"), _("Party"), _("Name on record"), _("Standing")),
        *(_("Reasons"), _("Lists and editions"), _("Not checked because")),
    )


def _delisted_first(answer: CheckAnswer | None) -> tuple[CheckHit, ...]:
    """The hits with a listing that has ended, for the first words of the answer: who asks must not miss it."""
    if answer is None:
        return ()
    return tuple(hit for hit in answer.hits[:3] if any(standing.state == "delisted" for standing in hit.standings))
