"""Lost, stolen and revoked travel documents, CSV: number, issuer, reported, kind. A delivery is the whole list."""

from __future__ import annotations

from collections.abc import Iterator

from jisr.errors import Unreadable
from jisr.formats._base import File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._rows import rows
from jisr.formats._text import decode, lines_of
from jisr.formats._traveller import country, number
from jisr.records import Observation, Place

NAME = "lost-documents"
TITLE = "Lost and stolen travel documents, CSV"
_NEEDED = ("number", "issuer", "reported")


def _heading(data: bytes) -> list[str]:
    return data[:4096].decode("utf-8-sig", "replace").partition("\n")[0].strip("\r ").lower().split(",")


def recognise(files: tuple[File, ...]) -> bool:
    """One file whose heading has number, issuer and reported, and nothing of money."""
    return len(files) == 1 and _heading(files[0].data)[:3] == list(_NEEDED)


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A document a row. Raises `Unreadable` where the heading lacks what is needed."""
    file = only_file(files, options)
    heading = _heading(file.data)
    if missing := [name for name in _NEEDED if name not in heading]:
        raise Unreadable(source=file.name, place="line 1", wanted=f"a heading with {', '.join(missing)}")
    source = options.source or NAME
    return Reading(header=Header(format=NAME, source=source, title=TITLE), items=_items(file, heading, options))


def _items(file: File, heading: list[str], options: Options) -> Iterator[Item]:
    lines = lines_of(decode(file.data, source=file.name))
    seen: set[str] = set()
    for line, cells, why in rows(lines, delimiter=","):
        if line == 1:
            continue
        place, told = Place(file=file.name, line=line), dict(zip(heading, cells, strict=False))
        digits, issuer = number(told.get("number", "")), country(told.get("issuer", ""))[0]
        if why or not digits or not issuer:
            yield set_aside(place, why or "lost-no-number", lines[line - 1])
            continue
        key = f"{digits}/{issuer}"
        if key in seen:
            yield set_aside(place, "duplicate-key", lines[line - 1], entry=False, key=key)
            continue
        seen.add(key)
        values: dict[str, str | int] = {
            "number": digits,
            "issuer": issuer,
            "reported": told.get("reported", ""),
            "type": told.get("kind", ""),
        }
        kept = {name: value for name, value in values.items() if value}
        yield Observation(kind="lost-document", key=key, at=options.received, values=kept, place=place)


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
