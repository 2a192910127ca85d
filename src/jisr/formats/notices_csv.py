"""A national list of persons who are looked for, CSV: list_id, name, name_ar, aliases, dob, nationality, doc_number …

A delivery is the whole list: who is no longer on it has been taken off.
"""

from __future__ import annotations

from collections.abc import Iterator

from jisr.errors import Unreadable
from jisr.formats._base import File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._rows import rows
from jisr.formats._text import decode, lines_of, tidy
from jisr.formats._traveller import country, number, two_letters
from jisr.records import Place, Record

NAME = "notices-csv"
TITLE = "A national list of persons looked for, CSV"
_NEEDED = ("list_id", "name")
_GENDERS = {"M": "male", "F": "female"}


def _heading(data: bytes) -> list[str]:
    return data[:4096].decode("utf-8-sig", "replace").partition("\n")[0].strip("\r ").lower().split(",")


def recognise(files: tuple[File, ...]) -> bool:
    """One file whose heading begins with list_id and name."""
    return len(files) == 1 and _heading(files[0].data)[:2] == list(_NEEDED)


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A person a row, and that the list names them. Raises `Unreadable` where the heading lacks what is needed."""
    file = only_file(files, options)
    heading = _heading(file.data)
    if missing := [name for name in _NEEDED if name not in heading]:
        raise Unreadable(source=file.name, place="line 1", wanted=f"a heading with {', '.join(missing)}")
    source = options.source or "notices"
    header = Header(format=NAME, source=source, title=TITLE, snapshot=True)
    return Reading(header=header, items=_items(file, heading, source, options))


def _items(file: File, heading: list[str], source: str, options: Options) -> Iterator[Item]:
    lines = lines_of(decode(file.data, source=file.name))
    seen: set[str] = set()
    for line, cells, why in rows(lines, delimiter=","):
        if line == 1:
            continue
        place, told = Place(file=file.name, line=line), dict(zip(heading, map(tidy, cells), strict=False))
        key = told.get("list_id", "")
        if why or not key or not told.get("name") or key in seen:
            yield set_aside(place, why or ("key-twice" if key in seen else "cut-short"), lines[line - 1], key=key)
            continue
        seen.add(key)
        yield Record(
            source=source, key=key, schema="Person", properties=_said(told), place=place, marking=options.marking
        )
        listing = {"entity": (f"{source}:{key}",), "program": (told.get("program") or source,)}
        yield Record(
            source=source,
            key=f"{key}/listing",
            schema="Sanction",
            properties=listing,
            place=place,
            marking=options.marking,
        )


def _said(told: dict[str, str]) -> dict[str, tuple[str, ...]]:
    aliases = tuple(filter(None, (one.strip() for one in told.get("aliases", "").split(";"))))
    code = country(told.get("nationality", ""))[0]
    said = {
        "name": tuple(filter(None, (told["name"], told.get("name_ar", "")))),
        "alias": aliases,
        "birthDate": (told.get("dob", ""),),
        "nationality": (two_letters(code),),
        "gender": (_GENDERS.get(told.get("sex", ""), ""),),
        "passportNumber": (number(told.get("doc_number", "")),),
    }
    return {name: values for name, values in sorted(said.items()) if any(values)}


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
