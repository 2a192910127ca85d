"""What did lists and acts say of these things, as known at an instant?  Plain rows, by one prepared statement.

A decision asks for them in its inner loop, where a model a row and a statement composed anew cost more than the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from jisr.node.store import instant, moment

_CHUNK = 400
_ASK = """
SELECT r.id, r.thing, r.about, r.source, r.version, r.properties, r.valid_from, r.valid_to, r.announced, r.place,
       r.known_from, r.known_to, r.closed_why, r.seen_from, r.seen_to, b.id, b.format, b.title, b.sha256, m.text,
       c.received, c.place
FROM node_record r JOIN node_batch b ON b.id = r.batch_id JOIN node_marking m ON m.id = r.marking_id
     LEFT JOIN node_batch c ON c.id = r.closed_by_id
WHERE r.closed_why <> 'withdrawn' AND r.known_from <= %s AND r.marking_id IN ({markings}) AND r.{column} IN ({values})
ORDER BY r.known_from, r.id
"""  # by hand: asked with every question, and the ORM takes longer to write it than the store to answer
_EDITIONS = """
SELECT COALESCE(place, edition, received), snapshot FROM node_batch
WHERE source = %s AND state = 'loaded' AND received <= %s AND marking_id IN ({markings})
ORDER BY place, received, id
"""

_NAMED = """
SELECT caption, about, schema FROM node_record
WHERE known_from <= %s AND marking_id IN ({markings}) AND thing IN ({things}) ORDER BY id
"""
_STOOD = """
SELECT id, thing, schema, properties FROM node_record
WHERE (known_to IS NULL OR known_to > %s OR closed_why = 'removed') AND known_from <= %s
  AND marking_id IN ({markings}) AND id IN ({ids})
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One version of a record, with what of its batch and its marking is needed.

    `closed`, `closed_at`: when the batch that closed it was received, and its place among the editions.
    """

    pk: int
    thing: str
    about: str
    source: str
    version: str
    properties: str
    valid_from: str
    valid_to: str
    announced: str
    place: str
    known_from: datetime
    known_to: datetime | None
    closed_why: str
    seen_from: datetime | None
    seen_to: datetime | None
    batch: int
    format: str
    title: str
    sha256: str
    marking: str
    closed: datetime | None
    closed_at: datetime | None

    @property
    def listed_by(self) -> str:
        """The list it is of: what came by a member's log names in its thing whose it was there."""
        return self.thing.split(":")[1] if self.format == "jisr-log" else self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A loaded delivery, known at the time: when it was made; `whole`: what is absent from it was not on the list."""

    made: datetime
    whole: bool


def about(things: Iterable[str], *, known: datetime, markings: Sequence[int]) -> list[Line]:
    """Every version known by then of what is said about these things, the oldest first."""
    return [*_asked("about", sorted(things), known, markings)]


def acts(*, known: datetime, markings: Sequence[int]) -> list[Line]:
    """Every version of an act known by then, the oldest first, as it was known."""
    return [as_known(row, known) for row in _asked("schema", ["Instrument"], known, markings)]


def as_known(row: Line, known: datetime) -> Line:
    """The row as the node knew it then: an end that came later is not told."""
    if row.known_to is None or row.known_to <= known:
        return row
    return replace(row, known_to=None, closed=None, closed_at=None, closed_why="", seen_to=None)


def named(things: Sequence[str], *, known: datetime, markings: Sequence[int]) -> list[tuple[str, str, str]]:
    """Caption, about and schema of every version of these things known by then, the oldest first."""
    if not things or not markings:
        return []
    statement = _NAMED.format(markings=_marks(markings), things=_marks(things))
    with connection.cursor() as cursor:
        cursor.execute(statement, [_bound(known), *markings, *things])
        return list(cursor.fetchall())


def stood(ids: Sequence[int], *, known: datetime, markings: Sequence[int]) -> Iterator[tuple[int, str, str, str]]:
    """Number, thing, schema and properties of those of these versions that stood then, or had been removed."""
    for start in range(0, len(ids) if markings else 0, _CHUNK):
        some = ids[start : start + _CHUNK]
        statement = _STOOD.format(markings=_marks(markings), ids=_marks(some))
        with connection.cursor() as cursor:
            cursor.execute(statement, [_bound(known), _bound(known), *markings, *some])
            rows = cursor.fetchall()
        yield from rows


def editions(source: str, *, known: datetime, markings: Sequence[int]) -> list[Edition]:
    """Each loaded delivery of a source known by then, in the order they were made."""
    if not markings:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_EDITIONS.format(markings=_marks(markings)), [source, _bound(known), *markings])
        return [Edition(made=instant(made), whole=bool(whole)) for made, whole in cursor.fetchall()]


def _asked(column: str, values: Sequence[str], known: datetime, markings: Sequence[int]) -> Iterator[Line]:
    for start in range(0, len(values) if markings else 0, _CHUNK):
        some = values[start : start + _CHUNK]
        statement = _ASK.format(column=column, markings=_marks(markings), values=_marks(some))
        with connection.cursor() as cursor:
            cursor.execute(statement, [_bound(known), *markings, *some])
            rows = cursor.fetchall()
        yield from (_line(row) for row in rows)


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _line(row: tuple[object, ...]) -> Line:
    told = [instant(value) if isinstance(value, datetime) else value for value in row]
    return Line(**dict(zip(Line.__slots__, told, strict=True)))  # type: ignore[arg-type]  # the columns, in order


def _bound(known: datetime) -> str | datetime:
    """An instant as a value of a statement."""
    value = moment(known)
    return value if isinstance(value, datetime) else str(value)
