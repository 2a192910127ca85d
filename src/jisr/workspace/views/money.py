"""Payments and accounts, where money went, and which shapes it makes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jisr.errors import WrongUse
from jisr.node.actions.money_watch import keep_shapes
from jisr.node.queries import findings as found
from jisr.node.queries import money as asked
from jisr.node.queries.money_rules import rules
from jisr.node.values import TraceWish
from jisr.workspace.sankey import sankey
from jisr.workspace.views.page import read_day, reader_of, show

_SHOWN = 100
_DESK = "financial"
_STATES = ("open", "confirmed", "dismissed")


@require_GET
def money(request: HttpRequest) -> HttpResponse:
    """The accounts and the newest payments that the words name, in a period."""
    reader, words = reader_of(request), request.GET.get("q", "").strip()
    period = _period(request)
    values = {
        "q": words,
        "accounts": asked.accounts(words, reader=reader, period=period) if words else (),
        "rows": asked.payments(words, reader=reader, limit=_SHOWN, period=period),
        "shown": _SHOWN,
        **_said(request, "since", "until"),
    }
    return show(request, "money.html", values, desk="money")


@require_GET
def trace(request: HttpRequest) -> HttpResponse:
    """Where the money of an account went, or came from: picture, table and sums; what was cut is said."""
    account = request.GET.get("account", "").strip()
    values: dict[str, Any] = {"methods": asked.METHODS, **_said(request, "since", "until", "account", "currency", "to")}
    values |= {"method": request.GET.get("method", "fifo"), "back": request.GET.get("back", "")}
    values |= {"least": request.GET.get("least", "0"), "most": request.GET.get("most", "50")}
    if account:
        page = asked.trace(_wish(request, account), reader=reader_of(request))
        rtl = (get_language() or "").startswith("ar")
        rows = sorted(page.payments, key=lambda row: row.at)
        values |= {"page": page, "rows": rows, "sankey": sankey(page, right_to_left=rtl)}
    return show(request, "trace.html", values, desk="money")


def _wish(request: HttpRequest, account: str) -> TraceWish:
    method = request.GET.get("method", "fifo")
    if method not in asked.METHODS:
        message = f"no method {method!r}: one of {', '.join(asked.METHODS)}"
        raise WrongUse(message, field="method")
    since, until = _period(request)
    return TraceWish(
        account=account,
        currency=request.GET.get("currency", "").strip().upper(),
        method=method,
        back=request.GET.get("back") == "on",
        least=_number(request, "least", 0.0),
        most=max(1, min(int(_number(request, "most", 50)), 500)),
        target=request.GET.get("to", "").strip(),
        since=since,
        until=until,
    )


@require_GET
def shapes(request: HttpRequest) -> HttpResponse:
    """The rules, how often each was right, and what each found; a search with other values on demand."""
    reader, rule = reader_of(request), request.GET.get("rule", "")
    state = request.GET.get("state", "open")
    rows = found.findings(reader=reader, state=state if state in _STATES else "", desk=_DESK)
    values = {
        "rules": rules(reader=reader),
        "rule": rule,
        "state": state,
        "states": _STATES,
        "rows": [row for row in rows if not rule or row.kind == rule][:_SHOWN],
        "settings": asked.settings_of(rule, reader=reader) if rule in asked.SHAPES else (),
    }
    return show(request, "shapes.html", values, desk="money")


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Search for a shape with the values of the form, and keep what is found as findings."""
    reader, rule = reader_of(request), request.POST.get("rule", "")
    changed = {
        one.parameter: _value(request.POST.get(one.parameter, ""), one.parameter, one.value)
        for one in asked.settings_of(rule, reader=reader)
    }
    kept = keep_shapes(rule, reader=reader, changed=changed)
    told = ngettext("%(n)d finding is kept.", "%(n)d findings are kept.", len(kept)) % {"n": len(kept)}
    messages.success(request, told if kept else _("Nothing of this shape was found."))
    return redirect(f"{request.path.rpartition('/')[0]}?rule={rule}")


def _said(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in names}


def _period(request: HttpRequest) -> tuple[date | None, date | None]:
    days = [read_day(request.GET.get(name, ""), field=name) for name in ("since", "until")]
    since, until = (day.date() if day else None for day in days)
    return since, until


def _number(request: HttpRequest, name: str, plain: float) -> float:
    return _value(request.GET.get(name, ""), name, plain)


def _value(text: str, name: str, plain: float) -> float:
    try:
        value = float(text) if text.strip() else plain
    except ValueError as error:
        message = f"{text!r} is no number"
        raise WrongUse(message, field=name) from error
    if not 0 <= value <= 1e15:  # noqa: PLR2004  # NaN and endless ones too
        message = f"{text!r} is out of range"
        raise WrongUse(message, field=name)
    return value
