"""What did people decide about names: the pairs they labelled, and how often a hit was right?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import orjson
from django.db.models import QuerySet

from jisr.node import chain
from jisr.node.models import Decision, Judgement, Record
from jisr.node.parties import judgements
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.values import Label, Month
from jisr.sharing import Reader, Role, require

_CHUNK = 500
_BETWEEN = " ~ "  # in a finding's title: the name asked for, the party found


def labels(*, reader: Reader) -> tuple[Label, ...]:
    """Every pair of names that stands decided, the oldest first: hits confirmed or dismissed, judgements. Audited.

    Only what the reader may see on both sides. Raises `NotAllowed`.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    found = sorted((*_of_findings(reader), *_of_judgements(reader)), key=lambda one: (one.at, one.what, one.number))
    chain.note(reader, "export-labels", "names", labels=str(len(found)))
    return tuple(found)


def precision(*, reader: Reader) -> tuple[Month, ...]:
    """Of the name hits decided in each month the share confirmed, the newest first; () for who may see none."""
    if not reader.roles & {Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR}:
        return ()
    months: defaultdict[str, list[bool]] = defaultdict(list)
    for at, verdict in _decided(reader).values_list("at", "verdict"):
        months[at.strftime("%Y-%m")].append(verdict == "confirmed")
    return tuple(
        Month(month=month, confirmed=sum(found), decided=len(found))
        for month, found in sorted(months.items(), reverse=True)
    )


def _decided(reader: Reader) -> QuerySet[Decision]:
    """The decisions on name hits that stand."""
    return Decision.objects.filter(
        finding__in=visible_findings(reader).filter(kind="name-hit"),
        verdict__in=("confirmed", "dismissed"),
        undone_at=None,
    )


def _of_findings(reader: Reader) -> Iterable[Label]:
    schemata = dict(_known((row.finding.subject for row in _decided(reader).select_related("finding")), reader))
    for row in _decided(reader).select_related("finding"):
        asked = str(orjson.loads(row.finding.question).get("name", ""))
        caption = row.finding.title.removeprefix(asked + _BETWEEN)
        yield Label(
            left=asked,
            right=caption,
            schema=schemata.get(row.finding.subject, ("", ""))[1],
            same=row.verdict == "confirmed",
            by=row.by,
            at=row.at,
            what="finding",
            number=row.finding.pk,
            score=row.finding.score,
        )


def _of_judgements(reader: Reader) -> Iterable[Label]:
    rows: list[Judgement] = list(judgements().filter(verdict__in=("same", "different"), batch=None))
    known = dict(_known((thing for row in rows for thing in (row.left, row.right)), reader))
    for row in rows:
        if row.left in known and row.right in known:
            yield Label(
                left=known[row.left][0],
                right=known[row.right][0],
                schema=known[row.left][1],
                same=row.verdict == "same",
                by=row.by,
                at=row.at,
                what="judgement",
                number=row.pk,
            )


def _known(things: Iterable[str], reader: Reader) -> Iterable[tuple[str, tuple[str, str]]]:
    """Of each thing that the reader may see: (caption, schema) as last told."""
    wanted = sorted(set(things))
    visible = Record.objects.filter(marking__in=visible_markings(reader)).order_by("pk")
    for start in range(0, len(wanted), _CHUNK):
        rows = visible.filter(thing__in=wanted[start : start + _CHUNK])
        yield from ((thing, (caption, kind)) for thing, caption, kind in rows.values_list("thing", "caption", "schema"))
