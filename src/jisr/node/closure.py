"""What does a record carry of others?  References, ids in its texts, and what those carry in their turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import orjson

from jisr.node.convert import marking_of
from jisr.node.models import Batch, Dependence, Record
from jisr.node.models import Marking as MarkingRow
from jisr.node.store import some
from jisr.records import Marking, schema
from jisr.sharing import Copy, Quote, copy_of

_TOKEN = re.compile(r"[^\s,;()\[\]{}<>\"'«»،؛]{4,200}")
_TELLS = re.compile(r".*[:\d].*", re.DOTALL)
_TEXTS = frozenset({"text", "html", "string", "url", "json", "identifier"})
_ERASED = "{}"  # what is left of the properties of a thing that was taken back
_MOST = 10_000  # things one record may carry before it is refused as a whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What of a record decides where it may go. `properties`: as they are kept; `came`: by a member's log."""

    thing: str
    source: str
    schema: str
    properties: str
    marking: Marking
    came: bool
    number: int = 0


def said_of(row: Record) -> Said:
    """The same of a row, `marking` and `batch` joined."""
    return Said(
        thing=row.thing,
        source=row.source,
        schema=row.schema,
        properties=row.properties,
        marking=marking_of(row.marking),
        came=row.batch.format == "jisr-log",
    )


def current(things: Iterable[str]) -> list[Said]:
    """What stands of these things."""
    return list(_read(things, known_to=None))


def copies(rows: Iterable[Said], *, me: str) -> tuple[dict[str, Copy], dict[str, Marking]]:
    """The copies of these records and of all they carry, near or far, by thing; and their markings.

    A quoted thing without a record has none: the rule refuses it.
    """
    found: dict[str, Copy] = {}
    markings: dict[str, Marking] = {}
    bases: dict[tuple[Marking, str], Copy] = {}
    waiting = {row.thing: row for row in rows}
    while waiting and len(found) <= _MOST:
        quotes = {thing: quotes_of(row) for thing, row in waiting.items()}
        known, back = _known({quote.thing for group in quotes.values() for quote in group} - found.keys())
        real = known.keys() | found.keys() | back
        for thing, row in waiting.items():
            markings[thing] = row.marking
            base = row.marking, row.source if row.came else me  # whose log it came by
            if base not in bases:
                bases[base] = copy_of("", row.marking, originator=base[1], sender=me)
            carried = tuple(one for one in quotes[thing] if not one.path.startswith("~") or one.thing in real)
            found[thing] = _copy(bases[base], row, tuple(map(_plain, carried)))
        waiting = {thing: row for thing, row in known.items() if thing not in found}
    return found, markings


def _copy(base: Copy, row: Said, quotes: tuple[Quote, ...]) -> Copy:
    """The base with what is of this record; written out, as `replace` takes five times as long."""
    return Copy(
        thing=row.thing,
        originator=base.originator,
        sender=base.sender,
        tlp=base.tlp,
        releasable_to=base.releasable_to,
        named=base.named,
        no_onward=base.no_onward,
        onward_granted=base.onward_granted,
        purposes=base.purposes,
        expires=base.expires,
        kind=row.schema,
        quotes=quotes,
    )


def _plain(quote: Quote) -> Quote:
    return Quote(path=quote.path.removeprefix("~"), thing=quote.thing)


def quotes_of(row: Said) -> tuple[Quote, ...]:
    """What one record refers to; a path with `~` before it: an id in a text, which counts where it is one of ours."""
    known = schema(row.schema).properties
    found = []
    for name, values in orjson.loads(row.properties).items():
        kind = known[name].type if name in known else "string"
        for value in values:
            if kind == "entity":
                found.append(Quote(path=f"properties.{name}", thing=value))
            elif kind in _TEXTS:
                found += _in_text(name, value, row.source)
    return tuple(quote for quote in found if quote.thing != row.thing)


def _in_text(name: str, text: str, source: str) -> list[Quote]:
    tokens = [
        (match.start(), match[0].strip(".،؛:!?؟")) for match in _TOKEN.finditer(text) if _TELLS.fullmatch(match[0])
    ]
    return [
        Quote(path=f"~properties.{name}[{start}:{start + len(token)}]", thing=thing)
        for start, token in tokens
        for thing in (token, f"{source}:{token}")
    ]


def _known(things: set[str]) -> tuple[dict[str, Said], frozenset[str]]:
    """What stands of these things; of one that its list no longer carries the last that it said.

    And what was taken back: it has nothing to be judged by, so nothing that names it goes anywhere.
    """
    found = {row.thing: row for row in _read(things, known_to=None)}
    missing = things - found.keys()
    ended = [row for why in ("removed", "withdrawn") for row in _read(missing, closed_why=why)] if missing else []
    last = {row.thing: row for row in sorted(ended, key=lambda row: row.number)}
    back = frozenset(thing for thing, row in last.items() if row.properties == _ERASED)
    return found | {thing: row for thing, row in last.items() if thing not in back}, back


def _read(things: Iterable[str], **stands: str | None) -> Iterator[Said]:
    """Plain rows: a page asks for thousands."""
    columns = ("pk", "thing", "source", "schema", "properties", "marking", "batch")
    rows = some(Record, columns, ("thing", things), **stands)
    markings = {row.pk: marking_of(row) for row in MarkingRow.objects.filter(pk__in={row[5] for row in rows})}
    came = frozenset(
        Batch.objects.filter(pk__in={row[6] for row in rows}, format="jisr-log").values_list("pk", flat=True)
    )
    for number, thing, source, kind, text, marking, batch in rows:
        yield Said(
            thing=thing,
            source=source,
            schema=kind,
            properties=text,
            marking=markings[marking],
            came=batch in came,
            number=number,
        )


def of_finding(number: int) -> tuple[Quote, ...]:
    """What a finding rests on: it goes only where all of that may go."""
    things = Dependence.objects.filter(finding=number).order_by("pk").values_list("record__thing", flat=True)
    return tuple(Quote(path=f"relied-on[{place}]", thing=thing) for place, thing in enumerate(things))


def flat(thing: str, found: Mapping[str, Copy]) -> tuple[Quote, ...]:
    """Everything the copy of `thing` carries, near or far, each once, itself left out."""
    seen: dict[str, Quote] = {}
    waiting = list(found[thing].quotes)
    while waiting:
        quote = waiting.pop()
        if quote.thing not in seen and quote.thing != thing:
            seen[quote.thing] = quote
            waiting += found[quote.thing].quotes if quote.thing in found else ()
    return tuple(seen.values())
