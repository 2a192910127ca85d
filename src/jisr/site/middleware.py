"""What does every answer carry, and who may ask at all?"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from jisr.site._headers import POLICY

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
MACHINES = ("/api/", "/taxii2/")  # programs bring a key of their own; those rooms ask for it


def content_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sets the content policy on each answer that has none of its own."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return answer


class SignInFirst(LoginRequiredMiddleware):
    """Every page asks for a sign-in unless its view says otherwise: a forgotten check must close, not open."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        """Leaves programs to the rooms that answer them."""
        if request.path.startswith(MACHINES):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
