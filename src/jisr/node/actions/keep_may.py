"""Keep an answer to "may we?": word for word, bound to the records it rests on, found again when one of them falls."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from jisr.errors import WrongUse
from jisr.node import chain, clock, ruling_text
from jisr.node.convert import dumps, typed
from jisr.node.found import New, find
from jisr.node.models import Decision, Finding, Marking, Record, Ruling, RulingTopic
from jisr.node.parties import parties_then
from jisr.node.queries.may import Worked, worked_out
from jisr.node.state import state
from jisr.node.store import write
from jisr.node.values import MayAnswer, MayQuestion
from jisr.records import Reason
from jisr.sharing import Reader, Role, require

_PARTY_RECORDS = 8


def keep(question: MayQuestion, *, reader: Reader, why: str) -> int:
    """Ask, and keep the answer with the reason it is relied on; the number of its finding.

    Raises `NotAllowed`, `WrongUse` (no reason; nothing on record to rest it on).
    """
    return keep_many((question,), reader=reader, why=why)[0]


def keep_many(questions: Iterable[MayQuestion], *, reader: Reader, why: str) -> tuple[int, ...]:
    """The same for many, all of them or none. Answered before the write begins."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    reason = typed(why).strip()
    if not reason:
        raise WrongUse("to keep an answer, say what it is relied on for", field="why")
    kept = [work(question, reader=reader) for question in questions]
    with write():
        numbers = tuple(write_down(one, reader=reader, why=reason) for one in kept)
        for number, one in zip(numbers, kept, strict=True):
            chain.note(reader, "keep-may", str(number), status=one.worked.answer.status)
    return numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is to be written down: the question with both clocks said, the answer, and the records behind it."""

    question: MayQuestion
    worked: Worked
    records: tuple[int, ...]


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
    everything = Marking.objects.values_list("pk", flat=True)  # to the node itself nothing is hidden
    members = parties_then(answer.known, markings=everything, seen=state()).members(answer.party)
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
    question, text = dumps(asdict(kept.question)), ruling_text.answer_text(answer)
    number = find(_finding(kept, hashlib.sha256(f"{question} {text}".encode()).hexdigest()), by=reader.name)
    if Ruling.objects.filter(finding_id=number).exists():
        return number
    ruling = Ruling.objects.create(
        finding_id=number,
        question=question,
        answer=text,
        asker=dumps(ruling_text.rights_of(reader)),
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
        kind=ruling_text.KIND,
        subject=answer.party or answer.counterparty,
        about="",
        title=f"{answer.jurisdiction}: {answer.kind} · {answer.caption} · {answer.on}",
        score=1.0,
        reasons=(Reason(code=f"may-kept-{answer.status}", facts=facts),),
        records=kept.records,
        digest=digest,
        question={"on": answer.on, "known": answer.known.isoformat(), "kind": answer.kind, "law": answer.jurisdiction},
    )
