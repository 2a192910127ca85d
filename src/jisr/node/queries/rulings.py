"""Which answers were kept, do they still stand, and are they the same when asked again as known then?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

import orjson

from jisr.errors import NotFound
from jisr.node import chain, clock, ruling_text
from jisr.node.models import Correction, Decision, Ruling
from jisr.node.queries.may import rules_digest, worked_out
from jisr.node.queries.reader import visible_findings
from jisr.node.ruling_text import ENGINE
from jisr.node.values import MayAnswer, RulingPage, RulingRow
from jisr.sharing import Reader, Role, require

_SHOWN = 200
_CHUNK = 400


def kept(*, reader: Reader, changed: bool = False, most: int = _SHOWN) -> tuple[RulingRow, ...]:
    """The kept answers, the newest first; `changed`: only those that something they relied on has opened again."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.EXCHANGE)
    rows = Ruling.objects.filter(finding__in=visible_findings(reader)).select_related("finding")
    if changed:
        rows = rows.filter(finding__corrections__isnull=False).distinct()
    return tuple(_rows(list(rows.order_by("-pk")[:most])))


def ruling(number: int, *, reader: Reader) -> RulingPage:
    """One kept answer by its finding, asked again as known then, and asked today. Raises `NotFound`. Audited."""
    row = _one(number, reader)
    chain.note(reader, "read-ruling", str(number))
    then = again(row, reader=ruling_text.asker(row))
    return RulingPage(
        row=next(_rows([row])),
        question=ruling_text.question_of(row),
        answer=then,
        same_bytes=ruling_text.answer_text(then) == row.answer,
        engine_same=(row.engine, row.rules) == (ENGINE, rules_digest()),
        today=again(row, reader=ruling_text.asker(row), known=clock.now()),
    )


def replay(numbers: Iterable[int] = (), *, reader: Reader) -> Iterator[tuple[RulingRow, bool]]:
    """Ask kept answers (none named: all) again as known then: the row, and whether every byte is the same."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.EXCHANGE)
    rows = Ruling.objects.filter(finding__in=visible_findings(reader)).select_related("finding").order_by("pk")
    wanted = list(numbers)
    if wanted:
        rows = rows.filter(finding_id__in=wanted)
    chain.note(reader, "replay", ",".join(map(str, wanted[:20])))
    every = list(rows)
    for start in range(0, len(every), _CHUNK):
        piece = every[start : start + _CHUNK]
        for row, value in zip(piece, _rows(piece), strict=True):
            yield value, ruling_text.answer_text(again(row, reader=ruling_text.asker(row))) == row.answer


def again(row: Ruling, *, reader: Reader, known: datetime | None = None) -> MayAnswer:
    """The answer to the same question, as known then, or as known at another instant. `reader`: with whose rights."""
    question = ruling_text.question_of(row)
    if known is not None:
        question = replace(question, known=known.isoformat())
    return worked_out(question, reader=reader).answer


def _one(number: int, reader: Reader) -> Ruling:
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.EXCHANGE)
    rows = Ruling.objects.filter(finding__in=visible_findings(reader), finding_id=number).select_related("finding")
    row = rows.first()
    if row is None:
        raise NotFound(f"no kept answer {number}", finding=str(number))
    return row


def _rows(rows: list[Ruling]) -> Iterator[RulingRow]:
    ids = [row.finding_id for row in rows]
    causes: dict[int, dict[str, None]] = {}
    told = Correction.objects.filter(finding_id__in=ids).order_by("pk")
    for finding, why, caption, thing in told.values_list("finding_id", "why", "record__caption", "record__thing"):
        causes.setdefault(finding, {})[f"{why}: {caption} ({thing})"] = None
    decided = {one.finding_id: one for one in Decision.objects.filter(finding_id__in=ids).order_by("-pk")}
    for row in rows:
        question, said = ruling_text.question_of(row), orjson.loads(row.answer)
        by = decided.get(row.finding_id)
        yield RulingRow(
            finding=row.finding_id,
            status=row.status,
            now=row.now,
            state=row.finding.state,
            law=row.jurisdiction,
            kind=said["kind"],
            counterparty=question.counterparty,
            on=said["on"],
            known=row.known,
            next_change=row.next_change,
            by=by.by if by else row.finding.created_by,
            at=row.finding.created_at,
            causes=tuple(causes.get(row.finding_id, ())),
        )
