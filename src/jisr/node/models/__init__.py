"""What is kept?  One file a kind; only `jisr.node` may import from here."""

from jisr.node.models._audit import AuditEntry
from jisr.node.models._delivery import Batch, Quarantined
from jisr.node.models._finding import Correction, Decision, Dependence, Finding
from jisr.node.models._job import Job
from jisr.node.models._member import ApiToken, Member, Setting, Welcome
from jisr.node.models._news import NewsFile, NewsSource, Shingle, StoryCopy
from jisr.node.models._reading import Participant, Reading, Review, Telling
from jisr.node.models._record import Judgement, Marking, NameKey, Record

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Batch",
    "Correction",
    "Decision",
    "Dependence",
    "Finding",
    "Job",
    "Judgement",
    "Marking",
    "Member",
    "NameKey",
    "NewsFile",
    "NewsSource",
    "Participant",
    "Quarantined",
    "Reading",
    "Record",
    "Review",
    "Setting",
    "Shingle",
    "StoryCopy",
    "Telling",
    "Welcome",
]
