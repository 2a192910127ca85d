"""What is each code called on a page, and how is it shown?  Words are translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from jisr.workspace.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A state as people see it: a tone (colour), a sign and a word; none of them alone."""

    tone: str
    sign: str
    word: Words


def _shown(tone: str, word: Words) -> Shown:
    return Shown(tone=tone, sign=SIGNS[tone], word=word)


SIGNS: Mapping[str, str] = MappingProxyType({"new": "●", "hit": "▲", "clear": "✓", "wait": "◔", "old": "○"})

STATES: Mapping[str, Shown] = MappingProxyType(
    {
        # findings
        "open": _shown("new", _("Open")),
        "confirmed": _shown("hit", _("Match")),
        "dismissed": _shown("clear", _("Not a match")),
        "withdrawn": _shown("old", _("Withdrawn")),
        "unsure": _shown("wait", _("Not enough information")),
        # travellers
        "aboard": _shown("new", _("Aboard")),
        "booked": _shown("wait", _("Booked")),
        "off": _shown("old", _("No longer")),
        # standings
        "listed": _shown("hit", _("Listed")),
        "delisted": _shown("old", _("Delisted")),
        "not-yet": _shown("wait", _("Not yet in force")),
        "unclear": _shown("wait", _("Unclear")),
        "unlisted": _shown("clear", _("Not listed")),
        # deliveries
        "loaded": _shown("clear", _("Loaded")),
        "held": _shown("wait", _("Held for a person")),
        "refused": _shown("hit", _("Refused")),
        "rejected": _shown("old", _("Rejected")),
        # jobs
        "queued": _shown("wait", _("Queued")),
        "running": _shown("new", _("In progress")),
        "done": _shown("clear", _("Done")),
        "failed": _shown("hit", _("Failed")),
        # partners and agreements
        "invited": _shown("wait", _("To be confirmed")),
        "joined": _shown("clear", _("Joined")),
        "suspended": _shown("hit", _("Suspended")),
        "left": _shown("old", _("Has left")),
        "in-force": _shown("clear", _("In force")),
        "ended": _shown("old", _("Ended")),
        # the exchange
        "waits": _shown("wait", _("Waits")),
        "out": _shown("new", _("Sent, not signed for")),
        "signed": _shown("clear", _("Signed for")),
        "may-go": _shown("clear", _("May go")),
        "stays": _shown("hit", _("Stays here")),
        "answered": _shown("clear", _("Answered")),
        "declined": _shown("old", _("Declined")),
        "accepted": _shown("clear", _("Accepted")),
        "discarded": _shown("old", _("Discarded")),
        # corrections
        "changed": _shown("wait", _("Changed")),
        "added": _shown("new", _("New")),
        "removed": _shown("hit", _("Removed")),
        "instrument": _shown("wait", _("Changed by an act")),
        # what is different for those that are watched
        "new": _shown("hit", _("New hit")),
        "gone": _shown("old", _("Hit gone")),
        "ending": _shown("wait", _("A relief runs out")),
        # cleared by two persons
        "asked": _shown("wait", _("Waits for a second person")),
        "approved": _shown("clear", _("Cleared")),
        "overtaken": _shown("hit", _("No longer applies: the records changed")),
        "expired": _shown("old", _("Its day has come")),
        "revoked": _shown("old", _("Taken back")),
        # vetting
        "proposed": _shown("wait", _("Waits for a second person")),
        "cleared": _shown("clear", _("Cleared")),
        "conditional": _shown("wait", _("On conditions")),
        "appealed": _shown("new", _("Appealed")),
        "met": _shown("clear", _("Nothing against")),
        "not-met": _shown("hit", _("Against")),
    }
)

# commitments: what became of a promise, and what a day makes of it
PROMISES: Mapping[str, Shown] = MappingProxyType(
    {
        "proposed": _shown("wait", _("Proposed")),
        "accepted": _shown("clear", _("Accepted")),
        "in-progress": _shown("new", _("In progress")),
        "met": _shown("clear", _("Met")),
        "met-late": _shown("clear", _("Met late")),
        "partly-met": _shown("wait", _("Partly met")),
        "not-met": _shown("hit", _("Not met")),
        "withdrawn": _shown("old", _("Withdrawn")),
        "superseded": _shown("old", _("Superseded")),
        "disputed": _shown("hit", _("Disputed")),
        "cannot-be-measured": _shown("wait", _("Cannot be measured")),
        "overdue": _shown("hit", _("Overdue")),
        "due": _shown("wait", _("Due soon")),
        "open": _shown("new", _("Open")),
        "closed": _shown("old", _("Closed")),
        "waiting": _shown("wait", _("Waits for a second person")),
        "approved": _shown("clear", _("Approved")),
        "refused": _shown("hit", _("Refused")),
    }
)

REPORTED: Mapping[str, Shown] = MappingProxyType(
    {
        "confirmed": _shown("wait", _("Report stands")),
        "dismissed": _shown("old", _("Set aside")),
    }
)


