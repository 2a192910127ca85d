"""Share a finding: with it goes all it rests on, or it does not go."""

from __future__ import annotations

from collections.abc import Iterable

from jisr.errors import Conflict, NotFound
from jisr.node import chain, concluded
from jisr.node.actions.share import share, what_if
from jisr.node.models import Record
from jisr.node.queries.reader import visible_findings
from jisr.node.store import write
from jisr.node.values import Shared
from jisr.sharing import Reader, Role, require


def share_finding(number: int, members: Iterable[str], *, reader: Reader) -> Shared:
    """Let members have a finding as it stands; each later change of it is told them.

    Raises `NotAllowed`, `NotFound`, `Conflict` (it rests on something that was taken back, or is withdrawn itself).
    """
    require(reader, Role.SUPERVISOR, Role.EXCHANGE)
    with write():
        thing = _written(number, reader)
        done = share([thing], members, reader=reader)
        chain.note(
            reader, "share-finding", str(number), thing=thing, allowed=str(len(done.verdicts) - len(done.refused))
        )
    return done


def what_if_finding(number: int, members: Iterable[str], *, reader: Reader) -> Shared:
    """What sharing it would do. The record of it is written, nothing is shared."""
    require(reader, Role.SUPERVISOR, Role.EXCHANGE)
    with write():
        thing = _written(number, reader)
    return what_if([thing], members, reader=reader)


def _written(number: int, reader: Reader) -> str:
    row = visible_findings(reader).filter(pk=number).select_related("marking").first()
    if row is None:
        raise NotFound(f"no finding {number}", finding=str(number))
    if row.state == "withdrawn" or Record.objects.filter(dependence__finding=row, closed_why="withdrawn").exists():
        raise Conflict("what it rests on was taken back", finding=str(number))
    return concluded.write_down(row, by=reader.name)
