"""Join a partner by fingerprints read out in words, agree on what may go, suspend it, let it leave.

What widens what a partner may have needs two people; what narrows it is in force at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

import orjson

from jisr.errors import Conflict, NeedsSecond, NotFound, Unreadable, WrongUse
from jisr.ledger import Draft, Kind
from jisr.node import chain, clock, log, log_keys, partner_keys
from jisr.node.convert import typed
from jisr.node.models import Agreement, Partner, Sent, Setting
from jisr.node.own_name import node_name
from jisr.node.partners import in_force, joined, terms_of
from jisr.node.store import queue, write
from jisr.node.values import Terms
from jisr.records import TLP, all_schemata
from jisr.sharing import Reader, Role, require

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")
_HEX = re.compile(r"[0-9a-f]{64}")
_MOST = 16 * 1024  # bytes of an invitation
_FORM = "jisr-invitation-1"
_ACTS = {"suspended": "partner-suspended", "joined": "partner-resumed", "left": "partner-left"}
_RANKS = tuple(label.value for label in TLP)


def name_node(name: str, *, reader: Reader) -> None:
    """Give this node its name in the coalition, once: others know it by that. Raises `WrongUse`, `Conflict`."""
    require(reader, Role.ADMINISTRATOR, Role.SUPERVISOR)
    _named(name)
    with write():
        if Partner.objects.exists() and node_name() != name:
            raise Conflict(f"partners know this node as {node_name()}: its name stays", name=node_name())
        Setting.objects.update_or_create(key="node-name", defaults={"value": name})
        chain.note(reader, "node-name", name)


def invitation(address: str, *, reader: Reader, title: str = "") -> bytes:
    """The file that tells another member who we are: name, address, public keys; signed, and holding no secret."""
    require(reader, Role.EXCHANGE, Role.SUPERVISOR)
    body = {
        "form": _FORM,
        "name": node_name(),
        "title": typed(title)[:200],
        "address": _address(address),
        "public_key": partner_keys.public_key().hex(),
        "exchange_key": partner_keys.exchange_key().hex(),
    }
    said = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    signed = body | {"signature": partner_keys.sign(said).hex()}
    chain.note(reader, "partner-invitation", node_name(), address=body["address"])
    return orjson.dumps(signed, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def invite(data: bytes, *, reader: Reader) -> str:
    """Take in another member's invitation; its name. Nothing is shared before `confirm`.

    Raises `NotAllowed`, `Unreadable`, `WrongUse` (it is our own), `Conflict` (another key under a name we know).
    """
    require(reader, Role.EXCHANGE, Role.SUPERVISOR)
    body = _read(data)
    if body["name"] == node_name():
        raise WrongUse(f"this invitation is this node's own: {node_name()}", name=node_name())
    with write():
        queue("partners")
        known = Partner.objects.filter(name=body["name"]).first()
        keys = {"public_key": body["public_key"], "exchange_key": body["exchange_key"]}
        if known is not None and known.state == "joined" and keys["public_key"] != known.public_key:
            raise Conflict(f"{known.name} is known by another key: suspend it first, then ask why", name=known.name)
        if known is not None and known.state == "joined":
            known.address, known.title = body["address"], body["title"]
            known.save(update_fields=("address", "title"))
        else:
            said: dict[str, object] = {
                **keys,
                "title": body["title"],
                "address": body["address"],
                "state": "invited",
                "secret_sha256": "",
            }
            said |= {"invited_at": clock.now(), "invited_by": reader.name, "confirmed_at": None, "confirmed_by": ""}
            Partner.objects.update_or_create(name=body["name"], defaults=said)
        chain.note(reader, "partner-invited", body["name"], key=body["public_key"])
    return body["name"]


def confirm(name: str, heard: str, *, reader: Reader) -> None:
    """Join a partner: `heard` are the words of its fingerprint as it read them out, in either language.

    Raises `NotAllowed`, `NotFound`, `Conflict` (not waiting to be joined), `WrongUse` (other words).
    """
    require(reader, Role.EXCHANGE, Role.SUPERVISOR)
    with write():
        row = _partner(name)
        if row.state not in {"invited", "left"}:
            raise Conflict(f"{name} is {row.state} already", name=name, state=row.state)
        public, exchange = bytes.fromhex(row.public_key), bytes.fromhex(row.exchange_key)
        given = tuple(re.findall(r"\w+", typed(heard).lower()))
        if given not in {partner_keys.words(public, exchange, lang=lang) for lang in ("en", "ar")}:
            chain.note(reader, "partner-other-words", name)
            fits = False
        else:
            fits = True
            row.state, row.confirmed_at, row.confirmed_by = "joined", clock.now(), reader.name
            row.changed_at, row.changed_by, row.why = clock.now(), reader.name, ""
            password = partner_keys.derived(row.exchange_key, client=row.name, server=node_name())
            row.secret_sha256 = partner_keys.digest(password)
            row.save()
            log_keys.trust(row.name, public)
            chain.note(reader, "partner-joined", name, key=row.public_key)
    if not fits:
        message = "these are not the words of this partner's keys: do not join; call it by a number you know"
        raise WrongUse(message, name=name)


def suspend(name: str, why: str, *, reader: Reader) -> None:
    """Share nothing more with it until `resume`; corrections still reach it. Raises `NotFound`, `WrongUse`."""
    _change(name, "suspended", why, reader=reader, before={"joined"})


def resume(name: str, why: str, *, reader: Reader) -> None:
    """Share with a suspended partner again. Not by whoever suspended it: four eyes. Raises `NeedsSecond`."""
    _change(name, "joined", why, reader=reader, before={"suspended"})


def leave(name: str, why: str, *, reader: Reader) -> None:
    """The partner leaves: what it holds is asked back; its key is trusted for the receipts alone, until `close`."""
    _change(name, "left", why, reader=reader, before={"joined", "suspended"})


def _change(name: str, state: str, why: str, *, reader: Reader, before: set[str]) -> None:
    require(reader, Role.EXCHANGE, Role.SUPERVISOR)
    if not why.strip():
        raise WrongUse("say why: it is kept beside the partner", field="why")
    with write():
        row = _partner(name)
        if row.state not in before:
            raise Conflict(f"{name} is {row.state}", name=name, state=row.state)
        if state == "joined" and row.changed_by == reader.name:
            raise NeedsSecond(f"{reader.name} suspended {name}: another person lets it back in", name=name)
        row.state, row.why, row.changed_at, row.changed_by = state, typed(why).strip(), clock.now(), reader.name
        if state == "left":
            row.asked_back_at = clock.now()
            _ask_back(row.name)
        row.save()
        chain.note(reader, _ACTS[state], name, why=row.why)


def close(name: str, *, reader: Reader) -> None:
    """Trust nothing of a partner that left any more: its receipts are in, or are no longer waited for."""
    require(reader, Role.SUPERVISOR)
    with write():
        row = _partner(name)
        if row.state != "left":
            raise Conflict(f"{name} is {row.state}: it must leave first", name=name, state=row.state)
        row.secret_sha256 = ""
        row.save(update_fields=("secret_sha256",))
        log_keys.revoke(name)
        chain.note(reader, "partner-closed", name)


def _ask_back(name: str) -> None:
    """Take back everything of ours that the partner was ever sent and still holds."""
    held = Sent.objects.filter(origin=node_name(), member=name, live=True).order_by("seq").values_list("rid", flat=True)
    log.append([Draft(kind=Kind.RETRACT, rid=rid, to=(name,)) for rid in held])


def agree(name: str, terms: Terms, *, reader: Reader) -> str:
    """Sign what may go to a partner; the state of the new version.

    in-force: it is no wider than the one before. proposed: a second person must sign (`second`).
    Raises `NotAllowed`, `NotFound`, `WrongUse`.
    """
    require(reader, Role.EXCHANGE, Role.SUPERVISOR)
    said = _checked(terms)
    with write():
        queue("partners")
        row = _partner(name)
        old = in_force(row)
        narrower = old is not None and _within(said, terms_of(old))
        last = row.agreements.order_by("-version").first()
        row.agreements.filter(state="proposed").update(state="ended")
        if narrower:
            row.agreements.filter(state="in-force").update(state="ended")
        new = Agreement.objects.create(
            partner=row,
            version=(last.version if last else 0) + 1,
            kinds=joined(said.kinds),
            purposes=joined(said.purposes),
            ceiling=said.ceiling,
            until=said.until,
            acts=said.acts,
            state="in-force" if narrower else "proposed",
            signed_by=reader.name,
            signed_at=clock.now(),
        )
        chain.note(reader, "agreement-signed", name, version=str(new.version), state=new.state, **_facts(new))
    return new.state


def second(name: str, version: int, *, reader: Reader) -> None:
    """The second signature under a proposed agreement. Raises `NeedsSecond`, `NotFound`, `Conflict`."""
    require(reader, Role.SUPERVISOR)
    with write():
        queue("partners")
        row = _partner(name)
        new = row.agreements.filter(version=version).first()
        if new is None or new.state != "proposed":
            raise Conflict(f"no agreement {version} with {name} waits for a signature", name=name)
        if new.signed_by == reader.name:
            raise NeedsSecond(f"{reader.name} signed it first: another person must sign too", name=name)
        row.agreements.filter(state="in-force").update(state="ended")
        new.state, new.seconded_by, new.seconded_at = "in-force", reader.name, clock.now()
        new.save(update_fields=("state", "seconded_by", "seconded_at"))
        chain.note(reader, "agreement-seconded", name, version=str(version), **_facts(new))


def met(name: str, *, trouble: str = "") -> None:
    """Note that a round with a partner went through, or why it did not. No audit line: it is weather."""
    with write():
        said = {"trouble": typed(trouble)[:500]} | ({} if trouble else {"met_at": clock.now()})
        Partner.objects.filter(name=name).update(**said)


def _partner(name: str) -> Partner:
    row = Partner.objects.select_for_update().filter(name=name).first()
    if row is None:
        raise NotFound(f"no partner {name!r}", name=name)
    return row


def _read(data: bytes) -> dict[str, str]:
    """The invitation, its form and its signature checked. Raises `Unreadable`."""
    try:
        body = orjson.loads(data[: _MOST + 1])
    except orjson.JSONDecodeError as error:
        raise _no_invitation("JSON") from error
    if len(data) > _MOST or not isinstance(body, dict) or body.get("form") != _FORM:
        raise _no_invitation(f"the form {_FORM}")
    if not all(isinstance(value, str) for value in body.values()):
        raise _no_invitation("texts alone")
    signature = body.pop("signature", "")
    for field in ("public_key", "exchange_key"):
        if not _HEX.fullmatch(body.get(field, "")):
            raise _no_invitation(f"{field}, 64 hex digits")
    said = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    if not re.fullmatch(r"[0-9a-f]{128}", signature) or not partner_keys.verify(
        bytes.fromhex(body["public_key"]), bytes.fromhex(signature), said
    ):
        raise _no_invitation("a signature by the key it names")
    if not _NAME.fullmatch(body.get("name", "")):
        raise _no_invitation("a name of small letters, digits and . _ -")
    return {**body, "title": typed(body.get("title", ""))[:200], "address": _address(body.get("address", ""))}


def _no_invitation(wanted: str) -> Unreadable:
    return Unreadable(source="invitation", place="line 1", wanted=wanted)


def _named(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise WrongUse(f"{name[:40]!r} cannot name a node: small letters, digits and . _ -", field="name")


def _address(text: str) -> str:
    """An address of the web, without anything behind its host. Plain http only on this very machine."""
    parts = urlsplit(text.strip())
    near = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if parts.scheme not in ({"http", "https"} if near else {"https"}) or not parts.hostname or parts.username:
        raise WrongUse(f"{text[:60]!r} is no address of a node: https://…", field="address")
    return f"{parts.scheme}://{parts.netloc}"


def _checked(terms: Terms) -> Terms:
    unknown = sorted(set(terms.kinds) - set(all_schemata()))
    if unknown:
        raise WrongUse(f"no kind {', '.join(unknown)}: kinds are schemata, as Person, Sanction, Payment", field="kinds")
    if terms.ceiling not in _RANKS:
        raise WrongUse(f"{terms.ceiling!r} is no TLP label: one of {', '.join(_RANKS)}", field="ceiling")
    for one in terms.purposes:
        if not re.fullmatch(r"[\w-]{1,64}", one):
            raise WrongUse(f"{one[:40]!r} cannot be a purpose: one word", field="purposes")
    return terms


def _within(new: Terms, old: Terms) -> bool:
    """Whether the new terms let nothing through that the old did not."""
    kinds = not old.kinds or (bool(new.kinds) and _covers(old.kinds, new.kinds))
    ends = old.until is None or (new.until is not None and new.until <= old.until)
    return (
        kinds
        and ends
        and new.acts <= old.acts
        and set(new.purposes) <= set(old.purposes)
        and _RANKS.index(new.ceiling) <= _RANKS.index(old.ceiling)
    )


def _covers(wide: Iterable[str], narrow: Iterable[str]) -> bool:
    return all(all_schemata()[one].ancestors & set(wide) for one in narrow)


def _facts(row: Agreement) -> dict[str, str]:
    until = row.until.isoformat() if row.until else ""
    acts = {"acts": "at once"} if row.acts else {}
    return {"kinds": row.kinds, "purposes": row.purposes, "ceiling": row.ceiling, "until": until, **acts}
