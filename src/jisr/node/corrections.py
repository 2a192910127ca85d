"""A fact no longer stands: which findings relied on it?  They open again, in the transaction that closed it (law 4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db.models import Q

from jisr.node import clock, concluded, ruling_text
from jisr.node.convert import marking_of
from jisr.node.found import New, find
from jisr.node.models import Batch, Correction, Decision, Dependence, Finding, Record, RulingTopic
from jisr.node.parties import Parties
from jisr.records import Reason
from jisr.sharing import covers

_CHUNK = 500
_T = TypeVar("_T")


def reopen(closed: Mapping[int, str], *, batch: Batch, successors: Mapping[int, int]) -> int:
    """Open again every finding that relied on the `closed` records (id -> why: changed, removed, instrument, back).

    `successors`: closed record id -> id of the version that took its place; findings rely on that one from now on.
    Where those who may see a finding may not know of what corrects it, those who may get a finding of their own.
    Returns the number of findings opened or told. Inside a write.
    """
    found = [
        dependence
        for chunk in _chunks(closed)
        for dependence in Dependence.objects.filter(record_id__in=chunk).select_related("finding__marking")
        if dependence.finding.state != "withdrawn"
    ]
    apart = {one.finding_id: one.finding for one in found if _not_for_all(one, closed, batch)}
    told = [one for one in found if one.finding_id not in apart]
    _tell(told, closed, batch=batch)
    Dependence.objects.bulk_create(
        (
            Dependence(finding_id=one.finding_id, record_id=successors[one.record_id])
            for one in told
            if one.record_id in successors
        ),
        batch_size=_CHUNK,
        ignore_conflicts=True,
    )
    for finding in apart.values():
        _tell_apart(finding, batch=batch)
    return len({one.finding_id for one in told}) + len(apart)


def spoken_of(batch: Batch) -> int:
    """Open again the kept answers that the new acts of a batch speak of, though they relied on no record it closed.

    Returns the number of them. Inside a write.
    """
    acts = Record.objects.filter(batch=batch, schema="Instrument").select_related("marking").order_by("pk")
    if not RulingTopic.objects.exists() or not acts.exists():
        return 0
    found = ruling_text.touched(list(acts))
    told = set(Correction.objects.filter(batch=batch).values_list("finding_id", flat=True))
    closed = dict.fromkeys(found.values(), "instrument")
    new: list[Dependence] = []
    for chunk in _chunks(sorted(found.keys() - told)):
        for finding in Finding.objects.filter(pk__in=chunk).exclude(state="withdrawn").select_related("marking"):
            one = Dependence(finding=finding, record_id=found[finding.pk])
            if _not_for_all(one, closed, batch):
                _tell_apart(finding, batch=batch)
            else:
                new.append(one)
    _tell(new, closed, batch=batch)
    Dependence.objects.bulk_create(new, batch_size=_CHUNK, ignore_conflicts=True)
    return len(new)


_BY_SOMETHING_NEW = frozenset({"instrument", "back"})
_CAUSES = 20


def _not_for_all(dependence: Dependence, closed: Mapping[int, str], batch: Batch) -> bool:
    """Whether it is corrected by something that not everybody who may see the finding may know of."""
    new = closed[dependence.record_id] in _BY_SOMETHING_NEW
    return new and not covers(marking_of(batch.marking), marking_of(dependence.finding.marking))


def _tell(told: list[Dependence], closed: Mapping[int, str], *, batch: Batch) -> None:
    now = clock.now()
    Correction.objects.bulk_create(
        (
            Correction(
                batch=batch,
                record_id=one.record_id,
                finding=one.finding,
                why="changed" if closed[one.record_id] == "back" else closed[one.record_id],
                at=now,
                was=one.finding.state,
            )
            for one in told
        ),
        batch_size=_CHUNK,
    )
    for chunk in _chunks(sorted({one.finding_id for one in told})):
        decisions = Decision.objects.filter(finding_id__in=chunk, undone_at=None, overtaken_at=None)
        decisions.update(overtaken_at=now, overtaken_by=batch)
        Finding.objects.filter(pk__in=chunk).update(state="open")
        concluded.tell_anew(chunk, by=batch.by)


def _tell_apart(finding: Finding, *, batch: Batch) -> None:
    """A finding that only those see who may see the new records too."""
    causes = Record.objects.filter(batch=batch).filter(Q(schema="Instrument") | ~Q(about="")).order_by("pk")[:_CAUSES]
    relied = finding.dependences.values_list("record_id", flat=True)
    find(
        New(
            desk=finding.desk,
            kind="correction",
            subject=finding.subject,
            about=finding.about,
            title=finding.title,
            score=finding.score,
            reasons=(Reason(code="corrected-apart", facts=(("finding", str(finding.pk)), ("state", finding.state))),),
            records=tuple({*relied, *(cause.pk for cause in causes)}),
            digest=hashlib.sha256(f"{finding.digest} {batch.sha256}".encode()).hexdigest(),
        ),
        by="node",
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
