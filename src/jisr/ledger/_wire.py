"""Is it JSON that says one thing only?"""

from __future__ import annotations

import orjson

from jisr.errors import TooLarge, Unreadable


def dumps(value: object) -> bytes:
    """The bytes of a value, written one way."""
    return orjson.dumps(value)


def strict(data: bytes, *, source: str, most: int) -> dict[str, object]:
    """One JSON object of at most `most` bytes. Raises `TooLarge`, `Unreadable`.

    It must be what writing it again gives: no key twice, no blank, no half of a character, no number that loses digits,
    no more than 254 levels. So every reader of it reads the same.
    """
    if len(data) > most:
        raise TooLarge(source=source, place=f"{len(data)} bytes", wanted=f"at most {most} bytes")
    try:
        found = orjson.loads(data)
        same = orjson.dumps(found) == data
    except (orjson.JSONDecodeError, orjson.JSONEncodeError) as error:
        raise Unreadable(source=source, place="JSON", wanted="one JSON object, whole") from error
    if not same or not isinstance(found, dict):
        raise Unreadable(source=source, place="JSON", wanted="one JSON object, written one way, no key twice")
    return found
