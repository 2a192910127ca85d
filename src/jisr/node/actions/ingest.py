"""Take in a delivery: all of it or nothing, quarantine beside it, held whole for a person if it looks broken.

The same delivery twice changes nothing. What a change closes is told to every finding that relied on it, in the same
transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from jisr import tables
from jisr.node import act_faults, chain, clock, guards, journeys_floor, models, outgoing, weave
from jisr.node.actions import after_ingest
from jisr.node.convert import dumps, marking_row, place_text
from jisr.node.corrections import came_back, reopen, spoken_of, touched_by_acts
from jisr.node.prepared import Prepared, Wanted, prepare
from jisr.node.queries.batches import row_of
from jisr.node.store import bulk, insert, moment, queue, write
from jisr.node.values import BatchRow
from jisr.records import Marking, Record, caption_of
from jisr.sharing import Reader, Role, require
from jisr.wording import source_name

__all__ = ["Wanted", "apply", "ingest", "keep_pieces", "loaded_of", "take_in"]

_COLUMNS = (
    *("thing", "source", "schema", "caption", "version", "properties", "about", "valid_from", "valid_to", "announced"),
    *("place", "marking", "batch", "known_from", "known_to", "closed_by", "closed_why", "seen_from", "seen_to"),
)
_ENDS = 5  # columns from known_to on
_CHUNK = 500


def ingest(files: Sequence[tuple[str, bytes]], *, reader: Reader, wanted: Wanted | None = None) -> BatchRow:
    """Take a delivery in and do what follows from it: the name index, the reading of articles. See `take_in`."""
    row = take_in(files, reader=reader, wanted=wanted)
    after_ingest.catch_up()
    return row


@bulk()
def take_in(files: Sequence[tuple[str, bytes]], *, reader: Reader, wanted: Wanted | None = None) -> BatchRow:
    """Read the files of one delivery into the node; the row says what became of it.

    `state` loaded: done. held: looks broken, nothing changed, a person must settle it. refused: unreadable, nothing
    changed. Raises `NotAllowed`, `WrongUse`.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.EXCHANGE)
    wanted = wanted or Wanted()
    prepared = act_faults.screened(prepare(files, wanted))
    wanted = journeys_floor.bound(prepared, wanted)
    with write():
        queue(f"source {prepared.header.source}")
        loaded = loaded_of(prepared)
        before = _same_as_before(prepared, wanted)
        if before is not None:
            chain.note(reader, "delivery-again", str(before.pk), sha256=prepared.sha256)
            return row_of(before, again=True)
        return row_of(_settle(prepared, loaded, wanted, reader))


def _settle(prepared: Prepared, loaded: guards.Loaded, wanted: Wanted, reader: Reader) -> models.Batch:
    refused = prepared.refused
    if refused is not None:
        why = guards.Doubt(code=refused.code, facts={"message": str(refused), **refused.facts})
        batch = _batch(prepared, wanted, by=reader.name, state="refused", why=why)
    elif act_faults.eases(prepared, loaded.versions):
        why = guards.Doubt(code="four-eyes", facts={"by": reader.name})
        batch = _batch(prepared, wanted, by=reader.name, state="held", why=why)
    elif doubt := guards.doubt(prepared, loaded) or act_faults.circle(prepared):
        batch = _batch(prepared, wanted, by=reader.name, state="held", why=doubt)
    else:
        batch = _batch(prepared, wanted, by=reader.name, state="loaded", why=guards.NO_DOUBT)
        apply(prepared, batch, loaded)
    keep_pieces(prepared, batch)
    chain.note(
        reader, f"delivery-{batch.state}", str(batch.pk), source=batch.source, sha256=batch.sha256, reason=batch.reason
    )
    return batch


def _batch(prepared: Prepared, wanted: Wanted, *, by: str, state: str, why: guards.Doubt) -> models.Batch:
    header = prepared.header
    said = {"source": wanted.source, "format": wanted.format, "archive": wanted.received is not None}
    return models.Batch.objects.create(
        source=header.source,
        format=header.format,
        title=header.title or source_name(header.source, lang="en"),
        sha256=prepared.sha256,
        files=dumps([{"name": name, "size": size, "sha256": digest} for name, size, digest in prepared.files]),
        options=dumps({**said, "as_announced": wanted.as_announced, "snapshot": wanted.snapshot}),
        marking=marking_row(wanted.marking),
        snapshot=header.snapshot,
        edition=header.edition,
        received=prepared.received,
        loaded_at=clock.now(),
        by=by,
        state=state,
        reason=why.code,
        facts=dumps(dict(why.facts)),
        quarantined=len(prepared.pieces),
    )


