"""Make a shelf, say who may do what at it, make and close the secrets of partners' programs."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jisr.errors import NotFound, WrongUse
from jisr.node import chain, clock, models
from jisr.node.convert import typed
from jisr.node.store import write
from jisr.records import Marking
from jisr.sharing import Reader, Role, require

ROOT = "exchange"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A shelf to be made. `assumed`: the marking of what comes without one; "": nobody else may have it."""

    title: str
    root: str = ROOT
    alias: str = ""
    description: str = ""
    takes: bool = True
    assumed: str = ""


def make(wanted: Wanted, *, reader: Reader) -> str:
    """A new shelf; its UUID. Raises `NotAllowed`, `WrongUse`, `Unreadable` for a marking that is none."""
    require(reader, Role.EXCHANGE, Role.ADMINISTRATOR, Role.SUPERVISOR)
    if (
        not _SLUG.fullmatch(wanted.root)
        or (wanted.alias and not _SLUG.fullmatch(wanted.alias))
        or wanted.alias == "log"
    ):
        message = f"{wanted.root!r}, {wanted.alias!r}: small letters, digits and hyphens"
        raise WrongUse(message)
    if wanted.assumed:
        Marking.read(wanted.assumed)
    uid = str(UUID(bytes=secrets.token_bytes(16), version=4))
    with write():
        if wanted.alias and models.TaxiiCollection.objects.filter(root=wanted.root, alias=wanted.alias).exists():
            message = f"a shelf {wanted.alias!r} stands in {wanted.root} already"
            raise WrongUse(message)
        models.TaxiiCollection.objects.create(
            uid=uid,
            root=wanted.root,
            alias=wanted.alias,
            title=typed(wanted.title)[:200],
            description=typed(wanted.description),
            takes=wanted.takes,
            assumed=wanted.assumed,
        )
        chain.note(reader, "taxii-shelf", uid, title=wanted.title, alias=wanted.alias)
    return uid


def grant(uid: str, partner: str, *, read: bool, write_: bool, reader: Reader) -> None:
    """Say what a partner may do at a shelf; neither: it is gone from their sight. Raises `NotAllowed`, `NotFound`."""
    require(reader, Role.EXCHANGE, Role.ADMINISTRATOR, Role.SUPERVISOR)
    with write():
        row = models.TaxiiCollection.objects.filter(uid=uid).first()
        if row is None:
            message = f"no shelf {uid!r}"
            raise NotFound(message, shelf=uid)
        if read or write_:
            said = {"can_read": read, "can_write": write_}
            models.TaxiiGrant.objects.update_or_create(collection=row, partner=partner, defaults=said)
        else:
            models.TaxiiGrant.objects.filter(collection=row, partner=partner).delete()
        chain.note(reader, "taxii-grant", uid, partner=partner, read=str(read), write=str(write_))


def account(
    partner: str, *, reader: Reader, label: str = "", per_minute: int = 0, expires: datetime | None = None
) -> str:
    """A secret for a partner's program, 40 hex digits, shown once; only its digest is kept. Raises `NotAllowed`."""
    require(reader, Role.EXCHANGE, Role.ADMINISTRATOR, Role.SUPERVISOR)
    secret = secrets.token_hex(20)
    with write():
        models.TaxiiAccount.objects.create(
            partner=partner,
            label=typed(label)[:100],
            secret_sha256=hashlib.sha256(secret.encode()).hexdigest(),
            per_minute=per_minute,
            created_at=clock.now(),
            expires_at=expires,
        )
        chain.note(reader, "taxii-account", partner, label=label)
    return secret


def close(partner: str, *, reader: Reader, label: str = "") -> int:
    """Take back a partner's secrets (of one label, or all); how many. Raises `NotAllowed`."""
    require(reader, Role.EXCHANGE, Role.ADMINISTRATOR, Role.SUPERVISOR)
    with write():
        open_ = models.TaxiiAccount.objects.filter(partner=partner, revoked_at=None)
        rows = open_.filter(label=label) if label else open_
        count: int = rows.update(revoked_at=clock.now())
        chain.note(reader, "taxii-account-close", partner, count=str(count))
    return count
