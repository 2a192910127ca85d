"""Who asks?  From a member's row, or from the terminal of the node's own machine."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from jisr import records
from jisr.errors import NotFound
from jisr.node import clock
from jisr.node.convert import marking_of
from jisr.node.models import Dependence, Finding, Marking, Member
from jisr.node.own_name import node_name
from jisr.records import TLP
from jisr.sharing import Reader, Role, refusal

PUBLIC = "public"  # nobody's name: members' names are checked against it


def reader_of(name: str) -> Reader:
    """The reader a member is. Raises `NotFound` for an unknown or inactive one."""
    row = Member.objects.filter(name=name, is_active=True).first()
    if row is None:
        message = f"no member {name!r}"
        raise NotFound(message, name=name)
    return Reader(
        name=row.name,
        member=node_name(),
        roles=frozenset(Role(role) for role in _words(row.roles)),
        desks=frozenset(_words(row.desks)),
        clearance=TLP(row.clearance),
        purposes=frozenset(_words(row.purposes)),
    )


def terminal(user: str) -> Reader:
    """Whoever holds the node's folder reads it anyway: the terminal acts as a supervisor, and is audited."""
    return Reader(
        name=f"terminal:{user}",
        member=node_name(),
        roles=frozenset({Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR}),
        clearance=TLP.AMBER_STRICT,
    )


def public() -> Reader:
    """Anybody, where a setting opens a data set to everybody: what is marked TLP:CLEAR, and of that data set alone."""
    return Reader(name=PUBLIC, member="", roles=frozenset({Role.EXCHANGE}), clearance=TLP.CLEAR)


def visible_markings(reader: Reader) -> list[int]:
    """The ids of the markings whose records this reader may see today: the filter of every query."""
    with connection.cursor() as cursor:  # by hand: asked with every question
        cursor.execute("SELECT * FROM node_marking ORDER BY id")
        rows = tuple(cursor.fetchall())
    return list(_visible(rows, reader, clock.today()))


@lru_cache(maxsize=64)
def _visible(_rows: tuple[tuple[object, ...], ...], reader: Reader, today: date) -> tuple[int, ...]:
    """Worked out once for what the table holds, whoever asks, and the day."""
    return tuple(row.pk for row in Marking.objects.all() if not refusal(_known(row), reader=reader, as_of=today))


def visible_findings(reader: Reader) -> QuerySet[Finding]:
    """The findings this reader may know of: those that rest on nothing hidden from them."""
    markings = visible_markings(reader)
    hidden = Dependence.objects.filter(finding=OuterRef("pk")).exclude(record__marking__in=markings)
    return Finding.objects.filter(~Exists(hidden), marking__in=markings)


def _known(row: Marking) -> records.Marking | None:
    """The marking; None for one of words this version does not know, which hides."""
    try:
        return marking_of(row)
    except ValueError:
        return None


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
