"""What is shown of the common work: openings, members, assistance, policies, integrations, and of two members' work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from jisr.node.values._programmes import CommitmentRow, CommitmentStepRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Rests:
    """The relief an opening rests on. `left`: days until it ends, negative: over; None: it prints no end."""

    id: str
    record: int
    title: str
    ends: str
    left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonRow:
    """One piece of the common work in a list. `status`: as approved on the day asked; `sort`: its kind in detail.

    `realised`: sums of its approved steps by currency, beside `amount` as announced. `waiting`: steps for a second
    person. `rests`: the reliefs it stands on, the first to end first.
    """

    thing: str
    kind: str
    title: str
    sort: str
    direction: str
    party: tuple[str, ...]
    counterpart: str
    day: str
    due: str
    status: str
    since: str
    open: bool
    amount: str
    currency: str
    realised: tuple[tuple[str, Decimal], ...]
    rests: tuple[Rests, ...]
    missing: tuple[str, ...]
    order: str
    quote: str
    waiting: int
    marking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonField:
    """One field of a form. `choices`: codes; empty: free. `value`: as it stands."""

    name: str
    kind: str
    needed: bool
    en: str
    ar: str
    choices: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonList:
    """The pieces of one kind: how many of each status, of all that fit."""

    kind: str
    rows: tuple[CommonRow, ...]
    total: int
    counts: tuple[tuple[str, int], ...]
    fields: tuple[CommonField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One step of an integration: when it was planned, and the step that says it was reached (None: none does)."""

    planned: str
    title: str
    reached: str
    step: CommitmentStepRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonPage:
    """One piece with its words, what was told of it and what hangs on it.

    `facts`: English and Arabic name of a field, its value. `statuses`: what may be told; `positions`: members and
    their latest approved position; `versions`: record, since when known, the text; `cases`: number and state of the
    vetting cases the reader may know of.
    """

    row: CommonRow
    record: int
    place: str
    quote: str
    quote_lang: str
    offset: str
    facts: tuple[tuple[str, str, str], ...]
    steps: tuple[CommitmentStepRow, ...]
    statuses: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    positions: tuple[tuple[str, str], ...]
    versions: tuple[tuple[int, datetime, str], ...]
    obliges: tuple[CommitmentRow, ...]
    matches: tuple[CommonRow, ...]
    cases: tuple[tuple[int, str], ...]
    partner: str
    fields: tuple[CommonField, ...]
    own: bool
    marking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustItem:
    """One of the things a number counts. `url`: commitment, common, request, record; `number` or `thing` opens it."""

    title: str
    day: str
    page: str
    key: str
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustRow:
    """One count of the work of two members. `of`: out of how many; `hours`: the median, None where none can be told.

    `few`: under five, too few to say anything by a share or a median: they are left out, the list stays.
    """

    code: str
    number: int
    of: int | None
    hours: int | None
    few: bool
    items: tuple[TrustItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustPanel:
    """Counts and medians alone of what two members did with one another in [`begins`, `ends`): no score, no rank."""

    one: str
    other: str
    begins: date
    ends: date
    rows: tuple[TrustRow, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCell:
    """A task that several pairs of donor and partner have at one place. `lines`: where each pair stands first."""

    place: str
    name: str
    cluster: str
    activity: str
    pairs: tuple[tuple[str, str], ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """What a sheet of who does what where tells. `places`, `tasks`: cells; `crowded`: places with several donors.

    `gaps`: place, its name, the clusters of the sheet that nobody tells of there; `apart`: line and why.
    """

    name: str
    fields: tuple[str, ...]
    rows: int
    repeats: int
    blank: int
    places: int
    crowded: int
    tasks: int
    shared: tuple[SheetCell, ...]
    gaps: tuple[tuple[str, str, tuple[str, ...]], ...]
    apart: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedBrief:
    """A brief that was issued. `otherwise`: what it said of listed partners is no longer so."""

    number: int
    by: str
    at: datetime
    sha256: str
    otherwise: bool
