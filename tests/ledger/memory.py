# ruff: noqa: PLR0917, PLR0911, ARG002, RUF007  # a fake, kept as short as it goes
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

from jisr.errors import BadSignature, Conflict, Forked
from jisr.ledger import (
    START,
    Draft,
    Head,
    Held,
    Key,
    Kind,
    Link,
    Tip,
    View,
    append,
    plan,
    public_of,
    read_heads,
    read_page,
    read_receipt,
    receipt,
    rotated,
    rotation,
    sign_head,
    verify_head,
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
class Sent:
    """For whom a record is, and whether it left."""

    seq: int
    live: bool
    delivered: bool = False
    came: bool = False
    unsure: bool = False


@dataclass
class State:
    """All a member keeps."""

    links: dict[str, list[Link]] = field(default_factory=dict)
    members: dict[int, frozenset[str]] = field(default_factory=dict)
    heads: dict[str, dict[int, Head]] = field(default_factory=dict)
    cursors: dict[tuple[str, str], int] = field(default_factory=dict)
    held: dict[tuple[str, str], Held] = field(default_factory=dict)
    text: dict[tuple[str, str], str] = field(default_factory=dict)
    sent: dict[tuple[str, str, str], Sent] = field(default_factory=dict)
    keys: dict[str, tuple[Key, ...]] = field(default_factory=dict)
    privates: tuple[bytes, ...] = ()
    records: dict[str, tuple[str, Marking]] = field(default_factory=dict)  # rid -> version, marking
    final: set[str] = field(default_factory=set)
    receipts: dict[str, tuple[int, frozenset[int]]] = field(default_factory=dict)
    claims: dict[tuple[str, int, str], bytes] = field(default_factory=dict)
    stopped: dict[str, int] = field(default_factory=dict)
    recovering: frozenset[str] = frozenset()
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
    return copy(value) if isinstance(value, (list, dict, Sent)) else value


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

    def tell(self, rid: str, marking: Marking) -> None:
        """A new version of a record of ours, shared with everybody the rule lets have it."""
        if rid in self.state.final or self.blocked():
            return
        version = hashlib.sha256(f"{rid}{self.dice.random()}".encode()).hexdigest()[:12]
        self.state.records[rid] = (version, marking)
        holders = {
            member
            for (origin, one, member), sent in self.state.sent.items()
            if origin == self.name and one == rid and sent.live
        }
        allowed = {member for member in self.everyone if member != self.name and self._may(rid, member)}
        drafts = [self._put(rid, allowed)]
        lost = holders - allowed
        if lost:
            drafts.append(Draft(kind=Kind.RETRACT, rid=rid, to=tuple(sorted(lost))))
        self._append(drafts)

    def withdraw(self, rid: str) -> None:
        """Take a record of ours back."""
        if rid not in self.state.records or rid in self.state.final or self.blocked():
            return
        holders = sorted(
            member
            for (origin, one, member), sent in self.state.sent.items()
            if origin == self.name and one == rid and sent.live
        )
        drafts = [Draft(kind=Kind.WITHDRAW, rid=rid, to=())]
        if holders:
            drafts.append(Draft(kind=Kind.RETRACT, rid=rid, to=tuple(holders)))
        self._append(drafts)
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
            asked = copy_of(rid, Marking.read(link.entry.marking), originator=origin, sender=self.name)
            known = self.state.sent.get((origin, rid, to))
            if known is None and to != origin and isinstance(release(asked, self._recipient(to), now=NOW), Released):
                self.state.sent[origin, rid, to] = Sent(seq=held.seq, live=True)

    def rotate(self) -> None:
        """Hand over to a new key."""
        if self.blocked():
            return
        tip, keys = self._tip(self.name), self.state.keys[self.name]
        private = hashlib.sha256(self.dice.randbytes(8)).digest()
        (link,) = self._append(
            [rotation(self.name, public_of(private), seq=tip.seq + 1, private=self.state.privates[-1])]
        )
        assert link.entry is not None
        self.state.keys[self.name] = rotated(self.name, link.seq, link.entry, keys)
        self.state.privates = (*self.state.privates, private)

    def restore(self, backup: State) -> None:
        """Come back from a copy: the keys are on another disk."""
        privates = self.state.privates
        self.state = backup.copied()
        self.state.recovering = frozenset(self.everyone) - {self.name}
        self.state.privates = privates
        for (origin, _, _), sent in self.state.sent.items():
            sent.unsure = origin == self.name and sent.live

    def blocked(self) -> bool:
        """Whether our log may not grow now."""
        return bool(self.state.recovering) or self.name in self.state.stopped

    # -- what nodes do

    def heads(self, asker: str) -> bytes:
        """What we show `asker`."""
        passed = {origin for (origin, _, member) in self.state.sent if member == asker and origin != self.name}
        found = []
        for origin in sorted({self.name, asker} | passed):
            head = self._head(origin)
            if head is not None:
                found.append(head)
        return write_heads(found)

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
            claims={seq: found for (whose, seq, _), found in self.state.claims.items() if whose == origin},
            stopped=self.state.stopped.get(origin),
        )
        try:
            made = plan(page, view)
        except Forked as error:
            self._stop(origin, int(error.facts["seq"]))
            raise
        links += made.links
        for link in made.filled:
            links[link.seq - 1] = link
        self.state.heads.setdefault(origin, {})[page.head.tip.seq] = page.head
        self.state.cursors[origin, via] = made.cursor
        self.state.keys[origin] = made.keys
        if origin == self.name:
            self._recovered([link for link in page.links if link.entry], via)
        for effect in made.effects:
            self._effect(origin, effect.seq, effect.entry, stale=effect.stale)
        for rid, held in made.held.items():
            self.state.held[origin, rid] = held
            for member in self.everyone:
                sent = self.state.sent.get((origin, rid, member))
                if sent is not None:
                    sent.seq, sent.live = held.seq, held.live
            if via != origin:
                known = self.state.sent.get((origin, rid, via))
                self.state.sent[origin, rid, via] = Sent(
                    seq=held.seq, live=held.live, came=True, delivered=bool(known and known.delivered)
                )
        word = receipt(origin, made, direct=via == origin)
        if word is not None:
            self.state.owed.append(word)
        self._sign()
        return made.cursor

    def _sign(self) -> None:
        """Acknowledge what was taken, as soon as the log may grow."""
        if self.state.owed and not self.blocked():
            owed, self.state.owed = self.state.owed, []
            self._append(owed)

    def sync(self, other: Member, cut: Cut, *, limit: int = 7) -> None:
        """One round, as `jisr.exchange.sync` goes."""
        shown = cut(other.heads(self.name))
        heads = {head.origin: head for head in self._compare(shown, other.name)}
        theirs = heads[self.name].tip.seq if self.name in heads else 0
        if theirs > self._tip(self.name).seq:
            self.state.recovering |= frozenset(self.everyone) - {self.name}
        if self.state.recovering:
            self._pull(other, self.name, theirs, 0, cut, limit)
            self.state.recovering -= {other.name}
            if not self.state.recovering:
                self._whole_again()
                self._sign()
        theirs = self._give(other, theirs, cut, limit)
        for origin, head in heads.items():
            if origin != self.name:
                self._pull(other, origin, head.tip.seq, self.state.cursors.get((origin, other.name), 0), cut, limit)
        self._give(other, theirs, cut, limit)

    def _give(self, other: Member, after: int, cut: Cut, limit: int) -> int:
        while after < self._tip(self.name).seq:
            data = self.page(other.name, self.name, after, limit)
            after = read_page(data).head.tip.seq
            other.take(cut(data), self.name)
        return after

    def _pull(self, other: Member, origin: str, last: int, after: int, cut: Cut, limit: int) -> None:
        while after < last and origin not in self.state.stopped:
            done = self.take(cut(other.page(self.name, origin, after, limit)), other.name)
            if done <= after:
                return
            after = done

    def _compare(self, shown: bytes, via: str) -> list[Head]:
        heads = []
        for head in read_heads(shown):
            try:
                verify_head(head, self.state.keys.get(head.origin, ()))
            except BadSignature:
                if head.origin in {via, self.name}:
                    pass  # a key we have not been told of yet: its page will tell
                heads.append(head)
                continue
            links = self.state.links.get(head.origin, [])
            if 0 < head.tip.seq <= len(links) and links[head.tip.seq - 1].hash != head.tip.hash:
                self._stop(head.origin, head.tip.seq)
                raise Forked("two heads", origin=head.origin, seq=str(head.tip.seq))
            if head.tip.seq > len(links) and head.origin not in {via, self.name}:
                self.state.claims[head.origin, head.tip.seq, via] = head.tip.hash
            heads.append(head)
        return heads

    # -- inside

    def _append(self, drafts: list[Draft]) -> tuple[Link, ...]:
        if self.blocked():
            raise Conflict("the log may not grow")
        found = append(self._tip(self.name), drafts, [self.dice.randbytes(64) for _ in drafts])
        self.state.links.setdefault(self.name, []).extend(found)
        for link, draft in zip(found, drafts, strict=True):
            self.state.members[link.seq] = frozenset(draft.to)
            if draft.kind in {Kind.PUT, Kind.WITHDRAW}:
                self.state.held[self.name, draft.rid] = Held(seq=link.seq, live=draft.kind is Kind.PUT, ver=draft.ver)
            if draft.kind in {Kind.PUT, Kind.RETRACT}:
                for member in draft.to:
                    sent = self.state.sent.setdefault((self.name, draft.rid, member), Sent(seq=0, live=True))
                    sent.seq, sent.live = link.seq, draft.kind is Kind.PUT
        return found

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
        bare = replace(link, entry=None)
        if entry.kind is Kind.KEY or origin == asker:
            return link
        sent, held = self.state.sent.get((origin, entry.rid, asker)), self.state.held.get((origin, entry.rid))
        if entry.kind in {Kind.PROPOSE, Kind.ANSWER, Kind.ACK}:
            return link if asker in self.state.members.get(link.seq, ()) and origin == self.name else bare
        if entry.kind is Kind.RETRACT:
            if sent is None or not (sent.delivered or sent.came):
                return bare
            return link if origin != self.name or asker in self.state.members[link.seq] else bare
        if entry.kind is not Kind.PUT or sent is None or sent.came or not sent.live or sent.seq != link.seq:
            return bare
        if held is None or not held.live or held.seq != link.seq or not entry.body:
            return bare
        asked = copy_of(entry.rid, Marking.read(entry.marking), originator=origin, sender=self.name)
        if not isinstance(release(asked, self._recipient(asker), now=NOW), Released):
            return bare
        sent.delivered = True
        self.state.egress.append((asker, origin, link.seq, entry.rid, entry.ver))
        return link

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
        gone = []
        for seq in acked.seqs:
            links = self.state.links.get(self.name, [])
            told = links[seq - 1].entry if seq <= len(links) else None
            if told is None or told.kind is not Kind.PUT or (self.name, told.rid, member) in self.state.sent:
                continue
            self.state.sent[self.name, told.rid, member] = Sent(seq=0, live=True, delivered=True)
            gone.append(told.rid)
        late = [
            Draft(kind=Kind.RETRACT, rid=rid, to=(member,))
            for rid in dict.fromkeys(gone)
            if not self._keeps(rid, member)
        ]
        if late and not self.blocked():
            self._append(late)

    def _keeps(self, rid: str, member: str) -> bool:
        held = self.state.held.get((self.name, rid))
        return bool(held and held.live and rid in self.state.records)

    def _recovered(self, links: list[Link], via: str) -> None:
        for link in links:
            entry = link.entry
            assert entry is not None
            self.state.members[link.seq] = self.state.members.get(link.seq, frozenset()) | {via}
            if entry.kind is Kind.PUT:
                known = self.state.held.get((self.name, entry.rid))
                if known is None or known.seq < link.seq:
                    self.state.held[self.name, entry.rid] = Held(seq=link.seq, live=True, ver=entry.ver)
                    self.state.records[entry.rid] = (entry.ver, Marking.read(entry.marking))
            if entry.kind in {Kind.PUT, Kind.RETRACT}:
                sent = self.state.sent.setdefault((self.name, entry.rid, via), Sent(seq=0, live=True, delivered=True))
                sent.delivered = True
                if link.seq >= sent.seq:
                    sent.seq, sent.live, sent.unsure = link.seq, entry.kind is Kind.PUT, False

    def _whole_again(self) -> None:
        """A retraction whose number before it nobody was told of follows a withdrawal: so it is one for good.

        What a member may not have after all, it is told again.
        """
        links, drafts, unsure = self.state.links.get(self.name, []), [], set()
        for before, link in zip(links, links[1:], strict=False):
            if link.entry is not None and link.entry.kind is Kind.RETRACT and before.entry is None:
                self.state.final.add(link.entry.rid)
                self.state.records.pop(link.entry.rid, None)
                self.state.held[self.name, link.entry.rid] = Held(seq=before.seq, live=False)
        for (origin, rid, member), sent in list(self.state.sent.items()):
            if origin != self.name or not sent.live:
                continue
            if rid in self.state.final:
                drafts.append(Draft(kind=Kind.RETRACT, rid=rid, to=(member,)))
            elif rid in self.state.records and (sent.unsure or sent.seq != self.state.held[origin, rid].seq):
                unsure.add(rid)
            sent.unsure = False
        for rid in sorted(unsure):
            holders = {m for (o, r, m), s in self.state.sent.items() if (o, r) == (self.name, rid) and s.live}
            allowed = {member for member in holders if self._may(rid, member)}
            drafts.append(self._put(rid, allowed))
            drafts += [Draft(kind=Kind.RETRACT, rid=rid, to=(member,)) for member in sorted(holders - allowed)]
        if drafts and not self.blocked():
            self._append(drafts)

    def _stop(self, origin: str, seq: int) -> None:
        self.state.stopped[origin] = min(seq, self.state.stopped.get(origin, seq))
        for (whose, rid), held in list(self.state.held.items()):
            if whose == origin and held.seq >= seq:
                self.state.held[whose, rid] = replace(held, live=False)
                self.state.text.pop((whose, rid), None)


def amber(members: Iterable[str]) -> Marking:
    """A marking for these members alone."""
    return Marking(tlp=TLP.AMBER, releasable_to=tuple(sorted(members)))
