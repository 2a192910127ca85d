"""Compare what a member shows of logs with what we have: two histories stop a log, our own is made whole."""

from __future__ import annotations

import orjson
from django.db.models import QuerySet

from jisr.errors import BadSignature, Conflict, Forked
from jisr.ledger import Head, read_heads, verify_head
from jisr.node import chain, log, log_keys, partners
from jisr.node.actions.take_page import stop
from jisr.node.models import Claim, Cursor, LogEntry, Sent, Setting
from jisr.node.outgoing import whole_again
from jisr.node.own_name import node_name
from jisr.node.store import write
from jisr.node.values import Meeting
from jisr.sharing import Reader, Role, require


def compare(shown: bytes, *, via: str, reader: Reader) -> Meeting:
    """What `via` has of each log, verified. Raises `Unreadable`, `BadSignature`, and `Forked` once the log is stopped.

    A head that is further than what we have is kept: when we come to its number, it must fit.
    """
    require(reader, Role.SUPERVISOR, Role.EXCHANGE, Role.ADMINISTRATOR)
    me = node_name()
    heads = [head for head in read_heads(shown) if log_keys.keys_of(head.origin)]
    for head in heads:
        _verify(head, via, reader)
        ours = log.hash_at(head.origin, head.tip.seq)
        if ours is not None and ours != head.tip.hash:
            evidence = "\n".join((head.envelope.decode(), *_our_heads(head).values_list("head", flat=True)[:1]))
            stop(head.origin, head.tip.seq, evidence=evidence, via=via, reader=reader)
            raise Forked("two signed heads for one number", origin=head.origin, seq=str(head.tip.seq))
    _keep([head for head in heads if head.origin not in {via, me}], via)
    behind = any(head.origin == me and head.tip.seq > log.tip_of(me).seq for head in heads)
    if behind:
        begin_recovery(reader=reader)
    return Meeting(
        member=via,
        heads=tuple((head.origin, head.tip.seq) for head in heads if head.origin != me),
        has_ours=next((head.tip.seq for head in heads if head.origin == me), 0),
        ours=0 if recovering() else log.tip_of(me).seq,
        cursors=tuple(Cursor.objects.filter(via=via).values_list("origin", "seq")),
    )


def _verify(head: Head, via: str, reader: Reader) -> None:
    try:
        verify_head(head, log_keys.keys_of(head.origin))
    except BadSignature as error:
        if head.origin not in {via, node_name()}:  # a key we have not been told of yet: its page will tell
            return
        chain.note(reader, "heads-refused", via, reason=error.code, origin=head.origin)
        raise


def _our_heads(head: Head) -> QuerySet[LogEntry]:
    rows = LogEntry.objects.filter(origin=head.origin, seq__gte=head.tip.seq)
    return rows.exclude(head="").order_by("seq")


def _keep(heads: list[Head], via: str) -> None:
    new = []
    for head in heads:
        try:
            verify_head(head, log_keys.keys_of(head.origin))
        except BadSignature:
            continue
        if log.hash_at(head.origin, head.tip.seq) is None:
            new.append(head)
    if not new:
        return
    with write():
        for head in new:
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
        row = Setting.objects.filter(key=log.RECOVERING).first()
        if row is None:
            return
        waiting = [one for one in orjson.loads(row.value) if one != member]
        if waiting:
            row.value = orjson.dumps(waiting).decode()
            row.save(update_fields=("value",))
        else:
            row.delete()
            whole_again()
            chain.note(reader, "recovery-done", node_name())


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
