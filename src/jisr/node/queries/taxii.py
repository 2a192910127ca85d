"""What lies on the shelves for one caller?  Reads of ranges, the same however much is stored.

A shelf without a grant does not exist for the caller. An object is shown to who sent it, and to others as far as the
release rule lets it go to them now. Raw statements: the model in between would take most of the time.
"""

from __future__ import annotations

import hashlib
import secrets

from django.db import connection

from jisr.node import clock, models, partner_keys
from jisr.node.taxii_posted import posted_of
from jisr.node.taxii_release import allowed
from jisr.node.values import Caller, Kept, Page, Posted, Shelf, Wish

MOST = 10_000  # objects of a page
USUAL = 1_000
_MOST_BYTES = 24 * 1024 * 1024
_KEEPS = 30  # days a status is told


def caller_of(user: str, secret: str) -> Caller | None:
    """Who shows this secret; None: nobody. `user`: the partner's name, or "" where the secret stands alone."""
    digest = hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
    row = models.TaxiiAccount.objects.filter(secret_sha256=digest, revoked_at=None).first()
    if row is not None and (row.expires_at is None or row.expires_at > clock.now()):
        if user and not secrets.compare_digest(user.encode(), row.partner.encode()):
            return None
        return Caller(partner=row.partner, account=row.label or row.partner, per_minute=row.per_minute)
    name = partner_keys.caller(user, secret) if user else None
    return Caller(partner=name, account=name) if name else None


def shelves(*, caller: Caller) -> tuple[Shelf, ...]:
    """Every collection the caller may see, in a lasting order."""
    grants = models.TaxiiGrant.objects.filter(partner=caller.partner, collection__closed_at=None)
    return tuple(_shelf(one) for one in grants.select_related("collection").order_by("collection_id"))


def shelf(root: str, name: str, *, caller: Caller) -> Shelf | None:
    """The collection of that UUID or alias in an API root; None: there is none for this caller."""
    every = models.TaxiiGrant.objects.filter(partner=caller.partner, collection__closed_at=None, collection__root=root)
    row = every.filter(collection__uid=name.lower()).select_related("collection").first()
    if row is None and name:
        row = every.filter(collection__alias=name).select_related("collection").first()
    return _shelf(row) if row is not None else None


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
    """The next objects of a shelf that fit the wish, in the order they were added.

    Only what lay there before the rule was asked: else a newcomer could be passed over, or pass unjudged.
    """
    newest = models.TaxiiObject.objects.order_by("-added").values_list("added", flat=True).first() or 0
    if wish.after >= newest:
        return Page(kept=(), more=False)
    limit = min(wish.limit or USUAL, MOST)
    where, values = _where(shelf, wish)
    rule = allowed(shelf.number, caller=caller)
    columns = "added, stix_id, version, spec" + (", body" if bodies else "")
    kept: list[Kept] = []
    size = 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM node_taxiiobject o "  # noqa: S608  # every value is bound
            f"WHERE {where} AND added <= %s AND {rule} ORDER BY added LIMIT %s",
            [*values, newest, limit + 1],
        )
        for row in cursor:
            if len(kept) == limit or size > _MOST_BYTES:
                return Page(kept=tuple(kept), more=True)
            body = bytes(row[4]) if bodies else b""
            size += len(body)
            kept.append(Kept(added=row[0], stix_id=row[1], version=row[2], spec=row[3], body=body))
    return Page(kept=tuple(kept), more=False)


def known(shelf: Shelf, stix_id: str, *, caller: Caller) -> bool:
    """Whether any version of that object lies here that this caller may see."""
    rule = allowed(shelf.number, caller=caller)
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
    parts: list[str] = ["collection_id = %s", "added > %s"]
    values: list[str | int] = [shelf.number, wish.after]
    for column, wanted in (("stix_id", wish.ids), ("kind", wish.kinds), ("spec", wish.specs)):
        if wanted:
            parts.append(f"{column} IN ({', '.join(['%s'] * len(wanted))})")
            values += wanted
    choice, chosen = _versions(wish)
    return " AND ".join([*parts, *choice]), [*values, *chosen]


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
