"""What happened, by all that was read? One event told by five outlets is one event with five sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from jisr.desks.documents import Seen, bodies_of, key_of, members_of, same_events, steps
from jisr.errors import NotFound, Unreadable, WrongUse
from jisr.names import fold
from jisr.node import chain
from jisr.node.convert import properties_of
from jisr.node.models import Record, Review, Telling
from jisr.node.naming import label_of, named
from jisr.node.parties import Parties
from jisr.node.queries.clocks import clocks as read_clocks
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.queries.reading import place_of, told_row
from jisr.node.values import Clocks, Happening, PressLine, PressPage, Report, TimelinePage
from jisr.records import When
from jisr.sharing import Reader, Role, require

_MOST = 3000  # tellings looked at for one answer
_MONEY = re.compile(r"\d+(?:\.\d+)? [A-Z]{3}")
_WHO = ("actor", "target", "obj")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to show. `party`: a party's or a table's id, or words of the text; `country`: ISO 3166-1 alpha-2.

    `since`, `until`: ISO 8601 days, months or years; "" open. `other`: with `country`, only what both take part in, by
    their governments, bodies, cities and missions too. `step`: visit, meeting, agreement, opening, promise; "any": one
    of them.
    """

    party: str = ""
    country: str = ""
    type: str = ""
    since: str = ""
    until: str = ""
    limit: int = 50
    other: str = ""
    step: str = ""


def timeline(wish: Wish, *, reader: Reader, clocks: Clocks | None = None) -> TimelinePage:
    """The events of the articles the reader may see, as held at `clocks.known`, the newest first. Audited.

    Raises `NotAllowed`, `WrongUse` for a day that is none. What people called wrong is left out; what a plug-in
    proposed counts once somebody called it right.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    times = clocks or read_clocks()
    chain.note(reader, "read-timeline", wish.party or wish.country or wish.type)
    seen = _events(reader, times)
    types = tuple(sorted(set(seen.values_list("type", flat=True))))
    held = _standing(_wished(seen, wish, reader, times).order_by("-first", "-pk")[:_MOST])
    rows = [row for row in held if _is_step(row, wish.step) and _is_between(row, wish)]
    groups = same_events([_seen(row) for row in rows])
    told = [[rows[at] for at in group] for group in groups]
    told.sort(key=lambda group: max((row.first, row.pk) for row in group), reverse=True)
    texts = _Texts()
    return TimelinePage(
        happenings=tuple(_happening(group, texts) for group in told[: wish.limit]),
        known=times.known,
        types=types,
        steps=tuple(dict.fromkeys(steps().values())),
        more=len(told) > wish.limit,
    )


def press(thing: str, *, reader: Reader, clocks: Clocks | None = None, limit: int = 100) -> PressPage:
    """What articles say of a party, or of a country, body or place of the tables, the newest first. Audited.

    A name that nobody confirmed only may be the party; one that was dismissed is left out. Raises `NotFound`.
    """
    times = clocks or read_clocks()
    markings = visible_markings(reader)
    party = Record.objects.filter(thing=thing, about="", marking__in=markings).order_by("-known_from", "-pk").first()
    if party is None and not label_of(thing, "en"):
        message = f"no party {thing!r}"
        raise NotFound(message, thing=thing)
    chain.note(reader, "read-press", thing)
    names = _names(thing, reader, times)
    wanted = Q(participants__known__in=_members(thing, markings, times))
    if party is None:
        wanted |= Q(participants__key=key_of(thing))  # a country by its government and its capital too
    for name in names.values():
        wanted |= Q(record__thing=name.about, participants__key=fold(name.title))
        wanted |= Q(record__thing=name.about, sentence_start__lte=name.start, sentence_end__gt=name.start)
    rows = _standing(_told(reader, times).filter(wanted).distinct().order_by("-first", "-pk")[:limit])
    texts = _Texts()
    caption = party.caption if party else ""
    return PressPage(
        thing=thing,
        name_en=caption or label_of(thing, "en"),
        name_ar=caption or label_of(thing, "ar"),
        is_party=party is not None,
        lines=tuple(_line(row, texts, names.get(row.record.thing)) for row in rows),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """Where an article has a name that is, or may be, the party's."""

    finding: int
    about: str
    title: str
    start: int
    sure: bool


