"""Who is met next, and what became of it?  A round with each partner; one that fails leaves the others alone."""

from __future__ import annotations

from dataclasses import dataclass

from jisr.errors import JisrError
from jisr.exchange.sync import Round, sync
from jisr.exchange.taxii_peer import TaxiiPeer
from jisr.node.actions.partners import met
from jisr.node.own_name import node_name
from jisr.node.queries.partners import partners
from jisr.sharing import Reader

_MEET = frozenset({"joined", "suspended", "left"})  # corrections reach the last two as well


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a round with a member went. `trouble` "": it went through."""

    member: str
    round: Round | None
    trouble: str = ""


def round_with(name: str, address: str, *, reader: Reader) -> Outcome:
    """A round with one member. Its failure is an outcome, noted beside the partner; a fault of ours still raises."""
    try:
        with TaxiiPeer(name, address, own=node_name()) as peer:
            done = sync(peer, reader=reader)
    except (JisrError, OSError) as error:
        met(name, trouble=str(error))
        return Outcome(member=name, round=None, trouble=str(error))
    met(name)
    return Outcome(member=name, round=done)


def rounds(*, reader: Reader, only: str = "") -> tuple[Outcome, ...]:
    """A round with every partner that has an address, or with one. Raises `NotAllowed`."""
    return tuple(
        round_with(row.name, row.address, reader=reader)
        for row in partners(reader=reader)
        if row.state in _MEET and row.address and only in {"", row.name}
    )
