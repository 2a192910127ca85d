"""Compare what a member shows of logs with what we have: two histories stop a log, our own is made whole."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from jisr import ledger
from jisr.errors import Conflict, WrongUse
from jisr.ledger import Fork, Head, Known, read_heads, single
from jisr.node import chain, forks, log, log_keys, partners
from jisr.node.actions.take_page import stop
from jisr.node.actions.withdraw import take_away
from jisr.node.models import Claim, Cursor, Sent, Setting, Stopped
from jisr.node.outgoing import under_new_terms, whole_again
from jisr.node.own_name import node_name
from jisr.node.store import write
from jisr.node.values import Meeting
from jisr.sharing import Reader, Role, require

_WITHOUT = "log-recovering-without"
_DONE = "."  # two people said so; no name of a person


def compare(shown: bytes, *, via: str, reader: Reader) -> Meeting:
    """What `via` has of each log, verified. Raises `Unreadable`.

    A head that is further than what we have is kept: when we come to its number, it must fit. A log of which two
    histories were signed is stopped.
    """
    require(reader, Role.SUPERVISOR, Role.EXCHANGE, Role.ADMINISTRATOR)
    me, told = node_name(), read_heads(shown)
    origins = {head.origin for head in told.heads} | {forks.about(pair) for pair in told.forks}
    numbers = [(head.origin, head.tip.seq) for head in told.heads]
    met = ledger.meet(
        told,
        Known(
            me=me,
            via=via,
            keys={origin: forks.keys_to_judge(origin) for origin in origins},
            hashes={one: found for one in numbers if (found := log.hash_at(*one)) is not None},
            tip=log.tip_of(me).seq,
        ),
    )
    for head in met.unlike:
        other = forks.ours(head.origin, head.tip.seq)
        proof = Fork(one=single(head), other=other) if other else None
        stop(head.origin, head.tip.seq, proof=proof, via=via, reader=reader)
    for origin, seq, found_proof in met.proven:
        stop(origin, seq, proof=found_proof, via=via, reader=reader)
    _keep(met.claims, via)
    if met.behind:
        begin_recovery(reader=reader)
    under_new_terms(via)
    stopped = dict(Stopped.objects.values_list("origin", "seq"))
    cursors = dict(Cursor.objects.filter(via=via).values_list("origin", "seq"))
    return Meeting(
        member=via,
        heads=tuple((h.origin, h.tip.seq) for h in met.heads if h.origin != me and h.origin not in stopped),
        has_ours=next((head.tip.seq for head in met.heads if head.origin == me), 0),
        taken=met.taken,
        recovering=log.recovering(),
        came_late=log.may_grow() and ledger.came_late(log.lost(), heard=log.heard_back(via), taken=met.taken),
        stopped=stopped.get(via),
        cursors=tuple((one, min(cursors.get(one, 0), told.since.get(one, cursors.get(one, 0)))) for one in origins),
    )


def _keep(heads: Iterable[Head], via: str) -> None:
    with write():
        for head in heads:
            Claim.objects.update_or_create(
                origin=head.origin,
                seq=head.tip.seq,
                via=via,
                defaults={"hash": head.tip.hash, "envelope": head.envelope.decode()},
            )


def begin_recovery(*, reader: Reader) -> None:
    """This node was restored from a copy: it adds nothing to its log before every member told what it had of it."""
    require(reader, Role.SUPERVISOR, Role.EXCHANGE, Role.ADMINISTRATOR)
    with write():
        waiting = orjson.dumps(sorted(partners.members())).decode()
        _, new = Setting.objects.get_or_create(key=log.RECOVERING, defaults={"value": waiting})
        if new:
            Sent.objects.filter(origin=node_name(), live=True, came=False).update(unsure=True)
            chain.note(reader, "recovery-begun", node_name(), waiting=waiting)


def heard(member: str, *, reader: Reader) -> None:
    """Everything `member` had of our own log is here again; after the last one the log goes on."""
    with write():
        if recovering():
            _no_longer_wait_for(member, reader=reader)
        else:
            _go_on(reader=reader)


def _no_longer_wait_for(member: str, *, reader: Reader) -> None:
    row = Setting.objects.filter(key=log.RECOVERING).first()
    if row is None:
        return
    waiting = [one for one in orjson.loads(row.value) if one != member]
    if waiting:
        row.value = orjson.dumps(waiting).decode()
        row.save(update_fields=("value",))
        return
    row.delete()
    without = Setting.objects.filter(key=_WITHOUT, value__contains=_DONE)
    if without.exists() and log.may_grow():
        key = log.rotate(log_keys.new_private())
        chain.note(reader, "log-key-rotated", node_name(), key=key)
    without.delete()
    _go_on(reader=reader)


def _go_on(*, reader: Reader) -> None:
    """Our log is here as far as anybody has it: say anew what it tells otherwise than what is here."""
    gone = whole_again()
    for thing in gone:
        take_away(thing, reader=reader)
    chain.note(reader, "recovery-done", node_name(), withdrawn=str(len(gone)))


def recover_without(member: str, why: str, *, reader: Reader) -> bool:
    """Go on after a restore without a member that is gone for good; True once a second person agreed.

    What it alone had of our log stays lost; our log then goes on under a new key, so that nothing the old one signed
    from there on counts. Raises `WrongUse` where nobody waits for it, `Conflict` for the same person twice.
    """
    require(reader, Role.SUPERVISOR, Role.ADMINISTRATOR)
    with write():
        if member not in recovering():
            raise WrongUse(f"this node does not wait for {member!r}", field="name")
        row, _ = Setting.objects.get_or_create(key=_WITHOUT, defaults={"value": "{}"})
        said = orjson.loads(row.value)
        first = said.get(member)
        if first == reader.name:
            raise Conflict("a second person must agree", member=member)
        said[member] = _DONE if first else reader.name
        row.value = orjson.dumps(said).decode()
        row.save(update_fields=("value",))
        if not first:
            chain.note(reader, "recovery-without-proposed", member, why=why)
        else:
            chain.note(reader, "recovery-without", member, why=why, proposed_by=first)
            _no_longer_wait_for(member, reader=reader)
    return bool(first)


def stopped(origin: str) -> bool:
    """Whether two histories of a log were signed, our own included."""
    return Stopped.objects.filter(origin=origin).exists()


def recovering() -> tuple[str, ...]:
    """The members a restored node has yet to hear from; () when nothing is wrong."""
    row = Setting.objects.filter(key=log.RECOVERING).first()
    return tuple(orjson.loads(row.value)) if row else ()


def rotate(*, reader: Reader) -> str:
    """Hand over to a new signing key, inside our log; returns its short name. Raises `Conflict` while recovering."""
    require(reader, Role.SUPERVISOR, Role.ADMINISTRATOR)
    private = log_keys.new_private()
    with write():
        if recovering():
            raise Conflict("the log is not whole yet")
        name = log.rotate(private)
        chain.note(reader, "log-key-rotated", node_name(), key=name)
    return name
