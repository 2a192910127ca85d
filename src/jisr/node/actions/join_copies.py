"""Join the articles that are one wire story, so that it is counted once; a person may take it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from jisr.desks import documents
from jisr.errors import Conflict, NotFound
from jisr.node import chain, clock
from jisr.node.convert import properties_of
from jisr.node.models import Reading, Record, Shingle, StoryCopy
from jisr.node.queries.reader import visible_markings
from jisr.node.reading_room import published_on
from jisr.node.store import insert, write
from jisr.sharing import Reader, Role, require

_NODE = Reader(name="node", member="", roles=frozenset())
_CANDIDATES = 20  # that share most hashes
_CHUNK = 500
_KEPT = timedelta(days=30)  # copies are at most 7 days apart, and a feed may be read three weeks late
_LONGEST_NAME = 100


def catch_up() -> None:
    """Each article that was read and belongs to no story yet: join it to one, or let it begin one."""
    for number in list(Reading.objects.filter(story="").order_by("record_id").values_list("record_id", flat=True)):
        row = Record.objects.filter(pk=number).first()
        if row is not None:
            _join(row)


def prune() -> int:
    """Forget the hashes of articles too old to be anybody's copy; how many rows went. The stories stay joined."""
    with write():
        old = Shingle.objects.filter(record__known_from__lt=clock.now() - _KEPT)
        return int(old.delete()[0])


def part(number: int, *, reader: Reader) -> None:
    """A person says: not the same story; it is not joined again. Audited.

    Raises `NotFound`, `NotAllowed`, `Conflict`.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    markings = visible_markings(reader)
    with write():
        row = (
            StoryCopy.objects.filter(pk=number, record__marking__in=markings, first__marking__in=markings)
            .select_related("record", "first")
            .first()
        )
        if row is None:
            message = f"no copy {number}"
            raise NotFound(message, copy=str(number))
        if row.undone_at is not None:
            message = "this was taken back already"
            raise Conflict(message, copy=str(number))
        row.undone_by, row.undone_at = reader.name, clock.now()
        row.save(update_fields=("undone_by", "undone_at"))
        joined = max(row.record, row.first, key=lambda one: one.pk)  # what came later was joined to what was there
        Reading.objects.filter(record=joined).update(story=joined.thing)
        chain.note(reader, "story-part", row.record.thing, copy=str(number))


def _join(row: Record) -> None:
    text = next(iter(properties_of(row).get("bodyText", ())), "")
    story = documents.story_of(str(row.pk), text, published=published_on(row))
    best = max(_copies(row, story), key=lambda one: (one.contained, one.shared), default=None)
    found = documents.agency(text)
    with write():
        if not Shingle.objects.filter(record=row).exists():
            insert(Shingle, ("record", "value"), [(row.pk, value) for value in documents.sketch(story)])
        if best is None:
            Reading.objects.filter(record=row).update(story=row.thing)
            return
        first, second = int(best.first), int(best.second)
        told = Reading.objects.get(record_id=first if second == row.pk else second)
        StoryCopy.objects.create(
            record_id=second,
            first_id=first,
            shared=best.shared,
            contained=best.contained,
            agency=found.name[:_LONGEST_NAME] if found else "",
            at=clock.now(),
        )
        Reading.objects.filter(record=row).update(story=told.story or told.record.thing)
        chain.note(_NODE, "story-join", row.thing, first=told.record.thing, shared=f"{best.shared:.2f}")


def _copies(row: Record, story: documents.Story) -> Iterator[documents.Copy]:
    """Articles of other things, joined already, that are copies of it; not those a person parted from it."""
    parted = set(StoryCopy.objects.filter(record__thing=row.thing, undone_at__isnull=False).values_list("first__thing"))
    sketch = documents.sketch(story)
    shared: Counter[int] = Counter()
    for start in range(0, len(sketch), _CHUNK):
        near = Shingle.objects.filter(value__in=sketch[start : start + _CHUNK], record__known_to=None)
        shared.update(near.exclude(record__thing=row.thing).values_list("record_id", flat=True))
    rows = Record.objects.in_bulk([number for number, _ in shared.most_common(_CANDIDATES)])
    for other in rows.values():
        text = next(iter(properties_of(other).get("bodyText", ())), "")
        found = documents.compare_stories(story, documents.story_of(str(other.pk), text, published=published_on(other)))
        if found and (other.thing,) not in parted and Reading.objects.filter(record=other).exclude(story="").exists():
            yield found
