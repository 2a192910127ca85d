"""Who takes part in a project and resembles somebody listed?  Looked at again after every delivery, both ways round.

The organisations of all projects are watched as one portfolio of the node's own, by the same comparison as everything
else. A hit on somebody whose standing is known becomes a finding for each project, resting on the project's version
and on the list's: when the list delists, the finding opens again by itself.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import orjson

from jisr import names
from jisr.node import chain, clock, following, name_index, record_keys
from jisr.node.actions.watch import touched
from jisr.node.convert import dumps, marking_row, reasons_text
from jisr.node.found import New, find
from jisr.node.models import Portfolio, ProjectPartner, Record, WatchHit, WatchKey, WatchRow
from jisr.node.queries.clocks import clocks
from jisr.node.status import Statuses
from jisr.node.store import bulk, insert, queue, write
from jisr.node.values import Standing
from jisr.node.watching import Pair, Watcher, row_keys
from jisr.records import TLP, Marking, Reason
from jisr.sharing import Reader

WORK = "programmes"
NAME = "project partners"
OWNER = "node:programmes"
SCHEMA = "Activity"
ROLES = ("publisher", "funder", "accountable", "extending", "implementer")
_NODE = Reader(name="node", member="", roles=frozenset())
_MARKING = Marking(tlp=TLP.AMBER_STRICT)
_CHUNK = 400
_LONGEST = 300
_KIND = "LegalEntity"  # a partner may bear the name of a person


@bulk()
def catch_up() -> int:
    """Take the partners of new projects in and look at what the deliveries since touched; the new findings."""
    due = following.due(WORK)
    if not due:
        return 0
    if not Record.objects.filter(schema=SCHEMA).exists():
        with write():
            for batch in due:
                following.done(WORK, batch)
        return 0
    name_index.catch_up()
    record_keys.catch_up()
    things = touched(due)
    with write():
        queue("watch")
        mine = [batch for batch in due if following.done(WORK, batch)]
        if not mine:
            return 0
        portfolio = _portfolio()
        fresh, joined = _take_in(portfolio, mine)
        watcher = Watcher(portfolio)
        now = {**watcher.of_rows(fresh), **_of_touched(watcher, things)}
        found = _settle(watcher, now, joined)
        if found:
            chain.note(_NODE, "screened-partners", NAME, findings=str(found))
    return found


def _portfolio() -> Portfolio:
    known = Portfolio.objects.filter(name=NAME, by=OWNER, ended_at=None).first()
    return known or Portfolio.objects.create(
        name=NAME, by=OWNER, stars=False, marking=marking_row(_MARKING), created_at=clock.now()
    )


def _take_in(portfolio: Portfolio, batches: Sequence[int]) -> tuple[list[WatchRow], set[int]]:
    """Join the projects of these deliveries to their organisations; the new ones, and the projects' record ids."""
    said = [
        (pk, role, name[:_LONGEST])
        for pk, text in Record.objects.filter(batch__in=batches, schema=SCHEMA, known_to=None)
        .order_by("pk")
        .values_list("pk", "properties")
        .iterator(chunk_size=500)
        for role, every in orjson.loads(text).items()
        if role in ROLES
        for name in every
    ]
    known = dict(WatchRow.objects.filter(portfolio=portfolio, ended_at=None).values_list("identity", "pk"))
    wanted = {_identity(name): name for _, _, name in reversed(said)}
    new = [(identity, name) for identity, name in wanted.items() if identity and identity not in known]
    fresh = [_row(portfolio, len(known) + place, *one) for place, one in enumerate(new, start=1)]
    known |= {row.identity: row.pk for row in fresh}
    keys = [(key, row.pk) for row in fresh for key in row_keys(_KIND, {"name": (row.name,)})]
    insert(WatchKey, ("key", "row"), keys)
    pairs = dict.fromkeys((pk, known[_identity(name)], role) for pk, role, name in said if _identity(name))
    insert(ProjectPartner, ("record", "row", "role"), list(pairs))
    return fresh, {pk for pk, _, _ in said}


