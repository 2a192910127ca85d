"""May this copy go to that member?  One rule over the copy and all it carries; the first that refuses is named.

The order is the order of `RULES`. Nothing is allowed by being forgotten: no label, an unknown one, a part nobody can
judge, a member without an agreement are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from jisr import tables
from jisr.records import TLP, Marking

RULES_VERSION = "release-1"
_RANKS = {row["label"]: int(row["rank"]) for row in tables.rows("tlp")}
_GREEN, _AMBER, _STRICT, _RED = (_RANKS[one.value] for one in (TLP.GREEN, TLP.AMBER, TLP.AMBER_STRICT, TLP.RED))
_UNKNOWN = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What a copy carries of something else: where in it (`path`), and the thing's id."""

    path: str
    thing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One record version about to leave, or (`tombstone`) the word that it no longer stands.

    `tlp`: labels as written; the strictest binds, a word that is none is unknown. `onward_granted`: whom the originator
    lets others pass it to when `no_onward`. `sent_before`: members who were ever sent it. `kind`: its schema, for
    agreements that name kinds. `quotes`: what it refers to, embeds, attaches, mentions or rests on.
    """

    thing: str
    originator: str
    sender: str
    tlp: tuple[str, ...]
    releasable_to: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    no_onward: bool = False
    onward_granted: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    expires: datetime | None = None
    withdrawn: bool = False
    sent_before: frozenset[str] = frozenset()
    tombstone: bool = False
    kind: str = ""
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is to have it, under which agreement.

    `communities`: the members of each community it belongs to. `kinds`: schemata the agreement covers (None: all).
    `ceiling`: the narrowest label it covers (None: all). `until`: when it ends. `active`: not suspended, not left.
    """

    member: str
    purposes: frozenset[str] = frozenset()
    communities: tuple[frozenset[str], ...] = ()
    kinds: frozenset[str] | None = None
    ceiling: TLP | None = None
    until: datetime | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """It may go, with everything it carries."""

    version: str = RULES_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """It may not: the first rule that refused, and the way to the part it refused ("" the copy itself)."""

    code: str
    path: str = ""
    version: str = RULES_VERSION


def copy_of(thing: str, marking: Marking | None, *, originator: str, sender: str) -> Copy:
    """A copy as its marking says; without one it carries no label and goes nowhere."""
    if marking is None:
        return Copy(thing=thing, originator=originator, sender=sender, tlp=())
    return Copy(
        thing=thing,
        originator=originator,
        sender=sender,
        tlp=(marking.tlp.value,),
        releasable_to=frozenset(marking.releasable_to),
        named=frozenset(marking.named),
        no_onward=marking.onward is not None,
        onward_granted=frozenset(marking.onward or ()),
        purposes=frozenset(marking.purposes),
        expires=marking.expires,
    )


def release(
    copy: Copy, recipient: Recipient, *, now: datetime, closure: Mapping[str, Copy] | None = None
) -> Released | Refused:
    """Whether the copy may go to the recipient at `now` (UTC), with all it carries.

    `closure`: the copies of what is quoted, by thing. A quoted thing that is not in it cannot be judged, so it refuses;
    what is quoted in a circle is judged once.
    """
    code = _refusal(copy, recipient, now)
    if code:
        return Refused(code=code)
    if copy.tombstone or recipient.member == copy.originator:
        return _RELEASED
    path = _denied(copy, recipient, now, closure or {}) if copy.quotes else ""
    return Refused(code="embedded-reference", path=path) if path else _RELEASED


def _refusal(copy: Copy, recipient: Recipient, now: datetime) -> str:
    rank = max((_RANKS.get(label, _UNKNOWN) for label in copy.tlp), default=-1)
    for code, refuses in RULES:
        verdict = refuses(copy, recipient, rank, now)
        if verdict is not None:
            return code if verdict else ""
    return ""


def _denied(copy: Copy, recipient: Recipient, now: datetime, closure: Mapping[str, Copy]) -> str:
    """The way to the first part that may not go; "" when all may."""
    seen, waiting = {copy.thing}, [("", quote) for quote in reversed(copy.quotes)]
    while waiting:
        above, quote = waiting.pop()
        if quote.thing in seen:
            continue
        seen.add(quote.thing)
        path = f"{above}{quote.path} -> {quote.thing}"
        part = closure.get(quote.thing)
        if part is None or _refusal(part, recipient, now):
            return path
        waiting += [(f"{path} / ", inner) for inner in reversed(part.quotes)]
    return ""


