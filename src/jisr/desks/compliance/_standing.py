"""How does a party stand with each jurisdiction on a day?

A list says who is on it, edition by edition; an act says when that begins or ends. An act's day is exact, the absence
from a list only shows that it ended between two editions. Where the two disagree, where an act does not say which of
several listings it ends, or where the day is too vague, the answer is `unclear` with the reasons: a person looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from jisr.desks.compliance._course import Act, Course, course, in_force, in_order, renewed
from jisr.records import Dependence, Reason, Validity


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """In which editions a list carried an entry (UTC): first and last that did.

    `before`: the last one before that did not; `gone`: the first one after that no longer did. None: there is none.
    """

    first: datetime
    last: datetime
    before: datetime | None = None
    gone: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one list says: `validity` as printed (begins: listed on), `seen` in its editions."""

    jurisdiction: str
    programme: str
    validity: Validity
    seen: Seen
    record: Dependence


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """With one jurisdiction. `state`: listed, delisted, not-yet, unclear; `since`, `until`: ISO 8601 or ""."""

    jurisdiction: str
    state: str
    since: str
    until: str
    programme: str
    reasons: tuple[Reason, ...]
    relied_on: tuple[Dependence, ...]


def standings(listings: Iterable[Listing], acts: Iterable[Act], *, on: date) -> tuple[Standing, ...]:
    """The standing of one party with every jurisdiction that ever spoke of it, as of `on` (a UTC day)."""
    lists, instruments = tuple(listings), tuple(act for act in acts if act.effect in _DECIDE)
    spoken = {item.jurisdiction for item in lists} | {act.jurisdiction for act in instruments if act.effect != "renews"}
    return tuple(
        _standing(
            tuple(item for item in lists if item.jurisdiction == jurisdiction),
            tuple(act for act in instruments if act.jurisdiction == jurisdiction),
            on,
        )
        for jurisdiction in sorted(spoken)
    )


_DECIDE = frozenset({"lists", "delists", "renews"})
_ORDER = {"listed": 0, "unclear": 1, "delisted": 2, "not-yet": 3}


def _standing(lists: tuple[Listing, ...], acts: tuple[Act, ...], on: date) -> Standing:
    """The strongest of what the single listings give: one that binds outweighs any that ended."""
    told = renewed(acts)
    deciding = in_order((*told, *(end for act in told if (end := act.expiry()))))
    found = [_one(item, deciding, on) for item in lists] or _by_acts_alone(deciding, on) or [_only_announced(acts)]
    best = min(found, key=lambda one: _ORDER[one.state])
    pending = tuple(_announced(act) for act in acts if act.effective is None)
    relied = (record for one in found for record in one.relied_on)
    return Standing(
        jurisdiction=best.jurisdiction,
        state=best.state,
        since=best.since,
        until=best.until,
        programme=best.programme,
        reasons=(*best.reasons, *pending),
        relied_on=tuple(dict.fromkeys((*relied, *(act.record for act in acts)))),
    )


def _by_acts_alone(acts: tuple[Act, ...], on: date) -> list[Standing]:
    """No list of that jurisdiction was loaded: what its acts say. An end alone tells nothing of the time before."""
    begun = [act for act in acts if act.effect == "lists"]
    if begun:
        return [_verified(_one(_as_listing(act), acts, on), act) for act in begun]
    found = [(_one(_as_listing(act), acts, on), _as_listing(act), act) for act in acts[:1]]
    return [
        _say(item, "unclear", reasons=(_ended(act),), until=one.until) if one.state == "listed" else one
        for one, item, act in found
    ]


def _only_announced(acts: tuple[Act, ...]) -> Standing:
    state = "not-yet" if any(act.effect == "lists" for act in acts) else "unclear"
    return _say(_as_listing(acts[0]), state, reasons=())


def _one(item: Listing, acts: tuple[Act, ...], on: date) -> Standing:
    begun = Validity(begins=item.validity.begins).holds_on(on)
    since = str(item.validity.begins or "")
    if begun is False:
        return _say(item, "not-yet", reasons=(_begun(item),), since=since)
    if begun is None:
        return _say(item, "unclear", reasons=(_begun(item), _reason("too-vague", date=since)), since=since)
    every = in_order((*_of_this(acts, item), *_printed_end(item)))
    sure = tuple(act for act in every if in_force(act, on))
    vague = tuple(act for act in every if in_force(act, on) is None)
    later = tuple(act for act in every if in_force(act, on) is False)
    said = _after(item, sure, later, on)
    if _after(item, in_order((*sure, *vague)), later, on).state == said.state:
        return said
    doubts = (reason for act in vague for reason in (_changes(act), _reason("too-vague", date=str(act.effective))))
    return _say(item, "unclear", reasons=(*said.reasons, *doubts), since=said.since)


def _of_this(acts: tuple[Act, ...], item: Listing) -> tuple[Act, ...]:
    """The acts that count for a listing: not an end that was over when it began, nor a listing which that had ended."""
    begins = item.validity.begins
    if begins is None:
        return acts
    earlier = [act for act in acts if act.effective is not None and act.effective.after <= begins.first]
    gone = {act.key for act in earlier} - {act.key for act in course(earlier).bound}
    return tuple(act for act in acts if act.key not in gone)


