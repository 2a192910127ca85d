"""Pages for what went wrong: what happened, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jisr import wording
from jisr.errors import JisrError, Unreadable
from jisr.workspace.context import said_in
from jisr.workspace.templatetags.jisr import say
from jisr.workspace.views.page import is_part
from jisr.workspace.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An HTTP status, what happened, and what can be done."""

    status: int
    title: Words
    advice: Words


TROUBLES: Mapping[str, Trouble] = MappingProxyType(
    {
        "not-found": Trouble(
            status=404,
            title=_("There is nothing here"),
            advice=_("It may never have existed, or it is not for you to see: both look the same. Check the name."),
        ),
        "not-allowed": Trouble(
            status=403,
            title=_("This needs another role"),
            advice=_("Ask your administrator for the role this needs."),
        ),
        "not-releasable": Trouble(
            status=403, title=_("A marking forbids this"), advice=_("Ask the originator for a release.")
        ),
        "needs-second": Trouble(
            status=403,
            title=_("A second person must act"),
            advice=_("Ask a colleague with the supervisor role to approve."),
        ),
        "wrong-use": Trouble(
            status=400, title=_("This could not be understood"), advice=_("Go back, correct it and send it again.")
        ),
        "unreadable": Trouble(
            status=400,
            title=_("The file could not be read"),
            advice=_("Nothing was changed. Ask the sender for a fresh export, or choose the format yourself."),
        ),
        "unrecognised": Trouble(
            status=400,
            title=_("No reader knows this kind of file"),
            advice=_("Nothing was changed. Choose the format yourself, or ask the sender what it is."),
        ),
        "too-large": Trouble(
            status=413,
            title=_("This is too large"),
            advice=_("Nothing was changed. Split the file, or use the terminal, which takes more at once."),
        ),
        "conflict": Trouble(
            status=409,
            title=_("It changed since you looked"),
            advice=_("Load the page again and repeat your change."),
        ),
        "csrf": Trouble(
            status=403,
            title=_("This form is out of date"),
            advice=_("Nothing was changed. Go back, load the page again and send the form once more."),
        ),
        "error": Trouble(
            status=500,
            title=_("This is a fault of ours"),
            advice=_("Nothing was half done. Try again; if it stays, tell your administrator the time it happened."),
        ),
    }
)


def explain(request: HttpRequest, error: JisrError) -> HttpResponse:
    """The page of an error of the node's own tree, what it says in the page's language."""
    trouble = TROUBLES.get(error.code, TROUBLES["wrong-use"])
    if isinstance(error, Unreadable):
        return _answer(request, trouble, said=say(error.code, error.facts))
    text = "" if error.code == "not-found" else str(error)
    said = wording.refusal(text, lang=(get_language() or "en")[:2])
    return _answer(request, trouble, said=said, detail="" if said else text)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What came could not be understood, or was too much."""
    name = "too-large" if isinstance(exception, (RequestDataTooBig,)) else "wrong-use"
    return _answer(request, TROUBLES[name])


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not for this person."""
    name = "wrong-use" if isinstance(exception, SuspiciousOperation) else "not-allowed"
    return _answer(request, TROUBLES[name])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same words whether it never existed or is hidden."""
    del exception
    return _answer(request, TROUBLES["not-found"])


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: too old, or from another site."""
    del reason
    return _answer(request, TROUBLES["csrf"])


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours; asks the store nothing, for that may be what failed."""
    if is_part(request):
        return _answer(request, TROUBLES["error"])
    values = {"trouble": TROUBLES["error"], **said_in()}
    return HttpResponse(render_to_string("workspace/trouble.html", values), status=500)


def _answer(request: HttpRequest, trouble: Trouble, *, detail: str = "", said: str = "") -> HttpResponse:
    values = {"trouble": trouble, "detail": detail, "said": said}
    if is_part(request):
        response = render(request, "workspace/parts/trouble.html", values, status=trouble.status)
        response.headers["HX-Retarget"] = "#notes"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return render(request, "workspace/trouble.html", values, status=trouble.status)
