# ruff: noqa: SIM105  # what may break here is the trial
"""A random history of a coalition, and what must be true after it."""

from __future__ import annotations

import random
from collections.abc import Callable

from jisr.errors import BadSignature, Conflict, Forked, Gap, Unreadable
from jisr.ledger import Kind
from jisr.records import TLP, Marking
from tests.ledger.memory import Lost, Member, State, amber

NAMES = ("north", "coast", "river", "lake", "hill", "dune", "bay", "cape", "isle", "ford", "vale", "moor")
BROKEN = (BadSignature, Conflict, Forked, Gap, Unreadable, Lost)


class World:
    """Members, lines between them that break, and the answers kept to be played again."""

    def __init__(self, seed: int, size: int = 5) -> None:
        self.dice = random.Random(seed)  # noqa: S311  # a trial
        names = NAMES[:size]
        self.members = {name: Member(name, names, seed) for name in names}
        for one in self.members.values():
            for other in self.members.values():
                one.trust(other)
        self.cut_off: set[frozenset[str]] = set()
        self.backups: dict[str, State] = {}
        self.kept: list[tuple[bytes, str, str]] = []
        self.forked: dict[str, int] = {}  # the first number of two
        self.withdrawn: dict[tuple[str, str], bytes] = {}  # the hash of the number that took it back

    def step(self) -> None:
        """One thing happens."""
        act = self.dice.choices([act for act, _ in STEPS], [weight for _, weight in STEPS])[0]
        member = self.dice.choice(list(self.members.values()))
        try:
            act(self, member)
        except BROKEN:
            pass

    def heal(self, rounds: int = 4) -> None:
        """Every line holds, everybody meets everybody, often enough."""
        self.cut_off.clear()
        for _ in range(rounds):
            for one in self.members.values():
                for other in self.members.values():
                    if one is not other:
                        try:
                            one.sync(other, bytes)
                        except BROKEN:
                            pass

    def faults(self) -> list[str]:
        """Whatever is not as it must be, after healing."""
        return [
            *leaks(self),
            *_unlike(self),
            *_kept(self),
            *_stuck(self),
            *_loud(self),
            *_twice(self),
            *_unforked(self),
        ]


def _tell(world: World, member: Member) -> None:
    rid = f"r{world.dice.randrange(4)}"
    audience = [name for name in world.members if world.dice.random() < 0.6]
    marking = amber(audience) if world.dice.random() < 0.7 else Marking(tlp=TLP.CLEAR)
    if (member.name, rid) not in world.withdrawn:
        member.tell(rid, marking, [name for name in world.members if world.dice.random() < 0.8])


def _share(world: World, member: Member) -> None:
    rids = sorted(member.state.records)
    if rids:
        member.share(world.dice.choice(rids), [world.dice.choice(sorted(world.members))])


def _narrow(world: World, member: Member) -> None:
    rids = sorted(member.state.records)
    if rids:
        rid = world.dice.choice(rids)
        had = member.state.records[rid][1].releasable_to or tuple(world.members)
        member.tell(rid, amber(name for name in had if world.dice.random() < 0.5), ())


def _withdraw(world: World, member: Member) -> None:
    rids = sorted(member.state.records)
    if rids and not member.blocked():
        rid = world.dice.choice(rids)
        member.withdraw(rid)
        world.withdrawn[member.name, rid] = next(
            link.hash
            for link in reversed(member.state.links[member.name])
            if link.entry is not None and link.entry.kind is Kind.WITHDRAW
        )


