"""How does a party stand with each jurisdiction on a day?

A list says who is on it, edition by edition; an act says when that begins or ends. An act's day is exact, the absence
from a list only shows that it ended between two editions. Where the two disagree, or the day is too vague, the answer
is `unclear` with both reasons: a person looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from jisr.records import Dependence, Reason, Validity, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """In which editions a list carried an entry (UTC): first and last that did, and the first that no longer did."""

    first: datetime
    last: datetime
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
class Act:
    """An instrument about the party. `effect`: lists, delists, relieves, other. No `effective`: announced only."""

    jurisdiction: str
    effect: str
    title: str
    announced: When | None
    effective: When | None
    ends: When | None
    certain: bool
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
    lists, instruments = tuple(listings), tuple(acts)
    spoken = {item.jurisdiction for item in lists} | {act.jurisdiction for act in instruments if act.effect in _DECIDE}
    found = (
        _standing(
            tuple(item for item in lists if item.jurisdiction == jurisdiction),
            tuple(act for act in instruments if act.jurisdiction == jurisdiction),
            on,
        )
        for jurisdiction in sorted(spoken)
    )
    return tuple(standing for standing in found if standing is not None)


_DECIDE = frozenset({"lists", "delists"})
_ORDER = {"listed": 0, "unclear": 1, "delisted": 2, "not-yet": 3}


def _standing(lists: tuple[Listing, ...], acts: tuple[Act, ...], on: date) -> Standing | None:
    """The strongest of what the single listings give: one that binds outweighs any that ended."""
    deciding = tuple(sorted((act for act in acts if act.effect in _DECIDE), key=_taking_effect))
    pending = tuple(_announced(act) for act in deciding if act.effective is None)
    inputs = lists or tuple(_as_listing(act) for act in deciding if act.effect == "lists")[:1]
    found = sorted((_one(item, deciding, on) for item in inputs), key=lambda one: _ORDER[one.state])
    if not found:
        return None
    best = found[0]
    relied = tuple(dict.fromkeys((*best.relied_on, *(act.record for act in deciding))))
    return Standing(
        jurisdiction=best.jurisdiction,
        state=best.state,
        since=best.since,
        until=best.until,
        programme=best.programme,
        reasons=(*best.reasons, *pending),
        relied_on=relied,
    )


def _one(item: Listing, acts: tuple[Act, ...], on: date) -> Standing:
    begun = Validity(begins=item.validity.begins).holds_on(on)
    if begun is not True:
        reason = _reason("listed-on", date=str(item.validity.begins), list=item.programme)
        state = "not-yet" if begun is False else "unclear"
        return _say(item, state, reasons=(reason,), since=str(item.validity.begins))
    last = next((act for act in reversed(acts) if act.effective and _in_force(act.effective, on)), None)
    if last is not None and last.effect == "delists" and last.effective is not None:
        return _delisted_by(item, last, on)
    coming = next(
        (act for act in acts if act.effect == "delists" and act.effective and _after(act.effective, on)), None
    )
    if item.seen.gone is not None and coming is None:
        return _gone(item, on)
    until = str(coming.effective) if coming else str(item.validity.ends or "")
    ends = (_reason("delisted-by", act=coming.title, date=until),) if coming else ()
    since = str(item.validity.begins or "")
    said = _reason("listed-on", date=since, list=item.programme) if since else _seen_since(item)
    return _say(item, "listed", reasons=(said, *ends), since=since, until=until)


def _delisted_by(item: Listing, act: Act, effective: When) -> Standing:
    day = str(effective)
    reason = _reason("delisted-by", act=act.title, date=day)
    still_there = item.seen.gone is None and item.seen.last >= effective.after
    if still_there:
        clash = _reason("still-on-list", list=item.programme, date=_day(item.seen.last))
        return _say(item, "unclear", reasons=(reason, clash), since=day)
    if not act.certain:
        return _say(item, "unclear", reasons=(reason, _reason("act-to-verify", act=act.title)), since=day)
    more = (_reason("gone-from-list", list=item.programme, date=_day(item.seen.gone)),) if item.seen.gone else ()
    return _say(item, "delisted", reasons=(reason, *more), since=day)


def _gone(item: Listing, on: date) -> Standing:
    """No act is known: the entry ended between the last edition with it and the first without."""
    gone = item.seen.gone or item.seen.last
    window = {"list": item.programme, "last": _day(item.seen.last), "date": _day(gone)}
    start = datetime.combine(on, time(), UTC)
    if start.date() >= gone.date():
        return _say(item, "delisted", reasons=(_reason("gone-between", **window),), since=_day(gone))
    if start.date() > item.seen.last.date():
        return _say(item, "unclear", reasons=(_reason("gone-between", **window),))
    since = str(item.validity.begins or "")
    said = _reason("listed-on", date=since, list=item.programme) if since else _seen_since(item)
    return _say(item, "listed", reasons=(said, _reason("gone-between", **window)), since=since, until=_day(gone))


def _as_listing(act: Act) -> Listing:
    """A listing known by its act alone: no list of that jurisdiction was loaded."""
    first = (act.effective or act.announced or When.read("0001")).first
    return Listing(
        jurisdiction=act.jurisdiction,
        programme=act.title,
        validity=Validity(begins=act.effective or act.announced),
        seen=Seen(first=first, last=first),
        record=act.record,
    )


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


def _taking_effect(act: Act) -> datetime:
    return act.effective.first if act.effective else datetime.max.replace(tzinfo=UTC)


def _in_force(effective: When, on: date) -> bool:
    return Validity(begins=effective).holds_on(on) is True


def _after(effective: When, on: date) -> bool:
    return Validity(begins=effective).holds_on(on) is False


def _announced(act: Act) -> Reason:
    return _reason("announced-only", act=act.title, date=str(act.announced or ""))


def _seen_since(item: Listing) -> Reason:
    return _reason("on-list-since-edition", list=item.programme, date=_day(item.seen.first))


def _day(instant: datetime) -> str:
    return instant.date().isoformat()


def _reason(code: str, **facts: str) -> Reason:
    return Reason(code=code, facts=tuple(facts.items()))
