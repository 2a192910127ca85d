"""May this person of this node see a record of this marking?  The first rule that refuses is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jisr import tables
from jisr.errors import NotAllowed
from jisr.records import TLP, Marking


class Role(StrEnum):
    """What a person of the node may do. An administrator sees no case data unless another role says so."""

    ANALYST = "analyst"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    EXCHANGE = "exchange"
    ADMINISTRATOR = "administrator"


READS_CASES = frozenset({Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.EXCHANGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One signed-in person (or a named rule of the node): who asks, and with what right.

    `member`: the node's own name in the coalition. `clearance`: the narrowest TLP label this person may see;
    RED further needs the person's name (or `member`) on the release list.
    """

    name: str
    member: str
    roles: frozenset[Role]
    desks: frozenset[str] = frozenset()
    clearance: TLP = TLP.AMBER_STRICT
    purposes: frozenset[str] = frozenset()

    def has(self, *roles: Role) -> bool:
        """Whether the person holds one of these roles."""
        return bool(self.roles.intersection(roles))


def refusal(marking: Marking | None, *, reader: Reader, as_of: date) -> str:
    """The code of the first rule that hides a record of this marking from `reader` on `as_of`; "" shows it."""
    return next((code for code, refuses in RULES if refuses(marking or _UNMARKED, reader, as_of)), "")


def covers(wider: Marking, narrower: Marking) -> bool:
    """Whether everyone who may see a record of marking `narrower` may see one of marking `wider`, on every day."""
    return (
        _rank(wider.tlp) <= _rank(narrower.tlp)
        and _within(_release_list(narrower), _release_list(wider), closed=wider.tlp is TLP.RED)
        and _within(narrower.purposes, wider.purposes)
        and (wider.retain_until is None or (narrower.retain_until or date.max) <= wider.retain_until)
    )


def _release_list(marking: Marking) -> tuple[str, ...]:
    """Whom it names: at red those by name too; below it a name alone opens and closes nothing inside the node."""
    return (*marking.releasable_to, *marking.named) if marking.tlp is TLP.RED else marking.releasable_to


def _within(some: tuple[str, ...], all_: tuple[str, ...], *, closed: bool = False) -> bool:
    """Whether one list of names lies within another. An empty one names everybody; `closed`: nobody."""
    if not all_ and not closed:
        return True
    return (bool(some) or closed) and set(some) <= set(all_)


def require(reader: Reader, *roles: Role) -> None:
    """Raise `NotAllowed` unless the reader holds one of `roles`."""
    if not reader.has(*roles):
        wanted = " or ".join(role.value for role in roles)
        message = f"{reader.name} needs the role {wanted}"
        raise NotAllowed(message, role=wanted)


def _rank(label: TLP) -> int:
    return int(next(row["rank"] for row in tables.rows("tlp") if row["label"] == label.value))


def _reads_no_cases(_marking: Marking, reader: Reader, _as_of: date) -> bool:
    return not reader.roles & READS_CASES


def _unmarked(marking: Marking, _reader: Reader, _as_of: date) -> bool:
    return marking is _UNMARKED


def _retention_ended(marking: Marking, _reader: Reader, as_of: date) -> bool:
    return marking.retain_until is not None and as_of >= marking.retain_until


def _above_clearance(marking: Marking, reader: Reader, _as_of: date) -> bool:
    return _rank(marking.tlp) > _rank(reader.clearance)


def _not_named(marking: Marking, reader: Reader, _as_of: date) -> bool:
    named = {reader.name, reader.member} & set(_release_list(marking))
    if marking.tlp is TLP.RED:
        return not named
    return bool(marking.releasable_to) and not named


def _other_purpose(marking: Marking, reader: Reader, _as_of: date) -> bool:
    return bool(marking.purposes) and not reader.purposes.intersection(marking.purposes)


_UNMARKED = Marking(tlp=TLP.RED)
RULES: tuple[tuple[str, Callable[[Marking, Reader, date], bool]], ...] = (
    ("no-case-role", _reads_no_cases),
    ("unmarked", _unmarked),
    ("retention-ended", _retention_ended),
    ("above-clearance", _above_clearance),
    ("not-on-release-list", _not_named),
    ("other-purpose", _other_purpose),
)
