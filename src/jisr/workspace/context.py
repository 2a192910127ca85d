"""What does the frame around every page need?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

THEMES = ("auto", "light", "dark")


def said_in() -> dict[str, str]:
    """The language of the page and its direction."""
    language = (get_language() or "en")[:2]
    return {"language": language, "direction": "rtl" if language == "ar" else "ltr"}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Language, direction, theme and shortcuts of whoever looks at the page."""
    user = getattr(request, "user", None)
    member = user if user is not None and user.is_authenticated else None
    return {
        **said_in(),
        "theme": member.theme if member and member.theme in THEMES else "auto",
        "shortcuts": "off" if member and not member.shortcuts else "on",
        "here": request.get_full_path(),
        "member": member,
    }
