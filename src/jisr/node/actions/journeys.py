"""After a delivery: work the flights out, look at their travellers, withdraw what no longer stands.

Each delivery is dealt with once, in one write; the same messages again, in any order, change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jisr.node import (
    chain,
    clock,
    concluded,
    following,
    journeys_book,
    journeys_found,
    journeys_hits,
    name_index,
    record_keys,
)
from jisr.node.journeys_hits import Wanted
from jisr.node.models import Batch, Finding, JourneyFlight, JourneyHit, JourneyPerson, Observed, Record
from jisr.node.store import bulk, queue, write
from jisr.sharing import Reader

WORK = "journeys"
_NODE = Reader(name="node", member="", roles=frozenset())
_CHUNK = 400


@bulk()
def catch_up() -> int:
    """Deal with the deliveries that came since; returns how many findings are new. Cheap when nothing is due."""
    due = following.due(WORK)
    if not due:
        return 0
    flights = journeys_book.touched(due)
    with write():
        queue(WORK)
        due = [batch for batch in due if following.done(WORK, batch)]  # else another process was faster
        people: list[int] = []
        for day, keys in sorted(flights.items()) if due else ():
            people += journeys_book.bring_up_to_date(day, keys)
    if not due or not (people or JourneyFlight.objects.exists()):
        return 0
    return look(set(people) | _of_lists(due))


def _of_lists(batches: Sequence[int]) -> set[int]:
    """The people to look at again because a list changed: those with hits on it, and those a new entry may mean."""
    listed = Batch.objects.filter(pk__in=batches, added__gt=0) | Batch.objects.filter(pk__in=batches, changed__gt=0)
    found = set(_with_hits_on(batches))
    if Observed.objects.filter(batch__in=batches, kind="lost-document").exists():
        found |= set(JourneyHit.objects.filter(kind="lost-document", ended_at=None).values_list("person_id", flat=True))
        found |= journeys_hits.carrying_lost()
    if any(
        Record.objects.filter(batch=batch, schema__in=_NAMED).exists() for batch in listed.values_list("pk", flat=True)
    ):
        oldest = journeys_book.masked_before(clock.now())
        rows = JourneyPerson.objects.filter(masked=False, status__in=("aboard", "booked"), flight__received__gte=oldest)
        found |= set(rows.values_list("pk", flat=True))
    return found


_NAMED = ("Person", "LegalEntity")


def _with_hits_on(batches: Sequence[int]) -> Iterable[int]:
    """The people whose hits rest on a record that one of these deliveries closed."""
    hits = JourneyHit.objects.filter(finding__dependences__record__closed_by__in=batches, ended_at=None)
    return hits.values_list("person_id", flat=True).distinct()


def look(people: Iterable[int]) -> int:
    """Look at these people: their findings are what follows now. Returns how many are new."""
    name_index.catch_up()
    record_keys.catch_up()
    wanted = sorted(set(people))
    wanted = sorted({*wanted, *journeys_hits.beside(wanted)})
    screen = journeys_hits.Screen()
    new, beside = _look(screen, wanted)
    return new + _look(screen, sorted(beside - set(wanted)))[0]


def _look(screen: journeys_hits.Screen, wanted: Sequence[int]) -> tuple[int, set[int]]:
    """How many findings are new, and of whom else something follows: to be looked at by themselves."""
    new, beside = 0, set[int]()
    for start in range(0, len(wanted), _CHUNK * 10):
        some = wanted[start : start + _CHUNK * 10]
        found, mine = screen.look(some), set(some)
        beside |= {one.person for one in found} - mine
        with write():
            new += _settle(some, [one for one in found if one.person in mine])
    return new, beside


def _settle(people: Sequence[int], found: Sequence[Wanted]) -> int:
    """Write what is new, end what no longer follows, open again what follows once more. Inside a write."""
    standing = {
        (hit.person_id, hit.finding.digest): hit
        for start in range(0, len(people), _CHUNK)
        for hit in JourneyHit.objects.filter(person__in=people[start : start + _CHUNK]).select_related("finding")
    }
    follows, fresh = set(), []
    for one in found:
        digest = one.new.digest
        follows.add((one.person, digest))
        hit = standing.get((one.person, digest))
        if hit is None:
            fresh.append(one)
        elif hit.ended_at is not None:
            hit.ended_at = None
            hit.save(update_fields=("ended_at",))
            _state(hit.finding, "open")
    for key, hit in standing.items():
        if key not in follows and hit.ended_at is None:
            hit.ended_at = clock.now()
            hit.save(update_fields=("ended_at",))
            _state(hit.finding, "withdrawn")
    return journeys_found.write_down(fresh, reader=_NODE)


def _state(finding: Finding, state: str) -> None:
    """A finding a person dismissed stays dismissed."""
    if finding.state == "dismissed":
        return
    Finding.objects.filter(pk=finding.pk).update(state=state)
    concluded.tell_anew((finding.pk,), by=_NODE.name)
    chain.note(_NODE, f"journey-hit-{state}", str(finding.pk), kind=finding.kind, subject=finding.subject)