def _sync(world: World, member: Member) -> None:
    other = world.dice.choice([one for one in world.members.values() if one is not member])
    if frozenset((member.name, other.name)) in world.cut_off:
        return
    after, kind = world.dice.randrange(12), world.dice.random()

    def cut(data: bytes) -> bytes:
        nonlocal after
        after -= 1
        if b"x-jisr-page" in data[:40] and f'"origin":"{member.name}"'.encode() not in data:
            world.kept.append((data, other.name, member.name))  # what was on its way to us; our own may be for others
            del world.kept[:-30]
        if after >= 0 or kind > 0.5:
            return data
        if kind < 0.15:
            return data[: world.dice.randrange(len(data))]
        if kind < 0.2:
            place = world.dice.randrange(len(data))
            return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        raise Lost

    member.sync(other, cut, limit=world.dice.choice((1, 3, 50)))


def _crash(world: World, member: Member) -> None:
    """A node stops in the middle of taking a page: the transaction never was."""
    member.stops_in_the_middle = True
    try:
        _sync(world, member)
    finally:
        member.stops_in_the_middle = False


def _again(world: World, member: Member) -> None:
    """A page of long ago comes again, out of order."""
    pages = [(data, via) for data, via, to in world.kept if to == member.name]
    if pages:
        member.take(*world.dice.choice(pages))


def _relay(world: World, member: Member) -> None:
    origin, to = world.dice.sample(sorted(world.members), 2)
    if member.name not in {origin, to}:
        member.relay(origin, to)


def _part(world: World, member: Member) -> None:
    other = world.dice.choice(sorted(world.members))
    pair = frozenset((member.name, other))
    world.cut_off ^= {pair}


def _backup(world: World, member: Member) -> None:
    world.backups[member.name] = member.state.copied()


def _restore(world: World, member: Member) -> None:
    backup = world.backups.pop(member.name, None)
    if backup is not None and not world.forked:
        member.restore(backup)


def _fork(world: World, member: Member) -> None:
    """A copy of the node is set up beside it, and both go on: whoever holds the key signs two histories."""
    if world.forked or member.blocked() or world.dice.random() > 0.05:
        return
    twin = Member(member.name, member.everyone, world.dice.randrange(10**9))
    twin.state = member.state.copied()
    twin.state.privates = member.state.privates
    one, other = world.dice.sample([name for name in world.members if name != member.name], 2)
    for branch, taker in ((member, one), (twin, other)):
        branch.propose(taker)
        try:
            branch.sync(world.members[taker], bytes)
        except BROKEN:
            pass
    histories = [
        tuple(link.hash for link in world.members[name].state.links.get(member.name, ())) for name in (one, other)
    ]
    unlike = [seq for seq, (left, right) in enumerate(zip(*histories, strict=False), start=1) if left != right]
    if unlike:
        world.forked[member.name] = unlike[0]


def _rotate(_world: World, member: Member) -> None:
    member.rotate()


def _propose(world: World, member: Member) -> None:
    member.propose(world.dice.choice([name for name in world.members if name != member.name]))


STEPS: tuple[tuple[Callable[[World, Member], None], int], ...] = (
    (_tell, 20),
    (_share, 6),
    (_narrow, 8),
    (_withdraw, 6),
    (_sync, 45),
    (_crash, 5),
    (_again, 5),
    (_relay, 4),
    (_part, 6),
    (_backup, 3),
    (_restore, 2),
    (_fork, 2),
    (_rotate, 2),
    (_propose, 5),
)


def leaks(world: World) -> list[str]:
    """Nothing left that the marking on it forbade, nor anything taken back before it left."""
    found = []
    for member in world.members.values():
        for to, origin, seq, _, _ in member.state.egress:
            links = member.state.links.get(origin, [])
            entry = links[seq - 1].entry if seq <= len(links) else None
            if entry is None:
                continue  # a restored node's egress is older than its log
            marking = Marking.read(entry.marking)
            if marking.tlp is TLP.AMBER and to not in marking.releasable_to and to != origin:
                found.append(f"leak of {origin} {seq} to {to}")
    return found