PURSUED: Mapping[str, Shown] = MappingProxyType(
    {
        "confirmed": _shown("hit", _("Worth pursuing")),
        "dismissed": _shown("clear", _("Nothing in it")),
    }
)
CONDUCT = frozenset(
    {
        *("travel-rule", "cycle", "scatter-gather", "gather-scatter", "layering", "structuring"),
        *("fan-in", "fan-out", "pass-through", "dormant", "coordination"),
    }
)
"""Kinds of findings that are about what was done, not about who somebody is."""


def state_of(kind: str, state: str) -> Shown:
    """The state of a finding: a report is not a match, nor is a shape."""
    if kind in CONDUCT:
        return PURSUED.get(state, STATES[state])
    return REPORTED.get(state, STATES[state]) if kind == "status-proposal" else STATES[state]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The words with which a person decides a finding. `example`: what a reason may look like."""

    yes: Words
    no: Words
    certain: Words
    why: Words
    needed: Words
    example: Words


_MATCH = Verdict(
    yes=_("Match"),
    no=_("Not a match"),
    certain=_("It is a match"),
    why=_("Why is it a match?"),
    needed=_("Why? A match needs a reason."),
    example=_("Why is it a match? For example: same date of birth and passport."),
)
_REPORT = Verdict(
    yes=_("Report stands"),
    no=_("Set aside"),
    certain=_("Report stands"),
    why=_("Why does the report stand?"),
    needed=_("Why? A report that stands needs a reason."),
    example=_("Why does the report stand? For example: the gazette was seen."),
)
_CONDUCT = Verdict(
    yes=_("Worth pursuing"),
    no=_("Nothing in it"),
    certain=_("It is worth pursuing"),
    why=_("Why is it worth pursuing?"),
    needed=_("Why? What is worth pursuing needs a reason."),
    example=_("Why is it worth pursuing? For example: no trade between them is known."),
)


def verdict_of(kind: str) -> Verdict:
    """The words for a finding of that kind."""
    if kind in CONDUCT:
        return _CONDUCT
    return _REPORT if kind == "status-proposal" else _MATCH


VERDICTS: Mapping[str, Words] = MappingProxyType(
    {"same": _("Same"), "different": _("Different"), "unsure": _("Unsure")}
)
DESKS: Mapping[str, Words] = MappingProxyType(
    {
        "compliance": _("Compliance"),
        "reading": _("Reading"),
        "financial": _("Financial intelligence"),
        "passengers": _("Passenger information"),
        "journeys": _("Passenger information"),
        "communications": _("Communications"),
        "stabilisation": _("Stabilisation"),
        "coordination": _("Coordination"),
        "exchange": _("Exchange"),
    }
)
KINDS: Mapping[str, tuple[Words, str]] = MappingProxyType(
    {
        "Person": (_("Person"), "person"),
        "Organization": (_("Organisation"), "organisation"),
        "Company": (_("Company"), "organisation"),
        "PublicBody": (_("Public body"), "organisation"),
        "LegalEntity": (_("Person or organisation"), "parties"),
        "Vessel": (_("Vessel"), "vessel"),
        "Airplane": (_("Aircraft"), "vessel"),
        "Article": (_("Article"), "documents"),
        "Document": (_("Document"), "documents"),
        "Sanction": (_("Listing"), "audit"),
        "Instrument": (_("Instrument"), "file"),
        "Address": (_("Address"), "file"),
        "Identification": (_("Identity document"), "file"),
        "Passport": (_("Passport"), "file"),
    }
)
MENTIONS: Mapping[str, tuple[Words, str]] = MappingProxyType(
    {
        "PER": (_("Person"), "per"),
        "ORG": (_("Organisation"), "org"),
        "GPE": (_("Country or place"), "gpe"),
        "LOC": (_("Place"), "loc"),
        "FAC": (_("Camp, crossing or building"), "loc"),
        "NORP": (_("Nationality or people"), "norp"),
        "DATE": (_("Date"), "date"),
        "LAW": (_("Law"), "law"),
        "EVENT": (_("Event"), "event"),
        "MONEY": (_("Amount"), "date"),
    }
)
SIGHTINGS: Mapping[str, Words] = MappingProxyType(
    {"seen": _("Seen"), "false-positive": _("It was somebody else"), "no-longer": _("No longer there")}
)
ROLES: Mapping[str, Words] = MappingProxyType(
    {
        "analyst": _("Analyst"),
        "supervisor": _("Supervisor"),
        "auditor": _("Auditor"),
        "exchange": _("Exchange officer"),
        "administrator": _("Administrator"),
    }
)
EVENTS: Mapping[str, Words] = MappingProxyType(
    {
        "known": _("This node learned: %(caption)s"),
        "closed-changed": _("The source changed its words about: %(caption)s"),
        "closed-late": _("An older edition said it, and came late: %(caption)s"),
        "closed-removed": _("The source no longer carries: %(caption)s"),
        "closed-retention": _("Removed at the end of its retention: %(caption)s"),
        "listed": _("Listed: %(caption)s"),
    }
)
