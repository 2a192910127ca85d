"""A fact no longer stands: which findings relied on it?  They open again, in the transaction that closed it (law 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db.models import Q

from jisr.node import clock
from jisr.node.models import Batch, Correction, Decision, Dependence, Finding, Record
from jisr.node.parties import Parties

_CHUNK = 500
_T = TypeVar("_T")


def reopen(closed: Mapping[int, str], *, batch: Batch, successors: Mapping[int, int]) -> int:
    """Open again every finding that relied on the `closed` records (id -> why: changed, removed, instrument).

    `successors`: closed record id -> id of the version that took its place; findings rely on that one from now on.
    Returns the number of findings opened or told. Inside a write.
    """
    found = [
        dependence
        for chunk in _chunks(closed)
        for dependence in Dependence.objects.filter(record_id__in=chunk).select_related("finding")
        if dependence.finding.state != "withdrawn"
    ]
    told: set[int] = set()
    for dependence in found:
        _tell(dependence, why=closed[dependence.record_id], batch=batch)
        told.add(dependence.finding_id)
        if dependence.record_id in successors:
            Dependence.objects.get_or_create(
                finding_id=dependence.finding_id, record_id=successors[dependence.record_id]
            )
    Finding.objects.filter(pk__in=told).update(state="open")
    return len(told)


def _tell(dependence: Dependence, *, why: str, batch: Batch) -> None:
    now = clock.now()
    Correction.objects.create(
        batch=batch,
        record_id=dependence.record_id,
        finding=dependence.finding,
        why=why,
        at=now,
        was=dependence.finding.state,
    )
    Decision.objects.filter(finding=dependence.finding, undone_at=None, overtaken_at=None).update(
        overtaken_at=now, overtaken_by=batch
    )


def touched_by_acts(subjects: Iterable[str]) -> dict[int, str]:
    """The newest records about the parties of these things: an act that changes how they stand corrects them."""
    parties = Parties(markings=None)
    wanted = sorted({member for subject in subjects for member in parties.members(subject)})
    rows = Record.objects.filter(_NEWEST)
    return {
        pk: "instrument"
        for chunk in _chunks(wanted)
        for query in (rows.filter(thing__in=chunk), rows.filter(about__in=chunk))
        for pk in query.values_list("pk", flat=True)
    }


def came_back(things: Iterable[str]) -> dict[int, str]:
    """Of these new things those that had been removed once: the removed record's id -> thing."""
    rows = Record.objects.filter(closed_why="removed")
    return {
        pk: thing for chunk in _chunks(things) for pk, thing in rows.filter(thing__in=chunk).values_list("pk", "thing")
    }


_NEWEST = Q(known_to=None) | Q(closed_why="removed")


def _chunks(items: Iterable[_T]) -> Iterable[list[_T]]:
    everything = list(items)
    return (everything[start : start + _CHUNK] for start in range(0, len(everything), _CHUNK))
