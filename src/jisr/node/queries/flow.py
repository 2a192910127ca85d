"""What waits to leave and why, what came and what it changed, and who has not signed for a correction?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Count, Q

from jisr.node import clock, outgoing
from jisr.node.convert import properties_of, reasons_of
from jisr.node.models import Batch, Correction, Cursor, LogEntry, Partner, Receipt, Record, Sent, Stopped
from jisr.node.own_name import node_name
from jisr.node.parties import Parties
from jisr.node.queries.reader import visible_markings
from jisr.node.values import InPage, InRow, LogReach, OutPage, OutRow, ReceiptPage, ReceiptRow, TheirFinding
from jisr.sharing import Reader, Role, require

_LOOKS = (Role.EXCHANGE, Role.SUPERVISOR, Role.ANALYST, Role.AUDITOR)
_ORDER = ("waits", "out", "signed")
_SHOWN = 200
_CHUNK = 400
_FORMAT = "jisr-log"


def outbox(*, reader: Reader, member: str = "", state: str = "") -> OutPage:
    """What of ours is addressed to whom: what waits and why, what left, what was signed for. Raises `NotAllowed`."""
    require(reader, *_LOOKS)
    signed = _Signed()
    told = [(row, _state(row, signed)) for row in _sent(reader) if member in {"", row.member}]
    counts = {one: sum(found == one for _, found in told) for one in _ORDER}
    chosen = sorted((one for one in told if state in {"", one[1]}), key=lambda one: _ORDER.index(one[1]))[:_SHOWN]
    captions = _captions(row.rid for row, _ in chosen)
    whys = _whys([row for row, found in chosen if found == "waits"])
    return OutPage(
        rows=tuple(
            OutRow(
                thing=row.rid,
                caption=captions.get(row.rid, row.rid),
                member=row.member,
                seq=row.seq,
                live=row.live,
                state=found,
                why=whys.get((row.rid, row.member), ("", ""))[0],
                path=whys.get((row.rid, row.member), ("", ""))[1],
            )
            for row, found in chosen
        ),
        **counts,
    )


def inbox(*, reader: Reader, origin: str = "") -> InPage:
    """Pages of others' logs that changed something here, the newest first; how far each log is. Raises `NotAllowed`."""
    require(reader, *_LOOKS)
    rows = Batch.objects.filter(format=_FORMAT, marking__in=visible_markings(reader))
    rows = rows.filter(source=origin) if origin else rows
    found = list(rows.order_by("-pk")[:_SHOWN])
    opened = dict(
        Correction.objects.filter(batch__in=found).values_list("batch").annotate(Count("finding", distinct=True))
    )
    return InPage(
        rows=tuple(
            InRow(
                batch=row.pk,
                origin=row.source,
                via=row.by.partition(":")[2],
                title=row.title,
                at=row.loaded_at,
                added=row.added,
                changed=row.changed,
                removed=row.removed,
                quarantined=row.quarantined,
                reopened=opened.get(row.pk, 0),
            )
            for row in found
        ),
        logs=_logs(reader),
    )


def receipts(*, reader: Reader, thing: str = "") -> ReceiptPage:
    """Who has signed to have applied what of ours; corrections that somebody has not, first. Raises `NotAllowed`."""
    require(reader, *_LOOKS)
    signed = _Signed()
    grouped: dict[tuple[str, int, bool], list[Sent]] = defaultdict(list)
    for row in _sent(reader):
        if (row.delivered or not row.live) and thing in {"", row.rid}:
            grouped[row.rid, row.seq, row.live].append(row)
    captions = _captions(rid for rid, _, _ in grouped)
    found = []
    for (rid, seq, live), some in grouped.items():
        times = {row.member: signed.at(row) for row in some}
        has = tuple(sorted(member for member, at in times.items() if at))
        found.append(
            ReceiptRow(
                thing=rid,
                caption=captions.get(rid, rid),
                seq=seq,
                live=live,
                signed=has,
                missing=tuple(sorted(set(times) - set(has))),
                at=max(filter(None, times.values()), default=None),
            )
        )
    found.sort(key=lambda row: (not row.missing, row.live, -row.seq))
    return ReceiptPage(rows=tuple(found[:_SHOWN]), missing=sum(bool(row.missing) for row in found))


def theirs(*, reader: Reader) -> tuple[TheirFinding, ...]:
    """The findings of partners that stand here, the newest first; they are theirs to decide. Raises `NotAllowed`."""
    require(reader, *_LOOKS)
    rows = Record.objects.filter(known_to=None, schema="Finding", batch__format=_FORMAT)
    shown = rows.filter(marking__in=visible_markings(reader)).select_related("marking").order_by("-pk")[:_SHOWN]
    found = tuple(map(_theirs, shown))
    hidden = hidden_things({thing for one in found for thing in one.rests_on}, reader=reader)
    return tuple(one for one in found if hidden.isdisjoint(one.rests_on))


def _theirs(row: Record) -> TheirFinding:
    said = {name: values[0] for name, values in properties_of(row).items() if values}
    try:
        reasons, score = reasons_of(said.get("reasons", "[]")), float(said.get("score", "0"))
    except (ValueError, KeyError, TypeError, AttributeError):
        reasons, score = (), 0.0  # another node may write them otherwise: the record shows them as they came
    return TheirFinding(
        record=row.pk,
        thing=row.thing,
        origin=row.source,
        title=said.get("title", row.caption),
        desk=said.get("desk", ""),
        kind=said.get("findingKind", ""),
        state=said.get("state", ""),
        score=score,
        marking=row.marking.text,
        reasons=reasons,
        rests_on=properties_of(row).get("reliedOn", ()),
        at=row.known_from,
    )


