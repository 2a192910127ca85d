"""Follow a collection of another server: what was taken and how far, whatever breaks in between."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from jisr.errors import NotFound, WrongUse
from jisr.formats import bundle_of
from jisr.node import chain, clock, deliveries, models
from jisr.node.actions import taxii_serve
from jisr.node.actions.ingest import ingest
from jisr.node.prepared import Wanted
from jisr.node.queries import taxii
from jisr.node.store import write
from jisr.node.values import BatchRow, Caller, Wish
from jisr.records import Marking
from jisr.sharing import Reader, Role, require

_ROLES = (Role.EXCHANGE, Role.ADMINISTRATOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A collection to follow: `url` of the collection; `marking`: of what comes without one; files of TLS, or ""."""

    name: str
    url: str
    partner: str
    user: str = ""
    ca: str = ""
    certificate: str = ""
    key: str = ""
    marking: str = "TLP:AMBER+STRICT"


def add(feed: Feed, secret: str, *, reader: Reader) -> None:
    """Follow it from now on. Raises `NotAllowed`, `WrongUse`, `Unreadable` for a marking that is none."""
    require(reader, *_ROLES)
    Marking.read(feed.marking)
    if not feed.name.replace("-", "").isalnum() or not feed.name.isascii() or not feed.partner:
        raise WrongUse("a feed needs a name of letters, digits and hyphens, and a partner", field="name")
    _keep(feed.name, secret)
    said = {name: getattr(feed, name) for name in ("url", "partner", "user", "ca", "certificate", "key", "marking")}
    with write():
        models.TaxiiFeed.objects.update_or_create(name=feed.name, defaults=said)
        chain.note(reader, "feed-add", feed.name, url=feed.url, partner=feed.partner)


def remove(name: str, *, reader: Reader) -> None:
    """Follow it no more; what came stays. Raises `NotAllowed`, `NotFound`."""
    require(reader, *_ROLES)
    with write():
        if not models.TaxiiFeed.objects.filter(name=name).delete()[0]:
            raise NotFound(f"no feed {name!r}", name=name)
        chain.note(reader, "feed-remove", name)
    _file(name).unlink(missing_ok=True)


def feeds(*, reader: Reader) -> tuple[tuple[Feed, str, str], ...]:
    """Every feed with how far it was taken and what was wrong last. Raises `NotAllowed`."""
    require(reader, *_ROLES, Role.AUDITOR)
    return tuple((_feed(row), row.after, row.trouble) for row in models.TaxiiFeed.objects.order_by("name"))


def secret_of(name: str, *, reader: Reader) -> str:
    """What the other server knows us by. Raises `NotAllowed`, `NotFound`."""
    require(reader, *_ROLES)
    if not _file(name).is_file():
        raise NotFound(f"no secret is kept for the feed {name!r}", name=name)
    return _file(name).read_text(encoding="utf-8")


def took(name: str, bodies: Sequence[bytes], after: str, *, reader: Reader) -> BatchRow | None:
    """Take a page in, then note how far that is: taken twice, it changes nothing; noted too early, it would be lost."""
    require(reader, *_ROLES)
    row = _row(name)
    batch = None
    if bodies:
        wanted = Wanted(source=row.partner, format="stix21", marking=Marking.read(row.marking))
        data = bundle_of(bodies)
        batch = ingest(((f"{name}-{deliveries.digest(data)[:12]}.json", data),), reader=reader, wanted=wanted)
    with write():
        models.TaxiiFeed.objects.filter(pk=row.pk).update(after=after or row.after, pulled_at=clock.now(), trouble="")
    return batch


def failed(name: str, why: str, *, reader: Reader) -> None:
    """Note why a round did not go through. Raises `NotAllowed`, `NotFound`."""
    require(reader, *_ROLES)
    with write():
        models.TaxiiFeed.objects.filter(pk=_row(name).pk).update(trouble=why[:2000])
        chain.note(reader, "feed-failed", name, why=why[:200])


def outgoing(name: str, *, reader: Reader) -> tuple[tuple[bytes, ...], int]:
    """What lies on our shelf for that partner and was not sent there yet, as the rule lets it go now; and its last."""
    require(reader, *_ROLES)
    row = _row(name)
    caller = Caller(partner=row.partner, account=row.partner)
    shelf = taxii.shelf("exchange", f"for-{row.partner}", caller=caller)
    if shelf is None:
        return (), row.pushed
    page = taxii_serve.page(shelf, Wish(after=row.pushed), caller=caller)
    return tuple(one.body for one in page.kept), page.kept[-1].added if page.kept else row.pushed


def sent(name: str, last: int, *, reader: Reader) -> None:
    """Note that all up to `last` arrived there."""
    require(reader, *_ROLES)
    with write():
        models.TaxiiFeed.objects.filter(pk=_row(name).pk).update(pushed=last)


def _row(name: str) -> models.TaxiiFeed:
    row = models.TaxiiFeed.objects.filter(name=name).first()
    if row is None:
        raise NotFound(f"no feed {name!r}", name=name)
    return row


def _feed(row: models.TaxiiFeed) -> Feed:
    names = ("name", "url", "partner", "user", "ca", "certificate", "key", "marking")
    return Feed(**{name: getattr(row, name) for name in names})


def _file(name: str) -> Path:
    return Path(settings.JISR_DATA) / "keys" / f"feed-{name}"


def _keep(name: str, secret: str) -> None:
    file = _file(name)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(secret)
