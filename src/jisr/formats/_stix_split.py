"""Where does each STIX object of a file stand, and is it whole?

Three envelopes are known: a bundle, a TAXII envelope (an object with `objects`), and one object a line. Each object is
found with its own characters, so that it can be handed on as it came.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jisr.errors import Unreadable
from jisr.formats import _json
from jisr.formats._base import MIB, File, Quarantined, set_aside
from jisr.formats._text import damage, decode
from jisr.records import Place

Body = dict[str, object]
DEEPEST = 40  # levels of brackets; true objects have six
_LONGEST = 4 * MIB  # characters of one object
_ARRAY = re.compile(r'"objects"\s*:\s*\[')
_GAP = re.compile(r"[\s,]*")
_MARKS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_LINES = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One object with its place and its characters."""

    place: Place
    text: str
    body: Body


class _TooMuch(ValueError):
    """Longer or deeper than any true object; its word is the reason's code."""


class _Twice(ValueError):
    """A name stands twice in one object."""


def pieces(file: File) -> Iterator[Piece | Quarantined]:
    """Each object of the file, or what is wrong with it. Raises `Unreadable` for a file that holds no objects."""
    text = decode(file.data, source=file.name)
    array = _array(text)
    if array >= 0:
        yield from _elements(file, text, array)
        return
    for number, found in enumerate(text.split("\n"), start=1):
        if found.strip():
            yield one(found.strip(), Place(file=file.name, line=number))


def _array(text: str) -> int:
    """Where the elements of the outermost `objects` begin; -1: the file has one object a line."""
    line = _LINES.search(text)
    if line is not None and '"objects"' not in line[0] and line[0].lstrip().startswith("{") and _is_whole(line[0]):
        return -1
    found = _ARRAY.search(text)
    if found is None or _depth(text[: found.start()]) != 1:
        return -1
    return found.end()


def _is_whole(line: str) -> bool:
    return _end(line, 0) >= len(line.rstrip())


def _depth(text: str) -> int:
    return sum({"{": 1, "[": 1, "}": -1, "]": -1}.get(mark[0], 0) for mark in _MARKS.finditer(text))


def _elements(file: File, text: str, at: int) -> Iterator[Piece | Quarantined]:
    while True:
        gap = _GAP.match(text, at)
        at = gap.end() if gap else at
        if at >= len(text):
            place = Place(file=file.name, start=at, end=at)
            yield set_aside(place, "stix-cut", text[-200:], entry=False)
            return
        if text[at] == "]":
            return
        end = _end(text, at)
        place = Place(file=file.name, start=at, end=max(end, at + 1))
        if end <= at:  # nothing here closes: what is left is one broken piece
            yield set_aside(place, "stix-cut", _json.hide(text[at:].encode("utf-8", "replace")))
            return
        yield one(text[at:end], place)
        at = end


def _end(text: str, at: int) -> int:
    """After the value that begins at `at`, by its brackets alone; -1 where it never closes."""
    if text[at] not in "{[":
        found = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s,\]}]+', re.DOTALL).match(text, at)
        return found.end() if found else -1
    depth = 0
    for mark in _MARKS.finditer(text, at):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(mark[0], 0)
        if depth == 0:
            return mark.end()
    return -1


def one(text: str, place: Place) -> Piece | Quarantined:
    """One object from its characters: whole, no deeper than 40 levels, each name once, nothing damaged."""
    raw = text.encode("utf-8", "surrogatepass")
    try:
        body = _parsed(text)
    except _TooMuch as error:
        return set_aside(place, error.args[0], _json.hide(raw), most=str(DEEPEST))
    except _Twice as error:
        return set_aside(place, "stix-name-twice", _json.hide(raw), name=str(error))
    except ValueError as error:
        return set_aside(place, "not-json", _json.hide(raw), wanted=str(error).split(":")[0])
    if not isinstance(body, dict):
        return set_aside(place, "not-an-object", raw)
    if sign := next(filter(None, map(damage, _json.texts(body))), ""):
        return set_aside(place, "damaged-characters", _json.hide(raw), character=sign)
    return Piece(place=place, text=text, body=body)


def _parsed(text: str) -> object:
    """The value; raises `_TooMuch` before anything is built of it, `_Twice`, `ValueError`."""
    if len(text) > _LONGEST:
        raise _TooMuch("row-too-long")
    if _deepest(text) > DEEPEST:
        raise _TooMuch("stix-too-deep")
    return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)


def _deepest(text: str) -> int:
    if text.count("{") + text.count("[") <= DEEPEST:
        return 0
    depth = most = 0
    for mark in _MARKS.finditer(text):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(mark[0], 0)
        most = max(most, depth)
    return most


def _once(pairs: list[tuple[str, object]]) -> Body:
    body = dict(pairs)
    if len(body) != len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return body


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no number")


def cuts(data: bytes, places: Sequence[Place], *, name: str) -> list[bytes]:
    """The very bytes of the objects that stand at `places` of a file. Raises `Unreadable`."""
    text = decode(data, source=name)
    lines = text.split("\n") if any(place.start is None for place in places) else []
    return [_cut(text, lines, place, name) for place in places]


def _cut(text: str, lines: Sequence[str], place: Place, name: str) -> bytes:
    if place.start is not None and place.end is not None:
        return text[place.start : place.end].encode()
    if place.line is None or not 0 < place.line <= len(lines):
        raise Unreadable(source=name, place=str(place), wanted="a place in this file")
    return lines[place.line - 1].strip().encode()
