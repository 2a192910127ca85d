"""What the last delivery changed; an act entered by hand; a list fetched now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jisr.exchange import fetch_job
from jisr.node import sheets
from jisr.node.actions.enter_act import FIELDS, enter_act
from jisr.node.queries.act_words import act_words
from jisr.node.queries.changes import Wish
from jisr.node.queries.changes import changes as changed
from jisr.node.values import ChangeRow, Problem
from jisr.wording import say
from jisr.workspace.views.page import number_of, reader_of, show

_KINDS = ("added", "changed", "removed")
_MOST = 100_000
_A_PAGE = 100


def _wish(request: HttpRequest, *, limit: int) -> Wish:
    kind = request.GET.get("kind", "")
    return Wish(
        batch=number_of(request, "batch"),
        source=request.GET.get("source", "").strip(),
        since=request.GET.get("since", "").strip(),
        kind=kind if kind in _KINDS else "",
        limit=limit,
        skip=number_of(request, "skip") if limit == _A_PAGE else 0,
    )


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """Who came, who went and why, what is told otherwise, and who relied on it."""
    wish = _wish(request, limit=_A_PAGE)
    page = changed(wish, reader=reader_of(request))
    asked = request.GET.copy()
    asked.pop("skip", None)
    values = {
        "page": page,
        "wish": wish,
        "kinds": _KINDS,
        "query": asked.urlencode(),
        "shown": (wish.skip + 1, wish.skip + len(page.rows)),
        "before": max(0, wish.skip - _A_PAGE),
        "after": wish.skip + _A_PAGE if wish.skip + len(page.rows) < page.total else 0,
    }
    return show(request, "changes.html", values, desk="changes")


@require_GET
def changes_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV, all of it."""
    page = changed(_wish(request, limit=_MOST), reader=reader_of(request))
    head = ("edition", "source", "delivery", "change", "entry", "name", "why", "other", "property", "before", "now")
    rows = [head, *(row for one in page.rows for row in _sheet(one))]
    answer = HttpResponse(sheets.write_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="changes.csv"'
    return answer


def _sheet(row: ChangeRow) -> list[tuple[str, ...]]:
    """A line an entry, or a property that differs."""
    said = (row.day, row.source, str(row.batch), row.kind, row.thing, row.caption, row.why, row.other)
    told: list[tuple[str, ...]] = [
        (*said, one.label, "; ".join(one.gone), "; ".join(one.come)) for one in row.differences
    ]
    return told or [(*said, "", "", "")]


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest) -> HttpResponse:
    """The form of an act; what is wrong stands above it, and nothing was written."""
    reader = reader_of(request)
    problems: tuple[str, ...] = ()
    told = request.POST if request.method == "POST" else request.GET  # a report that a person let stand fills it in
    said = {name: told.get(name, "") for name in FIELDS}
    if request.method == "POST":
        done = enter_act(said | {"expires": _with_zone(request)}, reader=reader)
        if done.batch is not None:
            return redirect("batch", number=done.batch.id)
        problems = tuple(map(_sentence, done.problems))
    values = {
        "said": said,
        "problems": problems,
        "words": act_words(reader=reader),
        "zone": request.POST.get("zone", ""),
    }
    values["clock_of_end"] = request.POST.get("expires_time", "")
    return show(request, "act.html", values, desk="changes", status=422 if problems else 200)


def _with_zone(request: HttpRequest) -> str:
    """Day, time and zone of the end, as one instant: a licence ends at a minute."""
    day, time = request.POST.get("expires", "").strip(), request.POST.get("expires_time", "").strip()
    zone = request.POST.get("zone", "").strip() or "+00:00"
    return f"{day}T{time}{zone}" if day and time else day


def _sentence(problem: Problem) -> str:
    return say(problem.code, lang="ar" if get_language() == "ar" else "en", facts=dict(problem.facts))


@require_POST
def fetch_now(request: HttpRequest) -> HttpResponse:
    """Have a list fetched in the background."""
    fetch_job.ask(request.POST.get("slot", ""), reader=reader_of(request))
    messages.info(request, _("The list is being fetched. It appears below when it has come."))
    return redirect("batches")
