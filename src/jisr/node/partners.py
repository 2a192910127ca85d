"""Whom may we share with, and on what terms?  What the release rule is told of each partner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time

from jisr.node.models import Agreement, Group, Partner
from jisr.node.own_name import node_name
from jisr.node.values import Terms
from jisr.records import TLP, all_schemata
from jisr.sharing import Recipient

FEEDBACK = "Feedback"  # the kind of a request, a proposal, a sighting: every agreement covers it


def members() -> tuple[str, ...]:
    """The partners we are joined with, by name."""
    return tuple(Partner.objects.filter(state="joined").order_by("name").values_list("name", flat=True))


def recipient(member: str) -> Recipient | None:
    """A partner as the release rule knows it; None: no such partner. Without an agreement it may have nothing."""
    row = Partner.objects.filter(name=member).exclude(state="invited").first()
    if row is None:
        return None
    base = Recipient(member=row.name, communities=communities(), active=row.state == "joined")
    terms = in_force(row)
    if terms is None:
        return replace(base, kinds=frozenset())
    return replace(
        base,
        purposes=frozenset(words(terms.purposes)),
        kinds=_kinds(words(terms.kinds)),
        ceiling=TLP(terms.ceiling),
        until=datetime.combine(terms.until, time(), UTC) if terms.until else None,
    )


def in_force(row: Partner) -> Agreement | None:
    """The agreement that binds now: the newest that is in force, ended by its day or not."""
    return row.agreements.filter(state="in-force").order_by("-version").first()


def terms_of(row: Agreement) -> Terms:
    """What a version of an agreement says."""
    return Terms(
        ceiling=row.ceiling, kinds=words(row.kinds), purposes=words(row.purposes), until=row.until, acts=row.acts
    )


def acts_stand(member: str) -> bool:
    """Whether acts of a member that end or ease something stand at once: our own, or where the agreement says so."""
    row = Partner.objects.filter(name=member).first()
    terms = in_force(row) if row is not None else None
    return member == node_name() or (terms is not None and terms.acts)


def communities() -> tuple[frozenset[str], ...]:
    """The members of each working group, by its newest roster; and, of each community partners name, those who do."""
    newest: dict[tuple[str, str], frozenset[str]] = {}
    for group in Group.objects.order_by("version"):
        newest[group.origin, group.name] = frozenset(words(group.members))
    named: dict[str, set[str]] = {}
    for name, said in Partner.objects.values_list("name", "communities"):
        for one in words(said):
            named.setdefault(one, {node_name()}).add(name)
    return tuple(newest.values()) + tuple(map(frozenset, named.values()))


def words(text: str) -> tuple[str, ...]:
    """What is kept joined by commas."""
    return tuple(filter(None, text.split(",")))


def joined(some: Iterable[str]) -> str:
    """As it is kept: sorted, each once, joined by commas."""
    return ",".join(sorted({one.strip() for one in some if one.strip()}))


def _kinds(named: tuple[str, ...]) -> frozenset[str] | None:
    """The schemata an agreement covers: those it names, and their kinds. None: all."""
    if not named:
        return None
    wanted = set(named)
    return frozenset(
        {FEEDBACK} | wanted | {name for name, schema in all_schemata().items() if wanted & schema.ancestors}
    )
