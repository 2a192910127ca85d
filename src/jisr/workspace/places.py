"""How is a place in a file told to a reader: "list.csv, line 57" in words of the page's language?"""

from __future__ import annotations

import re

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jisr.workspace import isolate

_PART = re.compile(r"(line|character|byte|rows) (\d+(?:-\d+)?)")


def told(place: str) -> SafeString:
    """The place with its counted parts in words; a path, an address or a name of a file stays left to right."""
    comma = _(", ")
    parts = ((comma if number else "", _part(part)) for number, part in enumerate(place.split(", ")))
    return format_html_join("", "{}{}", parts)


def _part(text: str) -> SafeString:
    found = _PART.fullmatch(text)
    if not found:
        return isolate.ltr(text)
    words = {
        "line": _("line %(number)s"),
        "character": _("character %(number)s"),
        "byte": _("byte %(number)s"),
        "rows": _("rows %(number)s"),
    }
    return isolate.as_html(words[found[1]] % {"number": isolate.isolated(found[2])})
