"""What does a person read when the node says no?"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from jisr.errors import JisrError
from jisr.workspace.views.errors import explain


class Explain:
    """Turns an error of the node's own tree into a page that says what happened and what to do next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do unless a view raises."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Only our own errors: anything else is a fault and shows as one."""
        return explain(request, error) if isinstance(error, JisrError) else None
