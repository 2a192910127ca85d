"""What is shown of a case: what it holds, what was done, and the reports that were written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jisr.node.values._finding import FindingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case in a list. `tasks`: those that are not done."""

    id: int
    title: str
    state: str
    outcome: str
    opened_by: str
    opened_at: datetime
    findings: int
    tasks: int
    marking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One line of a case's timeline."""

    id: int
    step: str
    text: str
    facts: Mapping[str, str]
    due: date | None
    done_at: datetime | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report that was written: valid under `profile`, of that digest."""

    id: int
    case: int
    title: str
    profile: str
    reference: str
    digest: str
    size: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A case, its findings, its timeline (the oldest first), its reports."""

    row: CaseRow
    proposed_by: str
    settled_by: str
    findings: tuple[FindingRow, ...]
    lines: tuple[CaseLine, ...]
    reports: tuple[ReportRow, ...]
