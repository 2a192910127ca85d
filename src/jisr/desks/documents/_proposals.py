"""What would change of a status, were the text right?  Only from what it tells as done; a person decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from jisr.desks.documents._line import Line
from jisr.desks.documents._told import Factuality, Proposal, Told
from jisr.desks.documents._values import Kind

_RENEW: Final = ("جدد", "مدد", "جديد", "مديد", "تجديد", "تمديد", "renew", "exten")
_UNTIL: Final = frozenset(
    {"حتي", "until", "till", "through", "تنتهي", "ينتهي", "expiring", "expires", "expire", "ending", "لغايه"}
)
_LASTS: Final = re.compile(
    r"(?P<count>\d+|ماي?ه وثمانين|ستين|تسعين|ثلاثين)"
    r" (?P<unit>يوم\w*|ايام|days?|شهر\w*|اشهر|months?|سنه|سنوات|عام\w*|years?)\b"
)
_WORDS: Final = {"مايه وثمانين": 180, "ماه وثمانين": 180, "ستين": 60, "تسعين": 90, "ثلاثين": 30}
_DAYS: Final = (("يوم", 1), ("ايام", 1), ("day", 1))


def proposals(lines: Sequence[Line], events: Sequence[Told]) -> tuple[Proposal, ...]:
    """Changes of status, each once, in the sentence that tells it most fully; of the body before the headline."""
    titles = {line.number for line in lines if line.title}
    by_number = {line.number: line for line in lines}
    best: dict[tuple[str, str, str, str], Proposal] = {}
    for event in sorted(events, key=lambda one: one.sentence in titles):
        for item in _of(event, lines, by_number[event.sentence]):
            key = (item.kind, item.status, item.subj, item.obj)
            if key not in best or (not best[key].date and item.date and best[key].sentence in titles):
                best[key] = item
    kept = [item for item in best.values() if not _vaguer(item, best.values(), titles)]
    return tuple(sorted(kept, key=lambda item: item.sentence))


def _vaguer(item: Proposal, every: Iterable[Proposal], titles: set[int]) -> bool:
    """A headline's own wording of what the body says with its parts."""
    return item.sentence in titles and any(
        one is not item and one.kind == item.kind and one.status == item.status for one in every
    )


def _of(event: Told, lines: Sequence[Line], line: Line) -> Iterator[Proposal]:
    permitted = event.type == "MISSION_REOPEN" and event.factuality is Factuality.PLANNED
    if event.factuality is not Factuality.ACTUAL and not permitted:
        return
    if event.type == "ACCEDE" and "noun" not in event.rule.split(":"):
        bodies = [one for one in event.target if one.startswith("org:")]
        for subj in event.actor if bodies else ():
            yield _made(event, "membership", "member", (subj, bodies[0]))
    elif event.type in {"LIST", "DELIST"}:
        obj = event.obj[0] if event.obj else _list_of_page(lines)
        for subj in event.target:
            yield _made(
                event,
                "listed",
                "listed" if event.type == "LIST" else "delisted",
                (subj, obj),
                _where(lines, event, subj),
            )
    elif event.type in _SANCTIONS:
        yield from _sanctions(event, lines, line)
    elif event.type in {"MISSION_REOPEN", "MISSION_CLOSE"} and event.obj:
        status = "closed" if event.type == "MISSION_CLOSE" else "permitted-to-reopen" if permitted else "open"
        subj = event.obj[0].removeprefix("org:")[:2] if event.obj[0].startswith("org:") else next(iter(event.actor), "")
        yield _made(event, "mission", status, (subj, event.obj[0]))


_SANCTIONS: Final = {"SANCTION_SUSPEND": "waiver", "SANCTION_IMPOSE": "sanctions", "SANCTION_LIFT": "sanctions"}


def _sanctions(event: Told, lines: Sequence[Line], line: Line) -> Iterator[Proposal]:
    countries = [one for one in event.target if len(one) == _ISO]
    subj = countries[0] if countries else _country_of_page(lines, event)
    obj = next(iter(event.obj), "") or next(iter(event.actor), "")
    if not subj or not obj:
        return
    if event.type != "SANCTION_SUSPEND":
        yield _made(event, "sanctions", "imposed" if event.type == "SANCTION_IMPOSE" else "lifted", (subj, obj))
        return
    words = line.page.raw[event.trigger[0] : event.trigger[1]]
    folded = " ".join(word.fold for word in line.words if event.trigger[0] <= word.start < event.trigger[1])
    renewed = any(stem in folded or stem in words for stem in _RENEW)
    until = _until(line, event)
    yield Proposal(
        kind="waiver",
        status="renewed" if renewed else "suspended",
        subj=subj,
        obj=obj,
        date=event.date,
        until=until,
        sentence=event.sentence,
        rule=event.rule,
    )


_ISO: Final = 2


def _made(event: Told, kind: str, status: str, who: tuple[str, str], sentence: int | None = None) -> Proposal:
    subj, obj = who
    where = event.sentence if sentence is None else sentence
    return Proposal(kind=kind, status=status, subj=subj, obj=obj, date=event.date, sentence=where, rule=event.rule)


def _where(lines: Sequence[Line], event: Told, subj: str) -> int:
    """The sentence of the body that names the subject, from the event's on."""
    naming = (one.number for one in lines if one.number >= event.sentence and any(t.id == subj for t in one.things))
    return next(naming, event.sentence)


def _list_of_page(lines: Sequence[Line]) -> str:
    lists = Counter(t.id for line in lines for t in line.things if t.id.startswith("list:"))
    return lists.most_common(1)[0][0] if lists else ""


def _country_of_page(lines: Sequence[Line], event: Told) -> str:
    """Whom the sanctions are on: the country named most that is not their maker's."""
    makers = set(event.actor) | {
        t.found.id for line in lines for t in line.things if t.kind is Kind.COUNTRY and t.id in event.actor
    }
    named = Counter(
        t.id for line in lines for t in line.things if t.kind in {Kind.COUNTRY, Kind.NATIONALITY} and t.id not in makers
    )
    named.update(_country_of_body(t.id) for line in lines for t in line.things if _country_of_body(t.id))
    for makers_country in (_country_of_body(one) for one in makers):
        named.pop(makers_country, None)
    named.pop("us" if any(one.startswith(("org:us-", "loc:washington")) for one in makers) else "", None)
    return named.most_common(1)[0][0] if named else ""


def _country_of_body(thing: str) -> str:
    """org:gov-sy -> sy."""
    head, _, tail = thing.rpartition("-")
    return tail if head.startswith("org:") and len(tail) == _ISO else ""


def _until(line: Line, event: Told) -> str:
    """The last day: printed, or the day of the act and what it lasts."""
    for thing in line.things:
        if thing.kind is Kind.DATE and {line.fold(thing.first - step) for step in (1, 2)} & _UNTIL:
            return thing.id
    lasts = _LASTS.search(" ".join(word.fold for word in line.words))
    if lasts is None or len(event.date) != _DAY:
        return ""
    count = int(lasts["count"]) if lasts["count"].isdigit() else _WORDS.get(lasts["count"], 0)
    begins = date.fromisoformat(event.date)
    if lasts["unit"].startswith(tuple(unit for unit, _ in _DAYS)):
        return (begins + timedelta(days=count)).isoformat()
    months = count * (_YEAR if lasts["unit"].startswith(("سن", "عام", "year")) else 1)
    years, month = divmod(begins.month - 1 + months, _YEAR)
    return date(begins.year + years, month + 1, min(begins.day, 28)).isoformat()


_DAY: Final = 10
_YEAR: Final = 12
