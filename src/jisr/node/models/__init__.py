"""What is kept?  One file a kind; only `jisr.node` may import from here."""

from jisr.node.models._audit import AuditEntry
from jisr.node.models._delivery import Batch, Quarantined
from jisr.node.models._exchange import Claim, Cursor, Egress, Holding, LogEntry, LogKey, Receipt, Sent, Stopped
from jisr.node.models._finding import Correction, Decision, Dependence, Finding
from jisr.node.models._job import Job
from jisr.node.models._member import ApiToken, Member, Setting, Welcome
from jisr.node.models._partner import Agreement, Group, Partner, Proposal, Request, Sighting
from jisr.node.models._record import Judgement, Marking, NameKey, Record
from jisr.node.models._taxii import (
    TaxiiAccount,
    TaxiiCollection,
    TaxiiFeed,
    TaxiiGrant,
    TaxiiObject,
    TaxiiPost,
    TaxiiTerms,
)

__all__ = [
    "Agreement",
    "ApiToken",
    "AuditEntry",
    "Batch",
    "Claim",
    "Correction",
    "Cursor",
    "Decision",
    "Dependence",
    "Egress",
    "Finding",
    "Group",
    "Holding",
    "Job",
    "Judgement",
    "LogEntry",
    "LogKey",
    "Marking",
    "Member",
    "NameKey",
    "Partner",
    "Proposal",
    "Quarantined",
    "Receipt",
    "Record",
    "Request",
    "Sent",
    "Setting",
    "Sighting",
    "Stopped",
    "TaxiiAccount",
    "TaxiiCollection",
    "TaxiiFeed",
    "TaxiiGrant",
    "TaxiiObject",
    "TaxiiPost",
    "TaxiiTerms",
    "Welcome",
]
