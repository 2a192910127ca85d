"""The UK sanctions list as CSV (FCDO, UK-Sanctions-List.csv): a line with the report's date, headings, a row a name.

Key: the Unique ID (`SYR0001`). Rows of one designation need not stand together; columns are told by their headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from jisr.errors import Unreadable
from jisr.formats import _uk_entry
from jisr.formats._base import File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._listed import Listed
from jisr.formats._rows import rows
from jisr.formats._text import damage, decode, lines_of, tidy
from jisr.records import Place, When

NAME = "uk-csv"
TITLE = "UK sanctions list, CSV"
_REPORT = re.compile(r"report date\s*:?,?\s*([^,]+)", re.IGNORECASE)
_HEAD = 10  # lines in which the headings stand
_KEY, _KIND = "unique id", ("designation type", "individual, entity, ship", "individual/entity/ship", "type")


def recognise(files: tuple[File, ...]) -> bool:
    """One CSV with the headings Unique ID, OFSI Group ID and Regime Name."""
    head = files[0].data[:8192].lower() if files else b""
    return len(files) == 1 and all(name in head for name in (b"unique id", b"ofsi group id", b"regime name"))


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A snapshot of the list. Each Unique ID gives a party, its Sanction, its documents and addresses."""
    file = only_file(files, options)
    lines = lines_of(decode(file.data, source=file.name))
    at = next((number for number, line in enumerate(lines[:_HEAD]) if "unique id" in line.lower()), -1)
    if at < 0:
        raise Unreadable(source=file.name, place="line 1", wanted="a heading row with Unique ID")
    head = [cell.strip().lstrip("\ufeff").lower() for cell in next(iter(rows(lines[at : at + 1])))[1]]
    header = Header(
        format=NAME,
        source=options.source or _uk_entry.SOURCE,
        edition=_edition(lines[:at]),
        snapshot=True,
        own=_uk_entry.SOURCE,
        title=_uk_entry.TITLE,
    )
    return Reading(header=header, items=_items(file, (head, lines, at + 1), header, options))


def _edition(lines: list[str]) -> datetime | None:
    for line in lines:
        found = _REPORT.search(line)
        iso = _uk_entry.day(tidy(found.group(1)).strip('"')) if found else ""
        if iso:
            return When.read(iso).first
    return None


def _items(file: File, table: tuple[list[str], list[str], int], header: Header, options: Options) -> Iterator[Item]:
    head, lines, start = table
    found: dict[str, Listed] = {}
    places: dict[str, Place] = {}
    kind_at = next((head.index(name) for name in _KIND if name in head), -1)
    for line, cells, problem in rows(lines[start:]):
        place = Place(file=file.name, line=start + line)
        reason, facts = _refusal(head, cells, problem, kind_at)
        if reason:
            yield set_aside(place, reason, lines[start + line - 1], entry=reason != "no-data", **facts)
            continue
        row = {name: tidy(cell) for name, cell in zip(head, cells, strict=True)}
        key = row[_KEY]
        if key not in found:
            found[key] = Listed(source=header.source, key=key, schema=_uk_entry.schema_of(row[head[kind_at]]))
            places[key] = place
        _add(found[key], row)
    for key, listed in found.items():
        if listed.party.has("name"):
            yield from listed.records(header, options, places[key])
        else:
            yield set_aside(places[key], "no-name", key, key=key)
    if not found:
        raise Unreadable(source=file.name, place=f"line {start + 1}", wanted="at least one row that can be read")


def _add(listed: Listed, row: Mapping[str, str]) -> None:
    _uk_entry.add_name(listed, row)
    _uk_entry.add_address(listed, row)
    _uk_entry.add_rest(listed, row)


def _refusal(head: list[str], cells: list[str], problem: str, kind_at: int) -> tuple[str, dict[str, str]]:
    if problem:
        return problem, {}
    if not any(char.isalnum() for char in "".join(cells)):
        return "no-data", {"value": ",".join(cells)}
    if len(cells) != len(head):
        return "wrong-columns", {"found": str(len(cells)), "wanted": str(len(head))}
    if sign := damage("".join(cells)):
        return "damaged-characters", {"character": sign}
    key = tidy(cells[head.index(_KEY)])
    if not key:
        return "no-reference", {"field": "Unique ID"}
    kind = tidy(cells[kind_at]) if kind_at >= 0 else ""
    return ("", {}) if _uk_entry.schema_of(kind) else ("unknown-party", {"key": key, "value": kind})


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
