"""What lies on the shelves for one caller?  Reads of ranges, the same however much is stored.

A shelf without a grant does not exist for the caller. An object is shown to who sent it, and to others as far as the
release rule lets it go to them now. Raw statements: the model in between would take most of the time.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.db import connection

from jisr.node import clock, models, partner_keys
from jisr.node.store import moment
from jisr.node.taxii_posted import posted_of
from jisr.node.taxii_release import Ruling, ruling
from jisr.node.values import Caller, Kept, Page, Posted, Shelf, Wish

MOST = 10_000  # objects of a page
USUAL = 1_000
_MOST_BYTES = 24 * 1024 * 1024
_KEEPS = 30  # days a status is told


def caller_of(user: str, secret: str) -> Caller | None:
    """Who shows this secret; None: nobody. `user`: the partner's name, or "" where the secret stands alone."""
    digest = hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
    row = _one(
        "SELECT partner, label, per_minute, expires_at FROM node_taxiiaccount"
        " WHERE secret_sha256 = %s AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > %s)",
        [digest, moment(clock.now())],
    )
    if row is not None and (not user or secrets.compare_digest(user.encode(), row[0].encode())):
        return Caller(partner=row[0], account=row[1] or row[0], per_minute=row[2])
    name = partner_keys.caller(user, secret) if user else None
    return Caller(partner=name, account=name) if name else None


def _one(statement: str, values: list[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def shelves(*, caller: Caller) -> tuple[Shelf, ...]:
    """Every collection the caller may see, in a lasting order."""
    grants = models.TaxiiGrant.objects.filter(partner=caller.partner, collection__closed_at=None)
    return tuple(_shelf(one) for one in grants.select_related("collection").order_by("collection_id"))


def shelf(root: str, name: str, *, caller: Caller) -> Shelf | None:
    """The collection of that UUID or alias in an API root; None: there is none for this caller."""
    row = _one(_SHELF, [caller.partner, root, name.lower(), name, name.lower()]) if name else None
    if row is None:
        return None
    number, uid, alias, title, description, can_read, can_write = row
    return Shelf(
        number=number,
        uid=uid,
        root=root,
        alias=alias,
        title=title,
        description=description,
        can_read=bool(can_read),
        can_write=bool(can_write),
    )


_SHELF = (
    "SELECT c.id, c.uid, c.alias, c.title, c.description, g.can_read, g.can_write FROM node_taxiigrant g"
    " JOIN node_taxiicollection c ON c.id = g.collection_id WHERE g.partner = %s AND c.root = %s"
    " AND c.closed_at IS NULL AND (c.uid = %s OR c.alias = %s) ORDER BY c.uid <> %s LIMIT 1"
)


def _shelf(grant: models.TaxiiGrant) -> Shelf:
    row = grant.collection
    return Shelf(
        number=row.pk,
        uid=row.uid,
        root=row.root,
        alias=row.alias,
        title=row.title,
        description=row.description,
        can_read=grant.can_read,
        can_write=grant.can_write,
    )


def page(shelf: Shelf, wish: Wish, *, caller: Caller, bodies: bool = True) -> Page:
    """The next objects of a shelf that fit the wish, in the order they were added."""
    return ruled_page(shelf, wish, caller=caller, bodies=bodies)[0]


def ruled_page(shelf: Shelf, wish: Wish, *, caller: Caller, bodies: bool) -> tuple[Page, Ruling | None]:
    """The same, and what the rule said; None: it was not asked, nothing is new.

    Only what lay there before the rule was asked: else a newcomer could be passed over, or pass unjudged.
    """
    newest = (_one("SELECT MAX(added) FROM node_taxiiobject", []) or (0,))[0] or 0
    if wish.after >= newest:
        return Page(kept=(), more=False), None
    limit = min(wish.limit or USUAL, MOST)
    where, values = _where(shelf, wish)
    ruled = ruling(shelf.number, caller=caller)
    columns = "added, stix_id, version, spec, o.by, terms_id" + (", body" if bodies else "")
    added = _added(wish)
    kept: list[Kept] = []
    size = 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM node_taxiiobject o "  # noqa: S608  # every value is bound
            f"WHERE {where} AND {ruled.condition} AND {added} <= %s ORDER BY {added} LIMIT %s",
            [*values, newest, limit + 1],
        )
        for row in cursor:
            if len(kept) == limit or size > _MOST_BYTES:
                return Page(kept=tuple(kept), more=True), ruled
            body = bytes(row[6]) if bodies else b""
            size += len(body)
            kept.append(_kept(row, body))
    return Page(kept=tuple(kept), more=False), ruled


def _kept(row: tuple[Any, ...], body: bytes) -> Kept:
    added, stix_id, version, spec, by, terms = row[:6]
    return Kept(added=added, stix_id=stix_id, version=version, spec=spec, by=by, terms=terms, body=body)


def known(shelf: Shelf, stix_id: str, *, caller: Caller) -> bool:
    """Whether any version of that object lies here that this caller may see."""
    rule = ruling(shelf.number, caller=caller).condition
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM node_taxiiobject o WHERE collection_id = %s AND stix_id = %s AND {rule} LIMIT 1",  # noqa: S608  # bound
            [shelf.number, stix_id],
        )
        return cursor.fetchone() is not None


def status(uid: str, *, caller: Caller, root: str) -> Posted | None:
    """What became of an envelope this caller's partner sent; None: no such thing."""
    row = models.TaxiiPost.objects.filter(uid=uid, by=caller.partner, collection__root=root).first()
    return posted_of(row) if row is not None else None


def _where(shelf: Shelf, wish: Wish) -> tuple[str, list[str | int]]:
    """The conditions of a wish; every value is bound."""
    parts: list[str] = ["collection_id = %s", f"{_added(wish)} > %s"]
    values: list[str | int] = [shelf.number, wish.after]
    for column, wanted in (("stix_id", wish.ids), ("kind", wish.kinds), ("spec", wish.specs)):
        if wanted:
            parts.append(f"{column} IN ({', '.join(['%s'] * len(wanted))})")
            values += wanted
    choice, chosen = _versions(wish)
    return " AND ".join([*parts, *choice]), [*values, *chosen]


def _added(wish: Wish) -> str:
    """The column of dates; with a sign before it where ids lead to the rows, so that no index of dates is walked."""
    return "+added" if wish.ids else "added"


def _versions(wish: Wish) -> tuple[list[str], list[str | int]]:
    if "all" in wish.versions:
        return [], []
    parts: list[str] = []
    exact = [int(one) for one in wish.versions if one not in {"first", "last"}]
    if "last" in wish.versions:
        parts.append(_LATEST if wish.specs else "newest")
    if "first" in wish.versions:
        parts.append("oldest")
    if exact:
        parts.append(f"version IN ({', '.join(['%s'] * len(exact))})")
    chosen: list[str | int] = [*(wish.specs if wish.specs and "last" in wish.versions else ()), *exact]
    text = "(" + " OR ".join(parts) + ")"
    return [text.replace("{specs}", ", ".join(["%s"] * len(wish.specs)))], chosen


# The latest among the specifications asked for, where that need not be the latest of all.
_LATEST = (
    "NOT EXISTS (SELECT 1 FROM node_taxiiobject l WHERE l.collection_id = o.collection_id AND l.stix_id = o.stix_id"
    " AND l.by = o.by AND l.version > o.version AND l.spec IN ({specs}))"
)
