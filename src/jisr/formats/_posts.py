"""A post as any export tells it: its columns by `tables/post_columns.csv`, its time, its ids, and what they lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import orjson

from jisr import tables
from jisr.formats._base import File
from jisr.formats._rows import rows
from jisr.formats._text import decode, lines_of, tidy

NEEDED = ("account", "at")
SHARED = ("object", "repost", "reply", "links", "domain", "hashtags", "image", "text")
_IDS = ("object", "account", "post", "repost", "reply", "image")
_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{2}")
_LONG = re.compile(r"\d{16,20}")
_DELIMITERS = ",;\t"
_MILLI, _MICRO = 11, 14  # digits of seconds, and of milliseconds, of our time
_FIRST, _LAST = 0, 4_102_444_800  # 1970, 2100
_MANY_LONG = 20  # ids from which on zeros at the end say something


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One row: its line, its fields as told, the row as it stood; `why` it cannot be read, if it cannot."""

    line: int
    fields: Mapping[str, str]
    piece: str
    why: str = ""


@cache
def headings() -> Mapping[str, str]:
    """Field by heading, folded."""
    return {row["heading"]: row["field"] for row in tables.rows("post_columns")}


def _folded(heading: str) -> str:
    return tidy(re.sub(r"[_.\-]+", " ", _MARKS.sub("", heading))).lower()


def named(cells: list[str]) -> list[str]:
    """The field of each heading; "" for one that is not known, or whose field an earlier heading has."""
    found: list[str] = []
    for cell in cells:
        field = headings().get(_folded(cell), "")
        found.append("" if field in found else field)
    return found


def told(file: File) -> Iterator[Told]:
    """The rows of a CSV with a heading, or of JSON lines. Raises `Unreadable` for what is no UTF-8."""
    lines = lines_of(decode(file.data, source=file.name))
    if lines and lines[0].lstrip().startswith("{"):
        yield from _objects(lines)
        return
    delimiter = max(_DELIMITERS, key=lines[0].count) if lines else ","
    head: list[str] = []
    for line, cells, why in rows(lines, delimiter=delimiter):
        if not head:
            head = named(cells)
        elif why:
            yield Told(line=line, fields={}, piece=lines[line - 1], why=why)
        else:
            fields = {field: cell.strip() for field, cell in zip(head, cells, strict=False) if field and cell.strip()}
            yield Told(line=line, fields=fields, piece=lines[line - 1])


def _objects(lines: list[str]) -> Iterator[Told]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            said = orjson.loads(line)
        except orjson.JSONDecodeError:
            said = None
        if not isinstance(said, dict):
            yield Told(line=number, fields={}, piece=line, why="not-an-object")
            continue
        place = said.get("line")
        yield Told(line=place if isinstance(place, int) else number, fields=dict(_flat(said)), piece=line)


def _flat(said: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for name, value in said.items():
        field = name if name in {*SHARED, *NEEDED, "post", "platform"} else headings().get(_folded(name), "")
        text = " ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
        if field and field not in seen and text.strip():
            seen.add(field)
            yield field, text.strip()


def cleaned(field: str, value: str) -> str:
    """An id without the marks of direction that a copy brought along; a hashtag without its sign."""
    if field in _IDS:
        return unicodedata.normalize("NFKC", _MARKS.sub("", value)).strip()
    if field == "hashtags":
        return " ".join(tag.strip("#,;[]'\"").casefold() for tag in _MARKS.sub("", value).replace("|", " ").split())
    return value


def has_lost_digits(value: str) -> bool:
    """Whether a spreadsheet wrote an id as a number with an exponent."""
    return _EXPONENT.fullmatch(value) is not None


def rounded(values: list[str]) -> int:
    """How many long ids end in zeros, where most of them do: a spreadsheet keeps fifteen digits. 0: no such thing."""
    long = [value for value in values if _LONG.fullmatch(value)]
    zeros = sum(value[15:].strip("0") == "" for value in long)
    return zeros if len(long) >= _MANY_LONG and zeros > len(long) / 2 else 0


def moment(text: str) -> datetime | None:
    """Seconds, milli- or microseconds since 1970, or ISO 8601 with a zone (none: UTC); None for anything else."""
    plain = _MARKS.sub("", text).strip()
    number = plain.partition(".")[0]
    if number.isascii() and number.isdecimal() and plain.replace(".", "", 1).isdecimal():
        scale = 1 if len(number) <= _MILLI else 1000 if len(number) <= _MICRO else 1_000_000
        seconds = int(number) // scale
        return datetime.fromtimestamp(seconds, UTC) if _FIRST <= seconds < _LAST else None
    for form in ("", "%a %b %d %H:%M:%S %z %Y", "%Y-%m-%d %H:%M:%S UTC", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S %Z"):
        try:
            found = datetime.strptime(plain, form) if form else datetime.fromisoformat(plain)  # noqa: DTZ007  # below
        except ValueError:
            continue
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return None
