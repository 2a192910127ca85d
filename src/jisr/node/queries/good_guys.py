"""Who is settled not to be whom, by whom, until when, and does it still apply?"""

from __future__ import annotations

from jisr.node import clock
from jisr.node.good_guys import still_stands
from jisr.node.models import GoodGuy, Record
from jisr.node.parties import Parties
from jisr.node.queries.reader import visible_markings
from jisr.node.values import GoodGuyRow
from jisr.sharing import Reader, Role, require

_SHOWN = 300


def good_guys(*, reader: Reader) -> tuple[GoodGuyRow, ...]:
    """Those about parties the reader may see: what waits for approval first, then the newest. Raises `NotAllowed`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    markings = visible_markings(reader)
    rows = list(GoodGuy.objects.filter(marking__in=markings).order_by("-pk")[:_SHOWN])
    seen = set(
        Record.objects.filter(thing__in={row.thing for row in rows}, marking__in=markings).values_list(
            "thing", flat=True
        )
    )
    parties = Parties(markings=markings)
    told = [_row(row, parties) for row in rows if row.thing in seen]
    return tuple(sorted(told, key=lambda row: row.state != "asked"))


def _row(row: GoodGuy, parties: Parties) -> GoodGuyRow:
    stands = row.state == "approved" and row.expires > clock.now() and still_stands(row)
    return GoodGuyRow(
        number=row.pk,
        name=row.name,
        born=row.born,
        country=row.country,
        party=parties.party_of(row.thing),
        caption=row.caption,
        why=row.why,
        state=_state(row, stands=stands),
        applies=stands,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        settled_why=row.settled_why,
        expires=row.expires,
        ended_at=row.ended_at,
        records=tuple(row.bound.values_list("record_id", flat=True)),
    )


def _state(row: GoodGuy, *, stands: bool) -> str:
    if row.state == "approved" and not stands:
        return "expired" if row.expires <= clock.now() else "overtaken"
    return {"changed": "overtaken", "expired": "expired", "revoked": "revoked"}.get(row.ended_why, row.state)