# Each rule answers True: refuse; False: allow, the rules after it are not asked; None: the next one decides.


def _unknown_marking(_copy: Copy, _recipient: Recipient, rank: int, _now: datetime) -> bool | None:
    return True if rank == _UNKNOWN else None


def _unmarked(_copy: Copy, _recipient: Recipient, rank: int, _now: datetime) -> bool | None:
    return True if rank < 0 else None


def _tombstone(copy: Copy, recipient: Recipient, _rank: int, _now: datetime) -> bool | None:
    return recipient.member not in copy.sent_before if copy.tombstone else None


def _suspended(_copy: Copy, recipient: Recipient, _rank: int, _now: datetime) -> bool | None:
    return None if recipient.active else True


def _withdrawn(copy: Copy, _recipient: Recipient, _rank: int, _now: datetime) -> bool | None:
    return True if copy.withdrawn else None


def _expired(copy: Copy, _recipient: Recipient, _rank: int, now: datetime) -> bool | None:
    return True if copy.expires is not None and copy.expires <= now else None


def _its_own(copy: Copy, recipient: Recipient, _rank: int, _now: datetime) -> bool | None:
    return False if recipient.member == copy.originator else None


def _red(copy: Copy, recipient: Recipient, rank: int, _now: datetime) -> bool | None:
    return True if rank == _RED and recipient.member not in copy.named else None


def _amber(copy: Copy, recipient: Recipient, rank: int, _now: datetime) -> bool | None:
    return True if rank in {_AMBER, _STRICT} and recipient.member not in copy.releasable_to else None


def _green(copy: Copy, recipient: Recipient, rank: int, _now: datetime) -> bool | None:
    if rank != _GREEN:
        return None
    pair = {copy.originator, recipient.member}
    return None if any(pair <= community for community in recipient.communities) else True


def _rel_to(copy: Copy, recipient: Recipient, _rank: int, _now: datetime) -> bool | None:
    return True if copy.releasable_to and recipient.member not in copy.releasable_to else None


def _originator_control(copy: Copy, recipient: Recipient, _rank: int, _now: datetime) -> bool | None:
    relayed = copy.sender != copy.originator
    return True if relayed and copy.no_onward and recipient.member not in copy.onward_granted else None


def _tlp_onward(copy: Copy, _recipient: Recipient, rank: int, _now: datetime) -> bool | None:
    return True if copy.sender != copy.originator and rank >= _STRICT else None


def _purpose(copy: Copy, recipient: Recipient, _rank: int, _now: datetime) -> bool | None:
    return True if copy.purposes and copy.purposes.isdisjoint(recipient.purposes) else None


def _agreement_ended(_copy: Copy, recipient: Recipient, _rank: int, now: datetime) -> bool | None:
    return True if recipient.until is not None and recipient.until <= now else None


def _agreement_kind(copy: Copy, recipient: Recipient, _rank: int, _now: datetime) -> bool | None:
    return True if recipient.kinds is not None and copy.kind not in recipient.kinds else None


def _above_ceiling(_copy: Copy, recipient: Recipient, rank: int, _now: datetime) -> bool | None:
    return True if recipient.ceiling is not None and rank > _RANKS[recipient.ceiling.value] else None


_RELEASED = Released()
RULES: tuple[tuple[str, Callable[[Copy, Recipient, int, datetime], bool | None]], ...] = (
    ("unknown-marking", _unknown_marking),
    ("unmarked", _unmarked),
    ("tombstone-only-to-holders", _tombstone),
    ("suspended", _suspended),
    ("withdrawn", _withdrawn),
    ("expired", _expired),
    ("its-own", _its_own),
    ("tlp-red", _red),
    ("tlp-amber", _amber),
    ("tlp-green", _green),
    ("rel-to", _rel_to),
    ("originator-control", _originator_control),
    ("tlp-onward", _tlp_onward),
    ("purpose", _purpose),
    ("agreement-ended", _agreement_ended),
    ("agreement-kind", _agreement_kind),
    ("above-ceiling", _above_ceiling),
)
