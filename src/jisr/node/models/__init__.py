"""What is kept?  One file a kind; only `jisr.node` may import from here."""

from jisr.node.models._audit import AuditEntry
from jisr.node.models._case import Case, CaseFinding, CaseStep, FiledReport
from jisr.node.models._delivery import Batch, Quarantined
from jisr.node.models._exchange import Claim, Cursor, Egress, Holding, LogEntry, LogKey, Receipt, Sent, Stopped
from jisr.node.models._fetch import Fetched
from jisr.node.models._finding import Correction, Decision, Dependence, Finding
from jisr.node.models._job import Job
from jisr.node.models._journey import (
    JourneyFlight,
    JourneyHit,
    JourneyKey,
    JourneyPerson,
    JourneyRule,
    JourneyUnmask,
)
from jisr.node.models._member import ApiToken, Member, Setting, Welcome
from jisr.node.models._news import NewsFile, NewsSource, Shingle, StoryCopy
from jisr.node.models._observed import Observed
from jisr.node.models._partner import Agreement, Group, Partner, Proposal, Request, Sighting
from jisr.node.models._programmes import Brief, CommitmentStep, ProjectPartner
from jisr.node.models._reading import Participant, Reading, Review, Telling
from jisr.node.models._record import Judgement, Marking, Record
from jisr.node.models._status import Ruling, RulingTopic
from jisr.node.models._taxii import (
    TaxiiAccount,
    TaxiiCollection,
    TaxiiFeed,
    TaxiiGrant,
    TaxiiObject,
    TaxiiPost,
    TaxiiTerms,
)
from jisr.node.models._vetting import Vetting, VettingAnswer, VettingStep
from jisr.node.models._watch import (
    Followed,
    GoodGuy,
    GoodGuyRecord,
    Portfolio,
    RecordKey,
    WatchEvent,
    WatchHit,
    WatchKey,
    WatchRow,
)

__all__ = [
    "Agreement",
    "ApiToken",
    "AuditEntry",
    "Batch",
    "Brief",
    "Case",
    "CaseFinding",
    "CaseStep",
    "Claim",
    "CommitmentStep",
    "Correction",
    "Cursor",
    "Decision",
    "Dependence",
    "Egress",
    "Fetched",
    "FiledReport",
    "Finding",
    "Followed",
    "GoodGuy",
    "GoodGuyRecord",
    "Group",
    "Holding",
    "Job",
    "JourneyFlight",
    "JourneyHit",
    "JourneyKey",
    "JourneyPerson",
    "JourneyRule",
    "JourneyUnmask",
    "Judgement",
    "LogEntry",
    "LogKey",
    "Marking",
    "Member",
    "NewsFile",
    "NewsSource",
    "Observed",
    "Participant",
    "Partner",
    "Portfolio",
    "ProjectPartner",
    "Proposal",
    "Quarantined",
    "Reading",
    "Receipt",
    "Record",
    "RecordKey",
    "Request",
    "Review",
    "Ruling",
    "RulingTopic",
    "Sent",
    "Setting",
    "Shingle",
    "Sighting",
    "Stopped",
    "StoryCopy",
    "TaxiiAccount",
    "TaxiiCollection",
    "TaxiiFeed",
    "TaxiiGrant",
    "TaxiiObject",
    "TaxiiPost",
    "TaxiiTerms",
    "Telling",
    "Vetting",
    "VettingAnswer",
    "VettingStep",
    "WatchEvent",
    "WatchHit",
    "WatchKey",
    "WatchRow",
    "Welcome",
]
