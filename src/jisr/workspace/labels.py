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
        "export-labels": _("took out labelled names"),
        "read-document": _("read a document"),
        "read-delivery": _("read a delivery"),
        "read-payments": _("looked at payments"),
        "searched-shapes": _("searched payments for shapes"),
        "screen-payments": _("payments were screened"),
        "keep-shapes": _("kept shapes of payments as findings"),
        "case-open": _("opened a case"),
        "case-note": _("noted something in a case"),
        "case-task": _("set a task in a case"),
        "case-add": _("put a finding into a case"),
        "case-propose": _("proposed how a case ends"),
        "case-settle": _("settled a case as second person"),
        "case-read": _("read a case"),
        "write-report": _("wrote a report to the financial intelligence unit"),
        "traced-money": _("traced money"),
        "tested-posts": _("tested posts against chance"),
        "find-groups": _("looked for groups among posts"),
        "read-group": _("read a group"),
        "read-network": _("read a network of shares"),
        "decide": _("decided"),
        "decide-undo": _("took a decision back"),
        "may": _('asked "may we?"'),
        "keep-may": _("kept an answer"),
        "re-examine": _("asked kept answers again"),
        "replay": _("asked kept answers again as known then"),
        "read-ruling": _("read a kept answer"),
        "read-calendar": _("read the relief calendar"),
        "remind": _("reminded of what runs out"),
        "judge": _("judged two things"),
        "judge-retract": _("took a judgement back"),
        "delivery-loaded": _("a delivery was loaded"),
        "delivery-held": _("a delivery was held"),
        "delivery-agreed": _("one of two persons agreed to a partner's acts"),
        "delivery-overtaken": _("a partner's acts that waited were taken back or told anew"),
        "delivery-refused": _("a delivery was refused"),
        "delivery-rejected": _("a delivery was rejected"),
        "delivery-again": _("a delivery came again"),
        "fetch-asked": _("asked for a list to be fetched"),
        "fetch-taken": _("a list was fetched"),
        "fetch-same": _("a list had not changed"),
        "fetch-failed": _("a list could not be fetched"),
        "read-changes": _("read what changed"),
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
        "match": _("a program matched names"),
        "search": _("a program searched"),
        "search-everything": _("searched everything"),
        "read-entity": _("a program read an entity"),
        "upload-ended": _("erased an uploaded file"),
        "watch-add": _("watched a portfolio"),
        "watch-star": _("watched a party"),
        "watch-unstar": _("watched a party no more"),
        "watch-remove": _("ended a portfolio"),
        "watch-again": _("looked at a portfolio anew"),
        "read-portfolio": _("read a portfolio"),
        "good-guy-ask": _("asked to clear somebody"),
        "good-guy-approved": _("approved a clearance"),
        "good-guy-refused": _("refused a clearance"),
        "good-guy-revoke": _("took a clearance back"),
        "good-guy-ended": _("a clearance ended"),
        "same-propose": _("lists were compared"),
        "vetting-open": _("opened a vetting"),
        "vetting-answer": _("answered a criterion"),
        "vetting-propose": _("proposed a vetting decision"),
        "vetting-approve": _("approved a vetting decision"),
        "vetting-refuse": _("refused a vetting decision"),
        "vetting-appeal": _("noted an appeal"),
        "vetting-export": _("counted the vettings"),
        "read-vetting": _("read a vetting"),
        "partner-resumed": _("let a partner back in"),
        "expire": _("dropped what had expired"),
        "narrow": _("narrowed who may have a record"),
        "heads-refused": _("refused a partner's signed heads"),
        "log-forked": _("saw a partner's log tell two stories"),
        "log-key-rotated": _("changed the key of this node"),
        "recovery-begun": _("began to recover this node's log"),
        "recovery-done": _("recovered this node's log"),
        "recovery-without": _("went on without a partner that is gone for good"),
        "recovery-without-proposed": _("proposed to go on without a partner that is gone for good"),
        "taxii-account": _("made a key for a partner's program"),
        "taxii-account-close": _("closed a key of a partner's program"),
        "taxii-shelf": _("made a collection"),
        "taxii-grant": _("opened a collection to a partner"),
        "taxii-revoke": _("closed a collection to a partner"),
        "taxii-post": _("took objects from a partner's program"),
        "taxii-take": _("handed objects to a desk"),
        "taxii-delete": _("removed an object of a collection"),
        "export": _("wrote a file for a partner"),
        "import": _("took a partner's file in"),
        "write-stix": _("wrote records as STIX"),
        "share-finding": _("shared a finding"),
        "stix-file": _("wrote a file of STIX for a partner"),
        "misp-told": _("heard from a partner's MISP"),
        "shelve": _("put what is shared on a partner's shelf"),
        "feed-add": _("added a feed"),
        "feed-remove": _("removed a feed"),
        "feed-failed": _("could not read a feed"),
        "node-name": _("named this node"),
        "partner-invitation": _("wrote our invitation"),
        "partner-invited": _("read a partner's invitation"),
        "partner-other-words": _("heard other words than the key's"),
        "partner-joined": _("joined a partner"),
        "partner-suspended": _("suspended a partner"),
        "partner-left": _("let a partner leave"),
        "partner-closed": _("closed a partner that left"),
        "agreement-signed": _("signed an agreement"),
        "agreement-seconded": _("signed an agreement as second"),
        "share": _("shared records"),
        "share-what-if": _("asked what a partner would see"),
        "withdraw": _("withdrew a record"),
        "page-taken": _("took a page of a partner's log"),
        "page-refused": _("refused a page of a partner's log"),
        "relay-refused": _("did not take what a partner was not free to pass on"),
        "request-sent": _("asked a partner"),
        "request-answered": _("answered a partner"),
        "proposal-sent": _("proposed a correction"),
        "proposal-settled": _("settled a proposal"),
        "sighting-sent": _("told of a sighting"),
        "group-roster": _("said who is in a group"),
        "token-revoke": _("took a program's key back"),
        "read-project": _("read a project"),
        "export-projects": _("wrote projects as IATI"),
        "screened-partners": _("compared partners of projects with the lists"),
        "read-commitment": _("read a commitment"),
        "commitment-step": _("told what became of a commitment"),
        "commitment-approved": _("approved what became of a commitment"),
        "commitment-refused": _("refused what became of a commitment"),
        "retention-ended": _("removed what must be gone"),
    }
)
