"""An envelope of STIX objects (TAXII 2.1, 3.7) taken apart: each object with the very bytes it came in.

https://docs.oasis-open.org/cti/taxii/v2.1/os/taxii-v2.1-os.html. Strict JSON: no key twice, no half of a character, no
NaN, no abyss of brackets. Standard Python's scanner is used because it says where each object ends.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from jisr.errors import TooLarge, Unreadable
from jisr.formats import _stix_marking
from jisr.formats._stix_marking import tlp_id
from jisr.formats._stix_marking import written as definitions_of
from jisr.records import CLEAR

__all__ = [
    "UNKNOWN",
    "Piece",
    "definitions_of",
    "instant",
    "marking_of",
    "piece",
    "pieces",
    "references",
    "stamp",
    "tlp_id",
]

UNKNOWN = "?"

DEEPEST = 64  # brackets in one another
_ID = re.compile(r"([a-z0-9][a-z0-9-]{1,78}[a-z0-9])--[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z")
_SPACE = re.compile(r"[ \t\r\n]*")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARKING = frozenset({"object_marking_refs", "granular_markings"})
_SPECS = frozenset({"2.0", "2.1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One object: its bytes, its content, and the three words the exchange goes by.

    `version`: microseconds since 1970 of `modified`, else `created`, else 0. `problem`: why it cannot be kept, or "".
    """

    raw: bytes
    body: Mapping[str, Any]
    stix_id: str = ""
    kind: str = ""
    spec: str = "2.1"
    version: int = 0
    problem: str = ""


def pieces(data: bytes, *, source: str = "envelope", most: int = 100_000) -> tuple[Piece, ...]:
    """The objects of an envelope, in order. Raises `Unreadable` where the envelope itself is broken, and `TooLarge`."""
    text = _text(data, source)
    try:
        found = _members(text, source)
    except RecursionError as error:
        raise _broken(source, "the brackets", f"at most {DEEPEST} brackets in one another") from error
    except ValueError as error:
        raise _broken(source, _where(error), "JSON without a key twice, NaN or halves of characters") from error
    if not found:
        raise _broken(source, "objects", "at least one object in the list")
    if len(found) > most:
        raise TooLarge(source=source, place=f"{len(found)} objects", wanted=f"at most {most} objects")
    return tuple(_piece(body, text[start:end]) for body, start, end in found)


def piece(raw: bytes) -> Piece:
    """One object by itself, as strictly. Raises `Unreadable`."""
    return pieces(b'{"objects":[' + raw + b"]}", source="object", most=1)[0]


def marking_of(body: Mapping[str, Any], definitions: Mapping[str, Mapping[str, Any]], *, assumed: str = "") -> str:
    """The marking an object carries, as `records.Marking` writes it; `UNKNOWN` where none or no readable one is there.

    `definitions`: the marking definitions at hand, by id. `assumed`: for an object that carries none at all.
    """
    if not any(body.get(name) for name in _MARKING):
        return assumed or UNKNOWN
    try:
        return str(_stix_marking.read(body, definitions, default=CLEAR))
    except _stix_marking.UnknownMarking:
        return UNKNOWN


def references(body: Mapping[str, Any]) -> frozenset[str]:
    """The ids an object names by its `…_ref` and `…_refs`, at any depth; its markings apart."""
    found: set[str] = set()
    level: list[tuple[str, Any]] = [(name, value) for name, value in body.items() if name not in _MARKING]
    while level:
        name, value = level.pop()
        if isinstance(value, dict):
            level += value.items()
        elif isinstance(value, list):
            level += [(name, one) for one in value]
        elif isinstance(value, str) and name.endswith(("_ref", "_refs")):
            found.add(value)
    return frozenset(found)


