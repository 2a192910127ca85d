"""Let members have records of ours: one entry a record in our log, for those the release rule lets have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jisr.errors import NotFound
from jisr.node import chain, log, outgoing
from jisr.node.models import Holding, Record, Sent
from jisr.node.own_name import node_name
from jisr.node.queries.reader import visible_markings
from jisr.node.store import bulk, write
from jisr.node.values import Shared, Verdict
from jisr.sharing import Reader, Role, require

_CHUNK = 400


def what_if(things: Iterable[str], members: Iterable[str], *, reader: Reader) -> Shared:
    """What sharing would do: every verdict, nothing written but the audit. Raises `NotFound`, `NotAllowed`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.EXCHANGE, Role.AUDITOR)
    judged = outgoing.judge(_rows(things, reader))
    verdicts = _verdicts(judged, members)
    chain.note(reader, "share-what-if", "", records=str(len(judged.rows)), allowed=str(_allowed(verdicts)))
    return Shared(verdicts=verdicts, entries=0)


@bulk()
def share(things: Iterable[str], members: Iterable[str], *, reader: Reader) -> Shared:
    """Share each record with each member the rule lets have it. Raises `NotFound`, `NotAllowed`, `Conflict`.

    A record that came by another member's log is passed on inside that log, where its originator allows it.
    """
    require(reader, Role.SUPERVISOR, Role.EXCHANGE)
    with write():
        log.require_whole()
        judged = outgoing.judge(_rows(things, reader))
        verdicts = _verdicts(judged, members)
        audience: dict[str, list[str]] = {}
        for one in verdicts:
            if not one.code:
                audience.setdefault(one.thing, []).append(one.member)
        relayed = {thing: to for thing, to in audience.items() if judged.copies[thing].originator != node_name()}
        own = _not_yet({thing: to for thing, to in audience.items() if thing not in relayed}, judged)
        entries = outgoing.put(judged, own)
        _relay(relayed, judged)
        for member in sorted({one.member for one in verdicts}):
            said = [one for one in verdicts if one.member == member]
            chain.note(reader, "share", member, records=str(len(said)), allowed=str(_allowed(said)))
    return Shared(verdicts=verdicts, entries=entries)


def _rows(things: Iterable[str], reader: Reader) -> list[Record]:
    wanted = list(dict.fromkeys(things))
    rows = Record.objects.filter(known_to=None, marking__in=visible_markings(reader)).select_related("marking", "batch")
    found = {
        row.thing: row
        for start in range(0, len(wanted), _CHUNK)
        for row in rows.filter(thing__in=wanted[start : start + _CHUNK])
    }
    missing = [thing for thing in wanted if thing not in found]
    if missing:
        raise NotFound(f"no record {missing[0]!r}", thing=missing[0])
    return [found[thing] for thing in wanted]


def _verdicts(judged: outgoing.Judged, members: Iterable[str]) -> tuple[Verdict, ...]:
    known = outgoing.recipients(members)
    return tuple(judged.verdict(thing, member, known[member]) for thing in judged.rows for member in known)


def _allowed(verdicts: Iterable[Verdict]) -> int:
    return sum(not one.code for one in verdicts)


def _not_yet(audience: Mapping[str, list[str]], judged: outgoing.Judged) -> dict[str, list[str]]:
    """Without those for whom this very version stands in the log already."""
    me, wanted = node_name(), sorted(audience)
    there: set[tuple[str, str]] = set()
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        held = dict(Holding.objects.filter(origin=me, rid__in=chunk, live=True).values_list("rid", "ver"))
        sent = Sent.objects.filter(origin=me, rid__in=chunk, live=True).values_list("rid", "member")
        there |= {(rid, member) for rid, member in sent if held.get(rid) == judged.rows[rid].version}
    left = {thing: [one for one in to if (thing, one) not in there] for thing, to in audience.items()}
    return {thing: to for thing, to in left.items() if to}


def _relay(audience: Mapping[str, list[str]], judged: outgoing.Judged) -> None:
    rows = []
    for thing, members in audience.items():
        origin = judged.copies[thing].originator
        rid = thing.partition(":")[2]
        seq = Holding.objects.filter(origin=origin, rid=rid, live=True).values_list("seq", flat=True).first()
        if seq is not None:
            rows += [Sent(origin=origin, rid=rid, member=member, seq=seq, live=True) for member in members]
    log.keep_sent(rows)
