"""Does a delivery look broken?  Then a person must look before it changes anything.

The limits stand on real list history: the largest true removal in one step of 310 daily deliveries was 1.8 %, and about
3 % in June 2025; a short or half-read file loses far more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from jisr.node.prepared import Prepared
from jisr.node.weave import Between

MOST_REMOVED = 0.05
MORE_A_YEAR = 0.05  # of an archive's editions that lie far apart: real lists lose about 4 % a year
LEAST_KEPT = 0.8
MOST_UNREAD = 0.02
_YEAR = timedelta(days=365.25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What is kept of the source at the place of a delivery: thing -> (record id, version).

    `edition`, `received`: the newest delivery's clocks. `before`: when the edition before this place was received.
    `between`: what stands around the place; None: nothing that is loaded comes after it.
    """

    things: Mapping[str, tuple[int, str]]
    edition: datetime | None
    received: datetime | None
    before: datetime | None = None
    between: Between | None = None
    overtaken: frozenset[str] = frozenset()
    """Digests of every delivery of the source that was loaded, but the newest."""

    @property
    def versions(self) -> Mapping[str, str]:
        """Thing -> version."""
        return {thing: version for thing, (_, version) in self.things.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why a delivery is held: a code for the sentence, and the numbers it needs."""

    code: str
    facts: Mapping[str, str]


NO_DOUBT = Doubt(code="", facts={})


def doubt(prepared: Prepared, loaded: Loaded) -> Doubt | None:
    """The first reason to hold the delivery, or None."""
    return next((found for rule in RULES if (found := rule(prepared, loaded))), None)


def _entries(things: Mapping[str, object]) -> int:
    return sum(not thing.endswith("/listing") and ("/" not in thing or not _PART.search(thing)) for thing in things)


_PART = re.compile(r"/(?:id|address|link)/")


def _nothing_read(prepared: Prepared, _loaded: Loaded) -> Doubt | None:
    if prepared.records or prepared.withdrawn or prepared.observed:
        return None
    return Doubt(code="nothing-read", facts={"unread": str(len(prepared.pieces))})


def _older(prepared: Prepared, loaded: Loaded) -> Doubt | None:
    new, kept = prepared.header.edition, loaded.edition
    if not prepared.header.snapshot or prepared.archive or new is None or kept is None or new >= kept:
        return None
    return Doubt(code="older-than-loaded", facts={"edition": _day(new), "loaded": _day(kept)})


def _late(prepared: Prepared, loaded: Loaded) -> Doubt | None:
    """Received before what is loaded: the newest edition, or a message about something that was told anew since.

    An older edition of an archive takes its place.
    """
    if loaded.received is None or prepared.received >= loaded.received:
        return None
    if prepared.header.snapshot and loaded.between is not None:
        return None
    if not prepared.header.snapshot and not prepared.changed(loaded.versions):
        return None
    return Doubt(code="late", facts={"received": _day(prepared.received), "loaded": _day(loaded.received)})


def _seen_before(prepared: Prepared, loaded: Loaded) -> Doubt | None:
    if not prepared.header.snapshot or prepared.archive or prepared.sha256 not in loaded.overtaken:
        return None
    return Doubt(code="seen-before", facts={"sha256": prepared.sha256[:12]})


def _short(prepared: Prepared, loaded: Loaded) -> Doubt | None:
    if not prepared.header.snapshot or not _entries(dict.fromkeys(loaded.things.keys() - prepared.records.keys())):
        return None  # nothing is missing, as nearly every day
    before, now = _entries(loaded.things), _entries(prepared.records)
    if not before or now >= LEAST_KEPT * before:
        return None
    return Doubt(code="short", facts={"now": str(now), "before": str(before)})


def _many_removed(prepared: Prepared, loaded: Loaded) -> Doubt | None:
    found = prepared.gone(loaded.things) - prepared.withdrawn  # a word each is no half file
    if not found:
        return None
    before = _entries(loaded.things)
    at = loaded.between
    gone = _entries(dict.fromkeys(found if at is None else {one for one in found if at.here[one].lasts}))
    if not before or gone <= _most_removed(prepared, loaded) * before:
        return None
    return Doubt(code="many-removed", facts={"removed": str(gone), "before": str(before)})


def _most_removed(prepared: Prepared, loaded: Loaded) -> float:
    """The share that may go in one step; of an archive, more where years lie between its deliveries."""
    if not prepared.archive or loaded.before is None:
        return MOST_REMOVED
    return MOST_REMOVED + MORE_A_YEAR * max((prepared.received - loaded.before) / _YEAR, 0)


def _unread(prepared: Prepared, loaded: Loaded) -> Doubt | None:
    """What could not be read may be what seems removed: then nothing is removed without a person."""
    unread = sum(piece.entry for piece in prepared.pieces)
    if not prepared.header.snapshot or not unread:
        return None
    if unread <= MOST_UNREAD * len(prepared.records) and not prepared.gone(loaded.things):
        return None
    first = next(piece for piece in prepared.pieces if piece.entry)
    return Doubt(
        code="unread-entries",
        facts={"unread": str(unread), "place": str(first.place), "reason": first.reason},
    )


def _day(instant: datetime) -> str:
    return instant.date().isoformat()


RULES = (_nothing_read, _unread, _older, _late, _seen_before, _short, _many_removed)
