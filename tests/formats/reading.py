"""Reads a delivery from text or bytes, for tests."""

from __future__ import annotations

from collections.abc import Sequence

from jisr.formats import File, Item, Options, Quarantined, Reading, read
from jisr.records import Record, SameAs


def files(*given: tuple[str, str | bytes]) -> tuple[File, ...]:
    return tuple(File(name=name, data=data.encode("utf-8") if isinstance(data, str) else data) for name, data in given)


def reading(text: str | bytes, *, name: str = "a", form: str = "", options: Options | None = None) -> Reading:
    return read(files((name, text)), options=options, name=form)


def items(text: str | bytes, *, name: str = "a", form: str = "", options: Options | None = None) -> list[Item]:
    return list(reading(text, name=name, form=form, options=options).items)


def records(found: Sequence[Item]) -> dict[str, Record]:
    return {item.key: item for item in found if isinstance(item, Record)}


def aside(found: Sequence[Item]) -> list[Quarantined]:
    return [item for item in found if isinstance(item, Quarantined)]


def claims(found: Sequence[Item]) -> list[SameAs]:
    return [item for item in found if isinstance(item, SameAs)]