def _identity(name: str) -> str:
    return hashlib.sha256(folded.encode()).hexdigest()[:32] if (folded := names.fold(name)) else ""


def _row(portfolio: Portfolio, number: int, identity: str, name: str) -> WatchRow:
    return WatchRow.objects.create(
        portfolio=portfolio,
        number=number,
        identity=identity,
        name=name,
        said=dumps({"schema": _KIND, "properties": {"name": [name]}}),
        added_at=clock.now(),
    )


def _of_touched(watcher: Watcher, things: Iterable[str]) -> dict[tuple[int, str], Pair]:
    return watcher.of_things({member for thing in things for member in watcher.parties.members(thing)})


def _settle(watcher: Watcher, now: Mapping[tuple[int, str], Pair], joined: set[int]) -> int:
    """Keep the new hits; a finding for each of their projects, and for each new project of an old hit."""
    before = {
        (hit.row_id, hit.thing): hit for hit in WatchHit.objects.filter(row__portfolio=watcher.portfolio, ended_at=None)
    }
    for key, pair in sorted(now.items()):
        if key not in before:
            _keep(pair)
        elif before[key].record_id != pair.record:
            WatchHit.objects.filter(pk=before[key].pk).update(record_id=pair.record, score=pair.score)
    every = {key: (hit.record_id, hit.score) for key, hit in before.items()}
    every |= {key: (pair.record, pair.score) for key, pair in now.items()}
    statuses = Statuses(clocks=clocks(), markings=watcher.markings, parties=watcher.parties)
    standings = statuses.of_many(sorted({thing for _, thing in every}))
    projects = _projects({row for row, _ in every}, set(now), joined)
    return sum(
        _find(project, key, every[key], standings[key[1]])
        for key in sorted(every)
        for project in projects.get(key, projects.get((key[0], ""), ()))
        if standings[key[1]]
    )


def _projects(
    rows: set[int], fresh: set[tuple[int, str]], joined: set[int]
) -> Mapping[tuple[int, str], list[ProjectPartner]]:
    """The projects of each hit: of a fresh one all that stand, of one known before those that came just now."""
    of_row: defaultdict[int, list[ProjectPartner]] = defaultdict(list)
    wanted = sorted(rows)
    for start in range(0, len(wanted), _CHUNK):
        found = ProjectPartner.objects.filter(row__in=wanted[start : start + _CHUNK], record__known_to=None)
        for one in found.select_related("record", "row").order_by("record", "role"):
            of_row[one.row_id].append(one)
    old = {(row, ""): [one for one in every if one.record_id in joined] for row, every in of_row.items()}
    return old | {key: of_row[key[0]] for key in fresh}


def _keep(pair: Pair) -> None:
    WatchHit.objects.create(
        row_id=pair.row,
        thing=pair.thing,
        record_id=pair.record,
        score=pair.score,
        reasons=reasons_text(pair.comparison.reasons if pair.comparison else ()),
        standing="[]",
        since=clock.now(),
    )


def _find(one: ProjectPartner, key: tuple[int, str], hit: tuple[int, float], standings: Sequence[Standing]) -> int:
    """A finding about one project; 1 where it is written or known."""
    record, score = hit
    rests_on = [source.record for standing in standings for source in standing.sources]
    listed = Record.objects.get(pk=record)
    facts = (("partner", one.row.name), ("role", one.role), ("project", one.record.caption), ("listed", listed.caption))
    told = [one.record.thing, key[1], one.row_id]
    find(
        New(
            desk="stabilisation",
            kind="partner",
            subject=key[1],
            about=one.record.thing,
            title=f"{one.row.name} ~ {listed.caption} ({listed.source})",
            score=score,
            reasons=(Reason(code="programmes-partner", weight=round(score, 4), facts=facts),),
            records=tuple(dict.fromkeys((one.record_id, record, *rests_on))),
            question={"project": one.record.caption, "partner": one.row.name, "role": one.role},
            digest=hashlib.sha256(dumps(told).encode()).hexdigest(),
        ),
        by="node:programmes",
    )
    return 1
