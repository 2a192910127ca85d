"""Whom we watch: a file of our own customers, or parties marked one by one; only what changes is told."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jisr.errors import TooLarge, WrongUse
from jisr.node.actions import good_guy, same_party
from jisr.node.actions import watch as watching
from jisr.node.queries import watch as asked
from jisr.node.queries.good_guys import good_guys
from jisr.node.queries.same_party import proposals
from jisr.node.values import Question
from jisr.sharing import Role
from jisr.workspace.views.page import number_of, read_day, reader_of, show

_PAIRS = 20  # shown on one page
_MOST = 4 * 1024 * 1024  # bytes of a file that is looked at before it is taken in
FIELDS = ("name", "alias", "born", "country", "kind", "document", "reference")


@require_http_methods(["GET", "POST"])
def portfolios(request: HttpRequest) -> HttpResponse:
    """Every portfolio, and what changed; or, with a file, what it would be read as."""
    reader = reader_of(request)
    if request.method == "POST":
        return _preview(request)
    values = {"rows": asked.portfolios(reader=reader), "changes": asked.changes(reader=reader)[:20]}
    return show(request, "portfolios.html", values, desk="portfolios")


def _preview(request: HttpRequest) -> HttpResponse:
    """The mapping, the first rows and those that would be kept apart; kept only when somebody says so."""
    name, data = _file(request)
    mapping = _mapping(request)
    page = asked.preview((name, data), reader=reader_of(request), mapping=mapping)
    title = request.POST.get("name", "").strip() or name.rpartition(".")[0]
    if request.POST.get("take") == "on":
        number = watching.add((name, data), reader=reader_of(request), name=title, mapping=mapping)
        messages.success(request, _("Watched from now on."))
        return redirect("portfolio", number=number)
    chosen = dict(page.columns)
    values = {
        "page": page,
        "name": title,
        "columns": [(field, chosen.get(field, "")) for field in FIELDS],
        "data": base64.b64encode(data).decode(),
    }
    return show(request, "portfolio_preview.html", values, desk="portfolios")


def _file(request: HttpRequest) -> tuple[str, bytes]:
    """The file, or the one that was looked at a moment ago. Raises `WrongUse`."""
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        if (file.size or 0) > _MOST:
            raise TooLarge(
                source=file.name or "customers.csv", place=f"{file.size} bytes", wanted=f"at most {_MOST} bytes"
            )
        return file.name or "customers.csv", file.read()
    try:
        return request.POST.get("file_name", "customers.csv"), base64.b64decode(request.POST["data"], validate=True)
    except (KeyError, binascii.Error) as error:
        message = "choose a CSV or XLSX file with a column for names"
        raise WrongUse(message, field="file") from error


def _mapping(request: HttpRequest) -> dict[str, str]:
    given = {field: request.POST.get(f"map-{field}", "") for field in FIELDS}
    return {field: column for field, column in given.items() if column}


@require_GET
def portfolio(request: HttpRequest, number: int) -> HttpResponse:
    """One portfolio: hits, history, rows, and those kept apart."""
    page = asked.portfolio(number, reader=reader_of(request))
    return show(request, "portfolio.html", {"page": page, "row": page.row, "marking": page.marking}, desk="portfolios")


@require_POST
def portfolio_end(request: HttpRequest, number: int) -> HttpResponse:
    """Watch it no more."""
    watching.remove(number, reader=reader_of(request))
    messages.success(request, _("Watched no more."))
    return redirect("portfolios")


@require_POST
def star(request: HttpRequest) -> HttpResponse:
    """Watch one party, or no more."""
    thing = request.POST.get("thing", "")
    if request.POST.get("end") == "on":
        watching.unstar(thing, reader=reader_of(request))
        messages.success(request, _("Watched no more."))
    else:
        watching.star(thing, reader=reader_of(request), why=request.POST.get("why", ""))
        messages.success(request, _("Watched from now on."))
    return redirect("party", thing=thing)


@require_http_methods(["GET", "POST"])
def cleared(request: HttpRequest) -> HttpResponse:
    """False matches settled by two; ask for one, approve, refuse, revoke."""
    reader = reader_of(request)
    if request.method == "POST":
        _settle_cleared(request)
        return redirect("cleared")
    values = {"rows": good_guys(reader=reader), "may_settle": reader.has(Role.SUPERVISOR), "me": reader.name}
    values["asked"] = {name: request.GET.get(name, "") for name in ("name", "born", "country", "party")}
    return show(request, "cleared.html", values, desk="portfolios")


def _settle_cleared(request: HttpRequest) -> None:
    reader, why = reader_of(request), request.POST.get("why", "")
    act, number = request.POST.get("act", ""), request.POST.get("number", "0")
    if act == "ask":
        said = {name: request.POST.get(name, "") for name in ("name", "born", "country")}
        until = read_day(request.POST.get("until", ""), field="until")
        good_guy.ask(Question(**said), request.POST.get("party", "").strip(), reader=reader, why=why, expires=until)
        messages.success(request, _("Asked: another supervisor must approve it."))
        return
    acts: dict[str, Callable[..., None]] = {
        "refuse": good_guy.refuse,
        "revoke": good_guy.revoke,
        "approve": good_guy.approve,
    }
    if act not in acts or not number.isdecimal():
        message = f"no act {act!r}"
        raise WrongUse(message, act=act)
    acts[act](int(number), reader=reader, why=why)
    messages.success(request, _("Done."))


@require_http_methods(["GET", "POST"])
def same(request: HttpRequest) -> HttpResponse:
    """Records of several lists that may be one party, side by side; settled by a person."""
    reader = reader_of(request)
    if request.method == "POST":
        number, why = request.POST.get("number", "0"), request.POST.get("why", "")
        if not number.isdecimal():
            message = "no such proposal"
            raise WrongUse(message, number=number)
        if request.POST.get("verdict") == "undo":
            same_party.take_back(int(number), reader=reader, why=why or "taken back")
        else:
            same_party.settle(int(number), reader=reader, verdict=request.POST.get("verdict", ""), why=why)
        return redirect(f"{reverse('same')}?start={number_of(request, 'start')}")
    start = number_of(request, "start")
    rows = proposals(reader=reader, start=start, most=_PAIRS + 1)
    if start and not rows:  # the last of the page was settled
        return redirect("same")
    values = {
        "rows": rows[:_PAIRS],
        "start": start,
        "earlier": max(0, start - _PAIRS),
        "later": start + _PAIRS if len(rows) > _PAIRS else 0,
        "settled": proposals(reader=reader, state="settled", most=_PAIRS),
    }
    return show(request, "same.html", values, desk="portfolios")
