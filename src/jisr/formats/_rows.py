"""Rows of a CSV whose records stand on one line each, so that a broken quote costs one line and not its neighbours."""

from __future__ import annotations

import csv
from collections.abc import Iterator

Row = tuple[int, list[str], str]  # line from 1; cells; why it could not be read, "" when it could

_LONGEST = 64 * 1024  # characters of a line that are taken apart


def rows(lines: list[str], *, delimiter: str = ",") -> Iterator[Row]:
    """Each line that is not empty, in order: its cells, or the reason it has none. Double quotes."""
    reader = csv.reader(lines, delimiter=delimiter)
    at = 0
    while True:
        cells: list[str] = []
        try:
            cells = next(reader)
            whole = True
        except StopIteration:
            return
        except csv.Error:  # a cell over csv's limit: the lines it ran over are read one by one
            whole = False
        line = reader.line_num
        if whole and line == at + 1 and len(lines[at]) <= _LONGEST:
            if cells:
                yield line, cells, ""
        else:
            yield from _one_by_one(lines, at, line, delimiter)
        at = line


def _one_by_one(lines: list[str], first: int, last: int, delimiter: str) -> Iterator[Row]:
    """The lines [first, last) from 0 that a quote left open had run together."""
    for number in range(first, last):
        line = lines[number]
        if not line:
            continue
        if len(line) > _LONGEST:
            yield number + 1, [], "row-too-long"
        elif line.count('"') % 2:
            yield number + 1, [], "open-quote"
        elif "\r" in line.rstrip("\r"):
            yield number + 1, [], "open-line"
        else:
            yield number + 1, next(csv.reader([line], delimiter=delimiter)), ""
