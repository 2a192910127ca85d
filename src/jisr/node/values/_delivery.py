"""What came in, and where did a record stand in it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jisr.node.values._said import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceRow:
    """A quarantined piece: where it stood, why it was set aside, and the piece itself (start, as text)."""

    id: int
    place: str
    reason: str
    facts: tuple[tuple[str, str], ...]
    piece: str
    entry: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One delivery in a list. `state`: loaded, held, refused, rejected; `reason` and `facts` say why."""

    id: int
    source: str
    title: str
    format: str
    files: tuple[str, ...]
    sha256: str
    state: str
    reason: str
    facts: tuple[tuple[str, str], ...]
    edition: datetime | None
    received: datetime
    loaded_at: datetime
    by: str
    added: int
    changed: int
    removed: int
    unchanged: int
    quarantined: int
    settled_by: str = ""
    settled_at: datetime | None = None
    settled_why: str = ""
    again: bool = False  # the same delivery had come before: nothing was changed


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPage:
    """A delivery with what was set aside and the first records it brought."""

    row: BatchRow
    pieces: tuple[PieceRow, ...]
    records: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """One record version and its cause: the very piece of the delivery it was read from."""

    source: Source
    caption: str
    schema: str
    party: str
    properties: tuple[tuple[str, str, tuple[str, ...]], ...]  # name, label, values
    file: str
    file_sha256: str
    piece: str
    versions: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRun:
    """The last delivery of a source: so that a failed source never looks like an empty queue."""

    source: str
    title: str
    batch: int
    state: str
    reason: str
    at: datetime
