"""Propose which records of several lists may be one party, and settle it: a person's word, that can be taken back."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import orjson

from jisr import identity
from jisr.errors import Conflict, NotFound
from jisr.identity import Comparison, Profile
from jisr.node import chain, following, name_index, record_keys
from jisr.node.actions.decide import decide, undo
from jisr.node.actions.judge import judge, retract
from jisr.node.convert import dumps, jurisdiction
from jisr.node.found import New, find
from jisr.node.models import Finding, Judgement, Record
from jisr.node.parties import Parties
from jisr.node.profiles import profile
from jisr.node.queries.reader import visible_findings
from jisr.node.record_keys import holding
from jisr.node.store import bulk, queue, write
from jisr.records import schema
from jisr.sharing import Reader, Role, require

WORK = "same"
KIND = "same-party"
_CHUNK = 400
_STEP = 100  # records compared between two writes
VERDICTS = {"confirmed": "same", "dismissed": "different"}


@bulk()
def propose(*, reader: Reader) -> int:
    """Compare what the deliveries since brought with the other lists; each pair becomes a finding for a person.

    Returns how many pairs are proposed. Slow for a whole new list (minutes for ten thousand names): it goes on where it
    was stopped, by delivery. Raises `NotAllowed`.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    name_index.catch_up()
    record_keys.catch_up()
    proposed = 0
    for batch in following.due(WORK):
        ids = list(Record.objects.filter(batch=batch, known_to=None, about="").values_list("pk", flat=True))
        for start in range(0, len(ids), _STEP):
            pairs = list(_pairs(ids[start : start + _STEP]))
            with write():
                proposed += sum(_write(*pair) for pair in pairs)
        with write():
            following.done(WORK, batch)
            chain.note(reader, "same-propose", str(batch))
    return proposed


def settle(number: int, *, reader: Reader, verdict: str, why: str) -> int:
    """Settle a proposal: confirmed joins the two, dismissed keeps them apart. Returns the judgement's id.

    Raises as `decide` and `judge`.
    """
    with write():
        queue("same-party")
        row = _proposal(number, reader)
        if verdict not in VERDICTS:
            decide(number, reader=reader, verdict=verdict, why=why)
            return 0
        decide(number, reader=reader, verdict=verdict, why=why)
        return judge(row.subject, row.about, reader=reader, verdict=VERDICTS[verdict], why=why or "not the same")


def take_back(number: int, *, reader: Reader, why: str) -> None:
    """Take one's own settlement back: the judgement is retracted, the proposal open again. Raises `Conflict`."""
    with write():
        queue("same-party")
        row = _proposal(number, reader)
        pair = {row.subject, row.about}
        judged = Judgement.objects.filter(left__in=pair, right__in=pair, by=reader.name, retracted_at=None).last()
        if judged is None:
            message = f"proposal {number} has no judgement of yours to take back"
            raise Conflict(message, finding=str(number))
        retract(judged.pk, reader=reader, why=why)
        undo(number, reader=reader)


def _proposal(number: int, reader: Reader) -> Finding:
    row = visible_findings(reader).filter(pk=number, kind=KIND).first()
    if row is None:
        message = f"no proposal {number}"
        raise NotFound(message, finding=str(number))
    return row


Side = tuple[int, Profile]


def _pairs(ids: Sequence[int]) -> Iterable[tuple[Side, Side, Comparison]]:
    """The pairs of these records with records of other lists that may be one."""
    mine = _sides(ids)
    near = _near(mine)
    others = _sides({record for group in near.values() for record in group})
    parties = Parties(markings=None)
    judged = {frozenset(pair) for pair in Judgement.objects.filter(retracted_at=None).values_list("left", "right")}
    for pk, (one, _) in mine.items():
        for record in sorted(near[pk] & others.keys()):
            other = others[record][0]
            together = parties.party_of(one.id) == parties.party_of(other.id) or frozenset((one.id, other.id)) in judged
            compared = None if together or not _other_list(one, other) else _compared(one, other)
            if compared is not None:
                yield (pk, one), (record, other), compared


def _compared(one: Profile, other: Profile) -> Comparison | None:
    return identity.propose(one, other) if identity.may_be_hit(one, other) else None


def _near(mine: Mapping[int, tuple[Profile, frozenset[str]]]) -> dict[int, set[int]]:
    """The records that share a key with each of these."""
    by_key: dict[str, set[int]] = defaultdict(set)
    for pk, (_, keys) in mine.items():
        for key in keys:
            by_key[key].add(pk)
    near: dict[int, set[int]] = defaultdict(set)
    for key, record in holding(by_key):
        for pk in by_key[key]:
            near[pk].add(record)
    return near


def _sides(ids: Iterable[int]) -> dict[int, tuple[Profile, frozenset[str]]]:
    """Those of the records that stand and can be compared: what they say, and their keys."""
    wanted, found = sorted(ids), {}
    for start in range(0, len(wanted), _CHUNK):
        rows = Record.objects.filter(pk__in=wanted[start : start + _CHUNK], known_to=None)
        for pk, thing, kind, text in rows.values_list("pk", "thing", "schema", "properties"):
            if schema(kind).matchable and jurisdiction(thing.partition(":")[0]):
                said = orjson.loads(text)
                found[pk] = (profile(thing, kind, said), record_keys.own_keys(kind, said))
    return found


def _other_list(one: Profile, other: Profile) -> bool:
    return one.id.partition(":")[0] != other.id.partition(":")[0]


def _write(one: Side, other: Side, compared: Comparison) -> int:
    """The proposal as a finding; 0 where it is there already."""
    first, second = sorted((one, other), key=lambda side: side[1].id)
    told = dumps([KIND, first[0], second[0]])
    digest = hashlib.sha256(told.encode()).hexdigest()
    if Finding.objects.filter(digest=digest).exists():
        return 0
    captions = [(side[1].names or (side[1].id,))[0] for side in (first, second)]
    find(
        New(
            desk="compliance",
            kind=KIND,
            subject=first[1].id,
            about=second[1].id,
            title=" = ".join(captions),
            score=round(compared.score, 4),
            reasons=tuple(replace(reason, weight=round(reason.weight, 4)) for reason in compared.reasons),
            records=(first[0], second[0]),
            digest=digest,
        ),
        by="node:same-party",
    )
    return 1
