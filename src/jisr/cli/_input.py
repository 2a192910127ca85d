"""What a person typed, as values: files, names, a day."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from jisr.errors import TooLarge, Unreadable, WrongUse
from jisr.records import When

MOST_BYTES = 512 * 1024 * 1024  # of one delivery


def deliveries(paths: tuple[str, ...]) -> Iterator[tuple[tuple[str, bytes], ...]]:
    """Each path is one delivery: a file, a folder with all its files, or - for standard input. Raises `OSError`."""
    for path in paths:
        yield tuple(file(one) for one in _files(path))


def _files(path: str) -> list[str]:
    folder = Path(path)
    if path == "-" or not folder.is_dir():
        return [path]
    found = sorted(str(one) for one in folder.iterdir() if one.is_file() and not one.name.startswith("."))
    if not found:
        raise WrongUse(f"{path}: the folder holds no file", path=path)
    return found


def file(path: str) -> tuple[str, bytes]:
    """Name and bytes of a file, or of standard input for -. Raises `OSError`, `TooLarge`."""
    if path == "-":
        return "stdin", sys.stdin.buffer.read()
    named = Path(path)
    if named.stat().st_size > MOST_BYTES:
        raise TooLarge(source=path, place=f"{named.stat().st_size} bytes", wanted=f"at most {MOST_BYTES} bytes")
    return named.name, named.read_bytes()


def text_of(path: str) -> str:
    """The text of a file, or of standard input for -. UTF-8, a byte order mark is let pass. Raises `Unreadable`."""
    name, data = file(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(source=name, place=f"byte {error.start}", wanted="text in UTF-8") from error


def moment_of(text: str) -> datetime:
    """The first instant of what was typed: a day or an instant, ISO 8601, UTC. Raises `WrongUse`."""
    try:
        return When.read(text).first
    except Unreadable as error:
        raise WrongUse(f"{text!r} is no day: write it as 2025-11-06", value=text) from error
