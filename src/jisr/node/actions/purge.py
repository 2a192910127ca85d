"""End what the law says must end: record versions whose marking's last day has come, with their keys and pieces.

What remains is the audit line: which thing, which version's digest, which day, under which marking. Never the content.
"""

from __future__ import annotations

import orjson

from jisr.node import chain, clock, journeys_book, lexicon_shelf, name_index, observations
from jisr.node.models import Batch, Correction, Dependence, Finding, Marking, Quarantined, Record
from jisr.node.store import write
from jisr.node.uploads import let_go
from jisr.sharing import Reader, Role, require

_CHUNK = 500


def purge(*, reader: Reader) -> int:
    """Erase what may no longer be kept today; returns how many record versions went. In short transactions."""
    require(reader, Role.SUPERVISOR, Role.ADMINISTRATOR)
    ended = list(Marking.objects.filter(retain_until__lte=clock.today()).values_list("pk", flat=True))
    erased = 0
    while True:
        with write():
            rows = list(Record.objects.filter(marking__in=ended).select_related("marking", "batch")[:_CHUNK])
            if not rows:
                break
            _erase(rows, reader)
            erased += len(rows)
    name_index.forget(ended)
    lexicon_shelf.forget()
    _forget_deliveries(ended)
    journeys_book.forget(ended, reader)
    return erased


def _erase(rows: list[Record], reader: Reader) -> None:
    ids = [row.pk for row in rows]
    findings = list(Dependence.objects.filter(record__in=ids).values_list("finding_id", flat=True))
    Correction.objects.filter(record__in=ids).delete()
    Dependence.objects.filter(record__in=ids).delete()
    Finding.objects.filter(pk__in=findings).update(state="withdrawn", title="", reasons="[]", quote="", question="{}")
    for row in rows:
        chain.note(reader, "retention-ended", row.thing, version=row.version, marking=row.marking.text)
    Record.objects.filter(pk__in=ids).delete()


def _forget_deliveries(ended: list[int]) -> None:
    """What came under such a marking, loaded or not: the bytes, unless another delivery needs them, and the pieces."""
    for batch in Batch.objects.filter(marking__in=ended).exclude(files=_NO_FILES):
        digests = {file["sha256"] for file in orjson.loads(batch.files)}
        with write():
            Quarantined.objects.filter(batch=batch).delete()
            batch.files, batch.title, batch.facts = _NO_FILES, "", "{}"
            batch.save(update_fields=("files", "title", "facts"))
            columns = observations.let_go(batch)
        observations.forget(columns)
        for digest in digests:
            let_go(digest)


_NO_FILES = "[]"