def newest(*, reader: Reader, limit: int = 50) -> tuple[str, ...]:
    """The things of the newest records the reader may see and the node still goes by. Raises `NotAllowed`."""
    require(reader, *_LOOKS)
    rows = Record.objects.filter(known_to=None, marking__in=visible_markings(reader)).order_by("-pk")
    return tuple(rows.values_list("thing", flat=True)[:limit])


def things_of(party: str, *, reader: Reader) -> tuple[str, ...]:
    """The things whose current records make up a party, its listings too. Raises `NotAllowed`."""
    require(reader, *_LOOKS)
    members = Parties(clock.now(), markings=visible_markings(reader)).members(party)
    rows = Record.objects.filter(known_to=None, marking__in=visible_markings(reader))
    said = rows.filter(Q(thing__in=members) | Q(about__in=members)).order_by("pk")
    return tuple(dict.fromkeys(said.values_list("thing", flat=True)))


class _Signed:
    """What each member has signed for."""

    def __init__(self) -> None:
        self._through: dict[str, list[tuple[int, datetime]]] = defaultdict(list)
        self._one: dict[tuple[str, int], datetime] = {}
        for member, through, seq, at in Receipt.objects.order_by("at").values_list("member", "through", "seq", "at"):
            if through:
                self._through[member].append((through, at))
            else:
                self._one.setdefault((member, seq), at)

    def at(self, row: Sent) -> datetime | None:
        """When the member signed for the number that speaks of this record last; None: not yet."""
        one = self._one.get((row.member, row.seq))
        return one or next((at for through, at in self._through.get(row.member, ()) if through >= row.seq), None)


def _state(row: Sent, signed: _Signed) -> str:
    if signed.at(row) is not None:
        return "signed"
    return "out" if row.delivered else "waits"


def _sent(reader: Reader) -> list[Sent]:
    """What is addressed to others, of what the reader may see: of a thing the node no longer holds, its tombstone."""
    rows = list(Sent.objects.filter(origin=node_name(), came=False).order_by("-seq", "member"))
    hidden = hidden_things({row.rid for row in rows}, reader=reader)
    return [row for row in rows if row.rid not in hidden]


def hidden_things(things: set[str], *, reader: Reader) -> set[str]:
    """Those whose newest version this reader may not see."""
    visible, wanted = set(visible_markings(reader)), sorted(things)
    last: dict[str, int] = {}
    for start in range(0, len(wanted), _CHUNK):
        some = Record.objects.filter(thing__in=wanted[start : start + _CHUNK]).order_by("pk")
        last |= dict(some.values_list("thing", "marking_id"))
    return {thing for thing, marking in last.items() if marking not in visible}


def _captions(things: Iterable[str]) -> Mapping[str, str]:
    wanted = sorted(set(things))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        some = Record.objects.filter(thing__in=wanted[start : start + _CHUNK]).order_by("pk")
        found |= dict(some.values_list("thing", "caption"))
    return found


def _whys(rows: list[Sent]) -> dict[tuple[str, str], tuple[str, str]]:
    """What keeps each from leaving: a rule that refuses it now, else the partner, else that nobody fetched it."""
    trouble = dict(Partner.objects.exclude(trouble="").values_list("name", "trouble"))
    current = Record.objects.filter(known_to=None, thing__in={row.rid for row in rows if row.live})
    judged = outgoing.judge(current.select_related("marking", "batch"))
    known = outgoing.recipients({row.member for row in rows})
    found = {}
    for row in rows:
        code, path = "", ""
        if row.live and row.rid in judged.rows:
            verdict = judged.verdict(row.rid, row.member, known[row.member])
            code, path = verdict.code, verdict.path
        rest = "partner-trouble" if row.member in trouble else "not-fetched"
        found[row.rid, row.member] = (code or rest, path)
    return found


def _logs(reader: Reader) -> tuple[LogReach, ...]:
    """How far each log is, which every partner knows; of its records those the reader may see are counted."""
    cursors: dict[str, int] = {}
    for origin, seq in Cursor.objects.values_list("origin", "seq"):
        cursors[origin] = max(seq, cursors.get(origin, 0))
    stopped = dict(Stopped.objects.values_list("origin", "seq"))
    ours = Record.objects.filter(known_to=None, batch__format=_FORMAT, marking__in=visible_markings(reader))
    live = dict(ours.values_list("source").annotate(Count("pk")))
    live[node_name()] = len({row.rid for row in _sent(reader) if row.live})
    own = LogEntry.objects.filter(origin=node_name()).order_by("-seq").values_list("seq", flat=True).first()
    origins = sorted(({node_name()} if own else set()) | cursors.keys() | stopped.keys())
    return tuple(
        LogReach(
            origin=origin,
            seq=(own or 0) if origin == node_name() else cursors.get(origin, 0),
            records=live.get(origin, 0),
            stopped=stopped.get(origin, 0),
        )
        for origin in origins
    )
