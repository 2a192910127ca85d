"""OFAC's lists as CSV: sdn.csv with alt.csv, add.csv and sdn_comments.csv; the non-SDN list (cons_*.csv) likewise.

Twelve columns without a header, `-0-` for nothing, 0x1A at the end; described in
https://ofac.treasury.gov/media/29976/download (dat_spec.txt). sdn.csv alone is enough.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from types import MappingProxyType

from jisr import tables
from jisr.errors import Unreadable
from jisr.formats import _names, ofac_remarks
from jisr.formats._base import File, Format, Header, Item, Options, Reading, check_size, set_aside
from jisr.formats._draft import Draft, Kept
from jisr.formats._rows import rows
from jisr.formats._text import damage, decode, lines_of, tidy
from jisr.records import Place, Record

NAME = "ofac-csv"
TITLE = "OFAC lists (SDN and non-SDN), CSV set"
SDN, NON_SDN = "ofac", "ofac-cons"
TITLES = MappingProxyType({SDN: "OFAC Specially Designated Nationals List", NON_SDN: "OFAC Consolidated Non-SDN List"})
AUTHORITY = "Office of Foreign Assets Control"
_NULL = "-0-"
_END_MARK = "\x1a"
_COLUMNS = MappingProxyType({"sdn": 12, "add": 6, "alt": 5, "comments": 2})
_SCHEMATA = MappingProxyType({"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane", "": "Organization"})
_ALIASES = MappingProxyType({"aka": "alias", "fka": "previousName", "nka": "alias"})
_SAMPLE = 50  # rows looked at to tell what a file is
_DIGITS = frozenset(string.digits)
_LISTED = {"topics": ("sanction",)}
_BY_OFAC = {"authority": (AUTHORITY,), "country": ("us",)}
_NO_FACTS: Mapping[str, str] = MappingProxyType({})
_NULLS = frozenset({"-0-", "-0- ", ""})
_TYPES = frozenset({"individual", "vessel", "aircraft"}) | _NULLS

_BESIDE = ("alt", "add", "comments")
Rows = tuple[tuple[str, ...], ...]
Properties = Mapping[str, tuple[str, ...]]
Told = tuple[str, str, Properties, Properties]  # key, schema, what is said of the party and of its listing
_MOST_KEPT = 32768
_told: dict[tuple[object, ...], Told] = {}  # by source, line, and the rows beside it


@dataclass(slots=True, kw_only=True)
class _Set:
    """The files of one delivery by what they hold: their lines, and the rows beside sdn.csv by party."""

    names: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=dict)
    beside: dict[str, dict[str, list[tuple[int, list[str]]]]] = field(default_factory=dict)
    clean: bool = True

    def place(self, role: str, line: int) -> Place:
        """A line of one of the files."""
        return Place(file=self.names[role], line=line)


def recognise(files: tuple[File, ...]) -> bool:
    """Files that all have one of OFAC's four forms, sdn.csv or alt.csv or add.csv among them."""
    roles = [_role(_sample(file), share=0.5) for file in files]
    return bool(roles) and all(roles) and set(roles) != {"comments"}


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A snapshot of the list. Each row of sdn.csv gives a Person, Organization, Vessel or Airplane and its Sanction."""
    found = _Set()
    for file in files:
        check_size(file, limit=options.limit)
        text = decode(file.data, source=file.name)
        found.clean = found.clean and not damage(text.rstrip("\r\n\x1a"))
        lines = lines_of(text)
        role = _role(_first_rows(lines))
        if not role or role in found.names:
            again = f"one file of each kind, found a second like {found.names.get(role)}" if role else "an OFAC file"
            raise Unreadable(source=file.name, place="line 1", wanted=again)
        found.names[role] = file.name
        found.lines[role] = lines
    if "sdn" not in found.names:
        raise Unreadable(source=", ".join(found.names.values()) or "nothing", place="the set", wanted="sdn.csv in it")
    list_of = _source(found.lines["sdn"])
    header = Header(
        format=NAME,
        source=options.source or list_of,
        snapshot=True,
        own=list_of,
        title=TITLES[list_of],
        silent_on=frozenset({"id", "address", "link"}),
    )
    return Reading(header=header, items=_items(found, header, options))


def _sample(file: File) -> list[list[str]]:
    try:
        text = decode(file.data[:65536].rpartition(b"\n")[0] or file.data[:65536], source=file.name)
    except Unreadable:
        return []
    return _first_rows(lines_of(text))


def _first_rows(lines: list[str]) -> list[list[str]]:
    """The first rows that can be taken apart."""
    return [cells for _, cells, problem in islice(rows(lines), _SAMPLE) if not problem]


def _role(sample: list[list[str]], *, share: float = 0.0) -> str:
    """Which of the four files these rows are of, by most of them and at least that share of all; "" for none."""
    votes = [role for cells in sample if (role := _role_of(cells))]
    best = max(dict.fromkeys(votes), key=votes.count, default="")
    return best if votes.count(best) >= share * len(sample) else ""


def _role_of(cells: list[str]) -> str:
    first, count = cells[0].strip(), len(cells)
    numbered = _is_number(first)
    if count in {11, 12, 13} and _NULL in (cell.strip() for cell in cells):
        return "sdn"
    if count == _COLUMNS["alt"] and numbered and cells[2].strip() in _ALIASES:
        return "alt"
    if count == _COLUMNS["add"] and numbered and _is_number(cells[1].strip()):
        return "add"
    return "comments" if count == _COLUMNS["comments"] and numbered else ""


def _is_number(text: str) -> bool:
    return bool(text) and _DIGITS.issuperset(text)


def _source(lines: list[str]) -> str:
    tags = {row["tag"] for row in tables.rows("ofac_programmes")}
    sample = [cells for _, cells, _ in islice(rows(lines), _SAMPLE * 10) if len(cells) == _COLUMNS["sdn"]]
    marked = sum(1 for cells in sample if tags & set(_programmes(cells[3].strip().upper())))
    return NON_SDN if marked * 3 > len(sample) * 2 else SDN


@lru_cache(maxsize=4096)
def _programmes(cell: str) -> tuple[str, ...]:
    """`SDGT] [IFSR` -> SDGT, IFSR."""
    return tuple(tag.strip(" []") for tag in cell.split("] [") if tag.strip(" []") not in {"", _NULL})


def _items(found: _Set, header: Header, options: Options) -> Iterator[Item]:
    for role in _BESIDE:
        if role in found.names:
            found.beside[role] = {}
            yield from _gather(found, role)
    seen: set[str] = set()
    refused = 0
    last = len(found.lines["sdn"])
    for line, cells, problem, told in _lines(found, header.source):
        usable = told is not None or (_usable(cells) and found.clean and line < last)
        reason, facts = ("", _NO_FACTS) if usable else _refusal(found, cells, problem, (line, "sdn"))
        key = told[0] if told else cells[0].strip() if cells else ""
        if not reason and key in seen:
            reason, facts = "duplicate-key", _NO_FACTS
        if reason:
            about = {"key": key, **facts} if _is_number(key) else facts
            entry = reason not in {"end-mark", "no-data"}
            refused += entry
            yield set_aside(found.place("sdn", line), reason, found.lines["sdn"][line - 1], entry=entry, **about)
            continue
        seen.add(key)
        yield from _party(told or _tell(found, line, cells, header.source), found.place("sdn", line), header, options)
    if not seen:
        wanted = f"12 columns, the first a number; {refused} rows have something else"
        raise Unreadable(source=found.names["sdn"], place="line 1", wanted=wanted)
    yield from _orphans(found)


def _lines(found: _Set, source: str) -> Iterator[tuple[int, list[str], str, Told | None]]:
    """The rows of sdn.csv; of a line that yesterday's list had too, what it says, without taking it apart again."""
    lines, start = found.lines["sdn"], 0
    for number, raw in enumerate(lines[:-1] if found.clean and not found.beside else ()):
        told = _told.get((source, raw))
        if told is not None:
            yield from _fresh(lines, start, number)
            yield number + 1, [], "", told
            start = number + 1
    yield from _fresh(lines, start, len(lines))


