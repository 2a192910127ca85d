"""How does a finding travel?  As a record of ours, which says what was found, what it rests on, and how it stands now.

So it is judged with all it rests on, corrected, signed for and taken back like any record. What was asked when it was
found, and of whom, stays here.
"""

from __future__ import annotations

from collections.abc import Iterable

from jisr import records
from jisr.node import clock, closure, outgoing
from jisr.node.convert import dumps, marking_of, place_text
from jisr.node.models import Batch, Finding, Record
from jisr.records import Place, caption_of, version_of

SOURCE = "findings"
_CHUNK = 400


def thing_of(row: Finding) -> str:
    """The record's id, the same for ever."""
    return f"{SOURCE}:{row.digest[:32]}"


def write_down(row: Finding, *, by: str) -> str:
    """Bring the record of a finding up to what the finding is; its thing. Inside a write. `marking` joined."""
    record = _record(row)
    version, now = version_of(record), clock.now()
    before = Record.objects.filter(thing=record.thing, known_to=None).first()
    if before is not None and before.version == version:
        return record.thing
    batch = Batch.objects.create(
        source=SOURCE,
        format="finding",
        title=row.title,
        sha256="",
        files="[]",
        options=dumps({"archive": False}),
        marking=row.marking,
        received=now,
        loaded_at=now,
        by=by,
        state="loaded",
        read=True,
        added=int(before is None),
        changed=int(before is not None),
    )
    if before is not None:
        Record.objects.filter(pk=before.pk).update(known_to=now, closed_by=batch, closed_why="changed")
    Record.objects.create(
        thing=record.thing,
        source=SOURCE,
        schema=record.schema,
        caption=caption_of(record),
        version=version,
        properties=dumps(record.properties),
        place=place_text(record.place),
        marking=row.marking,
        batch=batch,
        known_from=now,
    )
    outgoing.correct((record.thing,), ())
    return record.thing


def tell_anew(numbers: Iterable[int], *, by: str) -> None:
    """Of these findings those that were shared: say how they stand now. Inside a write, after they changed."""
    if not Record.objects.filter(source=SOURCE, known_to=None).exists():
        return
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _CHUNK):
        for row in Finding.objects.filter(pk__in=wanted[start : start + _CHUNK]).select_related("marking"):
            if Record.objects.filter(thing=thing_of(row), known_to=None).exists():
                write_down(row, by=by)


def _record(row: Finding) -> records.Record:
    """As a record. What no longer stands of what it rests on is named still: that is judged when it leaves."""
    said = {
        "title": (row.title,),
        "description": (row.title,),
        "subject": (row.subject,),
        "reliedOn": tuple(dict.fromkeys(quote.thing for quote in closure.of_finding(row.pk))),
        "desk": (row.desk,),
        "findingKind": (row.kind,),
        "state": (row.state,),
        "score": (f"{row.score:.4f}",),
        "reasons": (row.reasons,),
        "quote": (row.quote,),
        "date": (row.created_at.date().isoformat(),),
    }
    return records.Record(
        source=SOURCE,
        key=row.digest[:32],
        schema="Finding",
        properties={name: values for name, values in sorted(said.items()) if any(values)},
        place=Place(file=f"finding {row.pk}"),
        marking=marking_of(row.marking),
    )
