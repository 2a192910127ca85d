"""Who are our partners, what did we agree, and what do we ask one another?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What may go to a partner. `kinds`: schemata, none: all; `until`: the first day it no longer may (UTC).

    `acts`: its acts that end or ease something stand here at once, without two persons.
    """

    ceiling: str
    kinds: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    until: date | None = None
    acts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """One version of an agreement. `state`: proposed, in-force, ended."""

    version: int
    terms: Terms
    state: str
    signed_by: str
    signed_at: datetime
    seconded_by: str
    seconded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """One partner in a list. `waiting`: receipts it still owes us."""

    name: str
    title: str
    address: str
    state: str
    communities: tuple[str, ...]
    agreement: AgreementRow | None
    proposed: AgreementRow | None
    met_at: datetime | None
    trouble: str
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerPage:
    """A partner with the words of its fingerprint, its agreements and what is open between us."""

    row: PartnerRow
    words_en: tuple[str, ...]
    words_ar: tuple[str, ...]
    fingerprint: str
    invited_by: str
    invited_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    why: str
    asked_back_at: datetime | None
    open_key: bool
    agreements: tuple[AgreementRow, ...]
    requests: tuple[RequestRow, ...]
    proposals: tuple[ProposalRow, ...]
    sightings: tuple[SightingRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """How others know this node: its name, its words, its fingerprint."""

    name: str
    words_en: tuple[str, ...]
    words_ar: tuple[str, ...]
    fingerprint: str
    fixed: bool  # the name can no longer change: others know the node by it


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """The newest roster of a working group."""

    name: str
    origin: str
    version: int
    members: tuple[str, ...]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """A request for information. `direction`: in, out; `state`: open, answered, declined; `late`: open past its day."""

    uid: str
    direction: str
    partner: str
    subject: str
    question: str
    purpose: str
    due: date | None
    late: bool
    asked_at: datetime
    asked_by: str
    state: str
    answer: str
    shared: tuple[str, ...]
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """A suggested correction. `state`: open, accepted, discarded."""

    uid: str
    direction: str
    partner: str
    thing: str
    property: str
    value: str
    why: str
    at: datetime
    by: str
    state: str
    settled_why: str
    settled_at: datetime | None
    settled_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingRow:
    """Somebody met the thing. `kind`: seen, false-positive, no-longer."""

    direction: str
    partner: str
    thing: str
    kind: str
    times: int
    seen_at: datetime
    note: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackPage:
    """What is asked, proposed and seen between us and others."""

    requests: tuple[RequestRow, ...]
    proposals: tuple[ProposalRow, ...]
    sightings: tuple[SightingRow, ...]
    open: int
    late: int
