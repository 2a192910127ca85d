"""How does a question find its candidates among all names?

By an index of all names in files of the node's folder, `names-index/`, that every process maps. It is made from the
records and follows them: who asks first after a delivery adds what is missing, so that every process answers right at
once, and whatever is broken, of another version or of another database is made anew. A file holds the names of one
marking: what a reader may not see is never searched, and what must be forgotten is one file less.
"""

from __future__ import annotations

import fcntl
import logging
import mmap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import orjson
from django.conf import settings
from django.db import connection
from django.db.models import Q

from jisr import names
from jisr.errors import Unreadable
from jisr.identity import Profile, kind_of
from jisr.node import lines
from jisr.node.deliveries import write_whole
from jisr.node.models import Batch, Record
from jisr.node.store import bulk, instant
from jisr.node.values import Clocks
from jisr.records import schema

NAMES = ("name", "alias", "previousName", "abbreviation")
WEAK = ("weakAlias",)
_CHUNK = 2000
_SMALL = 4096  # names of a file that is put together with the next delivery's
_CLOSE = 0.02  # the compiled score may be so much lower than the explained one
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of the index: names of records of one marking."""

    name: str
    marking: int
    names: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The index: `covered`: batch -> its stamp; `next`: the number of the next file."""

    covered: Mapping[int, str]
    files: tuple[File, ...]
    parts: tuple[names.Index, ...]
    next: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every name of a question must be: of this kind (None: any), this alike, known then, marked so."""

    kind: names.Kind | None
    least: float
    known: datetime
    markings: Iterable[int]


_NOTHING = Opened(covered={}, files=(), parts=(), next=1)


def catch_up() -> int:
    """Index the deliveries that came since; returns how many names are known. Cheap when nothing came."""
    return sum(file.names for file in opened().files)


def opened() -> Opened:
    """The index of every delivery loaded by now; in memory where its folder cannot be written."""
    wanted = _loaded()
    try:
        found = _current()
    except (Unreadable, OSError):  # made anew, or replaced this moment: looked at again behind the gate
        found = None
    if found is not None and found.covered == wanted:
        return found
    try:
        return _caught_up()
    except OSError as error:
        return _in_memory(tuple(sorted(wanted.items())), str(error))


@lru_cache(maxsize=1)
def _in_memory(covered: tuple[tuple[int, str], ...], why: str) -> Opened:
    """The index of these deliveries, for this process alone."""
    _log.warning("Each process keeps the index of names in its memory: %s cannot be written: %s", _folder(), why)
    every = _entries([pk for pk, _stamp in covered])
    made = [(marking, names.Index.build(entries)) for marking, entries in sorted(every.items())]
    files = tuple(File(name="", marking=marking, names=len(index)) for marking, index in made)
    return Opened(covered=dict(covered), files=files, parts=tuple(index for _, index in made), next=1)


def near(texts: Sequence[str], asked: Asked, *, compiled: bool = False) -> list[set[int]]:
    """For each text the record versions (ids) known at `asked.known` with a name that scores `asked.least` or more.

    Those of other times are not searched: however many there are, they take nobody's place. `compiled`: for many
    texts; the first time on a machine it compiles for half a minute.
    """
    index, visible = opened(), set(asked.markings)  # after a stop between a delivery and its index it is made up first
    parts = _known(index, asked.known)
    found: list[set[int]] = [set() for _ in texts]
    for file, part in zip(index.files, parts, strict=True):
        for one in ((asked.kind,) if asked.kind else names.Kind) if file.marking in visible else ():
            if compiled:
                every = part.near_many(texts, kind=one, least=asked.least - _CLOSE)
            else:
                every = [part.near(text, kind=one, least=asked.least) for text in texts]
            for ids, ranked in zip(found, every, strict=True):
                ids.update(int(entry.id) for entry, _score in ranked)
    return found


def _known(index: Opened, known: datetime) -> tuple[names.Index, ...]:
    """The parts of the index without what was not known then."""
    later = Batch.objects.filter(state="loaded", received__gt=known).exists()
    key = known if later else None  # since the last delivery every moment is the same
    found = _KNOWN.get(key)
    if found is None or found[0] is not index:
        hidden = {str(pk) for pk in _hidden(known, later=later)}
        parts = tuple(part.without(hidden) for part in index.parts) if hidden else index.parts
        for other in [one for one, (made, _parts) in _KNOWN.items() if made is not index or one is not None]:
            _KNOWN.pop(other, None)
        found = _KNOWN[key] = (index, parts)
    return found[1]


_KNOWN: Final[dict[datetime | None, tuple[Opened, tuple[names.Index, ...]]]] = {}  # now, and the last moment before


def _hidden(known: datetime, *, later: bool) -> Iterator[int]:
    """Records that are not part of what was known then; see `profiles`."""
    closed = Record.objects.filter(closed_by__isnull=False).exclude(closed_why="removed")
    yield from closed.filter(known_to__lte=known).values_list("pk", flat=True).iterator(_CHUNK)
    if later:
        yield from Record.objects.filter(known_from__gt=known).values_list("pk", flat=True).iterator(_CHUNK)


def profiles(ids: Iterable[int], *, clocks: Clocks, markings: Iterable[int]) -> dict[int, Profile]:
    """Of these record versions those known at `clocks.known`, as far as comparing needs."""
    rows = lines.stood(sorted(ids), known=clocks.known, markings=list(markings))
    return {pk: _profile(thing, schema_name, orjson.loads(text)) for pk, thing, schema_name, text in rows}


def forget(markings: Iterable[int]) -> None:
    """Erase the names of records of these markings."""
    ended = set(markings)
    if ended and _manifest().exists():
        with _gate():
            kept = _readable()
            pairs = [pair for pair in zip(kept.files, kept.parts, strict=True) if pair[0].marking not in ended]
            if len(pairs) < len(kept.files):
                _commit(kept.covered, pairs, kept.next)


def erase(ids: frozenset[str]) -> None:
    """Erase the names of these records: their content was taken back."""
    if not ids or not _manifest().exists():
        return
    with _gate():
        kept = _readable()
        pairs: list[tuple[File, names.Index]] = []
        following = kept.next
        for file, part in zip(kept.files, kept.parts, strict=True):
            stay = [entry for entry in part.entries() if entry.id not in ids]
            if len(stay) == file.names:
                pairs.append((file, part))
            elif stay:
                pairs.append(_written(file.marking, following, stay))
                following += 1
        _commit(kept.covered, pairs, following)


@cache
def kinds_of(schema_name: str) -> tuple[names.Kind, ...]:
    """How a thing of this schema may be named: a legal entity as a person or as an organisation; () not at all."""
    exact = kind_of(schema_name)
    if exact is not None:
        return (exact,)
    return (names.Kind.PERSON, names.Kind.ORGANIZATION) if schema(schema_name).is_a("LegalEntity") else ()


def _loaded() -> dict[int, str]:
    """Each loaded batch with a stamp that no other database has for its number."""
    with connection.cursor() as cursor:  # by hand: asked with every question
        cursor.execute("SELECT id, sha256, loaded_at FROM node_batch WHERE state = 'loaded'")
        return {pk: f"{sha256[:16]} {instant(at).isoformat()}" for pk, sha256, at in cursor.fetchall()}


def _folder() -> Path:
    return Path(settings.JISR_DATA) / "names-index"


def _manifest() -> Path:
    return _folder() / "index.json"


@contextmanager
def _gate() -> Iterator[None]:
    """One process at a time changes the files. Nobody waits for the database's gate inside."""
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (_folder() / "gate").open("ab") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _current() -> Opened:
    """The index as it lies there. Raises `Unreadable`, `FileNotFoundError`."""
    path = _manifest()
    if not path.exists():
        return _NOTHING
    told = path.stat()
    return _read(path, (told.st_ino, told.st_mtime_ns, told.st_size))


