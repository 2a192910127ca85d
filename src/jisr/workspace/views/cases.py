"""Cases: findings looked at together, decided by two persons; and the reports that leave."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jisr.errors import WrongUse
from jisr.node.actions import cases as acts
from jisr.node.actions.money_report import PROFILES, ReportWish, report
from jisr.node.queries import cases as asked
from jisr.node.queries.money_rules import rules
from jisr.sharing import Role
from jisr.workspace.views.page import highest, read_day, reader_of, show

_LONGEST_NUMBER = 9


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Every case, the newest first."""
    state = request.GET.get("state", "")
    rows = asked.cases(reader=reader_of(request), state=state if state in {"open", "proposed", "closed"} else "")
    values = {"rows": rows, "state": state, "marking": highest(row.marking for row in rows)}
    return show(request, "cases.html", values, desk="cases")


@require_GET
def case(request: HttpRequest, number: int) -> HttpResponse:
    """One case: what it holds, what was done, what can be done next."""
    reader = reader_of(request)
    page = asked.case(number, reader=reader)
    values = {
        "page": page,
        "row": page.row,
        "tasks": [line for line in page.lines if line.step == "task"],
        "marking": page.row.marking,
        "outcomes": acts.OUTCOMES,
        "profiles": PROFILES,
        "may_work": reader.has(Role.ANALYST, Role.SUPERVISOR),
        "may_settle": reader.has(Role.SUPERVISOR) and reader.name != page.proposed_by,
    }
    return show(request, "case.html", values, desk="cases")


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Open a case on a finding, or put the finding into one that is open."""
    reader, finding = reader_of(request), _number(request, "finding")
    known = request.POST.get("case", "")
    if known.isdecimal() and len(known) <= _LONGEST_NUMBER:
        acts.add(int(known), finding, reader=reader)
        return redirect("case", number=int(known))
    number = acts.open_case(request.POST.get("title", ""), (finding,), reader=reader)
    messages.success(request, _("The case is open."))
    return redirect("case", number=number)


@require_POST
def act(request: HttpRequest, number: int) -> HttpResponse:
    """Note, set or finish a task, propose, agree, refuse, write the report."""
    reader, said = reader_of(request), request.POST
    wanted, text = said.get("act", ""), said.get("text", "")
    if wanted == "note":
        acts.note(number, text, reader=reader)
    elif wanted == "task":
        due = read_day(said.get("due", ""), field="due")
        acts.task(number, text, reader=reader, due=due.date() if due else None)
    elif wanted == "done":
        acts.done(number, _number(request, "task"), reader=reader)
    elif wanted == "propose":
        acts.propose(number, reader=reader, outcome=said.get("outcome", ""), why=text)
    elif wanted in {"agree", "refuse"}:
        acts.settle(number, reader=reader, agree=wanted == "agree", why=text)
    elif wanted == "report":
        report(number, _report_wish(request), reader=reader)
        messages.success(request, _("The report is written, and valid under its profile."))
    else:
        message = f"no act {wanted!r}"
        raise WrongUse(message, act=wanted)
    return redirect("case", number=number)


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """Every report that was written."""
    rows = asked.reports(reader=reader_of(request))
    return show(request, "reports.html", {"rows": rows}, desk="cases")


@require_GET
def report_file(request: HttpRequest, number: int) -> HttpResponse:
    """A report as it was written."""
    row, body = asked.report(number, reader=reader_of(request))
    response = HttpResponse(body, content_type="application/xml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{row.reference}.xml"'
    return response


def money_values(request: HttpRequest, kind: str) -> dict[str, object]:
    """What the page of a finding about money shows besides: its rule, and the cases it may go into."""
    reader = reader_of(request)
    may_case = reader.has(Role.ANALYST, Role.SUPERVISOR)
    return {
        "rule": next((row for row in rules(reader=reader) if row.rule == kind), None),
        "may_case": may_case,
        "open_cases": asked.cases(reader=reader, state="open") if may_case else (),
    }


def _report_wish(request: HttpRequest) -> ReportWish:
    said = request.POST
    return ReportWish(
        entity=_number(request, "entity"),
        user=said.get("user", ""),
        reason=said.get("text", ""),
        profile=said.get("profile", ""),
        currency=said.get("currency", "").strip().upper(),
        action=said.get("action", ""),
        rates=_rates(said.get("rates", "")),
    )


def _rates(text: str) -> dict[str, Decimal]:
    """`EUR=1.08 JOD=1.41`."""
    found = {}
    for word in text.replace(",", " ").split():
        currency, _sign, rate = word.partition("=")
        try:
            found[currency.upper()] = Decimal(rate)
        except InvalidOperation as error:
            message = f"{word!r} is no rate: write EUR=1.08"
            raise WrongUse(message, field="rates") from error
        if not found[currency.upper()].is_finite() or found[currency.upper()] <= 0:
            message = f"{word!r} is no rate: write EUR=1.08"
            raise WrongUse(message, field="rates")
    return found


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "").strip()
    if not text.isdecimal() or len(text) > _LONGEST_NUMBER:
        message = f"{text!r} is no number"
        raise WrongUse(message, field=name)
    return int(text)
