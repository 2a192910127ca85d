"""The relief calendar as iCalendar (RFC 5545), with alarms 90, 30, 7 and 1 days before each end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from jisr.node.values import CalendarPage, CalendarRow
from jisr.wording import say

_ALARMS = (90, 30, 7, 1)
_LONGEST = 73  # octets of a line, RFC 5545 section 3.1, with the blank that continues it
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def ics(page: CalendarPage, *, lang: str) -> bytes:
    """One event a row that is still to come, on its last day."""
    stamp = page.known.strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Jisr//Relief calendar//EN", "CALSCALE:GREGORIAN"]
    for row in page.coming:
        lines += _event(row, stamp, lang)
    return "".join(f"{folded}\r\n" for line in (*lines, "END:VCALENDAR") for folded in _folded(line)).encode()


def _event(row: CalendarRow, stamp: str, lang: str) -> Iterator[str]:
    facts = {"act": row.title, "date": row.ends, "days": str(row.left), "relying": str(row.number)}
    said = say("relief-ends-in", lang=lang, facts=facts)
    uid = hashlib.sha256(f"{row.id} {row.ends}".encode()).hexdigest()[:32]
    yield from ("BEGIN:VEVENT", f"UID:{uid}@jisr", f"DTSTAMP:{stamp}")
    yield f"DTSTART;VALUE=DATE:{row.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{row.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(f'{row.title} ({row.jurisdiction})')}"
    yield f"DESCRIPTION:{_text(said)}"
    for days in _ALARMS:
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"TRIGGER:-P{days}D",
            f"DESCRIPTION:{_text(row.title)}",
            "END:VALARM",
        )
    yield "END:VEVENT"


def _text(value: str) -> str:
    return value.translate(_ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """A long line in pieces, never inside a character."""
    piece, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    yield piece
