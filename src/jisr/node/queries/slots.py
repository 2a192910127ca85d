"""Which lists can be fetched, and how did the last try of each go?"""

from __future__ import annotations

from jisr import tables
from jisr.errors import NotFound
from jisr.node.models import Fetched
from jisr.node.values import Address, Slot
from jisr.sharing import Reader, Role, require


def slots(*, reader: Reader) -> tuple[Slot, ...]:
    """Every slot of the table of addresses, in its order. Raises `NotAllowed`."""
    require(reader, *Role)
    kept = {(row.slot, row.file): row for row in Fetched.objects.all()}
    titles = {row["source"]: row["en"] for row in tables.rows("sources")}
    by_name: dict[str, list[dict[str, str]]] = {}
    for row in tables.rows("addresses"):
        by_name.setdefault(row["slot"], []).append(dict(row))
    return tuple(_slot(name, rows, kept, titles) for name, rows in by_name.items())


def slot(name: str, *, reader: Reader) -> Slot:
    """One slot. Raises `NotFound` and says which there are."""
    everything = slots(reader=reader)
    found = next((one for one in everything if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in everything)
        message = f"no list is fetched as {name!r}; there are {known}"
        raise NotFound(message, name=name, known=known)
    return found


def _slot(name: str, rows: list[dict[str, str]], kept: dict[tuple[str, str], Fetched], titles: dict[str, str]) -> Slot:
    files = [kept.get((name, row["file"])) for row in rows]
    known = [one for one in files if one is not None]
    first = rows[0]
    return Slot(
        name=name,
        source=first["source"],
        title=titles.get(first["source"], first["source"]),
        format=first["format"],
        whole=first["whole"] == "yes",
        addresses=tuple(_address(row, one) for row, one in zip(rows, files, strict=True)),
        loaded_at=max((one.loaded_at for one in known if one.loaded_at), default=None),
        tried_at=max((one.tried_at for one in known), default=None),
        problem=next((one.problem for one in known if one.problem), ""),
    )


def _address(row: dict[str, str], kept: Fetched | None) -> Address:
    if kept is None or kept.url != row["url"]:
        return Address(file=row["file"], url=row["url"])
    return Address(file=row["file"], url=row["url"], etag=kept.etag, modified=kept.modified, sha256=kept.sha256)
