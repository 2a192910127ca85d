"""The events of a page: each deed with its parts, its day and how sure the text is of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from jisr.desks.documents._arabic import variants, without_article
from jisr.desks.documents._factual import clause_start, factuality, hedges
from jisr.desks.documents._line import Deed, Line
from jisr.desks.documents._roles import Parts, frames, parts_of
from jisr.desks.documents._told import Factuality, Told
from jisr.desks.documents._triggers import Trigger, triggers
from jisr.desks.documents._values import Kind
from jisr.records import Reason

PERFORMED: Final = frozenset({"SUPPORT", "ACCUSE", "DEMAND", "REJECT"})


def events(lines: Sequence[Line], published: date | None) -> tuple[Told, ...]:
    """What the page tells, in its order."""
    told: list[Told] = []
    for line in lines:
        found = triggers(line)
        for index, one in enumerate(found):
            stop = found[index + 1].first if index + 1 < len(found) else line.last + 1
            nouns = [other.first for other in found[:index] if other.cue.part == "noun" and one.cue.part == "noun"]
            told.append(_event(line, one, (min(nouns, default=one.first), _stop(line, one, stop)), published))
    return _headlines(lines, _resolved(lines, told), published)


def _stop(line: Line, one: Trigger, stop: int) -> int:
    """The end of the clause: the next deed, or a comma that opens a new clause."""
    for at in range(one.last + 1, stop):
        gap = line.page.words[at].gap
        if ("،" in gap or "," in gap) and clause_start(line, at) == at:
            return at
        if not {";", "؛", ":"}.isdisjoint(gap):
            return at
    return stop


def _event(line: Line, one: Trigger, reach: tuple[int, int], published: date | None) -> Told:
    begin, stop = reach
    part = one.cue.part
    deed = Deed(
        line=line,
        type=one.cue.type,
        first=one.first,
        last=one.last,
        part=part,
        passive=one.passive,
        stop=stop,
        begin=begin,
    )
    parts = parts_of(deed)
    if deed.type == "CONSULT" and line.fold(one.first).removeprefix("و").lstrip("يتس").startswith(_HOSTS):
        _as_place(line, parts)
    if one.passive and not parts.target and line.fold(one.first - 2) in {"he", "she", "they", "it"}:
        parts.target += [t.id for t in line.things if t.first < one.first and t.kind is Kind.PERSON][:1]
    if not parts.actor:
        parts.actor += _country_of_speaker(line, one)
    day = _day(line, one, stop)
    if not day and one.cue.type in PERFORMED and line.number < _EARLY and published and line.english is not None:
        day = published.isoformat() if part == "present" else day
    sure = factuality(line, deed, day=day, published=published)
    day = _to_come(day, published) if sure is Factuality.PLANNED else day
    if one.cue.type == "AID" and one.cue.rule and _pledges(line, one) and sure is Factuality.ACTUAL:
        sure = Factuality.PLANNED
    start, end = line.page.start_of(one.first, one.letters), line.page.words[one.last].end
    return Told(
        type=one.cue.type,
        factuality=sure,
        trigger=(start, end),
        sentence=line.number,
        date=day,
        actor=tuple(dict.fromkeys(parts.actor)),
        target=tuple(parts.target),
        place=_places(line, deed, parts),
        obj=tuple(parts.obj),
        rule=f"{one.cue.rule}:{'passive' if one.passive else part}",
        score=_score(parts, day, noun=part == "noun"),
        reasons=(
            Reason(code="mention-event-cue", facts=(("words", line.page.raw[start:end]), ("type", one.cue.type))),
        ),
    )


_HOSTS: Final = ("ضيف", "تضيف", "تضاف", "ضاف", "حتضن", "host")


def _as_place(line: Line, parts: Parts) -> None:
    """The city that hosts is where it is, not who meets."""
    cities = {t.id for t in line.things if t.kind is Kind.PLACE}
    parts.place += [one for one in parts.actor if one in cities and one not in parts.place]
    parts.actor[:] = [one for one in parts.actor if one not in cities]


_EARLY: Final = 99


def _to_come(day: str, published: date | None) -> str:
    """A weekday of something planned is the next one, not the last."""
    if published is None or len(day) != _WHOLE:
        return day
    ago = (published - date.fromisoformat(day)).days
    return (date.fromisoformat(day) + timedelta(days=_WEEK)).isoformat() if 0 < ago < _WEEK else day


_WHOLE: Final = 10
_WEEK: Final = 7
_PLEDGE: Final = frozenset(
    {"pledged", "pledge", "pledges", "promised", "promise", "تعهد", "تعهدت", "وعد", "وعدت", "يتعهد"}
)


def _pledges(line: Line, one: Trigger) -> bool:
    return any(form in _PLEDGE for _, form in variants(line.fold(one.first)))


def _score(parts: Parts, day: str, *, noun: bool) -> float:
    """How complete it was told: what a reviewer sorts by, no probability."""
    return round(
        0.5
        + 0.2 * bool(parts.actor)
        + 0.15 * bool(parts.target or parts.place or parts.obj)
        + 0.15 * bool(day)
        - 0.1 * noun,
        2,
    )


def _places(line: Line, deed: Deed, parts: Parts) -> tuple[str, ...]:
    if parts.place or deed.type not in {"AGREE", "CONSULT"} or line.number == 0:
        return tuple(parts.place)
    first = line.things[0] if line.things else None
    dateline = first is not None and first.kind is Kind.PLACE and first.first == line.first and not first.prep
    breaks = first is not None and any(
        " -" in line.page.words[at].gap or ") -" in line.page.words[at].gap
        for at in range(first.last + 1, min(first.last + 5, line.last + 1))
    )
    return (first.id,) if first is not None and dateline and breaks else ()


def _country_of_speaker(line: Line, one: Trigger) -> list[str]:
    """بلاده / his country: filled in when the speaker is known."""
    words = [line.fold(at) for at in range(clause_start(line, one.first), one.first)]
    return ["\0country"] if {"بلاده", "بلادها", "بلادنا", "country"} & set(words) else []


def _day(line: Line, one: Trigger, stop: int) -> str:
    """The date of the sentence that hangs on the deed: the nearest after it, else the nearest before; not its end."""
    dates = [
        t for t in line.things if t.kind is Kind.DATE and not _is_end(line, t.first) and not _is_birth(line, t.first)
    ]
    after = [t for t in dates if one.last < t.first < stop]
    begin = clause_start(line, one.first)
    before = [t for t in dates if begin <= t.first < one.first]
    later = [t for t in dates if t.first >= stop and not after]
    if after:
        return after[0].id
    if before:
        return before[-1].id
    return later[0].id if later and one.cue.part != "noun" and _reaches(line, one, later[0].first) else ""


def _reaches(line: Line, one: Trigger, day: int) -> bool:
    """No other deed stands before the day, but for one that says when: «لم يوقّع … خلال اجتماع الرباط في …»."""
    others = [other for other in triggers(line) if other.first != one.first]
    between = [other for other in others if one.last < other.first < day]
    only = all(other.cue.part == "noun" and line.fold(other.first - 1) in _DURING for other in between)
    return one.last < line.last and only and (bool(between) or not others)


_DURING: Final = frozenset({"خلال", "اثناء", "هامش", "during", "at"})


def _is_end(line: Line, at: int) -> bool:
    """The last day of a relief: until, حتى, تنتهي في."""
    near = {line.fold(at - step) for step in (1, 2)}
    return bool(near & {"حتي", "until", "till", "through", "تنتهي", "ينتهي", "expiring", "expires", "ending", "لغايه"})


def _is_birth(line: Line, at: int) -> bool:
    return bool({line.fold(at - step) for step in (1, 2)} & {"مواليد", "born", "المولود", "ولد"})


def _resolved(lines: Sequence[Line], told: Sequence[Told]) -> list[Told]:
    """With what other sentences give: the body meant by اللجنة, the law of its noun, a subject left out."""
    by_number = {line.number: line for line in lines}
    out: list[Told] = []
    for event in told:
        line = by_number[event.sentence]
        whole = replace(event, actor=_actor_meant(lines, line, event, out), obj=_object_meant(lines, line, event))
        out.append(_with_items(lines, whole))
    return out


def _actor_meant(lines: Sequence[Line], line: Line, event: Told, earlier: Sequence[Told]) -> tuple[str, ...]:
    if event.actor and event.actor != ("\0country",):
        return tuple(one for one in event.actor if one != "\0country")
    if event.rule.endswith(":passive"):
        return ()
    if event.actor:
        return _speakers_country(lines, line)
    body = _body_meant(lines, line, event)
    if body:
        return (body,)
    verb = next(word.fold for word in line.words if word.start <= event.trigger[0] < word.end)
    goes_on = verb[:1] in {"و", "ف"} and verb not in {"وقع", "وقعت"} and not event.rule.endswith("noun")
    same = bool(earlier) and earlier[-1].sentence == event.sentence and goes_on
    again = (
        same
        or line.fold(line.first) in {"كما", "وكما", "و"}
        or (line.english and line.fold(line.first) in {"it", "he", "they"})
    )
    if again and earlier and earlier[-1].actor and event.type != "ATTACK":
        return earlier[-1].actor
    return ()


def _speakers_country(lines: Sequence[Line], line: Line) -> tuple[str, ...]:
    for other in reversed([one for one in lines if one.number <= line.number]):
        for thing in reversed(other.things):
            if thing.kind is Kind.PERSON and thing.found.countries:
                return (min(thing.found.countries),)
            if thing.kind is Kind.NATIONALITY and thing.noun:
                return (thing.id,)
    return ()


def _body_meant(lines: Sequence[Line], line: Line, event: Told) -> str:
    """اللجنة after اللجنة الوطنية …; the committee, the ministry: the last body of that first word."""
    for at in range(line.first, line.last + 1):
        word = without_article(line.fold(at).removeprefix("و"))
        near = abs(event.trigger[0] - line.page.words[at].end) <= _SUBJECT
        if word in _BODIES and at not in line.taken and (near or _decides(line, at)):
            return next(_bodies_called(word, [one for one in lines if one.number < line.number]), "")
    return ""


def _bodies_called(word: str, lines: Sequence[Line]) -> Iterator[str]:
    """The bodies whose name begins or ends with the word, the last one first."""
    for thing in (thing for line in reversed(lines) for thing in reversed(line.things)):
        words = lines[0].page.words
        first = {without_article(form) for _, form in variants(words[thing.first].fold)}
        if thing.kind is Kind.ORGANISATION and word in {*first, words[thing.last].fold}:
            yield thing.id


_SUBJECT: Final = 12  # characters between a deed and the body that did it


def _decides(line: Line, at: int) -> bool:
    return any(kind in {"decide", "announce"} for kind, _ in hedges().get(line.fold(at - 1).removeprefix("و"), ()))


_BODIES: Final = frozenset(
    {
        *("لجنه", "هييه", "مجلس", "حكومه", "منظمه", "بنك", "مصرف", "اتحاد", "سفاره", "محكمه", "برنامج", "صندوق"),
        *("committee", "council", "commission", "bank", "agency", "government", "ministry", "court", "embassy"),
    }
)


def _object_meant(lines: Sequence[Line], line: Line, event: Told) -> tuple[str, ...]:
    """The list or law that القائمة / the law stands for: the last one named; else the one the page is about."""
    if event.obj or "LAW" not in frames()[event.type].obj:
        return event.obj
    wanted = "list:" if event.type in {"LIST", "DELIST"} else "law:"
    words = _LIST_WORDS if wanted == "list:" else _LAW_WORDS
    said = any(form in words for at in range(line.first, line.last + 1) for _, form in variants(line.fold(at)))
    earlier = [t.id for one in lines if one.number <= line.number for t in one.things if t.id.startswith(wanted)]
    return (earlier[-1],) if said and earlier else ()


_LIST_WORDS: Final = frozenset({"القايمه", "اللايحه", "list", "قايمته", "قايمتها", "blacklist"})
_LAW_WORDS: Final = frozenset({"القانون", "law", "act", "legislation"})


def _with_items(lines: Sequence[Line], event: Told) -> Told:
    """Targets of a listing that follow as a numbered list."""
    line = next(one for one in lines if one.number == event.sentence)
    end = line.page.raw[: line.page.sentences[line.number][1]].rstrip()
    if event.target or event.type not in {"LIST", "DELIST"} or not end.endswith((":", ":")):
        return event
    items: list[str] = []
    for other in lines:
        if other.number > line.number and _is_item(other):
            named = [t for t in other.things if t.kind in {Kind.PERSON, Kind.ORGANISATION}]
            items += [named[0].id] if named else []
        elif other.number > line.number:
            break
    return replace(event, target=tuple(items))


def _is_item(line: Line) -> bool:
    first = line.page.raw[line.page.words[line.first].start : line.page.words[line.first].end]
    after = line.page.words[line.first + 1].gap if line.first < line.last else ""
    return (first.isdigit() and not after.isspace()) or line.page.raw[: line.page.words[line.first].start].endswith(
        ("- ", "• ", "– ")
    )


def _headlines(lines: Sequence[Line], told: Sequence[Told], published: date | None) -> tuple[Told, ...]:
    """A headline's event without a day takes that of the same event in the body; fresh news the day of publication."""
    titles = {line.number for line in lines if line.title}
    body = {
        event.type: event.date
        for event in reversed(told)
        if event.sentence not in titles and event.factuality is Factuality.ACTUAL
    }
    today = published.isoformat() if published is not None else ""
    return tuple(
        replace(event, date=body.get(event.type, "" if event.type == "ACCEDE" else today))
        if event.sentence in titles and not event.date and event.factuality is Factuality.ACTUAL
        else event
        for event in told
    )
