"""Ask a partner, answer it; propose a correction, settle one; tell of a sighting; say who is in a working group.

Each is an entry of this node's log, addressed to one member, and leaves only if the release rule lets it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from jisr.errors import Conflict, NotFound, NotReleasable, WrongUse
from jisr.ledger import Draft, Kind
from jisr.node import chain, clock, log
from jisr.node.convert import dumps, typed
from jisr.node.feedback import KINDS
from jisr.node.models import Group, Partner, Proposal, Record, Request, Sighting
from jisr.node.own_name import node_name
from jisr.node.partners import FEEDBACK, joined, recipient
from jisr.node.queries.reader import visible_markings
from jisr.node.store import queue, write
from jisr.records import TLP, Marking, all_schemata
from jisr.sharing import Reader, Refused, Role, copy_of, release, require

_MAY = (Role.EXCHANGE, Role.SUPERVISOR, Role.ANALYST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a partner is asked. `due`: the day an answer is needed by; `purpose`: what the answer is for."""

    subject: str
    question: str
    purpose: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A correction of one property of a thing that came from a partner. `value` "": it should not be there."""

    thing: str
    property: str
    value: str
    why: str


def ask(partner: str, wanted: Wanted, *, reader: Reader) -> str:
    """Ask a partner; the request's uid. Raises `NotFound`, `NotReleasable`, `WrongUse`."""
    require(reader, *_MAY)
    due = wanted.due
    if not wanted.subject.strip() or not wanted.question.strip():
        raise WrongUse("a request needs a subject and a question", field="question")
    if due is not None and due < clock.today():
        raise WrongUse(f"{due.isoformat()} is over: choose a day to come", field="due")
    uid = secrets.token_hex(12)
    said = {
        "subject": typed(wanted.subject).strip(),
        "question": typed(wanted.question).strip(),
        "purpose": typed(wanted.purpose).strip()[:64],
    }
    with write():
        row = _partner(partner)
        Request.objects.create(
            uid=uid,
            direction="out",
            partner=row,
            due=due,
            asked_at=clock.now(),
            asked_by=reader.name,
            state="open",
            **said,
        )
        when = {"due": due.isoformat()} if due else {}
        _send(row, Kind.PROPOSE, {"what": "request", "uid": uid, **said, **when}, reader=reader)
        chain.note(reader, "request-sent", uid, partner=partner, subject=said["subject"])
    return uid


def answer(uid: str, text: str, *, reader: Reader, decline: bool = False, shared: tuple[str, ...] = ()) -> None:
    """Answer a partner's request. `shared`: things that were shared with the answer. Raises `NotFound`, `Conflict`."""
    require(reader, *_MAY)
    if not text.strip():
        raise WrongUse("an answer needs words, also a refusal", field="answer")
    with write():
        row = Request.objects.select_for_update().select_related("partner").filter(uid=uid, direction="in").first()
        if row is None:
            raise NotFound(f"no request {uid!r}", uid=uid)
        if row.state != "open":
            raise Conflict(f"the request is {row.state} already", uid=uid, state=row.state)
        _may_hear(row.partner)
        row.state, row.answer = "declined" if decline else "answered", typed(text).strip()
        row.shared, row.answered_at, row.answered_by = "\n".join(shared), clock.now(), reader.name
        row.save()
        said = {"uid": _theirs(uid), "state": row.state, "answer": row.answer, "shared": list(shared)}
        _send(row.partner, Kind.ANSWER, {"what": "answer", **said}, reader=reader)
        chain.note(reader, "request-answered", uid, partner=row.partner.name, state=row.state)


def propose(suggested: Suggested, *, reader: Reader) -> str:
    """Suggest a correction to the member a record came from; the proposal's uid.

    Raises `NotFound` (nothing of that name, or not from a partner), `WrongUse`, `NotReleasable`.
    """
    require(reader, *_MAY)
    if not suggested.why.strip():
        raise WrongUse("say why: the other side has only your words", field="why")
    thing, uid = suggested.thing, secrets.token_hex(12)
    with write():
        record = _record(thing, reader)
        row = _partner(record.source)
        if suggested.property not in all_schemata()[record.schema].properties:
            raise WrongUse(f"{record.schema} has no property {suggested.property!r}", field="property")
        said = {
            "thing": _their_thing(thing),
            "version": record.version,
            "property": suggested.property,
            "value": typed(suggested.value).strip(),
            "why": typed(suggested.why).strip(),
        }
        kept = {**said, "thing": thing}
        Proposal.objects.create(
            uid=uid, direction="out", partner=row, at=clock.now(), by=reader.name, state="open", **kept
        )
        _send(row, Kind.PROPOSE, {"what": "proposal", "uid": uid, **said}, reader=reader)
        chain.note(reader, "proposal-sent", uid, partner=row.name, thing=thing)
    return uid