def _same_as_before(prepared: Prepared, wanted: Wanted) -> models.Batch | None:
    """The batch of the very same delivery under the same marking, if it is still what the node goes by."""
    of_source = models.Batch.objects.filter(source=prepared.header.source).order_by("-pk")
    same = of_source.filter(sha256=prepared.sha256, marking__text=str(wanted.marking))
    waiting = same.filter(state="refused" if prepared.refused else "held").first()
    if waiting is not None or prepared.refused:
        return waiting
    if prepared.archive and prepared.header.snapshot:
        return same.filter(state="loaded", received=prepared.received).first()
    done = same.filter(state="loaded").first()
    if done is None or not prepared.header.snapshot:
        return done
    newest = of_source.filter(state="loaded", snapshot=True).order_by("-received", "-pk").first()
    return done if done == newest else None


def loaded_of(prepared: Prepared) -> guards.Loaded:
    """What the node keeps of the delivery's source, at its place among the editions."""
    source = prepared.header.source
    batches = models.Batch.objects.filter(source=source, state="loaded")
    newest = batches.order_by("-received", "-pk").first()
    edition = max((edition for edition in batches.values_list("edition", flat=True) if edition), default=None)
    received = newest.received if newest else None
    then = weave.following(source, prepared.made) if prepared.header.snapshot else None
    if then is not None:
        at = weave.between(prepared, source, prepared.made, then)
        return guards.Loaded(
            things={thing: (run.id, run.version) for thing, run in at.here.items()},
            edition=edition,
            received=received,
            before=at.last.received if at.last else None,
            between=at,
        )
    current = models.Record.objects.filter(source=source, known_to=None).values_list("thing", "pk", "version")
    return guards.Loaded(
        things={thing: (pk, version) for thing, pk, version in current},
        edition=edition,
        received=received,
        before=received,
        overtaken=frozenset(batches.values_list("sha256", flat=True)) - {newest.sha256 if newest else ""},
    )


def apply(prepared: Prepared, batch: models.Batch, loaded: guards.Loaded) -> None:
    """Write what the delivery changes. Inside a write."""
    batch.place = weave.place_of(prepared, batch.source)
    if prepared.observed:
        from jisr.node import observations  # noqa: PLC0415  # its library of columns costs every start 0.2 s and 36 MB

        observations.store(prepared.observed, batch)
    if loaded.between is None:
        _take_over(prepared, batch, loaded)
    else:
        _weave_in(prepared, batch, replace(loaded.between, place=batch.place, received=prepared.received))
    batch.added += len(prepared.observed)
    batch.save(update_fields=("added", "changed", "removed", "unchanged", "place"))


def _take_over(prepared: Prepared, batch: models.Batch, loaded: guards.Loaded) -> None:
    """The newest edition, or a message: what it says is what stands from now on."""
    new = {
        thing: (record, version)
        for thing, (record, version) in prepared.records.items()
        if loaded.things.get(thing, (0, ""))[1] != version
    }
    changed = {loaded.things[thing][0]: thing for thing in new if thing in loaded.things}
    removed = [loaded.things[thing][0] for thing in prepared.gone(loaded.things)]
    back = came_back(new.keys() - loaded.things.keys())
    _close(changed, batch=batch, why="changed")
    _close(removed, batch=batch, why="removed")
    _insert(_row(*one, prepared, batch, again=one[0].thing in loaded.things) for one in new.values())
    _join(prepared, batch=batch)
    overtaken = changed | back
    ids = dict(models.Record.objects.filter(batch=batch).values_list("thing", "pk")) if overtaken else {}
    acted = touched_by_acts(_subjects(record for record, _ in new.values()))
    closed = acted | dict.fromkeys(back, "back") | dict.fromkeys(changed, "changed") | dict.fromkeys(removed, "removed")
    reopen(closed, batch=batch, successors={pk: ids[thing] for pk, thing in overtaken.items()})
    spoken_of(batch)
    outgoing.correct(changed.values(), prepared.gone(loaded.things))
    batch.added, batch.changed, batch.removed = len(new) - len(changed), len(changed), len(removed)
    batch.unchanged = len(prepared.records) - len(new)


