"""What is watched for news, and where else does a story stand?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsSourceRow:
    """A watched folder or feed. `came`: articles of the last look that brought any; `error`: "" where all is well.

    `every`: minutes. `batch`: the number of its newest delivery, 0 for none. `marking`: as written, `TLP:CLEAR`.
    """

    id: int
    kind: str
    address: str
    marking: str
    every: int
    added_by: str
    added_at: datetime
    looked_at: datetime | None
    next_at: datetime
    error: str
    came: int
    total: int
    batch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLook:
    """What one look at a source gave: articles new or changed, files or items that could not be read, and why."""

    came: int = 0
    failed: int = 0
    error: str = ""
    batch: int = 0
    etag: str = ""
    modified: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoIn:
    """Another article of the same wire story. `copy`: the number of the link; shares 0 .. 1; `agency` named or ""."""

    copy: int
    thing: str
    title: str
    publisher: str
    published: str
    shared: float
    contained: float
    agency: str