def _after(item: Listing, acts: tuple[Act, ...], later: tuple[Act, ...], on: date) -> Standing:
    """How it stands once `acts` have taken effect, and `later` ones have not."""
    left = course(acts)
    if left.ended:
        return _delisted_by(item, next((act for act in left.ended if act.certain), left.ended[0]))
    if left.doubtful:
        which = tuple(_reason("act-names-no-listing", act=act.title) for act in left.doubtful)
        return _say(item, "unclear", reasons=(*(_ended(act) for act in left.doubtful), *which))
    coming = left.next_end(later)
    begun = _listed(item, left, on)
    if begun.state == "not-yet":
        return begun
    if item.seen.gone is not None and coming is None and not left.again:
        return _gone(item, item.seen.gone, begun, on)
    ends = (_ended(coming), *_doubt(coming)) if coming else ()
    return replace(begun, reasons=(*begun.reasons, *ends), until=str(coming.effective) if coming else "")


def _listed(item: Listing, left: Course, on: date) -> Standing:
    """Since the day the list prints, else since an act; else nothing is known of the days before its first edition."""
    acts = left.bound[-1:] if left.again else tuple(act for act in left.bound if act.certain)
    if acts and (left.again or item.validity.begins is None):
        return _verified(_say(item, "listed", reasons=(_changes(acts[0]),), since=str(acts[0].effective)), acts[0])
    since = str(item.validity.begins or (_day(item.seen.first) if item.seen.before else ""))
    if item.validity.begins is None and on < item.seen.first.date():
        absent = item.seen.before is not None and on <= item.seen.before.date()
        return _say(item, "not-yet" if absent else "unclear", reasons=(_begun(item),), since=since)
    return _say(item, "listed", reasons=(_begun(item),), since=since)


def _delisted_by(item: Listing, act: Act) -> Standing:
    day = str(act.effective)
    if item.seen.gone is None and act.effective is not None and item.seen.last >= act.effective.after:
        clash = _reason("still-on-list", list=item.programme, date=_day(item.seen.last))
        return _say(item, "unclear", reasons=(_ended(act), clash), since=day)
    if not act.certain:
        return _say(item, "unclear", reasons=(_ended(act), *_doubt(act)), since=day)
    more = (_reason("gone-from-list", list=item.programme, date=_day(item.seen.gone)),) if item.seen.gone else ()
    return _say(item, "delisted", reasons=(_ended(act), *more), since=day)


def _gone(item: Listing, gone: datetime, begun: Standing, on: date) -> Standing:
    """No act is known: the entry ended between the last edition with it and the first without."""
    between = _reason("gone-between", list=item.programme, last=_day(item.seen.last), date=_day(gone))
    if on >= gone.date():
        return _say(item, "delisted", reasons=(between,), since=_day(gone))
    if on > item.seen.last.date():
        return _say(item, "unclear", reasons=(between,))
    return replace(begun, reasons=(*begun.reasons, between), until=_day(gone))


def _as_listing(act: Act) -> Listing:
    """A listing known by its act alone: no list of that jurisdiction was loaded."""
    return Listing(
        jurisdiction=act.jurisdiction,
        programme=act.title,
        validity=Validity(begins=act.effective if act.effect == "lists" else None),
        seen=Seen(first=_NEVER, last=_NEVER),
        record=act.record,
    )


_NEVER = datetime.min.replace(tzinfo=UTC)


def _printed_end(item: Listing) -> tuple[Act, ...]:
    """The end that the list itself prints, as if it were an act."""
    if item.validity.ends is None:
        return ()
    end = Act(
        jurisdiction=item.jurisdiction,
        effect="expires",
        title=item.programme,
        announced=None,
        effective=item.validity.ends,
        ends=None,
        certain=True,
        record=item.record,
    )
    return (end,)


def _verified(said: Standing, act: Act) -> Standing:
    """What an act says, or `unclear` where it has to be verified first."""
    if said.state != "listed" or act.certain:
        return said
    return replace(said, state="unclear", reasons=(*said.reasons, *_doubt(act)))


def _say(item: Listing, state: str, *, reasons: tuple[Reason, ...], since: str = "", until: str = "") -> Standing:
    return Standing(
        jurisdiction=item.jurisdiction,
        state=state,
        since=since,
        until=until,
        programme=item.programme,
        reasons=reasons,
        relied_on=(item.record,),
    )


def _changes(act: Act) -> Reason:
    if act.effect == "lists":
        return _reason("listed-on", date=str(act.effective), list=act.title)
    return _ended(act)


def _ended(act: Act) -> Reason:
    code = "ends-as-printed" if act.effect == "expires" else "delisted-by"
    return _reason(code, act=act.title, date=str(act.effective))


def _doubt(act: Act) -> tuple[Reason, ...]:
    return () if act.certain else (_reason("act-to-verify", act=act.title),)


def _announced(act: Act) -> Reason:
    return _reason("announced-only", act=act.title, date=str(act.announced or ""))


def _begun(item: Listing) -> Reason:
    if item.validity.begins is None:
        return _reason("on-list-since-edition", list=item.programme, date=_day(item.seen.first))
    return _reason("listed-on", date=str(item.validity.begins), list=item.programme)


def _day(instant: datetime) -> str:
    return instant.date().isoformat()


def _reason(code: str, **facts: str) -> Reason:
    return Reason(code=code, facts=tuple(facts.items()))