def _weave_in(prepared: Prepared, batch: models.Batch, at: weave.Between) -> None:
    """An older edition: it takes its place, and what stands now stays."""
    found = weave.moves(prepared, at)
    weave.move(found, at, batch)
    known_to = moment(at.then.received if at.orderly else prepared.received)
    _insert(
        (
            (
                *_row(record, version, prepared, batch)[:-_ENDS],
                *(known_to, at.then.pk, why if at.orderly else "late", moment(at.place), moment(at.next_place)),
            )
            for record, version, why in found.new
        )
    )
    _join(prepared, batch=batch)
    reopen({pk: why for why, ids in found.ended.items() for pk in ids}, batch=batch, successors={})
    batch.changed = sum(len(ids["changed"]) for ids in (found.ended, found.split))
    batch.removed = sum(len(ids["removed"]) for ids in (found.ended, found.split))
    batch.added = sum(1 for thing in prepared.records if thing not in at.here)
    batch.unchanged = len(prepared.records) - batch.added - batch.changed


def _close(ids: Iterable[int], *, batch: models.Batch, why: str) -> None:
    everything = list(ids)
    for start in range(0, len(everything), _CHUNK):
        models.Record.objects.filter(pk__in=everything[start : start + _CHUNK]).update(
            known_to=batch.received, closed_by=batch, closed_why=why, seen_to=batch.place
        )


Row = tuple[object, ...]


def _row(record: Record, version: str, prepared: Prepared, batch: models.Batch, *, again: bool = False) -> Row:
    """The row of a record but its marking; `again`: what is told anew is known since it was received, never earlier."""
    return (
        *(record.thing, record.source, record.schema, caption_of(record), version),
        dumps(record.properties),
        record.first("entity") if record.schema == "Sanction" else "",
        *(str(record.validity.begins or ""), str(record.validity.ends or ""), str(record.announced or "")),
        *(place_text(record.place), record.marking, batch.pk),
        moment(prepared.received if again else prepared.known_from(record)),
        *(None, None, "", moment(batch.place), None),
    )


_MARKING = _COLUMNS.index("marking")


def _insert(rows: Iterable[Row]) -> None:
    markings: dict[object, int] = {}
    ready = []
    for row in rows:
        marking = row[_MARKING]
        if marking not in markings and isinstance(marking, Marking):
            markings[marking] = marking_row(marking).pk
        ready.append((*row[:_MARKING], markings[marking], *row[_MARKING + 1 :]))
    insert(models.Record, _COLUMNS, ready)


def _join(prepared: Prepared, *, batch: models.Batch) -> None:
    """What the source itself says is one: known since it said the thing at all."""
    said = set(models.Judgement.objects.filter(batch__source=batch.source).values_list("left", "right"))
    models.Judgement.objects.bulk_create(
        models.Judgement(
            left=claim.left,
            right=claim.right,
            verdict="same",
            why=claim.why,
            by=f"source:{batch.source}",
            at=prepared.known_from(prepared.records[claim.left][0])
            if claim.left in prepared.records
            else prepared.received,
            batch=batch,
        )
        for claim in prepared.claims
        if (claim.left, claim.right) not in said
    )


def _subjects(records: Iterable[Record]) -> Iterable[str]:
    """The things whose standing an instrument among these records begins, ends or eases, and the acts it amends."""
    effects = {row["action"]: row["effect"] for row in tables.rows("actions")}
    for record in records:
        if record.schema != "Instrument":
            continue
        yield from record.properties.get("amends", ())
        if effects.get(record.first("action"), "other") != "other":
            yield from record.properties.get("subject", ())


def keep_pieces(prepared: Prepared, batch: models.Batch) -> None:
    """Keep what could not be read of a delivery. Inside a write."""
    models.Quarantined.objects.bulk_create(
        models.Quarantined(
            batch=batch,
            place=str(piece.place),
            reason=piece.reason,
            facts=dumps(dict(piece.facts)),
            piece=piece.piece,
            entry=piece.entry,
        )
        for piece in prepared.pieces
    )
