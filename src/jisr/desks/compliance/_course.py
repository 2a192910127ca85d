"""Which acts list a party, which took it off again, and what is left on a day?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter

from jisr.records import Dependence, Validity, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An instrument about the party. `effect`: lists, renews, delists, relieves, other. No `effective`: announced only.

    `amends`: ids of the acts it ends or replaces; empty: it does not say.
    """

    jurisdiction: str
    effect: str
    title: str
    announced: When | None
    effective: When | None
    ends: When | None
    certain: bool
    record: Dependence
    amends: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the others, and from its own printed end."""
        return self.record.thing, self.effect

    def expiry(self) -> Act | None:
        """Its own printed end, as an act, where it lists."""
        if self.effect != "lists" or self.effective is None or self.ends is None:
            return None
        amends = frozenset({self.record.thing})
        return replace(self, effect="expires", effective=self.ends, ends=None, certain=True, amends=amends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What a row of acts leaves behind.

    `bound`: listing acts that still bind. `ended`: what took the last of them off, and what repeated it; empty while
    one binds. `doubtful`: acts that end one of several, without saying which. `again`: listed anew after an end.
    """

    bound: tuple[Act, ...] = ()
    ended: tuple[Act, ...] = ()
    doubtful: tuple[Act, ...] = ()
    again: bool = False

    def then(self, act: Act) -> Course:
        """After one more act, not older than the others."""
        if act.effect == "lists":
            return Course(bound=(*self.bound, act), doubtful=self.doubtful, again=self.again or bool(self.ended))
        if not self.bound:
            return Course(ended=(*self.ended, act))
        rest = tuple(one for one in self.bound if one.record.thing not in act.amends)
        if len(self.bound) == 1 and not act.amends:
            rest = ()
        if not rest:
            return Course(ended=(act,))
        if rest == self.bound:
            return Course(bound=rest, doubtful=(*self.doubtful, act), again=self.again)
        return Course(bound=rest, doubtful=self.doubtful, again=self.again)

    def next_end(self, later: Iterable[Act]) -> Act | None:
        """The first of the later acts that leaves no listing."""
        left = self
        for act in later:
            left = left.then(act)
            if left.ended:
                return act
        return None


def course(acts: Iterable[Act]) -> Course:
    """What the acts, the oldest first, leave behind."""
    found = Course()
    for act in acts:
        found = found.then(act)
    return found


def renewed(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """The same, where what renews a listing act, or its renewal, lists; what renews something else is left out."""
    listing = {act.record.thing for act in acts if act.effect == "lists"}
    more = True
    while more:
        found = {act.record.thing for act in acts if act.effect == "renews" and act.amends & listing} - listing
        listing, more = listing | found, bool(found)
    return tuple(
        replace(act, effect="lists") if act.effect == "renews" else act
        for act in acts
        if act.effect != "renews" or act.record.thing in listing
    )


def in_force(act: Act, on: date) -> bool | None:
    """Whether the act has taken effect on some part of `on`; None: its day is too vague to tell."""
    return Validity(begins=act.effective).holds_on(on)


def in_order(acts: Iterable[Act]) -> tuple[Act, ...]:
    """Those that take effect at all, the earliest first; on one day in the order given."""
    dated = [(act.effective.first, act) for act in acts if act.effective]
    return tuple(act for _, act in sorted(dated, key=itemgetter(0)))
