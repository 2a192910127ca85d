"""An index as bytes: a head that says what it is, then every array as in memory, so that a file is read in place.

magic 8 bytes | length of the head, 8 bytes little-endian | head, JSON | arrays, each at a multiple of 64
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.abc import SourceLoader
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jisr import tables
from jisr.errors import Unreadable
from jisr.names._columns import TOKEN, WHOLE

MAGIC: Final = b"JISRNIX1"
_STEP: Final = 64
_FIRST: Final = 16
_PIECE: Final = 1 << 22
_TYPES: Final = {"token": TOKEN, "whole": WHOLE}
_READ_BY: Final = (
    "_columns",
    "_core",
    "_fold",
    "_letters",
    "_lexicon",
    "_organization",
    "_parse",
    "_plain",
    "_segment",
    "_sound",
    "_words",
)


@cache
def engine() -> str:
    """The digest of what takes names apart: an index made by another one is made anew."""
    made = hashlib.blake2b(digest_size=16)
    for table in ("letters", "letter_pairs", "romanisation", "sounds", "sound_costs", *tables.tables("name_")):
        made.update(tables.text(f"{table}.csv").encode())
    for module in _READ_BY:
        spec = find_spec(f"jisr.names.{module}")
        if spec is not None and spec.origin and isinstance(spec.loader, SourceLoader):
            made.update(spec.loader.get_data(spec.origin))
    return made.hexdigest()


def write(arrays: Mapping[str, NDArray[Any]], said: Mapping[str, object]) -> Iterator[bytes]:
    """The bytes of an index, piece by piece; `said` comes back from `read`."""
    places: list[tuple[str, str, int, tuple[int, int]]] = []
    at = 0
    body = hashlib.blake2b(digest_size=16)
    for name, array in arrays.items():
        places.append((name, _type_name(array), at, (len(array), array.shape[1] if array.ndim > 1 else 1)))
        for piece in _pieces(array):
            body.update(piece)
            at += len(piece)
    head = json.dumps({"engine": engine(), "arrays": places, "digest": body.hexdigest(), "said": said}).encode()
    head += b" " * (-(len(head) + _FIRST) % _STEP)
    yield MAGIC + len(head).to_bytes(8, "little")
    yield head
    for array in arrays.values():
        yield from map(bytes, _pieces(array))


def _pieces(array: NDArray[Any]) -> Iterator[memoryview]:
    """The bytes of an array, some at a time, and what fills them up: nothing is copied whole."""
    raw = np.ascontiguousarray(array).reshape(-1).view(np.uint8).data if array.size else memoryview(b"")
    yield from (raw[first : first + _PIECE] for first in range(0, len(raw), _PIECE))
    yield memoryview(b"\0" * (-len(raw) % _STEP))


def read(data: memoryview | bytes, *, source: str = "index") -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """The arrays, in place, and what was said with them.

    Raises `Unreadable`: no index, cut short, changed, or another engine's.
    """
    view = memoryview(data)
    size = int.from_bytes(view[8:_FIRST], "little")
    if bytes(view[:8]) != MAGIC or _FIRST + size > len(view):
        raise Unreadable(source=source, place="its head", wanted="an index of names of this version")
    try:
        head = json.loads(bytes(view[_FIRST : _FIRST + size]))
        places, digest, said = head["arrays"], head["digest"], head["said"]
    except (ValueError, KeyError) as error:
        raise Unreadable(source=source, place="its head", wanted="a head in JSON") from error
    if head.get("engine") != engine():
        raise Unreadable(source=source, place="its head", wanted="an index made by this version: make it anew")
    body = view[_FIRST + size :]
    if hashlib.blake2b(body, digest_size=16).hexdigest() != digest:
        raise Unreadable(
            source=source, place=f"byte {_FIRST + size}", wanted="the bytes that were written: make it anew"
        )
    return {name: _array(body, *place) for name, *place in places}, dict(said)


def _array(body: memoryview, type_name: str, at: int, shape: tuple[int, int]) -> NDArray[Any]:
    length, width = shape
    kind = np.dtype(_TYPES.get(type_name, type_name))
    found = np.frombuffer(body, dtype=kind, count=length * width, offset=at)
    found.flags.writeable = False
    return found.reshape(length, width) if width > 1 else found


def _type_name(array: NDArray[Any]) -> str:
    return next((name for name, kind in _TYPES.items() if array.dtype == kind), array.dtype.str)
