# ruff: noqa: PLR0917  # a fake, kept as short as it goes
"""A member whose store is the memory: the real ledger and the real release rule, quick enough for ten thousand trials.

It does with dictionaries what `jisr.node` does with tables, step by step in the same order.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from jisr.errors import Conflict, Forked
from jisr.ledger import (
    START,
    Asked,
    Draft,
    Fork,
    Head,
    Held,
    Key,
    Kind,
    Known,
    Line,
    Link,
    Promise,
    Shown,
    Tip,
    Told,
    View,
    append,
    came_late,
    correction,
    given_back,
    late,
    meet,
    plan,
    promises_after,
    public_of,
    read_heads,
    read_page,
    read_receipt,
    receipt,
    rotated,
    rotation,
    sign_head,
    single,
    stretch,
    to_say_again,
    told,
    withdrawal_salt,
    withdrawn_at,
    write_heads,
    write_page,
)
from jisr.records import TLP, Marking
from jisr.sharing import Recipient, Released, copy_of, release

NOW = datetime(2026, 3, 1, tzinfo=UTC)
Cut = Callable[[bytes], bytes]


class Lost(Exception):
    """The line broke."""


@dataclass
class State:
    """All a member keeps."""

    links: dict[str, list[Link]] = field(default_factory=dict)
    members: dict[int, frozenset[str]] = field(default_factory=dict)
    heads: dict[str, dict[int, Head]] = field(default_factory=dict)
    cursors: dict[tuple[str, str], int] = field(default_factory=dict)
    held: dict[tuple[str, str], Held] = field(default_factory=dict)
    text: dict[tuple[str, str], str] = field(default_factory=dict)
    sent: dict[tuple[str, str, str], Promise] = field(default_factory=dict)
    keys: dict[str, tuple[Key, ...]] = field(default_factory=dict)
    privates: tuple[bytes, ...] = ()
    records: dict[str, tuple[str, Marking]] = field(default_factory=dict)  # rid -> version, marking
    final: set[str] = field(default_factory=set)
    receipts: dict[str, tuple[int, frozenset[int]]] = field(default_factory=dict)
    claims: dict[tuple[str, int, str], Head] = field(default_factory=dict)
    stopped: dict[str, int] = field(default_factory=dict)
    recovering: frozenset[str] = frozenset()
    proofs: dict[str, Fork] = field(default_factory=dict)
    owed: list[Draft] = field(default_factory=list)
    applied: dict[tuple[str, int], int] = field(default_factory=dict)  # proposals by number: how often they took effect
    egress: list[tuple[str, str, int, str, str]] = field(default_factory=list)  # to, origin, seq, rid, version

    def copied(self) -> State:
        """The same, on its own."""
        made = State()
        for name, value in vars(self).items():
            setattr(
                made,
                name,
                {key: _copied(one) for key, one in value.items()} if isinstance(value, dict) else copy(value),
            )
        return made


def _copied(value: object) -> object:
    return copy(value) if isinstance(value, (list, dict)) else value


class Member:
    """One member of a coalition of `everyone`."""

    def __init__(self, name: str, everyone: Iterable[str], seed: int) -> None:
        self.name, self.everyone = name, tuple(everyone)
        self.dice = random.Random(f"{name}{seed}")  # noqa: S311  # a trial
        self.state = State(privates=(hashlib.sha256(f"{name}{seed}".encode()).digest(),))
        self.state.keys[name] = (Key(public=public_of(self.state.privates[0])),)
        self.stops_in_the_middle = False

    def trust(self, other: Member) -> None:
        """Compare fingerprints."""
        self.state.keys[other.name] = other.state.keys[other.name]

    # -- what people do

    def tell(self, rid: str, marking: Marking, members: Iterable[str]) -> None:
        """A new version of a record of ours, for these members and all who had it before, where the rule lets them."""
        if rid in self.state.final or self.blocked():
            return
        version = hashlib.sha256(f"{rid}{self.dice.random()}".encode()).hexdigest()[:12]
        self.state.records[rid] = (version, marking)
        holders = self._holders(rid)
        wanted = (holders | {*members}) - {self.name}
        allowed = {member for member in wanted if self._may(rid, member)}
        self._append(correction(rid, put=self._put(rid, allowed), lost=holders - allowed))

    def share(self, rid: str, members: Iterable[str]) -> None:
        """Let more members have a record as it is."""
        if rid in self.state.records and not self.blocked():
            new = {*members} - {self.name} - self._holders(rid)
            allowed = {member for member in new if self._may(rid, member)}
            self._append([self._put(rid, allowed)] if allowed else [])

    def withdraw(self, rid: str) -> None:
        """Take a record of ours back."""
        if rid not in self.state.records or rid in self.state.final or self.blocked():
            return
        self._append(correction(rid, put=None, lost=self._holders(rid)))
        self.state.final.add(rid)
        del self.state.records[rid]

    def propose(self, to: str) -> None:
        """A message to one member."""
        if not self.blocked():
            self._append([Draft(kind=Kind.PROPOSE, rid="message", to=(to,), body=b'{"what":"sighting"}')])

    def relay(self, origin: str, to: str) -> None:
        """Pass on what we hold of a log, where the rule lets us."""
        for (whose, rid), held in list(self.state.held.items()):
            link = self.state.links[origin][held.seq - 1] if whose == origin and origin != self.name else None
            if link is None or link.entry is None or not held.live or not link.entry.marking:
                continue
            if (origin, rid, to) not in self.state.sent and to != origin and self.may_pass(origin, rid, to):
                self.state.sent[origin, rid, to] = Promise(seq=held.seq, live=True)

    def may_pass(self, origin: str, rid: str, to: str) -> bool:
        """Whether the rule lets us pass on what we hold of a record."""
        held = self.state.held[origin, rid]
        entry = self.state.links[origin][held.seq - 1].entry
        if entry is None or not held.live:
            return False
        asked = copy_of(rid, Marking.read(entry.marking), originator=origin, sender=self.name)
        return isinstance(release(asked, self._recipient(to), now=NOW), Released)

    def rotate(self) -> None:
        """Hand over to a new key."""
        if self.blocked():
            return
        tip, keys = self._tip(self.name), self.state.keys[self.name]
        private = hashlib.sha256(self.dice.randbytes(8)).digest()
        (link,) = self._append([rotation(self.name, public_of(private), seq=tip.seq + 1, private=self._newest())])
        assert link.entry is not None
        self.state.keys[self.name] = rotated(self.name, link.seq, link.entry, keys)
        self.state.privates = (*self.state.privates, private)

    def restore(self, backup: State) -> None:
        """Come back from a copy: the keys are on another disk."""
        privates = self.state.privates
        self.state = backup.copied()
        self.state.privates = privates
        self._recover()

    def blocked(self) -> bool:
        """Whether our log may not grow now."""
        return bool(self.state.recovering) or self.name in self.state.stopped

    # -- what nodes do

    def heads(self, asker: str) -> bytes:
        """What we show `asker`."""
        passed = {origin for (origin, _, member) in self.state.sent if member == asker and origin != self.name}
        found = [self._head(origin) for origin in sorted({self.name, asker} | passed)]
        return write_heads(
            Shown(
                heads=tuple(head for head in found if head is not None),
                taken=self.state.cursors.get((asker, asker), 0),
                since=self._since(asker),
                forks=tuple((fork.one, fork.other) for fork in self.state.proofs.values()),
            )
        )

    def _since(self, asker: str) -> dict[str, int]:
        waiting: dict[str, int] = {}
        for (origin, _, to), sent in self.state.sent.items():
            if to == asker and origin != self.name and sent.live and not sent.delivered and not sent.came:
                waiting[origin] = min(sent.seq - 1, waiting.get(origin, sent.seq))
        return waiting

    def page(self, asker: str, origin: str, after: int, limit: int) -> bytes:
        """The page `asker` may have; what leaves is written down first."""
        links, head = self.state.links.get(origin, []), self._head(origin)
        if head is None or after > head.tip.seq:
            raise Lost
        last = min(after + limit, head.tip.seq)
        if origin != self.name:
            ends = [seq for seq in self.state.heads[origin] if after < seq <= head.tip.seq]
            last = max((seq for seq in ends if seq <= last), default=min(ends, default=after))
        else:
            ends = [key.until - 1 for key in self.state.keys[origin] if key.until and after < key.until - 1 < last]
            last = min(ends, default=last)  # the old key signs its own end
        told = [self._told(asker, origin, link) for link in links[after:last]]
        before = Tip(seq=after, hash=links[after - 1].hash) if after else Tip()
        tip = Tip(seq=last, hash=links[last - 1].hash) if last else Tip()
        return write_page(before, told, self._head_at(origin, tip))

    def take(self, data: bytes, via: str) -> int:
        """Apply a page: all of it, or nothing; a node that stops in the middle has its state of before."""
        if self.stops_in_the_middle:
            before, self.stops_in_the_middle = self.state.copied(), False
            try:
                self._take(data, via)
            finally:
                self.state = before
            raise Lost
        return self._take(data, via)

    def _take(self, data: bytes, via: str) -> int:
        page = read_page(data)
        origin = page.origin
        links = self.state.links.setdefault(origin, [])
        first, last = page.before.seq, page.head.tip.seq
        view = View(
            me=self.name,
            cursor=self.state.cursors.get((origin, via), 0),
            known={link.seq: link.hash for link in links[max(first - 1, 0) : last]},
            full=frozenset(link.seq for link in links[max(first - 1, 0) : last] if link.entry),
            held={rid: held for (whose, rid), held in self.state.held.items() if whose == origin},
            keys=self.state.keys.get(origin, ()),
            claims={seq: head.tip.hash for (whose, seq, _), head in self.state.claims.items() if whose == origin},
            stopped=self.state.stopped.get(origin),
        )
        try:
            made = plan(page, view)
        except Forked as error:
            at = int(error.facts["seq"])
            if origin in self.state.stopped:
                raise
            self._stop(origin, at, Fork(one=stretch(page, at), other=self.ours(origin, at)))
            raise
        links += made.links
        for link in made.filled:
            links[link.seq - 1] = link
        self.state.heads.setdefault(origin, {})[page.head.tip.seq] = page.head
        self.state.cursors[origin, via] = made.cursor
        self.state.keys[origin] = made.keys
        if origin == self.name:
            self._given_back([link for link in page.links if link.entry], via)
        for effect in made.effects:
            self._effect(origin, effect.seq, effect.entry, stale=effect.stale)
        self.state.held |= {(origin, rid): held for rid, held in made.held.items()}
        known = {(rid, member): one for (whose, rid, member), one in self.state.sent.items() if whose == origin}
        for (rid, member), one in promises_after(made.held, known, origin=origin, via=via).items():
            self.state.sent[origin, rid, member] = one
        word = receipt(origin, made, direct=via == origin)
        if word is not None:
            self.state.owed.append(word)
        self._sign()
        return self.state.cursors[origin, via]

    def _sign(self) -> None:
        """Acknowledge what was taken, as soon as the log may grow."""
        if self.state.owed and not self.blocked():
            owed, self.state.owed = self.state.owed, []
            self._append(owed)

    def sync(self, other: Member, cut: Cut, *, limit: int = 7) -> None:
        """One round, as `jisr.exchange.sync` goes."""
        shown = read_heads(cut(other.heads(self.name)))
        heads, taken = self._compare(shown, other.name)
        if self.state.recovering:
            self._pull(other, self.name, heads.get(self.name, 0), 0, cut, limit)
            self._heard(other.name)
        elif self._came_late(other.name, taken) and not self.blocked():
            self._pull(other, self.name, heads.get(self.name, 0), 0, cut, limit)
            self._whole_again()
        if other.name in self.state.stopped:
            raise Forked("its log is stopped", origin=other.name, seq=str(self.state.stopped[other.name]))
        taken = self._give(other, taken, cut, limit)
        for origin, last in heads.items():
            if origin != self.name:
                after = self.state.cursors.get((origin, other.name), 0)
                self._pull(other, origin, last, min(after, shown.since.get(origin, after)), cut, limit)
        self._give(other, taken, cut, limit)

    def _heard(self, member: str) -> None:
        self.state.recovering -= {member}
        if not self.state.recovering:
            self._whole_again()
            self._sign()

    def _came_late(self, via: str, taken: int) -> bool:
        bare = [link.seq for link in self.state.links.get(self.name, ()) if link.entry is None]
        return came_late(bare, heard=self.state.cursors.get((self.name, via), 0), taken=taken)

    def _give(self, other: Member, after: int, cut: Cut, limit: int) -> int:
        while after < self._tip(self.name).seq and self.name not in self.state.stopped:
            data = self.page(other.name, self.name, after, limit)
            after = read_page(data).head.tip.seq
            other.take(cut(data), self.name)
        return after

    def _pull(self, other: Member, origin: str, last: int, after: int, cut: Cut, limit: int) -> None:
        while after < last and origin not in self.state.stopped:
            data = cut(other.page(self.name, origin, after, limit))
            self.take(data, other.name)
            if (end := read_page(data).head.tip.seq) <= after:
                return
            after = end

    def _compare(self, shown: Shown, via: str) -> tuple[dict[str, int], int]:
        here = {key.public for key in self.state.keys[self.name]}
        lost = [Key(public=one) for one in map(public_of, self.state.privates) if one not in here]
        met = meet(
            shown,
            Known(
                me=self.name,
                via=via,
                keys=self.state.keys | {self.name: (*self.state.keys[self.name], *lost)},
                hashes={
                    (head.origin, head.tip.seq): links[head.tip.seq - 1].hash
                    for head in shown.heads
                    if 0 < head.tip.seq <= len(links := self.state.links.get(head.origin, []))
                },
                tip=self._tip(self.name).seq,
            ),
        )
        for head in met.unlike:
            at = head.tip.seq
            self._stop(head.origin, at, Fork(one=single(head), other=self.ours(head.origin, at)))
        for origin, seq, proof in met.proven:
            self._stop(origin, seq, proof)
        for head in met.claims:
            self.state.claims[head.origin, head.tip.seq, via] = head
        if met.behind:
            self._recover()
        stopped = self.state.stopped
        return {head.origin: head.tip.seq for head in met.heads if head.origin not in stopped}, met.taken

    def ours(self, origin: str, at: int) -> bytes:
        """What we have of a log from a number on, to a signed head; or the claim we were shown."""
        links = self.state.links.get(origin, [])
        end = (
            at
            if origin == self.name
            else min((seq for seq in self.state.heads.get(origin, {}) if seq >= at), default=0)
        )
        if at > len(links) or not end:
            return next(
                single(head) for (whose, seq, _), head in self.state.claims.items() if (whose, seq) == (origin, at)
            )
        bare = [replace(link, entry=None) for link in links[at:end]]
        tip = Tip(seq=end, hash=links[end - 1].hash)
        return write_page(Tip(seq=at, hash=links[at - 1].hash), bare, self._head_at(origin, tip))

    # -- inside

    def _append(self, drafts: Iterable[Draft]) -> tuple[Link, ...]:
        if self.blocked():
            raise Conflict("the log may not grow")
        found = []
        for draft in drafts:
            tip = self._tip(self.name)
            withdraws = draft.kind is Kind.WITHDRAW
            salt = withdrawal_salt(self._newest(), tip) if withdraws else self.dice.randbytes(64)
            (link,) = append(tip, [draft], [salt])
            self.state.links.setdefault(self.name, []).append(link)
            self.state.members[link.seq] = frozenset(draft.to)
            if draft.kind in {Kind.PUT, Kind.WITHDRAW}:
                self.state.held[self.name, draft.rid] = Held(seq=link.seq, live=draft.kind is Kind.PUT, ver=draft.ver)
            if draft.kind in {Kind.PUT, Kind.RETRACT}:
                for member in draft.to:
                    sent = self.state.sent.get((self.name, draft.rid, member), Promise(seq=0, live=True))
                    put = draft.kind is Kind.PUT
                    self.state.sent[self.name, draft.rid, member] = replace(sent, seq=link.seq, live=put)
            found.append(link)
        return tuple(found)

    def _newest(self) -> bytes:
        """The private key that signs our log now: what a lost end handed over to counts for nobody yet."""
        (key,) = [key for key in self.state.keys[self.name] if key.until is None and not key.revoked]
        return next(one for one in self.state.privates if public_of(one) == key.public)

    def _put(self, rid: str, allowed: set[str]) -> Draft:
        version, marking = self.state.records[rid]
        body = json.dumps({"ver": version}, separators=(",", ":")).encode()
        return Draft(kind=Kind.PUT, rid=rid, to=tuple(sorted(allowed)), ver=version, marking=str(marking), body=body)

    def _may(self, rid: str, member: str) -> bool:
        asked = copy_of(rid, self.state.records[rid][1], originator=self.name, sender=self.name)
        return isinstance(release(asked, self._recipient(member), now=NOW), Released)

    def _recipient(self, member: str) -> Recipient:
        return Recipient(member=member, communities=(frozenset(self.everyone),))

    def _tip(self, origin: str) -> Tip:
        links = self.state.links.get(origin)
        return Tip(seq=links[-1].seq, hash=links[-1].hash) if links else Tip(seq=0, hash=START)

    def _head(self, origin: str) -> Head | None:
        if origin == self.name:
            return self._head_at(origin, self._tip(origin))
        heads = self.state.heads.get(origin)
        return heads[max(heads)] if heads else None

    def _head_at(self, origin: str, tip: Tip) -> Head:
        if origin != self.name:
            if tip.seq == 0:
                raise Lost
            return self.state.heads[origin][tip.seq]
        keys = [key for key in self.state.keys[origin] if key.until is None or key.signs(tip.seq)]
        privates = [one for one in self.state.privates if any(key.public == public_of(one) for key in keys)]
        return sign_head(origin, tip, *privates)

    def _told(self, asker: str, origin: str, link: Link) -> Link:
        entry = link.entry
        if entry is None:
            return link
        to = self.state.members.get(link.seq, frozenset()) if origin == self.name else frozenset()
        line = Line(seq=link.seq, kind=entry.kind, body=bool(entry.body), ver=entry.ver, to=to)
        asked = Asked(me=self.name, asker=asker, origin=origin, whole=not self.state.recovering)
        sent = self.state.sent.get((origin, entry.rid, asker))
        why = told(line, asked, sent, self.state.held.get((origin, entry.rid)))
        if why is Told.IF_RELEASED:
            copied = copy_of(entry.rid, Marking.read(entry.marking), originator=origin, sender=self.name)
            if not isinstance(release(copied, self._recipient(asker), now=NOW), Released):
                return replace(link, entry=None)
            assert sent is not None
            self.state.sent[origin, entry.rid, asker] = replace(sent, delivered=True)
            self.state.egress.append((asker, origin, link.seq, entry.rid, entry.ver))
        return link if why else replace(link, entry=None)

    def _effect(self, origin: str, seq: int, entry: object, *, stale: bool) -> None:
        kind, rid = entry.kind, entry.rid  # type: ignore[attr-defined]
        if kind is Kind.PUT and not stale:
            self.state.text[origin, rid] = entry.ver  # type: ignore[attr-defined]
        elif kind is Kind.RETRACT and not stale:
            self.state.text.pop((origin, rid), None)
        elif kind is Kind.PROPOSE:
            self.state.applied[origin, seq] = self.state.applied.get((origin, seq), 0) + 1
        elif kind is Kind.ACK:
            self._acked(origin, entry)

    def _acked(self, member: str, entry: object) -> None:
        acked = read_receipt(entry, me=self.name)  # type: ignore[arg-type]
        if acked is None:
            return
        through, seqs = self.state.receipts.get(member, (0, frozenset()))
        self.state.receipts[member] = (max(through, acked.through), seqs | set(acked.seqs))
        links = self.state.links.get(self.name, [])
        entries = [(seq, links[seq - 1].entry) for seq in acked.seqs if 0 < seq <= len(links)]
        mine = {rid: one for (whose, rid, to), one in self.state.sent.items() if (whose, to) == (self.name, member)}
        held = {rid: one for (whose, rid), one in self.state.held.items() if whose == self.name}
        found = late([(seq, one.kind, one.rid) for seq, one in entries if one is not None], held, mine)
        self.state.sent |= {(self.name, rid, member): one for rid, one in found.promises.items()}
        if found.again and not self.blocked():
            self._append([draft for rid in found.again for draft in self._correct(rid)])

    def _correct(self, rid: str) -> tuple[Draft, ...]:
        """What everyone who was ever sent it is told of a record of ours as it is now."""
        holders = self._holders(rid)
        if rid not in self.state.records:
            return correction(rid, put=None, lost=holders)
        allowed = {member for member in holders if self._may(rid, member)}
        return correction(rid, put=self._put(rid, allowed), lost=holders - allowed)

    def _holders(self, rid: str) -> set[str]:
        mine = [(key, sent) for key, sent in self.state.sent.items() if key[0] == self.name and key[1] == rid]
        return {member for (_, _, member), sent in mine if sent.live}

    def _recover(self) -> None:
        """Our log is not whole: nothing is added to it before everybody gave back what they have of it."""
        if not self.state.recovering:
            self.state.recovering = frozenset(self.everyone) - {self.name}
            for key, sent in self.state.sent.items():
                if key[0] == self.name and sent.live and not sent.came:
                    self.state.sent[key] = replace(sent, unsure=True)

    def _given_back(self, links: list[Link], via: str) -> None:
        for link in links:
            self.state.members[link.seq] = self.state.members.get(link.seq, frozenset()) | {via}
        held = {rid: one for (whose, rid), one in self.state.held.items() if whose == self.name}
        mine = {rid: one for (whose, rid, to), one in self.state.sent.items() if (whose, to) == (self.name, via)}
        back = given_back(links, held=held, promises=mine)
        told_of = {link.seq: link.entry for link in links}
        for rid, one in back.held.items():
            self.state.held[self.name, rid] = one
            entry = told_of[one.seq]
            assert entry is not None
            self.state.records[rid] = (entry.ver, Marking.read(entry.marking))
        self.state.sent |= {(self.name, rid, via): one for rid, one in back.promises.items()}

    def _whole_again(self) -> None:
        """Our log is back: what was withdrawn in its lost end is so again, what may have been lost is told anew."""
        before = Tip()
        for link in self.state.links.get(self.name, []):
            if link.entry is None:
                rid = withdrawn_at(before, link, sorted(self.state.records), self.state.privates)
                if rid is not None:
                    self.state.final.add(rid)
                    self.state.records.pop(rid, None)
                    self.state.held[self.name, rid] = Held(seq=link.seq, live=False)
            before = Tip(seq=link.seq, hash=link.hash)
        mine = {(rid, to): sent for (whose, rid, to), sent in self.state.sent.items() if whose == self.name}
        held = {rid: one for (whose, rid), one in self.state.held.items() if whose == self.name}
        again = to_say_again(mine, held, self.state.final)
        for (rid, to), sent in mine.items():
            self.state.sent[self.name, rid, to] = replace(sent, unsure=False)
        if again and not self.blocked():
            self._append([draft for rid in sorted(again) for draft in self._correct(rid)])

    def _stop(self, origin: str, seq: int, proof: Fork) -> None:
        if self.state.stopped.get(origin, seq + 1) <= seq:
            return
        self.state.stopped[origin], self.state.proofs[origin] = seq, proof
        for (whose, rid), held in list(self.state.held.items()):
            if whose == origin and held.seq >= seq:
                self.state.held[whose, rid] = replace(held, live=False)
                self.state.text.pop((whose, rid), None)


def amber(members: Iterable[str]) -> Marking:
    """A marking for these members alone."""
    return Marking(tlp=TLP.AMBER, releasable_to=tuple(sorted(members)))
