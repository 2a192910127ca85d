"""What do partners ask, propose, answer and see?  What comes of that kind in their logs is put where people look.

A message is the body of an entry of kind `propose` or `answer`: JSON with `what` and the fields of it. Nothing here
changes a record: a person does, or does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

import orjson

from jisr.node import clock
from jisr.node.convert import typed
from jisr.node.models import Group, Partner, Proposal, Request, Sighting
from jisr.node.partners import joined
from jisr.node.values import Came

_LONGEST = 4000  # characters of a free text
KINDS = ("seen", "false-positive", "no-longer")
Body = Mapping[str, object]


def received(came: Came) -> None:
    """Put it where people look. Inside the write that takes the page; what cannot be read is left out, never raised."""
    row = Partner.objects.filter(name=came.origin).first()
    try:
        body = orjson.loads(came.body)
    except orjson.JSONDecodeError:
        return
    keep = _KEEPS.get(str(body.get("what"))) if isinstance(body, dict) else None
    if row is not None and keep is not None:
        keep(row, came, body)


def _request(row: Partner, came: Came, body: Body) -> None:
    Request.objects.get_or_create(
        uid=_uid(came, body),
        defaults={
            "direction": "in",
            "partner": row,
            "subject": _text(body, "subject"),
            "question": _text(body, "question"),
            "purpose": _text(body, "purpose")[:64],
            "due": _day(body.get("due")),
            "asked_at": clock.now(),
            "asked_by": _by(row, body),
            "state": "open",
        },
    )


def _answer(row: Partner, _came: Came, body: Body) -> None:
    """The answer to something we asked this very partner; to anything else it is no answer."""
    state = {"answered": "answered", "declined": "declined"}.get(_text(body, "state"), "answered")
    Request.objects.filter(uid=_text(body, "uid"), partner=row, direction="out", state="open").update(
        state=state,
        answer=_text(body, "answer"),
        shared="\n".join(_texts(body.get("shared"))),
        answered_at=clock.now(),
        answered_by=_by(row, body),
    )


def _proposal(row: Partner, came: Came, body: Body) -> None:
    Proposal.objects.get_or_create(
        uid=_uid(came, body),
        defaults={
            "direction": "in",
            "partner": row,
            "thing": _text(body, "thing")[:255],
            "version": _text(body, "version")[:64],
            "property": _text(body, "property")[:64],
            "value": _text(body, "value"),
            "why": _text(body, "why"),
            "at": clock.now(),
            "by": _by(row, body),
            "state": "open",
        },
    )


def _settled(row: Partner, _came: Came, body: Body) -> None:
    """What became of a correction we proposed to this very partner."""
    state = {"accepted": "accepted", "discarded": "discarded"}.get(_text(body, "state"))
    if state:
        Proposal.objects.filter(uid=_text(body, "uid"), partner=row, direction="out", state="open").update(
            state=state, settled_why=_text(body, "why"), settled_at=clock.now(), settled_by=_by(row, body)
        )


def _sighting(row: Partner, came: Came, body: Body) -> None:
    times = body.get("times")
    kind = _text(body, "kind")
    Sighting.objects.get_or_create(
        uid=_uid(came, body),
        defaults={
            "direction": "in",
            "partner": row,
            "thing": _text(body, "thing")[:255],
            "kind": kind if kind in KINDS else "seen",
            "times": min(times, 1_000_000)
            if isinstance(times, int) and not isinstance(times, bool) and times > 0
            else 1,
            "seen_at": _instant(body.get("seen_at")),
            "note": _text(body, "note"),
            "at": clock.now(),
            "by": _by(row, body),
        },
    )


def _roster(row: Partner, came: Came, body: Body) -> None:
    """The roster of a group of theirs, as their log says it: a newer version only."""
    version, name = body.get("version"), _text(body, "name")[:64]
    if not isinstance(version, int) or isinstance(version, bool) or not name:
        return
    Group.objects.get_or_create(
        origin=row.name,
        name=name,
        version=version,
        defaults={
            "members": joined(_texts(body.get("members"))),
            "entry": f"{came.origin}:{came.seq}",
            "at": clock.now(),
            "by": _by(row, body),
        },
    )


_KEEPS: Mapping[str, Callable[[Partner, Came, Body], None]] = {
    "request": _request,
    "answer": _answer,
    "proposal": _proposal,
    "settled": _settled,
    "sighting": _sighting,
    "roster": _roster,
}


def _uid(came: Came, body: Body) -> str:
    """Its name is the sender's affair, so it is kept apart by sender."""
    return f"{came.origin}/{_text(body, 'uid') or came.seq}"[:64]


def _by(row: Partner, body: Body) -> str:
    return f"{row.name}: {_text(body, 'by')}"[:150]


def _text(body: Body, name: str) -> str:
    value = body.get(name)
    return typed(value)[:_LONGEST].strip() if isinstance(value, str) else ""


def _texts(value: object) -> list[str]:
    return (
        [typed(one)[:255] for one in value if isinstance(one, str) and "\n" not in one]
        if isinstance(value, list)
        else []
    )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _instant(value: object) -> datetime:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else clock.now()
    except ValueError:
        return clock.now()
    return found if found.tzinfo else found.replace(tzinfo=UTC)
