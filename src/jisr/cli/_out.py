"""How is an answer shown on a terminal?

Sentences and tables for a person, JSON lines for a program; never both. What came from outside is cleaned of control
characters (a name must not move the cursor) and isolated, so that Arabic and Latin pieces keep their order.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

_ISOLATE, _END = "\u2068", "\u2069"  # first strong isolate … pop: right in a sentence of either language
_ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")
_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
_DROP: dict[int, str | None] = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0), *_BIDI, 0x2028, 0x2029})
_DROP[ord("\n")] = _DROP[ord("\t")] = " "
_JSON = orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS


def clean(text: str) -> str:
    """One line, without control characters and without direction marks of its own."""
    return text.translate(_DROP)


class Shown(str):
    """Text whose pieces were cleaned and isolated already."""

    __slots__ = ()


def isolate(text: str, *, rtl: bool = False) -> Shown:
    """A value from outside, safe inside a sentence: cleaned, and isolated where it could turn the line round.

    `rtl`: the sentence runs right to left, so that any value could.
    """
    line = text if isinstance(text, Shown) else clean(text)
    bare = _ISOLATED.sub("", line) if isinstance(text, Shown) else line
    turns = bare and (rtl or any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in bare))
    return Shown(f"{_ISOLATE}{line}{_END}" if turns else line)


def joined(between: str, parts: Iterable[str]) -> Shown:
    """Values one after another, each safe."""
    return Shown(between.join(isolate(part) for part in parts))


def width(text: str) -> int:
    """How many columns of a terminal it takes."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def line(text: str = "") -> None:
    """One line on standard output."""
    sys.stdout.write(text + "\n")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns under a head; cells are cleaned and isolated here."""
    cells: list[Sequence[str]] = [head, *([isolate(cell) for cell in row] for row in rows)]
    widths = [max(width(row[column]) for row in cells) for column in range(len(head))]
    for row in cells:
        padded = (cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True))
        line("  ".join(padded).rstrip())


def json_line(value: Any) -> None:
    """One value as one line of JSON (RFC 8259, UTF-8): dates ISO 8601, frozen values as objects."""
    sys.stdout.flush()
    sys.stdout.buffer.write(orjson.dumps(value, default=_plain, option=_JSON))
    sys.stdout.buffer.flush()


def _plain(value: object) -> object:
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return list(value)
    return str(value)