def _names(thing: str, reader: Reader, times: Clocks) -> Mapping[str, _Name]:
    """Article -> the name in it that a finding holds against the party, unless somebody dismissed it."""
    members = _members(thing, visible_markings(reader), times)
    rows = visible_findings(reader).filter(desk="reading", kind="mention", subject__in=members)
    kept = rows.exclude(state__in=("dismissed", "withdrawn")).order_by("pk")
    return {
        row.about: _Name(
            finding=row.pk,
            about=row.about,
            title=row.title,
            start=_start(row.question),
            sure=row.state == "confirmed",
        )
        for row in kept
    }


def _start(question: str) -> int:
    found = re.search(r'"start":"(\d+)"', question)
    return int(found[1]) if found else -1


def _members(thing: str, markings: list[int], times: Clocks) -> tuple[str, ...]:
    return Parties(times.known, markings=markings).members(thing)


def _line(row: Telling, texts: _Texts, name: _Name | None) -> PressLine:
    return PressLine(
        report=texts.report(row, ()),
        sure=name is None or name.sure,
        finding=name.finding if name else None,
        name=name.title if name else "",
    )


def _told(reader: Reader, times: Clocks) -> QuerySet[Telling]:
    """All that was told by articles held then, of those the reader may see."""
    held = Q(record__known_to=None) | Q(record__known_to__gt=times.known)
    rows = Telling.objects.filter(held, record__marking__in=visible_markings(reader))
    joined = rows.filter(record__known_from__lte=times.known).select_related(
        "record__batch", "record__marking", "record__reading"
    )
    return joined.prefetch_related("participants")


def _events(reader: Reader, times: Clocks) -> QuerySet[Telling]:
    return _told(reader, times).filter(kind="event")


def _wished(rows: QuerySet[Telling], wish: Wish, reader: Reader, times: Clocks) -> QuerySet[Telling]:
    if wish.type:
        rows = rows.filter(type=wish.type)
    if wish.since:
        rows = rows.filter(last__gte=_day(wish.since, "since", last=False))
    if wish.until:
        rows = rows.filter(first__gt="", first__lte=_day(wish.until, "until", last=True))
    if wish.step:
        rows = rows.filter(type__in={type_ for type_, _ in steps()})
    if wish.country and wish.other:
        rows = rows.filter(_of_member(wish.country)).filter(_of_member(wish.other))
    elif wish.country:
        rows = rows.filter(participants__key=wish.country.lower())
    if wish.party:
        keys = {key_of(wish.party), fold(wish.party)}
        keys |= {fold(name.title) for name in _names(wish.party, reader, times).values()}
        rows = rows.filter(participants__key__in=sorted(keys))
    return rows.distinct()


def _of_member(country: str) -> Q:
    """Those with a participant that may stand for the state: more than do, never fewer (`_is_between` settles it)."""
    code = country.lower()
    own = Q(participants__key=code) | Q(participants__key__in=bodies_of(code))
    bodies = Q(participants__key__startswith="org:", participants__key__endswith=f"-{code}")
    return own | bodies | Q(participants__key__startswith=f"org:{code}-") | Q(participants__key__contains="-embassy-")


def _is_between(row: Telling, wish: Wish) -> bool:
    """Whether both states take part; one participant that stands for both (an embassy) will do."""
    if not (wish.country and wish.other):
        return True
    there = {state for one in row.participants.all() if one.part != "via" for state in members_of(one.key)}
    return {wish.country.lower(), wish.other.lower()} <= there


def _is_step(row: Telling, step: str) -> bool:
    return not step or steps().get((row.type, row.state), "") in ({step} if step != "any" else {*steps().values()})


