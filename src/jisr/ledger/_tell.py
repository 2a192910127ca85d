"""What of a log is one member told?  Decided number by number; the rule about markings is asked after.

Every store asks here: that of a node and that of a trial.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from jisr.ledger._entry import Draft, Kind
from jisr.ledger._plan import Held


class Told(StrEnum):
    """Why a member may have an entry. `NOT`: it gets the bare number. `IF_RELEASED`: the release rule decides."""

    NOT = ""
    ADDRESSED = "addressed"
    IF_RELEASED = "released"
    TOMBSTONE = "tombstone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """That a record is for a member: the newest entry that says so, and whether that entry puts it (`live`).

    `delivered`: it left. `came`: we have it from them. `unsure`: we were restored, and they have yet to show it.
    """

    seq: int
    live: bool
    delivered: bool = False
    came: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks for which log. `whole`: our own log is not being recovered."""

    me: str
    asker: str
    origin: str
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number as it is kept: `kind` None where it is withheld from us too. `to`: of our own, whom it is for."""

    seq: int
    kind: Kind | None
    body: bool = False
    ver: str = ""
    to: frozenset[str] = frozenset()


def told(line: Line, asked: Asked, promise: Promise | None, held: Held | None) -> Told:
    """Whether the asker may have the entry. `promise`: about its record to the asker; `held`: how the record stands."""
    if line.kind is None or line.kind is Kind.WITHDRAW:
        return Told.NOT
    if line.kind is Kind.KEY:
        return Told.ADDRESSED
    if asked.asker == asked.origin:  # its own word, given back after it was restored
        return Told.NOT if line.kind is Kind.PUT and not line.body else Told.ADDRESSED
    if line.kind is Kind.PUT:
        return _put(line, asked, promise, held)
    if line.kind is Kind.RETRACT:
        had = promise is not None and (promise.delivered or promise.came)
        return Told.TOMBSTONE if had and (asked.origin != asked.me or asked.asker in line.to) else Told.NOT
    return Told.ADDRESSED if asked.origin == asked.me and asked.asker in line.to else Told.NOT


def _put(line: Line, asked: Asked, promise: Promise | None, held: Held | None) -> Told:
    """Only what stands now, under its newest number or the same version before somebody else was let have it too.

    Nothing of our own while it may have been taken back since.
    """
    if promise is None or promise.came or not promise.live or promise.seq != line.seq or not line.body:
        return Told.NOT
    if asked.origin == asked.me and not asked.whole and promise.unsure:
        return Told.NOT
    stands = held is not None and held.live and (held.seq == line.seq or (line.ver != "" and held.ver == line.ver))
    return Told.IF_RELEASED if stands else Told.NOT


def promises_after(
    held: Mapping[str, Held], known: Mapping[tuple[str, str], Promise], *, origin: str, via: str
) -> dict[tuple[str, str], Promise]:
    """The promises (record, member) that change when records of `origin` came by `via`.

    Those we passed one on to are told how it stands now; of whom we have it by way of, we remember that they have it.
    """
    made = {
        key: replace(promise, seq=held[key[0]].seq, live=held[key[0]].live)
        for key, promise in known.items()
        if key[0] in held
    }
    if via != origin:
        for rid, one in held.items():
            before = known.get((rid, via))
            delivered = before is not None and before.delivered
            made[rid, via] = Promise(seq=one.seq, live=one.live, came=True, delivered=delivered)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What a receipt by way of others changes: promises to the member, by record, and records to be told anew."""

    promises: Mapping[str, Promise]
    again: tuple[str, ...]


def late(acked: Iterable[tuple[int, Kind, str]], held: Mapping[str, Held], promises: Mapping[str, Promise]) -> Late:
    """A member signed for entries (number, kind, record) of ours that it had by way of others.

    `held`: how those records stand; `promises`: to that member. It holds what we did not know it holds, or dropped what
    only the one between had to drop: then everybody who has the record is told it anew.
    """
    made: dict[str, Promise] = {}
    again = []
    for seq, kind, rid in sorted(acked):
        known = made.get(rid) or promises.get(rid)
        if kind is Kind.RETRACT and known is not None and known.live and known.seq < seq:
            again.append(rid)
        elif kind is Kind.PUT and (known is None or not (known.live or known.delivered)):
            made[rid] = Promise(seq=seq, live=True, delivered=True)
            one = held.get(rid)
            again += [] if one is not None and one.live and one.seq == seq else [rid]
        elif kind is Kind.PUT and known is not None and not known.delivered:
            made[rid] = replace(known, delivered=True)
    return Late(promises=made, again=tuple(dict.fromkeys(again)))


def correction(rid: str, *, put: Draft | None, lost: Iterable[str]) -> tuple[Draft, ...]:
    """What is said of a record that changed: first to those who lose it, then as it is now (`put` None: it is gone).

    In this order a word to those who lose it, passed on by one of them, never outdoes what the others have. Those who
    lose it see the same whichever it is.
    """
    losers = tuple(sorted(lost))
    first = (Draft(kind=Kind.RETRACT, rid=rid, to=losers),) if losers else ()
    return (*first, Draft(kind=Kind.WITHDRAW, rid=rid, to=()) if put is None else put)
