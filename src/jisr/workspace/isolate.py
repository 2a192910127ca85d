"""How does a value keep its direction inside a line of the other one?

In HTML by <bdi>, in charts and titles by the isolates of `wording`: the same in both languages.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from jisr import wording

_BEGIN, _END = "\u2068", "\u2069"


def isolated(value: object) -> str:
    """For charts, attributes and file names: the value between isolates."""
    return wording.isolated(str(value))


def bdi(value: object) -> SafeString:
    """A name or free text: its own first strong letter gives the direction."""
    return _tagged(isolated(value))


def ltr(value: object) -> SafeString:
    """An id, a date, an amount, a place in a file: always left to right."""
    return format_html('<bdi dir="ltr">{}</bdi>', isolated(value)[1:-1])


def direction(text: str) -> str:
    """Rtl or ltr, by the first strong letter (UAX 9, rule P2)."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L" else "ltr"


def as_html(text: str) -> SafeString:
    """A sentence whose values stand between isolates, with <bdi> in their stead; a day is not broken at its hyphens."""
    return mark_safe(_DAY.sub(r'<bdi class="nb">\1</bdi>', _tagged(text)))  # noqa: S308  # escaped first


def _tagged(text: str) -> SafeString:
    said: str = escape(text)
    for mark, tag in _TAGS:
        said = said.replace(mark, tag)
    return mark_safe(said)  # noqa: S308  # escaped first


_TAGS = ((_BEGIN, "<bdi>"), ("\u2066", '<bdi dir="ltr">'), ("\u2067", '<bdi dir="rtl">'), (_END, "</bdi>"))
_DAY = re.compile(r"<bdi>(\d{4}-\d\d(?:-\d\d)?)</bdi>")
