"""Who works at this node, with what right?"""

from __future__ import annotations

from jisr.node.models import Member
from jisr.node.values import PersonRow
from jisr.sharing import Reader, Role, require


def people(*, reader: Reader) -> tuple[PersonRow, ...]:
    """Every member, by name. Raises `NotAllowed` for anyone but administrators, supervisors and auditors."""
    require(reader, Role.ADMINISTRATOR, Role.SUPERVISOR, Role.AUDITOR)
    return tuple(_row(row) for row in Member.objects.order_by("name"))


def me(*, reader: Reader) -> PersonRow | None:
    """One's own row; None for the terminal."""
    row = Member.objects.filter(name=reader.name).first()
    return _row(row) if row else None


def _row(row: Member) -> PersonRow:
    return PersonRow(
        name=row.name,
        full_name=row.full_name,
        roles=tuple(filter(None, row.roles.split(","))),
        desks=tuple(filter(None, row.desks.split(","))),
        clearance=row.clearance,
        language=row.language,
        theme=row.theme,
        shortcuts=row.shortcuts,
        active=row.is_active,
        last_seen=row.last_login,
    )