def _unlike(world: World) -> list[str]:
    """Everybody has what is for them, in its last version, and nothing else; and signed for it."""
    found = []
    sound = {name: one for name, one in world.members.items() if name not in world.forked}
    for name, origin in sound.items():
        if origin.state.recovering:
            found.append(f"{name} still recovers")
        for other in world.members.values():
            if other is origin or other.name in world.forked:
                continue
            wanted = {
                rid: version
                for rid, (version, _) in origin.state.records.items()
                if (sent := origin.state.sent.get((name, rid, other.name))) is not None and sent.live and sent.seq > 0
            }
            have = {rid: text for (whose, rid), text in other.state.text.items() if whose == name}
            extra = {rid for rid in have if rid not in wanted}
            for rid in sorted(extra):
                if rid in origin.state.final or rid not in origin.state.records:
                    found.append(f"{other.name} holds {name}'s {rid}, which is gone")
                elif have[rid] != origin.state.records[rid][0]:
                    found.append(f"{other.name} holds an old {rid} of {name}")
            found += [f"{other.name} lacks {rid} of {name}" for rid in wanted if have.get(rid) != wanted[rid]]
            through, seqs = origin.state.receipts.get(other.name, (0, frozenset()))
            last = max(
                (s.seq for (o, _, m), s in origin.state.sent.items() if o == name and m == other.name and s.delivered),
                default=0,
            )
            if last > through and last not in seqs:
                found.append(f"{other.name} has not signed for {last} of {name}")
    return found


def _kept(world: World) -> list[str]:
    """What was taken back is nowhere, once its number ever left; with its origin it is gone for good."""
    found = []
    for (name, rid), digest in world.withdrawn.items():
        if name in world.forked:
            continue
        left = any(
            link.hash == digest
            for one in world.members.values()
            for link in one.state.links.get(name, ())
            if one.name != name
        )
        holders = [one.name for one in world.members.values() if (name, rid) in one.state.text]
        if left and (holders or rid in world.members[name].state.records):
            found.append(f"{holders} hold {name}'s {rid}, which was withdrawn")
    return found


def _stuck(world: World) -> list[str]:
    """What a member passes on arrives, unless its origin itself told the other to drop it since."""
    return [
        f"{member.name} did not pass {origin}'s {rid} on to {to}"
        for member in world.members.values()
        for (origin, rid, to), sent in member.state.sent.items()
        if origin != member.name and sent.live and not sent.came and not {origin, to, member.name} & world.forked.keys()
        if member.may_pass(origin, rid, to)
        and world.members[to].state.text.get((origin, rid)) != member.state.text.get((origin, rid))
        and not _dropped_since(world.members[to], origin, rid, sent.seq)
    ]


def _dropped_since(member: Member, origin: str, rid: str, seq: int) -> bool:
    held = member.state.held.get((origin, rid))
    return held is not None and held.seq > seq and not held.live


def _loud(world: World) -> list[str]:
    """When all is told, nothing more is said."""
    before = {name: len(one.state.links.get(name, ())) for name, one in world.members.items()}
    world.heal(rounds=1)
    after = {name: len(one.state.links.get(name, ())) for name, one in world.members.items()}
    return [f"{name} went on talking" for name in before if before[name] != after[name]]


def _twice(world: World) -> list[str]:
    return [
        f"{name}: {entry} took effect {times} times"
        for name, one in world.members.items()
        for entry, times in one.state.applied.items()
        if times != 1
    ]


def _unforked(world: World) -> list[str]:
    """Whoever signed two histories is found out by every other member.

    Where it handed over to a new key since, the old one counts for nothing: then at least no two go on unlike.
    """
    found = []
    for liar, seq in world.forked.items():
        going = [one for name, one in world.members.items() if name != liar and liar not in one.state.stopped]
        handed = any(key.until is not None and key.until >= seq for key in world.members[liar].state.keys[liar])
        ends = {links[seq - 1].hash for one in going if len(links := one.state.links.get(liar, [])) >= seq}
        if len(ends) > 1 or not handed:
            found += [f"{one.name} does not know that {liar} forked" for one in going]
    return found
