"""JSON lines: one object a line, each line for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import orjson

from jisr.formats._base import MIB, PIECE_LIMIT, File, Quarantined, set_aside
from jisr.formats._text import damage, encoding_by_bom
from jisr.records import Place, is_forbidden

_CUT = "[cut out]"
_LONGEST = 4 * MIB  # bytes of a line
_SAMPLE = 20
_PROPERTY = re.compile(rb'"(\w{1,60})"\s*:')


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that is an object, with the place it stands at."""

    place: Place
    raw: bytes
    body: Mapping[str, object]


def lines(file: File) -> Iterator[Line | Quarantined]:
    """Each line that is not blank: an object, or what is wrong with it."""
    start = len(b"\xef\xbb\xbf") if encoding_by_bom(file.data) == "utf-8-sig" else 0
    for number, raw in enumerate(_split(file.data, start), start=1):
        if raw.strip():
            yield _line(raw, Place(file=file.name, line=number))


def _split(data: bytes, start: int) -> Iterator[bytes]:
    while start <= len(data):
        end = data.find(b"\n", start)
        if end < 0:
            end = len(data)
        yield data[start:end]
        start = end + 1


def _line(raw: bytes, place: Place) -> Line | Quarantined:
    if len(raw) > _LONGEST:
        return set_aside(place, "row-too-long", hide(raw))
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        return set_aside(place, "not-json", hide(raw), wanted=str(error).split(":")[0])
    if not isinstance(body, dict):
        return set_aside(place, "not-an-object", raw)
    told = texts(body) if b"\\u" in raw else (raw.decode("utf-8"),)
    if sign := next(filter(None, map(damage, told)), ""):
        return set_aside(place, "damaged-characters", hide(raw), character=sign)
    return Line(place=place, raw=raw, body=body)


def objects(file: File) -> list[Mapping[str, object]]:
    """The objects among the first twenty lines: to recognise a format by."""
    found: list[Mapping[str, object]] = []
    head = File(name=file.name, data=file.data[: 4 * MIB])
    for number, line in enumerate(lines(head)):
        if number >= _SAMPLE:
            break
        if isinstance(line, Line):
            found.append(line.body)
    return found


def texts(body: object) -> Iterator[str]:
    """Every text in it, names too."""
    if isinstance(body, str):
        yield body
    elif isinstance(body, dict):
        for key, value in body.items():
            yield key
            yield from texts(value)
    elif isinstance(body, list):
        for value in body:
            yield from texts(value)


def without_forbidden(body: object) -> object:
    """The same, with the value of every forbidden property cut out, however deep."""
    if isinstance(body, dict):
        return {key: _CUT if is_forbidden(key) else without_forbidden(value) for key, value in body.items()}
    if isinstance(body, list):
        return [without_forbidden(value) for value in body]
    return body


def piece_of(line: Line) -> bytes:
    """The line as it may be kept: as written, or with forbidden values cut out."""
    clean = without_forbidden(line.body)
    return line.raw if clean == line.body else orjson.dumps(clean)


def encode(body: object) -> bytes:
    """As JSON."""
    return orjson.dumps(body)


def hide(raw: bytes) -> bytes:
    """A line that is no JSON, as it may be kept: from the first forbidden property on, it is cut off."""
    for found in _PROPERTY.finditer(raw[:PIECE_LIMIT]):
        if is_forbidden(found.group(1).decode("ascii")):
            return raw[: found.end()] + _CUT.encode()
    return raw