def _fresh(lines: list[str], start: int, stop: int) -> Iterator[tuple[int, list[str], str, None]]:
    if start < stop:
        for line, cells, problem in rows(lines[start:stop]):
            yield start + line, cells, problem, None


def _usable(cells: list[str]) -> bool:
    """The quick look that all but a few rows pass; `_refusal` says what is wrong with the others."""
    return len(cells) == _COLUMNS["sdn"] and _is_number(cells[0]) and cells[2] in _TYPES and cells[1] not in _NULLS


def _gather(found: _Set, role: str) -> Iterator[Item]:
    for line, cells, problem in rows(found.lines[role]):
        reason, facts = _refusal(found, cells, problem, (line, role))
        if reason:
            yield set_aside(found.place(role, line), reason, found.lines[role][line - 1], entry=False, **facts)
        else:
            found.beside[role].setdefault(cells[0].strip(), []).append((line, cells))


def _refusal(found: _Set, cells: list[str], problem: str, at: tuple[int, str]) -> tuple[str, Mapping[str, str]]:
    """Why a row cannot be used, and the facts of it; "" when it can."""
    line, role = at
    raw = found.lines[role][line - 1]
    is_last = line == len(found.lines[role])
    if raw == _END_MARK:
        return "end-mark", _NO_FACTS
    if is_last and (problem or raw.count('"') % 2 or 1 < len(cells) < _COLUMNS[role]):
        return "truncated-row", _NO_FACTS
    if problem:
        return problem, _NO_FACTS
    if not found.clean and (sign := damage(raw)):
        return "damaged-characters", {"character": sign}
    return _refusal_of_cells(cells, role)


