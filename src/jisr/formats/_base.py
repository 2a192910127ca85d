"""What comes in, what comes out, and what is set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from jisr.errors import TooLarge, Unreadable
from jisr.records import CLEAR, Marking, Observation, Place, Record, SameAs

MIB = 1 << 20
PIECE_LIMIT = 64 * 1024  # bytes kept of a piece in quarantine
_FACT_LIMIT = 200  # characters of a fact
NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a delivery. `name` is for people and for places; what it is, only `data` says."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the receiver adds. `source`: instead of the one the format names; `received`: UTC; `limit`: bytes a file."""

    source: str = ""
    marking: Marking = CLEAR
    received: datetime = NEVER
    limit: int = 256 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the delivery says of itself. `edition`: when its sender made it, UTC.

    `snapshot`: it is the whole list: what is absent has been removed. `silent_on`: kinds of parts of an entry (id,
    address, link) that this form of the list cannot tell: they are not removed by it while their entry stands.
    `own`: the list that its content shows it to be, whatever source the receiver calls it.
    """

    format: str
    source: str
    edition: datetime | None = None
    snapshot: bool = False
    title: str = ""
    silent_on: frozenset[str] = frozenset()
    own: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A piece that could not be used: where it stood, why (a code of `tables/sentences_formats.csv`) and its bytes.

    `entry`: it stood for a whole entry, which is missing from what was read; its key is the fact `key` where one could
    be read. False: a part of an entry, or a secondary row; the entry itself was read without it.
    """

    place: Place
    reason: str
    facts: tuple[tuple[str, str], ...]
    piece: bytes
    entry: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """Its sender takes the thing back: what was said of it was wrong, and no longer stands."""

    thing: str
    place: Place


Item = Record | SameAs | Quarantined | Withdrawn | Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One delivery being read. Taking `items` may raise `Unreadable`: then the whole delivery is refused."""

    header: Header
    items: Iterator[Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way others write. `recognise` looks at content alone; `read` raises `Unreadable`."""

    name: str
    title: str
    recognise: Callable[[tuple[File, ...]], bool]
    read: Callable[[tuple[File, ...], Options], Reading]


def set_aside(place: Place, reason: str, piece: bytes | str, *, entry: bool = True, **facts: str) -> Quarantined:
    """A piece for quarantine, cut to 64 KiB. `facts` fill the reason's sentence; long ones are cut."""
    raw = piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece
    told = ((name, value if len(value) <= _FACT_LIMIT else value[:_FACT_LIMIT] + "…") for name, value in facts.items())
    return Quarantined(place=place, reason=reason, facts=tuple(told), piece=raw[:PIECE_LIMIT], entry=entry)


def only_file(files: tuple[File, ...], options: Options, *, limit: int = 0) -> File:
    """The one file of a delivery, no larger than allowed and not empty. Raises `Unreadable`."""
    if len(files) != 1:
        names = ", ".join(file.name for file in files) or "nothing"
        raise Unreadable(source=names, place=f"{len(files)} files", wanted="one file in a delivery of this format")
    check_size(files[0], limit=min(limit or options.limit, options.limit))
    return files[0]


def check_size(file: File, *, limit: int) -> None:
    """Raises `Unreadable` for an empty file and `TooLarge` for one over `limit` bytes."""
    if not file.data.strip():
        raise Unreadable(source=file.name, place=f"{len(file.data)} bytes", wanted="content; the file is empty")
    if len(file.data) > limit:
        raise TooLarge(source=file.name, place=f"{len(file.data)} bytes", wanted=f"at most {limit} bytes")
