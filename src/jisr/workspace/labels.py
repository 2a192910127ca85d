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
        # corrections
        "changed": _shown("wait", _("Changed")),
        "removed": _shown("hit", _("Removed")),
        "instrument": _shown("wait", _("Changed by an act")),
    }
)

REPORTED: Mapping[str, Shown] = MappingProxyType(
    {
        "confirmed": _shown("wait", _("Report stands")),
        "dismissed": _shown("old", _("Set aside")),
    }
)


def state_of(kind: str, state: str) -> Shown:
    """The state of a finding: a report is not a match."""
    return REPORTED.get(state, STATES[state]) if kind == "status-proposal" else STATES[state]


VERDICTS: Mapping[str, Words] = MappingProxyType(
    {"same": _("Same"), "different": _("Different"), "unsure": _("Unsure")}
)
DESKS: Mapping[str, Words] = MappingProxyType(
    {
        "compliance": _("Compliance"),
        "reading": _("Reading"),
        "financial": _("Financial intelligence"),
        "passengers": _("Passenger information"),
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
        "closed-removed": _("The source no longer carries: %(caption)s"),
        "closed-retention": _("Removed at the end of its retention: %(caption)s"),
        "listed": _("Listed: %(caption)s"),
    }
)
ACTS: Mapping[str, Words] = MappingProxyType(
    {
        "sign-in": _("signed in"),
        "sign-out": _("signed out"),
        "sign-in-refused": _("was refused at sign-in"),
        "welcome-refused": _("tried a spent link"),
        "check": _("checked a name"),
        "check-file": _("checked a file"),
        "keep-check": _("kept a check"),
        "read-party": _("read a party"),
        "read-record": _("opened a record"),
        "read-finding": _("read a finding"),
        "read-document": _("read a document"),
        "read-delivery": _("read a delivery"),
        "decide": _("decided"),
        "decide-undo": _("took a decision back"),
        "judge": _("judged two things"),
        "judge-retract": _("took a judgement back"),
        "delivery-loaded": _("a delivery was loaded"),
        "delivery-held": _("a delivery was held"),
        "delivery-refused": _("a delivery was refused"),
        "delivery-rejected": _("a delivery was rejected"),
        "delivery-again": _("a delivery came again"),
        "member-add": _("added a member"),
        "member-link": _("made a sign-in link"),
        "member-active": _("opened or closed an account"),
        "member-password": _("set a password"),
        "read-article": _("an article was read"),
        "read-text": _("had a text read"),
        "reader-failed": _("a reader that was added failed"),
        "draft-act": _("had an act filled in from a report"),
        "read-rules": _("looked at the rules of reading"),
        "read-timeline": _("looked at the timeline"),
        "read-press": _("looked at what the press says"),
        "review": _("said whether it was read right"),
        "review-undo": _("took back what was said of a reading"),
        "source-add": _("began to watch a source"),
        "source-remove": _("watches a source no longer"),
        "source-look": _("had the sources looked at"),
        "source-read": _("looked at a source"),
        "source-failed": _("looked at a source in vain"),
        "story-join": _("joined articles of one story"),
        "story-part": _("parted articles of one story"),
        "token-add": _("made a key for a program"),
        "token-revoke": _("took a program's key back"),
        "retention-ended": _("removed what must be gone"),
    }
)
