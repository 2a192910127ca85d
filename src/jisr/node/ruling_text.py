"""A kept answer as text: how it is written, read back, and found when a new act speaks of what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import orjson

from jisr.desks import compliance
from jisr.node.convert import dumps, record_of
from jisr.node.models import Record, Ruling, RulingTopic
from jisr.node.values import MayAnswer, MayOwner, MayQuestion
from jisr.records import TLP
from jisr.sharing import Reader, Role

KIND = "may"
ENGINE = compliance.ENGINE
_CHUNK = 500


def answer_text(answer: MayAnswer) -> str:
    """The canonical text of an answer: equal answers are equal bytes."""
    return dumps(asdict(answer))


def rights_of(reader: Reader) -> dict[str, Any]:
    """What somebody may see, to be seen with again."""
    return {
        "name": reader.name,
        "member": reader.member,
        "roles": sorted(reader.roles),
        "clearance": reader.clearance.value,
        "purposes": sorted(reader.purposes),
    }


def asker(ruling: Ruling) -> Reader:
    """Whoever kept it, with the rights of then, so that the same is seen."""
    rights = orjson.loads(ruling.asker)
    return Reader(
        name=rights["name"],
        member=rights["member"],
        roles=frozenset(Role(role) for role in rights["roles"]),
        clearance=TLP(rights["clearance"]),
        purposes=frozenset(rights["purposes"]),
    )


def question_of(ruling: Ruling) -> MayQuestion:
    """The question as it was kept."""
    body = orjson.loads(ruling.question)
    owners = tuple(MayOwner(**one) for one in body.pop("owners"))
    return MayQuestion(**{**body, "origins": tuple(body.pop("origins"))}, owners=owners)


def touched(acts: Sequence[Record]) -> Mapping[int, int]:
    """The kept answers that these new acts speak of: finding -> the act's record."""
    found: dict[int, int] = {}
    for row in acts:
        act = compliance.read_instrument(record_of(row), known_from=row.known_from)
        topics = list(compliance.topics_in(act))
        names = RulingTopic.objects.filter(topic__startswith=f"{act.jurisdiction} name:").values_list(
            "topic", flat=True
        )
        topics += compliance.speaks_of(act, names.distinct())
        for start in range(0, len(topics), _CHUNK):
            rows = RulingTopic.objects.filter(topic__in=topics[start : start + _CHUNK])
            for number in rows.values_list("ruling__finding_id", flat=True):
                found.setdefault(number, row.pk)
    return found
