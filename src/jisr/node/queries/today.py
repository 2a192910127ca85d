"""What waits for a person this morning?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from jisr import names, tables
from jisr.node import clock
from jisr.node.models import Batch, Correction, Record
from jisr.node.parties import Parties
from jisr.node.queries.batches import batches
from jisr.node.queries.findings import correction_row, findings
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.values import FindingRow, SourceRun, TodayPage
from jisr.sharing import Reader

_TOLD = 20


def today(*, reader: Reader, desk: str = "", text: str = "", since: datetime | None = None) -> TodayPage:
    """Corrections, held deliveries and open findings by desk; the last run of each source, failed ones too.

    `text`: only findings with these words in the title or id; `since`: only those found or opened again after it.
    """
    rows = [row for row in findings(reader=reader, desk=desk) if _wanted(row, names.fold(text).split(), since)]
    markings = visible_markings(reader)
    by_desk: dict[str, list[FindingRow]] = defaultdict(list)
    for row in _by_party(rows, markings):
        by_desk[row.desk].append(row)
    told = list(
        Correction.objects.filter(
            finding__in=visible_findings(reader).filter(state="open"), record__marking__in=markings
        )
        .exclude(was="open")
        .select_related("finding", "record__batch", "record__marking")
        .order_by("-pk")[:_TOLD]
    )
    return TodayPage(
        at=clock.now(),
        corrections=tuple(correction_row(row) for row in {row.finding_id: row for row in reversed(told)}.values()),
        held=batches(reader=reader, state="held"),
        findings=tuple((name, tuple(group)) for name, group in sorted(by_desk.items())),
        waiting=_waiting(reader, desk),
        runs=_runs(markings),
        parties=_parties(markings),
    )


def _wanted(row: FindingRow, words: list[str], since: datetime | None) -> bool:
    told = names.fold(f"{row.title} {row.subject}")
    fresh = since is None or row.created_at > since or row.corrected
    return fresh and all(word in told for word in words)


def _by_party(rows: Sequence[FindingRow], markings: list[int]) -> Iterator[FindingRow]:
    """The rows of one party side by side, where the first of them stood: a party is looked at once, not once a list."""
    parties = Parties(markings=markings)
    together: defaultdict[tuple[str, str], list[FindingRow]] = defaultdict(list)
    for row in rows:
        party = parties.party_of(row.subject)
        together[row.desk, party].append(replace(row, party=party))
    for group in together.values():
        yield from group


def _waiting(reader: Reader, desk: str) -> int:
    rows = visible_findings(reader).filter(state="open")
    rows = rows.filter(desk=desk) if desk else rows
    return (rows.filter(desk__in=reader.desks) if reader.desks else rows).count()


def _parties(markings: list[int]) -> int:
    current = Record.objects.filter(known_to=None, about="", marking__in=markings)
    return current.exclude(schema__in=("Instrument", "Passport", "Identification", "Payment")).count()


def _runs(markings: list[int]) -> tuple[SourceRun, ...]:
    titles = {row["source"]: row["en"] for row in tables.rows("sources")}
    last: dict[str, Batch] = {}
    for row in Batch.objects.filter(marking__in=markings).order_by("pk").defer("facts", "options"):
        last[row.source] = row
    return tuple(
        SourceRun(
            source=source,
            title=titles.get(source, row.title or source),
            batch=row.pk,
            state=row.state,
            reason=row.reason,
            at=row.loaded_at,
        )
        for source, row in sorted(last.items())
    )
