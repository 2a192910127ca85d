"""Kept answers: how they are written down, read back, and found when a new act speaks of what they are about."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import orjson

from jisr.desks import compliance
from jisr.errors import WrongUse
from jisr.node import clock
from jisr.node.convert import dumps, record_of
from jisr.node.found import New, find
from jisr.node.models import Decision, Finding, Record, Ruling, RulingTopic
from jisr.node.parties import Parties
from jisr.node.queries.may import Worked, worked_out
from jisr.node.values import MayAnswer, MayOwner, MayQuestion
from jisr.records import TLP, Reason
from jisr.sharing import Reader, Role

KIND = "may"
ENGINE = compliance.ENGINE
_PARTY_RECORDS = 8
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is to be written down: the question with both clocks said, the answer, and the records behind it."""

    question: MayQuestion
    worked: Worked
    records: tuple[int, ...]


def answer_text(answer: MayAnswer) -> str:
    """The canonical text of an answer: equal answers are equal bytes."""
    return dumps(asdict(answer))


def work(question: MayQuestion, *, reader: Reader) -> Kept:
    """Answer a question with its clocks fixed, so that it can be asked again word for word."""
    now = clock.now()
    fixed = replace(
        question, on=question.on.strip() or now.date().isoformat(), known=question.known.strip() or now.isoformat()
    )
    worked = worked_out(fixed, reader=reader)
    ids = [one.record for one in worked.answer.instruments if one.record]
    return Kept(question=fixed, worked=worked, records=tuple(dict.fromkeys((*ids, *_of_party(worked.answer)))))


def _of_party(answer: MayAnswer) -> Iterable[int]:
    if not answer.party:
        return ()
    members = Parties(answer.known, markings=None).members(answer.party)
    rows = Record.objects.filter(known_from__lte=answer.known).exclude(closed_why__in=("changed", "late"))
    return (
        *rows.filter(thing__in=members).order_by("pk").values_list("pk", flat=True)[:_PARTY_RECORDS],
        *rows.filter(about__in=members).order_by("pk").values_list("pk", flat=True)[:_PARTY_RECORDS],
    )


def write_down(kept: Kept, *, reader: Reader, why: str) -> int:
    """The id of the finding that the kept answer is; the same answer kept twice is one. Inside a write."""
    answer = kept.worked.answer
    if not kept.records:
        raise WrongUse(
            "nothing on record speaks of it: there is no evidence to keep an answer on", field="counterparty"
        )
    question, text = dumps(asdict(kept.question)), answer_text(answer)
    number = find(_finding(kept, hashlib.sha256(f"{question} {text}".encode()).hexdigest()), by=reader.name)
    if Ruling.objects.filter(finding_id=number).exists():
        return number
    ruling = Ruling.objects.create(
        finding_id=number,
        question=question,
        answer=text,
        asker=dumps(_rights(reader)),
        status=answer.status,
        jurisdiction=answer.jurisdiction,
        known=answer.known,
        next_change=answer.next_change,
        engine=answer.engine,
        rules=answer.rules_digest,
    )
    RulingTopic.objects.bulk_create(RulingTopic(ruling=ruling, topic=topic[:300]) for topic in kept.worked.topics)
    Decision.objects.create(finding_id=number, verdict="confirmed", why=why, by=reader.name, at=clock.now())
    Finding.objects.filter(pk=number).update(state="confirmed")
    return number


def _finding(kept: Kept, digest: str) -> New:
    answer = kept.worked.answer
    facts = (("party", answer.caption), ("on", answer.on), ("kind", answer.kind), ("law", answer.jurisdiction))
    return New(
        desk="compliance",
        kind=KIND,
        subject=answer.party or answer.counterparty,
        about="",
        title=f"{answer.jurisdiction}: {answer.kind} · {answer.caption} · {answer.on}",
        score=1.0,
        reasons=(Reason(code=f"may-kept-{answer.status}", facts=facts),),
        records=kept.records,
        digest=digest,
        question={"on": answer.on, "known": answer.known.isoformat(), "kind": answer.kind, "law": answer.jurisdiction},
    )


def _rights(reader: Reader) -> dict[str, Any]:
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


def again(ruling: Ruling, *, known: datetime | None = None) -> MayAnswer:
    """The answer to the same question, as known then; or as known at another instant."""
    question = question_of(ruling)
    if known is not None:
        question = replace(question, known=known.isoformat())
    return worked_out(question, reader=asker(ruling)).answer


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
