"""What would a delivery change?  Read and digested outside any transaction; compared with what is kept inside one."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from jisr import formats, tables
from jisr.errors import Unreadable, WrongUse
from jisr.node import clock, deliveries, pseudonyms
from jisr.records import CLEAR, Marking, Observation, Record, SameAs, Validity, version_of

ANNOUNCED = "announced"
_AHEAD = timedelta(days=1)  # clocks differ, and a day begins earlier in the east
_KNOWN = frozenset(row["source"] for row in tables.rows("sources"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a delivery is to be read. `received`: record time of all it says (None: now).

    `as_announced`: an archive of acts: each is known since the day it was announced. `snapshot`: it is the whole list,
    what is absent has been removed, also where the format cannot say so itself.
    """

    source: str = ""
    format: str = ""
    marking: Marking = CLEAR
    received: datetime | None = None
    as_announced: bool = False
    snapshot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A delivery, read: records by thing with the digest of their version, claims, and pieces set aside."""

    header: formats.Header
    sha256: str
    files: tuple[tuple[str, int, str], ...]  # name, bytes, SHA-256
    received: datetime
    as_announced: bool
    archive: bool = False  # its day of receipt was given: it takes its place among the editions, however late it comes
    records: Mapping[str, tuple[Record, str]] = field(default_factory=dict)
    claims: tuple[SameAs, ...] = ()
    pieces: tuple[formats.Quarantined, ...] = ()
    refused: Unreadable | None = None
    withdrawn: frozenset[str] = frozenset()  # things their sender takes back
    observed: tuple[Observation, ...] = ()
    schemata: frozenset[str] = frozenset()  # of its records

    @property
    def made(self) -> datetime:
        """When its sender made it; else when it was received: what orders the editions of a list."""
        return self.header.edition or self.received

    def gone(self, things: Iterable[str]) -> set[str]:
        """Which of these things it takes back, or as a snapshot no longer carries.

        An entry that could not be read is not gone.
        """
        things = set(things)
        back = things & self.withdrawn
        if not self.header.snapshot:
            return back
        unread = {f"{self.header.source}:{dict(piece.facts)['key']}" for piece in self.pieces if _names_entry(piece)}
        absent = things - self.records.keys()
        gone = {thing for thing in absent if unread.isdisjoint(_roots(thing))}
        return back | ({thing for thing in gone if not self._untold(thing, gone)} if self.header.silent_on else gone)

    def _untold(self, thing: str, gone: Container[str]) -> bool:
        """A part that this form of the list cannot tell, of an entry that stands."""
        root, _, rest = thing.partition("/")
        return rest.partition("/")[0] in self.header.silent_on and root not in gone

    def changed(self, versions: Mapping[str, str]) -> tuple[str, ...]:
        """The things it tells otherwise than these versions (thing -> version) do."""
        return tuple(thing for thing, (_, version) in self.records.items() if versions.get(thing, version) != version)

    def known_from(self, record: Record) -> datetime:
        """Record time of one record of the delivery."""
        if self.as_announced and record.announced is not None:
            return min(record.announced.first, self.received)
        return self.received


def prepare(files: Sequence[tuple[str, bytes]], wanted: Wanted) -> Prepared:
    """Keep the bytes and read them. What breaks the whole delivery comes back in `refused`, never as an exception."""
    if not files:
        message = "a delivery needs at least one file"
        raise WrongUse(message)
    files = [(name.encode("utf-8", "replace").decode(), data) for name, data in files]  # a name is whatever was typed
    files = pseudonyms.on_entry(files)
    received = wanted.received or clock.now()
    if received > clock.now() + _AHEAD:
        message = f"received on {received.date().isoformat()}: that day has not come yet"
        raise WrongUse(message, field="received")
    kept = tuple((name, len(data), deliveries.keep(data)) for name, data in files)
    base = Prepared(
        header=formats.Header(format=wanted.format, source=wanted.source or "unknown", title=files[0][0]),
        sha256=deliveries.digest_of_set([digest for _, _, digest in kept]),
        files=kept,
        received=received.astimezone(UTC),
        as_announced=wanted.as_announced,
        archive=wanted.received is not None,
    )
    given = tuple(formats.File(name=name, data=data) for name, data in files)
    options = formats.Options(source=wanted.source, marking=wanted.marking, received=received)
    try:
        reading = formats.read(given, options=options, name=wanted.format)
        _speaks_for_itself(reading.header, files[0][0], wanted)
        _in_its_slot(reading.header, files[0][0], wanted)
        header = replace(reading.header, snapshot=reading.header.snapshot or wanted.snapshot)
        return _read(reading.items, replace(base, header=header))
    except Unreadable as error:
        return replace(base, refused=error)


def _read(items: Iterable[formats.Item], base: Prepared) -> Prepared:
    records: dict[str, tuple[Record, str]] = {}
    claims: list[SameAs] = []
    pieces: list[formats.Quarantined] = []
    withdrawn: set[str] = set()
    observed: list[Observation] = []
    try:
        for item in items:
            if isinstance(item, Record) and item.thing not in records:  # nearly all are
                records[item.thing] = (item, _version(item))
            elif isinstance(item, Record):
                pieces.append(_twice(item))
            elif isinstance(item, SameAs):
                claims.append(item)
            elif isinstance(item, formats.Quarantined):
                pieces.append(item)
            elif isinstance(item, Observation):
                observed.append(item)
            else:
                withdrawn.add(item.thing)
    except Unreadable as error:
        return replace(base, pieces=tuple(pieces), refused=error)
    return replace(
        base,
        records=records,
        claims=tuple(claims),
        pieces=tuple(pieces),
        withdrawn=frozenset(withdrawn - records.keys()),
        observed=tuple(observed),
        schemata=frozenset(record.schema for record, _ in records.values()),
    )


def _version(record: Record) -> str:
    """The digest of a version; of what a reader keeps from one edition to the next it is taken once."""
    said = record.properties
    if not isinstance(said, formats.Kept):
        return version_of(record)
    known = _versions.get(id(said))
    if known is not None and known[0] is said and known[1] is record.marking and record.validity is known[2]:
        return known[3]
    version = version_of(record)
    if record.announced is None:
        if len(_versions) > _MOST_KEPT:
            _versions.clear()
        _versions[id(said)] = (said, record.marking, record.validity, version)
    return version


_MOST_KEPT = 50_000
_versions: dict[int, tuple[formats.Kept, Marking, Validity, str]] = {}


def _in_its_slot(header: formats.Header, file: str, wanted: Wanted) -> None:
    """A list may be called by a name of the receiver's own, but never by another list's."""
    if header.own and wanted.source in _KNOWN and wanted.source != header.own:
        raise Unreadable(source=file, place=f"the list {header.own!r}", wanted=f"the list {wanted.source!r}")


def _speaks_for_itself(header: formats.Header, file: str, wanted: Wanted) -> None:
    """A file in a common form names its own source: it may not pass for a list the node knows by its own reader."""
    if header.format == "ftm-json" and not wanted.source and header.source in _KNOWN:
        wanted_source = "the name of who sent it (--source): the file calls itself a list that has a reader of its own"
        raise Unreadable(source=file, place=f"the data set {header.source!r}", wanted=wanted_source)


def _names_entry(piece: formats.Quarantined) -> bool:
    return piece.entry and "key" in dict(piece.facts)


def _roots(thing: str) -> tuple[str, ...]:
    """The thing and, of a part such as a listing or a document, the things it is a part of."""
    return (thing, thing.rpartition("/")[0], thing.partition("/")[0])


def _twice(record: Record) -> formats.Quarantined:
    return formats.Quarantined(
        place=record.place, reason="key-twice", facts=(("key", record.key),), piece=record.key.encode(), entry=True
    )
