"""The common work as rows of a table: openings, memberships, assistance, joint policies, integrations.

A heading with `kind` and `title`, and any of the fields of `tables/common_fields.csv`; several values of one field are
joined by ";". A row that breaks a rule is set aside with its line; its neighbours are read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cache

from jisr import tables
from jisr.errors import Unreadable
from jisr.formats._base import File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._draft import Draft
from jisr.formats._text import decode, tidy
from jisr.records import Place, Record, When

NAME = "common-csv"
SOURCE = "common"
TITLE = "The common work: openings, members, assistance, policies, integrations, CSV"
_NEEDED = frozenset({"kind", "title"})
_OWN = frozenset({"announced_by", "order", "direction", "organisation", "party", "members", "milestones", "sort"})


def recognise(files: tuple[File, ...]) -> bool:
    """One file whose heading names kind, title and a field of the common work."""
    if len(files) != 1:
        return False
    named = set(_heading(files[0].data[:4096].decode("utf-8-sig", "replace").partition("\n")[0]))
    return named >= _NEEDED and bool(named & _OWN)


def _heading(line: str) -> list[str]:
    try:
        return [tidy(cell).lower() for cell in next(csv.reader([line.strip("\r\n")]), [])]
    except csv.Error:
        return []


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A CommonFact a row. No snapshot. Raises `Unreadable` where the heading lacks what is needed."""
    file = only_file(files, options)
    header = Header(format=NAME, source=options.source or SOURCE, title=TITLE)
    head, _, body = decode(file.data, source=file.name).partition("\n")
    fields = _heading(head)
    if not set(fields) >= _NEEDED:
        raise Unreadable(source=file.name, place="line 1", wanted="a heading with kind and title")
    return Reading(header=header, items=_items(file, (header, options), fields, body))


def _items(file: File, given: tuple[Header, Options], fields: list[str], body: str) -> Iterator[Item]:
    rows = csv.reader(io.StringIO(body, newline=""), strict=True)
    line, seen = 2, set[str]()
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(source=file.name, place=f"line {line}", wanted=f"rows of a CSV file ({error})") from error
        if any(cells):
            row = dict(zip(fields, (cell.strip() for cell in cells), strict=False))
            yield _item(row, Place(file=file.name, line=line), given, seen)
        line = rows.line_num + 2


def _item(row: Mapping[str, str], place: Place, given: tuple[Header, Options], seen: set[str]) -> Item:
    header, options = given
    kind, piece = row.get("kind", ""), ",".join(row.values())
    key = row.get("id") or f"{kind}/{row.get('title', '')}"[:120]
    if not fields_of(kind):
        return set_aside(place, "fact-kind", piece, key=key, kind=kind)
    if key in seen:
        return set_aside(place, "duplicate-key", piece, key=key)
    wrong, field, value = wrong_in(kind, row)
    if wrong:
        return set_aside(place, wrong, piece, key=key, field=field, value=value)
    draft = Draft()
    draft.add("kind", kind)
    for one in fields_of(kind):
        _add(draft, one, row.get(one["field"], ""))
    draft.add("state", row.get("status", ""))
    seen.add(key)
    return Record(
        source=header.source,
        key=key,
        schema="CommonFact",
        properties=draft.properties,
        place=place,
        marking=options.marking,
        announced=When.read(row["date"]) if row.get("date") else None,
    )


@cache
def fields_of(kind: str) -> tuple[tables.Row, ...]:
    """The fields of a kind; none where no such kind is known."""
    return tuple(row for row in tables.rows("common_fields") if row["kind"] == kind)


def wrong_in(kind: str, row: Mapping[str, str]) -> tuple[str, str, str]:
    """The first thing a row may not be: its code (field-needed, field-wrong), field, value; three times "" for none."""
    for one in fields_of(kind):
        name, text = one["field"], row.get(one["field"], "")
        if not text and one["required"] == "y":
            return "field-needed", name, ""
        if text and not _fits(text, one["type"]):
            return "field-wrong", name, text
    strong = row.get("strength_low") or row.get("strength_high")
    if kind == "integration" and strong and not row.get("strength_source"):
        return "field-needed", "strength_source", ""
    return "", "", ""


def _add(draft: Draft, field: Mapping[str, str], text: str) -> None:
    if field["type"] in {"many", "cases", "things", "relief"}:
        draft.add(field["property"], *(tidy(one) for one in text.split(";")))
    else:
        draft.add(field["property"], text if field["type"] == "long" else tidy(text))


def _fits(text: str, kind: str) -> bool:
    if kind == "day":
        return _is_day(text)
    if kind == "amount":
        return text.replace(".", "", 1).isdecimal()
    if kind.startswith("list:"):
        return any(one["list"] == kind.removeprefix("list:") and one["code"] == text for one in _choices())
    return True


def _choices() -> tuple[tables.Row, ...]:
    return tables.rows("common_lists")


def _is_day(text: str) -> bool:
    try:
        return bool(When.read(text))
    except Unreadable:
        return False


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
