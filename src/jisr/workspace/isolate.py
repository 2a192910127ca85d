"""How does a value keep its direction inside a line of the other one?

In HTML by <bdi>, in charts and titles by U+2068 … U+2069 (first strong isolate, UAX 9): the same in both languages.
"""

from __future__ import annotations

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

BEGIN, END = "\u2068", "\u2069"
_CONTROLS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))


def plain(value: object) -> str:
    """The text without direction controls: a value from outside must not turn the line around it."""
    return str(value).translate(_CONTROLS)


def isolated(value: object) -> str:
    """For charts, attributes and file names: the value between isolates."""
    return f"{BEGIN}{plain(value)}{END}"


def bdi(value: object) -> SafeString:
    """A name or free text: its own first strong letter gives the direction."""
    return format_html("<bdi>{}</bdi>", plain(value))


def ltr(value: object) -> SafeString:
    """An id, a date, an amount, a place in a file: always left to right."""
    return format_html('<bdi dir="ltr">{}</bdi>', plain(value))


def as_html(text: str) -> SafeString:
    """A sentence whose values stand between isolates, with <bdi> in their stead."""
    return mark_safe(escape(text).replace(BEGIN, "<bdi>").replace(END, "</bdi>"))  # noqa: S308  # escaped first
