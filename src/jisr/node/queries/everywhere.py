"""Where does the node speak of this?  One search over every desk, each kind only for whom it is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial

from django.db.models import Q, QuerySet

from jisr import names
from jisr.errors import NotAllowed, WrongUse
from jisr.node import chain, clock, name_index, observations
from jisr.node.convert import properties_of, typed
from jisr.node.models import Finding, Record
from jisr.node.observations import Wish
from jisr.node.parties import Parties
from jisr.node.queries import journeys, money
from jisr.node.queries.check import Checker
from jisr.node.queries.clocks import clocks as read_clocks
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.values import Clocks, Everything, FoundKind, FoundRow, Question
from jisr.sharing import Reader, Role, require

LONGEST = 300
_JUST_NOW = timedelta(minutes=1)
FEW, MANY = 10, 100  # shown of each kind among all; of one kind alone
_READS = (Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
_RECORDS: Mapping[str, tuple[str, ...]] = {
    "document": ("Article", "Document"),
    "project": ("Activity",),
    "commitment": ("Commitment",),
}
_WITH_PAGES = frozenset(one for group in _RECORDS.values() for one in group)  # of their own
_PART_OF_A_NAME = 0.15  # of a score: one word of four
_MOST_LOOKED_AT = 400  # record versions


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    text: str
    words: tuple[str, ...]  # folded
    reader: Reader
    clocks: Clocks
    limit: int
    parties: tuple[str, ...] = ()

    @property
    def past(self) -> bool:
        """Whether it is asked as known before now."""
        return self.clocks.known < clock.now() - _JUST_NOW


Finder = Callable[[_Asked], Iterable[FoundRow]]


def everywhere(
    text: str, *, reader: Reader, kind: str = "", clocks: Clocks | None = None, among: Iterable[str] = ()
) -> Everything:
    """Everything that speaks of `text`, by kind; of one `kind` more. Raises `WrongUse`, `NotAllowed`. Audited.

    `among`: only these kinds are looked through. Parties are found in any script; other kinds by their own words and
    by the parties found.
    """
    require(reader, *_READS, Role.EXCHANGE)
    wanted = (kind,) if kind else tuple(among) or tuple(KINDS)
    if unknown := [one for one in wanted if one not in KINDS]:
        message = f"no kind {unknown[0]!r}: one of {', '.join(KINDS)}"
        raise WrongUse(message, kind=unknown[0])
    said = typed(text).strip()
    words = tuple(names.fold(said).split())
    if not words or len(said) > LONGEST:
        message = f"a search needs one letter or digit, and at most {LONGEST} characters"
        raise WrongUse(message, field="q")
    times = clocks or read_clocks()
    asked = _Asked(text=said, words=words, reader=reader, clocks=times, limit=MANY if kind else FEW)
    rows, kinds, closed = _all(asked, wanted)
    chain.note(reader, "search-everything", said[:100], found=str(len(rows)))
    return Everything(text=said, kind=kind, clocks=times, rows=rows, kinds=kinds, closed=closed)


def _all(asked: _Asked, wanted: Iterable[str]) -> tuple[tuple[FoundRow, ...], tuple[FoundKind, ...], tuple[str, ...]]:
    rows: list[FoundRow] = []
    kinds: list[FoundKind] = []
    closed: list[str] = []
    parties = tuple(_parties(asked))
    again = replace(asked, limit=asked.limit + 1, parties=tuple(row.key for row in parties))
    for name in wanted:
        try:
            found = list(parties if name == "party" else KINDS[name](again))
        except NotAllowed:
            closed.append(name)
            continue
        rows += found[: asked.limit]
        if found:
            more = len(found) > asked.limit
            kinds.append(FoundKind(kind=name, count=min(len(found), asked.limit), more=more))
    return tuple(rows), tuple(kinds), tuple(closed)


def _parties(asked: _Asked) -> Iterator[FoundRow]:
    """By the name engine, in any script, and whoever has exactly this id."""
    answer = Checker(reader=asked.reader, clocks=asked.clocks).answer(Question(name=asked.text))
    there = Record.objects.filter(thing=asked.text, about="", marking__in=visible_markings(asked.reader))
    row = _then(there, asked.clocks).select_related("marking").order_by("pk").first()
    if row is not None and row.schema not in _WITH_PAGES:
        yield FoundRow(kind="party", key=row.thing, title=row.caption, schema=row.schema, marking=row.marking.text)
    seen: set[str] = set()
    for hit in answer.hits:
        if hit.schema not in _WITH_PAGES:
            seen.add(hit.party)
            yield FoundRow(
                kind="party",
                key=hit.party,
                title=hit.caption,
                detail=hit.name if hit.name != hit.caption else "",
                at=", ".join(hit.birth_dates[:1]),
                schema=hit.schema,
                marking=next((source.marking for source in hit.sources), ""),
                score=round(hit.score, 4),
            )
    yield from _by_part(asked, seen)


def _by_part(asked: _Asked, seen: set[str]) -> Iterator[FoundRow]:
    """Those of whose name the words are a part, as they sound: one word is no match, but it is a way to find."""
    markings = visible_markings(asked.reader)
    near = name_index.Asked(kind=None, least=_PART_OF_A_NAME, known=asked.clocks.known, markings=markings)
    ids = sorted(name_index.near([asked.text], near)[0])[:_MOST_LOOKED_AT]
    parties = Parties(asked.clocks.known, markings=markings)
    for row in _then(Record.objects.filter(pk__in=ids), asked.clocks).select_related("marking").order_by("pk"):
        party = parties.party_of(row.thing)
        if party in seen or row.schema in _WITH_PAGES:
            continue
        name = next((one for one in _names_of(row) if _sounds(one, asked.words)), "")
        if name:
            seen.add(party)
            yield FoundRow(
                kind="party",
                key=party,
                title=row.caption,
                detail=name if name != row.caption else "",
                schema=row.schema,
                marking=row.marking.text,
            )


def _names_of(row: Record) -> tuple[str, ...]:
    said = properties_of(row)
    told = (value for prop in ("name", "alias", "weakAlias", "previousName") for value in said.get(prop, ()))
    return tuple(dict.fromkeys((row.caption, *told)))


def _sounds(name: str, words: tuple[str, ...]) -> bool:
    """Whether every word is written or sounds like a word of the name."""
    own = names.fold(name).split()
    return all(any(word in one or _keys(word) & _keys(one) for one in own) for word in words)


@lru_cache(maxsize=65536)
def _keys(word: str) -> frozenset[str]:
    return names.keys(word)


def _then(rows: QuerySet[Record], clocks: Clocks) -> QuerySet[Record]:
    """As the node knew them at that moment."""
    return rows.filter(Q(known_to=None) | Q(known_to__gt=clocks.known), known_from__lte=clocks.known)


def _records(kind: str, asked: _Asked) -> Iterator[FoundRow]:
    """By the words of the title, whatever their marks; else by words anywhere in what the record says."""
    require(asked.reader, *_READS)
    rows = Record.objects.filter(schema__in=_RECORDS[kind], marking__in=visible_markings(asked.reader))
    rows = _then(rows, asked.clocks)
    titled = [pk for pk, caption in rows.values_list("pk", "caption") if _sounds(caption, asked.words)]
    told = rows.all()
    for word in asked.text.split():
        told = told.filter(properties__icontains=word)
    if kind == "document":  # and what names a party that was found, in whatever script
        naming = visible_findings(asked.reader).filter(kind="mention", subject__in=asked.parties)
        titled += rows.filter(thing__in=naming.values("about")).values_list("pk", flat=True)
    inside = told.order_by("-pk").values_list("pk", flat=True)[: asked.limit]
    order = list(dict.fromkeys([*sorted(titled, reverse=True), *inside]))[: asked.limit]
    found = {row.pk: row for row in rows.filter(pk__in=order).select_related("marking")}
    for pk in order:
        row = found[pk]
        at = row.known_from.date().isoformat()
        yield FoundRow(kind=kind, key=row.thing, title=row.caption, at=at, schema=row.schema, marking=row.marking.text)


def _holds(text: str, words: tuple[str, ...]) -> bool:
    folded = names.fold(text)
    return all(word in folded for word in words)


def _findings(asked: _Asked) -> Iterator[FoundRow]:
    """Those whose title holds the words, and those about a party that was found: so in any script."""
    require(asked.reader, *_READS, Role.EXCHANGE)
    rows = visible_findings(asked.reader).filter(created_at__lte=asked.clocks.known)
    if asked.reader.desks:
        rows = rows.filter(desk__in=asked.reader.desks)
    titled = [pk for pk, title in rows.values_list("pk", "title") if _sounds(title, asked.words)]
    wanted = Q(pk__in=titled[-asked.limit :]) | Q(subject__in=asked.parties)
    for row in rows.filter(wanted).select_related("marking").order_by("-pk")[: asked.limit]:
        yield _finding(row)


def _finding(row: Finding) -> FoundRow:
    return FoundRow(
        kind="finding",
        key=str(row.pk),
        title=row.title,
        detail=row.desk,
        at=row.created_at.date().isoformat(),
        marking=row.marking.text,
        score=row.score,
    )


def _payments(asked: _Asked) -> Iterator[FoundRow]:
    known = asked.clocks.known if asked.past else None
    for row in money.payments(asked.text, reader=asked.reader, known=known, limit=asked.limit):
        amount = f"{row.amount / 10**row.digits:,.{row.digits}f} {row.currency}"
        yield FoundRow(
            kind="payment",
            key=row.payer or row.payee,
            title=f"{row.payer_name or row.payer} → {row.payee_name or row.payee}",
            detail=amount,
            at=row.at.date().isoformat(),
        )


def _travellers(asked: _Asked) -> Iterator[FoundRow]:
    """Each one shown is a line of the audit; there is no looking at what they were in the past."""
    if asked.past:
        return
    for row in journeys.search(asked.text, reader=asked.reader, limit=asked.limit):
        yield FoundRow(kind="traveller", key=str(row.id), title=row.name, detail=row.flight, at=row.departs[:10])


def _flights(asked: _Asked) -> Iterator[FoundRow]:
    for row in journeys.flights(asked.text, reader=asked.reader, limit=asked.limit):
        yield FoundRow(
            kind="flight",
            key=row.key,
            title=row.flight,
            detail=f"{row.origin} → {row.destination}",
            at=row.departs[:10],
        )


def _posts(asked: _Asked) -> Iterator[FoundRow]:
    """By the words of a post, its tags, its addresses or who posted it; the newest first."""
    require(asked.reader, Role.ANALYST, Role.SUPERVISOR)
    wish = Wish(kind="post", known=asked.clocks.known, markings=visible_markings(asked.reader))
    table = observations.read(wish).select(["at", "account", "post", "text", "hashtags", "object", "links"])
    shown = 0
    for row in reversed(table.to_pylist()):
        told = " ".join(filter(None, (row["text"], row["hashtags"], row["object"], row["links"], row["account"])))
        if not _holds(told, asked.words):
            continue
        title = row["text"] or row["object"] or row["links"] or row["post"] or ""
        day = datetime.fromtimestamp(row["at"], UTC).date().isoformat()
        yield FoundRow(kind="post", key=row["account"], title=title[:200], detail=row["account"], at=day)
        shown += 1
        if shown >= asked.limit:
            return


KINDS: Mapping[str, Finder] = {
    "party": _parties,
    "finding": _findings,
    "document": partial(_records, "document"),
    "project": partial(_records, "project"),
    "commitment": partial(_records, "commitment"),
    "payment": _payments,
    "flight": _flights,
    "traveller": _travellers,
    "post": _posts,
}
QUICK = ("party", "finding", "document", "project", "commitment")
"""What is looked through while somebody types: nothing of persons' money or journeys."""
