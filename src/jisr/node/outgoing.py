"""What goes into our log, for whom?  Every new entry about a record of ours is decided here."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from jisr.formats.ftm_json import write_ftm
from jisr.ledger import START, Draft, Held, Kind, Tip, correction, late, to_say_again, withdrawn_at
from jisr.node import carriers, clock, closure, log, log_keys, partners
from jisr.node.convert import record_of
from jisr.node.models import Cursor, Holding, LogEntry, Record, Sent, Setting
from jisr.node.own_name import node_name
from jisr.node.store import write
from jisr.node.values import Verdict
from jisr.records import Marking, schema
from jisr.records import Record as Said
from jisr.sharing import Copy, Recipient, Refused, release

_CHUNK = 400
_NOBODY = "no-partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Records with all they carry, as the rule sees them."""

    rows: Mapping[str, Record]
    copies: Mapping[str, Copy]
    markings: Mapping[str, Marking]
    final: frozenset[str]  # withdrawn by us for good

    def verdict(self, thing: str, member: str, recipient: Recipient | None) -> Verdict:
        """Whether the record may go to the member now."""
        row = self.rows[thing]
        if recipient is None:
            return Verdict(thing=thing, caption=row.caption, member=member, code=_NOBODY)
        copy = self.copies[thing]
        asked = replace(copy, withdrawn=True) if thing in self.final else copy
        answer = release(asked, recipient, now=clock.now(), closure=self.copies)
        refused = answer if isinstance(answer, Refused) else Refused(code="")
        return Verdict(thing=thing, caption=row.caption, member=member, code=refused.code, path=refused.path)


def judge(rows: Iterable[Record]) -> Judged:
    """Make ready to ask the rule about these current records (`marking`, `batch` joined)."""
    by_thing = {row.thing: row for row in rows}
    me = node_name()
    copies, markings = closure.copies(map(closure.said_of, by_thing.values()), me=me)
    final = Holding.objects.filter(origin=me, final=True).values_list("rid", flat=True)
    return Judged(rows=by_thing, copies=copies, markings=markings, final=frozenset(final) & by_thing.keys())


def recipients(members: Iterable[str]) -> dict[str, Recipient | None]:
    """The recipients these members are now."""
    return {member: partners.recipient(member) for member in members}


def put(judged: Judged, audience: Mapping[str, Sequence[str]]) -> int:
    """Write an entry for each of these things to its members; returns how many. Inside a write."""
    return len(log.append(_puts(judged, audience)))


def _puts(judged: Judged, audience: Mapping[str, Sequence[str]]) -> list[Draft]:
    me = node_name()
    drafts = []
    for thing, members in audience.items():
        row = judged.rows[thing]
        drafts.append(
            Draft(
                kind=Kind.PUT,
                rid=thing,
                to=tuple(sorted(members)),
                ver=row.version,
                marking=str(judged.markings[thing]),
                body=write_ftm((_as_ours(record_of(row), me),)).strip(),
            )
        )
    return drafts


def _as_ours(record: Said, me: str) -> Said:
    """As it travels: under our name, and what it refers to as well."""
    known = schema(record.schema).properties
    properties = {
        name: tuple(f"{me}:{value}" for value in values) if name in known and known[name].type == "entity" else values
        for name, values in record.properties.items()
    }
    return replace(record, source=me, key=record.thing, properties=properties)


def correct(changed: Iterable[str], removed: Iterable[str]) -> int:
    """Tell everyone who was ever sent one of these things what it is now; returns the entries. Inside a write.

    Whoever may have the new version gets it. Whoever may not, or where nothing is left to have, is told to drop it; the
    two look the same to them. What carries a thing whose marking changed is judged again as well.
    """
    changed = set(changed)
    told = _correct(changed, set(removed))
    return told + correct_carriers(carriers.remarked(changed))


def correct_carriers(things: Iterable[str]) -> int:
    """Take back what carries one of these things from those who may no longer have it; returns the entries."""
    found = carriers.carriers(things)
    return _correct(found, set(), losers_alone=True) if found and log.may_grow() else 0


def _correct(changed: AbstractSet[str], gone: AbstractSet[str], *, losers_alone: bool = False) -> int:
    """`losers_alone`: a thing everybody may still have as it is needs no word."""
    me = node_name()
    sent = _sent(me, changed | gone)
    if not sent:
        return 0
    rows = _current(sent.keys() - gone)
    judged = judge(rows)
    known = recipients({member for members in sent.values() for member in members})
    put_to = {
        thing: tuple(m for m in sent[thing] if not judged.verdict(thing, m, known[m]).code) for thing in judged.rows
    }
    said = {draft.rid: draft for draft in _puts(judged, put_to)}
    drafts = [
        draft
        for thing, members in sent.items()
        if not losers_alone or set(members) - set(put_to.get(thing, ()))
        for draft in correction(thing, put=said.get(thing), lost=set(members) - set(put_to.get(thing, ())))
    ]
    return len(log.append(drafts))


