"""What do pages, programs and the terminal get to see?  Frozen values, already filtered for their reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from jisr.records import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The two clocks of a question: true `on` that day, as `known` at that instant (UTC)."""

    on: date
    known: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whom a check looks for. `born`: ISO 8601 or a year; `country`: ISO 3166-1 alpha-2; `kind`: of names.Kind."""

    name: str
    born: str = ""
    country: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who said it, in which delivery, and where in it: enough to open the cause."""

    record: int
    thing: str
    source: str
    title: str
    batch: int
    place: str
    known_from: datetime
    known_to: datetime | None
    marking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a party stands with one jurisdiction on a day.

    `state`: listed, delisted, not-yet, unclear. `since`/`until`: ISO 8601 as exact as known, "" unknown.
    `reasons` explain it; `sources` are the records it rests on.
    """

    jurisdiction: str
    state: str
    since: str = ""
    until: str = ""
    programme: str = ""
    reasons: tuple[Reason, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a fact, and every source that says it."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One property of a party. `contested`: sources give different values where one is expected."""

    name: str
    label: str
    type: str
    values: tuple[Value, ...]
    contested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a history: `at` is ISO 8601 as exact as known; `clock`: world or node."""

    at: str
    code: str
    clock: str
    facts: tuple[tuple[str, str], ...] = ()
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementRow:
    """Two things joined or kept apart, by whom and why."""

    id: int
    left: str
    right: str
    verdict: str
    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyPage:
    """Everything a reader may see about a party, as of two clocks."""

    id: str
    caption: str
    other_names: tuple[str, ...]
    schema: str
    things: tuple[str, ...]
    marking: str
    clocks: Clocks
    standings: tuple[Standing, ...]
    facts: tuple[Fact, ...]
    records: tuple[Source, ...]
    history: tuple[Event, ...]
    judgements: tuple[JudgementRow, ...]
    findings: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Two names aligned: one part of each ("" where it is missing), what came of it, and its score 0..1."""

    left: str
    right: str
    verdict: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckHit:
    """A party that resembles the name asked for. `score`: the reasons' weights add up to it."""

    party: str
    caption: str
    name: str
    schema: str
    score: float
    standings: tuple[Standing, ...]
    reasons: tuple[Reason, ...]
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A list that was asked: its newest delivery known at the time."""

    source: str
    title: str
    edition: datetime
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAnswer:
    """The answer to one name: hits, the best first, and the lists they were looked for in."""

    name: str
    clocks: Clocks
    hits: tuple[CheckHit, ...]
    editions: tuple[Edition, ...]
    findings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding in a list."""

    id: int
    desk: str
    kind: str
    title: str
    subject: str
    score: float
    state: str
    marking: str
    created_at: datetime
    corrected: bool
    reasons: tuple[Reason, ...]
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """What a person settled, and what became of it."""

    verdict: str
    why: str
    by: str
    at: datetime
    undone_at: datetime | None
    overtaken_at: datetime | None
    overtaken_batch: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """A fact that was acted on and no longer stands."""

    finding: int
    title: str
    why: str
    was: str
    at: datetime
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPage:
    """A finding with its evidence, decisions and corrections."""

    row: FindingRow
    party: str
    about: str
    question: Mapping[str, str]
    standings: tuple[Standing, ...]
    relied_on: tuple[Source, ...]
    decisions: tuple[DecisionRow, ...]
    corrections: tuple[CorrectionRow, ...]


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
class Candidate:
    """A party a mention may mean: a proposal for a person, with its reasons."""

    party: str
    caption: str
    score: float
    reasons: tuple[Reason, ...]
    standings: tuple[Standing, ...]
    finding: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """A mention in a text: characters [start, end), its type, what it is known as, whom it may mean."""

    start: int
    end: int
    text: str
    type: str
    id: str
    label_en: str
    label_ar: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """A document with its mentions; `text` is the record's bodyText, so offsets fit."""

    thing: str
    title: str
    language: str
    published: str
    text: str
    source: Source
    mentions: tuple[MentionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRun:
    """The last delivery of a source: so that a failed source never looks like an empty queue."""

    source: str
    title: str
    batch: int
    state: str
    reason: str
    at: datetime


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document in a list."""

    thing: str
    title: str
    language: str
    published: str
    source: Source
