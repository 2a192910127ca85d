"""Test the posts against chance and write each group down as a finding: a person decides what it is."""

from __future__ import annotations

import hashlib

import orjson

from jisr.desks.narratives import Trial
from jisr.node import chain
from jisr.node.convert import dumps
from jisr.node.found import New, find
from jisr.node.models import Record
from jisr.node.queries.narratives import FOUND, Tested, against_chance
from jisr.node.store import write
from jisr.node.values import ChanceRow, NetworkEdge
from jisr.records import Reason
from jisr.sharing import Reader, Role, require

_MOST_EDGES = 400


def find_groups(mode: str = "", *, reader: Reader, trial: Trial | None = None) -> tuple[ChanceRow, tuple[int, ...]]:
    """The test, and the number of the finding of each group; the same group of the same log is the same finding.

    It rests on the logs: when one is taken back or replaced, it is open again. It says nothing of who is authentic.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    found = against_chance(mode, reader=reader, trial=trial)
    with write():
        rows = Record.objects.filter(schema="Document", closed_why="", batch__in=found.batches)
        records = tuple(rows.order_by("pk").values_list("pk", flat=True))
        numbers = tuple(find(_new(found, members, records), by=reader.name) for members in found.groups)
        chain.note(reader, "find-groups", found.chance.mode, groups=str(len(numbers)))
    return found.chance, numbers


def _new(found: Tested, members: tuple[str, ...], records: tuple[int, ...]) -> New:
    inside = set(members)
    edges = [edge for edge in found.edges if edge.source in inside]
    best = max(edges, key=lambda edge: edge.when)
    seconds = max(edge.window for edge in edges)
    objects = max(edge.met for edge in edges)
    chance = found.chance
    return New(
        desk="communications",
        kind=FOUND,
        subject=f"group:{_digest(members)[:16]}",
        about="",
        title=f"{len(members)} · {chance.mode} · {seconds} s",
        score=1.0 - chance.level,
        reasons=_reasons(edges, best, chance, members),
        records=records,
        question={
            "mode": chance.mode,
            "accounts": " ".join(members),
            "objects": str(objects),
            "seconds": str(seconds),
            "edges": orjson.dumps(edges[:_MOST_EDGES]).decode(),
        },
        digest=_digest((*members, *map(str, records), chance.mode)),
    )


def _reasons(
    edges: list[NetworkEdge], best: NetworkEdge, chance: ChanceRow, members: tuple[str, ...]
) -> tuple[Reason, ...]:
    pair = (("near", str(best.near)), ("met", str(best.met)), ("window", str(best.window)))
    strong = sum(edge.strong for edge in edges)
    test = (("shuffles", str(chance.shuffles)), ("level", f"{chance.level:.1%}"))
    return (
        Reason(code="group-size", facts=(("accounts", str(len(members))), ("pairs", str(len(edges))))),
        Reason(code="group-closest", facts=pair),
        Reason(code="group-strong", weight=1.0 - chance.level, facts=(("strong", str(strong)), *test)),
        Reason(code="group-no-verdict"),
    )


def _digest(parts: tuple[str, ...]) -> str:
    return hashlib.sha256(dumps(list(parts)).encode()).hexdigest()