def _day(text: str, field: str, *, last: bool) -> str:
    try:
        moment = When.read(text)
    except Unreadable as error:
        message = f"--{field} {text!r} is no day: write it as 2025-11-06"
        raise WrongUse(message, field=field, value=text) from error
    number = max(moment.first.toordinal(), moment.after.toordinal() - 1) if last else moment.first.toordinal()
    return date.fromordinal(number).isoformat()


def _standing(rows: Iterable[Telling]) -> list[Telling]:
    """Without what people called wrong, and what a plug-in proposed and nobody called right."""
    every = list(rows)
    said = Review.objects.filter(record__in={row.record_id for row in every}, undone_at=None).order_by("pk")
    verdicts = {(one.record_id, one.kind, one.rule or one.producer, one.start, one.end): one.verdict for one in said}
    kept = ((row, verdicts.get(place_of(row), "")) for row in every)
    return [row for row, verdict in kept if verdict == "right" or (verdict != "wrong" and not row.producer)]


def _seen(row: Telling) -> Seen:
    every = [one for one in row.participants.all() if not _MONEY.fullmatch(one.known or one.words)]
    who = {one.key for one in every if one.part in _WHO} or {one.key for one in every if one.part == "place"}
    first = date.fromisoformat(row.first) if row.first else None
    last = date.fromisoformat(row.last) if row.last else None
    return Seen(type=row.type, first=first, last=last, keys=frozenset(who))


class _Texts:
    """The articles of an answer, each read once."""

    def __init__(self) -> None:
        self._kept: dict[int, Mapping[str, tuple[str, ...]]] = {}

    def report(self, row: Telling, copies: tuple[str, ...]) -> Report:
        """One article's telling."""
        record = row.record
        said = self._kept.setdefault(record.pk, {}) or properties_of(record)
        self._kept[record.pk] = said
        return Report(
            told=told_row(row, next(iter(said.get("bodyText", ())), "")),
            thing=record.thing,
            title=record.caption,
            outlet=next(iter(said.get("publisher", ())), ""),
            published=next(iter(said.get("publishedAt", ())), ""),
            marking=record.marking.text,
            copies=copies,
        )


def _happening(group: Sequence[Telling], texts: _Texts) -> Happening:
    reports = _reports(group, texts)
    best = max(group, key=lambda row: (row.producer == "", row.score, len(row.participants.all())))
    dates = Counter(row.date for row in group if row.date)
    states = Counter(row.state for row in group)
    return Happening(
        type=best.type,
        state=states.most_common(1)[0][0],
        date=dates.most_common(1)[0][0] if dates else "",
        first=min(row.first for row in group),
        last=max(row.last for row in group),
        parts=tuple(named(one.part, one.words, one.known) for one in best.participants.all()),
        reports=reports,
        disagreements=_disagreements(group),
        step=steps().get((best.type, states.most_common(1)[0][0]), ""),
    )


def _reports(group: Sequence[Telling], texts: _Texts) -> tuple[Report, ...]:
    """One an article; of a wire story one, with its copies."""
    by_record: dict[int, Telling] = {}
    for row in sorted(group, key=lambda row: (-row.score, row.pk)):
        by_record.setdefault(row.record_id, row)
    stories: dict[str, list[Telling]] = {}
    for row in sorted(by_record.values(), key=lambda row: row.record_id):
        story = row.record.reading.story if hasattr(row.record, "reading") else ""
        stories.setdefault(story or row.record.thing, []).append(row)
    return tuple(texts.report(rows[0], tuple(row.record.thing for row in rows[1:])) for rows in stories.values())


def _disagreements(group: Sequence[Telling]) -> Mapping[str, tuple[str, ...]]:
    sums = {
        one.known or one.words
        for row in group
        for one in row.participants.all()
        if one.part == "obj" and _MONEY.fullmatch(one.known or one.words)
    }
    differs = {
        "date": {row.date for row in group if row.date},
        "state": {row.state for row in group},
        "number": sums,
    }
    return {name: tuple(sorted(values)) for name, values in differs.items() if len(values) > 1}