def instant(text: object) -> int | None:
    """Microseconds since 1970 of a STIX or TAXII timestamp (RFC 3339 in UTC, any number of decimals); None: not one."""
    found = _INSTANT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    try:
        whole = datetime.strptime(found[1] + "+0000", "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None
    return int((whole - _EPOCH).total_seconds()) * 1_000_000 + int((found[2] or "").ljust(6, "0")[:6])


def stamp(micros: int) -> str:
    """The same, written as TAXII wants it: `2024-02-02T00:00:00.000000Z`."""
    seconds, part = divmod(micros, 1_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{part:06}Z"


def _text(data: bytes, source: str) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _broken(source, f"byte {error.start}", "UTF-8") from error
    if "\\u" in text and _HALF.search(text):
        try:
            orjson.loads(data)  # refuses a half of a character; Python's own reader lets it through
        except orjson.JSONDecodeError as error:
            raise _broken(source, _where(error), "whole characters, no lone half of a pair") from error
    return text


def _members(text: str, source: str) -> list[tuple[Any, int, int]]:
    """The elements of `objects` with where each begins and ends; other members are read past."""
    at = _expect(text, _skip(text, 0), "{")
    found: list[tuple[Any, int, int]] | None = None
    names: set[str] = set()
    while True:
        name, at = _READ(text, _skip(text, at))
        if not isinstance(name, str) or name in names:
            raise json.JSONDecodeError("a name that stands once", text, at)
        names.add(name)
        at = _skip(text, _expect(text, _skip(text, at), ":"))
        if name == "objects":
            found, at = _list(text, at, source)
        else:
            _, at = _READ(text, at)
        at = _skip(text, at)
        if text[at : at + 1] != ",":
            break
        at += 1
    if _skip(text, _expect(text, at, "}")) != len(text):
        raise json.JSONDecodeError("nothing after the envelope", text, at)
    if found is None:
        raise _broken(source, "the envelope", "a list called objects")
    return found


def _list(text: str, at: int, source: str) -> tuple[list[tuple[Any, int, int]], int]:
    if text[at : at + 1] != "[":
        raise _broken(source, "objects", "a list")
    found: list[tuple[Any, int, int]] = []
    at = _skip(text, at + 1)
    if text[at : at + 1] == "]":
        return found, at + 1
    while True:
        start = _skip(text, at)
        body, at = _READ(text, start)
        found.append((body, start, at))
        at = _skip(text, at)
        if text[at : at + 1] != ",":
            return found, _expect(text, at, "]")
        at += 1


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _expect(text: str, at: int, sign: str) -> int:
    if text[at : at + 1] != sign:
        raise json.JSONDecodeError(f"expected {sign}", text, min(at, len(text)))
    return at + 1


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    body = dict(pairs)
    if len(body) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice[:40]!r} twice in one object")
    return body


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


_READ = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant).raw_decode


def _piece(body: Any, text: str) -> Piece:
    raw = text.encode()
    if not isinstance(body, dict):
        return Piece(raw=raw, body={}, problem="not an object")
    stix_id, spec = body.get("id"), body.get("spec_version", "2.1")
    matched = _ID.fullmatch(stix_id) if isinstance(stix_id, str) else None
    if matched is None:
        told = stix_id[:120] if isinstance(stix_id, str) else ""
        return Piece(raw=raw, body=body, stix_id=told, problem="id is not TYPE--UUID")
    versions = [instant(body[name]) for name in ("modified", "created") if name in body]
    version = versions[0] if versions else 0
    problem = ""
    if body.get("type") != matched[1]:
        problem = "type is not the one its id begins with"
    elif not isinstance(spec, str) or spec not in _SPECS:
        problem = "spec_version is neither 2.1 nor 2.0"
    elif None in versions:
        problem = "modified or created is not a timestamp"
    elif text.count("{") + text.count("[") > DEEPEST and _deep(body.values()) >= DEEPEST:
        problem = f"more than {DEEPEST} brackets in one another"
    if problem or version is None:
        return Piece(raw=raw, body=body, stix_id=matched[0], kind=matched[1], problem=problem)
    return Piece(raw=raw, body=body, stix_id=matched[0], kind=matched[1], spec=spec, version=version)


def _deep(values: Iterable[object], depth: int = 1) -> int:
    """How many brackets stand in one another, counted no further than the limit."""
    level = [one for one in values if isinstance(one, dict | list)]
    while level and depth < DEEPEST:
        inside = [one.values() if isinstance(one, dict) else one for one in level]
        level = [one for group in inside for one in group if isinstance(one, dict | list)]
        depth += 1
    return depth


def _where(error: ValueError) -> str:
    return f"character {error.pos}: {error.msg}" if isinstance(error, json.JSONDecodeError) else str(error)[:120]


def _broken(source: str, place: str, wanted: str) -> Unreadable:
    return Unreadable(source=source, place=place, wanted=wanted)
