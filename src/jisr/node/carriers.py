"""Which of our shared records carry a thing that is no longer what it was?  They may have to go where it may not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from django.db.models import Q

from jisr.node import closure
from jisr.node.models import Record, Sent
from jisr.node.own_name import node_name

_FEW = 20  # things that are looked for one by one; more, and every shared record is read
_CHUNK = 400


def carriers(things: Iterable[str]) -> frozenset[str]:
    """The shared records of ours that carry one of these things, near or far; not these themselves."""
    wanted = frozenset(things)
    if not wanted or not Sent.objects.filter(origin=node_name(), live=True).exists():
        return frozenset()
    found: set[str] = set()
    new = set(wanted)
    while new:
        new = set(_naming(new)) - found - wanted
        found |= new
    return _shared(found)


def remarked(things: Iterable[str]) -> frozenset[str]:
    """Those of these things whose marking is another than that of the version before."""
    if not Sent.objects.filter(origin=node_name(), live=True).exists():
        return frozenset()
    now, before = dict[str, int](), dict[str, int]()
    for chunk in _chunks(things):
        rows = Record.objects.filter(thing__in=chunk).order_by("pk").values_list("thing", "marking_id", "known_to")
        for thing, marking, ended in rows:
            (now if ended is None else before)[thing] = marking
    return frozenset(thing for thing, marking in before.items() if now.get(thing, marking) != marking)


def _naming(things: AbstractSet[str]) -> Iterator[str]:
    """The current records that name one of these things themselves."""
    rows = Record.objects.filter(known_to=None)
    if len(things) <= _FEW:
        named = Q()
        for thing in things:
            named |= Q(properties__contains=thing.partition(":")[2] or thing)
        rows = rows.filter(named)
    names = list(rows.values_list("thing", flat=True))
    for chunk in _chunks(names):
        for row in closure.current(chunk):
            if not things.isdisjoint(quote.thing for quote in closure.quotes_of(row)):
                yield row.thing


def _shared(things: AbstractSet[str]) -> frozenset[str]:
    sent = Sent.objects.filter(origin=node_name(), live=True)
    return frozenset(
        rid for chunk in _chunks(things) for rid in sent.filter(rid__in=chunk).values_list("rid", flat=True)
    )


def _chunks(items: Iterable[str]) -> Iterator[list[str]]:
    everything = sorted(items)
    return (everything[start : start + _CHUNK] for start in range(0, len(everything), _CHUNK))