def _refusal_of_cells(cells: list[str], role: str) -> tuple[str, Mapping[str, str]]:
    if not any(char.isalnum() for char in "".join(cells)):
        return "no-data", {"value": ",".join(cells).strip()}
    if len(cells) != _COLUMNS[role]:
        return "wrong-columns", {"found": str(len(cells)), "wanted": str(_COLUMNS[role])}
    if not _is_number(cells[0].strip()):
        return "shifted-columns", {"value": cells[0].strip()}
    if role == "sdn" and not _value(cells[1]):
        return "no-name", _NO_FACTS
    if role == "sdn" and _value(cells[2]) not in _SCHEMATA:
        return "unknown-type", {"value": _value(cells[2])}
    return "", _NO_FACTS


def _orphans(found: _Set) -> Iterator[Item]:
    """Rows of the other files whose party sdn.csv does not hold (or which was set aside)."""
    for role, by_key in found.beside.items():
        for key, left in by_key.items():
            for line, _ in left:
                raw = found.lines[role][line - 1]
                yield set_aside(found.place(role, line), "orphan-row", raw, entry=False, key=key)


def _party(told: Told, place: Place, header: Header, options: Options) -> Iterator[Item]:
    key, schema, party, listing = told
    yield Record(source=header.source, key=key, schema=schema, properties=party, place=place, marking=options.marking)
    yield Record(
        source=header.source,
        key=f"{key}/listing",
        schema="Sanction",
        properties=listing,
        place=place,
        marking=options.marking,
    )


def _tell(found: _Set, line: int, cells: list[str], source: str) -> Told:
    """What the rows of one party say; kept, for tomorrow's list has the same rows."""
    key = cells[0].strip()
    beside = tuple(_beside(found, role, key) for role in _BESIDE) if found.beside else ()
    kept = (source, found.lines["sdn"][line - 1], *beside)
    if kept not in _told:
        if len(_told) >= _MOST_KEPT:
            _told.clear()
        _told[kept] = (key, *_said(source, tuple(cells), *(beside or ((), (), ()))))
    return _told[kept]


def _beside(found: _Set, role: str, key: str) -> tuple[tuple[str, ...], ...]:
    """The rows of another file about the party, which are then no orphans."""
    rows_of = found.beside.get(role)
    return tuple(tuple(row) for _, row in rows_of.pop(key, ())) if rows_of else ()


def _said(
    source: str, cells: tuple[str, ...], aliases: Rows, addresses: Rows, comments: Rows
) -> tuple[str, Properties, Properties]:
    """Schema, and what the rows of one party say of it and of its listing."""
    values = ["" if cell in _NULLS else _value(cell) for cell in cells]
    schema = _SCHEMATA[values[2]]
    party, listing = Draft(), Draft()
    _names_of(party, listing, values[1], aliases, schema)
    _columns(party, values, schema)
    remarks = values[11]
    if comments:
        remarks = tidy(f"{cells[11] if remarks else ''}{''.join(row[1] for row in comments)}")
    if remarks:
        of_party, of_listing = ofac_remarks.parse(remarks, schema)
        party.add_pairs(of_party)
        listing.add_pairs(of_listing)
        party.add("notes", remarks)
    for row in addresses:
        _address(party, row)
    party.drop_known_names()
    programmes = _programmes(values[3])
    under = {"program": programmes} if programmes else {}
    entity = {"entity": (f"{source}:{cells[0].strip()}",)}
    return schema, Kept(party.properties | _LISTED), Kept(entity | under | _BY_OFAC | listing.properties)


def _value(cell: str) -> str:
    text = tidy(cell)
    return "" if text == _NULL else text


def _names_of(party: Draft, listing: Draft, written: str, aliases: Rows, schema: str) -> None:
    """Names in natural order; the listing keeps them as written where that differs."""
    if schema == "Person":
        whole, first, last = _names.natural(written)
        party.add("name", whole)
        if first:
            party.add("firstName", first)
            party.add("lastName", last)
            listing.add("namesMentioned", written)
    else:
        party.add("name", written)
    for row in aliases:
        name = _value(row[3])
        whole = _names.natural(name)[0] if schema == "Person" else name
        party.add(_ALIASES.get(row[2].strip(), "alias"), whole)
        party.add("notes", _value(row[4]))
        if whole != name:
            listing.add("namesMentioned", name)


def _columns(party: Draft, values: list[str], schema: str) -> None:
    title, call_sign, kind, tonnage, gross, flag, owner = values[4:11]
    if title:
        party.add("position" if schema == "Person" else "notes", title)
    if schema == "Vessel":
        party.add("callSign", call_sign)
        party.add("type", kind)
        party.add("tonnage", tonnage.replace(",", ""))
        party.add("grossRegisteredTonnage", gross.replace(",", ""))
        party.add_country("flag", flag, said="Flag")
        party.add("notes", f"Owner: {owner}" if owner else "")
    else:
        for value in values[5:11]:
            if value:
                party.add("notes", value)


def _address(party: Draft, row: tuple[str, ...]) -> None:
    street, city, country, note = (_value(cell) for cell in row[2:6])
    party.add("address", ", ".join(filter(None, (street, city, country))))
    party.add_country("country", country, said="Address")
    party.add("notes", note)


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
