"""Coming in, going out, and how the workspace looks for oneself."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jisr.node.actions import people
from jisr.node.actions import sign_in as letting_in
from jisr.node.queries import people as known_people
from jisr.node.queries.labels import precision
from jisr.workspace.views.page import reader_of, show

_YEAR = timedelta(days=365)
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password."""
    goal = _inside(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(goal)
    name = request.POST.get("name", "")
    if request.method == "POST":
        member = letting_in.sign_in(name, request.POST.get("password", ""))
        if member is not None:
            auth.login(request, member, backend=_BACKEND)
            return _in_own_language(redirect(goal), member.language)
    refused = request.method == "POST"
    values = {"next": goal, "name": name, "refused": refused}
    return show(request, "sign_in.html", values, status=403 if refused else 200)


@login_not_required
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link. Looking at it spends nothing (mail programs look ahead); sending its form does."""
    if request.method == "GET":
        return show(request, "welcome.html", {"token": token, "refused": False})
    member = letting_in.welcome(token)
    if member is None:
        return show(request, "welcome.html", {"token": token, "refused": True}, status=403)
    auth.login(request, member, backend=_BACKEND)
    return _in_own_language(redirect(settings.LOGIN_REDIRECT_URL), member.language)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    letting_in.sign_out(reader_of(request))
    auth.logout(request)
    return redirect("sign-in")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the pages, and come back to the same one."""
    wanted = request.POST.get("language", "")
    response = redirect(_inside(request, request.POST.get("next", "")))
    if wanted not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        reader = reader_of(request)
        known = known_people.me(reader=reader)
        if known is not None:
            people.set_preferences(reader=reader, language=wanted, theme=known.theme, shortcuts=known.shortcuts)
    return _in_own_language(response, wanted)


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, light or dark, shortcuts."""
    reader = reader_of(request)
    if request.method == "POST":
        wanted, theme = request.POST.get("language", ""), request.POST.get("theme", "")
        people.set_preferences(
            reader=reader, language=wanted, theme=theme, shortcuts=request.POST.get("shortcuts") == "on"
        )
        with translation.override(wanted):
            messages.success(request, _("Saved."))
        return _in_own_language(redirect("settings"), wanted)
    me = known_people.me(reader=reader)
    clearance = f"TLP:{me.clearance.upper()}" if me else ""
    return show(request, "settings.html", {"me": me, "clearance": clearance, "months": precision(reader=reader)})


@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """Set one's own password; the session goes on."""
    first, second = request.POST.get("password", ""), request.POST.get("again", "")
    if first != second:
        messages.error(request, _("The two passwords differ: nothing was changed."))
        return redirect("settings")
    people.set_password(first, reader=reader_of(request))
    member = request.user
    if isinstance(member, AbstractBaseUser):
        member.refresh_from_db()
        auth.update_session_auth_hash(request, member)
    messages.success(request, _("Your password is set."))
    return redirect("settings")


@login_not_required
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Whether the node answers; says nothing else."""
    del request
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def _in_own_language(response: HttpResponse, wanted: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=_YEAR,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response


def _inside(request: HttpRequest, url: str) -> str:
    """Only addresses of this node: a sign-in never sends people elsewhere."""
    allowed = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if allowed else "/"
