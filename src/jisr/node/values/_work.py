"""What waits, what was done, and by whom?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from jisr.node.values._delivery import BatchRow, SourceRun
from jisr.node.values._finding import CorrectionRow, FindingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage:
    """What waits: corrections first, then held deliveries, then open findings by desk, oldest and most severe first."""

    at: datetime
    corrections: tuple[CorrectionRow, ...]
    held: tuple[BatchRow, ...]
    findings: tuple[tuple[str, tuple[FindingRow, ...]], ...]  # desk, rows
    waiting: int
    runs: tuple[SourceRun, ...]
    parties: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """Something that ends or falls due: `kind` relief or commitment; `day`: as printed; `late`: it is over."""

    kind: str
    key: str
    title: str
    day: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One line of the audit."""

    number: int
    at: str
    actor: str
    act: str
    subject: str
    facts: tuple[tuple[str, str], ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Lines of the audit, newest first, and whether there are older ones."""

    rows: tuple[AuditRow, ...]
    more: bool
    acts: tuple[str, ...]
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """The outcome of verifying the audit chain; `broken_at`: number of the first entry that does not fit."""

    entries: int
    broken_at: int | None
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """A background job and how far it is."""

    id: int
    kind: str
    state: str
    done: int
    total: int
    message: str
    by: str
    created_at: datetime
    finished_at: datetime | None
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A member of the node and how the workspace looks for them."""

    name: str
    full_name: str
    roles: tuple[str, ...]
    desks: tuple[str, ...]
    clearance: str
    language: str
    theme: str
    shortcuts: bool
    active: bool
    last_seen: datetime | None