def settle(uid: str, *, accept: bool, why: str, reader: Reader) -> None:
    """Accept or discard a partner's suggestion; it hears of it. The record itself is changed by a delivery, as ever.

    Raises `NotFound`, `Conflict`, `WrongUse`.
    """
    require(reader, Role.SUPERVISOR, Role.EXCHANGE)
    if not why.strip():
        raise WrongUse("say why: the one who proposed it will read it", field="why")
    with write():
        row = Proposal.objects.select_for_update().select_related("partner").filter(uid=uid, direction="in").first()
        if row is None:
            raise NotFound(f"no proposal {uid!r}", uid=uid)
        if row.state != "open":
            raise Conflict(f"the proposal is {row.state} already", uid=uid, state=row.state)
        _may_hear(row.partner)
        row.state, row.settled_why = "accepted" if accept else "discarded", typed(why).strip()
        row.settled_at, row.settled_by = clock.now(), reader.name
        row.save()
        said = {"uid": _theirs(uid), "state": row.state, "why": row.settled_why}
        _send(row.partner, Kind.ANSWER, {"what": "settled", **said}, reader=reader)
        chain.note(reader, "proposal-settled", uid, partner=row.partner.name, state=row.state)


def sight(thing: str, kind: str, *, reader: Reader, times: int = 1, note: str = "") -> str:
    """Tell the member a record came from that the thing was met (or was not it). `kind`: of feedback.KINDS."""
    require(reader, *_MAY)
    if kind not in KINDS or times < 1:
        raise WrongUse(f"a sighting is one of {', '.join(KINDS)}, at least once", field="kind")
    uid = secrets.token_hex(12)
    with write():
        row = _partner(_record(thing, reader).source)
        at = clock.now()
        said = {"kind": kind, "times": times, "note": typed(note).strip()}
        Sighting.objects.create(
            uid=uid, direction="out", partner=row, thing=thing, seen_at=at, at=clock.now(), by=reader.name, **said
        )
        more = {"thing": _their_thing(thing), "seen_at": at.isoformat()}
        _send(row, Kind.PROPOSE, {"what": "sighting", "uid": uid, **said, **more}, reader=reader)
        chain.note(reader, "sighting-sent", thing, partner=row.name, kind=kind)
    return uid


def roster(name: str, members: tuple[str, ...], *, reader: Reader) -> int:
    """Say who is in a working group of ours: a new version, told to every member of it. Its version."""
    require(reader, Role.EXCHANGE, Role.SUPERVISOR)
    unknown = sorted(set(members) - {node_name(), *Partner.objects.values_list("name", flat=True)})
    if not name.strip() or unknown:
        raise WrongUse(f"no partner {', '.join(unknown)}" if unknown else "a group needs a name", field="members")
    with write():
        queue("groups")
        last = Group.objects.filter(origin=node_name(), name=name).order_by("-version").first()
        version = (last.version if last else 0) + 1
        everyone = {*members, node_name()}
        told = [_may_hear(one) for one in Partner.objects.filter(name__in=everyone, state="joined").order_by("name")]
        body = {"what": "roster", "name": name, "version": version, "members": sorted(everyone)}
        links = [_send(row, Kind.PROPOSE, body, reader=reader) for row in told]
        Group.objects.create(
            name=name,
            version=version,
            members=joined(everyone),
            origin=node_name(),
            entry=f"{node_name()}:{links[-1]}" if links else "",
            at=clock.now(),
            by=reader.name,
        )
        chain.note(reader, "group-roster", name, version=str(version), members=joined(everyone))
    return version


def _send(row: Partner, kind: Kind, body: Mapping[str, object], *, reader: Reader) -> int:
    """Write it into our log for that member (`_may_hear` said yes); its number. Inside a write."""
    said = dumps({**body, "by": reader.name}).encode()
    rid = str(body.get("uid") or body["name"])
    draft = Draft(kind=kind, rid=rid, to=(row.name,), marking=str(_marking(row)), body=said)
    return log.append([draft])[-1].seq


def _marking(row: Partner) -> Marking:
    return Marking(tlp=TLP.AMBER, releasable_to=(row.name,))


def _may_hear(row: Partner) -> Partner:
    """The partner, if the release rule lets a message go to it now. Raises `NotReleasable`."""
    known, marking = recipient(row.name), _marking(row)
    copy = replace(copy_of("message", marking, originator=node_name(), sender=node_name()), kind=FEEDBACK)
    decided = release(copy, known, now=clock.now()) if known else Refused(code="suspended")
    if isinstance(decided, Refused):
        raise NotReleasable(f"nothing may go to {row.name} now: {decided.code}", rule=decided.code, name=row.name)
    return row


def _partner(name: str) -> Partner:
    row = Partner.objects.filter(name=name).exclude(state="invited").first()
    if row is None:
        raise NotFound(f"no partner {name!r}", name=name)
    return _may_hear(row)


def _record(thing: str, reader: Reader) -> Record:
    row = Record.objects.filter(thing=thing, known_to=None, marking__in=visible_markings(reader)).first()
    if row is None:
        raise NotFound(f"no record {thing!r}", thing=thing)
    return row


def _their_thing(thing: str) -> str:
    """How the member it came from calls it."""
    return thing.partition(":")[2]


def _theirs(uid: str) -> str:
    """The uid as its sender knows it: kept here behind the sender's name."""
    return uid.partition("/")[2] or uid
