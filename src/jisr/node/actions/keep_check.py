"""Keep the hits of a check as findings, so that someone settles them and a correction of the list opens them again."""

from __future__ import annotations

import hashlib

from jisr.node import chain
from jisr.node.convert import dumps
from jisr.node.found import New, find
from jisr.node.store import write
from jisr.node.values import CheckAnswer, CheckHit
from jisr.sharing import Reader, Role, require


def keep(answer: CheckAnswer, *, reader: Reader) -> tuple[int, ...]:
    """One finding a hit; the same question about the same records is the same finding. Returns their ids."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    with write():
        ids = tuple(find(_new(answer, hit), by=reader.name) for hit in answer.hits)
        chain.note(reader, "keep-check", answer.name, findings=",".join(map(str, ids)))
    return ids


def _new(answer: CheckAnswer, hit: CheckHit) -> New:
    records = tuple({source.record for source in hit.sources} | _of_standings(hit))
    question = {"name": answer.name, "on": answer.clocks.on.isoformat(), "known": answer.clocks.known.isoformat()}
    asked = dumps([answer.name, hit.party, sorted(records)])
    return New(
        desk="compliance",
        kind="name-hit",
        subject=hit.party,
        about="",
        title=f"{answer.name} ~ {hit.caption}",
        score=hit.score,
        reasons=hit.reasons,
        records=records,
        question=question,
        digest=hashlib.sha256(asked.encode()).hexdigest(),
    )


def _of_standings(hit: CheckHit) -> set[int]:
    return {source.record for standing in hit.standings for source in standing.sources}