@lru_cache(maxsize=1)
def _read(path: Path, _mark: tuple[int, int, int]) -> Opened:
    """The files that the manifest lists, mapped; read again when its mark is another one."""
    try:
        said = orjson.loads(path.read_bytes())
        files = tuple(File(**each) for each in said["files"])
        covered = {int(pk): str(stamp) for pk, stamp in said["covered"].items()}
        following = int(said["next"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(source=path.name, place="the whole file", wanted="a list of the index's files") from error
    parts = tuple(_mapped(path.with_name(file.name)) for file in files)
    return Opened(covered=covered, files=files, parts=parts, next=following)


def _mapped(path: Path) -> names.Index:
    with path.open("rb") as file:
        if not path.stat().st_size:
            raise Unreadable(source=path.name, place="the whole file", wanted="an index of names")
        return names.Index.read(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), source=path.name)


def _readable() -> Opened:
    """The index as it lies there, or none where it cannot be used. Behind the gate."""
    try:
        return _current()
    except (Unreadable, FileNotFoundError) as error:
        _log.warning("The index of names is made anew: %s", error)
        return _NOTHING


@bulk()
def _caught_up() -> Opened:
    """The index after what is missing was added, or made anew where it knows of batches that the database does not."""
    with _gate():
        kept, wanted = _readable(), _loaded()
        if not kept.covered.items() <= wanted.items():
            _log.warning("The index of names is made anew: it was made from another database")
            kept = Opened(covered={}, files=(), parts=(), next=kept.next)
        if kept.covered == wanted:
            return kept
        pairs, following = _with(kept, _entries(sorted(wanted.keys() - kept.covered.keys())))
        return _commit(wanted, pairs, following)


def _entries(batches: Sequence[int]) -> Mapping[int, list[names.Entry]]:
    """Marking -> every name of the records of these batches."""
    found: defaultdict[int, list[names.Entry]] = defaultdict(list)
    for start in range(0, len(batches), _CHUNK):
        some = batches[start : start + _CHUNK]
        # what a batch closed is named with it again: an older edition splits a row in two, and the new part is its own
        rows = Record.objects.filter(Q(batch__in=some) | Q(closed_by__in=some), about="")
        for pk, marking, kind, text in rows.values_list("pk", "marking_id", "schema", "properties").iterator(_CHUNK):
            kinds = kinds_of(kind)
            said = orjson.loads(text) if kinds else {}
            texts = dict.fromkeys(name for prop in (*NAMES, *WEAK) for name in said.get(prop, ()))
            found[marking] += [names.Entry(id=str(pk), text=name, kind=one) for one in kinds for name in texts]
    return {marking: entries for marking, entries in found.items() if entries}


def _with(kept: Opened, fresh: Mapping[int, list[names.Entry]]) -> tuple[list[tuple[File, names.Index]], int]:
    """The files with these names: small ones are written again together with them, large ones stay."""
    pairs, following = list(zip(kept.files, kept.parts, strict=True)), kept.next
    for marking, entries in sorted(fresh.items()):
        own = sorted((pair for pair in pairs if pair[0].marking == marking), key=lambda pair: pair[0].names)
        for pair in own:
            if pair[0].names > max(_SMALL, 2 * len(entries)):
                break
            pairs.remove(pair)
            entries.extend(pair[1].entries())
        pairs.append(_written(marking, following, entries))
        following += 1
    return pairs, following


def _written(marking: int, number: int, entries: Sequence[names.Entry]) -> tuple[File, names.Index]:
    """A file of these names, and its index."""
    index = names.Index.build(entries)
    file = File(name=f"{marking}-{number}.names", marking=marking, names=len(index))
    write_whole(_folder() / file.name, index.write())
    return file, index


def _commit(covered: Mapping[int, str], pairs: Sequence[tuple[File, names.Index]], following: int) -> Opened:
    """Make these files the index: from the moment that the list of them is replaced."""
    files = [{"name": file.name, "marking": file.marking, "names": file.names} for file, _ in pairs]
    said = {"covered": {str(pk): stamp for pk, stamp in covered.items()}, "files": files, "next": following}
    write_whole(_manifest(), orjson.dumps(said))
    listed = {"gate", _manifest().name, *(file.name for file, _ in pairs)}
    for path in _folder().iterdir():
        if path.name not in listed:
            path.unlink(missing_ok=True)
    return _current()


def _profile(thing: str, schema_name: str, said: Mapping[str, list[str]]) -> Profile:
    """What the comparison of two parties needs of a record."""

    def every(*props: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for prop in props for value in said.get(prop, ())))

    return Profile(
        id=thing,
        schema=schema_name,
        names=every(*NAMES),
        weak_names=every(*WEAK),
        birth_dates=every("birthDate"),
        countries=frozenset(every("nationality", "citizenship", "country", "jurisdiction", "flag", "birthCountry")),
        documents=frozenset(every("passportNumber", "idNumber", "registrationNumber", "taxNumber", "imoNumber")),
        genders=frozenset(every("gender")),
    )
