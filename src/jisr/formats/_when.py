"""The moment of a feed or a letter (RFC 5322, RFC 3339, or as an Arabic program writes it) -> an ISO day."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

from jisr.formats import _dates
from jisr.formats._text import tidy

_DAY = len("2025-11-25")


def day_of(text: str) -> str:
    """The day as it was where it was written; "" for what is no whole date: never a guess."""
    said = tidy(text)
    if not said:
        return ""
    iso = _dates.read(said)
    if len(iso) == _DAY:
        return iso
    try:
        return _sane(parsedate_to_datetime(said))
    except (ValueError, IndexError, TypeError, OverflowError):
        found = _dates.find(said)
        return found.iso if found else ""


def _sane(moment: datetime) -> str:
    return moment.date().isoformat() if moment.year > 1900 else ""  # noqa: PLR2004  # a clock that was never set
