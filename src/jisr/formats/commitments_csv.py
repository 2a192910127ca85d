"""What was promised, as rows of a table: a schedule element by element, or rows with columns named as a commitment's.

A schedule has publisher, group, element, status, promised_date, text (IATI implementation schedules). Other tables name
at least title and promisor, and any of: id, promisee, instrument, article, due, given, status, quote, language, offset,
measure, condition. One row that breaks a rule is set aside; its neighbours are read.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from jisr import tables
from jisr.errors import Unreadable
from jisr.formats._base import File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._draft import Draft
from jisr.formats._text import decode, tidy
from jisr.records import Place, Record, When

NAME = "commitments-csv"
SOURCE = "commitments"
TITLE = "Commitments: schedules, or tables of promises, CSV"
_SCHEDULE = frozenset({"publisher", "element", "status", "promised_date"})
_TABLE = frozenset({"title", "promisor"})
_KEPT = {
    "promisor": "promisorText",
    "promisee": "promiseeText",
    "instrument": "instrumentText",
    "article": "article",
    "measure": "measure",
    "condition": "condition",
    "quote": "quote",
    "language": "quoteLanguage",
    "offset": "quoteStart",
    "kind": "kind",
}
_DAYS = ("due", "given")
_Row = tuple[int, dict[str, str], str]  # line, cells by heading, as it stands


class _Cells(Protocol):
    """What `csv.reader` gives."""

    line_num: int

    def __next__(self) -> list[str]: ...


_Told = Callable[[Mapping[str, str]], tuple[str, dict[str, str]]]


def recognise(files: tuple[File, ...]) -> bool:
    """One file whose heading is a schedule's, or names a title and who promised."""
    if len(files) != 1:
        return False
    head = files[0].data[:4096].decode("utf-8-sig", "replace").partition("\n")[0]
    named = set(_heading(head))
    return named >= _SCHEDULE or named >= _TABLE


def _heading(line: str) -> list[str]:
    """The names of the columns; none where the line is no row of a table."""
    try:
        return [tidy(cell).lower() for cell in next(csv.reader([line.strip("\r\n")]), [])]
    except csv.Error:
        return []


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A Commitment a row. No snapshot. Raises `Unreadable` where the heading lacks what is needed."""
    file = only_file(files, options)
    head, _, body = decode(file.data, source=file.name).partition("\n")
    rows = csv.reader(io.StringIO(body, newline=""))
    fields = _heading(head)
    if not (set(fields) >= _SCHEDULE or set(fields) >= _TABLE):
        raise Unreadable(source=file.name, place="line 1", wanted="a heading with title and promisor")
    header = Header(format=NAME, source=options.source or SOURCE, title=TITLE)
    told = _schedule if set(fields) >= _SCHEDULE else _table
    return Reading(header=header, items=_items(file, (header, options), _rows(file, rows, fields), told))


def _rows(file: File, rows: _Cells, fields: list[str]) -> Iterator[_Row]:
    line = 2
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(source=file.name, place=f"line {line}", wanted=f"rows of a CSV file ({error})") from error
        if any(cells):
            yield line, dict(zip(fields, map(tidy, cells), strict=False)), ",".join(cells)
        line = rows.line_num + 2


def _items(file: File, given: tuple[Header, Options], rows: Iterator[_Row], told: _Told) -> Iterator[Item]:
    seen: Counter[str] = Counter()
    header, options = given
    for line, row, piece in rows:
        place = Place(file=file.name, line=line)
        key, said = told(row)
        wrong = next((day for day in _DAYS if not _is_day(said.get(day, ""))), "")
        if not key or not said["title"]:
            yield set_aside(place, "no-name", piece, key=key)
            continue
        if wrong:
            yield set_aside(place, "bad-date", piece, key=key, field=wrong, value=said[wrong])
            continue
        seen[key] += 1
        key = key if seen[key] == 1 else f"{key}/{seen[key]}"
        yield _record(key, said, place, (header, options))


def _is_day(text: str) -> bool:
    try:
        return not text or bool(When.read(text))
    except Unreadable:
        return False


def _schedule(row: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    status = next((one for one in tables.rows("schedule_statuses") if one["code"] == row.get("status", "")), None)
    key = "/".join(row.get(name, "") for name in ("publisher_code", "group", "element"))
    named = ": ".join(filter(None, (row.get("group", ""), row.get("element", ""))))
    return key if row.get("element") else "", {
        "title": f"{row.get('publisher', '')}: {named}",
        "promisor": row.get("publisher", ""),
        "instrument": "IATI implementation schedule",
        "article": named,
        "given": row.get("schedule_date", ""),
        "due": row.get("promised_date", ""),
        "status": status["status"] if status else "accepted",
        "quote": row.get("text", ""),
        "kind": "commitment",
        "detail": "; ".join(f"{name}: {row[name]}" for name in ("status", "exclusion", "attributes") if row.get(name)),
    }


def _table(row: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    return row.get("id") or "/".join((row.get("promisor", ""), row.get("title", "")))[:120], {
        "kind": "commitment",
        "status": "accepted",
        **{name: value for name, value in row.items() if value},
        "title": row.get("title", ""),
    }


def _record(key: str, said: Mapping[str, str], place: Place, given: tuple[Header, Options]) -> Record:
    header, options = given
    known = {one["status"] for one in tables.rows("commitment_statuses")}
    draft = Draft()
    draft.add("title", said["title"])
    for name, target in _KEPT.items():
        draft.add(target, said.get(name, ""))
    draft.add("date", said.get("given", ""))
    draft.add("due", said.get("due", ""))
    status = said.get("status", "")
    draft.add("state", status if status in known else "accepted")
    draft.add("detail", said.get("detail", ""), f"status: {status}" if status not in known else "")
    return Record(
        source=header.source,
        key=key,
        schema="Commitment",
        properties=draft.properties,
        place=place,
        marking=options.marking,
        announced=When.read(said["given"]) if said.get("given") else None,
    )


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