def _sent(me: str, things: Iterable[str]) -> dict[str, list[str]]:
    wanted, found = sorted(things), defaultdict(list)
    rows = Sent.objects.filter(origin=me, live=True)
    for start in range(0, len(wanted), _CHUNK):
        for rid, member in rows.filter(rid__in=wanted[start : start + _CHUNK]).values_list("rid", "member"):
            found[rid].append(member)
    return found


def _current(things: Iterable[str]) -> list[Record]:
    wanted = sorted(things)
    rows = Record.objects.filter(known_to=None).select_related("marking", "batch").order_by("pk")
    return [
        row for start in range(0, len(wanted), _CHUNK) for row in rows.filter(thing__in=wanted[start : start + _CHUNK])
    ]


def under_new_terms(member: str) -> None:
    """Say again to a member what its terms held back, where they are others now.

    Terms: its agreement, its state, its communities. A number that went bare is never told later, so a new one is.
    """
    known, key = partners.recipient(member), f"terms of {member}"
    terms = hashlib.sha256(repr(_stable(known)).encode()).hexdigest()
    kept = Setting.objects.filter(key=key).values_list("value", flat=True).first()
    if kept == terms or not log.may_grow():
        return
    with write():
        Setting.objects.update_or_create(key=key, defaults={"value": terms})
        waiting = Sent.objects.filter(origin=node_name(), member=member, live=True, delivered=False, came=False)
        rids = waiting.values_list("rid", flat=True) if kept is not None else ()
        judged = judge(_current(rids))
        put(judged, {thing: (member,) for thing in judged.rows if not judged.verdict(thing, member, known).code})


def _stable(known: Recipient | None) -> object:
    """A recipient in one order."""
    if known is None:
        return None
    said = (known.member, sorted(known.purposes), sorted(map(sorted, known.communities)), known.active)
    return (*said, None if known.kinds is None else sorted(known.kinds), known.ceiling, known.until)


def whole_again() -> frozenset[str]:
    """Our log is back after a restore: say again what may have been lost with it. Inside a write.

    Returns the records that were withdrawn in the part that was lost: their content is still here, and must go.
    """
    me = node_name()
    gone = _withdrawn_meanwhile(me)
    Holding.objects.filter(origin=me, rid__in=gone).update(final=True, live=False)
    held = {row.rid: log.held_of(row) for row in Holding.objects.filter(origin=me)}
    promises = {(row.rid, row.member): log.promise_of(row) for row in Sent.objects.filter(origin=me, live=True)}
    Sent.objects.filter(origin=me, unsure=True).update(unsure=False)
    if log.may_grow():
        correct((to_say_again(promises, held, gone) | _unlike_ours(held)) - gone, gone)
        for row in Cursor.objects.exclude(owed=""):
            log.append([Draft(kind=Kind.ACK, rid=row.origin, to=(row.origin,), body=row.owed.encode())])
        Cursor.objects.exclude(owed="").update(owed="")
    return gone


def _unlike_ours(held: Mapping[str, Held]) -> frozenset[str]:
    """The records that our log tells otherwise than they are here: what we no longer have, others must not have."""
    live = {rid: one.ver for rid, one in held.items() if one.live}
    here = {row.thing: row.version for row in _current(live)}
    return frozenset(rid for rid, ver in live.items() if here.get(rid) != ver)


def _withdrawn_meanwhile(me: str) -> frozenset[str]:
    """What the bare numbers of our own log withdrew: our keys tell, as nobody was ever told them."""
    standing = list(Holding.objects.filter(origin=me, live=True).values_list("rid", flat=True))
    secrets, found = log_keys.privates(), set()
    for row in LogEntry.objects.filter(origin=me, text="").order_by("seq"):
        before = Tip(seq=row.seq - 1, hash=log.hash_at(me, row.seq - 1) or START)
        rid = withdrawn_at(before, log.link_of(row, full=False), standing, secrets)
        if rid is not None:
            found.add(rid)
    return frozenset(found)


def answer_late(member: str, seqs: Iterable[int]) -> None:
    """A member has records of ours by way of others: what is not so any more, is told anew. Inside a write."""
    me = node_name()
    rows = LogEntry.objects.filter(origin=me, seq__in=list(seqs)).exclude(kind="")
    acked = [(seq, Kind(kind), rid) for seq, kind, rid in rows.values_list("seq", "kind", "rid")]
    rids = sorted({rid for _, _, rid in acked})
    held = {row.rid: log.held_of(row) for row in Holding.objects.filter(origin=me, rid__in=rids)}
    found = late(acked, held, log.promises_to(member, me, rids))
    log.keep_promises(me, {(rid, member): one for rid, one in found.promises.items()})
    if log.may_grow():
        correct(found.again, ())
