"""Let a person in: by password, or once by a link an administrator made."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.hashers import make_password

from jisr.errors import NotFound
from jisr.node import chain, clock
from jisr.node.convert import typed
from jisr.node.models import ApiToken, AuditEntry, Member, Welcome
from jisr.node.queries.reader import reader_of
from jisr.node.store import write
from jisr.sharing import Reader, Role, require

_LINK_LIVES = timedelta(hours=24)
_NOBODY = Reader(name="nobody", member="", roles=frozenset())
_TRIES, _WITHIN = 10, timedelta(minutes=15)  # NIST SP 800-63B, 5.2.2: guesses at one name are limited


def sign_in(name: str, password: str) -> Member | None:
    """The member, if name and password fit; None otherwise, after the same work. Audited either way.

    After ten refusals of a name within a quarter of an hour it is None whatever the password, known name or not;
    a one-time link still lets in.
    """
    if _guessed_at(name.strip()[:150]):
        make_password(password)
        return None
    row = Member.objects.filter(name__iexact=typed(name).strip(), is_active=True).first()
    if row is None:
        make_password(password)  # an unknown name takes as long as a wrong password
    if row is None or not row.check_password(password):
        chain.note(_NOBODY, "sign-in-refused", name.strip()[:150].lower())
        return None
    with write():
        row.last_login = clock.now()
        row.save(update_fields=("last_login", "password"))
        chain.note(reader_of(row.name), "sign-in", row.name)
    return row


def welcome_link(member: Member) -> str:
    """A token that lets this member in once within a day; only its digest is kept. Inside a write."""
    token = secrets.token_urlsafe(24)
    Welcome.objects.create(member=member, token_sha256=_digest(token), expires_at=clock.now() + _LINK_LIVES)
    return token


def welcome(token: str) -> Member | None:
    """The member a one-time link was made for; the link is spent. None: unknown, spent or too old. Audited."""
    with write():
        row = Welcome.objects.select_for_update().filter(token_sha256=_digest(token), used_at=None).first()
        if row is None or row.expires_at <= clock.now() or not row.member.is_active:
            chain.note(_NOBODY, "welcome-refused")
            return None
        row.used_at = clock.now()
        row.save(update_fields=("used_at",))
        row.member.last_login = clock.now()
        row.member.save(update_fields=("last_login",))
        chain.note(reader_of(row.member.name), "sign-in", row.member.name, by="one-time link")
    return row.member


def api_token(name: str, label: str, *, reader: Reader) -> str:
    """A new key for a program that acts as this member; shown once, only its digest is kept. Raises `NotFound`."""
    require(reader, Role.ADMINISTRATOR)
    token = secrets.token_urlsafe(32)
    with write():
        acting = reader_of(name)
        member = Member.objects.get(name=acting.name)
        ApiToken.objects.create(member=member, label=label[:100], token_sha256=_digest(token), created_at=clock.now())
        chain.note(reader, "token-add", acting.name, label=label[:100])
    return token


def revoke_tokens(name: str, label: str, *, reader: Reader) -> int:
    """Take back a member's keys of this label ("" all of them); how many went. Raises `NotAllowed`, `NotFound`."""
    require(reader, Role.ADMINISTRATOR)
    with write():
        member = Member.objects.filter(name__iexact=name.strip()).first()
        keys = ApiToken.objects.filter(member=member, revoked_at=None)
        gone = (keys.filter(label=label[:100]) if label else keys).update(revoked_at=clock.now()) if member else 0
        if not gone:
            message = f"{name} has no key {label!r} in use" if label else f"{name} has no key in use"
            raise NotFound(message, name=name, label=label)
        chain.note(reader, "token-revoke", name.strip(), label=label[:100], keys=str(gone))
    return gone


def by_token(token: str) -> Reader | None:
    """Whom a program's key stands for; None: unknown, revoked, or its member was closed."""
    row = ApiToken.objects.filter(token_sha256=_digest(token), revoked_at=None).select_related("member").first()
    return reader_of(row.member.name) if row is not None and row.member.is_active else None


def _guessed_at(name: str) -> bool:
    since = (clock.now() - _WITHIN).isoformat()
    refused = AuditEntry.objects.filter(act="sign-in-refused", subject=typed(name).lower(), at__gte=since)
    return refused.count() >= _TRIES


def sign_out(reader: Reader) -> None:
    """Note that a person left."""
    chain.note(reader, "sign-out", reader.name)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
