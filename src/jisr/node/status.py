"""What does the compliance desk need to know of a party, as known at an instant?"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from jisr import tables
from jisr.desks import compliance
from jisr.node import lines
from jisr.node.convert import jurisdiction, jurisdiction_rank
from jisr.node.lines import Edition, Line
from jisr.node.parties import Parties
from jisr.node.values import Clocks, Source, Standing
from jisr.records import Dependence, Place, Validity, When

_NEVER = datetime.min.replace(tzinfo=UTC)
_SAID_FIRST = ("delisted", "listed", "unclear", "not-yet")  # who acts on yesterday's fact must read this first


@dataclass(frozen=True, slots=True, kw_only=True)
class _Episode:
    """One stay of a thing with its source, from arrival to removal: its last version; `since`: its first edition.

    `ends`: from which place among the editions it was no longer there; None: it stands.
    """

    row: Line
    since: datetime
    ends: datetime | None = None


def _episodes(rows: Iterable[Line]) -> list[_Episode]:
    """The stays of each thing, of rows as known; none that was overtaken by a version the reader may not see."""
    found: list[_Episode] = []
    going: dict[str, _Episode] = {}
    for row in rows:
        since = going[row.thing].since if row.thing in going else row.seen_from or row.known_from
        ends = row.seen_to or row.closed or row.known_to if row.closed_why else None
        going[row.thing] = _Episode(row=row, since=since, ends=ends)
        if row.closed_why == "removed":
            found.append(going.pop(row.thing))
    return found + [each for each in going.values() if each.row.closed_why != "changed"]


def _stays(runs: Sequence[Line], made: Sequence[datetime], known: datetime) -> Iterator[_Episode]:
    """The stays of one thing with its list; `runs`: all its versions, `made`: the places of the editions known then.

    A version counts where one of these editions told it, whenever it came; two are one stay unless one told neither.
    """
    going: _Episode | None = None
    last, overtaken = 0, False
    for run in sorted(runs, key=lambda one: (_begins(one), one.pk)):
        until = run.seen_to if run.seen_from else run.known_to
        first, after = bisect_left(made, _begins(run)), len(made) if until is None else bisect_left(made, until)
        if first >= after:
            continue
        if going is not None and last < first and not overtaken:
            yield going
            going = None
        ended = after < len(made) or (run.closed_why == "removed" and run.closed is not None and run.closed <= known)
        since = made[first] if going is None else going.since
        row = lines.as_known(_told_first(run, runs), known)
        going = _Episode(row=row, since=since, ends=until if ended else None)
        last, overtaken = after, run.closed_why == "changed" and run.closed_at == run.seen_to
    if going is not None and not (going.ends and overtaken):  # by a version the reader may not see
        yield going


def _begins(run: Line) -> datetime:
    return run.seen_from or run.known_from


def _told_first(run: Line, runs: Iterable[Line]) -> Line:
    """The row that others rely on: a part that a late edition split off has the same words and a younger number."""
    if run.closed_why != "late":
        return run
    return min((one for one in runs if one.version == run.version), key=lambda one: one.pk)


class Statuses:
    """Answers for many parties of one question: the deliveries and instruments are looked up once."""

    def __init__(self, *, clocks: Clocks, markings: list[int], parties: Parties) -> None:
        self._clocks = clocks
        self._markings = markings
        self._parties = parties
        self._effects = {row["action"]: row["effect"] for row in tables.rows("actions")}
        self._editions: dict[str, list[Edition]] = {}
        self._acts: dict[str, list[Line]] | None = None

    def of(self, thing: str) -> tuple[Standing, ...]:
        """The standing with each jurisdiction of the party that `thing` belongs to."""
        return self.of_many((thing,))[thing]

    def of_many(self, things: Iterable[str]) -> dict[str, tuple[Standing, ...]]:
        """The standings of several things' parties: one query for all."""
        members = {thing: self._parties.members(thing) for thing in things}
        everything = sorted({member for group in members.values() for member in group})
        episodes: dict[str, list[_Episode]] = defaultdict(list)
        for each in self._of_lists(everything):
            episodes[each.row.about].append(each)
        return {thing: self._standings(group, episodes) for thing, group in members.items()}

    def listings(self, things: Iterable[str]) -> list[tuple[compliance.Listing, Line]]:
        """What the lists say of these things, each with the row it stands in."""
        return [(self._listing(each), each.row) for each in self._of_lists(things)]

    def _of_lists(self, things: Iterable[str]) -> list[_Episode]:
        """The stays on lists of these things. A member's log tells versions, not editions: there record time counts."""
        known = self._clocks.known
        found: list[_Episode] = []
        runs: dict[str, list[Line]] = defaultdict(list)
        for row in lines.about(things, known=known, markings=self._markings):
            runs[row.thing].append(row)
        for rows in runs.values():
            if rows[0].format == "jisr-log":
                found += _episodes(lines.as_known(row, known) for row in rows)
            else:
                found += _stays(rows, [each.made for each in self._of_source(rows[0].source)], known)
        return found

    def _standings(self, group: Sequence[str], told: Mapping[str, list[_Episode]]) -> tuple[Standing, ...]:
        episodes = [each for member in group for each in told.get(member, ())]
        rows = [each.row for each in episodes]
        acts = [row for member in group for row in self._acts_about().get(member, ())]
        by_version = {row.version: row for row in (*rows, *acts)}
        found = compliance.standings(
            [self._listing(each) for each in episodes],
            [self._act(row) for row in {row.pk: row for row in acts}.values()],
            on=self._clocks.on,
        )
        return tuple(_value(one, by_version) for one in sorted(found, key=_order))

    def _acts_about(self) -> dict[str, list[Line]]:
        if self._acts is None:
            self._acts = defaultdict(list)
            for each in _episodes(lines.acts(known=self._clocks.known, markings=self._markings)):
                row = each.row
                for subject in orjson.loads(row.properties).get("subject", ()):
                    self._acts[subject].append(row)
        return self._acts

    def _listing(self, episode: _Episode) -> compliance.Listing:
        row = episode.row
        said = orjson.loads(row.properties)
        program = " / ".join(said.get("program", ())[:3])
        return compliance.Listing(
            jurisdiction=jurisdiction(row.listed_by),
            programme=f"{row.listed_by.upper()} {program}".strip(),
            validity=Validity(
                begins=When.read(row.valid_from) if row.valid_from else None,
                ends=When.read(row.valid_to) if row.valid_to else None,
            ),
            seen=self._seen(episode),
            record=Dependence(thing=row.thing, version=row.version),
        )

    def _seen(self, episode: _Episode) -> compliance.Seen:
        if episode.row.format == "jisr-log":  # a member's word: when an edition was made, it does not say
            return compliance.Seen(first=_NEVER, last=_NEVER)
        editions, ends = self._of_source(episode.row.source), episode.ends
        first = next((each.made for each in editions if each.made >= episode.since), episode.since)
        with_it = [each.made for each in editions if ends is None or each.made < ends]
        without = [each.made for each in editions if each.made < episode.since and each.whole]
        return compliance.Seen(
            first=first,
            last=with_it[-1] if with_it else first,
            before=without[-1] if without else None,
            gone=next((each.made for each in editions if each.made >= ends), ends) if ends else None,
        )

    def _of_source(self, source: str) -> list[Edition]:
        if source not in self._editions:
            self._editions[source] = lines.editions(source, known=self._clocks.known, markings=self._markings)
        return self._editions[source]

    def _act(self, row: Line) -> compliance.Act:
        said = orjson.loads(row.properties)

        def first(name: str) -> str:
            return next(iter(said.get(name, ())), "")

        return compliance.Act(
            jurisdiction=first("jurisdiction"),
            effect=self._effects.get(first("action"), "other"),
            title=first("title"),
            announced=When.read(row.announced) if row.announced else None,
            effective=When.read(row.valid_from) if row.valid_from else None,
            ends=When.read(row.valid_to) if row.valid_to else None,
            certain=first("confidence") not in {"low", "to_verify"},
            record=Dependence(thing=row.thing, version=row.version),
            amends=frozenset(said.get("amends", ())),
        )


def _order(one: compliance.Standing) -> tuple[int, int]:
    return _SAID_FIRST.index(one.state), jurisdiction_rank(one.jurisdiction)


def _value(one: compliance.Standing, by_version: Mapping[str, Line]) -> Standing:
    sources: list[Source] = [_source(by_version[used.version]) for used in one.relied_on]
    return Standing(
        jurisdiction=one.jurisdiction,
        state=one.state,
        since=one.since,
        until=one.until,
        programme=one.programme,
        reasons=one.reasons,
        sources=tuple(sources),
    )


def _source(row: Line) -> Source:
    return Source(
        record=row.pk,
        thing=row.thing,
        source=row.source,
        title=row.title or row.source,
        batch=row.batch,
        place=str(Place(**orjson.loads(row.place))),
        known_from=row.known_from,
        known_to=row.known_to,
        marking=row.marking,
    )
