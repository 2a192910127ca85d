"""What does the frame around every page need?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

THEMES = ("auto", "light", "dark")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Language, direction, theme and shortcuts of whoever looks at the page."""
    member = getattr(request, "user", None)
    known = member is not None and member.is_authenticated
    theme = request.COOKIES.get("jisr_theme") or (member.theme if known and member is not None else "auto")
    language = get_language() or "en"
    return {
        "language": language[:2],
        "direction": "rtl" if language.startswith("ar") else "ltr",
        "theme": theme if theme in THEMES else "auto",
        "shortcuts": "off" if known and member is not None and not member.shortcuts else "on",
        "here": request.get_full_path(),
        "member": member if known else None,
    }
